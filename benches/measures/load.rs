//! Files → ecosystem, all checks included; the files are in the cache of the system.

use std::hint::black_box;

use ecosysteemkaart::dataset::{ReadOptions, read_path};

use crate::World;

pub fn round(world: &World) {
    black_box(read_path(&world.folder, &ReadOptions::default()).unwrap());
}
