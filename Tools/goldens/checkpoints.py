"""Small checkpoint files as other programs write them: safetensors, and both formats of torch.save."""

import io
import pickle
import pickletools
import struct
from collections import OrderedDict

import torch
from safetensors.torch import save

from golden import ROOT, with_sorted_metadata
from random_stream import noise


def tensor(name, *shape):
    return torch.from_numpy(noise(f"checkpoints/{name}", *shape))


def safetensors_types():
    values = torch.tensor([[0.5, -1.25, 3.0], [65504.0, -0.0, 2.0**-14]])
    tensors = {
        "f32": values,
        "f64": values.double(),
        "f16": values.half(),
        "bf16": values.bfloat16(),
        "i64": torch.tensor([-(2**40), -1, 0, 7]),
        "i32": torch.tensor([[-(2**31), 2**31 - 1]], dtype=torch.int32),
        "u8": torch.tensor([0, 1, 255], dtype=torch.uint8),
        "scalar": torch.tensor(2.5),
        "empty": torch.zeros(0, 3),
        "größe": torch.tensor([1.0]),
    }
    data = save(tensors, {"format": "pt", "note": 'a "quoted" text'})
    write("safetensors/types.safetensors", with_sorted_metadata(data))


def state():
    """What a network's state_dict() holds, and tensors that are views of others' storages."""
    network = torch.nn.Sequential(OrderedDict(conv=torch.nn.Conv2d(2, 3, 3), norm=torch.nn.BatchNorm2d(3)))
    for name, value in network.state_dict().items():
        if value.is_floating_point():
            value.copy_(tensor(name, *value.shape))
    state = network.state_dict()
    state["norm.num_batches_tracked"].fill_(2**33 + 5)
    base = tensor("base", 4, 6)
    state["base"] = base
    state["rows"] = base[1:3]
    state["transposed"] = base.t()
    state["strided"] = base[::2, 1::3]
    state["channels_last"] = tensor("channels_last", 2, 3, 2, 2).contiguous(memory_format=torch.channels_last)
    state["scalar"] = torch.tensor(2.5)
    state["empty"] = torch.zeros(0, 3)
    state["f64"] = base[0].double() / 3
    state["f16"] = base[0].half()
    state["bf16"] = base[0].bfloat16()
    state["i32"] = torch.tensor([-(2**31), 7], dtype=torch.int32)
    state["i16"] = torch.tensor([-(2**15), 7], dtype=torch.int16)
    state["i8"] = torch.tensor([-128, 7], dtype=torch.int8)
    state["u8"] = torch.tensor([255, 7], dtype=torch.uint8)
    state["boolean"] = torch.tensor([True, False])
    state["parameter"] = torch.nn.Parameter(tensor("parameter", 2))
    return state


def saved(value, zipped=True):
    buffer = io.BytesIO()
    torch.save(value, buffer, _use_new_zipfile_serialization=zipped)
    return buffer.getvalue()


def with_steady_keys(data, tensors):
    """A legacy file names storages by their addresses, and sorts by them: number them instead."""
    sizes = {str(value.untyped_storage()._cdata): value.element_size() for value in tensors}
    buffer = io.BytesIO(data)
    for _ in range(4):
        list(pickletools.genops(buffer))
    head = data[: buffer.tell()]
    contents = {}
    for key in pickle.load(buffer):
        count = buffer.read(8)
        contents[key] = count + buffer.read(struct.unpack("<q", count)[0] * sizes[key])
    order = sorted(contents, key=lambda key: head.index(key.encode()))
    for number, key in enumerate(order):
        head = head.replace(text_opcode(key), text_opcode(str(number)))
    keys = [str(number) for number in range(len(order))]
    return head + pickle.dumps(keys, protocol=2) + b"".join(contents[key] for key in order)


def text_opcode(text):
    return b"X" + struct.pack("<I", len(text)) + text.encode()


def write(name, data):
    path = ROOT / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


safetensors_types()
values = state()
expected = {name: value.detach().clone().contiguous() for name, value in values.items()}
write("torch/state.safetensors", with_sorted_metadata(save(expected, {})))
write("torch/state.pth", saved(values))
write("torch/state-legacy.pth", with_steady_keys(saved(values, zipped=False), values.values()))
write("torch/nested.pth", saved({"epoch": 3, "loss": 0.25, "arch": "cnn4", "done": True, "none": None,
                                 "state_dict": OrderedDict(weight=tensor("nested", 2, 2))}))
write("torch/code.pth", saved({"layer": torch.nn.ReLU()}))
