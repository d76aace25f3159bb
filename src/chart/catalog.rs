//! The charts that can be asked by name, made from a snapshot.

use super::figure::{FooterLine, Frame};
use super::network_map::{MapEdge, MapGroup, MapNode, NetworkMap};
use crate::analysis::clusters::Clusters;
use crate::ecosystem::Basis;
use crate::language::{Language, Text, integer};
use crate::layout::{LayoutConfig, LayoutGraph, disc_radii, layout};
use crate::network::Projection;
use crate::snapshot::{Provenance, Section, Snapshot, cluster_name, provenance};

/// A chart by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartName {
    NetworkMap,
    WhiteSpots,
}

impl ChartName {
    pub const ALL: &'static [Self] = &[Self::NetworkMap, Self::WhiteSpots];

    pub fn code(self) -> &'static str {
        match self {
            Self::NetworkMap => "network-map",
            Self::WhiteSpots => "white-spots",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|chart| chart.code() == code)
    }

    pub fn title(self) -> Text {
        match self {
            Self::NetworkMap => Text::new("Netwerk van aanbieders", "Network of actors"),
            Self::WhiteSpots => Text::new("Witte vlekken: aanbod per regio", "White spots: supply by region"),
        }
    }

    pub fn description(self) -> Text {
        match self {
            Self::NetworkMap => Text::new(
                "Actoren als schijven, verbonden wanneer zij een initiatief delen; oppervlakte naar aantal contacten, kleur naar \
                 cluster.",
                "Actors as discs, linked when they share an initiative; area by number of contacts, color by cluster.",
            ),
            Self::WhiteSpots => Text::new(
                "Per regio en waarde van het leidende kenmerk het aantal activiteiten en of dat weinig of veel is.",
                "By region and value of the lead dimension the number of activities and whether that is little or much.",
            ),
        }
    }

    /// The sections of a snapshot that the chart needs.
    pub fn sections(self) -> &'static [Section] {
        match self {
            Self::NetworkMap => &[Section::Clusters],
            Self::WhiteSpots => &[Section::WhiteSpots],
        }
    }
}

/// The chart as SVG; `None` where the snapshot lacks the section that it needs.
pub fn draw(snapshot: &Snapshot, chart: ChartName, language: Language) -> Option<String> {
    match chart {
        ChartName::NetworkMap => {
            Some(network_map(snapshot, snapshot.projection.as_ref()?, snapshot.clusters.as_ref()?, language).svg())
        }
        ChartName::WhiteSpots => {
            Some(super::grid::white_spots(snapshot, snapshot.white_spots.as_ref()?, language)?.svg())
        }
    }
}

/// Title, warning and footer of a figure about a section.
pub(super) fn frame(
    snapshot: &Snapshot,
    id: &str,
    title: String,
    subtitle: String,
    about: &Provenance,
    language: Language,
) -> Frame {
    let dataset = snapshot.ecosystem.about();
    let word = |nl: &str, en: &str| Text::new(nl, en).get(language).to_owned();
    let mut source = vec![dataset.title.get(language).to_owned()];
    if !dataset.version.is_empty() {
        source.push(format!("{} {}", word("versie", "version"), dataset.version));
    }
    if !dataset.date.is_empty() {
        source.push(dataset.date.clone());
    }
    let mut footer = vec![FooterLine::new(word("Gegevens", "Data"), source.join(" · "))];
    if !dataset.sources.is_empty() {
        footer.push(FooterLine::new(word("Bron", "Source"), dataset.sources.join("; ")));
    }
    footer.push(FooterLine::new(word("Methode", "Method"), about.method.get(language)));
    let basis = about.basis.label(language);
    footer.push(FooterLine::new(word("Basis", "Basis"), basis));
    Frame { id: id.to_owned(), title, subtitle, warning: warning(about.basis, language), footer, language }
}

/// What must be said of figures that were not observed.
fn warning(basis: Basis, language: Language) -> Option<String> {
    let text = match basis {
        Basis::Published | Basis::Registered => return None,
        Basis::Modelled => Text::new(
            "Deels gemodelleerd: sommige gegevens zijn een inschatting, geen registratie.",
            "Partly modelled: some data are an estimate, not a record.",
        ),
        Basis::Reconstructed => Text::new(
            "Reconstructie: deze verbanden zijn nagebouwd op de gepubliceerde totalen en zijn niet zo waargenomen. Trek er \
             geen conclusies over afzonderlijke organisaties uit.",
            "Reconstruction: these links were rebuilt from the published totals and were not observed. Draw no conclusions \
             about single organisations from them.",
        ),
        Basis::Fictional => Text::new(
            "Fictief voorbeeld: organisaties, initiatieven en aantallen zijn verzonnen.",
            "Fictional example: organisations, initiatives and numbers are invented.",
        ),
    };
    Some(text.get(language).to_owned())
}

fn network_map(snapshot: &Snapshot, projection: &Projection, clusters: &Clusters, language: Language) -> NetworkMap {
    let ecosystem = &snapshot.ecosystem;
    let n = projection.actor_count();
    let degrees: Vec<f64> = (0..n).map(|actor| projection.degree(actor) as f64).collect();
    let config = LayoutConfig::default();
    let edges: Vec<(u32, u32, f64)> = (0..n)
        .flat_map(|a| {
            let links = projection.neighbors_of(a).iter().zip(projection.newman_of(a));
            links.filter(move |&(&b, _)| b as usize > a).map(move |(&b, &weight)| (a as u32, b, weight))
        })
        .collect();
    let graph = LayoutGraph { nodes: n, edges, radii: disc_radii(&degrees, &config), previous: Vec::new() };
    let placed = layout(&graph, &config);
    let nodes = (0..n)
        .map(|actor| {
            let about = &ecosystem.actors()[snapshot.network.ecosystem_position(actor)];
            let initiatives = snapshot.network.initiatives_of(actor).len();
            MapNode {
                label: about.name.to_string(),
                detail: node_detail(projection.degree(actor), initiatives, language),
                size_value: degrees[actor],
                group: clusters.membership[actor],
                position: placed.positions[actor],
                radius: placed.radii[actor],
            }
        })
        .collect();
    let edges = graph.edges.iter().map(|&(a, b, weight)| MapEdge { a: a as usize, b: b as usize, weight }).collect();
    let groups =
        clusters.clusters.iter().map(|cluster| MapGroup { name: cluster_name(ecosystem, cluster, language) }).collect();
    let count = |count: usize| integer(i64::try_from(count).unwrap_or(i64::MAX), language);
    let subtitle = match language {
        Language::Nl => format!(
            "{} actoren, {} verbanden in {} clusters; verbonden wie samen in een initiatief zitten.",
            count(n),
            count(projection.pair_count()),
            count(clusters.clusters.len())
        ),
        Language::En => format!(
            "{} actors, {} links in {} clusters; linked are those that share an initiative.",
            count(n),
            count(projection.pair_count()),
            count(clusters.clusters.len())
        ),
    };
    let about = provenance(ecosystem, Section::Clusters);
    let title = format!("{} – {}", ChartName::NetworkMap.title().get(language), ecosystem.about().title.get(language));
    let mut map = NetworkMap::new(
        frame(snapshot, ChartName::NetworkMap.code(), title, subtitle, &about, language),
        nodes,
        edges,
        groups,
    );
    map.isolated_area = placed.isolated_area;
    map
}

fn node_detail(degree: usize, initiatives: usize, language: Language) -> String {
    let count = |count: usize| integer(i64::try_from(count).unwrap_or(i64::MAX), language);
    match language {
        Language::Nl => format!("{} contacten · {} initiatieven", count(degree), count(initiatives)),
        Language::En => format!("{} contacts · {} initiatives", count(degree), count(initiatives)),
    }
}
