"""Writes Tests/Goldens/images/windows.safetensors: windows of 16-bit images, resized and cropped, by NumPy and Pillow.

A case has `<case>.png` U8, a file, `<case>.window` F64 [kind, low, high] with the kinds 0 full, 1 stored, 2 values and
3 percentiles, `<case>.transform` I32 [resize, crop, filter] with the filters in the order of `FILTERS`, `<case>.levels` F32
[crop, crop, channels], the levels before they are rounded.

`<orientation>.jpeg`, `<orientation>.turned`: a file with that EXIF orientation, and its pixels after Pillow's exif_transpose.
"""

import io

import numpy as np
from PIL import Image, ImageOps

from golden import save
from png_forms import chunk, png

FILTERS = [Image.Resampling.BILINEAR, Image.Resampling.BICUBIC, Image.Resampling.LANCZOS]
FULL, STORED, VALUES, PERCENTILES = range(4)


def scan(bits, channels, width=61, height=47):
    """Smooth values with noise, as of a scanner: the corners and a label are extreme."""
    random = np.random.default_rng(bits + channels)
    y, x, c = np.mgrid[:height, :width, :channels] / 40
    values = 0.45 + 0.25 * np.sin(3 * x + c) * np.cos(2 * y) + 0.03 * random.standard_normal(x.shape)
    values = (np.clip(values, 0, 1) * ((1 << bits) - 1)).astype(np.int64)
    values[:3, :3], values[-4:, -9:] = 0, (1 << bits) - 1
    return values


def windowed(values, kind, low, high, stated):
    if kind == FULL:
        low, high = 0, 65535
    elif kind == STORED:
        low, high = stated
    elif kind == PERCENTILES:
        low, high = np.percentile(values, [low, high])
    return (np.clip((values - low) / (high - low), 0, 1) * 255).astype(np.float32)


def resized(levels, resize, crop, kind):
    height, width = levels.shape[:2]
    if width <= height:
        size = (resize, int(resize * height / width))
    else:
        size = (int(resize * width / height), resize)
    parts = [np.asarray(Image.fromarray(levels[..., c], "F").resize(size, FILTERS[kind])) for c in range(levels.shape[2])]
    whole = np.stack(parts, -1)
    top, left = int(round((size[1] - crop) / 2)), int(round((size[0] - crop) / 2))
    return np.clip(whole[top:top + crop, left:left + crop], 0, 255)


def main():
    tensors = {}

    def add(name, bits, channels, window, transform, extra=b"", stated=(0, 65535)):
        values = scan(bits, channels)
        tensors[f"{name}.png"] = np.frombuffer(png(values, 16, 2 if channels == 3 else 0, extra=extra), np.uint8)
        exact = resized(windowed(values, *window, stated), *transform)
        tensors[f"{name}.window"] = np.array(window, np.float64)
        tensors[f"{name}.transform"] = np.array(transform, np.int32)
        tensors[f"{name}.levels"] = exact.astype(np.float32)

    small, same, large = (24, 20), (47, 40), (70, 66)
    for size in [small, same, large]:
        for kind in range(3):
            add(f"full-{size[0]}-{kind}", 16, 1, (FULL, 0, 0), (*size, kind))
    for name, window in [("values", (VALUES, 500.5, 3000)), ("percentiles", (PERCENTILES, 1, 99)),
                         ("tails", (PERCENTILES, 0.5, 97.25)), ("all", (PERCENTILES, 0, 100))]:
        wide = (VALUES, 8000.5, 48000) if name == "values" else window
        add(f"{name}-12", 12, 1, window, (*small, 0))
        add(f"{name}-16", 16, 1, wide, (*small, 0))
        add(f"{name}-rgb", 16, 3, wide, (*small, 1))
    add("rgb", 16, 3, (FULL, 0, 0), (*small, 2))
    # Twelve significant bits, stored as they are, or scaled as the PNG specification requires.
    add("sbit-unscaled", 12, 1, (STORED, 0, 0), (*small, 0), chunk(b"sBIT", bytes([12])), (0, 4095))
    add("sbit-whole", 16, 1, (STORED, 0, 0), (*small, 0), chunk(b"sBIT", bytes([16])))
    save("images/windows", tensors, exact={name for name in tensors if name.endswith(".window")})

    turned = {}
    y, x, c = np.mgrid[:19, :27, :3]
    image = Image.fromarray((x * 9 + y * 5 + c * 40).astype(np.uint8))
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=90, exif=exif)
        turned[f"{orientation}.jpeg"] = np.frombuffer(buffer.getvalue(), np.uint8)
        turned[f"{orientation}.turned"] = np.asarray(ImageOps.exif_transpose(Image.open(buffer)))
    save("images/turned", turned)


if __name__ == "__main__":
    main()
