"""Small graphs of torchvision's own modules in training mode: every tensor, gradient and updated statistic."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from torchvision.models.densenet import _DenseLayer
from torchvision.models.resnet import BasicBlock

from golden import double, save
from kinks import place
from random_stream import noise


class DenseTwoLayers(nn.Module):
    """A dense block of two layers and a transition, with densenet's names."""

    def __init__(self):
        super().__init__()
        self.denselayer1 = _DenseLayer(32, growth_rate=16, bn_size=2, drop_rate=0.0)
        self.denselayer2 = _DenseLayer(48, growth_rate=16, bn_size=2, drop_rate=0.0)
        self.norm = nn.BatchNorm2d(64)
        self.conv = nn.Conv2d(64, 32, 1, bias=False)

    def forward(self, x):
        for layer in (self.denselayer1, self.denselayer2):
            x = torch.cat([x, layer(x)], 1)
        return F.avg_pool2d(self.conv(F.relu(self.norm(x))), 2, 2)


def residual_block() -> nn.Module:
    """A basic block that halves the image, with resnet's names."""
    shortcut = nn.Sequential(nn.Conv2d(16, 32, 1, stride=2, bias=False), nn.BatchNorm2d(32))
    return BasicBlock(16, 32, stride=2, downsample=shortcut)


def record(name: str, network: nn.Module, *shape: int) -> None:
    case = f"blocks/{name}"
    for key, value in network.named_parameters():
        bound = 1 / np.sqrt(value[0].numel()) if value.dim() > 1 else 0.5
        offset = np.float32(1 if value.dim() == 1 and key.endswith("weight") else 0)
        value.data = double(noise(f"{case}/{key}", *value.shape, bound=bound) + offset)
    network = network.double().train()
    image = noise(f"{case}/input", *shape)
    place(network, double(image))
    for key, value in network.named_buffers():
        if "running" in key:
            offset = np.float32(1.5 if key.endswith("var") else 0)
            value.copy_(double(noise(f"{case}/{key}", *value.shape) + offset))
    state = {key: value.clone() for key, value in network.state_dict().items() if "num_batches" not in key}

    input = double(image, grad=True)
    output = network(input)
    gradient = noise(f"{case}/output_gradient", *output.shape)
    output.backward(double(gradient))
    saved = state | {
        "input": image, "output": output, "output_gradient": gradient, "input_gradient": input.grad}
    saved |= {f"{key}.gradient": value.grad for key, value in network.named_parameters()}
    saved |= {f"{key}.updated": value for key, value in network.named_buffers() if "running" in key}
    save(case, saved, block=name, momentum=0.1, epsilon=1e-5)


record("dense-two-layers", DenseTwoLayers(), 4, 32, 8, 8)
record("residual-block", residual_block(), 4, 16, 10, 6)
