"""Small checkpoint files as other programs write them: safetensors."""

import numpy as np
import torch
from safetensors.torch import save

from golden import ROOT, with_sorted_metadata

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
path = ROOT / "safetensors" / "types.safetensors"
path.parent.mkdir(parents=True, exist_ok=True)
path.write_bytes(with_sorted_metadata(save(tensors, {"format": "pt", "note": 'a "quoted" text'})))
