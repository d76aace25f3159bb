"""Reference figures for referral and monitoring, from the tables of a dataset: nothing of the program is used.

    python referral.py DATASET-FOLDER NAME

Reciprocity and strongly connected parts by networkx, intervals by scipy (binomtest, Wilson). Writes referral-NAME.json.
"""

import csv
import sys
from collections import Counter
from pathlib import Path

import networkx as nx
from scipy.stats import binomtest

from common import digits15, write

LEVELS = ["european", "national", "regional", "local"]
HELPED = {"in-redelijke-mate", "in-belangrijke-mate"}
OPINION = HELPED | {"niet", "in-geringe-mate"}


def read(folder, table):
    with open(folder / f"{table}.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def interval(count, of):
    found = binomtest(count, of).proportion_ci(confidence_level=0.95, method="wilson")
    return [count, of, digits15(count / of), digits15(found.low), digits15(found.high)]


def main(folder, name):
    folder = Path(folder)
    level = {row["id"]: row["level"] for row in read(folder, "initiatives")}
    graph = nx.DiGraph()
    graph.add_nodes_from(level)
    referrals = Counter()
    for row in read(folder, "referrals"):
        if row["from"] != row["to"] and int(row["count"]) > 0:
            referrals[row["from"], row["to"]] += int(row["count"])
    graph.add_edges_from(referrals)
    directions = {"up": [0, 0], "down": [0, 0], "same": [0, 0], "unknown": [0, 0]}
    for (source, target), count in referrals.items():
        a, b = level[source], level[target]
        if a not in LEVELS or b not in LEVELS:
            key = "unknown"
        else:
            step = LEVELS.index(b) - LEVELS.index(a)
            key = "same" if step == 0 else "down" if step > 0 else "up"
        directions[key][0] += 1
        directions[key][1] += count
    circles = [sorted(part) for part in nx.strongly_connected_components(graph) if len(part) > 1]
    answers = Counter()
    for row in read(folder, "responses"):
        answers[row["question"], row["answer"]] += int(row["count"])
    questions = {}
    for question in sorted({key for key, _ in answers}, key=int):
        of = sum(count for (key, _), count in answers.items() if key == question)
        opinions = sum(count for (key, answer), count in answers.items() if key == question and answer in OPINION)
        helped = sum(count for (key, answer), count in answers.items() if key == question and answer in HELPED)
        questions[question] = {
            "answers": {answer: interval(count, of) for (key, answer), count in sorted(answers.items()) if key == question},
            "helped": interval(helped, opinions),
        }
    head = {
        "links": graph.number_of_edges(),
        "referrals": sum(referrals.values()),
        "reciprocity": digits15(nx.overall_reciprocity(graph)),
        "directions": directions,
        "deadEnds": sorted(node for node in graph if graph.in_degree(node) and not graph.out_degree(node)),
        "unvisited": sum(1 for node in graph if not graph.in_degree(node)),
        "circles": len(circles),
        "largestCircle": max(circles, key=len),
        "questions": questions,
        "wilson": [[*interval(count, of)] for count, of in [(0, 5), (5, 5), (1, 5), (3, 7), (50, 100), (999, 100000)]],
    }
    write(f"referral-{name}", head)


main(*sys.argv[1:])
