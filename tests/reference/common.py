"""What the parts of make.py share: comparing two ways to the same figures, rounding, writing."""

import json
import math
from pathlib import Path

HERE = Path(__file__).resolve().parent


def close(what, left, right, tolerance):
    """Stops where two ways to the same figures differ; returns the largest difference."""
    difference = max((abs(x - y) for x, y in zip(left, right, strict=True)), default=0.0)
    if not difference <= tolerance:
        raise SystemExit(f"{what}: {difference:.3g} apart, more than {tolerance:.0e}")
    print(f"  {what}: at most {difference:.2g} apart")
    return difference


def digits15(value):
    return float(f"{value:.15g}")


def total(values):
    return sum(values) if all(isinstance(value, int) for value in values) else digits15(math.fsum(values))


def write(name, head, rows_key=None, rows=()):
    """One line per row, the rest of the document on the lines before."""
    lines = [f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
    if rows_key:
        body = ",\n".join("  " + json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
        lines.append(f' {json.dumps(rows_key)}: [\n{body}\n ]')
    (HERE / f"{name}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
