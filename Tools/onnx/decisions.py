"""Runs exported models on images, and compares all outputs with those of the package.

decisions.py FOLDER     needs onnx and onnxruntime
FOLDER contains NAME.onnx and NAME.safetensors with image [N, 3, S, S] and each output of the model by its name; class,
abstains and labels are whole numbers, and -1 where rounding decides.
"""
import json
import pathlib
import sys

import numpy
import onnx
import onnxruntime


def tensors(path):
    data = path.read_bytes()
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8:8 + size])
    header.pop("__metadata__", None)
    return {name: numpy.frombuffer(data[8 + size:], numpy.float32,
                                   (entry["data_offsets"][1] - entry["data_offsets"][0]) // 4,
                                   entry["data_offsets"][0]).reshape(entry["shape"])
            for name, entry in header.items()}


types = {"class": numpy.int64, "abstains": numpy.bool_, "labels": numpy.bool_}
largest = 0
models = sorted(pathlib.Path(sys.argv[1]).glob("*.onnx"))
assert models, "no models"
for path in models:
    onnx.checker.check_model(onnx.load(path), full_check=True)
    expected = tensors(path.with_suffix(".safetensors"))
    image = expected.pop("image")
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    assert sorted(names) == sorted(expected), (path.name, names, sorted(expected))
    got = dict(zip(names, session.run(None, {"image": image})))
    one = dict(zip(names, session.run(None, {"image": image[1:2]})))
    for name in names:
        assert got[name].dtype == types.get(name, numpy.float32), (path.name, name, got[name].dtype)
        assert got[name].shape == expected[name].shape, (path.name, name, got[name].shape)
        assert one[name].shape == (1, *got[name].shape[1:]), (path.name, name, one[name].shape)
        if name in types:
            decided = expected[name] >= 0
            assert (got[name] == expected[name])[decided].all(), (path.name, name, got[name], expected[name])
            continue
        # Logits are not bounded.
        error = numpy.abs(got[name] - expected[name]) / numpy.maximum(1, numpy.abs(expected[name]))
        assert error.max() < 1e-5, (path.name, name, error.max())
        assert numpy.abs(one[name] - got[name][1:2]).max() < 1e-5, (path.name, name)
        largest = max(largest, error.max())
print(f"{len(models)} models: largest difference {largest:.2g}")
