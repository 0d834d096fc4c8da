"""torchvision's deep networks: one training step, logits in evaluation after it, and 20 steps of SGD with momentum.

Weights and images come from the project's random generator, biases from `kinks`; README.md says how. Prints by how much
PyTorch in single precision differs from what it saves.
"""

import math
import sys

import numpy as np
import torch
import torch.nn.functional as F
import torchvision
from torch import nn

from golden import double, save
from kinks import UNIT, place
from networks import CLASSES, SEED
from random_stream import INITIALIZATION, TEST, RandomStream

GAIN = math.sqrt(6)  # Kaiming's deviation sqrt(2 / fan in), as the bound of a uniform distribution
SAMPLES, SUMS = 8, 16
EVALUATION = 10
MOMENTUM, STEPS = 0.9, 20


def smooth_images(name: str, count: int, size: int, cell: int, seed: int) -> torch.Tensor:
    """Noise on a grid with a spacing of `cell` pixels, bilinear between. Every step but the last rounding is exact."""
    edge = size // cell + 1
    grid = RandomStream(seed, TEST, name=name).uniform((count, 3, edge, edge)).astype(np.float64)
    first, part = np.arange(size) // cell, np.arange(size) % cell / cell
    rows = grid[:, :, first] * (1 - part[:, None]) + grid[:, :, first + 1] * part[:, None]
    images = rows[..., first] * (1 - part) + rows[..., first + 1] * part
    return double(images.astype(np.float32))


def initialize(network: nn.Module, halved: str) -> nn.Module:
    """Weights by name; biases here only where no ReLU follows at once."""
    for name, parameter in network.named_parameters():
        stream, shape = RandomStream(SEED, INITIALIZATION, name=name), tuple(parameter.shape)
        if name.endswith(".bias"):
            values = np.round(stream.uniform(shape) * 32) / UNIT
        elif parameter.dim() == 1:
            values = stream.uniform(shape, 0.25) + np.float32(1)
            values *= np.float32(0.5 if halved and name.endswith(halved) else 1)
        else:
            gain = 1 if shape[0] == CLASSES else GAIN
            values = stream.uniform(shape, np.float32(gain / math.sqrt(math.prod(shape[1:]))))
        parameter.data = torch.from_numpy(values).double()
    for module in network.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
    return network.double()


class Case:
    def __init__(self, kind, batch, size, cell, rate, halved="", image_seed=SEED):
        self.kind, self.batch, self.size, self.cell, self.rate = kind, batch, size, cell, rate
        self.halved, self.image_seed = halved, image_seed
        self.labels = torch.arange(batch) % CLASSES
        self.network = initialize(getattr(torchvision.models, kind)(num_classes=CLASSES), halved)
        margin = place(self.network, self.images("input"))
        print(f"{kind}: activations keep {margin:.1e} of their deviation from zero")
        self.state = {name: value.clone() for name, value in self.network.state_dict().items()}

    def images(self, name: str) -> torch.Tensor:
        count = EVALUATION if name == "evaluation" else self.batch
        return smooth_images(name, count, self.size, self.cell, self.image_seed)

    def restore(self, kind: torch.dtype, layout: torch.memory_format):
        self.network.to(torch.float64).load_state_dict(self.state)
        self.network.to(kind).to(memory_format=layout).train()
        return lambda name: self.images(name).to(kind).contiguous(memory_format=layout)

    def evaluate(self, images) -> torch.Tensor:
        self.network.eval()
        with torch.no_grad():
            return self.network(images("evaluation")).double()

    def step(self, kind=torch.float64, layout=torch.contiguous_format) -> dict[str, torch.Tensor]:
        """What one step in training mode gives, in full: gradients and running statistics by name."""
        images = self.restore(kind, layout)
        self.network.zero_grad()
        logits = self.network(images("input"))
        loss = F.cross_entropy(logits, self.labels)
        loss.backward()
        values = {"logits": logits.detach().double(), "loss": loss.detach().double()}
        values |= {name: parameter.grad.double() for name, parameter in self.network.named_parameters()}
        buffers = self.network.named_buffers()
        values |= {name: value.double().clone() for name, value in buffers if "running" in name}
        self.network.zero_grad()
        return values | {"evaluation_logits": self.evaluate(images)}

    def train(self, kind=torch.float64, layout=torch.contiguous_format, bf16=False) -> dict[str, torch.Tensor]:
        """Losses of the training steps, the passes in autocast if `bf16`, and logits after them in `kind`."""
        images = self.restore(kind, layout)
        batches = [images(f"input-{index}") for index in range(4)]
        optimizer = torch.optim.SGD(self.network.parameters(), lr=self.rate, momentum=MOMENTUM)
        losses = []
        for step in range(STEPS):
            optimizer.zero_grad()
            with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
                logits = self.network(batches[step % 4])
            loss = F.cross_entropy(logits.to(kind), self.labels)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        optimizer.zero_grad()
        return {"training_losses": torch.tensor(losses).double(), "trained_logits": self.evaluate(images)}

    def save(self, folder: str, tensors: dict) -> None:
        """Writes `tensors` with what a test needs to make the same network and images."""
        save(
            f"{folder}/{self.kind}-{self.size}", {"labels": self.labels, "biases": self.biases()} | tensors,
            network=self.kind, batch=self.batch, size=self.size, classes=CLASSES, seed=SEED, gain=GAIN, cell=self.cell,
            imageSeed=self.image_seed, halved=self.halved, evaluation=EVALUATION, learningRate=self.rate,
            momentum=MOMENTUM, steps=STEPS)

    def biases(self) -> np.ndarray:
        values = [value for name, value in self.state.items() if name.endswith(".bias")]
        return (torch.cat(values).numpy() * UNIT + UNIT).astype(np.uint8)


def sketch(flat: torch.Tensor, negative: np.ndarray) -> np.ndarray:
    """Sixteen sums, of the elements at k, k + 16, ..., with random signs. |sketch(a) - sketch(b)| estimates |a - b|."""
    signed = np.zeros(-(-len(flat) // SUMS) * SUMS)
    signed[: len(flat)] = np.where(negative[: len(flat)], -flat.numpy(), flat.numpy())
    return signed.reshape(-1, SUMS).sum(0)


def signs(count: int) -> np.ndarray:
    """Whether element i counts negatively: bit i % 32 of word i / 32."""
    words = RandomStream(SEED, TEST, name="sketch").words(-(-count // 32)).astype("<u4")
    return np.unpackbits(words.view(np.uint8), bitorder="little").astype(bool)


def digests(values: dict[str, torch.Tensor]) -> dict:
    """Norm and sketch of everything with a dot in its name, and a few elements of each gradient."""
    saved = {}
    negative = signs(max(value.numel() for value in values.values()))
    for name, value in values.items():
        if "." not in name:
            saved[name] = value
            continue
        flat = value.reshape(-1)
        saved[f"{name}.norm"] = flat.norm()
        saved[f"{name}.sketch"] = sketch(flat, negative)
        if "running" not in name:
            # A step that is a prime number meets other channels and other places in a kernel each time.
            saved[f"{name}.sample"] = flat[np.arange(min(SAMPLES, len(flat))) * 1_000_003 % len(flat)]
    return saved


def relative(value: torch.Tensor, expected: torch.Tensor) -> float:
    return ((value - expected).norm() / expected.norm()).item()


def compare(exact: dict, other: dict, exact_training: dict, training: dict) -> str:
    """A row of README.md's table."""
    gradients = [
        (relative(other[name], exact[name]), name) for name in exact if "." in name and "running" not in name]
    statistics = [relative(other[name], exact[name]) for name in exact if "running" in name]
    losses, expected = training["training_losses"], exact_training["training_losses"]
    columns = [
        relative(other["logits"], exact["logits"]), max(gradients)[0], sorted(gradients)[len(gradients) // 2][0],
        max(statistics, default=math.nan), relative(other["evaluation_logits"], exact["evaluation_logits"]),
        ((losses - expected) / expected).abs().max().item(),
        relative(training["trained_logits"], exact_training["trained_logits"])]
    return " | ".join(f"{value:.0e}" for value in columns) + f" | worst gradient: {max(gradients)[1]}"


def record(kind: str, batch: int, size: int, cell: int, rate: float, **options) -> None:
    case = Case(kind, batch, size, cell, rate, **options)
    exact, exact_training = case.step(), case.train()
    print("losses", *(f"{loss:.4f}" for loss in exact_training["training_losses"]))
    for name, layout in [("contiguous", torch.contiguous_format), ("channels last", torch.channels_last)]:
        other, training = case.step(torch.float32, layout), case.train(torch.float32, layout)
        print(f"| `{kind}-{size}` | {name} |", compare(exact, other, exact_training, training), flush=True)
    case.save("networks", digests(exact) | exact_training)


CASES = {
    "resnet18": lambda: record("resnet18", 10, 64, cell=16, rate=0.002, halved="bn2.weight"),
    "resnet50": lambda: record("resnet50", 10, 64, cell=16, rate=0.0001, halved="bn3.weight"),
    "densenet201": lambda: record("densenet201", 10, 64, cell=16, rate=0.0002),
    # Five max-pools: of 80 batches of noise this is the one whose nearest rivals in a window differ most.
    "vgg16": lambda: record("vgg16", 4, 64, cell=1, rate=0.00001, image_seed=76),
}

if __name__ == "__main__":
    torch.set_num_threads(2)
    for kind in sys.argv[1:] or CASES:
        CASES[kind]()
