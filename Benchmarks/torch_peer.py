"""Times one training step or forward pass of PyTorch on the CPU and prints it as one line of JSON.

    python torch_peer.py NETWORK BATCH {train,infer} [--precision bf16] [--compile] [--channels-last]
                         [--size 224] [--threads 2] [--steps N]

The network is torchvision's with two classes, the images are random, the loss is the cross entropy, the update is SGD
with momentum 0.9: what `study bench` does. bf16 is autocast in training; in inference, where the weights do not change, the
network and the images are converted once. timing.py says which steps count.
"""

import argparse
import json
import pathlib
import resource
import sys

import torch

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Tools/torch"))
from cpu_torchvision import torchvision
from timing import step_times


def make_step(network, forward, images, labels, mode, bf16):
    """The function that is timed; `forward` is the network, possibly compiled."""
    if mode == "infer":
        network.eval()
        if bf16:
            network.to(torch.bfloat16)
            images = images.to(torch.bfloat16)

        def infer():
            with torch.inference_mode():
                forward(images)

        return infer
    network.train()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9)

    def train():
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            loss = torch.nn.functional.cross_entropy(forward(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    return train


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("network")
    parser.add_argument("batch", type=int)
    parser.add_argument("mode", choices=["train", "infer"])
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="fp32")
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--channels-last", action="store_true")
    parser.add_argument("--size", type=int, default=224)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int)
    arguments = parser.parse_args()

    torch.manual_seed(0)
    torch.set_num_threads(arguments.threads)
    network = getattr(torchvision.models, arguments.network)(num_classes=2)
    images = torch.randn(arguments.batch, 3, arguments.size, arguments.size)
    labels = torch.arange(arguments.batch) % 2
    if arguments.channels_last:
        network = network.to(memory_format=torch.channels_last)
        images = images.to(memory_format=torch.channels_last)
    forward = torch.compile(network) if arguments.compile else network
    step = make_step(network, forward, images, labels, arguments.mode, arguments.precision == "bf16")
    seconds = step_times(step, arguments.steps)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    versions = {"PyTorch": torch.__version__, "torchvision": torchvision.__version__}
    print(json.dumps({"stepSeconds": seconds, "peakBytes": peak, "versions": versions}))


if __name__ == "__main__":
    main()
