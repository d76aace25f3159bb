"""Seconds per step of `analyse --timings` beside those of well-known programs, on one dataset in one run.

    .ci/peers DATASET [STEP,STEP… [PROGRAM,PROGRAM…]]

A program takes a step from the same point as ours does: network in memory, projection made. Steps under three seconds are
repeated three to seven times and the median counts, as ours does. Where two give a count it must be the same; a clustering counts
where its modularity is within a thousandth of the best. polars reads every table without checking anything. Peak memory of
others is that of all that are asked together: ask for one to know its own; polars and scipy read and project for the others.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import time

import numpy as np
import polars as pl
import scipy.sparse as sp

DAMPING, TOLERANCE, PIVOTS, CLOSEST = 0.85, 1e-9, 256, 100
TABLES = ("actors", "initiatives", "participations", "activities")
GRID = ["activity_type", "sector", "size"]
NATIONAL, EVERY = "NL", "alle"


def timed(run):
    seconds = []
    while True:
        since = time.perf_counter()
        result = run()
        seconds.append(time.perf_counter() - since)
        if max(seconds) >= 3 or len(seconds) >= (7 if sum(seconds) < 3 else 3):
            return statistics.median(seconds), result


class Peers:
    def __init__(self, folder, programs):
        self.folder = folder
        self.programs = programs
        self.rows = {}  # step → [(program, seconds, counts)]

    def take(self, step, program, run, found=lambda result: {}):
        seconds, result = timed(run)
        self.rows.setdefault(step, []).append((program, seconds, found(result)))
        print(f"  {step} {program} {seconds:.4f} s {found(result)}", file=sys.stderr, flush=True)
        return result

    def read(self):
        table = lambda name: pl.read_csv(f"{self.folder}/{name}.csv", infer_schema_length=0)
        actors, initiatives, links, activities = map(table, TABLES)
        rest = sorted(name[:-4] for name in os.listdir(self.folder) if name.endswith(".csv"))
        [table(name) for name in rest if name not in TABLES]
        number = lambda frame, name: frame.select(pl.col("id")).with_row_index(name)
        links = links.join(number(initiatives, "i"), left_on="initiative", right_on="id", maintain_order="left")
        links = links.join(number(actors, "a"), left_on="actor", right_on="id", maintain_order="left")
        activities = activities.join(number(initiatives, "i"), left_on="initiative", right_on="id", maintain_order="left")
        return actors, initiatives, links, activities

    def run(self, wanted):
        self.actors, self.initiatives, self.links, self.activities = self.take(
            "load", "polars", self.read, lambda r: {"participations": r[2].height, "activities": r[3].height})
        self.n, self.m = self.actors.height, self.initiatives.height
        i, a = self.links["i"].to_numpy(), self.links["a"].to_numpy()
        ones = np.ones(i.size, np.int32)
        shape = (self.m, self.n)

        def both():
            matrix = sp.csr_matrix((ones, (i, a)), shape=shape)
            # Several roles of one actor in one initiative are one link.
            matrix.sum_duplicates()
            matrix.data[:] = 1
            return matrix, matrix.T.tocsr()

        self.network = self.take("network", "scipy", both, lambda r: {"links": int(r[0].nnz)})
        projected = ("projection", "degree", "pagerank", "betweenness", "leiden", "layout")
        if any(wanted(step) for step in projected):
            self.project()
            self.measure(wanted)
        if wanted("providerOverlap"):
            self.provider_overlap()
        if any(wanted(step) for step in ("offerOverlap", "regionSharing", "whiteSpots")):
            self.regions()
            self.supply(wanted)

    def project(self):
        matrix, transposed = self.network

        def project():
            product = transposed @ matrix
            product.setdiag(0)
            product.eliminate_zeros()
            return product

        counts = lambda w: {"pairs": int(w.nnz // 2), "weight": int(w.sum()) // 2}
        self.projection = self.take("projection", "scipy", project, counts)

    def measure(self, wanted):
        w = self.projection
        degrees = lambda: (np.diff(w.indptr), np.asarray(w.sum(1)).ravel())
        highest = lambda r: {"highest": int(r[0].max()), "strongest": int(r[1].max())}
        self.take("degree", "scipy", degrees, highest)
        upper = sp.triu(w, k=1, format="coo")
        if wanted("pagerank"):
            self.take("pagerank", "scipy", self.pagerank, lambda ranks: {"highest": float(ranks.max())})
        if "igraph" in self.programs:
            self.igraph(upper, wanted)
        if "networkit" in self.programs:
            self.networkit(upper, wanted)
        if wanted("leiden"):
            self.leiden()

    def igraph(self, upper, wanted):
        import igraph

        graph = igraph.Graph(n=self.n, edges=np.column_stack((upper.row, upper.col)))
        graph.es["weight"] = upper.data
        if wanted("pagerank"):
            self.take("pagerank", "igraph", lambda: graph.pagerank(weights="weight", damping=DAMPING))
        if wanted("betweenness"):
            start = np.random.default_rng(1).choice(self.n, min(self.n, PIVOTS), replace=False).tolist()
            self.take("betweenness", "igraph", lambda: graph.betweenness(directed=False, sources=start))
        if wanted("layout") and self.n <= 60_000:
            self.take("layout", "igraph (Fruchterman-Reingold, grid)", lambda: graph.layout_fruchterman_reingold(grid=True))

    def networkit(self, upper, wanted):
        import networkit

        networkit.engineering.setNumberOfThreads(os.cpu_count())
        kit = networkit.GraphFromCoo((upper.data.astype(float), (upper.row, upper.col)), n=self.n, weighted=True)
        if wanted("pagerank"):
            self.take("pagerank", "networkit", lambda: networkit.centrality.PageRank(kit, DAMPING, TOLERANCE).run())
        if wanted("betweenness"):
            estimate = lambda: networkit.centrality.EstimateBetweenness(kit, PIVOTS, parallel=True).run()
            self.take("betweenness", "networkit", estimate)

    def leiden(self):
        """On Newman's weights, as ours: sum over shared initiatives of 1/(k − 1)."""
        matrix, transposed = self.network
        k = np.asarray(matrix.sum(1)).ravel().astype(float)
        scale = sp.diags(np.divide(1, k - 1, out=np.zeros_like(k), where=k > 1))
        weights = sp.triu(transposed.astype(float) @ (scale @ matrix), k=1, format="coo")
        if "igraph" in self.programs:
            import igraph

            graph = igraph.Graph(n=self.n, edges=np.column_stack((weights.row, weights.col)))
            graph.es["weight"] = weights.data
            run = lambda: graph.community_leiden(objective_function="modularity", weights="weight", n_iterations=-1)
            told = lambda c: {"modularity": graph.modularity(c.membership, weights="weight"), "communities": len(c)}
            self.take("leiden", "igraph", run, told)
        if "networkit" not in self.programs:
            return
        import networkit

        kit = networkit.GraphFromCoo((weights.data, (weights.row, weights.col)), n=self.n, weighted=True)

        def parallel():
            found = networkit.community.ParallelLeiden(kit, randomize=False)
            found.run()
            return found.getPartition()

        quality = lambda p: {"modularity": networkit.community.Modularity().getQuality(p, kit), "communities": p.numberOfSubsets()}
        self.take("leiden", "networkit", parallel, quality)

    def pagerank(self):
        w = self.projection.astype(float)
        strength = np.asarray(w.sum(1)).ravel()
        isolated = strength == 0
        share = np.divide(1, strength, out=np.zeros(self.n), where=~isolated)
        ranks = np.full(self.n, 1 / self.n)
        while True:
            following = DAMPING * (w @ (ranks * share) + ranks[isolated].sum() / self.n) + (1 - DAMPING) / self.n
            if np.abs(following - ranks).sum() < TOLERANCE:
                return following
            ranks = following

    def provider_overlap(self):
        matrix, transposed = self.network
        size = np.diff(matrix.indptr).astype(np.int64)
        work = np.concatenate(([0], np.cumsum(matrix @ np.diff(transposed.indptr).astype(np.int64))))

        def closest(a, b, shared):
            either = size[a] + size[b] - shared
            share = shared / either
            if share.size > CLOSEST:
                keep = share >= np.partition(share, share.size - CLOSEST)[share.size - CLOSEST]
                a, b, shared, share = a[keep], b[keep], shared[keep], share[keep]
            order = np.lexsort((b, a, -shared, -share))[:CLOSEST]
            return a[order], b[order], shared[order]

        def run():
            pairs, best = 0, [np.zeros(0, np.int64)] * 3
            cuts = np.unique(np.searchsorted(work, np.arange(0, work[-1], 30_000_000)))
            for low, high in zip(cuts, [*cuts[1:], self.m]):
                block = (matrix[low:high] @ transposed).tocoo()
                a = block.row.astype(np.int64) + low
                later = block.col > a
                a, b, shared = a[later], block.col[later].astype(np.int64), block.data[later].astype(np.int64)
                pairs += a.size
                best = closest(*(np.concatenate(both) for both in zip(best, closest(a, b, shared))))
            return pairs, best

        def told(found):
            a, b, _ = found[1]
            terms = (a * 1_000_003 + b) % (1 << 31) * np.arange(1, a.size + 1)
            return {"pairs": found[0], "check": int(terms.sum() % (1 << 31))}

        self.take("providerOverlap", "scipy", run, told)

    def masks(self, column):
        """A bit per value, and the values; what is open to all has every bit, what is national none."""
        words = column.fill_null("").unique().sort()
        cells = [[value for value in cell.split("|") if value] for cell in words.to_list()]
        values = sorted({value for cell in cells for value in cell} - {NATIONAL, EVERY})
        bit = {value: 1 << place for place, value in enumerate(values)} | {EVERY: (1 << len(values)) - 1, NATIONAL: 0}
        mask = [0 if NATIONAL in cell else sum(bit[value] for value in set(cell)) for cell in cells]
        table = pl.DataFrame({"cell": words, "mask": pl.Series(mask, dtype=pl.UInt64)})
        cells = pl.DataFrame({"cell": column.fill_null("")})
        return cells.join(table, on="cell", how="left", maintain_order="left")["mask"].to_numpy(), values

    def regions(self):
        stated = self.initiatives["regions"].fill_null("")
        both = pl.concat([stated, self.activities["regions"].fill_null("")]) if "regions" in self.activities.columns else stated
        masks, self.region_values = self.masks(both)
        self.area, self.own = masks[: self.m], masks[self.m :]
        if self.own.size:
            # Where nothing is stated: what its activities state.
            union = np.zeros(self.m, np.uint64)
            np.bitwise_or.at(union, self.activities["i"].to_numpy(), self.own)
            self.area = np.where((stated == "").to_numpy(), union, self.area)
        rows = [(self.area >> np.uint64(r) & np.uint64(1)).astype(np.int32) for r in range(len(self.region_values))]
        self.of_region = sp.csr_matrix(np.stack(rows))

    def supply(self, wanted):
        matrix = self.network[0]
        if wanted("regionSharing"):
            def sharing():
                present = self.of_region @ matrix
                present.data[:] = 1
                shared = (present @ present.T).toarray()
                either = shared.diagonal()[:, None] + shared.diagonal()[None, :] - shared
                return shared, shared / either

            self.take("regionSharing", "scipy", sharing, lambda r: {"shared": int(np.triu(r[0], 1).sum())})
        if wanted("whiteSpots"):
            owner = self.activities["i"].to_numpy()
            area = self.area[owner]
            if self.own.size:
                area = np.where((self.activities["regions"].fill_null("") != "").to_numpy(), self.own, area)
            columns = [self.masks(self.activities[name]) for name in GRID]
            dimensions = [(area, len(self.region_values)), *((mask, len(values)) for mask, values in columns)]

            def cube():
                rows, cell = np.arange(owner.size), np.zeros(owner.size, np.int64)
                for mask, count in dimensions:
                    here = [np.flatnonzero(mask[rows] >> np.uint64(value) & np.uint64(1)) for value in range(count)]
                    cell = np.concatenate([cell[found] * count + value for value, found in enumerate(here)])
                    rows = np.concatenate([rows[found] for found in here])
                return np.bincount(cell, minlength=int(np.prod([count for _, count in dimensions])))

            # Values that nobody has are no cells here.
            told = lambda c: {"units": int(c.sum())}
            self.take("whiteSpots", "scipy (counts only)", cube, told)


def ours(folder, steps):
    command = ["target/release/ecosysteemkaart", "analyse", folder, "--without-decisions", "--timings"]
    done = subprocess.run([*command, *(["--steps", steps] if steps else [])], check=True, capture_output=True, text=True)
    return {step["step"]: step for step in json.loads(done.stdout)["steps"]}


def agrees(mine, theirs):
    common = {key for key in mine or {} if key in theirs and key not in ("communities", "modularity")}
    close = lambda a, b: a == b if isinstance(b, int) else abs(a - b) <= 1e-6 * abs(b)
    same = all(close(mine[key], theirs[key]) for key in common)
    return "" if not common else "same" if same else f"DIFFERS: {mine} {theirs}"


def good_enough(mine, others):
    """Others with a clustering near the best, and what is to be said of ours."""
    found = [other[2]["modularity"] for other in others if "modularity" in other[2]]
    if not found or not mine or mine.get("modularity") is None:
        return others, ""
    best = max(found + [mine["modularity"]])
    near = lambda value: value >= 0.999 * best
    said = "modularity within 0.001 of the best" if near(mine["modularity"]) else f"DIFFERS: {mine} {max(found)}"
    return [other for other in others if near(other[2]["modularity"])], said


def main():
    folder, steps = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""
    asked = set(filter(None, steps.split(",")))
    programs = sys.argv[3].split(",") if len(sys.argv) > 3 else ["igraph", "networkit", "polars", "scipy"]
    mine = ours(folder, steps)
    peers = Peers(folder, programs)
    peers.run(lambda step: not asked or step in asked)
    print("| step | seconds | fastest other | its seconds | ratio | counts |\n| --- | --- | --- | --- | --- | --- |")
    failed = False
    for step, row in mine.items():
        others = sorted(peers.rows.get(step, []), key=lambda other: other[1])
        told = {agrees(row["found"], other[2]) for other in others}
        others, said = good_enough(row["found"], others)
        told = (told | {said}) - {""}
        failed |= any("DIFFERS" in words for words in told)
        if others:
            program, seconds, _ = others[0]
            ratio = f"{seconds / row['seconds']:.2f}"
            print(f"| {step} | {row['seconds']:.4f} | {program} | {seconds:.4f} | {ratio} | {', '.join(sorted(told))} |")
        else:
            print(f"| {step} | {row['seconds']:.4f} | – | | | |")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"\nPeak memory of ours: {max(step['peakMemoryMegabytes'] or 0 for step in mine.values())} MB; of {', '.join(programs)}: {peak} MB.")
    return failed


if __name__ == "__main__":
    sys.exit(main())
