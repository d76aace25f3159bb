"""Figures that need no dataset: indices that compare partitions, and tests against chance."""

import math
import random
from collections import defaultdict
from decimal import Decimal, localcontext
from fractions import Fraction

from scipy.stats import false_discovery_control, hypergeom
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

from common import close, write


def plain_mutual_information(a, b):
    """Adjusted mutual information (arithmetic mean) summed plainly with exact binomials (Vinh et al. 2010)."""
    n = len(a)
    rows, columns, cells = defaultdict(int), defaultdict(int), defaultdict(int)
    for x, y in zip(a, b):
        rows[x] += 1
        columns[y] += 1
        cells[x, y] += 1
    term = lambda nij, ai, bj: nij / n * math.log(n * nij / (ai * bj)) if nij else 0.0
    entropy = lambda sizes: -math.fsum(s / n * math.log(s / n) for s in sizes)
    mutual = math.fsum(term(v, rows[x], columns[y]) for (x, y), v in cells.items())
    expected = math.fsum(
        float(Fraction(math.comb(bj, k) * math.comb(n - bj, ai - k), math.comb(n, ai))) * term(k, ai, bj)
        for ai in rows.values()
        for bj in columns.values()
        for k in range(max(1, ai + bj - n), min(ai, bj) + 1)
    )
    mean = (entropy(rows.values()) + entropy(columns.values())) / 2
    return None if abs(mean - expected) < 1e-12 else (mutual - expected) / (mean - expected)


def exact_rand(a, b):
    """Adjusted Rand index as a fraction (Hubert & Arabie 1985); null where its denominator is 0."""
    count = lambda labels: sum(math.comb(labels.count(x), 2) for x in set(labels))
    both, left, right, total = count(list(zip(a, b))), count(a), count(b), math.comb(len(a), 2)
    expected = Fraction(left * right, total)
    denominator = Fraction(left + right, 2) - expected
    return None if denominator == 0 else (both - expected) / denominator


def ari():
    rng = random.Random(2023)
    draw = lambda n, k: [rng.randrange(k) for _ in range(n)]
    base = draw(30, 4)
    nearly = [rng.randrange(4) if rng.random() < 0.2 else x for x in base]
    renamed = [(x + 1) % 4 for x in base]
    cases = [
        ("random, 3 and 3 labels", draw(12, 3), draw(12, 3)),
        ("random, 2 and 5 labels", draw(20, 2), draw(20, 5)),
        ("random, 6 and 4 labels", draw(40, 6), draw(40, 4)),
        ("random, 10 and 10 labels", draw(25, 10), draw(25, 10)),
        ("one a fifth redrawn", base, nearly),
        ("a refinement", base, [2 * x + i % 2 for i, x in enumerate(base)]),
        ("small with a negative index", [0, 0, 1, 1], [0, 1, 0, 1]),
        ("identical but for the names of the labels", base, renamed),
        ("identical", base, base),
        ("all in one against random", [0] * 12, draw(12, 3)),
        ("all single against random", list(range(12)), draw(12, 3)),
        ("all in one against all single", [0] * 8, list(range(8))),
        ("all in one, both", [0] * 8, [0] * 8),
        ("all single, both", list(range(8)), list(range(8))),
    ]
    rows = []
    for what, a, b in cases:
        rand, mutual = float(adjusted_rand_score(a, b)), float(adjusted_mutual_info_score(a, b))
        exact, plain = exact_rand(a, b), plain_mutual_information(a, b)
        if exact is not None:
            close(f"{what}: adjusted Rand, scikit-learn and exact", [rand], [float(exact)], 1e-14)
        if plain is not None:
            close(f"{what}: adjusted mutual information, scikit-learn and plain sum", [mutual], [plain], 1e-12)
        rows.append({
            "case": what, "a": a, "b": b,
            "adjustedRand": rand,
            "adjustedRandExact": None if exact is None else str(exact),
            "adjustedMutualInformation": mutual,
            "adjustedMutualInformationPlain": plain,
        })
    note = "Exact or Plain null: numerator and denominator are 0 and scikit-learn sets the value by convention"
    write("ari", {"note": note}, "cases", rows)


def exact_tail(population, successes, draws, own):
    below = sum(math.comb(successes, x) * math.comb(population - successes, draws - x)
                for x in range(0, min(own, draws) + 1))
    return Fraction(below, math.comb(population, draws))


def digits17(fraction):
    with localcontext() as context:
        context.prec = 17
        return str(Decimal(fraction.numerator) / Decimal(fraction.denominator))


def hypergeometric():
    cases = [  # population, successes, draws, own
        (1, 0, 1, 0), (1, 1, 1, 1), (1, 1, 1, 0), (10, 0, 4, 0), (10, 10, 4, 4), (10, 10, 4, 3), (10, 4, 0, 0),
        (10, 4, 10, 4), (10, 4, 10, 3), (10, 7, 6, 2), (10, 7, 6, 3), (10, 5, 5, 0), (10, 5, 5, 5), (20, 7, 12, 4),
        (2, 1, 1, 0), (50, 5, 10, 4), (50, 5, 10, 0), (52, 13, 13, 0), (49, 6, 6, 2),
        (5000, 300, 200, 0), (5000, 300, 200, 12), (5000, 2500, 2500, 1200), (5000, 2500, 2500, 1000),
        (100000, 1000, 500, 0), (100000, 1000, 500, 5), (100000, 40000, 2000, 700), (100000, 99000, 500, 480),
        (20000, 10, 10000, 0), (20000, 10000, 10, 0), (1000, 500, 500, 170),
    ]
    rng = random.Random(582)
    while len(cases) < 62:  # of the size of one region by one activity type out of 582 activities
        population = 582 if len(cases) % 2 else rng.randint(60, 1500)
        successes, draws = rng.randint(1, population // 4), rng.randint(1, population // 4)
        expected = successes * draws / population
        own = min(successes, draws, int(expected * rng.random() * 1.6))
        cases.append((population, successes, draws, own))
    rows, worst, worst_case = [], 0.0, None
    for case in cases:
        population, successes, draws, own = case
        exact = exact_tail(*case)
        scipy_value = float(hypergeom.cdf(own, population, successes, draws))
        relative = abs(scipy_value - float(exact)) / float(exact) if exact else abs(scipy_value)
        if relative > worst:
            worst, worst_case = relative, case
        rows.append({"population": population, "successes": successes, "draws": draws, "own": own,
                     "pExact": digits17(exact), "pScipy": scipy_value})
    if worst > 1e-12:
        raise SystemExit(f"hypergeometric: {worst} at {worst_case}")
    print(f"  hypergeometric, scipy and exact: relative difference at most {worst:.2g}, at {worst_case}")

    vectors = [
        [0.01, 0.02, 0.03, 0.04, 0.05],
        [round(rng.random() ** 3, 3) for _ in range(25)],
        [round(rng.random() ** 2, 4) for _ in range(18)] + [1.0, 1.0, 0.25, 0.25],
    ]
    fdr = []
    for p in vectors:
        q = [float(x) for x in false_discovery_control(p, method="bh")]
        m = len(p)
        # By definition: the smallest p·m/rank over all p at least as large.
        plain = [min([1.0] + [x * m / sum(y <= x for y in p) for x in p if x >= own]) for own in p]
        close("Benjamini-Hochberg, scipy and by definition", q, plain, 1e-15)
        fdr.append({"p": p, "q": q})
    head = {"tail": "P(X <= own)", "largestRelativeDifferenceScipy": worst, "benjaminiHochberg": fdr}
    write("hypergeom", head, "cases", rows)
