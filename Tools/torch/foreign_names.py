"""The parameter names of timm, transformers and fastai for torchvision's networks, with torchvision's names and shapes.

    foreign_names.py FOLDER     needs timm and transformers beside PyTorch and torchvision

Layers correspond if they are used in the same order; the logits of both models with the same weights are compared.
Each line of FOLDER/NAME.txt is: the foreign name, torchvision's name, the extents of the foreign parameter.
"""

import pathlib
import sys

import torch

from cpu_torchvision import torchvision


def layers(model, size):
    """The names of the layers with parameters, in the order of their use."""
    used = []
    for name, module in model.named_modules():
        if any(value is not None for value in [*module._parameters.values(), *module._buffers.values()]):
            module.register_forward_hook(lambda *_, name=name: used.append(name))
    with torch.no_grad():
        model.eval()(torch.zeros(1, 3, size, size))
    return used


def write(folder, name, foreign, kind, size=64):
    torch.manual_seed(1)
    ours = getattr(torchvision.models, kind)(num_classes=2)
    pairs = list(zip(layers(foreign, size), layers(ours, size), strict=True))
    state, target = foreign.state_dict(), {}
    lines = []
    for theirs, own in pairs:
        for key, value in state.items():
            layer, _, part = key.rpartition(".")
            if layer == theirs:
                target[f"{own}.{part}"] = value.reshape(ours.state_dict()[f"{own}.{part}"].shape)
                lines.append(" ".join([key, f"{own}.{part}", *map(str, value.shape)]))
    assert len(lines) == len(state), (name, len(lines), len(state))
    ours.load_state_dict(target, strict=True)
    x = torch.randn(1, 3, size, size)
    with torch.no_grad():
        logits = [model.eval()(x) for model in (foreign, ours)]
    difference = (getattr(logits[0], "logits", logits[0]) - logits[1]).abs().max().item()
    assert difference < 1e-4, (name, difference)
    (folder / f"{name}.txt").write_text("\n".join(lines) + "\n")
    print(name, len(lines), difference)


def fastai(kind):
    """The modules of fastai's vision_learner with a plain head: the body, then the head."""
    model = getattr(torchvision.models, kind)(num_classes=2)
    body = list(model.children())[:-2] if kind.startswith("resnet") else [model.features]
    head = [torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten(), model.fc] if kind.startswith("resnet") else [
        model.avgpool, torch.nn.Flatten(), model.classifier]
    return torch.nn.Sequential(torch.nn.Sequential(*body), torch.nn.Sequential(*head))


def main(folder):
    import timm
    import transformers

    folder = pathlib.Path(folder)
    for kind in ("vgg11", "vgg16"):
        write(folder, f"timm-{kind}", timm.create_model(kind, num_classes=2), kind, 224)
    for kind in ("resnet50", "densenet121"):
        write(folder, f"timm-{kind}", timm.create_model(kind, num_classes=2), kind)
    for kind, depths in (("resnet18", [2, 2, 2, 2]), ("resnet34", [3, 4, 6, 3])):
        config = transformers.ResNetConfig(layer_type="basic", depths=depths, hidden_sizes=[64, 128, 256, 512])
        write(folder, f"transformers-{kind}", transformers.ResNetForImageClassification(config), kind)
    config = transformers.ResNetConfig()
    write(folder, "transformers-resnet50", transformers.ResNetForImageClassification(config), "resnet50")
    for kind in ("resnet18", "vgg11"):
        write(folder, f"fastai-{kind}", fastai(kind), kind)


if __name__ == "__main__":
    main(sys.argv[1])
