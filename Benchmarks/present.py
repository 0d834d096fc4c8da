"""The tables in README.md and the chart speed.png, from the results alone."""

import subprocess

from measure import fastest, speedup
from modes import CASES, MODES, NAMES

BEGIN, END = "<!-- results: written by run.py -->\n", "<!-- end of results -->\n"
PASSES = {"train": "training", "infer": "inference"}
# The look of the charts of study's reports: Sources/Plotting/Drawing/ChartStyle.swift.
FONT, TEXT, FAINT, GRID, AXIS = "DejaVu Sans", "#222222", "#595959", "#e3e3e3", "#8c8c8c"
PALETTE = ["#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9"]
WIDTH, HEIGHT = 1200, 780


def write(results, folder):
    readme = folder / "README.md"
    text = readme.read_text() if readme.exists() else BEGIN + END
    before, rest = text.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    readme.write_text(before + BEGIN + section(results) + END + after)
    (folder / "speed.gp").write_text(script(results))
    subprocess.run(["gnuplot", "speed.gp"], cwd=folder, check=True)


def section(results):
    return f"![Speedup over the fastest other program](speed.png)\n\n{tables(results['cases'])}\n{conditions(results)}\n"


def tables(cases):
    """Speeds, then the time and the memory of every mode."""
    used = [name for name in NAMES if any(name in case["sides"] for case in cases)]
    head = ["network", "pass", "batch"]
    return "\n".join([
        table([head + ["study", "ms/image", "fastest other", "ms/image", "speedup", "speedup in fp32", "spread"]]
              + [comparison(case) for case in cases], numbers={2, 4, 6, 7, 8, 9}),
        "Milliseconds per image:\n",
        table([head + used] + [case_cells(case) + [side_text(case, name, milliseconds) for name in used] for case in cases],
              numbers=set(range(2, 3 + len(used)))),
        "Peak memory in GB:\n",
        table([head + used] + [case_cells(case) + [side_text(case, name, gigabytes) for name in used] for case in cases],
              numbers=set(range(2, 3 + len(used)))),
    ])


def table(rows, numbers):
    rule = ["---:" if column in numbers else "---" for column in range(len(rows[0]))]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in [rows[0], rule] + rows[1:])


def case_cells(case):
    return [case["network"], PASSES[case["pass"]], str(case["batch"])]


def comparison(case):
    sides = case["sides"]
    ours, other = fastest(sides, True), fastest(sides, False)
    fp32 = speedup(case, ["fp32"])
    spread = f"{case['spread'] * 100:.0f}%"
    return case_cells(case) + [
        ours.removeprefix("study "), milliseconds(case, ours), other, milliseconds(case, other), f"**{speedup(case):.2f}**",
        f"{fp32:.2f}" if fp32 else "", f"**noisy**, {spread}" if case["noisy"] else spread]


def side_text(case, name, value):
    return value(case, name) if name in case["sides"] else ""


def milliseconds(case, name):
    return f"{case['sides'][name]['seconds'] * 1000 / case['batch']:.1f}"


def gigabytes(case, name):
    return f"{case['sides'][name]['peakBytes'] / 1e9:.2f}"


def conditions(results):
    machine, cases = results["machine"], results["cases"]

    def all_of(values):
        return ", ".join(sorted({str(value) for value in values}))

    names = sorted({name for case in cases for name in case["versions"]} - {"study"})
    versions = ", ".join(f"{name} {all_of(case['versions'].get(name, '') for case in cases).strip(', ')}" for name in names)
    return (
        f"{machine['cpu']} with {machine['instructions']}, {machine['cores']} cores, {machine['memoryGB']} GB, Linux "
        f"{machine['kernel']}. {results['conditions']['threads']} threads, {results['conditions']['imageSize']} pixels. "
        f"study {all_of(case['versions']['study'] for case in cases)} "
        f"(commit {all_of(case['commit'] for case in cases)}; + means with changes), {versions}. "
        f"{all_of(case['rounds'] for case in cases)} rounds. Measured {all_of(case['date'] for case in cases)}.\n"
        + missing(cases))


def missing(cases):
    """A list of the cases that have no result, and of the modes that a case could have and has not, by mode."""
    found = {(case["network"], case["pass"], case["batch"]) for case in cases}
    lines = [f"- {PASSES[each[1]]} of {each[0]}, batch {each[2]}\n" for each in CASES if each not in found]
    for mode in MODES:
        absent = [case for case in cases if case["pass"] in mode.passes and mode.name not in case["sides"]]
        reasons = sorted({case["failures"][mode.name] for case in absent if mode.name in case["failures"]})
        where = []
        for name in mode.passes:
            each = [case for case in absent if case["pass"] == name]
            if each and len(each) == sum(case["pass"] == name for case in cases):
                where.append(PASSES[name])
            else:
                where += [f"{PASSES[name]} of {case['network']}, batch {case['batch']}" for case in each]
        if where:
            lines.append(f"- {mode.name}: {'; '.join(where)}" + (f" ({'; '.join(reasons)})" if reasons else "") + "\n")
    return "\nNot measured:\n\n" + "".join(lines) if lines else ""


def script(results):
    """Bars of the ratios: a block for each pass, in it a cluster for each network, in it a bar for each batch."""
    cases = results["cases"]
    batches = sorted({case["batch"] for case in cases})
    colors = dict(zip(batches, PALETTE))
    top = max(1.2, max(speedup(case) for case in cases) * 1.12)
    data, labels, ticks, left = [], [], [], 0.0
    for name in PASSES:
        block = [case for case in cases if case["pass"] == name]
        start = left
        for network in dict.fromkeys(case["network"] for case in block):
            cluster = [case for case in block if case["network"] == network]
            for index, case in enumerate(cluster):
                color = int(colors[case["batch"]][1:], 16)
                data.append(f"{left + index} {speedup(case):.4f} {color}")
                mark = f"{speedup(case):.2f}" + ("*" if case["noisy"] else "")
                labels.append(text(mark, f"first {left + index}, first {speedup(case):.4f} center offset 0,0.5", 10))
            ticks.append(f"'{network}' {left + (len(cluster) - 1) / 2}")
            left += len(cluster) + 1
        if block:
            labels.append(text(PASSES[name].capitalize(), f"first {(start + left - 2) / 2}, graph 1.03 center", 16))
            left += 1
    notes = "Step time of the fastest other program divided by that of study, each in its fastest mode: above 1, study is faster."
    if any(case["noisy"] for case in cases):
        notes += " * noisy"
    lines = [
        "# Draws speed.png: gnuplot speed.gp",
        f"set terminal pngcairo size {WIDTH},{HEIGHT} noenhanced background '#ffffff' font '{FONT},16' linewidth 1",
        "set output 'speed.png'",
        "set encoding utf8",
        f"set lmargin at screen {116 / WIDTH:.5f}",
        f"set rmargin at screen {1 - 40 / WIDTH:.5f}",
        f"set tmargin at screen {1 - 190 / HEIGHT:.5f}",
        f"set bmargin at screen {98 / HEIGHT:.5f}",
        f"set border 3 back linewidth 1.5 linecolor rgb '{AXIS}'",
        f"set grid ytics back linetype 1 linewidth 1.2 linecolor rgb '{GRID}'",
        f"set tics nomirror out scale 0.6 textcolor rgb '{TEXT}'",
        "unset key",
        text("Speedup over the fastest other program", place(24, 34), 21, bold=True),
        text(notes, place(24, 70), 14, FAINT),
        text("time of the fastest other / time of study", f"screen {28 / WIDTH:.5f}, graph 0.5 center rotate by 90", 16),
        *legend(colors),
        *labels,
        f"set xrange [-1:{left - 2}]",
        f"set yrange [0:{top:.3f}]",
        f"set xtics ({', '.join(ticks)}) scale 0 font '{FONT},12'",
        "set style fill solid noborder",
        "set boxwidth 0.86",
        f"set arrow from graph 0, first 1 to graph 1, first 1 nohead front linewidth 2 dashtype (8,6) "
        f"linecolor rgb '{TEXT}'",
        "$ratios << EOD",
        *data,
        "EOD",
        "plot $ratios using 1:2:3 with boxes linecolor rgb variable",
    ]
    return "\n".join(lines) + "\n"


def legend(colors):
    lines, x = [], 24
    for batch, color in colors.items():
        words = f"batch {batch}"
        lines.append(text("■", place(x, 108), 18, color))
        lines.append(text(words, place(x + 26, 108), 15))
        x += 50 + 11 * len(words)
    return lines


def place(x, from_top):
    """A place on the page, in pixels from its upper left corner."""
    return f"screen {x / WIDTH:.5f}, screen {1 - from_top / HEIGHT:.5f} left"


def text(words, where, size, color=TEXT, bold=False):
    quoted = words.replace("'", "''")
    font = FONT + (" Bold" if bold else "")
    return f"set label '{quoted}' at {where} front font '{font},{size}' textcolor rgb '{color}'"
