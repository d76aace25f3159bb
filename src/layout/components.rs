//! Components of the network, each as a small graph of its own with sorted neighbor lists.

use super::LayoutGraph;

/// One connected component with at least two nodes, in local numbering.
#[derive(Clone, Debug)]
pub(super) struct Component {
    /// Global node per local node, ascending.
    pub nodes: Vec<u32>,
    /// Local node `v` has neighbors `neighbors[offsets[v]..offsets[v + 1]]`, ascending, without loops or repeats.
    pub offsets: Vec<usize>,
    pub neighbors: Vec<u32>,
    /// Summed weight of the edge to each of `neighbors` (finite, positive).
    pub weights: Vec<f64>,
}

impl Component {
    /// Neighbors of local node `v`.
    pub fn neighbors(&self, v: usize) -> &[u32] {
        &self.neighbors[self.offsets[v]..self.offsets[v + 1]]
    }
}

/// Splits the graph into components with edges (largest first, ties by smallest node) and nodes without edges.
pub(super) fn split(graph: &LayoutGraph) -> (Vec<Component>, Vec<u32>) {
    let n = graph.nodes;
    let rows = Rows::new(graph);
    let mut local = vec![u32::MAX; n];
    let mut components = Vec::new();
    let mut isolated = Vec::new();
    for start in 0..n {
        if local[start] != u32::MAX {
            continue;
        }
        if rows.of(start).is_empty() {
            isolated.push(start as u32);
            continue;
        }
        let mut nodes = vec![start as u32];
        local[start] = 0;
        let mut next = 0;
        while next < nodes.len() {
            let v = nodes[next] as usize;
            next += 1;
            for (other, _) in rows.of(v) {
                if local[*other as usize] == u32::MAX {
                    local[*other as usize] = 0;
                    nodes.push(*other);
                }
            }
        }
        nodes.sort_unstable();
        for (index, node) in nodes.iter().enumerate() {
            local[*node as usize] = index as u32;
        }
        let (mut offsets, mut neighbors, mut weights) = (vec![0], Vec::new(), Vec::new());
        for node in &nodes {
            let row = rows.of(*node as usize);
            neighbors.extend(row.iter().map(|(other, _)| local[*other as usize]));
            weights.extend(row.iter().map(|(_, weight)| *weight));
            offsets.push(neighbors.len());
        }
        components.push(Component { nodes, offsets, neighbors, weights });
    }
    // Stable sort: equal sizes stay in order of their smallest node.
    components.sort_by_key(|c| std::cmp::Reverse(c.nodes.len()));
    (components, isolated)
}

/// Neighbors and weights of every node, from both ends of each edge that counts.
struct Rows {
    offsets: Vec<usize>,
    links: Vec<(u32, f64)>,
}

impl Rows {
    fn new(graph: &LayoutGraph) -> Self {
        let n = graph.nodes;
        let counts = |(a, b, w): &&(u32, u32, f64)| {
            a != b && (*a as usize) < n && (*b as usize) < n && w.is_finite() && *w > 0.0
        };
        let edges = || graph.edges.iter().filter(counts);
        let mut ends = vec![0_usize; n + 1];
        for (a, b, _) in edges() {
            ends[*a as usize + 1] += 1;
            ends[*b as usize + 1] += 1;
        }
        for v in 0..n {
            ends[v + 1] += ends[v];
        }
        let mut next = ends.clone();
        let mut links = vec![(0, 0.0); ends[n]];
        for &(a, b, w) in edges() {
            for (from, to) in [(a, b), (b, a)] {
                links[next[from as usize]] = (to, w);
                next[from as usize] += 1;
            }
        }
        let mut offsets = vec![0];
        let mut kept = 0;
        for v in 0..n {
            // The weight is part of the key, so that parallel edges are added up in the same order whatever their row
            // order.
            links[ends[v]..ends[v + 1]].sort_unstable_by(|p, q| p.0.cmp(&q.0).then(p.1.total_cmp(&q.1)));
            for index in ends[v]..ends[v + 1] {
                let (other, weight) = links[index];
                if kept > offsets[v] && links[kept - 1].0 == other {
                    links[kept - 1].1 += weight;
                } else {
                    links[kept] = (other, weight);
                    kept += 1;
                }
            }
            offsets.push(kept);
        }
        links.truncate(kept);
        Self { offsets, links }
    }

    fn of(&self, v: usize) -> &[(u32, f64)] {
        &self.links[self.offsets[v]..self.offsets[v + 1]]
    }
}
