//! Two-mode network → actor projection with both weights.

use std::hint::black_box;

use ecosysteemkaart::network::{DEFAULT_MEMORY_BUDGET, Projection};

use crate::World;

pub fn round(world: &World) {
    black_box(Projection::new(&world.network, DEFAULT_MEMORY_BUDGET).unwrap());
}
