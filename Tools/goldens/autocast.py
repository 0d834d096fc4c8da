"""torchvision's networks under PyTorch's bf16 autocast: the losses of 20 steps of SGD with momentum.

Weights and images are made as in `deep_networks`. Autocast rounds as its kernels do, so the recorded losses are those of
the processor that made them; the test compares within 2%.
"""

import sys

import torch

from deep_networks import Case


def record(case: Case) -> None:
    exact, rounded = (
        case.train(torch.float32, torch.channels_last, bf16)["training_losses"] for bf16 in (False, True))
    print("fp32", *(f"{loss:.4f}" for loss in exact))
    print("bf16", *(f"{loss:.4f}" for loss in rounded))
    print("largest relative difference", f"{((rounded - exact) / exact).abs().max():.4f}", flush=True)
    case.save("autocast", {"training_losses": exact, "autocast_losses": rounded})


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
