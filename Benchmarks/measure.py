"""Measures one case: `study` and its peers in turn, every measurement in a process of its own."""

import json
import statistics
import subprocess

from modes import BY_NAME, MODES

# From the second round on, only peers are measured whose first time is at most this many times that of the fastest.
CONTENDER = 1.5
# Seconds after which a process is stopped: compilers take minutes on large networks.
TIMEOUT = 1800


class Failure(Exception):
    """A measurement without a result; the message is that of the program."""


def run(command):
    """The JSON that a command prints."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        raise Failure(f"no result after {TIMEOUT} s") from None
    if done.returncode != 0:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        errors = [line for line in lines if line.startswith("Error:")] or lines[-1:]
        raise Failure(errors[0].removeprefix("Error: ") if errors else f"exit status {done.returncode}")
    try:
        return json.loads(done.stdout)
    except ValueError:
        raise Failure(f"no JSON in the output: {done.stdout[:80]!r}") from None


def summary(runs):
    """Median step of each process, their median and spread, the largest peak memory of the processes of one mode."""
    medians = [statistics.median(run["stepSeconds"]) for run in runs]
    return {
        "seconds": statistics.median(medians),
        "spread": max(medians) / min(medians) - 1,
        "peakBytes": max(run["peakBytes"] for run in runs),
        "stepSeconds": [[round(seconds, 6) for seconds in run["stepSeconds"]] for run in runs],
    }


def fastest(sides, is_study, precisions=("fp32", "bf16")):
    """The name of the fastest mode of `study` or of the peers in these precisions that ran in all rounds, or None."""
    rounds = max((len(side["stepSeconds"]) for side in sides.values()), default=0)
    names = [
        name for name in sides
        if BY_NAME[name].is_study == is_study and BY_NAME[name].precision in precisions
        and len(sides[name]["stepSeconds"]) == rounds]
    return min(names, key=lambda name: sides[name]["seconds"], default=None)


def contenders(sides):
    """All modes of `study`, and the peers near the fastest one of all precisions or of fp32."""
    def near(precisions):
        best = fastest(sides, False, precisions)
        return [
            name for name in sides
            if best and not BY_NAME[name].is_study and BY_NAME[name].precision in precisions
            and sides[name]["seconds"] <= CONTENDER * sides[best]["seconds"]]

    chosen = {name for name in sides if BY_NAME[name].is_study} | set(near(["fp32"])) | set(near(["fp32", "bf16"]))
    return [mode for mode in MODES if mode.name in chosen]


def wanted(case, options):
    """The chosen modes that exist for the pass of a case."""
    return [mode for mode in MODES if mode.name in options.modes and case["pass"] in mode.passes]


def attempt(case, options, note):
    """All rounds of a case. A mode that fails in one of them is left out and named."""
    modes = wanted(case, options)
    if not any(mode.is_study for mode in modes) or all(mode.is_study for mode in modes):
        raise Failure("choose at least one mode of study and one of another program")
    runs, failures, versions, sides = {}, {}, {}, {}
    for _ in range(options.rounds):
        for mode in modes:
            try:
                found = run(mode.command(case, options))
            except Failure as failure:
                failures[mode.name] = str(failure)
                runs.pop(mode.name, None)
                note(f"{mode.name}: {failure}")
                continue
            runs.setdefault(mode.name, []).append(found)
            versions |= found["versions"]
        sides = {name: summary(each) for name, each in runs.items()}
        if fastest(sides, True) is None or fastest(sides, False) is None:
            raise Failure("; ".join(f"{name}: {text}" for name, text in failures.items()))
        modes = contenders(sides)
    quoted = [fastest(sides, is_study, each) for is_study in (True, False) for each in (["fp32"], ["fp32", "bf16"])]
    return case | {
        "rounds": options.rounds,
        "spread": max(sides[name]["spread"] for name in quoted if name),
        "versions": versions,
        "failures": failures,
        "sides": sides,
    }


def measure(case, options, note):
    """The attempt with the smallest spread of up to `options.attempts`; the first that is quiet enough ends them."""
    best = None
    for number in range(options.attempts):
        try:
            found = attempt(case, options, note)
        except Failure:
            if best is None:
                raise
            break
        if best is None or found["spread"] < best["spread"]:
            best = found
        if best["spread"] <= options.spread:
            break
        note(f"spread {found['spread']:.0%}" + (", again" if number + 1 < options.attempts else ""))
    best["noisy"] = best["spread"] > options.spread
    return best


def speedup(case, precisions=("fp32", "bf16")):
    """Time of the fastest peer divided by that of the fastest mode of `study`, in these precisions, or None."""
    sides = case["sides"]
    names = fastest(sides, False, precisions), fastest(sides, True, precisions)
    return sides[names[0]]["seconds"] / sides[names[1]]["seconds"] if all(names) else None
