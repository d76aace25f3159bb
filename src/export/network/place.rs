//! Positions, sizes and colors of nodes: those of the network map, so that a file opens as the figure looks.

use super::{ExportedNetwork, NetworkKind, Values};
use crate::layout::{LayoutConfig, LayoutGraph, Point, disc_radii, layout};

/// Red, green and blue of the clusters, largest first: the hues of the network map.
pub const GROUP_COLORS: [[u8; 3]; 8] = [
    [0x00, 0x72, 0xB2],
    [0xE6, 0x9F, 0x00],
    [0x00, 0x9E, 0x73],
    [0xD5, 0x5E, 0x00],
    [0x56, 0xB4, 0xE9],
    [0xCC, 0x79, 0xA7],
    [0xF0, 0xE4, 0x42],
    [0x5E, 0x3A, 0x1A],
];

/// Clusters beyond the eight hues, and what belongs to none: isolated actors and initiatives.
pub const OTHER_COLOR: [u8; 3] = [0x66, 0x6E, 0x77];

/// Nodes up to which a network is laid out: some seconds. Programs that open a larger one lay it out themselves.
pub const MOST_PLACED_NODES: usize = 10_000;

/// Where a node stands, in pixels of the map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Placed {
    /// x to the right, y upward from the middle; `None` beyond [`MOST_PLACED_NODES`].
    pub position: Option<(f64, f64)>,
    pub radius: f64,
}

/// Lays the network out as the network map does, up to [`MOST_PLACED_NODES`]; discs have an area in proportion to the number of
/// edges.
pub(super) fn place(network: &ExportedNetwork) -> Vec<Placed> {
    let newman = network.edge_columns.iter().find(|column| column.name == "newman");
    let weight = |edge: usize| match newman.map(|column| &column.values) {
        Some(Values::Real(weights)) if network.kind != NetworkKind::TwoMode => weights[edge].unwrap_or(1.0),
        _ => network.weights[edge],
    };
    let edges = network.ends.iter().enumerate().map(|(edge, &(a, b))| (a, b, weight(edge))).collect();
    let config = LayoutConfig::default();
    let links: Vec<f64> = network.links().into_iter().map(|links| links as f64).collect();
    let radii = disc_radii(&links, &config);
    // A thousandth of a pixel is more than any screen shows.
    let rounded = |value: f64| (value * 1000.0).round() / 1000.0 + 0.0;
    if links.len() > MOST_PLACED_NODES {
        return radii.into_iter().map(|radius| Placed { position: None, radius: rounded(radius) }).collect();
    }
    let done = layout(&LayoutGraph { nodes: links.len(), edges, radii, previous: Vec::new() }, &config);
    let centered = |point: &Point| (rounded(point.x - config.width / 2.0), rounded(config.height / 2.0 - point.y));
    let placed = done.positions.iter().zip(&done.radii);
    placed.map(|(point, &radius)| Placed { position: Some(centered(point)), radius: rounded(radius) }).collect()
}

/// Color of a node by the place of its cluster.
pub(super) fn color(group: Option<usize>) -> [u8; 3] {
    group.and_then(|group| GROUP_COLORS.get(group)).copied().unwrap_or(OTHER_COLOR)
}
