"""Reads every export of every shipped dataset with outside programs and compares it with what `analyse` says; and imports what
those programs write."""

import csv
import json
import math
import shutil
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import igraph
import networkx
import openpyxl
import pandas
import rdflib

warnings.simplefilter("ignore")
PROGRAM = Path(sys.argv[1]).resolve()
DATASETS = sorted(path.parent.name for path in Path("datasets").glob("*/actors.csv"))
# What tools add to a node or an edge by themselves.
OWN = {"viz", "id"}


def run(*arguments):
    return subprocess.run([PROGRAM, *arguments], check=True, capture_output=True).stdout


def same(left, right, what):
    if left != right:
        sys.exit(f"{what}: {left!r} is not {right!r}")


def known(value):
    return value is not None and not (isinstance(value, float) and math.isnan(value)) and value != ""


def graphs(dataset, network, folder):
    """The network as each tool reads it: nodes with attributes, and edges."""

    def file(format):
        path = folder / f"{dataset}-{network}.{format}"
        run("export", dataset, "--to", format, "--network", network, "-o", path)
        return path

    def of_networkx(graph):
        nodes = {node: {k: v for k, v in data.items() if k not in OWN and known(v)} for node, data in graph.nodes(data=True)}
        return nodes, {frozenset((a, b)): data["weight"] for a, b, data in graph.edges(data=True)}

    yield "networkx graphml", of_networkx(networkx.read_graphml(file("graphml")))
    graph = networkx.read_gexf(file("gexf"))
    for node, data in graph.nodes(data=True):
        same(sorted(data["viz"]), ["color", "position", "size"], f"gexf {node}")
    yield "networkx gexf", of_networkx(graph)
    yield "networkx json", of_networkx(networkx.node_link_graph(json.loads(file("json").read_text()), multigraph=False))
    graph = igraph.Graph.Read_GraphML(str(folder / f"{dataset}-{network}.graphml"))
    nodes = {v["id"]: {k: v[k] for k in v.attribute_names() if k not in OWN and known(v[k])} for v in graph.vs}
    ends = {frozenset((graph.vs[e.source]["id"], graph.vs[e.target]["id"])): e["weight"] for e in graph.es}
    yield "igraph graphml", (nodes, ends)
    tables = file("parquet")
    nodes = pandas.read_parquet(tables / "nodes.parquet").astype(object)
    edges = pandas.read_parquet(tables / "edges.parquet")
    rows = nodes.set_index("id").to_dict("index")
    rows = {node: {k: str(v) if k in ("start", "end") else v for k, v in data.items() if known(v)} for node, data in rows.items()}
    yield "pandas parquet", (rows, {frozenset((e.source, e.target)): e.weight for e in edges.itertuples()})
    document = json.loads(file("kumu").read_text())
    several = lambda v: "|".join(v) if isinstance(v, list) else v
    nodes = {e["id"]: {k: several(v) for k, v in e.items() if k != "id"} for e in document["elements"]}
    yield "kumu", (nodes, {frozenset((c["from"], c["to"])): c["weight"] for c in document["connections"]})
    document = json.loads(file("vosviewer").read_text())["network"]
    nodes = {item["id"]: None for item in document["items"]}
    yield "vosviewer", (nodes, {frozenset((l["source_id"], l["target_id"])): l["strength"] for l in document["links"]})


def equal(a, b):
    return abs(a - b) < 1e-12 if isinstance(a, float) or isinstance(b, float) else a == b


def networks(dataset, folder):
    analysed = json.loads(run("analyse", dataset, "--only", "centrality,clusters"))
    actors = {record["actor"]: record for record in analysed["centrality"]}
    # Counts that the tables give without our program.
    initiatives = analysed["dataset"]["initiatives"]
    links = analysed["dataset"]["participations"]
    pairs = sum(record["degree"] for record in actors.values()) // 2
    for network in ("two-mode", "actors", "initiatives"):
        first = None
        for tool, (nodes, edges) in graphs(dataset, network, folder):
            what = f"{dataset} {network} {tool}"
            count = {"two-mode": len(actors) + initiatives, "actors": len(actors), "initiatives": initiatives}[network]
            same(len(nodes), count, f"{what}: nodes")
            if network != "initiatives":
                same(len(edges), {"two-mode": links, "actors": pairs}[network], f"{what}: edges")
            first = first or (nodes, edges)
            same(set(edges), set(first[1]), f"{what}: edges")
            same([edges[e] for e in sorted(edges, key=sorted)], [first[1][e] for e in sorted(edges, key=sorted)], what)
            same(set(nodes), set(first[0]), f"{what}: ids")
            if tool == "vosviewer":
                continue
            for node, data in nodes.items():
                same(set(data), set(first[0][node]), f"{what} {node}: attributes")
                for key, value in data.items():
                    if not equal(value, first[0][node][key]):
                        sys.exit(f"{what} {node} {key}: {value!r} is not {first[0][node][key]!r}")
                if network != "initiatives" and data["type"] == "actor":
                    for key in ("degree", "strength", "betweenness", "closeness", "pagerank", "core", "cluster"):
                        said = actors[node][key]
                        if known(said) != (key in data) or known(said) and not equal(data[key], said):
                            sys.exit(f"{what} {node} {key}: {data.get(key)!r} is not {said!r}")
        print(f"{dataset} {network}: {len(first[0])} nodes, {len(first[1])} edges, {max(map(len, first[0].values()))} attributes")


def rows_of(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def tables(dataset, folder):
    files, book = folder / f"{dataset}-csv", folder / f"{dataset}.xlsx"
    run("export", dataset, "--to", "csv", "-o", files)
    run("export", dataset, "--to", "xlsx", "-o", book)
    workbook = openpyxl.load_workbook(book)
    total = 0
    for path in sorted(files.glob("*.csv")):
        rows, sheet = rows_of(path), workbook[path.stem]
        same(sheet.freeze_panes, "A2", f"{book} {path.stem}: frozen header")
        same(sheet.auto_filter.ref is not None, True, f"{book} {path.stem}: filter")
        same(sheet.max_row, len(rows), f"{book} {path.stem}: rows")
        for number, (row, cells) in enumerate(zip(rows, sheet.iter_rows(max_col=len(rows[0]))), 1):
            for text, cell in zip(row, cells):
                same(cell.data_type in ("n", "s", "d"), True, f"{book} {path.stem} row {number}: {cell.data_type}")
                value = cell.value
                shown = "" if value is None else value.date().isoformat() if cell.is_date else value
                if isinstance(shown, str):
                    bare = text[1:] if text.startswith("'") else text
                    same(shown, bare, f"{book} {path.stem} row {number}")
                elif abs(float(text) - shown) > 1e-12 * abs(shown):
                    sys.exit(f"{book} {path.stem} row {number}: {shown} is not {text}")
        total += len(rows) - 1
    same(len(rows_of(files / "actors.csv")) - 1, len(rows_of(Path("datasets") / dataset / "actors.csv")) - 1, dataset)
    if office := shutil.which("soffice"):
        out = folder / "office"
        options = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
        subprocess.run([office, "--headless", "--convert-to", options, "--outdir", out, book], check=True, capture_output=True)
        for path in files.glob("*.csv"):
            same(len(rows_of(out / f"{dataset}-{path.name}")), len(rows_of(path)), f"LibreOffice {dataset} {path.stem}")
        subprocess.run([office, "--headless", "--convert-to", "ods", "--outdir", out, book], check=True, capture_output=True)
        spreadsheet = out / f"{dataset}.ods"
        found = [json.loads(run("check", file, "--format", "json").replace(b".ods", b".xlsx"))["findings"] for file in (spreadsheet, book)]
        same(found[0], found[1], f"{spreadsheet}: findings")
        for format, suffix in (("csv", ""), ("json", ".json")):
            left, right = out / f"{dataset}-ods{suffix}", out / f"{dataset}-xlsx{suffix}"
            run("export", spreadsheet, "--to", format, "-o", left)
            run("export", book, "--to", format, "-o", right)
            for file in sorted(left.iterdir()) if left.is_dir() else [left]:
                other = right / file.name if right.is_dir() else right
                same(file.read_bytes() == other.read_bytes(), True, f"{spreadsheet}: {file.name} as read from .ods and .xlsx")
    print(f"{dataset} tables: {total} rows{'' if office else ' (LibreOffice is not installed)'}")


def description(dataset):
    graph = rdflib.Graph().parse(data=run("export", dataset, "--to", "dcat"), format="json-ld")
    dcat, dct = rdflib.Namespace("http://www.w3.org/ns/dcat#"), rdflib.Namespace("http://purl.org/dc/terms/")
    (node,) = graph.subjects(rdflib.RDF.type, dcat.Dataset)
    for term in (dct.title, dct.description, dct.identifier, dct.publisher, dct.creator, dcat.contactPoint, dct.accessRights,
                 dcat.theme, dcat.distribution):
        same(graph.value(node, term) is not None, True, f"{dataset} dcat {term}")
    files = list(graph.objects(node, dcat.distribution))
    for file in files:
        same(len(list(graph.objects(file, dct.license))), 1, f"{file} licence")
    print(f"{dataset} dcat: {len(graph)} statements, {len(files)} distributions")


def rows_made(file, folder):
    """Imports a file that another program wrote; the number of rows of each table."""
    out = folder / f"{file.name}-dataset"
    run("import", file, "-o", out)
    run("check", out)
    return [len(rows_of(out / f"{table}.csv")) - 1 for table in ("actors", "initiatives", "participations")]


def imports(folder):
    women = networkx.davis_southern_women_graph()
    # Lists of both sides, which no format holds.
    women.graph.clear()
    counts = [18, 14, women.number_of_edges()]
    networkx.write_graphml(women, folder / "women.graphml")
    networkx.write_gexf(women, folder / "women.gexf")
    graph = igraph.Graph.from_networkx(women)
    graph.vs["name"] = graph.vs["_nx_name"]
    graph.write_graphml(str(folder / "igraph.graphml"))
    for name in ("women.graphml", "women.gexf", "igraph.graphml"):
        same(rows_made(folder / name, folder), counts, name)
    sides = [(a, b) if women.nodes[a]["bipartite"] == 0 else (b, a) for a, b in women.edges]
    pandas.DataFrame(sides, columns=["source", "target"]).to_csv(folder / "edges.csv", index=False)
    same(rows_made(folder / "edges.csv", folder), counts, "edges.csv")
    flat = pandas.DataFrame([(initiative, actor, "partner") for actor, initiative in sides],
                            columns=["Naam initiatief", "Aanbieder", "Rol"])
    with pandas.ExcelWriter(folder / "flat.xlsx") as writer:
        pandas.DataFrame([["Lees dit eerst"]]).to_excel(writer, sheet_name="Uitleg", index=False, header=False)
        flat.to_excel(writer, sheet_name="Overzicht", index=False, startrow=3)
    same(rows_made(folder / "flat.xlsx", folder), counts, "flat.xlsx")
    if office := shutil.which("soffice"):
        subprocess.run([office, "--headless", "--convert-to", "xlsx", "--outdir", folder / "again", folder / "flat.xlsx"],
                       check=True, capture_output=True)
        same(rows_made(folder / "again" / "flat.xlsx", folder / "again"), counts, "flat.xlsx of LibreOffice")
        subprocess.run([office, "--headless", "--convert-to", "ods", "--outdir", folder / "again", folder / "flat.xlsx"],
                       check=True, capture_output=True)
        same(rows_made(folder / "again" / "flat.ods", folder / "again"), counts, "flat.ods of LibreOffice")
    run("template", "-o", folder / "template.xlsx", "--with-example")
    book = openpyxl.load_workbook(folder / "template.xlsx")
    same(book["Deelname"].data_validations.count, 3, "template: lists")
    run("check", folder / "template.xlsx")
    if office:
        subprocess.run([office, "--headless", "--convert-to", "ods", "--outdir", folder, folder / "template.xlsx"],
                       check=True, capture_output=True)
        same(run("check", folder / "template.ods"), run("check", folder / "template.xlsx"), "template.ods of LibreOffice")
    print(f"imports: GraphML and GEXF of networkx, GraphML of igraph, CSV and xlsx of pandas{'' if office else ' (LibreOffice is not installed)'}")


with tempfile.TemporaryDirectory() as name:
    imports(Path(name))
    for dataset in DATASETS:
        networks(dataset, Path(name))
        tables(dataset, Path(name))
        description(dataset)
