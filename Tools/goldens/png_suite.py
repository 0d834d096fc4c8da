"""Writes Tests/Goldens/images/pngsuite.safetensors: of each file of PngSuite but those that are damaged, `<file>` U8 [32],
the SHA-256 of its pixels as Pillow's convert("RGB") has them, in rows; but 16-bit samples, as pypng has them, are rounded to
8 bits.
"""

import hashlib
import io
import sys
from pathlib import Path

import numpy as np
import png
from PIL import Image

from golden import save

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import pngsuite


def pixels(data):
    width, height, rows, info = png.Reader(bytes=data).read()
    if info["bitdepth"] < 16:
        return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
    samples = np.array([list(row) for row in rows]).reshape(height, width, info["planes"])
    rounded = (samples * 255 + 32895) >> 16
    rgb = rounded[..., :1].repeat(3, -1) if info["greyscale"] else rounded[..., :3]
    return rgb.astype(np.uint8)


def main():
    whole = {name: data for name, data in pngsuite.files().items() if name.endswith(".png") and name[0] != "x"}
    digests = {name: hashlib.sha256(pixels(data).tobytes()).digest() for name, data in whole.items()}
    save("images/pngsuite", {name: np.frombuffer(digest, np.uint8) for name, digest in digests.items()})


main()
