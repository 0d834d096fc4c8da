"""Where goldens go and how they are written."""

import json
import struct
from pathlib import Path

import numpy as np
import torch
import safetensors.numpy

ROOT = Path(__file__).resolve().parents[2] / "Tests" / "Goldens"

torch.use_deterministic_algorithms(True)
torch.set_num_threads(1)


def save(case: str, tensors: dict, **metadata) -> None:
    """Writes Tests/Goldens/<case>.safetensors: doubles rounded to F32 unless they are in `exact`."""
    path = ROOT / f"{case}.safetensors"
    path.parent.mkdir(parents=True, exist_ok=True)
    exact = metadata.pop("exact", ())
    arrays = {}
    for name, value in tensors.items():
        array = value.detach().numpy() if isinstance(value, torch.Tensor) else np.asarray(value)
        if array.dtype == np.float64 and name not in exact:
            array = array.astype(np.float32)
        arrays[name] = np.ascontiguousarray(array).reshape(array.shape or (1,))
    metadata = {key: str(value) for key, value in metadata.items()}
    path.write_bytes(with_sorted_metadata(safetensors.numpy.save(arrays, metadata)))


def with_sorted_metadata(data: bytes) -> bytes:
    """The same file with its metadata in order of the keys: the package's own order is random."""
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    header["__metadata__"] = dict(sorted(header.get("__metadata__", {}).items()))
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data[8 + length :]


def double(array: np.ndarray, grad: bool = False) -> torch.Tensor:
    return torch.from_numpy(array.astype(np.float64)).requires_grad_(grad)
