"""Times the experiment that the project began with: four frozen networks at a constant rate and VGG16 under six schedules,
each with a new linear head, five epochs of real X-rays. Writes transfer.json and the part of README.md about it.

    python transfer.py DATA [--weights DIR] [--keep DIR]

DATA is the chest X-ray set at 224 pixels. `study` starts with an empty cache: its time is that of the two commands, with
decoding, features, training, checkpoints, charts and reports. PyTorch's is what its steps would take, images not decoded:
epochs x (training images x seconds of a step + evaluated images x seconds of a forward pass), per network measured
before and after, the better one counting. --weights names a folder with NETWORK.safetensors; else the networks are random,
which costs the same.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import machine

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
NETWORKS = ["vgg16", "alexnet", "resnet50", "densenet201"]
EPOCHS, TRAINED, EVALUATED = 5, 5216, 640
OTHER_SCHEDULES = [
    {"kind": "step", "factor": 0.3, "every": 2}, {"kind": "cosine", "minimum": 0.0001},
    {"kind": "exponential", "rate": 0.8}, {"kind": "polynomial", "power": 1},
    {"kind": "naturalExponential", "rate": 0.2}, {"kind": "staircase", "rate": 0.3, "every": 2},
]
START, END = "<!-- transfer: written by transfer.py -->", "<!-- end of transfer -->"


def peer(rounds):
    result = {}
    for name in NETWORKS:
        out = subprocess.run(
            [sys.executable, HERE / "torch_transfer.py", name], check=True, capture_output=True, text=True)
        result[name] = json.loads(out.stdout)
        print(name, result[name], file=sys.stderr)
    return result


def network(name, weights):
    value = {"kind": name, "train": "head", "head": {"kind": "linear", "dropout": 0.2}}
    return value | ({"weights": str(weights / f"{name}.safetensors")} if weights else {})


def study(file, folder, data, settings):
    """Seconds of one run; its trials."""
    command = [ROOT / ".build/release/study", "run", ROOT / "Studies/chest-xray" / file, "--output", folder / file]
    for key, value in ({"dataset.path": str(data)} | settings).items():
        command += ["--set", f"{key}={json.dumps(value)}"]
    start = time.perf_counter()
    subprocess.run(command, check=True, env=os.environ | {"XDG_CACHE_HOME": str(folder / "cache")})
    lock = json.loads((folder / file / "study.lock.json").read_text())
    assert all(trial["state"] == "complete" for trial in lock["trials"])
    return time.perf_counter() - start, len(lock["trials"]), lock["features"]


def ours(data, weights, kept):
    folder = kept or pathlib.Path(tempfile.mkdtemp(prefix="transfer-"))
    folder.mkdir(parents=True, exist_ok=True)
    assert not list(folder.iterdir()), f"{folder}: must be empty"
    try:
        seconds, trials, features = [0.0] * 2, [0] * 2, []
        for file, names in [("network-comparison.json", NETWORKS), ("vgg16-lr-sweep.json", ["vgg16"])]:
            swept = {"sweep.network": [network(name, weights) for name in names]}
            time_, count, made = study(file, folder, data, swept)
            seconds[0] += time_
            trials[0] += count
            features += [record for record in made if record["seconds"]]
        swept = {"sweep.network": [network("vgg16", weights)], "sweep.schedule": OTHER_SCHEDULES}
        shutil.rmtree(folder / "vgg16-lr-sweep.json")
        seconds[1], trials[1], _ = study("vgg16-lr-sweep.json", folder, data, swept)
        return {
            "seconds": seconds[0], "trials": trials[0], "againSeconds": seconds[1], "againTrials": trials[1],
            "features": [{key: record[key] for key in ("title", "images", "seconds", "bytes")} for record in features]}
    finally:
        if not kept:
            shutil.rmtree(folder)


def trial_seconds(timed):
    return EPOCHS * (TRAINED * timed["trainSecondsPerImage"] + EVALUATED * timed["evaluateSecondsPerImage"])


def section(result):
    peer, ours = result["pytorch"], result["study"]
    rows = [
        f"| {name} | {peer[name]['trainSecondsPerImage'] * 1000:.1f} | {peer[name]['evaluateSecondsPerImage'] * 1000:.1f}"
        f" | {trial_seconds(peer[name]) / 60:.0f} min | {made['seconds'] / made['images'] * 1000:.1f} | {made['seconds']:.0f} s |"
        for name in NETWORKS for made in ours["features"] if made["title"].startswith(name + " ")]
    total = result["pytorchSeconds"]
    return "\n".join([
        START, "",
        "| network | PyTorch: step, ms/image | forward, ms/image | a trial | here: features, ms/image | of all 5,856 |",
        "|:--|--:|--:|--:|--:|--:|", *rows, "",
        f"The ten trials: PyTorch {total / 3600:.1f} hours, `study` {ours['seconds'] / 60:.1f} minutes from an empty cache, "
        f"**{total / ours['seconds']:.0f} times** faster. Six more schedules for VGG16 after that: {ours['againSeconds']:.0f} s, "
        f"{ours['againSeconds'] / ours['againTrials']:.1f} s a trial, charts and report included.", "",
        f"{result['machine']['cpu']}, {result['machine']['cores']} cores. study {result['commit']}; PyTorch {peer['vgg16']['versions']['pytorch']}. "
        f"Measured {result['date']}.", "", END])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("--weights", type=pathlib.Path)
    parser.add_argument("--keep", type=pathlib.Path, help="an empty folder for cache and results, which stays")
    arguments = parser.parse_args()
    weights = arguments.weights and arguments.weights.resolve()
    before = peer(3)
    timed = ours(arguments.data.resolve(), weights, arguments.keep)
    after = peer(3)
    best = {}
    for name in NETWORKS:
        sides = [before[name], after[name]]
        best[name] = {"versions": sides[0]["versions"]} | {
            key: min(side[key] for side in sides) for key in ("trainSecondsPerImage", "evaluateSecondsPerImage")}
    trials = {name: 7 if name == "vgg16" else 1 for name in NETWORKS}
    result = {
        "machine": machine.describe(), "commit": machine.commit(ROOT), "date": time.strftime("%Y-%m-%d"),
        "pytorch": best, "pytorchSeconds": sum(trials[name] * trial_seconds(best[name]) for name in NETWORKS),
        "study": timed}
    (HERE / "transfer.json").write_text(json.dumps(result, indent=2) + "\n")
    readme = HERE / "README.md"
    text = readme.read_text()
    head, rest = text.split(START)
    readme.write_text(head + section(result) + rest.split(END)[1])
    print(section(result))


if __name__ == "__main__":
    main()
