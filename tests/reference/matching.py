"""Reference figures for matching clusters, made with scipy: nothing of the program is used.

    python matching.py

Writes matching.json beside this file: pairs of groupings of the same actors and, by linear_sum_assignment on
their Jaccard indices (those below one half count as nothing), the most that a matching can weigh, as a fraction.
"""

import random
from fractions import Fraction

import numpy as np
from scipy.optimize import linear_sum_assignment

from common import write


def grouping(labels):
    groups = {}
    for actor, label in enumerate(labels):
        if label is not None:
            groups.setdefault(label, []).append(f"a{actor:02}")
    return sorted(groups.values())


def jaccard(a, b):
    return Fraction(len(set(a) & set(b)), len(set(a) | set(b)))


def best(earlier, later):
    weight = [[jaccard(a, b) for b in later] for a in earlier]
    weight = [[w if 2 * w >= 1 else Fraction(0) for w in row] for row in weight]
    rows, columns = linear_sum_assignment(np.array([[float(w) for w in row] for row in weight]), maximize=True)
    taken = [weight[r][c] for r, c in zip(rows, columns) if weight[r][c]]
    return len(taken), sum(taken, Fraction(0))


def main():
    draw = random.Random(1)
    cases = []
    for number in range(60):
        actors, groups = draw.randint(6, 40), draw.randint(1, 7)
        before = [draw.randrange(groups) for _ in range(actors)]
        # Every fourth case halves or joins whole groups, so that indices of exactly one half occur.
        if number % 4 == 0:
            after = [label * 2 + (actor % 2) for actor, label in enumerate(before)]
            before = [label if draw.random() < 0.95 else None for label in before]
        else:
            moved = number % 4 * 0.15
            after = [draw.randrange(groups + 1) if draw.random() < moved else label for label in before]
        earlier, later = grouping(before), grouping(after)
        if number % 8 == 0:
            earlier, later = later, earlier
        pairs, weight = best(earlier, later)
        cases.append({"earlier": earlier, "later": later, "pairs": pairs, "weight": [weight.numerator, weight.denominator]})
    write("matching", {}, "cases", cases)


main()
