"""Whole networks: logits, loss and gradients of one step, and the losses of 20 steps of SGD with momentum.

Weights and inputs come from the project's random generator, so that no file needs to hold them.
"""

import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from golden import double, save
from random_stream import INITIALIZATION, RandomStream, noise

SEED, CLASSES = 1, 2


def initialize(network: nn.Module) -> nn.Module:
    """PyTorch's default bound 1 / sqrt(fan in) for weights and biases; a stream per name."""
    for layer_name, layer in network.named_modules():
        if not isinstance(layer, (nn.Conv2d, nn.Linear)):
            continue
        bound = np.float32(1 / math.sqrt(math.prod(layer.weight.shape[1:])))
        for name, parameter in layer.named_parameters():
            stream = RandomStream(SEED, INITIALIZATION, name=f"{layer_name}.{name}")
            parameter.data = torch.from_numpy(stream.uniform(tuple(parameter.shape), bound)).double()
    return network


class CNN4(nn.Module):
    """Four 3x3 convolutions, a pool after every second one, and a linear layer."""

    def __init__(self, size: int, width: int = 32):
        super().__init__()
        layers, channels = [], 3
        for index in range(4):
            layers += [nn.Conv2d(channels, width, 3, padding=1), nn.ReLU()]
            layers += [nn.MaxPool2d(2)] if index % 2 else []
            channels = width
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Linear(width * (size // 4) ** 2, CLASSES)

    def forward(self, x):
        return self.classifier(torch.flatten(self.features(x), 1))


class AlexNet(nn.Module):
    """torchvision's alexnet without its dropout; the gaps in the classifier keep the parameter names."""

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, 64, 11, stride=4, padding=2), nn.ReLU(), nn.MaxPool2d(3, 2),
            nn.Conv2d(64, 192, 5, padding=2), nn.ReLU(), nn.MaxPool2d(3, 2),
            nn.Conv2d(192, 384, 3, padding=1), nn.ReLU(),
            nn.Conv2d(384, 256, 3, padding=1), nn.ReLU(),
            nn.Conv2d(256, 256, 3, padding=1), nn.ReLU(), nn.MaxPool2d(3, 2))
        self.avgpool = nn.AdaptiveAvgPool2d(6)
        self.classifier = nn.Sequential(
            nn.Identity(), nn.Linear(256 * 6 * 6, 4096), nn.ReLU(),
            nn.Identity(), nn.Linear(4096, 4096), nn.ReLU(), nn.Linear(4096, CLASSES))

    def forward(self, x):
        return self.classifier(torch.flatten(self.avgpool(self.features(x)), 1))


def alexnet() -> nn.Module:
    return initialize(AlexNet())


def sample(gradient: torch.Tensor, most: int = 256) -> tuple[np.ndarray, np.ndarray]:
    """At most `most` elements at a fixed stride: their indices into the flat gradient, and the values."""
    flat = gradient.reshape(-1).numpy()
    stride = -(-flat.size // most)
    indices = np.arange(0, flat.size, stride, dtype=np.int64)
    return indices, flat[indices]


def batch(name: str, count: int, size: int) -> torch.Tensor:
    return double(noise(name, count, 3, size, size))


def gradients(network: nn.Module) -> dict:
    saved = {}
    for name, parameter in network.named_parameters():
        gradient = parameter.grad
        indices, values = sample(gradient)
        saved[f"{name}.norm"] = gradient.norm()
        saved[f"{name}.sum"] = gradient.sum()
        saved[f"{name}.indices"] = indices
        saved[f"{name}.sample"] = values
    return saved


def train(network, count, size, steps, rate, momentum) -> list[float]:
    labels = torch.arange(count) % CLASSES
    batches = [batch(f"input-{index}", count, size) for index in range(4)]
    optimizer = torch.optim.SGD(network.parameters(), lr=rate, momentum=momentum)
    losses = []
    for step in range(steps):
        optimizer.zero_grad()
        loss = F.cross_entropy(network(batches[step % 4]), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def record(case, network, count, size, rate, momentum=0.9, steps=20):
    input, labels = batch("input", count, size), torch.arange(count) % CLASSES
    logits = network(input)
    loss = F.cross_entropy(logits, labels)
    loss.backward()
    saved = {"labels": labels, "logits": logits.detach().clone(), "loss": loss.detach()} | gradients(network)
    losses = train(network, count, size, steps, rate, momentum)
    print(case, " ".join(f"{value:.4f}" for value in losses))
    saved["training_losses"] = np.array(losses)
    with torch.no_grad():
        saved["trained_logits"] = network(input)
    save(
        case, saved, network=case.split("/")[1].split("-")[0], batch=count, size=size, classes=CLASSES,
        seed=SEED, learningRate=rate, momentum=momentum, steps=steps)


def record_groups(case, make, rate, backbone, **settings):
    """A small network whose last layer has one rate, and all before it another."""
    count, size, width, steps = 8, 8, 4, 6
    network = initialize(CNN4(size, width))
    optimizer = make(
        [{"params": network.features.parameters(), "lr": backbone}, {"params": network.classifier.parameters()}],
        lr=rate, **settings)
    labels = torch.arange(count) % CLASSES
    losses = []
    for step in range(steps):
        optimizer.zero_grad()
        loss = F.cross_entropy(network(batch(f"input-{step % 4}", count, size)), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    print(case, " ".join(f"{value:.4f}" for value in losses))
    saved = dict(network.named_parameters()) | {"labels": labels, "training_losses": np.array(losses)}
    save(
        case, saved, network="cnn4", batch=count, size=size, classes=CLASSES, channels=width, seed=SEED,
        learningRate=rate, backboneLearningRate=backbone, steps=steps,
        optimizer=make.__name__.lower(), **settings)


if __name__ == "__main__":
    torch.set_num_threads(2)
    record_groups("groups/sgd", torch.optim.SGD, rate=0.5, backbone=0.05, momentum=0.9)
    record_groups("groups/adam", torch.optim.Adam, rate=0.01, backbone=0.001)
    record("networks/cnn4-32", initialize(CNN4(32)), 8, 32, rate=0.1)
    record("networks/alexnet-64", alexnet(), 4, 64, rate=0.12)
    with torch.no_grad():
        save(
            "networks/alexnet-96", {"logits": alexnet()(batch("input", 4, 96))},
            network="alexnet", batch=4, size=96, classes=CLASSES, seed=SEED)
