//! The grid region × activity type × sector × size class, with chance.

use std::hint::black_box;

use ecosysteemkaart::analysis::white_spots::white_spots;

use crate::World;

pub fn round(world: &World) {
    let dimensions = world.ecosystem.taxonomy().dimensions();
    let by = ["activity_type", "sector", "size"]
        .map(|id| dimensions.iter().position(|dimension| *dimension.id == *id).expect("a dimension of every example"));
    black_box(white_spots(&world.ecosystem, &world.selection, &by).unwrap());
}
