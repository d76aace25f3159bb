//! The network in three depths: clusters, actors, and actors with their initiatives.

use std::collections::BTreeMap;

use crate::chart::catalog::{Chart, ChartError, Drawing, Drawn};
use crate::chart::figure::count;
use crate::chart::framing::frame;
use crate::chart::network_map::{MapEdge, MapGroup, MapNode, MapWords, NetworkMap, Shape};
use crate::chart::palette::letter;
use crate::chart::results::{bridging_of, centrality_of, clusters_of, projection_of};
use crate::chart::settings::{Choice, Parameter, Takes, Words};
use crate::chart::table::{DataTable, Datum};
use crate::ecosystem::{Place, StatedKind};
use crate::language::{Language, Text, pick};
use crate::layout::{LayoutConfig, LayoutGraph, disc_radii, layout};
use crate::snapshot::{Provenance, Section, cluster_name, place_name, provenance};

use super::cluster_map;
use super::key_players::{MEASURES, value};

pub const CHART: Chart = Chart {
    code: "network-map",
    title: Words::new("Netwerk van aanbieders", "Network of actors"),
    description: Words::new(
        "Wie met wie een initiatief deelt, in drie diepten: clusters, actoren, of actoren met hun initiatieven.",
        "Who shares an initiative with whom, in three depths: clusters, actors, or actors with their initiatives.",
    ),
    parameters: &[DEPTH, SIZE, COLOUR],
    sections: &[Section::Clusters],
    earlier: 0,
    draw,
};

const DEPTH: Parameter = Parameter {
    key: "depth",
    meaning: Words::new("Wat de schijven zijn.", "What the discs are."),
    takes: Takes::One(&[
        Choice::new("actors", "actoren", "actors"),
        Choice::new("clusters", "clusters", "clusters"),
        Choice::new("two-mode", "actoren en initiatieven", "actors and initiatives"),
    ]),
};

const SIZE: Parameter = Parameter {
    key: "size",
    meaning: Words::new("Wat de oppervlakte van een actor is.", "What the area of an actor stands for."),
    takes: Takes::One(MEASURES),
};

const COLOUR: Parameter = Parameter {
    key: "colour",
    meaning: Words::new("Waarnaar actoren gekleurd zijn.", "What colors actors."),
    takes: Takes::One(&[
        Choice::new("cluster", "Clusters", "Clusters"),
        Choice::new("region", "Regio's", "Regions"),
        Choice::new("kind", "Soorten actoren", "Kinds of actors"),
        Choice::new("level", "Schaalniveaus", "Levels"),
    ]),
};

/// Bridging actors that are marked.
const MARKED: usize = 12;
/// Linked pairs beyond which bridging is not measured for a picture.
const MOST_PAIRS: usize = 2_000_000;
/// Edges drawn at most where actors stand beside initiatives: all are alike, so that none can be left out for weakness.
const TWO_MODE_EDGES: usize = 12_000;

fn draw(drawing: &Drawing<'_>) -> Result<Drawn, ChartError> {
    match drawing.settings.choice(&DEPTH).code {
        "clusters" => cluster_map::draw(drawing),
        "two-mode" => {
            let title =
                pick(drawing.language, "Netwerk van aanbieders en initiatieven", "Network of actors and initiatives");
            actors(drawing, title, true)
        }
        _ => actors(drawing, CHART.title.get(drawing.language), false),
    }
}

/// Groups of the actors of the network: their names, largest first, and the group of each actor.
struct Groups {
    names: Vec<String>,
    of: Vec<Option<usize>>,
}

fn groups(drawing: &Drawing<'_>, colour: &str) -> Result<Groups, ChartError> {
    let (snapshot, language) = (drawing.snapshot, drawing.language);
    let (ecosystem, network) = (&snapshot.ecosystem, &snapshot.network);
    if colour == "cluster" {
        let clusters = clusters_of(snapshot)?;
        let names = clusters.clusters.iter().map(|cluster| cluster_name(ecosystem, cluster, language)).collect();
        return Ok(Groups { names, of: clusters.membership.clone() });
    }
    // A code that orders and a name, for each actor of which it is known.
    let label = |actor: usize| -> Option<(String, String)> {
        let about = &ecosystem.actors()[actor];
        match colour {
            "region" => ecosystem.actor_place(actor).map(|place: Place| {
                (place.code(ecosystem.regions()).to_owned(), place_name(ecosystem, place, language))
            }),
            "kind" => about.kind.as_ref().map(|kind| match kind {
                StatedKind::Listed(kind) => (kind.code().to_owned(), kind.label(language).to_owned()),
                StatedKind::Other(word) => (word.to_string(), word.to_string()),
            }),
            _ => about.level.map(|level| (level.code().to_owned(), level.label(language).to_owned())),
        }
    };
    let labels: Vec<Option<(String, String)>> =
        (0..network.actor_count()).map(|actor| label(network.ecosystem_position(actor))).collect();
    let mut sizes: BTreeMap<&(String, String), usize> = BTreeMap::new();
    labels.iter().flatten().for_each(|label| *sizes.entry(label).or_default() += 1);
    let mut order: Vec<(&(String, String), usize)> = sizes.into_iter().collect();
    order.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let position: BTreeMap<&(String, String), usize> =
        order.iter().enumerate().map(|(position, (label, _))| (*label, position)).collect();
    let of = labels.iter().map(|label| label.as_ref().and_then(|label| position.get(label).copied())).collect();
    Ok(Groups { names: order.into_iter().map(|(label, _)| label.1.clone()).collect(), of })
}

/// Positions in the network of the actors that hold most together.
fn bridging_actors(drawing: &Drawing<'_>, pairs: usize) -> Result<Vec<usize>, ChartError> {
    if pairs > MOST_PAIRS {
        return Ok(Vec::new());
    }
    let network = &drawing.snapshot.network;
    let bridging = bridging_of(drawing.snapshot)?;
    let mut found: Vec<(usize, usize)> = bridging
        .actors
        .iter()
        .filter_map(|actor| Some((actor.cut_off.as_ref()?.count, actor.actor)))
        .filter(|(count, _)| *count > 0)
        .collect();
    found.sort_by_key(|&(count, actor)| (std::cmp::Reverse(count), actor));
    found.truncate(MARKED);
    let marked: Vec<usize> = found.into_iter().map(|(_, actor)| actor).collect();
    Ok((0..network.actor_count()).filter(|actor| marked.contains(&network.ecosystem_position(*actor))).collect())
}

/// The map of actors, with their initiatives where that is asked.
pub(super) fn actors(drawing: &Drawing<'_>, title: &str, two_mode: bool) -> Result<Drawn, ChartError> {
    let (snapshot, language) = (drawing.snapshot, drawing.language);
    let (ecosystem, network) = (&snapshot.ecosystem, &snapshot.network);
    let projection = projection_of(snapshot)?;
    let n = projection.actor_count();
    let size = drawing.settings.choice(&SIZE);
    let colour = drawing.settings.choice(&COLOUR);
    let degrees: Vec<f64> = (0..n).map(|actor| projection.degree(actor) as f64).collect();
    let values = if size.code == "degree" {
        degrees
    } else {
        let centrality = centrality_of(snapshot)?;
        let mut of = vec![0.0; ecosystem.actors().len()];
        centrality.actors.iter().for_each(|actor| of[actor.actor] = value(actor, size.code).unwrap_or(0.0));
        (0..n).map(|actor| of[network.ecosystem_position(actor)]).collect()
    };
    let groups = groups(drawing, colour.code)?;
    let bridging = bridging_actors(drawing, projection.pair_count())?;
    let config = LayoutConfig::default();
    let mut edges: Vec<(u32, u32, f64)> = Vec::new();
    let mut radii = disc_radii(&values, &config);
    let initiatives = if two_mode { network.initiative_count() } else { 0 };
    if two_mode {
        for actor in 0..n {
            let links = network.initiatives_of(actor).iter();
            edges.extend(links.map(|&initiative| (actor as u32, n as u32 + initiative, 1.0)));
        }
        // Initiatives are all alike: half as large as a usual actor, never larger than is needed to see them.
        let square = (radii.iter().sum::<f64>() / radii.len().max(1) as f64 * 0.6).clamp(1.6, 5.0);
        radii.resize(n + initiatives, square);
    } else {
        for a in 0..n {
            let links = projection.neighbors_of(a).iter().zip(projection.newman_of(a));
            edges.extend(links.filter(|&(&b, _)| b as usize > a).map(|(&b, &weight)| (a as u32, b, weight)));
        }
    }
    let graph = LayoutGraph { nodes: n + initiatives, edges, radii, previous: Vec::new() };
    let placed = layout(&graph, &config);
    let mut nodes: Vec<MapNode> = (0..n)
        .map(|actor| MapNode {
            label: ecosystem.actors()[network.ecosystem_position(actor)].name.to_string(),
            detail: node_detail(projection.degree(actor), network.initiatives_of(actor).len(), language),
            size_value: values[actor],
            group: groups.of[actor],
            position: placed.positions[actor],
            radius: placed.radii[actor],
            bridging: bridging.binary_search(&actor).is_ok(),
            ..MapNode::default()
        })
        .collect();
    nodes.extend((0..initiatives).map(|initiative| {
        let partners = count(network.actors_of(initiative).len(), language);
        MapNode {
            label: ecosystem.initiatives()[initiative].name.to_string(),
            detail: format!("{partners} {}", pick(language, "actoren", "actors")),
            position: placed.positions[n + initiative],
            radius: placed.radii[n + initiative],
            shape: Shape::Square,
            ..MapNode::default()
        }
    }));
    let edges = graph.edges.iter().map(|&(a, b, weight)| MapEdge { a: a as usize, b: b as usize, weight }).collect();
    let about = provenance(ecosystem, Section::Clusters);
    let about = Provenance { method: method(&about, &colour, two_mode), ..about };
    let subtitle = subtitle(drawing, (n, projection.pair_count(), initiatives), groups.names.len(), &colour);
    let names = groups.names.into_iter().map(MapGroup::named).collect();
    let frame = frame(drawing, CHART.code, title, subtitle, &about);
    let mut map = NetworkMap::new(frame, nodes, edges, names);
    map.words = words(&size, &colour, two_mode, language);
    map.isolated_area = placed.isolated_area;
    if two_mode {
        map.edge_limit = TWO_MODE_EDGES;
    }
    let table = table(&map, &size, &colour, language);
    Ok(Drawn::new(map.svg(), table))
}

/// What lines, places and colours are.
fn method(about: &Provenance, colour: &Choice, two_mode: bool) -> Text {
    let lines = match two_mode {
        true => Text::new(
            "Een lijn is een actor die aan een initiatief meedoet.",
            "A line is an actor that takes part in an initiative.",
        ),
        false => Text::new(
            "Een lijn is ten minste één gedeeld initiatief, dikker naar de weging van Newman (1/(k−1) per gedeeld initiatief).",
            "A line is at least one shared initiative, thicker by Newman's weight (1/(k−1) per shared initiative).",
        ),
    };
    let places = Text::new(
        "Plaatsen: aantrekking langs lijnen, afstoting tussen allen (krachten van ForceAtlas2); dezelfde gegevens geven \
         dezelfde plaatsen, richting en afstand tot de rand betekenen niets.",
        "Places: attraction along lines, repulsion between all (the forces of ForceAtlas2); the same data give the same \
         places, direction and distance to the edge mean nothing.",
    );
    let said = |language| {
        let mut said = format!("{} {}", lines.get(language), places.get(language));
        if colour.code == "cluster" {
            said = format!("{said} Clusters: {}", about.method.get(language));
        }
        said
    };
    Text::new(said(Language::Nl), said(Language::En))
}

fn subtitle(
    drawing: &Drawing<'_>,
    (actors, pairs, initiatives): (usize, usize, usize),
    groups: usize,
    colour: &Choice,
) -> String {
    let language = drawing.language;
    let links = drawing.snapshot.network.link_count();
    let [actors, pairs, shown, links, groups] =
        [actors, pairs, initiatives, links, groups].map(|number| count(number, language));
    let by = colour.label.get(language).to_lowercase();
    match (initiatives > 0, language) {
        (false, Language::Nl) => {
            format!("{actors} actoren, {pairs} verbanden, {groups} {by}; verbonden wie samen in een initiatief zitten.")
        }
        (false, Language::En) => {
            format!("{actors} actors, {pairs} links, {groups} {by}; linked are those that share an initiative.")
        }
        (true, Language::Nl) => format!(
            "{actors} actoren in {shown} initiatieven, {links} keer betrokken; een lijn is een actor die aan een initiatief \
             meedoet."
        ),
        (true, Language::En) => {
            format!(
                "{actors} actors in {shown} initiatives, {links} participations; a line is an actor in an initiative."
            )
        }
    }
}

fn words(size: &Choice, colour: &Choice, two_mode: bool, language: Language) -> MapWords {
    let word = |nl: &str, en: &str| pick(language, nl, en).to_owned();
    let mut words = MapWords::actors(language);
    words.size = format!("{}: {}", pick(language, "Oppervlakte", "Area"), size.label.get(language));
    words.groups = colour.label.get(language).to_owned();
    if colour.code != "cluster" {
        words.no_group = word("Niet bekend", "Not known");
        words.line_colors = word(
            "In kleur: tussen actoren van dezelfde groep. Grijs: tussen groepen.",
            "Colored: between actors of the same group. Grey: between groups.",
        );
    }
    if two_mode {
        words.nodes = word("aanbieders of initiatieven", "actors or initiatives");
        words.node = word("aanbieder en elk initiatief", "actor and initiative");
        words.edges = word("betrokkenheden", "participations");
        words.weight = word("Lijn: doet mee aan dit initiatief", "Line: takes part in this initiative");
        words.line_colors = String::new();
    }
    words
}

fn table(map: &NetworkMap, size: &Choice, colour: &Choice, language: Language) -> DataTable {
    let mut table = DataTable::new(["Actor", size.label.get(language), colour.label.get(language)]);
    table.columns.push(pick(language, "Bruggenbouwer", "Bridging").to_owned());
    let whole = map.nodes.iter().all(|node| node.size_value == node.size_value.round());
    for node in map.nodes.iter().filter(|node| node.shape == Shape::Disc) {
        let group = node.group.and_then(|group| Some(format!("{} {}", letter(group), map.groups.get(group)?.name)));
        let value = if whole { Datum::Count(node.size_value as u64) } else { Datum::number(Some(node.size_value), 4) };
        let mark = if node.bridging { pick(language, "ja", "yes") } else { "" };
        table.rows.push(vec![
            Datum::words(node.label.clone()),
            value,
            group.map_or(Datum::words(""), Datum::words),
            Datum::words(mark),
        ]);
    }
    table
}

fn node_detail(degree: usize, initiatives: usize, language: Language) -> String {
    let (degree, initiatives) = (count(degree, language), count(initiatives, language));
    match language {
        Language::Nl => format!("{degree} contacten · {initiatives} initiatieven"),
        Language::En => format!("{degree} contacts · {initiatives} initiatives"),
    }
}
