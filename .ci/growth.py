"""Seconds per participation of each step on growing fictional ecosystems, as a table and a figure.

    .ci/growth [INITIATIVES…]

Only steps that need no projection are taken. A line that stays level says that the time grows with the data and no faster.
"""

import json
import math
import subprocess
import sys

EVERYWHERE = ["load", "network", "degree", "providerOverlap", "regionSharing", "whiteSpots"]
STROKES = ["#154273", "#8e0f5b", "#2f6f3f", "#b35a00", "#5b4a9e", "#00708a"]
LABELS = {
    "load": "inlezen",
    "network": "netwerk",
    "degree": "graad",
    "providerOverlap": "overlap van aanbieders",
    "regionSharing": "gedeelde actoren per regio",
    "whiteSpots": "witte vlekken",
}
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 900, 480, 90, 230, 70, 70


def measured(program, size):
    command = [program, "analyse", f"target/growth/{size}", "--without-decisions", "--timings", "--steps", ",".join(EVERYWHERE)]
    steps = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["steps"]
    with open(f"target/growth/{size}/participations.csv", "rb") as file:
        participations = sum(1 for _ in file) - 1
    memory = max(step["peakMemoryMegabytes"] or 0 for step in steps)
    return participations, {step["step"]: step["seconds"] for step in steps}, memory


def number(value):
    return f"{value:,.0f}".replace(",", ".")


def figure(runs):
    per = {step: [(count, seconds[step] / count * 1e9) for count, seconds, _ in runs] for step in EVERYWHERE}
    x_low, x_high = (math.log10(edge) for edge in (runs[0][0], runs[-1][0]))
    values = [value for line in per.values() for _, value in line]
    y_low, y_high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    x = lambda count: LEFT + (math.log10(count) - x_low) / (x_high - x_low) * (WIDTH - LEFT - RIGHT)
    y = lambda value: HEIGHT - BOTTOM - (math.log10(value) - y_low) / (y_high - y_low) * (HEIGHT - TOP - BOTTOM)
    text = lambda left, top, words, more="": f'<text x="{left:.0f}" y="{top:.0f}" {more}>{words}</text>'
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        'font-family="sans-serif" font-size="13" fill="#222" role="img" aria-labelledby="t">',
        '<title id="t">Rekentijd per deelname bij groeiende gegevens</title>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        text(LEFT, 28, "Rekentijd per deelname bij groeiende gegevens", 'font-size="17" font-weight="bold"'),
        text(LEFT, 48, "nanoseconden per deelname, fictieve ecosystemen, beide assen logaritmisch", 'fill="#555"'),
    ]
    for power in range(y_low, y_high + 1):
        at = y(10**power)
        out.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}" stroke="#ddd"/>')
        out.append(text(LEFT - 8, at + 4, number(10**power), 'text-anchor="end"'))
    for count, _, _ in runs:
        at = x(count)
        out.append(f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{HEIGHT - BOTTOM}" y2="{HEIGHT - BOTTOM + 5}" stroke="#555"/>')
        out.append(text(at, HEIGHT - BOTTOM + 22, number(count), 'text-anchor="middle"'))
    out.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 18, "deelnames van actoren aan initiatieven", 'text-anchor="middle" fill="#555"'))
    # Names stand at the ends of their lines, pushed apart.
    ends = sorted((y(line[-1][1]), step) for step, line in per.items())
    places, last = {}, -math.inf
    for at, step in ends:
        last = places[step] = max(at, last + 18)
    for step, stroke in zip(EVERYWHERE, STROKES):
        points = [(x(count), y(value)) for count, value in per[step]]
        out.append(f'<polyline points="{" ".join(f"{a:.1f},{b:.1f}" for a, b in points)}" fill="none" stroke="{stroke}" stroke-width="2"/>')
        out.extend(f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3.5" fill="{stroke}"/>' for a, b in points)
        out.append(text(WIDTH - RIGHT + 12, places[step] + 4, LABELS[step], f'fill="{stroke}"'))
    return "\n".join(out) + "\n</svg>\n"


def main():
    program, target, *sizes = sys.argv[1:]
    runs = [measured(program, int(size)) for size in sizes]
    print("| participations | " + " | ".join(EVERYWHERE) + " | peak memory, MB |")
    print("| ---: |" + " ---: |" * (len(EVERYWHERE) + 1))
    for count, seconds, memory in runs:
        print(f"| {number(count)} | " + " | ".join(f"{seconds[step]:.3f}" for step in EVERYWHERE) + f" | {number(memory)} |")
    with open(target, "w", encoding="utf-8") as file:
        file.write(figure(runs))


if __name__ == "__main__":
    main()
