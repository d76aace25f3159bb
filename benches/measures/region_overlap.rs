//! What regions share, without the pairs of initiatives that overlap.

use std::hint::black_box;

use ecosysteemkaart::analysis::region_overlap::region_sharing;

use crate::World;

pub fn round(world: &World) {
    black_box(region_sharing(&world.ecosystem, &world.selection));
}
