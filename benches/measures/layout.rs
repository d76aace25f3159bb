//! Positions of all actors.

use std::hint::black_box;

use ecosysteemkaart::layout::{LayoutConfig, LayoutGraph, layout};

use crate::World;

pub fn round(world: &World) {
    let projection = &world.projection;
    let edges = (0..projection.actor_count())
        .flat_map(|a| {
            let row = projection.neighbors_of(a).iter().zip(projection.newman_of(a));
            row.filter(move |(b, _)| a < **b as usize).map(move |(&b, &weight)| (a as u32, b, weight))
        })
        .collect();
    let graph = LayoutGraph { nodes: projection.actor_count(), edges, ..LayoutGraph::default() };
    black_box(layout(&graph, &LayoutConfig::default()));
}
