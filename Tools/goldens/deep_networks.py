"""torchvision's deep networks: logits, loss and gradients of one training step, then logits in evaluation."""

import torch
import torch.nn.functional as F
import torchvision
from torch import nn

from golden import save
from networks import CLASSES, SEED, batch, gradients, initialize

COUNT, SIZE = 4, 64


def record(name: str, network: nn.Module, gain: float = 1.0) -> None:
    network = initialize(network.double(), gain)
    for module in network.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
    input, labels = batch("input", COUNT, SIZE), torch.arange(COUNT) % CLASSES
    logits = network(input)
    loss = F.cross_entropy(logits, labels)
    loss.backward()
    saved = {"labels": labels, "logits": logits.detach().clone(), "loss": loss.detach()}
    saved |= gradients(network, samples=16)
    network.eval()
    with torch.no_grad():
        saved["evaluation_logits"] = network(input)
    print(name, loss.item(), logits.tolist(), saved["evaluation_logits"].tolist())
    save(
        f"networks/{name}-{SIZE}", saved, network=name, batch=COUNT, size=SIZE, classes=CLASSES, seed=SEED,
        gain=gain)


torch.set_num_threads(2)
record("resnet50", torchvision.models.resnet50(num_classes=CLASSES))
record("densenet201", torchvision.models.densenet201(num_classes=CLASSES))
# Without batch norms the default bound lets the images' differences fade to nothing.
record("vgg16", torchvision.models.vgg16(num_classes=CLASSES), gain=2.5)
