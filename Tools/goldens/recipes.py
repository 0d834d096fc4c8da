"""Training of a small network with clipped gradients, accumulated batches and averaged weights, as users of PyTorch write it."""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils import clip_grad_norm_
from torch.optim.swa_utils import AveragedModel

from golden import double, save
from random_stream import noise

IMAGES, SIZE, BATCH, CLASSES, EPOCHS = 27, 8, 4, 3, 2


def network() -> nn.Module:
    net = nn.Sequential()
    net.add_module("conv", nn.Conv2d(3, 6, 3, padding=1, bias=False))
    net.add_module("norm", nn.BatchNorm2d(6))
    net.add_module("relu", nn.ReLU())
    net.add_module("pool", nn.MaxPool2d(2))
    net.add_module("flatten", nn.Flatten())
    net.add_module("linear", nn.Linear(6 * 4 * 4, CLASSES))
    for name, value in net.named_parameters():
        bound = 1 / np.sqrt(value[0].numel()) if value.dim() > 1 else 0.5
        offset = np.float32(1 if name == "norm.weight" else 0)
        value.data = double(noise(f"recipes/{name}", *value.shape, bound=bound) + offset)
    return net.double().train()


def groups(net: nn.Module, decay: float) -> list[dict]:
    """Weight decay without that of batch norms and biases."""
    matrices = [value for value in net.parameters() if value.dim() > 1]
    vectors = [value for value in net.parameters() if value.dim() <= 1]
    return [{"params": matrices, "weight_decay": decay}, {"params": vectors, "weight_decay": 0.0}]


def record(case, make, kind, clip=None, accumulate=1, ema=None, exempt=False, **settings):
    net = network()
    initial = {key: value.detach().clone() for key, value in net.named_parameters()}
    optimizer = make(groups(net, settings["weight_decay"]) if exempt else net.parameters(), **settings)
    # As in the ExponentialMovingAverage of torchvision's training script.
    average = ema and AveragedModel(net, avg_fn=lambda a, p, n: ema * a + (1 - ema) * p, use_buffers=True)
    images = double(noise("recipes/images", IMAGES, 3, SIZE, SIZE))
    labels = torch.arange(IMAGES) % CLASSES
    batches = list(zip(images.split(BATCH), labels.split(BATCH)))
    losses, norms = [], []
    for _ in range(EPOCHS):
        for first in range(0, len(batches), accumulate):
            part = batches[first : first + accumulate]
            optimizer.zero_grad()
            total = 0.0
            for x, y in part:
                loss = F.cross_entropy(net(x), y) / len(part)
                loss.backward()
                total += loss.item()
            norms.append(clip_grad_norm_(net.parameters(), clip or torch.inf).item())
            optimizer.step()
            if average:
                average.update_parameters(net)
            losses.append(total)
    saved = initial | {"losses": np.array(losses), "norms": np.array(norms)}
    trained = average.module if average else net
    for prefix, model in (("trained", net), ("average", trained)):
        for key, value in model.state_dict().items():
            if "num_batches" not in key:
                saved[f"{prefix}.{key}"] = value
    trained.eval()
    with torch.no_grad():
        saved["probabilities"] = trained(images).softmax(1)
    print(case, " ".join(f"{norm:.3f}" for norm in norms))
    flat = {key: value for key, value in settings.items() if key != "lr"}
    options = {"clipNorm": clip, "accumulate": accumulate, "ema": ema}
    save(
        f"recipes/{case}", saved, kind=kind, learningRate=settings["lr"], batch=BATCH, images=IMAGES, size=SIZE,
        classes=CLASSES, epochs=EPOCHS, exempt=str(exempt).lower(),
        **{key: value for key, value in options.items() if value is not None}, **flat)


sgd, adam, adamw = torch.optim.SGD, torch.optim.Adam, torch.optim.AdamW
record("clip", sgd, "sgd", lr=0.05, momentum=0.9, clip=3)
record("accumulate", adam, "adam", lr=0.01, accumulate=3)
record("ema", sgd, "sgd", lr=0.1, momentum=0.9, ema=0.8)
record("all", sgd, "sgd", lr=0.05, momentum=0.9, weight_decay=0.01, clip=3, accumulate=2, ema=0.9)
record("exempt", adamw, "adamw", lr=0.01, weight_decay=0.3, accumulate=2, exempt=True)
