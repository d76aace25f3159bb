//! All pairs of initiatives that share an actor, and the hundred that are most alike.

use std::hint::black_box;

use ecosysteemkaart::analysis::provider_overlap::provider_overlap;

use crate::World;

pub fn round(world: &World) {
    black_box(provider_overlap(&world.network, 100));
}
