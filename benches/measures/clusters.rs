//! Twenty Leiden runs side by side, their agreement and the description of the clusters.

use std::hint::black_box;

use ecosysteemkaart::analysis::clusters::{ClustersConfig, clusters};

use crate::World;

pub fn round(world: &World) {
    black_box(clusters(&world.ecosystem, &world.network, &world.projection, &ClustersConfig::default()));
}
