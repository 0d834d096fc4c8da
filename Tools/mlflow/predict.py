"""Compares a registered model, loaded by mlflow.pyfunc, with `study predict`.

predict.py MODEL STUDY SIDE CROP OPTION...
MODEL is a URI or a folder, STUDY the program, OPTION what names the model to `study predict`. Images of SIDE pixels are
drawn, which STUDY crops to CROP pixels without resizing them.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

import mlflow
import numpy
from PIL import Image

model, study, side, crop, *options = sys.argv[1:]
side, crop = int(side), int(crop)
dice = numpy.random.default_rng(1)
images = dice.integers(0, 256, (6, side, side, 3), numpy.uint8)
with tempfile.TemporaryDirectory() as folder:
    paths = [str(pathlib.Path(folder) / f"{index}.png") for index in range(len(images))]
    for path, image in zip(paths, images):
        Image.fromarray(image).save(path)
    text = subprocess.run([study, "predict", *paths, "--json", "--precision", "fp32", *options], check=True,
                          stdout=subprocess.PIPE).stdout
answer = json.loads(text)
rows, classes, decisions = answer["predictions"], answer["classes"], answer["decisions"]
start = (side - crop) // 2
pixels = images[:, start:start + crop, start:start + crop].transpose(0, 3, 1, 2).astype(numpy.float32) / 255
loaded = mlflow.pyfunc.load_model(model)
inputs = loaded.metadata.get_input_schema().inputs
assert [(spec.name, spec.shape) for spec in inputs] == [("image", (-1, 3, crop, crop))], inputs
got = loaded.predict(pixels)
names = ["logits", "probabilities"]
if "threshold" in decisions or "abstention" in decisions:
    names += ["class"]
if "abstention" in decisions:
    names += ["certainty", "abstains"]
if "spread" in rows[0]:
    names += ["spread"]
assert list(got) == names, list(got)
outputs = loaded.metadata.get_output_schema().inputs
assert [spec.name for spec in outputs] == names, outputs
assert [spec.type for spec in outputs] == [got[name].dtype for name in names], outputs
for name in ["logits", "probabilities"]:
    expected = numpy.array([list(row[name].values()) if isinstance(row[name], dict) else row[name] for row in rows])
    assert got[name].shape == expected.shape and expected.shape[0] == len(images), (got[name].shape, expected.shape)
    difference = numpy.abs(got[name] - expected).max()
    assert difference < 1e-4, f"{name}: {difference}"
    print(f"{name}: largest difference {difference:.2g}")
if "class" in got:
    predicted = [classes[index] for index in got["class"]]
    assert predicted == [row["class"] for row in rows], predicted
if "abstains" in got:
    assert list(got["abstains"]) == [row.get("abstains", False) for row in rows], got["abstains"]
if "spread" in got:
    difference = numpy.abs(got["spread"] - [row["spread"] for row in rows]).max()
    assert difference < 1e-4, f"spread: {difference}"
