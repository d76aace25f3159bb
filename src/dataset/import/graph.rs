//! A network of nodes and edges, from whatever format, as a dataset.
//!
//! Nodes are actors or initiatives as their `type` (or `bipartite`) says. Where no link joins the two the network links
//! organisations to each other: every link then becomes an initiative of two, so that who works with whom stays as it was.

use std::collections::{BTreeSet, HashMap};

use super::super::finding::{Collector, Place};
use super::super::xml::Attributes;
use super::Told;
use super::draft::{Draft, Thing};
use crate::ecosystem::{ActorKind, Basis, fold};
use crate::language::Language;

#[derive(Debug, Default)]
pub(super) struct Node {
    /// What edges call it.
    pub key: String,
    /// What the dataset calls it.
    pub id: String,
    pub label: String,
    pub attributes: Attributes,
}

#[derive(Debug, Default)]
pub(super) struct Edge {
    pub source: String,
    pub target: String,
    pub attributes: Attributes,
}

#[derive(Debug, Default)]
pub(super) struct Graph {
    pub about: Attributes,
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
}

/// Attributes of nodes that a dataset has a column for, by the names that they go by.
const ACTOR_COLUMNS: [(&str, &[&str]); 6] = [
    ("kind", &["kind", "soort", "soort organisatie", "type organisatie"]),
    ("public", &["public", "publiek of privaat", "sector"]),
    ("level", &["level", "niveau"]),
    ("region", &["regions", "region", "regio", "provincie", "province", "country", "land"]),
    ("aliases", &["aliases", "alias", "afkorting"]),
    ("url", &["url", "website"]),
];
const INITIATIVE_COLUMNS: [(&str, &[&str]); 8] = [
    ("regions", &["regions", "region", "regio", "provincie", "province", "country", "land"]),
    ("level", &["level", "niveau"]),
    ("start", &["start", "startdatum", "start date"]),
    ("end", &["end", "einddatum", "end date"]),
    ("funding", &["funding", "financiering"]),
    ("budget", &["budget"]),
    ("url", &["url", "website"]),
    ("description", &["description", "omschrijving"]),
];
const ROLE_COLUMNS: [&str; 6] = ["roles", "role", "rol", "rollen", "other roles", "otherroles"];

/// Words in a type that make a node an initiative.
const INITIATIVE_WORDS: [&str; 12] = [
    "initiative",
    "initiatief",
    "initiatieven",
    "project",
    "projectsite",
    "programme",
    "program",
    "programma",
    "scheme",
    "regeling",
    "event",
    "projecten",
];

fn attribute<'a>(attributes: &'a Attributes, names: &[&str]) -> Option<(&'a str, &'a str)> {
    names.iter().find_map(|name| {
        let name = fold(name);
        let found = attributes.iter().find(|(key, value)| fold(key) == name && !value.trim().is_empty());
        found.map(|(key, value)| (key.as_str(), value.as_str()))
    })
}

/// Whether a node says that it is an initiative; `None` where it says nothing.
fn is_initiative(node: &Node) -> Option<bool> {
    if let Some((_, side)) = attribute(&node.attributes, &["bipartite"]) {
        match side.trim() {
            "1" => return Some(true),
            "0" => return Some(false),
            _ => {}
        }
    }
    let (_, words) = attribute(&node.attributes, &["type", "soort", "nodetype", "node type", "mode", "category"])?;
    let words = fold(words);
    Some(words.split(' ').any(|word| INITIATIVE_WORDS.contains(&word)))
}

/// Puts a network into a draft, and tells what became of it.
pub(super) fn convert(mut graph: Graph, place: &Place, draft: &mut Draft, told: &mut Told, findings: &mut Collector) {
    draft.open_regions = true;
    strip_kinds(&mut graph);
    for (key, of) in [("title", "title"), ("version", "version"), ("date", "created"), ("dataset", "name")] {
        if let Some((_, words)) = attribute(&graph.about, &[key]) {
            draft.say(of, words.into());
        }
    }
    if let Some((_, words)) = attribute(&graph.about, &["license"]) {
        draft.say("licenses", words.split(", ").map(|name| serde_json::json!({ "name": name })).collect());
    }
    if let Some(basis) = weakest_basis(&graph) {
        draft.say("basis", basis.code().into());
        told.understood(
            format!("De gegevens rusten op: {}.", basis.label(Language::Nl)),
            format!("The data rest on: {}.", basis.label(Language::En)),
        );
    }
    let at = place.whole();
    let mut things: HashMap<String, (Thing, String)> = HashMap::new();
    let mut unused: BTreeSet<String> = BTreeSet::new();
    for node in &graph.nodes {
        let thing = if is_initiative(node) == Some(true) { Thing::Initiative } else { Thing::Actor };
        let Some(id) = draft.thing(thing, &node.id, &node.label) else { continue };
        let columns: &[(&str, &[&str])] = if thing == Thing::Actor { &ACTOR_COLUMNS } else { &INITIATIVE_COLUMNS };
        let mut used: BTreeSet<&str> = BTreeSet::new();
        for (column, names) in columns {
            if let Some((key, value)) = attribute(&node.attributes, names) {
                // `sector` is that of the organisation only where it says public or private.
                if *column == "public" && crate::ecosystem::Publicness::from_words(value).is_none() {
                    continue;
                }
                used.insert(key);
                draft.set(thing, &id, column, value, at, findings);
            }
        }
        if let Some((key, words)) = attribute(&node.attributes, &["type"]) {
            used.insert(key);
            let says_kind = attribute(&node.attributes, &["kind", "soort"]).is_some();
            let is_plain =
                matches!(fold(words).as_str(), "actor" | "organisatie" | "organisation" | "organization" | "element");
            if thing == Thing::Actor && !says_kind && !is_plain {
                let kind = ActorKind::from_words(words).map_or(words, |kind| kind.code());
                draft.set(thing, &id, "kind", kind, at, findings);
            }
        }
        unused.extend(
            node.attributes
                .keys()
                .filter(|key| !used.contains(key.as_str()) && !matches!(key.as_str(), "bipartite" | "basis"))
                .cloned(),
        );
        things.insert(node.key.clone(), (thing, id));
    }
    let thing_of = |key: &str| things.get(key).map(|(thing, _)| *thing);
    let takes_part = |edge: &Edge| match (thing_of(&edge.source), thing_of(&edge.target)) {
        (Some(a), Some(b)) => a != b,
        _ => false,
    };
    let is_two_mode = graph.edges.iter().any(takes_part);
    let (mut pairs, mut between, mut dangling) = (0_usize, 0_usize, 0_usize);
    for edge in &graph.edges {
        let (Some(a), Some(b)) = (things.get(&edge.source), things.get(&edge.target)) else {
            dangling += 1;
            continue;
        };
        let mut roles: Vec<&str> = Vec::new();
        for name in ROLE_COLUMNS {
            roles.extend(attribute(&edge.attributes, &[name]).map(|(_, words)| words));
        }
        let used = |key: &String| {
            ROLE_COLUMNS.contains(&fold(key).as_str()) || matches!(fold(key).as_str(), "weight" | "basis")
        };
        unused.extend(edge.attributes.keys().filter(|key| !used(key)).cloned());
        match (a, b) {
            ((Thing::Actor, actor), (Thing::Initiative, initiative))
            | ((Thing::Initiative, initiative), (Thing::Actor, actor)) => {
                draft.link(initiative, actor, &roles.join("|"));
            }
            ((Thing::Actor, a), (Thing::Actor, b)) if !is_two_mode && a != b => {
                let (a, b) = if a <= b { (a, b) } else { (b, a) };
                let id = format!("{a}--{b}");
                if draft.thing(Thing::Initiative, &id, &format!("{a} – {b}")).is_some() {
                    draft.link(&id, a, "");
                    draft.link(&id, b, "");
                    pairs += 1;
                }
            }
            _ => between += 1,
        }
    }
    if pairs > 0 {
        told.understood(
            format!("Geen verbinding gaat van een organisatie naar een initiatief: elke verbinding tussen twee organisaties ({pairs}) is een initiatief van die twee geworden. Gewichten zijn niet overgenomen."),
            format!("No link goes from an organisation to an initiative: every link between two organisations ({pairs}) became an initiative of those two. Weights were not taken over."),
        );
    }
    if between > 0 {
        told.left(
            format!("{between} verbindingen tussen twee initiatieven, of tussen twee organisaties naast initiatieven: die kent een dataset niet."),
            format!("{between} links between two initiatives, or between two organisations beside initiatives: a dataset does not have those."),
        );
    }
    if dangling > 0 {
        told.left(
            format!("{dangling} verbindingen met een knoop die er niet is."),
            format!("{dangling} links with a node that is not there."),
        );
    }
    if !unused.is_empty() {
        let names = unused.into_iter().collect::<Vec<_>>().join(", ");
        told.left(
            format!("Eigenschappen zonder plaats in een dataset: {names}."),
            format!("Attributes without a place in a dataset: {names}."),
        );
    }
}

/// The weakest of what the network, its nodes and its links say that they rest on: what was reconstructed stays so.
fn weakest_basis(graph: &Graph) -> Option<Basis> {
    let nodes = graph.nodes.iter().map(|node| &node.attributes);
    let all = nodes.chain(graph.edges.iter().map(|edge| &edge.attributes)).chain([&graph.about]);
    all.filter_map(|attributes| attribute(attributes, &["basis"]))
        .filter_map(|(_, words)| Basis::from_words(words))
        .max()
}

/// Takes `actor:` and `initiative:` off ids where every id has one of them, as the exports put them before ids that clash.
fn strip_kinds(graph: &mut Graph) {
    let bare = |id: &str| id.strip_prefix("actor:").or_else(|| id.strip_prefix("initiative:")).map(str::to_owned);
    if graph.nodes.is_empty() || graph.nodes.iter().any(|node| bare(&node.id).is_none()) {
        return;
    }
    for node in &mut graph.nodes {
        node.id = bare(&node.id).unwrap_or_default();
    }
}
