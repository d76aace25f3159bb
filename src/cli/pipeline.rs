//! The steps of the analysis, one after the other, with seconds, memory and what came of each.
//!
//! A step that is over soon is repeated and the median is told, as a single time of a few milliseconds says little. What came
//! of a step are counts that another program can be asked for too.

use serde_json::{Value, json};

use super::timings::Timings;
use crate::analysis::centrality::{CentralityConfig, DEFAULT_DAMPING, pagerank, shortest_paths};
use crate::analysis::clusters::{ClustersConfig, DEFAULT_RESOLUTION, clusters, one_run};
use crate::analysis::overlap::{OverlapConfig, closest};
use crate::analysis::provider_overlap::{ProviderPair, provider_overlap};
use crate::analysis::region_overlap::{region_overlap, region_sharing};
use crate::analysis::selection::Selection;
use crate::analysis::white_spots::white_spots;
use crate::ecosystem::Ecosystem;
use crate::layout::{LayoutConfig, LayoutGraph, disc_radii, layout};
use crate::network::{DEFAULT_MEMORY_BUDGET, Projection, TwoModeNetwork, degrees};

/// The steps, in their order.
pub const STEPS: &[&str] = &[
    "load",
    "network",
    "projection",
    "degree",
    "pagerank",
    "betweenness",
    "leiden",
    "clusters",
    "providerOverlap",
    "offerOverlap",
    "regionSharing",
    "regionOverlap",
    "whiteSpots",
    "layout",
];

/// Steps that are taken on the actor projection.
const PROJECTED: &[&str] = &["projection", "pagerank", "betweenness", "leiden", "clusters", "layout"];

/// Start actors of betweenness, as programs are usually compared; the analysis itself takes more.
const PIVOTS: usize = 256;
/// PageRank stops at this change, as programs are usually compared; the analysis itself goes on longer.
const TOLERANCE: f64 = 1e-9;
/// Closest pairs that are kept, and dimensions of the grid of white spots beside the lead.
const CLOSEST: usize = 100;
const GRID: [&str; 3] = ["activity_type", "sector", "size"];

/// Takes the steps that `wanted` names, after `load`.
pub(super) fn run(ecosystem: &Ecosystem, wanted: &dyn Fn(&str) -> bool, timings: &mut Timings) {
    let selection = Selection::everything(ecosystem);
    let network = timings.measure("network", || selection.network(ecosystem), |network| {
        json!({ "actors": network.actor_count(), "initiatives": network.initiative_count(), "links": network.link_count() })
    });
    let projection = if PROJECTED.iter().any(|step| wanted(step)) {
        let projection = timings.measure(
            "projection",
            || Projection::new(&network, DEFAULT_MEMORY_BUDGET),
            |projection| {
                told(projection, |projection| {
                    json!({ "pairs": projection.pair_count(), "weight": strengths(projection).iter().sum::<u64>() / 2 })
                })
            },
        );
        // What does not fit is told; the steps on it are left out.
        projection.ok()
    } else {
        None
    };
    if wanted("degree") && projection.is_none() {
        // As it is for networks of which no projection would fit.
        timings.measure("degree", || degrees(&network), |degree| json!({ "highest": degree.iter().max() }));
    }
    if let Some(projection) = &projection {
        on_projection(ecosystem, &network, projection, wanted, timings);
    }
    if wanted("providerOverlap") {
        timings.measure(
            "providerOverlap",
            || provider_overlap(&network, CLOSEST),
            |found| json!({ "pairs": found.pairs, "check": check(&found.closest) }),
        );
    }
    let config = OverlapConfig { described_only: true, ..OverlapConfig::default() };
    if wanted("offerOverlap") {
        let find = || closest(ecosystem, &selection, &config, CLOSEST);
        // A refusal is told.
        let _ = timings.measure("offerOverlap", find, |found| told(found, |found| json!({ "pairs": found.total })));
    }
    if wanted("regionSharing") {
        timings.measure(
            "regionSharing",
            || region_sharing(ecosystem, &selection),
            |pairs| json!({ "shared": pairs.iter().map(|pair| pair.shared_actors).sum::<usize>() }),
        );
    }
    if wanted("regionOverlap") {
        timings.measure(
            "regionOverlap",
            || region_overlap(ecosystem, &selection, &config),
            |pairs| json!({ "overlapping": pairs.iter().map(|pair| pair.overlapping_pairs).sum::<Option<usize>>() }),
        );
    }
    if wanted("whiteSpots") {
        let dimensions = ecosystem.taxonomy().dimensions();
        let by: Vec<usize> =
            GRID.iter().filter_map(|id| dimensions.iter().position(|dimension| *dimension.id == **id)).collect();
        let _ = timings.measure("whiteSpots", || white_spots(ecosystem, &selection, &by), |found| {
            told(found, |found| {
                let own = || found.cells.iter().map(|cell| cell.own);
                json!({ "cells": found.cells.len(), "empty": own().filter(|&own| own == 0).count(), "units": own().sum::<u64>() })
            })
        });
    }
}

/// What came of a step, or why it was refused.
fn told<T, E: std::fmt::Display>(result: &Result<T, E>, found: impl Fn(&T) -> Value) -> Value {
    match result {
        Ok(result) => found(result),
        Err(error) => json!({ "refused": error.to_string() }),
    }
}

fn on_projection(
    ecosystem: &Ecosystem,
    network: &TwoModeNetwork,
    projection: &Projection,
    wanted: &dyn Fn(&str) -> bool,
    timings: &mut Timings,
) {
    let config = CentralityConfig { pivots: PIVOTS, ..CentralityConfig::default() };
    if wanted("degree") {
        let degrees =
            || -> Vec<usize> { (0..projection.actor_count()).map(|actor| projection.degree(actor)).collect() };
        timings.measure(
            "degree",
            || (degrees(), strengths(projection)),
            |(degree, strength)| json!({ "highest": degree.iter().max(), "strongest": strength.iter().max() }),
        );
    }
    if wanted("pagerank") {
        timings.measure(
            "pagerank",
            || pagerank(projection, DEFAULT_DAMPING, TOLERANCE),
            |ranks| json!({ "highest": ranks.iter().copied().reduce(f64::max) }),
        );
    }
    if wanted("betweenness") {
        timings.measure(
            "betweenness",
            || shortest_paths(projection, &config),
            |paths| {
                let pivots = paths.approximation.as_ref().map(|approximation| approximation.pivots);
                json!({ "startActors": pivots.unwrap_or(projection.actor_count()) })
            },
        );
    }
    if wanted("leiden") {
        timings.measure("leiden", || one_run(projection, DEFAULT_RESOLUTION, 1), |(membership, modularity)| {
            json!({ "communities": membership.iter().max().map(|last| last + 1), "modularity": modularity })
        });
    }
    if wanted("clusters") {
        let config = ClustersConfig::default();
        timings.measure(
            "clusters",
            || clusters(ecosystem, network, projection, &config),
            |found| json!({ "runs": found.runs, "clusters": found.clusters.len(), "modularity": found.modularity }),
        );
    }
    if wanted("layout") {
        timings.measure("layout", || place(projection), |nodes| json!({ "nodes": nodes }));
    }
}

/// Lays the actors out as the network map does.
fn place(projection: &Projection) -> usize {
    let config = LayoutConfig::default();
    let actors = projection.actor_count();
    let degrees: Vec<f64> = (0..actors).map(|actor| projection.degree(actor) as f64).collect();
    let edges = (0..actors)
        .flat_map(|a| {
            let row = projection.neighbors_of(a).iter().zip(projection.newman_of(a));
            row.filter(move |(b, _)| a < **b as usize).map(move |(&b, &weight)| (a as u32, b, weight))
        })
        .collect();
    let graph = LayoutGraph { nodes: actors, edges, radii: disc_radii(&degrees, &config), previous: Vec::new() };
    layout(&graph, &config).positions.len()
}

fn strengths(projection: &Projection) -> Vec<u64> {
    let strength = |actor| projection.counts_of(actor).iter().map(|&count| u64::from(count)).sum();
    (0..projection.actor_count()).map(strength).collect()
}

/// A number that depends on which pairs are closest and in which order: Σ i · ((1000003 a + b) mod 2³¹) mod 2³¹.
fn check(pairs: &[ProviderPair]) -> u64 {
    const MODULUS: u64 = 1 << 31;
    let term = |(pair, place): (&ProviderPair, u64)| place * ((pair.a as u64 * 1_000_003 + pair.b as u64) % MODULUS);
    pairs.iter().zip(1..).map(term).fold(0, |sum, term| (sum + term) % MODULUS)
}
