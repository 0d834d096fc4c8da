"""What torchvision's evaluation transforms make of image files before ToTensor, for tests that compare bytes.

    images.py LIST OUTPUT RESIZE CROP {bilinear,bicubic,lanczos}

LIST holds a path a line. OUTPUT gets the bytes [CROP, CROP, 3] of each image, one after the other.
"""

import pathlib
import sys

from PIL import Image

from cpu_torchvision import torchvision


def main():
    paths, output, resize, crop, interpolation = sys.argv[1:]
    transforms = torchvision.transforms
    transform = transforms.Compose([
        transforms.Resize(int(resize), transforms.InterpolationMode(interpolation)),
        transforms.CenterCrop(int(crop)),
        transforms.PILToTensor(),
    ])
    with open(output, "wb") as file:
        for path in pathlib.Path(paths).read_text().splitlines():
            image = transform(Image.open(path).convert("RGB"))
            file.write(image.permute(1, 2, 0).contiguous().numpy().tobytes())


if __name__ == "__main__":
    main()
