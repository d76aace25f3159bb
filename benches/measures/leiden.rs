//! One Leiden run.

use std::hint::black_box;

use ecosysteemkaart::analysis::clusters::{DEFAULT_RESOLUTION, one_run};

use crate::World;

pub fn round(world: &World) {
    black_box(one_run(&world.projection, DEFAULT_RESOLUTION, 1));
}
