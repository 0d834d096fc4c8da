"""Small pictures as other programs write them, of every kind that is read, and what Pillow decodes them to."""

import numpy as np
from PIL import Image

from golden import ROOT, save as save_golden

FOLDER = ROOT / "images"
WIDTH, HEIGHT = 30, 22


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    red, green, blue = x * 8, y * 11, (x * y * 5 + (x ^ y) * 9) % 256
    rgb = Image.fromarray(np.stack([red, green, blue], -1).astype(np.uint8))
    gray = rgb.convert("L")
    clear = Image.fromarray(((x + y) * 5).astype(np.uint8))

    def save(image, name, **options):
        image.save(FOLDER / name, **options)

    save(rgb, "colour.jpeg", quality=80)
    save(rgb, "colour-444.jpeg", quality=80, subsampling=0)
    save(gray, "gray.jpeg", quality=80)
    save(rgb, "progressive.jpeg", quality=80, progressive=True)
    save(gray, "progressive-gray.jpeg", quality=80, progressive=True)
    save(rgb, "restarts.jpeg", quality=80, restart_marker_rows=1, optimize=True)
    save(rgb.convert("CMYK"), "cmyk.jpeg", quality=80)
    turned = Image.Exif()
    turned[0x0112] = 6
    save(rgb, "turned.jpeg", quality=80, exif=turned)
    save(rgb, "rgb.png")
    save(gray, "gray.png")
    save(gray.convert("1"), "bits.png")
    save(Image.fromarray((x * 2000 + y).astype(np.uint16)), "gray16.png")
    save(rgb.quantize(16), "palette.png", transparency=3)
    save(Image.merge("LA", [gray, clear]), "gray-alpha.png")
    save(Image.merge("RGBA", [*rgb.split(), clear]), "rgba.png")
    decode()


def decode():
    """images/decoded: `<file>` U8 [height, width, 3]. Not of gray16.png, whose samples Pillow clips at 255."""
    files = sorted([*FOLDER.glob("*.jpeg"), *FOLDER.glob("*.png")])
    decoded = {file.name: np.asarray(Image.open(file).convert("RGB")) for file in files if file.stem != "gray16"}
    save_golden("images/decoded", decoded)


if __name__ == "__main__":
    main()
