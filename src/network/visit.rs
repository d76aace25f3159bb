//! petgraph's visit traits on [`Projection`], so that its algorithms (components, articulation points, bridges, paths)
//! read our rows as they are.

use fixedbitset::FixedBitSet;
use petgraph::visit::{
    Data, EdgeRef, GraphBase, GraphProp, IntoEdgeReferences, IntoEdges, IntoNeighbors, IntoNodeIdentifiers,
    IntoNodeReferences, NodeCompactIndexable, NodeCount, NodeIndexable, Visitable,
};

use super::Projection;

/// A link seen from one of its ends; `slot` tells the two directions apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    source: u32,
    target: u32,
    slot: usize,
}

/// The weight of a link for petgraph: links are unweighted here.
const UNWEIGHTED: &() = &();

impl EdgeRef for Link {
    type NodeId = u32;
    type EdgeId = usize;
    type Weight = ();

    fn source(&self) -> u32 {
        self.source
    }

    fn target(&self) -> u32 {
        self.target
    }

    fn weight(&self) -> &() {
        UNWEIGHTED
    }

    fn id(&self) -> usize {
        self.slot
    }
}

impl GraphBase for Projection {
    type NodeId = u32;
    type EdgeId = usize;
}

impl Data for Projection {
    type NodeWeight = ();
    type EdgeWeight = ();
}

impl GraphProp for Projection {
    type EdgeType = petgraph::Undirected;
}

impl NodeCount for Projection {
    fn node_count(&self) -> usize {
        self.actor_count()
    }
}

impl NodeIndexable for Projection {
    fn node_bound(&self) -> usize {
        self.actor_count()
    }

    fn to_index(&self, node: u32) -> usize {
        node as usize
    }

    fn from_index(&self, index: usize) -> u32 {
        index as u32
    }
}

impl NodeCompactIndexable for Projection {}

impl Visitable for Projection {
    type Map = FixedBitSet;

    fn visit_map(&self) -> FixedBitSet {
        FixedBitSet::with_capacity(self.actor_count())
    }

    fn reset_map(&self, map: &mut FixedBitSet) {
        map.clear();
        map.grow(self.actor_count());
    }
}

impl IntoNodeIdentifiers for &Projection {
    type NodeIdentifiers = std::ops::Range<u32>;

    fn node_identifiers(self) -> Self::NodeIdentifiers {
        0..self.actor_count() as u32
    }
}

impl<'a> IntoNodeReferences for &'a Projection {
    type NodeRef = (u32, &'a ());
    type NodeReferences = std::iter::Map<std::ops::Range<u32>, fn(u32) -> (u32, &'a ())>;

    fn node_references(self) -> Self::NodeReferences {
        self.node_identifiers().map(|node| (node, UNWEIGHTED))
    }
}

impl<'a> IntoNeighbors for &'a Projection {
    type Neighbors = std::iter::Copied<std::slice::Iter<'a, u32>>;

    fn neighbors(self, node: u32) -> Self::Neighbors {
        self.neighbors_of(node as usize).iter().copied()
    }
}

/// The links of one actor, each seen from it.
pub struct Links<'a> {
    projection: &'a Projection,
    source: u32,
    slots: std::ops::Range<usize>,
}

impl Iterator for Links<'_> {
    type Item = Link;

    fn next(&mut self) -> Option<Link> {
        let slot = self.slots.next()?;
        Some(Link { source: self.source, target: self.projection.neighbor_at(slot), slot })
    }
}

impl<'a> IntoEdges for &'a Projection {
    type Edges = Links<'a>;

    fn edges(self, node: u32) -> Links<'a> {
        Links { projection: self, source: node, slots: self.links_of(node as usize) }
    }
}

/// Every link once, from its lower end.
pub struct AllLinks<'a> {
    current: Links<'a>,
}

impl Iterator for AllLinks<'_> {
    type Item = Link;

    fn next(&mut self) -> Option<Link> {
        loop {
            match self.current.find(|link| link.source < link.target) {
                Some(link) => return Some(link),
                None => {
                    let next = self.current.source as usize + 1;
                    if next >= self.current.projection.actor_count() {
                        return None;
                    }
                    self.current = self.current.projection.edges(next as u32);
                }
            }
        }
    }
}

impl<'a> IntoEdgeReferences for &'a Projection {
    type EdgeRef = Link;
    type EdgeReferences = AllLinks<'a>;

    fn edge_references(self) -> AllLinks<'a> {
        let slots = if self.actor_count() == 0 { 0..0 } else { self.links_of(0) };
        AllLinks { current: Links { projection: self, source: 0, slots } }
    }
}
