"""Writes Tests/Goldens/images/jpeg.safetensors: JPEG files of unusual forms and what Pillow decodes them to.

Tensors `<form>/<oddity>` U8, a file whose image is whole; `<form>` U8 [height, width, 3], Pillow's convert("RGB") of each
of them that Pillow reads (it insists on an end marker), and of the form without oddities; and `<form>/damaged/<how>` U8, a file
that lacks parts of the image.
"""

import io
import struct

import numpy as np
from PIL import Image

from golden import save

WIDTH, HEIGHT = 45, 37
ZIGZAG = sorted(
    ((v, u) for v in range(8) for u in range(8)),
    key=lambda at: (sum(at), at[0] if sum(at) % 2 else at[1]))
# A code of eight bits for each size of a DC difference, and of twelve for each run and size: simple, not short.
DC_SIZES, AC_SYMBOLS = list(range(12)), [run << 4 | size for run in range(16) for size in range(1, 11)] + [0x00, 0xF0]


def picture():
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    return np.stack([x * 5 + y, y * 6, 255 - 3 * x - 2 * y], -1).clip(0, 255).astype(np.uint8)


def ycc(rgb):
    return np.asarray(Image.fromarray(rgb).convert("YCbCr"), dtype=float)


def segment(marker, data):
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data


def size_and_bits(value):
    size = int(abs(value)).bit_length()
    return size, format(value if value > 0 else value + (1 << size) - 1, f"0{size}b") if size else ""


def coded(block, before):
    """The bits of 64 coefficients in zigzag order, the first as its difference from `before`."""
    size, extra = size_and_bits(block[0] - before)
    bits, run = format(DC_SIZES.index(size), "08b") + extra, 0
    last = max([index for index in range(1, 64) if block[index]], default=0)
    for value in block[1:last + 1]:
        if value == 0:
            run += 1
            continue
        while run > 15:
            bits, run = bits + format(AC_SYMBOLS.index(0xF0), "012b"), run - 16
        size, extra = size_and_bits(value)
        bits, run = bits + format(AC_SYMBOLS.index(run << 4 | size), "012b") + extra, 0
    return bits + (format(AC_SYMBOLS.index(0), "012b") if last < 63 else "")


def baseline(rgb, factors):
    """A baseline JPEG whose components have any sampling factors (across, down); each one's samples are the pixels' means."""
    height, width = rgb.shape[:2]
    across, down = (max(each) for each in zip(*factors))
    rows, columns = -(-height // (8 * down)), -(-width // (8 * across))
    full = np.pad(ycc(rgb), ((0, rows * 8 * down - height), (0, columns * 8 * across - width), (0, 0)), "edge")
    x = np.arange(8)
    cosine = np.cos((2 * x[None] + 1) * x[:, None] * np.pi / 16) * np.where(x == 0, np.sqrt(1 / 8), 0.5)[:, None]
    planes = []
    for index, (h, v) in enumerate(factors):
        plane = full[..., index].reshape(rows * 8 * v, down // v, columns * 8 * h, across // h).mean((1, 3)) - 128
        blocks = plane.reshape(rows * v, 8, columns * h, 8).transpose(0, 2, 1, 3)
        planes.append(np.rint(cosine @ blocks @ cosine.T / 4).astype(int))
    bits, before = [], [0] * len(factors)
    for row in range(rows):
        for column in range(columns):
            for index, (h, v) in enumerate(factors):
                for y in range(v):
                    for xx in range(h):
                        block = planes[index][row * v + y, column * h + xx]
                        zigzag = [int(block[at]) for at in ZIGZAG]
                        bits.append(coded(zigzag, before[index]))
                        before[index] = zigzag[0]
    text = "".join(bits)
    text += "1" * (-len(text) % 8)
    scan = int(text, 2).to_bytes(len(text) // 8, "big").replace(b"\xff", b"\xff\0")
    count = len(factors)
    parts = b"".join(bytes([i + 1, h << 4 | v, 0]) for i, (h, v) in enumerate(factors))
    tables = segment(0xC4, bytes([0x00] + [12 if n == 8 else 0 for n in range(1, 17)] + DC_SIZES))
    tables += segment(0xC4, bytes([0x10] + [len(AC_SYMBOLS) if n == 12 else 0 for n in range(1, 17)] + AC_SYMBOLS))
    frame = segment(0xC0, struct.pack(">BHHB", 8, height, width, count) + parts)
    begin = segment(0xDA, bytes([count]) + b"".join(bytes([i + 1, 0]) for i in range(count)) + bytes([0, 63, 0]))
    return b"\xff\xd8" + segment(0xDB, bytes([0] + [4] * 64)) + frame + tables + begin + scan + b"\xff\xd9"


def encoded(**options):
    file = io.BytesIO()
    Image.fromarray(picture()).save(file, "JPEG", quality=85, **options)
    return file.getvalue()


def scan_start(file, number=0):
    at = -1
    for _ in range(number + 1):
        at = file.index(b"\xff\xda", at + 1)
    return at


def oddities(file):
    """The same image with what decoders warn of and what changes no pixel."""
    scan, table, jfif = scan_start(file), file.index(b"\xff\xdb"), file.index(b"JFIF\0") + 5
    last = scan + 4 + 2 * file[scan + 4]
    yield "scan-parameters", file[:last + 2] + b"\0" + file[last + 3:]
    yield "jfif-2", file[:jfif] + b"\2" + file[jfif + 1:]
    yield "jfif-0", file[:jfif] + b"\0" + file[jfif + 1:]
    yield "extraneous", file[:table] + b"\0\0\0" + file[table:]
    yield "extraneous-long", file[:table] + b"\x55" * 1000 + file[table:]
    yield "adobe", file[:2] + segment(0xEE, b"Adobe\0\x64\0\0\0\0\7") + file[2:]


def main():
    tensors = {}

    def add(form, oddity, file, plain=None):
        """`plain`: the form's file without oddities; None: the file lacks parts of the image."""
        tensors[f"{form}/{oddity}" if plain else f"{form}/damaged/{oddity}"] = np.frombuffer(file, np.uint8)
        if not plain: return
        tensors[form] = np.asarray(Image.open(io.BytesIO(plain)).convert("RGB"))
        try:
            pixels = np.asarray(Image.open(io.BytesIO(file)).convert("RGB"))
        except OSError:
            assert not file.endswith(b"\xff\xd9"), (form, oddity)
        else:
            assert (pixels == tensors[form]).all(), (form, oddity)

    # The interval of restart markers is set in the file's own segment.
    forms = {
        "baseline": encoded(), "baseline-444": encoded(subsampling=0), "restarts": encoded(restart_marker_blocks=2),
        "progressive": encoded(progressive=True),
        "progressive-restarts": encoded(progressive=True, restart_marker_blocks=2),
    }
    for form, file in forms.items():
        for name, odd in oddities(file):
            if name != "scan-parameters" or "progressive" not in form: add(form, name, odd, file)
        add(form, "plain", file, file)
        add(form, "trailing", file + b"rubbish" * 100, file)
        add(form, "no-end", file[:-2], file)
        add(form, "zeros", file[:-2] + b"\0" * 64, file)
        add(form, "many-zeros", file[:-2] + b"\0" * 5000, file)
        half = (scan_start(file) + len(file)) // 2
        add(form, "half", file[:half])
        add(form, "half-with-end", file[:half] + b"\xff\xd9")
        add(form, "half-and-zeros", file[:half] + b"\0" * (len(file) - half))
        add(form, "cut-in-the-middle", file[:half] + file[half + 100:])
        add(form, "short", file[:-12])
        rubbish = np.random.default_rng(1).integers(0, 256, 600, dtype=np.uint8).tobytes()
        add(form, "rubbish-at-the-end", file[:-120] + rubbish)
    scans = forms["progressive"].count(b"\xff\xda")
    for number in range(1, scans):
        # Up to the tables before the scan.
        add("progressive", f"without-scan-{number}", forms["progressive"][:scan_start(forms["progressive"], number)])
    for name in [
        "4x2,1x1,1x1", "1x4,1x1,1x1", "2x1,1x1,2x1", "4x1,1x1,1x1", "1x2,1x1,1x1", "2x2,1x2,1x2", "2x2,2x1,1x1",
        "1x1,2x2,2x2", "2x4,1x1,1x1", "1x1,1x1,1x1", "1x2,1x2,1x1", "2x2,1x1,2x2",
    ]:
        file = baseline(picture(), [tuple(map(int, part.split("x"))) for part in name.split(",")])
        add(name, "plain", file, file)
        add(name, "no-end", file[:-2], file)
        add(name, "half", file[:(scan_start(file) + len(file)) // 2])
    save("images/jpeg", tensors)


if __name__ == "__main__":
    main()
