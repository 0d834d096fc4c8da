"""torchvision's networks with random parameters: logits, one training step and the losses of several, for comparison.

    networks.py names KIND...
    networks.py OUTPUT KIND SIZE OTHER BATCH STEPS

The first form prints a line for each network and each entry of its state dict: network, name, extents.

OUTPUT gets a .safetensors file: the parameters, images of SIZE pixels and of OTHER pixels, logits in evaluation, the loss
of one step in training mode and the running statistics after it, and the losses of STEPS steps of SGD with momentum 0.9 on
the same batch, at a rate at which the first step lowers the loss by about a hundredth: faster training is chaotic. Dropout
and stochastic depth are off.

The gradients are those of the network with smooth functions, SiLU and sigmoid for activations and means for maxima: a ReLU
whose input is near zero has another derivative after rounding, and so has the larger of two almost equal values, so that
gradients of a deep network differ visibly between two single precisions.
"""

import copy
import sys

import torch
import torch.nn.functional as F
from safetensors.torch import save_file

from cpu_torchvision import torchvision

CLASSES = 3
# Auxiliary heads are left out.
OPTIONS = {"googlenet": {"aux_logits": False, "init_weights": True}}


def construct(kind: str, size: int = 224) -> torch.nn.Module:
    # The position embedding of a vision transformer has the size of the images.
    options = {"image_size": size} if kind.startswith("vit_") else OPTIONS.get(kind, {})
    return getattr(torchvision.models, kind)(num_classes=CLASSES, **options)


def network(kind: str, size: int) -> torch.nn.Module:
    torch.manual_seed(1)
    model = construct(kind, size)
    if not any(isinstance(module, torch.nn.BatchNorm2d) for module in model.modules()):
        # With PyTorch's own initialization, activations of deep layers are almost constant and maxima almost tied.
        for parameter in model.parameters():
            if parameter.dim() > 1:
                torch.nn.init.kaiming_normal_(parameter)
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
        elif type(module).__name__ == "StochasticDepth":
            module.p = 0.0
        elif isinstance(module, torch.nn.LayerNorm):
            module.weight.data.uniform_(0.5, 1.5)
            module.bias.data.uniform_(-0.2, 0.2)
        elif isinstance(module, torch.nn.BatchNorm2d):
            module.weight.data.uniform_(0.5, 1.5)
            module.bias.data.uniform_(-0.2, 0.2)
            module.running_mean.uniform_(-0.1, 0.1)
            module.running_var.uniform_(0.5, 1.5)
    return model


def average(x, kernel_size, stride, padding=0, dilation=1, ceil_mode=False, return_indices=False):
    """The means of the windows of a max pooling, where padding counts as zeros."""
    space = x.shape[-1] + 2 * padding - kernel_size
    count = -(-space // stride) + 1 if ceil_mode else space // stride + 1
    if (count - 1) * stride >= x.shape[-1] + padding:
        count -= 1
    end = max(0, (count - 1) * stride + kernel_size - x.shape[-1] - padding)
    return F.avg_pool2d(F.pad(x, (padding, end, padding, end)), kernel_size, stride)


def smooth():
    """Makes all functions of this process smooth."""
    F.max_pool2d = average
    F.relu = F.hardswish = lambda x, inplace=False: F.silu(x)
    F.hardsigmoid = lambda x, inplace=False: torch.sigmoid(x)
    torch.nn.ReLU6.forward = lambda self, x: F.silu(x)


def evaluate(model: torch.nn.Module, images: torch.Tensor) -> torch.Tensor:
    model.eval()
    with torch.no_grad():
        return model(images)


def step(model: torch.nn.Module, images: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    model.train()
    model.zero_grad()
    loss = F.cross_entropy(model(images), labels)
    loss.backward()
    return loss


def names(kinds: list[str]) -> None:
    for kind in kinds:
        # Without values, which take long; RegNet computes with some.
        with torch.device("cpu" if kind.startswith("regnet") else "meta"):
            for name, value in construct(kind).state_dict().items():
                print(kind, name, *value.shape)


def main():
    if sys.argv[1] == "names":
        return names(sys.argv[2:])
    output, kind, size, other, batch, steps = sys.argv[1:]
    size, other, batch, steps = int(size), int(other), int(batch), int(steps)
    model = network(kind, size)
    images = torch.rand(batch, 3, size, size) * 2 - 1
    others = torch.rand(2, 3, other, other) * 2 - 1
    labels = torch.arange(batch) % CLASSES
    saved = {"images": images, "others": others}
    state = copy.deepcopy(model.state_dict())
    saved |= {f"parameter/{name}": value.float() for name, value in state.items()}

    saved["logits"] = evaluate(model, images)
    saved["other_logits"] = evaluate(model, others)
    loss = step(model, images, labels).item()
    rate = 0.01 * loss / sum(parameter.grad.square().sum().item() for parameter in model.parameters())
    saved |= {"loss": torch.tensor([loss]), "rate": torch.tensor([rate])}
    for name, value in model.named_buffers():
        if "running" in name:
            saved[f"statistic/{name}"] = value.clone()

    model.load_state_dict(state)
    optimizer = torch.optim.SGD(model.parameters(), lr=rate, momentum=0.9)
    losses = []
    for _ in range(steps):
        losses.append(step(model, images, labels).item())
        optimizer.step()
    if losses:
        saved["losses"] = torch.tensor(losses)
    smooth()
    model.load_state_dict(state)
    saved["smooth_loss"] = step(model, images, labels).detach().reshape(1)
    saved |= {f"gradient/{name}": parameter.grad for name, parameter in model.named_parameters()}
    # The order of the parameters is that of their positions in the text.
    metadata = {"names": "\n".join(state)}
    save_file({name: value.float().contiguous() for name, value in saved.items()}, output, metadata)


if __name__ == "__main__":
    main()
