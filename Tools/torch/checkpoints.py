"""Checkpoints and logits by torchvision, for tests that exchange checkpoints with it.

    checkpoints.py save NETWORK FOLDER             images, weights.pth by torch.save, logits.safetensors
    checkpoints.py load NETWORK FOLDER WEIGHTS...  WEIGHTS.logits of those images for each safetensors file
    checkpoints.py heat NETWORK FOLDER             heat.safetensors: Grad-CAM of those images by weights.pth

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


def halves(kind, model):
    """The network up to its last feature map, and the rest."""
    def end(head, pool=torch.nn.Identity()):
        return torch.nn.Sequential(pool, torch.nn.Flatten(), head)

    if kind.startswith("resnet"):
        parts = list(model.children())
        return torch.nn.Sequential(*parts[:-2]), end(model.fc, model.avgpool)
    if kind.startswith("densenet"):
        return torch.nn.Sequential(model.features, torch.nn.ReLU()), end(model.classifier, torch.nn.AdaptiveAvgPool2d(1))
    return model.features[:-1], end(model.classifier, torch.nn.Sequential(model.features[-1], model.avgpool))


def heat(kind, folder):
    """Selvaraju et al. (2017), equations 1 and 2, for the likeliest class."""
    folder = pathlib.Path(folder)
    model = network(kind)
    model.load_state_dict(torch.load(folder / "weights.pth"), strict=True)
    front, rear = halves(kind, model.eval())
    features = front(images(folder)).detach().requires_grad_()
    rear(features).max(1).values.sum().backward()
    weights = features.grad.mean((2, 3), keepdim=True)
    save_file({"heat": (weights * features).sum(1).relu().detach().contiguous()}, folder / "heat.safetensors")


{"save": save, "load": load, "heat": heat}[sys.argv[1]](*sys.argv[2:])
