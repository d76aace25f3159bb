//! All pairs of initiatives whose offers overlap for half or more, and the hundred that do so most.

use std::hint::black_box;

use ecosysteemkaart::analysis::overlap::{OverlapConfig, closest};

use crate::World;

pub fn round(world: &World) {
    black_box(closest(&world.ecosystem, &world.selection, &OverlapConfig::default(), 100).unwrap());
}
