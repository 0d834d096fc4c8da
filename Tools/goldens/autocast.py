"""torchvision's networks under PyTorch's bf16 autocast: the losses of 20 steps of SGD with momentum.

Weights and images are made as in `deep_networks`. Autocast rounds as its kernels do, so the recorded losses are those of
the processor that made them; the test compares within 2%.
"""

import sys

import torch
import torch.nn.functional as F

from deep_networks import CLASSES, GAIN, MOMENTUM, SEED, STEPS, EVALUATION, Case
from golden import save


def losses(case: Case, bf16: bool) -> torch.Tensor:
    images = case.restore(torch.float32, torch.channels_last)
    batches = [images(f"input-{index}") for index in range(4)]
    optimizer = torch.optim.SGD(case.network.parameters(), lr=case.rate, momentum=MOMENTUM)
    values = []
    for step in range(STEPS):
        optimizer.zero_grad()
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            logits = case.network(batches[step % 4])
        loss = F.cross_entropy(logits.float(), case.labels)
        loss.backward()
        optimizer.step()
        values.append(loss.item())
    return torch.tensor(values).double()


def record(case: Case) -> None:
    exact, rounded = losses(case, bf16=False), losses(case, bf16=True)
    print("fp32", *(f"{loss:.4f}" for loss in exact))
    print("bf16", *(f"{loss:.4f}" for loss in rounded))
    print("largest relative difference", f"{((rounded - exact) / exact).abs().max():.4f}", flush=True)
    save(
        f"autocast/{case.kind}-{case.size}",
        {"labels": case.labels, "biases": case.biases(), "training_losses": exact, "autocast_losses": rounded},
        network=case.kind, batch=case.batch, size=case.size, classes=CLASSES, seed=SEED, gain=GAIN, cell=case.cell,
        imageSeed=case.image_seed, halved=case.halved, evaluation=EVALUATION, learningRate=case.rate, momentum=MOMENTUM,
        steps=STEPS)


CASES = {
    "alexnet": lambda: Case("alexnet", 8, 64, cell=4, rate=0.00005),
    "resnet50": lambda: Case("resnet50", 10, 64, cell=16, rate=0.0002, halved="bn3.weight"),
    "densenet201": lambda: Case("densenet201", 10, 64, cell=16, rate=0.0002),
    "vgg16": lambda: Case("vgg16", 8, 64, cell=4, rate=0.00001),
}

if __name__ == "__main__":
    torch.set_num_threads(2)
    for kind in sys.argv[1:] or CASES:
        print(kind)
        record(CASES[kind]())
