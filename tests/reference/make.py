"""Reference figures for the tests, made with networkx, igraph, leidenalg, scipy and scikit-learn.

    python make.py DATA [name ...]

DATA is the folder with the test datasets; a name is that of a JSON file without .json (karate comes
with clusters); without names all are made. Writes beside this file. Every figure made by a library is
checked against a second way of getting it; a difference ends the run. README.md says what is exact.
"""

import csv
import json
import math
import random
import sys
from collections import defaultdict
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import igraph
import leidenalg
import networkx as nx
import numpy as np

from chance import ari, hypergeometric
from common import close, digits15, total, write

DATASETS = {
    "davis": "davis",
    "clubs": "clubs",
    "nl-opengr": "nl-opengr/converted",
    "eu-interreg-keep": "eu-interreg-keep-2014-2020/converted",
    "eu-interreg-keep-nl": "eu-interreg-keep-2014-2020/converted-nl",
    "eu-h2020": "eu-h2020",
}
SAMPLED = {"eu-interreg-keep"}  # too many actors to keep them all
SMALL = 1000  # up to so many actors networkx computes everything itself


# ---------------------------------------------------------------- reading and projecting


def read(folder, table):
    with open(folder / f"{table}.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


class Projection:
    """Actors linked by shared initiatives; every actor of actors.csv is a node."""

    def __init__(self, folder):
        self.ids = sorted(row["id"] for row in read(folder, "actors"))
        index = {actor: i for i, actor in enumerate(self.ids)}
        members = defaultdict(set)
        for row in read(folder, "participations"):
            members[row["initiative"]].add(index[row["actor"]])
        self.members = members
        self.pairs = sum(len(actors) for actors in members.values())
        self.initiatives = [0] * len(self.ids)
        shared_sizes = defaultdict(list)  # (a, b) -> k of each shared initiative
        for actors in members.values():
            for actor in actors:
                self.initiatives[actor] += 1
            for pair in combinations(sorted(actors), 2):
                shared_sizes[pair].append(len(actors))
        self.edges = sorted(shared_sizes)
        self.count = [len(shared_sizes[edge]) for edge in self.edges]
        # Exact sum, rounded once: the order of the initiatives plays no part.
        self.newman = [float(sum(Fraction(1, k - 1) for k in shared_sizes[edge])) for edge in self.edges]

    def networkx(self):
        graph = nx.Graph()
        graph.add_nodes_from(range(len(self.ids)))
        for (a, b), count, newman in zip(self.edges, self.count, self.newman):
            graph.add_edge(a, b, count=count, newman=newman)
        return graph

    def igraph(self):
        graph = igraph.Graph(n=len(self.ids), edges=self.edges)
        graph.es["count"] = self.count
        graph.es["newman"] = self.newman
        return graph


# ---------------------------------------------------------------- centrality


def igraph_centrality(graph):
    n = graph.vcount()
    scale = (n - 1) * (n - 2) / 2
    return {
        "betweenness": [value / scale for value in graph.betweenness(directed=False)],
        "closeness": [0.0 if math.isnan(v) else v for v in graph.harmonic_centrality(normalized=True)],
        "pagerank": graph.pagerank(directed=False, damping=0.85, weights="count", implementation="prpack"),
    }


def check_sums(graph, values):
    """The sums follow from the numbers of pairs at each distance: Σ (d − 1) and Σ 1/d."""
    n = graph.vcount()
    histogram = graph.path_length_hist(directed=False).bins()
    pairs = [(d, int(number)) for d, (_, _, number) in enumerate(histogram, 1)]
    betweenness = sum((d - 1) * number for d, number in pairs) / ((n - 1) * (n - 2) / 2)
    closeness = 2 * math.fsum(number / d for d, number in pairs) / (n - 1)
    close("sum of betweenness, from the distances", [math.fsum(values["betweenness"])], [betweenness], 1e-12)
    close("sum of closeness, from the distances", [math.fsum(values["closeness"])], [closeness], 1e-9)


def networkx_pagerank(graph):
    # networkx stops at an L1 change below n × tol; the error left is then at most 5.7 times that.
    n = graph.number_of_nodes()
    ranks = nx.pagerank(graph, alpha=0.85, weight="count", tol=5e-15 / n, max_iter=2000)
    return [ranks[v] for v in range(n)]


def centrality(name, data):
    projection = Projection(data / DATASETS[name])
    n = len(projection.ids)
    fast = projection.igraph()
    slow = projection.networkx()
    values = igraph_centrality(fast)
    pagerank = networkx_pagerank(slow)
    close("pagerank, networkx and igraph", pagerank, values["pagerank"], 1e-13)
    values["pagerank"] = pagerank
    if n <= SMALL:
        betweenness = nx.betweenness_centrality(slow, normalized=True)
        close("betweenness, networkx and igraph", [betweenness[v] for v in range(n)], values["betweenness"], 1e-12)
        values["betweenness"] = [betweenness[v] for v in range(n)]
        harmonic = nx.harmonic_centrality(slow)
        close("closeness, networkx and igraph", [harmonic[v] / (n - 1) for v in range(n)], values["closeness"], 1e-12)
        values["closeness"] = [harmonic[v] / (n - 1) for v in range(n)]
    degree = [slow.degree(v) for v in range(n)]
    strength = [slow.degree(v, weight="count") for v in range(n)]
    core = nx.core_number(slow)
    close("core, networkx and igraph", [core[v] for v in range(n)], fast.coreness(), 0)
    close("strength, networkx and igraph", strength, fast.strength(weights="count"), 0)

    check_sums(fast, values)

    columns = ["actor", "degree", "degreeCentrality", "strength", "initiatives"]
    columns += ["betweenness", "closeness", "pagerank", "core"]
    table = [
        [
            projection.ids[v],
            degree[v],
            digits15(degree[v] / (n - 1)),
            strength[v],
            projection.initiatives[v],
            digits15(values["betweenness"][v]),
            digits15(values["closeness"][v]),
            digits15(values["pagerank"][v]),
            core[v],
        ]
        for v in range(n)
    ]
    head = {
        "dataset": DATASETS[name],
        "actors": n,
        "isolatedActors": degree.count(0),
        "initiatives": len(projection.members),
        "distinctPairs": projection.pairs,
        "edges": len(projection.edges),
        "countWeightSum": sum(projection.count),
        "newmanWeightSum": digits15(math.fsum(projection.newman)),
        "components": nx.number_connected_components(slow),
        "betweennessBy": "networkx" if n <= SMALL else "igraph",
        "closenessBy": "networkx" if n <= SMALL else "igraph",
        "sums": {column: total([row[i] for row in table]) for i, column in enumerate(columns) if i},
        "maxima": {column: max(row[i] for row in table) for i, column in enumerate(columns) if i},
    }
    if name in SAMPLED:
        order = sorted(table, key=lambda row: (-row[1], row[0]))
        rest = sorted(order[300:])
        table = sorted(order[:300] + [rest[i * len(rest) // 300] for i in range(300)])
        head["rowsKept"] = "300 of highest degree (ties: lowest id) and 300 spread evenly over the others by id"
    write(f"centrality-{name}", {**head, "columns": columns}, "rows", table)
    compare_golden(data / DATASETS[name], projection, slow)


def compare_golden(folder, projection, graph):
    """Prints whether the figures that came with a dataset agree with ours."""
    path = folder / "golden.json"
    if not path.exists():
        return
    golden = json.loads(path.read_text(encoding="utf-8"))["actor_projection"]
    n = len(projection.ids)
    simple = {
        "edges": len(projection.edges),
        "weight_sum": sum(projection.count),
        "density": nx.density(graph),
        "transitivity": nx.transitivity(graph),
        "average_clustering": nx.average_clustering(graph),
    }
    per_actor = {
        "degree": dict(graph.degree()),
        "weighted_degree": dict(graph.degree(weight="count")),
    }
    if "eigenvector_weighted" in golden:
        per_actor["eigenvector_weighted"] = nx.eigenvector_centrality_numpy(graph, weight="count")
    apart = {key: abs(golden[key] - value) for key, value in simple.items()}
    for key, value in per_actor.items():
        assert sorted(golden[key]) == projection.ids
        apart[key] = max(abs(golden[key][projection.ids[v]] - value[v]) for v in range(n))
    print("  golden.json, largest differences:", {key: float(f"{d:.2g}") for key, d in apart.items()})


def totals(data):
    """The large dataset: totals only."""
    projection = Projection(data / DATASETS["eu-h2020"])
    graph = projection.igraph()
    degree, strength = graph.degree(), graph.strength(weights="count")
    pagerank = graph.pagerank(directed=False, damping=0.85, weights="count", implementation="prpack")
    sweep = power_iteration(projection, strength)
    close("pagerank, igraph and plain power iteration", pagerank, sweep, 1e-13)
    by_rank = sorted(range(len(degree)), key=lambda v: (-round(pagerank[v], 12), projection.ids[v]))
    by_degree = sorted(range(len(degree)), key=lambda v: (-degree[v], projection.ids[v]))
    head = {
        "dataset": DATASETS["eu-h2020"],
        "actors": len(degree),
        "initiatives": len(projection.members),
        "distinctPairs": projection.pairs,
        "edges": len(projection.edges),
        "countWeightSum": sum(projection.count),
        "newmanWeightSum": digits15(math.fsum(projection.newman)),
        "isolatedActors": degree.count(0),
        "components": len(graph.connected_components()),
        "largestComponent": max(graph.connected_components().sizes()),
        "maxDegree": max(degree),
        "maxStrength": int(max(strength)),
        "maxInitiatives": max(projection.initiatives),
        "maxCore": max(graph.coreness()),
        "pagerankSum": digits15(math.fsum(pagerank)),
        "pagerankSumTop20": digits15(math.fsum(pagerank[v] for v in by_rank[:20])),
    }
    columns = ["actor", "degree", "strength", "initiatives", "pagerank"]
    top = [
        [projection.ids[v], degree[v], int(strength[v]), projection.initiatives[v], digits15(pagerank[v])]
        for v in by_rank[:20]
    ]
    head["top20ByDegree"] = [projection.ids[v] for v in by_degree[:20]]
    write("totals-eu-h2020", {**head, "columns": columns}, "top20ByPagerank", top)


def power_iteration(projection, strength):
    n = len(strength)
    a, b = np.array(projection.edges).T
    weight = np.array(projection.count, dtype=float)
    out = np.array(strength)
    dangling = out == 0
    per_strength = np.divide(1.0, out, out=np.zeros(n), where=~dangling)
    rank = np.full(n, 1 / n)
    for _ in range(300):  # 0.85^300 < 1e-21
        flow = rank * per_strength
        arriving = np.bincount(a, flow[b] * weight, n) + np.bincount(b, flow[a] * weight, n)
        rank = 0.85 * (arriving + rank[dangling].sum() / n) + 0.15 / n
    return rank.tolist()


# ---------------------------------------------------------------- clusters


def modularity(edges, weights, label):
    """Σ over clusters of inner weight / W − (strength / 2W)², summed exactly."""
    weights = [Fraction(weight) for weight in weights]
    total, inner, strength = sum(weights), defaultdict(Fraction), defaultdict(Fraction)
    for (a, b), weight in zip(edges, weights):
        strength[label[a]] += weight
        strength[label[b]] += weight
        if label[a] == label[b]:
            inner[label[a]] += weight
    return float(sum(inner[c] / total - (strength[c] / (2 * total)) ** 2 for c in strength))


def best_leiden(graph, weights):
    """Isolated nodes are left out: label null. Clusters are numbered by first member."""
    kept = [v for v in range(graph.vcount()) if graph.degree(v) > 0]
    part = graph.induced_subgraph(kept)
    edges = [edge.tuple for edge in part.es]
    values = part.es[weights] if weights else [1] * part.ecount()
    qualities, best = [], None
    for seed in range(10):
        found = leidenalg.find_partition(
            part, leidenalg.ModularityVertexPartition, weights=weights, n_iterations=-1, seed=seed
        )
        own = modularity(edges, values, found.membership)
        close(f"modularity seed {seed}, leidenalg and by definition", [found.quality()], [own], 1e-12)
        qualities.append(own)
        if best is None or own > best[0]:
            best = (own, seed, found.membership)
    plain = nx.Graph()
    plain.add_nodes_from(range(len(kept)))
    plain.add_weighted_edges_from((a, b, w) for (a, b), w in zip(edges, values))
    groups = defaultdict(set)
    for v, cluster in enumerate(best[2]):
        groups[cluster].add(v)
    close("modularity, networkx and by definition", [nx.community.modularity(plain, groups.values())], [best[0]], 1e-12)
    number, label = {}, [None] * graph.vcount()
    for v, cluster in zip(kept, best[2]):
        label[v] = number.setdefault(cluster, len(number))
    result = {
        "modularity": digits15(best[0]),
        "resolution": 1,
        "seed": best[1],
        "clusters": len(number),
        "modularities": [digits15(q) for q in qualities],
        "isolatedActors": graph.vcount() - len(kept),
    }
    if len(kept) <= 40:  # the true maximum, by integer programming
        optimum = part.community_optimal_modularity(weights=weights)
        result["optimum"] = digits15(modularity(edges, values, optimum.membership))
        result["optimumClusters"] = len(optimum)
    return result, label


def clusters(data):
    rows = []
    for name in ["davis", "clubs", "nl-opengr", "eu-interreg-keep", "eu-interreg-keep-nl"]:
        print(" ", name)
        result, label = best_leiden(Projection(data / DATASETS[name]).igraph(), "newman")
        rows.append({"name": name, "dataset": DATASETS[name], **result, "membership": label})
    head = {"weights": "newman", "membershipOrder": "actors of actors.csv by id; null = isolated"}
    write("clusters", head, "results", rows)

    edges = sorted(tuple(sorted(edge)) for edge in nx.karate_club_graph().edges())
    graph = igraph.Graph(n=34, edges=edges)
    result, label = best_leiden(graph, None)
    head = {"name": "Zachary karate club, unweighted", "nodes": 34, "edges": len(edges), **result, "membership": label}
    write("karate", {**head, "edgeList": edges})


# ---------------------------------------------------------------- two-mode modularity


def barber(data):
    """Q = (1/m) Σ_ij (B_ij − k_i d_j / m) δ(c_i, c_j) (Barber 2007)."""
    folder = data / DATASETS["davis"]
    actors = sorted(row["id"] for row in read(folder, "actors"))
    initiatives = sorted(row["id"] for row in read(folder, "initiatives"))
    b = np.zeros((len(actors), len(initiatives)))
    for row in read(folder, "participations"):
        b[actors.index(row["actor"]), initiatives.index(row["initiative"])] = 1
    k, d, m = b.sum(axis=1), b.sum(axis=0), b.sum()
    _, label = best_leiden(Projection(folder).igraph(), "newman")
    most = lambda j: max(sorted(set(label)), key=lambda c: sum(b[i, j] for i in range(len(actors)) if label[i] == c))
    majority = [most(j) for j in range(len(initiatives))]
    halves = [int(i >= 9) for i in range(18)], [0] * 7 + [2] * 2 + [1] * 5
    rng = random.Random(1941)
    drawn = [rng.randrange(3) for _ in actors], [rng.randrange(3) for _ in initiatives]
    cases = [
        ("best one-mode clusters; an initiative where most of its actors are (ties: lowest)", label, majority),
        ("first nine and last nine actors; initiatives 1-7, 10-14 and apart 8-9", *halves),
        ("three labels at random", *drawn),
    ]
    rows = []
    for what, ca, ci in cases:
        same = np.equal.outer(np.array(ca), np.array(ci))
        q = float(((b - np.outer(k, d) / m) * same).sum() / m)
        exact = sum(
            Fraction(int(b[i, j])) - Fraction(int(k[i] * d[j]), int(m))
            for i in range(len(actors)) for j in range(len(initiatives)) if ca[i] == ci[j]
        ) / int(m)
        close("two-mode modularity, numpy and exact", [q], [float(exact)], 1e-15)
        rows.append({"case": what, "actorLabels": ca, "initiativeLabels": ci, "q": float(exact), "qExact": str(exact)})
    head = {"dataset": DATASETS["davis"], "m": int(m), "actors": actors, "initiatives": initiatives}
    write("barber", head, "cases", rows)


# ---------------------------------------------------------------- region by region


def scan_regions(data, name, output, all_pairs):
    folder = data / DATASETS[name]
    areas = {}
    for row in read(folder, "initiatives"):
        codes = {code.strip() for code in row["regions"].split("|")} - {""}
        if codes and "NL" not in codes:
            areas[row["id"]] = codes
    initiatives_of, actors_of = defaultdict(set), defaultdict(set)
    for initiative, codes in areas.items():
        for code in codes:
            initiatives_of[code].add(initiative)
    for row in read(folder, "participations"):
        for code in areas.get(row["initiative"], ()):
            actors_of[code].add(row["actor"])
    rows = []
    for a, b in combinations(sorted(initiatives_of), 2):
        shared, union = actors_of[a] & actors_of[b], actors_of[a] | actors_of[b]
        together = initiatives_of[a] & initiatives_of[b]
        if not (all_pairs or shared or together):
            continue
        rows.append({
            "a": a, "b": b,
            "sharedActors": len(shared),
            "actorUnion": len(union),
            "actorJaccard": len(shared) / len(union) if union else None,
            "sharedInitiatives": len(together),
        })
    head = {
        "dataset": DATASETS[name],
        "regions": {
            code: {"actors": len(actors_of[code]), "initiatives": len(initiatives_of[code])}
            for code in sorted(initiatives_of)
        },
        "initiativesInSeveralRegions": sum(len(codes) > 1 for codes in areas.values()),
        "pairsInAll": math.comb(len(initiatives_of), 2),
        "pairsKept": "all" if all_pairs else "those that share an actor or an initiative; the others share none",
    }
    write(output, head, "pairs", rows)


def main():
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    data = Path(sys.argv[1])
    parts = {f"centrality-{name}": lambda name=name: centrality(name, data) for name in DATASETS if name != "eu-h2020"}
    parts |= {
        "clusters": lambda: clusters(data),
        "ari": ari,
        "hypergeom": hypergeometric,
        "barber": lambda: barber(data),
        "scan-regions": lambda: scan_regions(data, "nl-opengr", "scan-regions", True),
        "scan-regions-nl": lambda: scan_regions(data, "eu-interreg-keep-nl", "scan-regions-nl", False),
        "totals-eu-h2020": lambda: totals(data),
    }
    for name in sys.argv[2:] or parts:
        print(name)
        parts[name]()


if __name__ == "__main__":
    main()
