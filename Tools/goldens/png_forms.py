"""Writes Tests/Goldens/images/png.safetensors: PNG files of every form and what Pillow decodes them to.

Tensors `<case>.png` U8, the file, and `<case>.rgb` U8 [height, width, 3]: Pillow's convert("RGB"), but 16-bit samples are
rounded to 8 bits, where Pillow cuts those of colour and clips gray at 255.
"""

import io
import struct
import zlib

import numpy as np
from PIL import Image

from golden import save

CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
DEPTHS = {0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16]}
NAMES = {0: "gray", 2: "rgb", 3: "palette", 4: "gray-alpha", 6: "rgba"}
# Start and step of columns and rows.
ADAM7 = [(0, 8, 0, 8), (4, 8, 0, 8), (0, 4, 4, 8), (2, 4, 0, 4), (0, 2, 2, 4), (1, 2, 0, 2), (0, 1, 1, 2)]


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def packed(row, depth):
    """The bytes of one row of samples."""
    if depth == 16:
        return row.astype(">u2").tobytes()
    if depth == 8:
        return row.astype(np.uint8).tobytes()
    bits = "".join(format(value, f"0{depth}b") for value in row)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[start:start + 8], 2) for start in range(0, len(bits), 8))


def filtered(rows, width, kind_of):
    """Rows of bytes, each by the filter that `kind_of` names for its number."""
    result, above = b"", bytes(len(rows[0])) if rows else b""
    for number, row in enumerate(rows):
        kind, out = kind_of(number), []
        for index, value in enumerate(row):
            left = row[index - width] if index >= width else 0
            corner = above[index - width] if index >= width else 0
            up = above[index]
            guess = left + up - corner
            nearest = min((abs(guess - each), order, each) for order, each in enumerate([left, up, corner]))[2]
            out.append((value - [0, left, up, (left + up) // 2, nearest][kind]) % 256)
        result += bytes([kind] + out)
        above = row
    return result


def png(samples, depth, kind, interlaced=False, filters=lambda row: row % 5, extra=b"", after=b""):
    height, width = samples.shape[:2]
    flat = samples.reshape(height, width, -1)
    step = max(1, flat.shape[2] * depth // 8)
    parts = [flat[top::down, left::across] for left, across, top, down in ADAM7] if interlaced else [flat]
    data = b"".join(
        filtered([packed(row.reshape(-1), depth) for row in part], step, filters) for part in parts if part.size)
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, interlaced)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + after + chunk(b"IDAT", zlib.compress(data, 9))
            + chunk(b"IEND", b""))


def picture(width, height, kind, depth):
    y, x, c = np.mgrid[:height, :width, :CHANNELS[kind]]
    return (x * x * 37 + y * 511 * (c + 1) + x * y * (c + 2) * 29 + (x ^ y) * 1025 + c * 7) % (1 << depth)


def expected(samples, file, kind, depth):
    if depth < 16:
        return np.asarray(Image.open(io.BytesIO(file)).convert("RGB"))
    rounded = (samples * 255 + 32895) >> 16
    rgb = rounded[..., :3] if kind in (2, 6) else rounded[..., :1].repeat(3, -1)
    return rgb.astype(np.uint8)


def main():
    tensors = {}

    def add(name, samples, kind, depth, **options):
        file = png(samples, depth, kind, **options)
        tensors[f"{name}.png"] = np.frombuffer(file, np.uint8)
        tensors[f"{name}.rgb"] = np.ascontiguousarray(expected(samples, file, kind, depth))

    palette = bytes((7 * index * (channel + 3) + 31 * channel) % 256 for index in range(256) for channel in range(3))
    for kind, depths in DEPTHS.items():
        for depth in depths:
            colours = chunk(b"PLTE", palette[:3 << depth]) if kind == 3 else b""
            name = f"{NAMES[kind]}{depth}"
            for interlaced in [False, True]:
                samples = picture(13, 11, kind, depth)
                add(name + "-interlaced" * interlaced, samples, kind, depth, interlaced=interlaced, extra=colours)
            if kind in (0, 2):
                clear = b"".join(struct.pack(">H", int(value)) for value in samples[0, 0])
                add(f"{name}-clear", samples, kind, depth, after=chunk(b"tRNS", clear))
            if kind == 3:
                add(f"{name}-clear", samples, kind, depth, extra=colours, after=chunk(b"tRNS", bytes([0, 128])))
    for side in [1, 2, 3, 5, 9]:
        add(f"interlaced-{side}", picture(side, side, 2, 8), 2, 8, interlaced=True)
    for name in ["none", "sub", "up", "average", "paeth"]:
        kind = ["none", "sub", "up", "average", "paeth"].index(name)
        add(f"filter-{name}", picture(13, 11, 2, 8), 2, 8, filters=lambda row, kind=kind: kind)
    background = chunk(b"bKGD", struct.pack(">HHH", 200, 100, 50))
    gammas = {"035": 35000, "100": 100000, "250": 250000}
    for label, gamma in gammas.items():
        for kind, depth in [(0, 8), (2, 8), (0, 16), (6, 8)]:
            name = f"gamma-{label}-{NAMES[kind]}{depth}"
            add(name, picture(13, 11, kind, depth), kind, depth, extra=chunk(b"gAMA", struct.pack(">I", gamma)))
    add("background", picture(13, 11, 6, 8), 6, 8, extra=background)
    add("srgb", picture(13, 11, 2, 8), 2, 8, extra=chunk(b"sRGB", b"\x00"))
    save("images/png", tensors)


if __name__ == "__main__":
    main()
