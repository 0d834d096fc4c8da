"""Checkpoints and logits by torchvision, for tests that exchange checkpoints with it.

    checkpoints.py save NETWORK FOLDER             images, weights.pth by torch.save, logits.safetensors
    checkpoints.py load NETWORK FOLDER WEIGHTS...  WEIGHTS.logits of those images for each safetensors file

The images are ten of 64 pixels; the networks have three classes.
"""

import pathlib
import sys

import numpy
import torch
from PIL import Image
from safetensors.torch import load_file, save_file

from cpu_torchvision import torchvision

CLASSES = 3
COUNT = 10
SIZE = 64
NORMALIZE = torchvision.transforms.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))


def network(kind):
    torch.manual_seed(1)
    return getattr(torchvision.models, kind)(num_classes=CLASSES)


def draw(folder):
    """Smooth blots, so that neither all pixels nor all images are alike to a network."""
    generator = numpy.random.default_rng(1)
    for index in range(COUNT):
        coarse = generator.integers(0, 256, (8, 8, 3), dtype=numpy.uint8)
        image = Image.fromarray(coarse).resize((SIZE, SIZE), Image.Resampling.BICUBIC)
        image.save(folder / f"image-{index}.png")


def images(folder):
    to_tensor = torchvision.transforms.ToTensor()
    paths = sorted(folder.glob("image-*.png"))
    return torch.stack([NORMALIZE(to_tensor(Image.open(path))) for path in paths])


@torch.no_grad()
def logits(model, folder):
    return {"logits": model.eval()(images(folder)).contiguous()}


@torch.no_grad()
def save(kind, folder):
    folder = pathlib.Path(folder)
    draw(folder)
    model = network(kind)
    # Running statistics as after some training.
    for _ in range(3):
        model.train()(images(folder))
    torch.save(model.state_dict(), folder / "weights.pth")
    save_file(logits(model, folder), folder / "logits.safetensors")


def load(kind, folder, *files):
    model = network(kind)
    for weights in files:
        model.load_state_dict(load_file(weights), strict=True)
        save_file(logits(model, pathlib.Path(folder)), weights + ".logits")


{"save": save, "load": load}[sys.argv[1]](*sys.argv[2:])
