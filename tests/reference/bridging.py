"""Reference figures for bridging, made with networkx and sets: nothing of the program is used.

    python bridging.py DATASET-FOLDER NAME

DATASET-FOLDER holds actors.csv, initiatives.csv, participations.csv and perhaps activities.csv; writes
bridging-NAME.json beside this file. Brokerage is counted triad by triad, the expectation is a fraction,
who would be cut off is found by taking each actor and each link away.
"""

import csv
import sys
from collections import Counter, defaultdict
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import networkx as nx

from common import digits15, write

ROLES = ["coordinator", "itinerant", "gatekeeper", "liaison"]


def read(folder, table):
    path = folder / f"{table}.csv"
    if not path.exists():
        return []
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def codes(row):
    return {code.strip() for code in row.get("regions", "").split("|") if code.strip()}


class Data:
    def __init__(self, folder):
        self.actors = {row["id"]: row for row in read(folder, "actors")}
        self.initiatives = {row["id"]: row for row in read(folder, "initiatives")}
        self.members = {initiative: set() for initiative in self.initiatives}
        self.mine = {actor: set() for actor in self.actors}
        for row in read(folder, "participations"):
            self.members[row["initiative"]].add(row["actor"])
            self.mine[row["actor"]].add(row["initiative"])
        served = defaultdict(set)
        for row in read(folder, "activities"):
            served[row["initiative"]] |= codes(row)
        self.area = {i: codes(row) or served[i] for i, row in self.initiatives.items()}
        self.graph = nx.Graph()
        self.graph.add_nodes_from(self.actors)
        for members in self.members.values():
            self.graph.add_edges_from(combinations(sorted(members), 2))

    def own(self, initiative):
        area = self.area[initiative]
        return set() if "NL" in area else area

    def side(self, initiative):
        level = self.initiatives[initiative].get("level", "")
        if level in ("national", "regional"):
            return level
        if "NL" in self.area[initiative]:
            return "national"
        return "regional" if self.area[initiative] else "unknown"

    def place(self, actor):
        if self.actors[actor].get("region"):
            return self.actors[actor]["region"]
        served = Counter(region for initiative in self.mine[actor] for region in self.own(initiative))
        return min(served, key=lambda region: (-served[region], region)) if served else None

    def level(self, actor):
        return self.actors[actor].get("level") or None


def role(own, a, b):
    if own == a == b:
        return 0
    if a == b:
        return 1
    return 2 if own in (a, b) else 3


def brokerage(data, group):
    """Per actor (open triads, ungrouped, counts); and the chance of each role as a fraction."""
    found = {}
    for v in data.graph:
        open_triads, ungrouped, counts = 0, 0, [0, 0, 0, 0]
        for a, b in combinations(data.graph[v], 2):
            if data.graph.has_edge(a, b):
                continue
            open_triads += 1
            if None in (group[v], group[a], group[b]):
                ungrouped += 1
            else:
                counts[role(group[v], group[a], group[b])] += 1
        found[v] = (open_triads, ungrouped, counts)
    sizes = Counter(value for value in group.values() if value is not None)
    n = sum(sizes.values())
    chance = [Fraction(0)] * 4
    # The groups of the broker and both ends, drawn one after the other without putting back.
    for g, size_g in sizes.items():
        for h, size_h in sizes.items():
            for i, size_i in sizes.items():
                ways = size_g * (size_h - (h == g)) * (size_i - (i == g) - (i == h))
                if n >= 3:
                    chance[role(g, h, i)] += Fraction(ways, n * (n - 1) * (n - 2))
    return found, chance, sizes


def hinge(data):
    national = [i for i in data.initiatives if data.side(i) == "national"]
    regional = [i for i in data.initiatives if data.side(i) == "regional"]
    pairs, only, connected, single = Counter(), Counter(), 0, 0
    for n in national:
        for r in regional:
            both = data.members[n] & data.members[r]
            connected += bool(both)
            single += len(both) == 1
            pairs.update(both)
            if len(both) == 1:
                only.update(both)
    total = {
        "national": len(national), "regional": len(regional),
        "unknown": len(data.initiatives) - len(national) - len(regional),
        "possible": len(national) * len(regional), "connected": connected, "single": single,
        "hingeActors": len(pairs),
    }
    return pairs, only, total


def lost(parts):
    """Everybody outside the largest part; of equals the one with the lowest id stays."""
    parts = sorted(parts, key=lambda part: (-len(part), min(part)))
    return sorted(actor for part in parts[1:] for actor in part)


def cut_off(graph):
    component = {v: part for part in nx.connected_components(graph) for v in part}
    points, bridges = {}, {}
    for v in nx.articulation_points(graph):
        rest = graph.subgraph(component[v] - {v})
        points[v] = lost(nx.connected_components(rest))
    for a, b in nx.bridges(graph):
        rest = nx.Graph(graph.subgraph(component[a]))
        rest.remove_edge(a, b)
        bridges[min(a, b), max(a, b)] = lost(nx.connected_components(rest))
    return points, bridges


def main(folder, name):
    data = Data(Path(folder))
    groups = {"level": {v: data.level(v) for v in data.graph}, "region": {v: data.place(v) for v in data.graph}}
    measured = {key: brokerage(data, group) for key, group in groups.items()}
    pairs, only, total = hinge(data)
    points, bridges = cut_off(data.graph)
    rows = []
    for actor in sorted(data.actors):
        served = Counter(region for initiative in data.mine[actor] for region in data.own(initiative))
        k = sum(served.values())
        spread = 1 - sum(Fraction(part, k) ** 2 for part in served.values()) if k else None
        row = [actor, pairs[actor], only[actor], len(served), spread if spread is None else digits15(float(spread)),
               len(points.get(actor, []))]
        for key in measured:
            open_triads, ungrouped, counts = measured[key][0][actor]
            row += [open_triads, ungrouped, counts]
        rows.append(row)
    head = {"dataset": name, "networkx": nx.__version__, "actors": len(data.actors), "hinge": total,
            "articulation": {v: points[v] for v in sorted(points)},
            "bridges": [[a, b, bridges[a, b]] for a, b in sorted(bridges)]}
    for key, (found, chance, sizes) in measured.items():
        counts = [sum(found[v][2][r] for v in found) for r in range(4)]
        triads = sum(counts)
        head[key] = {
            "groups": len(sizes), "groupedActors": sum(sizes.values()),
            "openTriads": sum(found[v][0] for v in found), "ungrouped": sum(found[v][1] for v in found),
            "chance": {role: digits15(float(chance[r])) for r, role in enumerate(ROLES)},
            "counts": dict(zip(ROLES, counts)),
            "ratios": {role: digits15(float(counts[r] / (triads * chance[r]))) if triads * chance[r] else None
                       for r, role in enumerate(ROLES)},
        }
    head["columns"] = ["actor", "pairs", "only", "regions", "participation", "cutOff",
                       "levelOpen", "levelUngrouped", "levelRoles", "regionOpen", "regionUngrouped", "regionRoles"]
    write(f"bridging-{name}", head, "rows", rows)


main(*sys.argv[1:])
