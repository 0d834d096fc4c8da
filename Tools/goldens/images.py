"""Small pictures as other programs write them, of every kind that is read, and one JPEG that is refused (CMYK)."""

import numpy as np
from PIL import Image

from golden import ROOT

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
    save(rgb, "rgb.png")
    save(gray, "gray.png")
    save(gray.convert("1"), "bits.png")
    save(Image.fromarray((x * 2000 + y).astype(np.uint16)), "gray16.png")
    save(rgb.quantize(16), "palette.png", transparency=3)
    save(Image.merge("LA", [gray, clear]), "gray-alpha.png")
    save(Image.merge("RGBA", [*rgb.split(), clear]), "rgba.png")


if __name__ == "__main__":
    main()
