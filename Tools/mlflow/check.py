"""Reads back from an MLflow server, by its Python client, what a results folder says, and compares.

check.py URI EXPERIMENT RESULTS [--artifacts] [--interval N] [--without NAME]...
The server need not have the files and parameters NAME, but everything else. Prints a line for every difference; exit status 1 if there is any.
"""
import argparse
import csv
import hashlib
import json
import math
import os
import sys
import tempfile

import mlflow

parser = argparse.ArgumentParser()
parser.add_argument("uri")
parser.add_argument("experiment")
parser.add_argument("results")
parser.add_argument("--artifacts", action="store_true")
parser.add_argument("--interval", type=int, default=10)
parser.add_argument("--without", action="append", default=[])
options = parser.parse_args()

mlflow.set_tracking_uri(options.uri)
client = mlflow.MlflowClient()
problems = []


def same(a, b):
    return a == b or (math.isnan(a) and math.isnan(b))


def expect(condition, text):
    if not condition:
        problems.append(text)


def history(run, key):
    """The values by step; a value that is there twice is a difference."""
    points = client.get_metric_history(run.info.run_id, key)
    steps = [point.step for point in points]
    expect(len(steps) == len(set(steps)), f"{run.info.run_name}: {key}: doubled steps in {steps}")
    return {point.step: point.value for point in points}


def compare(run, key, expected):
    got = history(run, key)
    expect(got.keys() == expected.keys(),
           f"{run.info.run_name}: {key}: steps {sorted(got)} for {sorted(expected)}")
    for step in got.keys() & expected.keys():
        expect(same(got[step], expected[step]),
               f"{run.info.run_name}: {key}: {got[step]!r} for {expected[step]!r} at {step}")


def flat(value, path=""):
    """The texts of all settings but lists and empty ones, by dotted path."""
    if isinstance(value, dict):
        return {k: v for key, inner in value.items()
                for k, v in flat(inner, f"{path}.{key}" if path else key).items()}
    return {path: value} if isinstance(value, str) and value else {}


def table(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def artifacts(run, folder="", into=None):
    """The bytes of all files of a run, by path."""
    with tempfile.TemporaryDirectory() as scratch:
        root = mlflow.artifacts.download_artifacts(run_id=run.info.run_id, dst_path=scratch)
        found = {}
        for path, _, names in os.walk(root):
            for name in names:
                full = os.path.join(path, name)
                with open(full, "rb") as file:
                    found[os.path.relpath(full, root)] = hashlib.sha256(file.read()).hexdigest()
        return found


experiment = client.get_experiment_by_name(options.experiment)
if experiment is None:
    sys.exit(f"no experiment {options.experiment}")
runs = mlflow.search_runs([experiment.experiment_id], output_format="list", max_results=1000)
studies = [run for run in runs if "study.trial" not in run.data.tags]
with open(os.path.join(options.results, "study.lock.json")) as file:
    lock = json.load(file)
expect(len(studies) == 1, f"{len(studies)} runs of the study")
for study in studies:
    expect(study.info.status == "FINISHED", f"the study is {study.info.status}")
    for key in ["mlflow.user", "mlflow.source.name", "mlflow.note.content", "study.data"]:
        expect(study.data.tags.get(key), f"no tag {key}")
    expect(study.data.tags.get("study.positiveClass", "") == lock["dataset"].get("positiveClass", ""),
           f"positive class {study.data.tags.get('study.positiveClass')}")
    digests = [item.dataset.digest for item in study.inputs.dataset_inputs]
    expect(digests == [lock["dataset"]["fingerprint"][:32]], f"data sets {digests}")
trials = [trial for trial in lock["trials"] if trial["state"] == "complete"]
expect(len(runs) == len(trials) + len(studies), f"{len(runs)} runs for {len(trials)} trials")
for trial in trials:
    folder = os.path.join(options.results, "trials", trial["id"])
    matching = [run for run in runs if run.data.tags.get("study.trial") == trial["id"]]
    expect(len(matching) == 1, f"{len(matching)} runs of {trial['id']}")
    for run in matching:
        expect(run.info.status == "FINISHED", f"{trial['id']} is {run.info.status}")
        expect(run.data.tags.get("mlflow.parentRunId") in [s.info.run_id for s in studies],
               f"{trial['id']}: parent {run.data.tags.get('mlflow.parentRunId')}")
        with open(os.path.join(folder, "trial.json")) as file:
            record = json.load(file)
        expect(run.data.params.get("seed") == str(record["settings"]["seed"]), "the seed")
        for name, value in flat(record["settings"]).items():
            expect(run.data.params.get(name) == value or name in options.without, f"{trial['id']}: parameter {name}")
        for name in options.without:
            expect(name not in run.data.params, f"{trial['id']}: parameter {name} is there")
        expect(run.data.params.get("network.kind") == record["settings"]["network"]["kind"]
               or "network.kind" in options.without, "the network")
        epochs = table(os.path.join(folder, "epochs.csv"))
        for column in epochs[0]:
            compare(run, column, {int(row["epoch"]): float(row[column]) for row in epochs})
        steps = [row for row in table(os.path.join(folder, "steps.csv"))
                 if options.interval and int(row["step"]) % options.interval == 0]
        for key, column in [("step_loss", "loss"), ("step_lr", "lr")]:
            compare(run, key, {int(row["step"]): float(row[column]) for row in steps})
        if options.artifacts:
            found = artifacts(run)
            expected = {name: digest for name, digest in record["files"].items()
                        if name != "last.safetensors" and name not in options.without}
            for name, digest in expected.items():
                expect(found.get(name) == digest, f"{trial['id']}: file {name}")
            expect("trial.json" in found, f"{trial['id']}: no trial.json")
if options.artifacts:
    for study in studies:
        found = artifacts(study)
        for name in ["report.md", "study.lock.json", "summary.csv"]:
            expect(name in found or name in options.without, f"the study has no {name}")
        expect(any(name.startswith("charts/") for name in found), "the study has no charts")
for problem in problems:
    print(problem)
print(f"{len(runs)} runs compared")
sys.exit(1 if problems else 0)
