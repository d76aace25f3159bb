//! Clusters by size, with how sure they are and where they are.

use crate::analysis::clusters::Cluster;
use crate::chart::catalog::{Chart, ChartError, Drawing, Drawn};
use crate::chart::figure::count;
use crate::chart::framing::frame;
use crate::chart::palette::{group, letter};
use crate::chart::panels::{Bar, Panel, PanelChart, PanelRow};
use crate::chart::results::clusters_of;
use crate::chart::settings::{Parameter, Takes, Words};
use crate::chart::table::{DataTable, Datum};
use crate::language::{Language, decimal, percentage, pick};
use crate::snapshot::{Section, cluster_id, cluster_name, place_name, provenance};

pub const CHART: Chart = Chart {
    code: "clusters",
    title: Words::new("Clusters: wie werkt met wie", "Clusters: who works with whom"),
    description: Words::new(
        "De clusters naar grootte, met hoe zeker hun leden bij elkaar horen en hoeveel verbanden binnen het cluster blijven.",
        "The clusters by size, with how sure it is that members belong together and how many links stay inside.",
    ),
    parameters: &[TOP],
    sections: &[Section::Clusters],
    earlier: 0,
    draw,
};

const TOP: Parameter = Parameter {
    key: "top",
    meaning: Words::new("Hoeveel clusters.", "How many clusters."),
    takes: Takes::Integer { least: 1, most: 60, usual: 20 },
};

/// Mean stability of the members of which it is known.
pub(super) fn stability(cluster: &Cluster) -> Option<f64> {
    let known: Vec<f64> = cluster.members.iter().filter_map(|member| member.stability).collect();
    (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
}

/// Share of its links that stay inside.
fn inside(cluster: &Cluster) -> Option<f64> {
    let all = cluster.inner_links + cluster.outer_links;
    (all > 0).then(|| cluster.inner_links as f64 / all as f64)
}

fn draw(drawing: &Drawing<'_>) -> Result<Drawn, ChartError> {
    let (language, ecosystem) = (drawing.language, &drawing.snapshot.ecosystem);
    let found = clusters_of(drawing.snapshot)?;
    let top = drawing.settings.integer(&TOP);
    let shown: Vec<&Cluster> = found.clusters.iter().take(top).collect();
    let places = |cluster: &Cluster| {
        let places = cluster.places.iter().take(3);
        let told: Vec<String> =
            places.map(|&(place, number)| format!("{} {number}", place_name(ecosystem, place, language))).collect();
        told.join(" · ")
    };
    let rows = shown
        .iter()
        .enumerate()
        .map(|(position, cluster)| PanelRow {
            badge: letter(position),
            badge_color: Some(group(position)),
            label: cluster_name(ecosystem, cluster, language),
            note: places(cluster),
            ..PanelRow::default()
        })
        .collect();
    let share = |value: Option<f64>| Bar {
        value,
        text: value.map_or_else(|| String::from("?"), |value| percentage(value, 0, language)),
        mark: None,
    };
    let size = |cluster: &&Cluster| Bar {
        value: Some(cluster.members.len() as f64),
        text: count(cluster.members.len(), language),
        mark: None,
    };
    let panels = vec![
        Panel {
            title: pick(language, "Leden", "Members").to_owned(),
            bars: shown.iter().map(size).collect(),
            weight: 1.4,
            most: None,
        },
        Panel {
            title: pick(language, "Stabiliteit: zo vaak bij elkaar", "Stability: so often together").to_owned(),
            bars: shown.iter().map(|cluster| share(stability(cluster))).collect(),
            weight: 1.0,
            most: Some(1.0),
        },
        Panel {
            title: pick(language, "Verbanden binnen het cluster", "Links inside the cluster").to_owned(),
            bars: shown.iter().map(|cluster| share(inside(cluster))).collect(),
            weight: 1.0,
            most: Some(1.0),
        },
    ];
    let number = |value: Option<f64>| value.map_or_else(|| String::from("–"), |value| decimal(value, 2, language));
    let (all, modularity, sure) =
        (count(found.clusters.len(), language), number(found.modularity), number(found.stability));
    let subtitle = match language {
        Language::Nl => format!(
            "{all} clusters; modulariteit {modularity} (0: geen groepen, 1: losse groepen), stabiliteit {sure} (1: elke keer \
             dezelfde). Een cluster is wie samenwerkt, niet wie dat zou moeten."
        ),
        Language::En => format!(
            "{all} clusters; modularity {modularity} (0: no groups, 1: separate groups), stability {sure} (1: the same each \
             time). A cluster is who works together, not who should."
        ),
    };
    let rest: usize = found.clusters.iter().skip(top).map(|cluster| cluster.members.len()).sum();
    let mut notes = Vec::new();
    if rest > 0 {
        let (more, rest) = (count(found.clusters.len() - shown.len(), language), count(rest, language));
        notes.push(match language {
            Language::Nl => format!("Niet getekend: {more} kleinere clusters met samen {rest} leden."),
            Language::En => format!("Not drawn: {more} smaller clusters with {rest} members together."),
        });
    }
    let chart = PanelChart {
        frame: frame(
            drawing,
            CHART.code,
            CHART.title.get(language),
            subtitle,
            &provenance(ecosystem, Section::Clusters),
        ),
        rows,
        panels,
        bar_name: String::new(),
        mark_name: String::new(),
        notes,
        empty: pick(
            language,
            "Er zijn geen clusters: in deze gegevens deelt niemand een initiatief.",
            "There are no clusters: nobody shares an initiative in these data.",
        )
        .to_owned(),
    };
    let mut table = DataTable::new(match language {
        Language::Nl => {
            ["Cluster", "Id", "Naam", "Leden", "Waar", "Stabiliteit", "Verbanden binnen", "Verbanden naar buiten"]
        }
        Language::En => ["Cluster", "Id", "Name", "Members", "Where", "Stability", "Links inside", "Links outside"],
    });
    for (position, cluster) in found.clusters.iter().enumerate() {
        table.rows.push(vec![
            Datum::words(letter(position)),
            Datum::words(cluster_id(ecosystem, cluster)),
            Datum::words(cluster_name(ecosystem, cluster, language)),
            Datum::count(cluster.members.len()),
            Datum::words(places(cluster)),
            Datum::share(stability(cluster), 0),
            Datum::count(cluster.inner_links),
            Datum::count(cluster.outer_links),
        ]);
    }
    Ok(Drawn::new(chart.svg(), table))
}
