//! Two versions in one picture: who came, who went, and whose contacts grew or shrank, on one layout.

use std::collections::BTreeMap;

use crate::chart::catalog::{Chart, ChartError, Drawing, Drawn};
use crate::chart::figure::count;
use crate::chart::framing::frame;
use crate::chart::network_map::{MapEdge, MapGroup, MapNode, MapWords, NetworkMap};
use crate::chart::palette::{GROUPS, INITIATIVE, Rgb};
use crate::chart::results::projection_of;
use crate::chart::settings::Words;
use crate::chart::table::{DataTable, Datum};
use crate::language::{Language, Text, pick};
use crate::layout::{LayoutConfig, LayoutGraph, Point, disc_radii, layout};
use crate::network::Projection;
use crate::snapshot::{Provenance, Section, Snapshot, compare, provenance, provenance_comparison};

pub const CHART: Chart = Chart {
    code: "comparison",
    title: Words::new("Wat er veranderde in het netwerk", "What changed in the network"),
    description: Words::new(
        "Twee versies op één kaart: wie erbij kwam, wie verdween, en wie meer of minder contacten kreeg. Vraagt met `with` een \
         eerdere versie of dataset.",
        "Two versions on one map: who came, who went, and who got more or fewer contacts. Asks an earlier version or dataset \
         by `with`.",
    ),
    parameters: &[],
    sections: &[Section::Clusters, Section::Centrality],
    earlier: 1,
    draw,
};

/// What became of an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    New,
    Grown,
    Same,
    Shrunk,
    Gone,
}

impl Fate {
    /// In the order of the legend.
    const ALL: [Self; 5] = [Self::New, Self::Grown, Self::Same, Self::Shrunk, Self::Gone];

    /// Color, and a sign that can be read without it; who stayed as it was recedes.
    fn look(self) -> (Rgb, &'static str) {
        match self {
            Self::New => (GROUPS[0], "N"),
            Self::Grown => (GROUPS[2], "+"),
            Self::Same => (INITIATIVE, ""),
            Self::Shrunk => (GROUPS[1], "−"),
            Self::Gone => (GROUPS[3], "×"),
        }
    }

    fn name(self, language: Language) -> &'static str {
        match self {
            Self::New => pick(language, "nieuw in deze versie", "new in this version"),
            Self::Grown => pick(language, "meer contacten dan eerder", "more contacts than before"),
            Self::Same => pick(language, "evenveel contacten", "as many contacts"),
            Self::Shrunk => pick(language, "minder contacten dan eerder", "fewer contacts than before"),
            Self::Gone => pick(language, "niet meer in deze versie", "not in this version any more"),
        }
    }
}

/// An actor of either version, by its position in the network of each.
#[derive(Clone, Copy, Debug)]
struct Both {
    earlier: Option<usize>,
    later: Option<usize>,
}

/// All actors of both versions: those of the later, then those that are gone.
fn union(earlier: &Snapshot, later: &Snapshot) -> Result<Vec<Both>, ChartError> {
    let found = compare(earlier, later).map_err(|error| ChartError::TooLarge(error.to_string()))?;
    let places = |snapshot: &Snapshot| -> BTreeMap<usize, usize> {
        let network = &snapshot.network;
        (0..network.actor_count()).map(|actor| (network.ecosystem_position(actor), actor)).collect()
    };
    let (before, after) = (places(earlier), places(later));
    let pairs: BTreeMap<usize, usize> = found.ranks.iter().map(|pair| (pair.later, pair.earlier)).collect();
    let mut all: Vec<Both> = after
        .iter()
        .map(|(position, &actor)| Both {
            earlier: pairs.get(position).and_then(|position| before.get(position)).copied(),
            later: Some(actor),
        })
        .collect();
    let stayed: std::collections::BTreeSet<usize> = all.iter().filter_map(|both| both.earlier).collect();
    let gone = before.values().filter(|actor| !stayed.contains(actor));
    all.extend(gone.map(|&actor| Both { earlier: Some(actor), later: None }));
    Ok(all)
}

/// Links of a projection as pairs of positions in the union.
fn links(projection: &Projection, position: &[Option<usize>]) -> Vec<(usize, usize, f64)> {
    let mut links = Vec::new();
    for a in 0..projection.actor_count() {
        for (&b, &weight) in projection.neighbors_of(a).iter().zip(projection.newman_of(a)) {
            if let (true, Some(x), Some(y)) = (b as usize > a, position[a], position[b as usize]) {
                links.push((x.min(y), x.max(y), weight));
            }
        }
    }
    links
}

/// Positions of the earlier version, laid out by itself: the later one starts from them, so that who stayed stays in place.
fn earlier_layout(snapshot: &Snapshot, projection: &Projection, config: &LayoutConfig) -> Vec<Point> {
    let n = snapshot.network.actor_count();
    let degrees: Vec<f64> = (0..n).map(|actor| projection.degree(actor) as f64).collect();
    let all: Vec<Option<usize>> = (0..n).map(Some).collect();
    let edges = links(projection, &all).into_iter().map(|(a, b, weight)| (a as u32, b as u32, weight)).collect();
    layout(&LayoutGraph { nodes: n, edges, radii: disc_radii(&degrees, config), previous: Vec::new() }, config)
        .positions
}

fn draw(drawing: &Drawing<'_>) -> Result<Drawn, ChartError> {
    let language = drawing.language;
    let ecosystem = &drawing.snapshot.ecosystem;
    let title = CHART.title.get(language);
    let Some(&earlier) = drawing.earlier.last() else {
        let about = provenance(ecosystem, Section::Clusters);
        let frame = frame(drawing, CHART.code, title, String::new(), &about);
        let mut map = NetworkMap::new(frame, Vec::new(), Vec::new(), Vec::new());
        map.empty = pick(
            language,
            "Er is geen eerdere versie gevraagd: noem er een met «with», dan staat hier wat er veranderde.",
            "No earlier version was asked: name one by “with”, and what changed stands here.",
        )
        .to_owned();
        return Ok(Drawn::new(map.svg(), DataTable::default()));
    };
    let (before, after) = (projection_of(earlier)?, projection_of(drawing.snapshot)?);
    let all = union(earlier, drawing.snapshot)?;
    let degree = |projection: &Projection, actor: Option<usize>| actor.map(|actor| projection.degree(actor));
    let degrees: Vec<(Option<usize>, Option<usize>)> =
        all.iter().map(|both| (degree(before, both.earlier), degree(after, both.later))).collect();
    let fates: Vec<Fate> = degrees.iter().map(|&(before, after)| fate(before, after)).collect();
    let values: Vec<f64> = degrees.iter().map(|(before, after)| after.or(*before).unwrap_or(0) as f64).collect();
    let position = |count: usize, of: &dyn Fn(&Both) -> Option<usize>| {
        let mut position = vec![None; count];
        for (place, both) in all.iter().enumerate() {
            if let Some(actor) = of(both) {
                position[actor] = Some(place);
            }
        }
        position
    };
    let was = position(earlier.network.actor_count(), &|both| both.earlier);
    let is = position(drawing.snapshot.network.actor_count(), &|both| both.later);
    let mut edges: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for (a, b, weight) in links(before, &was).into_iter().chain(links(after, &is)) {
        let strongest = edges.entry((a, b)).or_insert(weight);
        *strongest = strongest.max(weight);
    }
    let config = LayoutConfig::default();
    let start = earlier_layout(earlier, before, &config);
    let graph = LayoutGraph {
        nodes: all.len(),
        edges: edges.iter().map(|(&(a, b), &weight)| (a as u32, b as u32, weight)).collect(),
        radii: disc_radii(&values, &config),
        previous: all.iter().map(|both| both.earlier.map(|actor| start[actor])).collect(),
    };
    let placed = layout(&graph, &config);
    let name = |both: &Both| match (both.later, both.earlier) {
        (Some(actor), _) => ecosystem.actors()[drawing.snapshot.network.ecosystem_position(actor)].name.to_string(),
        (None, Some(actor)) => earlier.ecosystem.actors()[earlier.network.ecosystem_position(actor)].name.to_string(),
        (None, None) => String::new(),
    };
    let shown = |degree: Option<usize>| degree.map_or_else(|| String::from("–"), |degree| count(degree, language));
    let nodes: Vec<MapNode> = all
        .iter()
        .enumerate()
        .map(|(place, both)| {
            let (before, after) = degrees[place];
            MapNode {
                label: name(both),
                detail: format!("{} → {}", shown(before), shown(after)),
                size_value: values[place],
                group: Some(fates[place] as usize),
                position: placed.positions[place],
                radius: placed.radii[place],
                ..MapNode::default()
            }
        })
        .collect();
    let map_edges = edges.iter().map(|(&(a, b), &weight)| MapEdge { a, b, weight }).collect();
    let groups = Fate::ALL
        .iter()
        .map(|fate| MapGroup { name: fate.name(language).to_owned(), look: Some(fate.look()) })
        .collect();
    let about = Provenance {
        basis: provenance_comparison::basis(&earlier.ecosystem, ecosystem),
        exceptions: Vec::new(),
        method: Text::new(
            "Actoren zijn dezelfde bij hetzelfde id, anders bij een eerdere naam, anders bij gelijkende namen met gedeelde \
             initiatieven. De kaart begint met de plaatsen van de eerdere versie, zodat wie bleef op zijn plek blijft.",
            "Actors are the same by id, else by an earlier name, else by alike names with shared initiatives. The map starts \
             from the positions of the earlier version, so that who stayed stays in place.",
        ),
    };
    let frame = frame(drawing, CHART.code, title, subtitle(earlier, &fates, language), &about);
    let mut map = NetworkMap::new(frame, nodes, map_edges, groups);
    map.words = MapWords {
        groups: pick(language, "Wat er van actoren werd", "What became of actors").to_owned(),
        size: pick(language, "Oppervlakte: contacten (wie weg is: eerder)", "Area: contacts (of who is gone: before)")
            .to_owned(),
        line_colors: String::new(),
        ..MapWords::actors(language)
    };
    map.plain_edges = true;
    map.isolated_area = placed.isolated_area;
    let mut table = DataTable::new(match language {
        Language::Nl => ["Actor", "Contacten eerder", "Contacten nu", "Wat er veranderde"],
        Language::En => ["Actor", "Contacts before", "Contacts now", "What changed"],
    });
    for (place, both) in all.iter().enumerate() {
        let (before, after) = degrees[place];
        let number = |degree: Option<usize>| degree.map_or(Datum::Unknown, Datum::count);
        table.rows.push(vec![
            Datum::words(name(both)),
            number(before),
            number(after),
            Datum::words(fates[place].name(language)),
        ]);
    }
    Ok(Drawn::new(map.svg(), table))
}

fn fate(before: Option<usize>, after: Option<usize>) -> Fate {
    match (before, after) {
        (None, _) => Fate::New,
        (_, None) => Fate::Gone,
        (Some(before), Some(after)) => match after.cmp(&before) {
            std::cmp::Ordering::Greater => Fate::Grown,
            std::cmp::Ordering::Equal => Fate::Same,
            std::cmp::Ordering::Less => Fate::Shrunk,
        },
    }
}

fn subtitle(earlier: &Snapshot, fates: &[Fate], language: Language) -> String {
    let of = |wanted: Fate| count(fates.iter().filter(|fate| **fate == wanted).count(), language);
    let about = earlier.ecosystem.about();
    let before = about.title.get(language);
    let [new, grown, same, shrunk, gone] = Fate::ALL.map(of);
    match language {
        Language::Nl => format!(
            "Naast {before}: {new} actoren nieuw, {gone} niet meer, {grown} met meer contacten, {shrunk} met minder, {same} \
             gelijk. Wie nieuw is, kan ook nieuw in beeld zijn: een ruimer onderzoek vindt meer."
        ),
        Language::En => format!(
            "Beside {before}: {new} actors new, {gone} gone, {grown} with more contacts, {shrunk} with fewer, {same} as \
             before. Who is new may be newly seen: a wider survey finds more."
        ),
    }
}
