"""Checkpoints that torch.save writes, of every pickle protocol and format, with other objects beside the state dict.

    saved_objects.py FOLDER     FOLDER/state.safetensors, and NAME.pth files that contain its tensors
"""

import argparse
import collections
import dataclasses
import datetime
import decimal
import enum
import fractions
import functools
import pathlib
import re
import sys
import types
import uuid
import warnings

import numpy
import torch
from safetensors.torch import save_file

warnings.simplefilter("ignore")


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = torch.nn.Conv2d(3, 4, 3)
        self.bn = torch.nn.BatchNorm2d(4)
        self.act = torch.nn.ReLU()
        self.layers = torch.nn.Sequential(torch.nn.Linear(4, 5), torch.nn.Dropout(), torch.nn.Linear(5, 2, bias=False))

    def forward(self, x):
        return self.layers(self.act(self.bn(self.conv(x))).mean((2, 3)))


class Color(enum.Enum):
    RED = 1


@dataclasses.dataclass
class Settings:
    rate: float
    names: list


class Slots:
    __slots__ = ("a", "b")

    def __init__(self):
        self.a, self.b = 1, torch.ones(2)


class AttributeDict(dict):
    """A dictionary of a class of its own, as for hyperparameters."""


class Names(list):
    pass


class Runner:
    """Would print if it were built."""

    def __reduce__(self):
        return print, ("executed",)


class MyTensor(torch.Tensor):
    pass


Point = collections.namedtuple("Point", "x y")


def others(state):
    """Objects that a program may store beside the weights."""
    parameter = torch.nn.Parameter(torch.arange(3.0))
    optimizer = torch.optim.AdamW([parameter], lr=0.1)
    parameter.sum().backward()
    optimizer.step()
    scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps=10)
    recursive = {}
    recursive["self"] = [recursive]
    marked = torch.nn.Parameter(torch.ones(2))
    marked.note = "a parameter with an attribute"
    return {
        "args": argparse.Namespace(lr=0.1, layers=[1, 2], nested=argparse.Namespace(x=1), path=pathlib.Path("/data")),
        "numpy": [numpy.float64(0.5), numpy.float32(1), numpy.int64(3), numpy.bool_(True), numpy.arange(6.0).reshape(2, 3),
                  numpy.array(["a", "b"]), numpy.array([None, 1], dtype=object), numpy.datetime64("2024-01-01")],
        "best": numpy.float64(0.9), "array": numpy.ones((2, 2), numpy.float32), "rng": numpy.random.RandomState(1).get_state(),
        "path": pathlib.PurePosixPath("/a/b"), "windows": pathlib.PureWindowsPath("C:\\a"),
        "date": datetime.datetime(2024, 1, 2, 3, 4, tzinfo=datetime.timezone.utc), "day": datetime.date(2024, 1, 2),
        "delta": datetime.timedelta(seconds=3), "complex": 1 + 2j, "decimal": decimal.Decimal("1.5"),
        "fraction": fractions.Fraction(1, 3), "uuid": uuid.UUID(int=5), "pattern": re.compile("a+"), "range": range(3),
        "slice": slice(1, 2), "ellipsis": ..., "big": 1 << 100, "negative": -(1 << 70), "int64": 1 << 62, "bytes": b"\xff\0",
        "bytearray": bytearray(b"ab"), "text": "\u00e4\U0001f600", "long": "x" * 70_000, "surrogate": "\ud800",
        "set": {1, 2}, "frozenset": frozenset([3]), "deque": collections.deque([1, torch.ones(1)], maxlen=3),
        "counter": collections.Counter("aab"), "default": collections.defaultdict(list, a=[1]),
        "chain": types.SimpleNamespace(a=1), "partial": functools.partial(max, 1), "color": Color.RED, "point": Point(1, 2),
        "settings": Settings(0.1, ["a"]), "slots": Slots(), "attributes": AttributeDict(lr=0.1, inner=AttributeDict(a=1)),
        "names": Names(["a", "b"]), "runner": Runner(), "function": len, "class": Settings, "type": type(None),
        "device": torch.device("cuda:1"), "dtype": torch.float16, "size": torch.Size([1, 2]), "layout": torch.strided,
        "format": torch.channels_last, "optimizer": optimizer.state_dict(), "optimizer_object": optimizer,
        "scheduler": scheduler.state_dict(), "recursive": recursive, "none": None, (1, 2): "tuple", None: 1, 7: "seven",
        1.5: "float", True: "true", "sparse": torch.eye(2).to_sparse(), "csr": torch.eye(2).to_sparse_csr(),
        "complex_tensor": torch.ones(2, dtype=torch.complex64), "complex_double": torch.ones(2, dtype=torch.complex128),
        "quantized": torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.qint8), "meta": torch.ones(2, device="meta"),
        "conjugate": torch.ones(2, dtype=torch.complex64).conj(), "marked": marked, "parameter": parameter,
        "subclass": torch.ones(2).as_subclass(MyTensor), "uint16": torch.ones(3, dtype=torch.uint16),
        "uint32": torch.ones(3, dtype=torch.uint32), "uint64": torch.ones(3, dtype=torch.uint64),
        "float8": torch.ones(3).to(torch.float8_e4m3fn), "float8_e5m2": torch.ones(3).to(torch.float8_e5m2),
        "storage": torch.ones(2).untyped_storage(), "typed": torch.FloatStorage([1.0, 2.0]), "empty": torch.ones(0, 3),
        "expanded": torch.ones(1).expand(4), "generator": torch.Generator().get_state(), "module": torch.nn.ReLU(),
    }


def main(folder):
    folder = pathlib.Path(folder)
    torch.manual_seed(1)
    net = Net()
    net(torch.randn(4, 3, 6, 6))
    state = net.state_dict()
    save_file(state, folder / "state.safetensors")
    beside = others(state)

    def save(name, value, protocol, zipped):
        path = folder / f"{name}-{protocol}-{'zip' if zipped else 'legacy'}.pth"
        try:
            torch.save(value, path, pickle_protocol=protocol, _use_new_zipfile_serialization=zipped)
        except Exception:
            path.unlink(missing_ok=True)
            raise

    strided = {name: value.t().contiguous().t() if value.ndim == 2 else value for name, value in state.items()}
    values = {
        "state": state, "dict": dict(state), "strided": strided, "list": [state], "tuple": (1, {"net": state}, "x"),
        "model": net, "wrapped-model": {"model": net, "epoch": 3}, "parallel": torch.nn.DataParallel(net),
        "aliased": {"state_dict": state, "model": state, "again": {"state_dict": state}},
        "class": AttributeDict(state_dict=AttributeDict(state)), "deque": collections.deque([state]),
        "namespace": argparse.Namespace(state_dict=state, args=argparse.Namespace(lr=1)),
        "default": collections.defaultdict(dict, weights=state),
        "compiled": {f"_orig_mod.{name}": value for name, value in state.items()},
    }
    for protocol in range(1, 6):
        for zipped in (False, True):
            for name, value in values.items():
                save(name, value, protocol, zipped)
            together = {}
            for name, value in beside.items():
                try:
                    save("beside-" + str(name), {"before": 1, name: value, "state_dict": state, "after": 2}, protocol, zipped)
                except Exception as error:  # Not every object can be stored in every format.
                    print(f"not saved: {name}, protocol {protocol}, {'zip' if zipped else 'legacy'}: {error}")
                    continue
                if name != "module":  # The older format contains the source of modules.
                    together[name] = value
            save("everything", {**together, "state_dict": state}, protocol, zipped)
    torch.jit.script(net.eval()).save(folder / "script-2-zip.pth")


if __name__ == "__main__":
    main(sys.argv[1])
