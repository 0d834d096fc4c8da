"""Writes Tests/Goldens/resize: Pillow's resizing of a picture made by formula, and torchvision's transforms of it.

    python Tools/goldens/resize.py

`<width>x<height>.rgb` holds the bytes [height, width, 3] of the bilinear result, `<filter>-<width>x<height>.rgb` of
another one; `crop-<filter>-<resize>-<crop>.rgb` what Resize and CenterCrop make of it. The picture is 61 x 47; the channel c of the
pixel (x, y) is (x * x * 3 + y * 7 * (c + 1) + x * y * (c + 2) + (x ^ y) * 5) mod 256.
"""

import pathlib
import sys

import numpy
from PIL import Image

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "torch"))
from cpu_torchvision import torchvision

WIDTH, HEIGHT = 61, 47
SIZES = [(32, 24), (61, 20), (19, 47), (100, 90), (7, 5), (61, 47), (45, 64)]
FILTERS = ["bilinear", "bicubic", "lanczos"]
CROPS = [(32, 28), (20, 24), (90, 65)]


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
        for name in FILTERS[1:]:
            resized = picture().resize((width, height), Image.Resampling[name.upper()])
            (folder / f"{name}-{width}x{height}.rgb").write_bytes(resized.tobytes())
    transforms = torchvision.transforms
    for name in FILTERS:
        for resize, crop in CROPS:
            cut = transforms.CenterCrop(crop)(
                transforms.Resize(resize, transforms.InterpolationMode(name))(picture()))
            (folder / f"crop-{name}-{resize}-{crop}.rgb").write_bytes(cut.tobytes())


if __name__ == "__main__":
    main()
