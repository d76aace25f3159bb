//! Number of linked actors without a projection, as for networks of which none would fit.

use std::hint::black_box;

use ecosysteemkaart::network::degrees;

use crate::World;

pub fn round(world: &World) {
    black_box(degrees(&world.network));
}
