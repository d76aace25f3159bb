//! Ecosystem → two-mode network.

use std::hint::black_box;

use crate::World;

pub fn round(world: &World) {
    black_box(world.selection.network(&world.ecosystem));
}
