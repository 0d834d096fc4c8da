"""Times transfer learning as it is usually written in PyTorch, on the CPU, and prints it as one line of JSON.

    python torch_transfer.py NETWORK [--threads 2] [--rounds 3]

The backbone is frozen by `requires_grad = False`, dropout and one linear layer replace the classifier, RMSprop trains
them; every step passes 32 random images of 224 pixels through the whole network. The best of the rounds counts, in
seconds per image; decoding the images is not part of it.
"""

import argparse
import json
import pathlib
import sys
import time

import torch
from torch import nn

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Tools/torch"))
from cpu_torchvision import torchvision


def with_linear_head(name):
    network = getattr(torchvision.models, name)()
    for parameter in network.parameters():
        parameter.requires_grad = False
    place = "fc" if name.startswith("resnet") else "classifier"
    layers = [layer for layer in getattr(network, place).modules() if isinstance(layer, nn.Linear)]
    setattr(network, place, nn.Sequential(nn.Dropout(0.2), nn.Linear(layers[0].in_features, 2)))
    return network


def best(rounds, step):
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        step()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("network")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(arguments.threads)
    network = with_linear_head(arguments.network)
    images, labels = torch.randn(32, 3, 224, 224), torch.arange(32) % 2
    optimizer = torch.optim.RMSprop([p for p in network.parameters() if p.requires_grad], lr=0.01)

    def train():
        loss = nn.functional.cross_entropy(network(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    training = best(arguments.rounds, train) / len(images)
    network.eval()
    with torch.inference_mode():
        evaluation = best(arguments.rounds, lambda: network(images)) / len(images)
    print(json.dumps({
        "trainSecondsPerImage": training, "evaluateSecondsPerImage": evaluation, "versions": {
            "pytorch": torch.__version__, "torchvision": torchvision.__version__}}))


if __name__ == "__main__":
    main()
