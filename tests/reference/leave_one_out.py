"""Reference figures for leave-one-out, made with networkx and sets: nothing of the program is used.

    python leave_one_out.py DATASET-FOLDER NAME

DATASET-FOLDER holds actors.csv, initiatives.csv and participations.csv; writes leave-one-out-NAME.json beside this file. Each
initiative and each actor is taken out of the two-mode network, with the initiatives that stop with it, and what is left is
looked at as a whole. Rows: id, initiatives that stop, linked pairs lost, actors isolated, actors cut off, components added.
"""

import sys
from itertools import combinations
from pathlib import Path

import networkx as nx

from bridging import read
from common import write

FUNDER = {"funder", "financier", "financer"}


def main(folder, name):
    actors = [row["id"] for row in read(folder, "actors")]
    initiatives = [row["id"] for row in read(folder, "initiatives")]
    members = {initiative: {} for initiative in initiatives}
    for row in read(folder, "participations"):
        roles = {role.strip().lower() for role in row.get("role", "").split("|")}
        members[row["initiative"]].setdefault(row["actor"], set()).update(roles)
    whole = nx.Graph()
    whole.add_nodes_from(("a", actor) for actor in actors)
    for initiative in initiatives:
        whole.add_node(("i", initiative))
        whole.add_edges_from((("i", initiative), ("a", actor)) for actor in members[initiative])

    def pairs(gone_initiatives, gone_actor):
        found = set()
        for initiative in set(initiatives) - gone_initiatives:
            found.update(combinations(sorted(a for a in members[initiative] if a != gone_actor), 2))
        return found

    def stopped_by(actor):
        stopped = set()
        for initiative in initiatives:
            here = members[initiative]
            if actor in here:
                others = [a for a in here if a != actor]
                works = not here[actor] <= FUNDER
                if not others or (works and all(here[a] <= FUNDER for a in others)):
                    stopped.add(initiative)
        return stopped

    all_pairs = pairs(set(), None)
    linked = {actor for pair in all_pairs for actor in pair}

    def row(node, stopped):
        kind, who = node
        actor = who if kind == "a" else None
        left = whole.copy()
        left.remove_nodes_from([("i", initiative) for initiative in stopped])
        left.remove_nodes_from([node])
        component = {other for sort, other in nx.node_connected_component(whole, node) if sort == "a"} - {actor}
        parts = [{a for sort, a in part if sort == "a"} & component for part in nx.connected_components(left)]
        parts = sorted((part for part in parts if part), key=len, reverse=True)
        after = pairs(stopped, actor)
        isolated = linked - {a for pair in after for a in pair} - {actor}
        cut_off = sum(len(part) for part in parts[1:])
        return [who, sorted(stopped), len(all_pairs - after), sorted(isolated), cut_off, max(len(parts) - 1, 0)]

    rows = [row(("i", initiative), {initiative}) for initiative in sorted(initiatives)]
    rows += [row(("a", actor), stopped_by(actor)) for actor in sorted(actors)]
    columns = ["id", "stopped", "links", "isolated", "cutOff", "componentsAdded"]
    write(f"leave-one-out-{name}", {"networkx": nx.__version__, "columns": columns}, "rows", rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
