"""Times one training step or forward pass of PyTorch on the CPU and prints it as one line of JSON.

    python torch_peer.py NETWORK BATCH {train,infer} {contiguous,channels_last} [--size 224] [--threads 2] [--steps N]

The network is torchvision's with two classes, the images are random, the loss is the cross entropy, the update is SGD
with momentum 0.9: what `study bench` does. The first step is not counted. Without --steps the steps are those that
three seconds hold, at least 5 and at most 50, as in `study bench`.
"""

import argparse
import json
import pathlib
import resource
import sys
import time

import torch

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Tools/torch"))
from cpu_torchvision import torchvision


def make_step(network, images, labels, mode):
    """The function that is timed."""
    if mode == "infer":
        network.eval()

        def infer():
            with torch.inference_mode():
                network(images)

        return infer
    network.train()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9)

    def train():
        loss = torch.nn.functional.cross_entropy(network(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    return train


def step_times(step, count):
    step()
    seconds = []
    while len(seconds) < count if count else len(seconds) < 5 or (sum(seconds) < 3 and len(seconds) < 50):
        start = time.perf_counter()
        step()
        seconds.append(time.perf_counter() - start)
    return seconds


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("network")
    parser.add_argument("batch", type=int)
    parser.add_argument("mode", choices=["train", "infer"])
    parser.add_argument("format", choices=["contiguous", "channels_last"])
    parser.add_argument("--size", type=int, default=224)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int)
    arguments = parser.parse_args()

    torch.manual_seed(0)
    torch.set_num_threads(arguments.threads)
    network = getattr(torchvision.models, arguments.network)(num_classes=2)
    images = torch.randn(arguments.batch, 3, arguments.size, arguments.size)
    labels = torch.arange(arguments.batch) % 2
    if arguments.format == "channels_last":
        network = network.to(memory_format=torch.channels_last)
        images = images.to(memory_format=torch.channels_last)
    seconds = step_times(make_step(network, images, labels, arguments.mode), arguments.steps)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    versions = {"pytorch": torch.__version__, "torchvision": torchvision.__version__}
    print(json.dumps({"stepSeconds": seconds, "peakBytes": peak, "versions": versions}))


if __name__ == "__main__":
    main()
