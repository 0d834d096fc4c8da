"""Times study and its peers, network by network, and writes results.json, the tables in README.md and speed.png.

    Benchmarks/run.sh                                        everything
    Benchmarks/run.sh --networks alexnet --batches 16        some cases; the others keep their numbers
    Benchmarks/run.sh --quick --modes "study fp32" PyTorch   some programs only
    Benchmarks/run.sh --render                               tables and chart again, from results.json
"""

import argparse
import datetime
import json
import os
import pathlib
import shutil
import sys

import machine
import present
from measure import Failure, measure, speedup, wanted
from modes import BATCHES, HERE, NAMES, NETWORKS, PASSES, STUDY, cases


def parse():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)

    def words(choices):
        return {"nargs": "+", "choices": choices, "default": choices, "metavar": "NAME"}

    parser.add_argument("--networks", **words(NETWORKS), help=", ".join(NETWORKS))
    parser.add_argument("--passes", **words(PASSES), help=", ".join(PASSES))
    parser.add_argument(
        "--batches", nargs="+", type=int, default=BATCHES, metavar="N", help="training is not measured at 1")
    parser.add_argument("--modes", **words(NAMES), help=", ".join(NAMES))
    parser.add_argument("--size", type=int, default=224, help="pixels of the square images")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3, help="processes of each mode in a case")
    parser.add_argument("--steps", type=int, help="counted steps of a process (default: 5 to 50, 3 seconds)")
    parser.add_argument("--spread", type=float, default=0.1, help="above it a case is noisy")
    parser.add_argument("--attempts", type=int, default=3, help="how often a noisy case is measured")
    parser.add_argument("--quick", action="store_true", help="one round, one attempt: a look, nothing to keep")
    parser.add_argument("--fresh", action="store_true", help="measure cases again that results.json holds")
    parser.add_argument("--render", action="store_true", help="measure nothing, write tables and chart again")
    parser.add_argument("--output", type=pathlib.Path, help="the folder of results.json (default: Benchmarks)")
    arguments = parser.parse_args()
    if arguments.quick:
        arguments.rounds, arguments.attempts = 1, 1
    elif arguments.rounds < 2 and not arguments.render:
        parser.error("at least two rounds show how noisy a case is; --quick makes one and writes nothing")
    if arguments.quick and arguments.render:
        parser.error("--render needs the results of a measurement without --quick")
    if set(arguments.modes) != set(NAMES) and not (arguments.quick or arguments.output):
        parser.error("some programs only: choose another folder with --output, or --quick, which writes nothing")
    arguments.output = arguments.output or HERE
    return arguments


def load(path, here, options):
    """The results so far, when they may stand beside new ones: same machine, image size and threads."""
    conditions = {"imageSize": options.size, "threads": options.threads}
    if path.exists() and not options.quick:
        found = json.loads(path.read_text())
        if options.render or (machine.is_same(found["machine"], here) and found["conditions"] == conditions):
            return found
        print(f"{path}: of another machine, image size or count of threads; its numbers are replaced", flush=True)
    return {"machine": here, "conditions": conditions, "cases": []}


def save(path, results):
    """Whole or not at all."""
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(results, indent=1) + "\n")
    os.replace(temporary, path)


def key(case):
    return (NETWORKS.index(case["network"]), PASSES.index(case["pass"]), case["batch"])


def main():
    options = parse()
    path = options.output / "results.json"
    if options.render and not path.exists():
        sys.exit(f"{path} is missing: nothing to render")
    if not options.quick:
        if not shutil.which("gnuplot"):
            sys.exit("gnuplot, which draws the chart, is missing")
        options.output.mkdir(parents=True, exist_ok=True)
    results = load(path, machine.describe(), options)
    failures = 0
    measured = [] if options.render else cases(options.networks, options.passes, options.batches)
    if not options.render and not STUDY.exists():
        sys.exit(f"{STUDY} is missing; build it first: swift build -c release")
    for network, each_pass, batch in measured:
        case = {"network": network, "pass": each_pass, "batch": batch}
        name = f"{network} {each_pass}, batch {batch}"
        old = next((found for found in results["cases"] if key(found) == key(case)), None)
        known = old and {*old["sides"], *old["failures"]}.issuperset(mode.name for mode in wanted(case, options))
        if known and not old["noisy"] and not options.fresh:
            print(f"{name}: {speedup(old):.2f}, measured before", flush=True)
            continue
        try:
            found = measure(case, options, lambda text: print(f"{name}: {text}", flush=True))
        except Failure as failure:
            print(f"{name}: not measured: {failure}", flush=True)
            failures += 1
            continue
        found["date"] = datetime.date.today().isoformat()
        found["commit"] = machine.commit(HERE.parent)
        print(f"{name}: {speedup(found):.2f}" + (" (noisy)" if found["noisy"] else ""), flush=True)
        results["cases"] = sorted([each for each in results["cases"] if key(each) != key(case)] + [found], key=key)
        if not options.quick:
            save(path, results)
    if results["cases"] and options.quick:
        print(present.tables(results["cases"]))
    elif results["cases"]:
        present.write(results, options.output)
    if failures:
        sys.exit(f"not measured: {failures}")


if __name__ == "__main__":
    main()
