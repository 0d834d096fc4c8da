"""Transfer learning as PyTorch does it: a frozen network in evaluation mode with a new linear head, trained by RMSprop.

Weights and images come from the project's random generator, so that no file needs to hold them.
"""

import math
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from golden import double, save
from random_stream import INITIALIZATION, RandomStream, noise

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "torch"))
from cpu_torchvision import torchvision

SEED, CLASSES, BATCH, SIZE, STEPS = 1, 2, 4, 64, 20
# As large as each network's features allow without the loss rising out of sight.
RATES = {"alexnet": 1e-5, "vgg16": 1e-6, "resnet50": 2e-5, "densenet201": 1e-4}


def with_linear_head(kind: str) -> nn.Module:
    network = getattr(torchvision.models, kind)(num_classes=CLASSES)
    name = "fc" if kind.startswith("resnet") else "classifier"
    layers = [layer for layer in getattr(network, name).modules() if isinstance(layer, nn.Linear)]
    setattr(network, name, nn.Sequential(nn.Dropout(0.0), nn.Linear(layers[0].in_features, CLASSES)))
    return network


def initialize(network: nn.Module) -> nn.Module:
    """By name: weights with Kaiming's deviation, statistics near those of a standard normal."""
    for name, tensor in [*network.named_parameters(), *network.named_buffers()]:
        if name.endswith("num_batches_tracked"):
            continue
        stream, shape = RandomStream(SEED, INITIALIZATION, name=name), tuple(tensor.shape)
        if len(shape) > 1:
            values = stream.uniform(shape, np.float32(math.sqrt(6 / math.prod(shape[1:]))))
        elif name.endswith(".bias") or name.endswith("running_mean"):
            values = stream.uniform(shape, np.float32(0.125))
        else:
            values = stream.uniform(shape, np.float32(0.25)) + np.float32(1)
            # The last of each residual block, so that activations do not grow from block to block.
            values *= np.float32(0.25 if name.endswith("bn3.weight") else 1)
        tensor.data = torch.from_numpy(values).double()
    return network.double()


def record(kind: str):
    network = initialize(with_linear_head(kind)).eval()
    for parameter in network.parameters():
        parameter.requires_grad = False
    head = list(network.parameters())[-2:]
    for parameter in head:
        parameter.requires_grad = True
    labels = torch.arange(BATCH) % CLASSES
    batches = [double(noise(f"input-{index}", BATCH, 3, SIZE, SIZE)) for index in range(4)]
    optimizer = torch.optim.RMSprop(head, lr=RATES[kind])
    losses = []
    for step in range(STEPS):
        optimizer.zero_grad()
        loss = F.cross_entropy(network(batches[step % 4]), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    print(kind, " ".join(f"{value:.4f}" for value in losses))
    with torch.no_grad():
        logits = network(batches[0])
    save(
        f"frozen/{kind}", {"labels": labels, "losses": np.array(losses), "logits": logits},
        network=kind, batch=BATCH, size=SIZE, classes=CLASSES, steps=STEPS, learningRate=RATES[kind])


if __name__ == "__main__":
    torch.set_num_threads(2)
    for kind in RATES:
        record(kind)
