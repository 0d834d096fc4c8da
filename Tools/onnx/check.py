"""Runs an exported model on what the engine has run, and compares the logits.

check.py onnx MODEL DATA [--normalised-by-model]     needs onnx and onnxruntime
check.py torch MODEL DATA --network NETWORK          needs PyTorch and torchvision
DATA is a safetensors file with image [N, 3, S, S], as it goes into the engine, and logits [N, classes].
"""
import argparse
import json
import pathlib
import sys
import tempfile
import zipfile

import numpy

parser = argparse.ArgumentParser()
parser.add_argument("format", choices=["onnx", "torch"])
parser.add_argument("model")
parser.add_argument("data")
parser.add_argument("--network")
parser.add_argument("--normalised-by-model", action="store_true")
parser.add_argument("--mlflow", action="store_true", help="MLflow logs and loads it, too")
options = parser.parse_args()
MEAN = numpy.array([0.485, 0.456, 0.406], numpy.float32).reshape(1, 3, 1, 1)
DEVIATION = numpy.array([0.229, 0.224, 0.225], numpy.float32).reshape(1, 3, 1, 1)


def tensors(path):
    data = pathlib.Path(path).read_bytes()
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8:8 + size])
    header.pop("__metadata__", None)
    return {name: numpy.frombuffer(data[8 + size:], numpy.float32,
                                   (entry["data_offsets"][1] - entry["data_offsets"][0]) // 4,
                                   entry["data_offsets"][0]).reshape(entry["shape"])
            for name, entry in header.items()}


def by_onnx(image):
    import onnx
    import onnxruntime

    model = onnx.load(options.model)
    onnx.checker.check_model(model, full_check=True)
    metadata = {entry.key: entry.value for entry in model.metadata_props}
    session = onnxruntime.InferenceSession(options.model, providers=["CPUExecutionProvider"])
    one = session.run(["logits"], {"image": image[:1]})[0]
    logits = session.run(["logits"], {"image": image})[0]
    assert one.shape[0] == 1 and numpy.allclose(one, logits[:1], rtol=1e-3, atol=1e-4)
    if options.mlflow:
        again = by_mlflow(model, image)
        assert numpy.allclose(again, logits, rtol=1e-3, atol=1e-4), "MLflow's copy says something else"
    return logits, metadata


def by_mlflow(model, image):
    """MLflow logs the model, loads it, and predicts with it."""
    import mlflow.onnx

    with tempfile.TemporaryDirectory() as folder:
        mlflow.set_tracking_uri(f"sqlite:///{folder}/mlflow.db")
        mlflow.create_experiment("exported", artifact_location=f"file://{folder}/artifacts")
        mlflow.set_experiment("exported")
        with mlflow.start_run():
            uri = mlflow.onnx.log_model(model, name="model", pip_requirements=["onnx"]).model_uri
        loaded = mlflow.onnx.load_model(uri)
        assert [node.name for node in loaded.graph.node] == [node.name for node in model.graph.node]
        return mlflow.pyfunc.load_model(uri).predict({"image": image})["logits"]


def by_torch(image):
    import torch
    sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "torch"))
    from cpu_torchvision import torchvision

    with zipfile.ZipFile(options.model) as archive:
        assert archive.testzip() is None
        metadata = json.loads(archive.read("archive/study.json"))
    state = torch.load(options.model, weights_only=True)
    network = getattr(torchvision.models, options.network)(num_classes=len(metadata["classes"]))
    network.load_state_dict(state)
    with torch.no_grad():
        return network.eval()(torch.from_numpy(image.copy())).numpy(), metadata


expected = tensors(options.data)
image = expected["image"]
if options.normalised_by_model:
    image = image * DEVIATION + MEAN
logits, metadata = (by_onnx if options.format == "onnx" else by_torch)(image)
for key in ["classes", "transform", "sha256", "program", "network"]:
    assert metadata.get(key), f"no {key} in the metadata"
error = numpy.linalg.norm(logits - expected["logits"]) / numpy.linalg.norm(expected["logits"])
print(f"{options.model}: relative L2 {error:.3g}")
sys.exit(0 if logits.shape == expected["logits"].shape and error < 1e-4 else 1)
