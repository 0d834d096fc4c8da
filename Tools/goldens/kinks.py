"""Biases that keep every input of a ReLU away from zero.

A ReLU's gradient jumps at zero. An activation nearer to zero than rounding errors falls on either side, and one such
element changes a gradient of a deep network by up to a percent, whatever the precision of everything else. So the bias
before each ReLU is chosen, channel by channel, to put zero into a wide gap between that channel's activations.
"""

import torch
from torch import nn
from torch.nn import functional as F
from torch.overrides import TorchFunctionMode

UNIT = 128  # biases are k / UNIT with -UNIT < k < UNIT


def shape_of_bias(activations: torch.Tensor) -> list[int]:
    return [1, -1] + [1] * (activations.dim() - 2)


def gaps(activations: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """For activations [N, C, ...]: the bias of each channel, and the distance of the nearest activation to zero."""
    channels = activations.transpose(0, 1).flatten(1)
    values = channels.sort(1).values.contiguous()
    biases = torch.arange(1 - UNIT, UNIT, dtype=torch.float64) / UNIT
    zeros = (-biases).expand(len(values), -1).contiguous()
    above = torch.searchsorted(values, zeros)
    count = values.shape[1]
    below = (zeros - values.gather(1, (above - 1).clamp(min=0))).abs()
    distance = torch.minimum(below, (values.gather(1, above.clamp(max=count - 1)) - zeros).abs())
    # A channel that is on and off by turns tells more than one that is always on or off.
    mixed = (above > 0) & (above < count)
    best = torch.where(mixed, distance, distance * 1e-9).argmax(1)
    return biases[best], distance.gather(1, best[:, None])[:, 0] / channels.std(1)


class KinkPlacer(TorchFunctionMode):
    """Within it, a pass through `network` sets the bias that was added last before each ReLU.

    `margins` then holds, per ReLU, the least distance to zero in standard deviations of the channel.
    """

    def __init__(self, network: nn.Module):
        super().__init__()
        self.margins = []
        self.layer = None
        self.hooks = [
            module.register_forward_hook(self.remember) for module in network.modules()
            if isinstance(module, (nn.Conv2d, nn.Linear, nn.BatchNorm2d)) and module.bias is not None]

    def remember(self, layer, inputs, output):
        self.layer = layer

    def __torch_function__(self, function, types, args=(), kwargs=None):
        if function is not F.relu:
            return function(*args, **(kwargs or {}))
        activations, shape = args[0], shape_of_bias(args[0])
        activations = activations - self.layer.bias.view(shape)
        bias, margin = gaps(activations)
        self.layer.bias.copy_(bias)
        self.margins.append(margin.min().item())
        return torch.relu(activations + bias.view(shape))

    def __exit__(self, *reason):
        for hook in self.hooks:
            hook.remove()
        super().__exit__(*reason)


def place(network: nn.Module, input: torch.Tensor) -> float:
    """Sets the biases of `network`, in training mode and double precision; returns the least margin."""
    with torch.no_grad(), KinkPlacer(network) as placer:
        network(input)
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.reset_running_stats()
    return min(placer.margins)
