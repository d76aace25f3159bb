//! Nodes and their attributes.

use std::collections::BTreeSet;

use super::build::NetworkPart;
use super::{Column, Values};
use crate::analysis::centrality::ActorCentrality;
use crate::ecosystem::{Basis, Ecosystem};
use crate::language::{Language, Text};
use crate::network::Projection;
use crate::snapshot::{cluster_id, cluster_name};

/// Nodes with their columns, by id.
pub(super) struct Nodes {
    pub ids: Vec<String>,
    pub labels: Vec<String>,
    pub is_actor: Vec<bool>,
    pub groups: Vec<Option<usize>>,
    pub columns: Vec<Column>,
}

fn text(values: impl Iterator<Item = Option<String>>) -> Values {
    Values::Text(values.collect())
}

/// What a column says.
pub(super) fn meaning(name: &str) -> Text {
    match name {
        "type" => Text::new("actor of initiative", "actor or initiative"),
        "bipartite" => Text::new("0: actor, 1: initiatief", "0: actor, 1: initiative"),
        "kind" => Text::new("soort organisatie", "kind of organisation"),
        "public" => {
            Text::new("publiek, semipubliek of privaat", "publiek, semipubliek (semi-public) or privaat (private)")
        }
        "level" => Text::new("schaalniveau", "level of scale"),
        "regions" => Text::new(
            "plaats van een actor of werkgebied van een initiatief: codes, met | ertussen; NL is landelijk",
            "place of an actor or working area of an initiative: codes, | between them; NL is national",
        ),
        "cluster" => Text::new("id van het cluster van een actor", "id of the cluster of an actor"),
        "clusterName" => Text::new("naam van het cluster", "name of the cluster"),
        "degree" => Text::new(
            "aantal actoren (bij initiatieven: initiatieven) waarmee het is verbonden in de projectie",
            "number of actors (of an initiative: initiatives) that it is linked with in the projection",
        ),
        "strength" => Text::new("som van de gewichten van die verbindingen", "sum of the weights of those links"),
        "degreeCentrality" => Text::new("degree / (n − 1)", "degree / (n − 1)"),
        "initiatives" => Text::new("aantal initiatieven van een actor", "number of initiatives of an actor"),
        "betweenness" => Text::new(
            "tussenpositie in de projectie op actoren, 0 tot 1",
            "betweenness in the actor projection, 0 to 1",
        ),
        "closeness" => Text::new(
            "harmonische nabijheid in de projectie op actoren, 0 tot 1",
            "harmonic closeness in the actor projection, 0 to 1",
        ),
        "pagerank" => {
            Text::new("PageRank in de projectie op actoren, som 1", "PageRank in the actor projection, sum 1")
        }
        "core" => Text::new("k-kerngetal in de projectie op actoren", "k-core number in the actor projection"),
        "start" => Text::new("begindatum", "start date"),
        "end" => Text::new("einddatum", "end date"),
        "funding" => Text::new("tijdelijk of structureel", "tijdelijk (temporary) or structureel (structural)"),
        "actors" => Text::new("aantal actoren van een initiatief", "number of actors of an initiative"),
        "activities" => Text::new("aantal activiteiten van een initiatief", "number of activities of an initiative"),
        "url" => Text::new("webadres", "web address"),
        _ => Text::new("waar de gegevens op rusten", "what the data rest on"),
    }
}

fn column(name: &'static str, language: Language, values: Values) -> Column {
    Column { name, meaning: meaning(name).get(language).to_owned(), values }
}

/// What a table of the dataset rests on.
pub(super) fn table_basis(ecosystem: &Ecosystem, table: &str) -> String {
    let basis = ecosystem.about().basis.get(table).map_or(Basis::Registered, |basis| basis.table);
    basis.code().to_owned()
}

/// The actors of the network, with their measures in the actor projection.
pub(super) fn actor_rows(part: NetworkPart<'_>, language: Language) -> Nodes {
    let NetworkPart { ecosystem, network, centrality, clusters, .. } = part;
    let positions: Vec<usize> = (0..network.actor_count()).map(|actor| network.ecosystem_position(actor)).collect();
    let mut measured: Vec<Option<&ActorCentrality>> = vec![None; ecosystem.actors().len()];
    for measures in &centrality.actors {
        measured[measures.actor] = Some(measures);
    }
    let measures = |position: usize| measured[position];
    let real = |measure: &dyn Fn(&ActorCentrality) -> Option<f64>| {
        Values::Real(positions.iter().map(|&position| measures(position).and_then(measure)).collect())
    };
    let count = |measure: &dyn Fn(&ActorCentrality) -> u64| {
        let of = |&position: &usize| measures(position).and_then(|measured| i64::try_from(measure(measured)).ok());
        Values::Integer(positions.iter().map(of).collect())
    };
    let actors = || positions.iter().map(|&position| &ecosystem.actors()[position]);
    let groups = clusters.membership.clone();
    let of_cluster = |name: &dyn Fn(usize) -> String| text(groups.iter().map(|group| group.map(name)));
    let places = positions.iter().map(|&position| ecosystem.actor_place(position));
    let basis = table_basis(ecosystem, "actors");
    let columns = vec![
        column("type", language, text(actors().map(|_| Some(String::from("actor"))))),
        column("kind", language, text(actors().map(|actor| actor.kind.as_ref().map(|kind| kind.code().to_owned())))),
        column("public", language, text(actors().map(|actor| actor.public.map(|public| public.code().to_owned())))),
        column("level", language, text(actors().map(|actor| actor.level.map(|level| level.code().to_owned())))),
        column(
            "regions",
            language,
            text(places.map(|place| place.map(|place| place.code(ecosystem.regions()).to_owned()))),
        ),
        column("cluster", language, of_cluster(&|group| cluster_id(ecosystem, &clusters.clusters[group]).to_owned())),
        column(
            "clusterName",
            language,
            of_cluster(&|group| cluster_name(ecosystem, &clusters.clusters[group], language)),
        ),
        column("degree", language, count(&|measured| measured.degree as u64)),
        column("strength", language, count(&|measured| measured.strength)),
        column("degreeCentrality", language, real(&|measured| measured.degree_centrality)),
        column("initiatives", language, count(&|measured| measured.initiatives as u64)),
        column("betweenness", language, real(&|measured| measured.betweenness)),
        column("closeness", language, real(&|measured| measured.closeness)),
        column("pagerank", language, real(&|measured| Some(measured.pagerank))),
        column("core", language, count(&|measured| measured.core as u64)),
        column("url", language, text(actors().map(|actor| actor.url.as_deref().map(str::to_owned)))),
        column("basis", language, text(actors().map(|_| Some(basis.clone())))),
    ];
    Nodes {
        ids: actors().map(|actor| actor.id.to_string()).collect(),
        labels: actors().map(|actor| actor.name.to_string()).collect(),
        is_actor: vec![true; positions.len()],
        groups,
        columns,
    }
}

/// The initiatives of the part; with degree and strength where they are projected.
pub(super) fn initiative_rows(
    part: NetworkPart<'_>,
    positions: &[usize],
    projection: Option<&Projection>,
    language: Language,
) -> Nodes {
    let NetworkPart { ecosystem, network, .. } = part;
    let initiatives = || positions.iter().map(|&position| &ecosystem.initiatives()[position]);
    let count = |count: &dyn Fn(usize) -> usize| {
        Values::Integer(positions.iter().map(|&position| i64::try_from(count(position)).ok()).collect())
    };
    let areas = positions.iter().map(|&position| ecosystem.regions().codes(ecosystem.initiative_area(position)));
    let basis = table_basis(ecosystem, "initiatives");
    let url = |particulars: &crate::ecosystem::Particulars| particulars.url.as_deref().map(str::to_owned);
    let mut columns = vec![
        column("type", language, text(initiatives().map(|_| Some(String::from("initiative"))))),
        column("level", language, text(initiatives().map(|one| one.level.map(|level| level.code().to_owned())))),
        column("regions", language, text(areas.map(|codes| (!codes.is_empty()).then(|| codes.join("|"))))),
    ];
    if let Some(projection) = projection {
        let strength = |one: usize| projection.counts_of(one).iter().map(|&count| count as usize).sum();
        columns.push(column("degree", language, count(&|one| projection.degree(one))));
        columns.push(column("strength", language, count(&strength)));
    }
    columns.extend([
        column("start", language, Values::Date(initiatives().map(|one| one.start).collect())),
        column("end", language, Values::Date(initiatives().map(|one| one.end).collect())),
        column("funding", language, text(initiatives().map(|one| one.funding.map(|words| words.code().to_owned())))),
        column("actors", language, count(&|one| network.actors_of(one).len())),
        column("activities", language, count(&|one| ecosystem.activities_of(one).len())),
        column("url", language, text(initiatives().map(|one| one.particulars.as_deref().and_then(url)))),
        column("basis", language, text(initiatives().map(|_| Some(basis.clone())))),
    ]);
    Nodes {
        ids: initiatives().map(|one| one.id.to_string()).collect(),
        labels: initiatives().map(|one| one.name.to_string()).collect(),
        is_actor: vec![false; positions.len()],
        groups: vec![None; positions.len()],
        columns,
    }
}

/// Both kinds of nodes as one list: a column that one of them lacks is empty there.
pub(super) fn joined(actors: Nodes, initiatives: Nodes, language: Language) -> Nodes {
    let (n, m) = (actors.ids.len(), initiatives.ids.len());
    let mut theirs: Vec<Option<Column>> = initiatives.columns.into_iter().map(Some).collect();
    let mut columns: Vec<Column> = Vec::new();
    let side = (0..n + m).map(|node| Some(i64::from(node >= n))).collect();
    for mut mine in actors.columns {
        let same = theirs.iter_mut().find(|other| other.as_ref().is_some_and(|other| other.name == mine.name));
        let other = same.and_then(Option::take);
        extend(&mut mine.values, other.map(|other| other.values), m);
        let is_type = mine.name == "type";
        columns.push(mine);
        if is_type {
            // The attribute by which networkx tells the two sides of a two-mode network apart.
            columns.push(column("bipartite", language, Values::Integer(Vec::clone(&side))));
        }
    }
    for other in theirs.into_iter().flatten() {
        let mut values = empty_like(&other.values, n);
        extend(&mut values, Some(other.values), m);
        // `url` and `basis` stay at the end.
        let end = columns.len().saturating_sub(2);
        columns.insert(end, Column { name: other.name, meaning: other.meaning, values });
    }
    let shared: BTreeSet<&String> = actors.ids.iter().collect();
    let clash = initiatives.ids.iter().any(|id| shared.contains(id));
    let named = |kind: &str, id: String| if clash { format!("{kind}:{id}") } else { id };
    let ids = actors.ids.iter().cloned().map(|id| named("actor", id));
    let ids = ids.chain(initiatives.ids.into_iter().map(|id| named("initiative", id))).collect();
    Nodes {
        ids,
        labels: actors.labels.into_iter().chain(initiatives.labels).collect(),
        is_actor: actors.is_actor.into_iter().chain(initiatives.is_actor).collect(),
        groups: actors.groups.into_iter().chain(initiatives.groups).collect(),
        columns,
    }
}

fn empty_like(values: &Values, count: usize) -> Values {
    match values {
        Values::Text(_) => Values::Text(vec![None; count]),
        Values::Integer(_) => Values::Integer(vec![None; count]),
        Values::Real(_) => Values::Real(vec![None; count]),
        Values::Date(_) => Values::Date(vec![None; count]),
    }
}

/// Adds values of the same kind, or so many that are not there.
fn extend(values: &mut Values, more: Option<Values>, count: usize) {
    match (values, more) {
        (Values::Text(values), Some(Values::Text(more))) => values.extend(more),
        (Values::Integer(values), Some(Values::Integer(more))) => values.extend(more),
        (Values::Real(values), Some(Values::Real(more))) => values.extend(more),
        (Values::Date(values), Some(Values::Date(more))) => values.extend(more),
        (Values::Text(values), _) => values.resize(values.len() + count, None),
        (Values::Integer(values), _) => values.resize(values.len() + count, None),
        (Values::Real(values), _) => values.resize(values.len() + count, None),
        (Values::Date(values), _) => values.resize(values.len() + count, None),
    }
}
