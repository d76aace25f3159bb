//! Components of the network, each as a small graph of its own with sorted neighbor lists.

use super::LayoutGraph;

/// One connected component with at least two nodes, in local numbering.
#[derive(Clone, Debug)]
pub(super) struct Component {
    /// Global node per local node, ascending.
    pub nodes: Vec<u32>,
    /// Local node `v` has neighbors `neighbors[offsets[v]..offsets[v + 1]]`, ascending, without loops or repeats.
    pub offsets: Vec<usize>,
    /// Local neighbor and the summed weight of the edge (finite, positive).
    pub neighbors: Vec<(u32, f64)>,
}

impl Component {
    /// Neighbors of local node `v` with their weights.
    pub fn neighbors(&self, v: usize) -> &[(u32, f64)] {
        &self.neighbors[self.offsets[v]..self.offsets[v + 1]]
    }
}

/// Splits the graph into components with edges (largest first, ties by smallest node) and nodes without edges.
pub(super) fn split(graph: &LayoutGraph) -> (Vec<Component>, Vec<u32>) {
    let n = graph.nodes;
    let mut edges: Vec<(u32, u32, f64)> = graph
        .edges
        .iter()
        .filter(|(a, b, w)| a != b && (*a as usize) < n && (*b as usize) < n && w.is_finite() && *w > 0.0)
        .flat_map(|&(a, b, w)| [(a, b, w), (b, a, w)])
        .collect();
    // The weight is part of the key, so that parallel edges are added up in the same order whatever their row order.
    edges.sort_unstable_by(|p, q| (p.0, p.1).cmp(&(q.0, q.1)).then(p.2.total_cmp(&q.2)));
    edges.dedup_by(|next, kept| {
        let same = (next.0, next.1) == (kept.0, kept.1);
        if same {
            kept.2 += next.2;
        }
        same
    });
    let mut offsets = vec![0_usize; n + 1];
    for edge in &edges {
        offsets[edge.0 as usize + 1] += 1;
    }
    for v in 0..n {
        offsets[v + 1] += offsets[v];
    }

    let mut local = vec![u32::MAX; n];
    let mut components = Vec::new();
    let mut isolated = Vec::new();
    for start in 0..n {
        if local[start] != u32::MAX {
            continue;
        }
        if offsets[start] == offsets[start + 1] {
            isolated.push(start as u32);
            continue;
        }
        let mut nodes = vec![start as u32];
        local[start] = 0;
        let mut next = 0;
        while next < nodes.len() {
            let v = nodes[next] as usize;
            next += 1;
            for edge in &edges[offsets[v]..offsets[v + 1]] {
                if local[edge.1 as usize] == u32::MAX {
                    local[edge.1 as usize] = 0;
                    nodes.push(edge.1);
                }
            }
        }
        nodes.sort_unstable();
        for (index, node) in nodes.iter().enumerate() {
            local[*node as usize] = index as u32;
        }
        let mut component = Component { offsets: vec![0], neighbors: Vec::new(), nodes };
        for node in &component.nodes {
            let v = *node as usize;
            component.neighbors.extend(edges[offsets[v]..offsets[v + 1]].iter().map(|e| (local[e.1 as usize], e.2)));
            component.offsets.push(component.neighbors.len());
        }
        components.push(component);
    }
    // Stable sort: equal sizes stay in order of their smallest node.
    components.sort_by_key(|c| std::cmp::Reverse(c.nodes.len()));
    (components, isolated)
}
