//! Betweenness and closeness: exact on `national`, from 256 start actors on the larger ones.

use std::hint::black_box;

use ecosysteemkaart::analysis::centrality::{CentralityConfig, shortest_paths};

use crate::World;

pub fn round(world: &World) {
    black_box(shortest_paths(&world.projection, &CentralityConfig { pivots: 256, ..CentralityConfig::default() }));
}
