"""Writes Tests/Goldens/resize: Pillow's bilinear resizing of a picture made by formula.

    python Tools/goldens/resize.py

Each file holds the bytes [height, width, 3] of the result. The picture is 61 x 47; the channel c of the
pixel (x, y) is (x * x * 3 + y * 7 * (c + 1) + x * y * (c + 2) + (x ^ y) * 5) mod 256.
"""

import pathlib

import numpy
from PIL import Image

WIDTH, HEIGHT = 61, 47
SIZES = [(32, 24), (61, 20), (19, 47), (100, 90), (7, 5), (61, 47), (45, 64)]


def picture():
    y, x, c = numpy.mgrid[:HEIGHT, :WIDTH, :3]
    values = x * x * 3 + y * 7 * (c + 1) + x * y * (c + 2) + (x ^ y) * 5
    return Image.fromarray((values % 256).astype(numpy.uint8))


def main():
    folder = pathlib.Path(__file__).parents[2] / "Tests" / "Goldens" / "resize"
    folder.mkdir(parents=True, exist_ok=True)
    for width, height in SIZES:
        resized = picture().resize((width, height), Image.BILINEAR)
        (folder / f"{width}x{height}.rgb").write_bytes(resized.tobytes())


if __name__ == "__main__":
    main()
