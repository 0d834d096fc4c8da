"""torchvision, also where its wheel is built for another PyTorch than the one that is installed.

Its native operators then do not load; models and transforms do without them, once their names are known.
"""

import importlib
import importlib.util
import pathlib
import re
import sys

import torch


def _define_operators():
    package = pathlib.Path(importlib.util.find_spec("torchvision").submodule_search_locations[0])
    source = (package / "_meta_registrations.py").read_text()
    names = set(re.findall(r'register_(?:fake|meta)\("(?:torchvision::)?(\w+)"', source))
    for name in names | {"nms", "qnms"}:
        torch.library.define("torchvision::" + name, "(Tensor a) -> Tensor")


try:
    import torchvision
except RuntimeError:
    for loaded in [name for name in sys.modules if name.split(".")[0] == "torchvision"]:
        del sys.modules[loaded]
    _define_operators()
    torchvision = importlib.import_module("torchvision")
