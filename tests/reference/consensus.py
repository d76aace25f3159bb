"""Reference figures for consensus clusters, made with leidenalg and numpy: nothing of the program is used.

    python consensus.py DATASET-FOLDER NAME

Writes consensus-NAME.json beside this file: 200 runs of leidenalg on the Newman-weighted projection (isolated actors
left out), the consensus after Lancichinetti & Fortunato (2012, doi:10.1038/srep00336) with a dense matrix, and how
far the runs agree with it.
"""

import csv
import sys
from itertools import combinations
from pathlib import Path

import igraph
import leidenalg
import numpy as np
from sklearn.metrics import adjusted_rand_score

from common import digits15, write

RUNS, THRESHOLD = 200, 0.5


def read(folder, table):
    with open(folder / f"{table}.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def runs(matrix):
    n = len(matrix)
    edges = [(i, j) for i, j in combinations(range(n), 2) if matrix[i, j] > 0]
    graph = igraph.Graph(n=n, edges=edges)
    weights = [matrix[i, j] for i, j in edges]
    kind = leidenalg.ModularityVertexPartition
    found = [leidenalg.find_partition(graph, kind, weights=weights, n_iterations=-1, seed=s) for s in range(RUNS)]
    return [np.array(partition.membership) for partition in found], [partition.quality() for partition in found]


def canonical(labels):
    numbers = {}
    return [numbers.setdefault(label, len(numbers)) for label in labels]


def main():
    folder, name = Path(sys.argv[1]), sys.argv[2]
    members = {}
    for row in read(folder, "participations"):
        members.setdefault(row["initiative"], set()).add(row["actor"])
    weight = {}
    for group in members.values():
        for pair in combinations(sorted(group), 2):
            weight[pair] = weight.get(pair, 0.0) + 1.0 / (len(group) - 1)
    ids = sorted({actor for pair in weight for actor in pair}, key=lambda actor: actor.encode())
    at = {actor: position for position, actor in enumerate(ids)}
    matrix = np.zeros((len(ids), len(ids)))
    for (a, b), w in weight.items():
        matrix[at[a], at[b]] = matrix[at[b], at[a]] = w
    first, quality = runs(matrix)
    current, rounds = first, 0
    while len({tuple(canonical(run)) for run in current}) > 1:
        together = sum((run[:, None] == run[None, :]).astype(float) for run in current) / RUNS
        np.fill_diagonal(together, 0.0)
        kept = np.where(together >= THRESHOLD, together, 0.0)
        for alone in np.flatnonzero(kept.sum(axis=1) == 0):
            other = int(np.argmax(together[alone]))
            kept[alone, other] = kept[other, alone] = together[alone, other]
        current, _ = runs(kept)
        rounds += 1
    consensus = canonical(current[0])
    agreement = [adjusted_rand_score(consensus, run) for run in first]
    head = {
        "dataset": name,
        "runs": RUNS,
        "rounds": rounds,
        "agreement": digits15(float(np.mean(agreement))),
        "bestModularity": digits15(max(quality)),
        "clusters": len(set(consensus)),
    }
    write(f"consensus-{name}", head, "membership", [[actor, label] for actor, label in zip(ids, consensus)])


main()
