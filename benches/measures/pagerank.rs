//! PageRank with the settings of the analysis.

use std::hint::black_box;

use ecosysteemkaart::analysis::centrality::{DEFAULT_DAMPING, DEFAULT_TOLERANCE, pagerank};

use crate::World;

pub fn round(world: &World) {
    black_box(pagerank(&world.projection, DEFAULT_DAMPING, DEFAULT_TOLERANCE));
}
