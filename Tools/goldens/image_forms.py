"""Writes Tests/Goldens/images/forms.safetensors: TIFF, BMP and WebP files of every form and what they decode to.

Tensors `<case>.<suffix>` U8, the file, and one of
- `<case>.rgb` U8 [height, width, 3]: Pillow's convert("RGB"), or what the script wrote where Pillow cannot read the form;
- `<case>.values` I32 [height, width, channels]: the samples, of files with more than 8 bits.

Also writes small files into Tests/Goldens/images, which the soak test damages.
"""

import io
import struct

import numpy as np
from PIL import Image

from golden import ROOT, save

WIDTH, HEIGHT = 21, 19


def picture(channels, bits, width=WIDTH, height=HEIGHT):
    y, x, c = np.mgrid[:height, :width, :channels]
    return (x * x * 37 + y * 511 * (c + 1) + x * y * (c + 2) * 29 + (x ^ y) * 1025 + c * 7) % (1 << bits)


def packed(row, bits, order):
    """The bytes of a row of samples."""
    if bits == 16:
        return row.astype(f"{order}u2").tobytes()
    text = "".join(format(int(value) & ((1 << bits) - 1), f"0{bits}b") for value in row)
    text += "0" * (-len(text) % 8)
    return bytes(int(text[start:start + 8], 2) for start in range(0, len(text), 8))


def blocks(samples, bits, order, planar, tile):
    """The strips or tiles of an image, channel after channel if they are planar."""
    height, width, channels = samples.shape
    parts = [samples[..., [c]] for c in range(channels)] if planar else [samples]
    for part in parts:
        if tile is None:
            for top in range(0, height, 8):
                yield b"".join(packed(row.reshape(-1), bits, order) for row in part[top:top + 8])
            continue
        for top in range(0, height, tile):
            for left in range(0, width, tile):
                full = np.zeros((tile, tile, part.shape[2]), part.dtype)
                piece = part[top:top + tile, left:left + tile]
                full[:piece.shape[0], :piece.shape[1]] = piece
                yield b"".join(packed(row.reshape(-1), bits, order) for row in full)


def directory(samples, bits, photometric, start, order="<", planar=False, tile=None, more=(), last=True):
    """A TIFF directory with its values and pixels, at the offset `start` of a file."""
    height, width, channels = samples.shape
    data = list(blocks(samples, bits, order, planar, tile))
    tags = {
        256: (4, [width]), 257: (4, [height]), 258: (3, [bits] * channels), 259: (3, [1]), 277: (3, [channels]),
        284: (3, [2 if planar else 1])}
    if photometric is not None:
        tags[262] = (3, [photometric])
    offsets, counts = (324, 325) if tile else (273, 279)
    if tile:
        tags[322], tags[323] = (3, [tile]), (3, [tile])
    else:
        tags[278] = (3, [8])
    tags[offsets], tags[counts] = (4, [0] * len(data)), (4, [len(block) for block in data])
    tags.update(dict(more))
    letters = {3: "H", 4: "I"}
    size = 2 + 12 * len(tags) + 4
    position = start + size
    entries, extra = b"", b""

    def entry(tag, kind, values):
        nonlocal extra
        content = struct.pack(f"{order}{len(values)}{letters[kind]}", *values)
        if len(content) <= 4:
            return struct.pack(f"{order}HHI", tag, kind, len(values)) + content.ljust(4, b"\0")
        place = position + len(extra)
        extra += content + b"\0" * (len(content) % 2)
        return struct.pack(f"{order}HHII", tag, kind, len(values), place)

    for attempt in range(2):
        entries, extra = b"", b""
        for tag in sorted(tags):
            entries += entry(tag, *tags[tag])
        pixels = position + len(extra)
        places = [pixels + sum(map(len, data[:index])) for index in range(len(data))]
        tags[offsets] = (4, places)
    content = b"".join(data)
    following = 0 if last else pixels + len(content) + len(content) % 2
    return (struct.pack(f"{order}H", len(tags)) + entries + struct.pack(f"{order}I", following) + extra + content
            + b"\0" * (len(content) % 2))


def tiff(samples, bits, photometric, order="<", **options):
    head = b"II*\0" if order == "<" else b"MM\0*"
    return head + struct.pack(f"{order}I", 8) + directory(samples, bits, photometric, 8, order, **options)


def pages(first, second):
    """A TIFF of two directories: (samples, options) each."""
    start = directory(first[0], 8, 1, 8, last=False, **first[1])
    return b"II*\0" + struct.pack("<I", 8) + start + directory(second[0], 8, 1, 8 + len(start), **second[1])


def bitmap(width, height, bits, rows, palette=b"", compression=0, size=40, masks=b"", colors=0):
    """A BMP; a negative height is that of an image whose first row is the top one."""
    if size == 12:
        head = struct.pack("<IHHHH", 12, width, height, 1, bits)
    else:
        head = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, compression, len(rows), 2835, 2835, colors, 0)
        head = struct.pack("<I", size) + head[4:]
        if size > 40:
            head = (head + masks).ljust(size, b"\0")
            masks = b""
    start = 14 + len(head) + len(masks) + len(palette)
    return b"BM" + struct.pack("<IHHI", start + len(rows), 0, 0, start) + head + masks + palette + rows


def rows_of(samples, bits):
    """The rows of a BMP from the bottom, each padded to four bytes."""
    data = b""
    for row in samples[::-1]:
        part = row.astype("<u2").tobytes() if bits == 16 else packed(row.reshape(-1), min(bits, 8), "<")
        data += part + b"\0" * (-len(part) % 4)
    return data


def run_lengths(samples, bits):
    """A run-length encoding with runs, literal pixels, moves and ends of rows."""
    data = b""
    for row in samples[::-1]:
        left = 0
        while left < len(row):
            run = 1
            while left + run < len(row) and run < 255 and row[left + run] == row[left]:
                run += 1
            if run >= 3:
                value = int(row[left])
                data += bytes([run, value if bits == 8 else value << 4 | value])
                left += run
                continue
            part = row[left:left + min(7, len(row) - left)]
            if len(part) < 3:
                for value in part:
                    data += bytes([1, int(value) if bits == 8 else int(value) << 4])
            else:
                literal = packed(part, bits, "<")
                data += bytes([0, len(part)]) + literal + b"\0" * (len(literal) % 2)
            left += len(part)
        data += b"\0\0"
    return data + b"\0\1"


def main():
    tensors = {}

    def rgb_of(file):
        return np.asarray(Image.open(io.BytesIO(file)).convert("RGB"))

    def add(name, file, rgb=None, values=None):
        tensors[name] = np.frombuffer(file, np.uint8)
        stem = name.rsplit(".", 1)[0]
        if values is not None:
            tensors[f"{stem}.values"] = values.astype(np.int32)
        else:
            expected = rgb_of(file) if rgb is None else rgb
            tensors[f"{stem}.rgb"] = np.ascontiguousarray(expected.astype(np.uint8))

    def gray(levels):
        return levels.repeat(3, -1)

    # TIFF, written here: Pillow reads some of these in another way or not at all.
    for bits in [1, 2, 4, 8]:
        samples = picture(1, bits)
        levels = samples * (255 // ((1 << bits) - 1))
        add(f"tiff-gray{bits}.tiff", tiff(samples, bits, 1), gray(levels))
        add(f"tiff-white{bits}.tiff", tiff(samples, bits, 0), gray(255 - levels))
    for bits in [9, 10, 12, 14, 16]:
        samples = picture(1, bits)
        add(f"tiff-gray{bits}.tiff", tiff(samples, bits, 1), values=samples)
        add(f"tiff-big{bits}.tiff", tiff(samples, bits, 1, ">"), values=samples)
    signed = picture(1, 16) - 32768
    add("tiff-signed.tiff", tiff(signed, 16, 1, more={339: (3, [2])}.items()), values=signed)
    for channels, photometric in [(1, 1), (3, 2)]:
        for bits in [8, 16]:
            for planar in [False, True]:
                for tile in [None, 16]:
                    samples = picture(channels, bits)
                    name = f"tiff-{channels}-{bits}{'-planar' * planar}{'-tiles' * (tile is not None)}"
                    file = tiff(samples, bits, photometric, planar=planar, tile=tile)
                    known = {"values": samples} if bits == 16 else {"rgb": gray(samples) if channels == 1 else samples}
                    add(f"{name}.tiff", file, **known)
    add("tiff-tiles4.tiff", tiff(picture(1, 4), 4, 1, tile=16), gray(picture(1, 4) * 17))
    for kind, extra in [("alpha", 2), ("unspecified", 0)]:
        samples = picture(4, 8)
        add(f"tiff-{kind}.tiff", tiff(samples, 8, 2, more={338: (3, [extra])}.items()), samples[..., :3])
    colors = [int(value) for value in picture(3, 16, 256, 1).reshape(256, 3).T.reshape(-1)]
    add("tiff-palette.tiff", tiff(picture(1, 8), 8, 3, more={320: (3, colors)}.items()))
    add("tiff-turned.tiff", tiff(picture(1, 8), 8, 1, more={274: (3, [6])}.items()), gray(picture(1, 8)))
    thumbnail = (picture(1, 8, 9, 7), {"more": {254: (4, [1])}.items()})
    add("tiff-thumbnail.tiff", pages((picture(1, 8), {}), thumbnail), gray(picture(1, 8)))

    # TIFF by Pillow and libtiff.
    rgb = Image.fromarray(picture(3, 8).astype(np.uint8))
    smooth = Image.fromarray(np.stack(np.mgrid[:HEIGHT, :WIDTH], -1).sum(-1).astype(np.uint8) * 3)

    def saved(image, form, **options):
        buffer = io.BytesIO()
        image.save(buffer, form, **options)
        return buffer.getvalue()

    for compression in ["tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg"]:
        add(f"tiff-{compression}-rgb.tiff", saved(rgb, "TIFF", compression=compression))
        add(f"tiff-{compression}-gray.tiff", saved(smooth, "TIFF", compression=compression))
    deep = Image.fromarray(picture(1, 16)[..., 0].astype(np.uint16))
    add("tiff-lzw-16.tiff", saved(deep, "TIFF", compression="tiff_lzw"), values=picture(1, 16))
    for compression in ["group3", "group4"]:
        add(f"tiff-{compression}.tiff", saved(rgb.convert("1"), "TIFF", compression=compression))

    # BMP.
    for bits in [1, 4, 8]:
        samples = picture(1, bits)[..., 0]
        palette = b"".join(bytes([index * 37 % 256, index * 91 % 256, index * 5 % 256, 0]) for index in range(1 << bits))
        rows = rows_of(samples, bits)
        add(f"bmp-palette{bits}.bmp", bitmap(WIDTH, HEIGHT, bits, rows, palette))
        top = rows_of(samples[::-1], bits)
        add(f"bmp-top{bits}.bmp", bitmap(WIDTH, -HEIGHT, bits, top, palette), rgb_of(tensors[f"bmp-palette{bits}.bmp"].tobytes()))
        triples = b"".join(palette[start:start + 3] for start in range(0, len(palette), 4))
        add(f"bmp-os2-{bits}.bmp", bitmap(WIDTH, HEIGHT, bits, rows, triples, size=12))
        if bits > 1:
            blocky = samples // 4 * 4 if bits == 8 else samples
            blocky[5:9] = 3
            file = bitmap(WIDTH, HEIGHT, bits, run_lengths(blocky, bits), palette, compression=1 if bits == 8 else 2)
            plain = bitmap(WIDTH, HEIGHT, bits, rows_of(blocky, bits), palette)
            add(f"bmp-runs{bits}.bmp", file, rgb_of(plain))
    few = b"".join(bytes([index * 11, index * 7, index * 3, 0]) for index in range(10))
    add("bmp-few.bmp", bitmap(WIDTH, HEIGHT, 8, rows_of(picture(1, 8)[..., 0] % 10, 8), few, colors=10))
    add("bmp-24.bmp", saved(rgb, "BMP"))
    for channels, size in [(4, 40), (4, 124)]:
        add(f"bmp-32-{size}.bmp", bitmap(WIDTH, HEIGHT, 32, rows_of(picture(channels, 8), 8), size=size))
    masks = struct.pack("<IIII", 0xFF000000, 0xFF0000, 0xFF00, 0xFF)
    clear = picture(4, 8)
    add("bmp-masks32.bmp", bitmap(WIDTH, HEIGHT, 32, rows_of(clear, 8), compression=3, size=124, masks=masks))
    words = picture(1, 16)[..., 0]
    add("bmp-555.bmp", bitmap(WIDTH, HEIGHT, 16, rows_of(words, 16)))
    add("bmp-565.bmp", bitmap(WIDTH, HEIGHT, 16, rows_of(words, 16), compression=3,
                              masks=struct.pack("<III", 0xF800, 0x7E0, 0x1F)))

    # WebP.
    four = Image.fromarray(picture(4, 8).astype(np.uint8), "RGBA")
    add("webp-lossy.webp", saved(rgb, "WEBP", quality=80))
    add("webp-lossless.webp", saved(rgb, "WEBP", lossless=True))
    add("webp-alpha.webp", saved(four, "WEBP", lossless=True, exact=True), picture(4, 8)[..., :3])
    add("webp-lossy-alpha.webp", saved(four, "WEBP", quality=80))
    turned = Image.Exif()
    turned[0x0112] = 6
    add("webp-turned.webp", saved(rgb, "WEBP", lossless=True, exif=turned))

    save("images/forms", tensors)
    refused = {
        "tiff-pages": pages((picture(1, 8), {}), (picture(1, 8), {})),
        "tiff-float": tiff(picture(2, 16), 16, 1, more={258: (3, [32]), 277: (3, [1]), 339: (3, [3])}.items()),
        "tiff-cmyk": saved(rgb.convert("CMYK"), "TIFF"),
        "tiff-lab": saved(rgb, "TIFF", tiffinfo={262: 8}),
        "tiff-32": tiff(picture(2, 16), 16, 1, more={258: (3, [32]), 277: (3, [1])}.items()),
        "tiff-channels": tiff(picture(5, 8), 8, 2, more={338: (3, [0, 0])}.items()),
        "tiff-premultiplied": tiff(picture(4, 8), 8, 2, more={338: (3, [1])}.items()),
        "tiff-unsaid": tiff(picture(1, 8), 8, None),
        "webp-animated": saved(rgb, "WEBP", save_all=True, append_images=[rgb.transpose(Image.Transpose.ROTATE_180)]),
    }
    save("images/refused", {name: np.frombuffer(file, np.uint8) for name, file in refused.items()})
    for name in ["tiff-tiff_lzw-rgb.tiff", "tiff-tiff_adobe_deflate-gray.tiff", "tiff-jpeg-rgb.tiff", "tiff-group4.tiff",
                 "tiff-1-16-tiles.tiff", "tiff-3-16-planar.tiff", "tiff-gray12.tiff", "tiff-palette.tiff",
                 "tiff-thumbnail.tiff", "bmp-runs8.bmp", "bmp-runs4.bmp", "bmp-24.bmp", "bmp-masks32.bmp",
                 "bmp-os2-4.bmp", "webp-lossy.webp", "webp-alpha.webp", "webp-lossy-alpha.webp", "webp-turned.webp"]:
        (ROOT / "images" / name).write_bytes(tensors[name].tobytes())


if __name__ == "__main__":
    main()
