//! From an ecosystem and its results to the network that is exported.

use super::columns::{actor_rows, initiative_rows, joined};
use super::edges::{projected_edges, two_mode_edges};
use super::{AboutNetwork, ExportedNetwork, NetworkKind};
use crate::analysis::centrality::Centrality;
use crate::analysis::clusters::Clusters;
use crate::ecosystem::{Basis, Ecosystem};
use crate::language::{Language, Text};
use crate::network::{Projection, ProjectionTooLarge, TwoModeNetwork};
use crate::snapshot::{Section, cluster_name, provenance};

/// Edges that a file may have when nothing else is set: some hundreds of megabytes of GEXF.
pub const MOST_EDGES: u64 = 2_000_000;

/// As [`MOST_EDGES`], where a file is written to disk: at some 200 bytes per edge the 8 GiB that a projection may take too.
pub const MOST_EDGES_ON_DISK: u64 = 40_000_000;

/// Bytes of a projection per edge: both directions of neighbor, count and Newman weight.
const PROJECTION_BYTES: u64 = 2 * (4 + 4 + 8);

/// The part of an ecosystem that is exported, with what was measured in it.
#[derive(Clone, Copy)]
pub struct NetworkPart<'a> {
    pub ecosystem: &'a Ecosystem,
    pub network: &'a TwoModeNetwork,
    pub centrality: &'a Centrality,
    pub clusters: &'a Clusters,
    /// Whether an initiative belongs to the part.
    pub has_initiative: &'a dyn Fn(usize) -> bool,
}

/// A network with more edges than a file may have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.sentence().en)]
pub struct TooManyEdges {
    pub edges: u64,
    pub most: u64,
}

impl TooManyEdges {
    /// What is wrong and what to do about it.
    pub fn sentence(&self) -> Text {
        let Self { edges, most } = self;
        Text::new(
            format!(
                "Dit netwerk heeft {edges} verbindingen; ten hoogste {most} passen in een bestand. Neem het tweezijdige \
                 netwerk of filter actoren of initiatieven."
            ),
            format!(
                "This network has {edges} edges; a file holds at most {most}. Take the two-mode network or filter actors \
                 or initiatives."
            ),
        )
    }
}

/// Describes a network with at most so many edges. They are counted before anything large is made.
///
/// # Errors
/// [`TooManyEdges`].
pub fn exported_network(
    part: NetworkPart<'_>,
    kind: NetworkKind,
    most_edges: u64,
    language: Language,
) -> Result<ExportedNetwork, TooManyEdges> {
    let NetworkPart { ecosystem, network, .. } = part;
    let project = |network: &TwoModeNetwork| {
        let projection = Projection::new(network, most_edges.saturating_mul(PROJECTION_BYTES));
        projection.map_err(|ProjectionTooLarge { pairs, .. }| TooManyEdges { edges: pairs, most: most_edges })
    };
    let initiatives: Vec<usize> =
        (0..ecosystem.initiatives().len()).filter(|&position| (part.has_initiative)(position)).collect();
    let (actor_nodes, edges) = match kind {
        NetworkKind::TwoMode => {
            let edges = network.link_count() as u64;
            if edges > most_edges {
                return Err(TooManyEdges { edges, most: most_edges });
            }
            (actor_rows(part, language), two_mode_edges(part, &initiatives, language))
        }
        NetworkKind::Actors => (actor_rows(part, language), projected_edges(&project(network)?, None, language)),
        NetworkKind::Initiatives => {
            let projection = project(&network.transposed())?;
            let nodes = initiative_rows(part, &initiatives, Some(&projection), language);
            let edges = projected_edges(&projection, Some(&initiatives), language);
            return Ok(described(part, kind, language, nodes, edges));
        }
    };
    let nodes = if kind == NetworkKind::TwoMode {
        joined(actor_nodes, initiative_rows(part, &initiatives, None, language), language)
    } else {
        actor_nodes
    };
    Ok(described(part, kind, language, nodes, edges))
}

fn described(
    part: NetworkPart<'_>,
    kind: NetworkKind,
    language: Language,
    nodes: super::columns::Nodes,
    edges: super::edges::Edges,
) -> ExportedNetwork {
    let names = part.clusters.clusters.iter().map(|cluster| cluster_name(part.ecosystem, cluster, language));
    ExportedNetwork {
        kind,
        about: about(part.ecosystem, kind, language),
        ids: nodes.ids,
        labels: nodes.labels,
        is_actor: nodes.is_actor,
        groups: nodes.groups,
        clusters: names.collect(),
        node_columns: nodes.columns,
        ends: edges.ends,
        weights: edges.weights,
        edge_columns: edges.columns,
    }
}

/// The weakest basis among links, nodes and measures; the method of network and measures.
fn about(ecosystem: &Ecosystem, kind: NetworkKind, language: Language) -> AboutNetwork {
    let about = ecosystem.about();
    let said = |words: &str| (!words.is_empty()).then(|| words.to_owned());
    let measured = provenance(ecosystem, Section::Centrality);
    let table = |table: &str| about.basis.get(table).map_or(Basis::Registered, |basis| basis.table);
    let basis = ["actors", "initiatives", "participations"].into_iter().map(table).fold(measured.basis, Basis::max);
    let network = match kind {
        NetworkKind::TwoMode => Text::new(
            "Tweezijdig netwerk: een actor en een initiatief zijn verbonden als de actor eraan deelneemt.",
            "Two-mode network: an actor and an initiative are linked when the actor takes part.",
        ),
        NetworkKind::Actors => Text::new(
            "Projectie: actoren zijn verbonden als zij een initiatief delen; gewicht is het aantal gedeelde initiatieven.",
            "Projection: actors are linked when they share an initiative; the weight is the number of shared initiatives.",
        ),
        NetworkKind::Initiatives => Text::new(
            "Projectie: initiatieven zijn verbonden als zij een actor delen; gewicht is het aantal gedeelde actoren.",
            "Projection: initiatives are linked when they share an actor; the weight is the number of shared actors.",
        ),
    };
    let method = match kind {
        NetworkKind::Initiatives => network.get(language).to_owned(),
        _ => format!("{} {}", network.get(language), measured.method.get(language)),
    };
    AboutNetwork {
        dataset: about.id.clone(),
        title: about.title.get(language).to_owned(),
        version: said(&about.version),
        date: said(&about.date),
        licenses: about.licenses.clone(),
        basis,
        method,
    }
}
