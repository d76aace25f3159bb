//! The network map in its first depth: clusters as pies of the regions of their members.

use std::collections::BTreeMap;

use crate::chart::catalog::{ChartError, Drawing, Drawn};
use crate::chart::figure::count;
use crate::chart::framing::frame;
use crate::chart::network_map::{MapEdge, MapGroup, MapNode, MapWords, NetworkMap};
use crate::chart::palette::{GROUPS, letter};
use crate::chart::results::{clusters_of, projection_of};
use crate::chart::table::{DataTable, Datum};
use crate::ecosystem::Place;
use crate::language::{Language, pick};
use crate::layout::{LayoutConfig, LayoutGraph, layout};
use crate::snapshot::{Section, cluster_name, place_name, provenance};

use super::network_map::CHART;

/// Regions with a hue of their own; the others share grey.
const HUES: usize = GROUPS.len();

pub(super) fn draw(drawing: &Drawing<'_>) -> Result<Drawn, ChartError> {
    let (snapshot, language) = (drawing.snapshot, drawing.language);
    let ecosystem = &snapshot.ecosystem;
    let (projection, found) = (projection_of(snapshot)?, clusters_of(snapshot)?);
    let clusters = &found.clusters;
    let mut between: BTreeMap<(usize, usize), (f64, usize)> = BTreeMap::new();
    for a in 0..projection.actor_count() {
        let links = projection.neighbors_of(a).iter().zip(projection.newman_of(a));
        for (&b, &weight) in links.filter(|&(&b, _)| b as usize > a) {
            if let (Some(x), Some(y)) = (found.membership[a], found.membership[b as usize])
                && x != y
            {
                let link = between.entry((x.min(y), x.max(y))).or_default();
                link.0 += weight;
                link.1 += 1;
            }
        }
    }
    let (groups, slices) = slices(drawing, clusters);
    let config = LayoutConfig::default();
    let members: Vec<f64> = clusters.iter().map(|cluster| cluster.members.len() as f64).collect();
    let (most, all) = (members.iter().copied().fold(1.0, f64::max), members.iter().sum::<f64>().max(1.0));
    // A pie must be larger than the disc of an actor to be read.
    let scale = (52.0 / most.sqrt()).min((config.width * config.height * 0.13 / (std::f64::consts::PI * all)).sqrt());
    let radii: Vec<f64> = members.iter().map(|size| scale * size.sqrt()).collect();
    let edges = between.iter().map(|(&(a, b), &(weight, _))| (a as u32, b as u32, weight)).collect();
    let graph = LayoutGraph { nodes: clusters.len(), edges, radii, previous: Vec::new() };
    let placed = layout(&graph, &config);
    let name = |position: usize| cluster_name(ecosystem, &clusters[position], language);
    let nodes = slices
        .into_iter()
        .enumerate()
        .map(|(position, slices)| MapNode {
            label: format!("{} {}", letter(position), name(position)),
            detail: pick(language, "leden", "members").to_owned(),
            size_value: members[position],
            group: None,
            position: placed.positions[position],
            radius: placed.radii[position],
            slices,
            ..MapNode::default()
        })
        .collect();
    let edges =
        graph.edges.iter().map(|&(a, b, weight)| MapEdge { a: a as usize, b: b as usize, weight }).collect::<Vec<_>>();
    let [actors, number, links] =
        [members.iter().sum::<f64>() as usize, clusters.len(), edges.len()].map(|number| count(number, language));
    let subtitle = match language {
        Language::Nl => format!(
            "{number} clusters van samen {actors} actoren; {links} keer delen actoren van twee clusters een initiatief. \
             Kleuren: waar de leden vandaan komen."
        ),
        Language::En => format!(
            "{number} clusters of {actors} actors together; {links} times actors of two clusters share an initiative. Colors: \
             where members come from."
        ),
    };
    let about = provenance(ecosystem, Section::Clusters);
    let title = pick(language, "Netwerk van clusters", "Network of clusters");
    let mut map = NetworkMap::new(frame(drawing, CHART.code, title, subtitle, &about), nodes, edges, groups);
    map.words = words(language);
    map.isolated_area = placed.isolated_area;
    let mut table = DataTable::new(match language {
        Language::Nl => ["Cluster", "En cluster", "Verbonden paren actoren", "Sterkte"],
        Language::En => ["Cluster", "And cluster", "Linked pairs of actors", "Strength"],
    });
    for (&(a, b), &(weight, pairs)) in &between {
        table.rows.push(vec![
            Datum::words(format!("{} {}", letter(a), name(a))),
            Datum::words(format!("{} {}", letter(b), name(b))),
            Datum::count(pairs),
            Datum::Number(weight, 1),
        ]);
    }
    Ok(Drawn::new(map.svg(), table))
}

/// Pieces of a pie: the group of each and its share.
type Pie = Vec<(Option<usize>, f64)>;

/// The regions with hues, most members first, and the pie of every cluster.
fn slices(drawing: &Drawing<'_>, clusters: &[crate::analysis::clusters::Cluster]) -> (Vec<MapGroup>, Vec<Pie>) {
    let (ecosystem, language) = (&drawing.snapshot.ecosystem, drawing.language);
    let mut sizes: BTreeMap<Place, usize> = BTreeMap::new();
    for (place, number) in clusters.iter().flat_map(|cluster| &cluster.places) {
        *sizes.entry(*place).or_default() += number;
    }
    let mut order: Vec<(Place, usize)> = sizes.into_iter().collect();
    order.sort_by_key(|&(place, number)| (std::cmp::Reverse(number), place));
    let hues: BTreeMap<Place, usize> =
        order.iter().take(HUES).enumerate().map(|(hue, &(place, _))| (place, hue)).collect();
    let mut groups: Vec<MapGroup> =
        order.iter().take(HUES).map(|&(place, _)| MapGroup::named(place_name(ecosystem, place, language))).collect();
    if order.len() > HUES {
        groups.push(MapGroup::named(pick(language, "Andere regio's", "Other regions")));
    }
    let pie = |cluster: &crate::analysis::clusters::Cluster| {
        let all = cluster.members.len().max(1) as f64;
        let mut shares: BTreeMap<usize, f64> = BTreeMap::new();
        for (place, number) in &cluster.places {
            *shares.entry(hues.get(place).copied().unwrap_or(HUES)).or_default() += *number as f64 / all;
        }
        let known: f64 = shares.values().sum();
        let mut pie: Vec<(Option<usize>, f64)> = shares.into_iter().map(|(hue, share)| (Some(hue), share)).collect();
        if known < 1.0 - 1e-9 {
            pie.push((None, 1.0 - known));
        }
        pie
    };
    (groups, clusters.iter().map(pie).collect())
}

fn words(language: Language) -> MapWords {
    let word = |nl: &str, en: &str| pick(language, nl, en).to_owned();
    MapWords {
        nodes: word("clusters", "clusters"),
        discs: word("clusters", "clusters"),
        node: word("cluster", "cluster"),
        edges: word("verbanden", "links"),
        groups: word("Waar de leden vandaan komen", "Where members come from"),
        size: word("Oppervlakte: aantal leden", "Area: number of members"),
        weight: word("Dikte: gedeelde initiatieven tussen leden", "Width: initiatives shared between members"),
        no_group: word("Niet bekend", "Not known"),
        line_colors: String::new(),
        ..MapWords::actors(language)
    }
}
