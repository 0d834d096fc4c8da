"""The table in README.md and the chart speed.png, from the results alone."""

import subprocess

BEGIN, END = "<!-- results: written by run.py -->\n", "<!-- end of results -->\n"
NO_RESULTS = "Not measured yet.\n"
PASSES = {"train": "training", "infer": "inference"}
FORMATS = {"contiguous": "contiguous", "channels_last": "channels last"}
# The look of the charts of study's reports: Sources/Reports/Plotting/HouseStyle.swift.
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
    return f"![Speed against PyTorch](speed.png)\n\n{table(results['cases'])}\n{conditions(results)}\n"


def table(cases):
    head = ["network", "pass", "batch", "study, ms/image", "PyTorch, ms/image", "PyTorch's format", "speed",
            "study, peak GB", "PyTorch, peak GB", "memory", "spread"]
    rows = [head, ["---", "---"] + ["---:"] * 3 + ["---"] + ["---:"] * 5] + [row(case) for case in cases]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in rows)


def row(case):
    study, peer = case["sides"]["study"], case["sides"][case["format"]]

    def milliseconds(side):
        return f"{side['seconds'] * 1000 / case['batch']:.2f}"

    def gigabytes(side):
        return f"{side['peakBytes'] / 1e9:.2f}"

    spread = f"{case['spread'] * 100:.0f}%"
    return [case["network"], PASSES[case["pass"]], str(case["batch"]), milliseconds(study), milliseconds(peer),
            FORMATS[case["format"]], f"**{case['ratio']:.2f}**", gigabytes(study), gigabytes(peer),
            f"{case['memoryRatio']:.2f}", f"**noisy**, {spread}" if case["noisy"] else spread]


def conditions(results):
    machine, cases = results["machine"], results["cases"]

    def all_of(values):
        return ", ".join(sorted({str(value) for value in values}))

    def version(name):
        return all_of(case["versions"][name] for case in cases)

    return (
        f"{machine['cpu']}, {machine['cores']} cores, {machine['memoryGB']} GB, Linux {machine['kernel']}. "
        f"{results['conditions']['threads']} threads, {results['conditions']['imageSize']} pixels, single precision. "
        f"study {version('study')} (commit {all_of(case['commit'] for case in cases)}) with oneDNN "
        f"{version('oneDNN')}; PyTorch {version('pytorch')}, torchvision {version('torchvision')}. "
        f"Measured {all_of(case['date'] for case in cases)}.\n")


def script(results):
    """Bars of the ratios: a block for each pass, in it a cluster for each network, in it a bar for each batch."""
    cases = results["cases"]
    batches = sorted({case["batch"] for case in cases})
    colors = dict(zip(batches, PALETTE))
    top = max(1.2, max(case["ratio"] for case in cases) * 1.12)
    data, labels, ticks, left = [], [], [], 0.0
    for name in PASSES:
        block = [case for case in cases if case["pass"] == name]
        start = left
        for network in dict.fromkeys(case["network"] for case in block):
            cluster = [case for case in block if case["network"] == network]
            for index, case in enumerate(cluster):
                color = int(colors[case["batch"]][1:], 16)
                data.append(f"{left + index} {case['ratio']:.4f} {color}")
                mark = f"{case['ratio']:.2f}" + ("*" if case["noisy"] else "")
                labels.append(text(mark, f"first {left + index}, first {case['ratio']:.4f} center offset 0,0.5", 10))
            ticks.append(f"'{network}' {left + (len(cluster) - 1) / 2}")
            left += len(cluster) + 1
        if block:
            labels.append(text(PASSES[name].capitalize(), f"first {(start + left - 2) / 2}, graph 1.03 center", 16))
            left += 1
    notes = "Ratio of the times of a step: above 1, study is faster. The better of PyTorch's two memory formats counts."
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
        text("Speed against PyTorch", place(24, 34), 21, bold=True),
        text(notes, place(24, 70), 14, FAINT),
        text("PyTorch's time / study's time", f"screen {28 / WIDTH:.5f}, graph 0.5 center rotate by 90", 16),
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
