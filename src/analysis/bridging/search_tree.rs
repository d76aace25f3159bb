//! Into which parts a component falls when an actor or a link is taken away, from one depth-first search.

use std::ops::Range;

use crate::network::Projection;

/// A depth-first forest. Nodes are numbered in the order of discovery, so that a subtree is a range of numbers: node number
/// `i` has `sizes[i]` nodes in its subtree, itself included. `low[i]` is the lowest number that a link from the subtree
/// reaches apart from links to a parent, `roots[i]` the number of the root.
pub(in crate::analysis) struct SearchTree {
    nodes: Vec<u32>,
    numbers: Vec<u32>,
    sizes: Vec<u32>,
    low: Vec<u32>,
    roots: Vec<u32>,
}

/// Nodes that stay together, as ranges of numbers.
pub(in crate::analysis) struct Part(Vec<Range<usize>>);

impl Part {
    pub(in crate::analysis) fn len(&self) -> usize {
        self.0.iter().map(ExactSizeIterator::len).sum()
    }

    /// Increasing numbers in the order of discovery.
    pub(in crate::analysis) fn ranges(&self) -> &[Range<usize>] {
        &self.0
    }
}

const UNSEEN: u32 = u32::MAX;

impl SearchTree {
    pub(in crate::analysis) fn new(projection: &Projection) -> Self {
        Self::of(projection.actor_count(), |actor| projection.neighbors_of(actor))
    }

    /// Of any undirected graph of `n` nodes. Time O(n + m); a stack of its own, so that long chains do no harm.
    pub(in crate::analysis) fn of<'g>(n: usize, neighbors_of: impl Fn(usize) -> &'g [u32]) -> Self {
        let mut tree = Self {
            nodes: Vec::with_capacity(n),
            numbers: vec![UNSEEN; n],
            sizes: vec![1; n],
            low: Vec::with_capacity(n),
            roots: Vec::with_capacity(n),
        };
        // Number, number of the parent, and the neighbors that are still to be looked at.
        let mut stack: Vec<(u32, u32, &[u32])> = Vec::new();
        for start in 0..n {
            if tree.numbers[start] != UNSEEN {
                continue;
            }
            let root = tree.discover(start, None);
            stack.push((root, UNSEEN, neighbors_of(start)));
            while let Some((number, parent, rest)) = stack.last_mut() {
                let (number, parent) = (*number, *parent);
                if let Some((&next, others)) = rest.split_first() {
                    *rest = others;
                    let seen = tree.numbers[next as usize];
                    if seen == UNSEEN {
                        let child = tree.discover(next as usize, Some(root));
                        stack.push((child, number, neighbors_of(next as usize)));
                    } else if seen != parent {
                        let low = &mut tree.low[number as usize];
                        *low = (*low).min(seen);
                    }
                } else {
                    stack.pop();
                    if parent != UNSEEN {
                        tree.sizes[parent as usize] += tree.sizes[number as usize];
                        tree.low[parent as usize] = tree.low[parent as usize].min(tree.low[number as usize]);
                    }
                }
            }
        }
        tree
    }

    fn discover(&mut self, node: usize, root: Option<u32>) -> u32 {
        let number = self.nodes.len() as u32;
        self.nodes.push(node as u32);
        self.numbers[node] = number;
        self.low.push(number);
        self.roots.push(root.unwrap_or(number));
        number
    }

    /// The parts of a node's component without it.
    pub(in crate::analysis) fn without_node(&self, node: usize) -> Vec<Part> {
        let number = self.numbers[node] as usize;
        let (whole, own) = (self.component(number), self.subtree(number));
        let mut parts = Vec::new();
        // Above the node, with the subtrees below it that reach over it.
        let mut rest = vec![whole.start..own.start, own.end..whole.end];
        let mut child = number + 1;
        while child < own.end {
            let below = self.subtree(child);
            child = below.end;
            if self.low[below.start] as usize >= number {
                parts.push(Part(vec![below]));
            } else {
                rest.push(below);
            }
        }
        rest.retain(|range| !range.is_empty());
        if !rest.is_empty() {
            parts.push(Part(rest));
        }
        parts
    }

    /// The two parts of a component without a link that is a bridge.
    pub(super) fn without_link(&self, a: usize, b: usize) -> Vec<Part> {
        // A bridge is a link of the tree; its lower end was found later.
        let lower = self.numbers[a].max(self.numbers[b]) as usize;
        let (whole, below) = (self.component(lower), self.subtree(lower));
        let mut above = vec![whole.start..below.start, below.end..whole.end];
        above.retain(|range| !range.is_empty());
        vec![Part(vec![below]), Part(above)]
    }

    /// The nodes of a part, in no particular order.
    pub(in crate::analysis) fn members(&self, part: &Part) -> impl Iterator<Item = usize> {
        part.0.iter().flat_map(|range| &self.nodes[range.clone()]).map(|&node| node as usize)
    }

    /// The nodes in the order of discovery.
    pub(in crate::analysis) fn discovered(&self) -> &[u32] {
        &self.nodes
    }

    fn subtree(&self, number: usize) -> Range<usize> {
        number..number + self.sizes[number] as usize
    }

    fn component(&self, number: usize) -> Range<usize> {
        self.subtree(self.roots[number] as usize)
    }
}
