"""Times how fast Pillow and torchvision make network input of all images in a folder, and prints it as one line of JSON.

    python images_peer.py FOLDER [--resize 256] [--crop 224] [--interpolation bilinear] [--rounds 5]

What `study data bench` does: read, decode, Resize, CenterCrop, ToTensor, Normalize, on one thread. The first round is not
counted.
"""

import argparse
import json
import pathlib
import sys
import time

import PIL
import torch
from PIL import Image

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Tools/torch"))
from cpu_torchvision import torchvision


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--resize", type=int, default=256)
    parser.add_argument("--crop", type=int, default=224)
    parser.add_argument("--interpolation", default="bilinear", choices=["bilinear", "bicubic", "lanczos"])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()

    torch.set_num_threads(1)
    transforms = torchvision.transforms
    transform = transforms.Compose([
        transforms.Resize(options.resize, transforms.InterpolationMode(options.interpolation)),
        transforms.CenterCrop(options.crop),
        transforms.ToTensor(),
        transforms.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
    ])
    suffixes = {".jpeg", ".jpg", ".png"}
    files = sorted(path for path in options.folder.rglob("*") if path.suffix.lower() in suffixes)
    seconds = []
    for _ in range(1 + options.rounds):
        start = time.perf_counter()
        for path in files:
            transform(Image.open(path).convert("RGB"))
        seconds.append(time.perf_counter() - start)
    best = min(seconds[1:])
    versions = {"pillow": PIL.__version__, "torchvision": torchvision.__version__, "pytorch": torch.__version__}
    print(json.dumps({
        "images": len(files), "imagesPerSecond": len(files) / best, "roundSeconds": seconds[1:], "versions": versions}))


if __name__ == "__main__":
    main()
