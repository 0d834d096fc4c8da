"""Measures one case, `study` and PyTorch in turn, every measurement in a process of its own."""

import json
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
STUDY = HERE.parent / ".build/release/study"
FORMATS = ["contiguous", "channels_last"]


class Failure(Exception):
    """A measurement that gave no number, in the words of the program that was to give it."""


def start(command):
    """The JSON that a command prints."""
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        errors = [line for line in lines if line.startswith("Error:")] or lines[-1:]
        raise Failure(errors[0].removeprefix("Error: ") if errors else f"exit status {done.returncode}")
    return json.loads(done.stdout)


def study(case, options):
    command = [STUDY, "bench", "--json", "--network", case["network"], "--batch-size", case["batch"]]
    command += ["--pass", case["pass"], "--image-size", options.size, "--threads", options.threads]
    command += ["--steps", options.steps] if options.steps else []
    return start([str(part) for part in command])


def pytorch(case, memory_format, options):
    command = [sys.executable, HERE / "torch_peer.py", case["network"], case["batch"], case["pass"], memory_format]
    command += ["--size", options.size, "--threads", options.threads]
    command += ["--steps", options.steps] if options.steps else []
    return start([str(part) for part in command])


def side(runs):
    """What the processes of one side gave: a median step for each, their median and spread, the largest peak."""
    medians = [statistics.median(run["stepSeconds"]) for run in runs]
    return {
        "seconds": statistics.median(medians),
        "spread": max(medians) / min(medians) - 1,
        "peakBytes": max(run["peakBytes"] for run in runs),
        "stepSeconds": [[round(seconds, 6) for seconds in run["stepSeconds"]] for run in runs],
    }


def attempt(case, options):
    """All rounds of a case: study, PyTorch contiguous, PyTorch channels last, and again."""
    runs = {"study": []} | {name: [] for name in FORMATS}
    for _ in range(options.rounds):
        runs["study"].append(study(case, options))
        for name in FORMATS:
            runs[name].append(pytorch(case, name, options))
    sides = {name: side(each) for name, each in runs.items()}
    better = min(FORMATS, key=lambda name: sides[name]["seconds"])
    first = runs["study"][0]
    return case | {
        "format": better,
        "ratio": sides[better]["seconds"] / sides["study"]["seconds"],
        "memoryRatio": sides["study"]["peakBytes"] / sides[better]["peakBytes"],
        "spread": max(sides["study"]["spread"], sides[better]["spread"]),
        "plannedBytes": first["plannedBytes"],
        "versions": first["versions"] | runs[better][0]["versions"],
        "sides": sides,
    }


def measure(case, options, note):
    """The quietest of up to `options.attempts` attempts; the first that is quiet enough ends them."""
    best = None
    for number in range(options.attempts):
        found = attempt(case, options)
        if best is None or found["spread"] < best["spread"]:
            best = found
        if best["spread"] <= options.spread:
            break
        note(f"spread {found['spread']:.0%}" + (", again" if number + 1 < options.attempts else ""))
    best["noisy"] = best["spread"] > options.spread
    return best
