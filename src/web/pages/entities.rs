//! Initiatives and actors: lists, and a page for each.

use askama::Template;

use super::address::{Screen, query as question};
use super::frame::{Frame, Note, count, day, number, share};
use super::signal_view::{Link, SignalView, region_names, work_list};
use super::visit::{Absent, Visit};
use crate::analysis::centrality::ActorCentrality;
use crate::export::{InitiativeRecord, actor_records, initiative_records};
use crate::language::{Text, capital, integer, pick};
use crate::snapshot::{Section, cluster_id, cluster_name, provenance, rows_provenance};
use crate::web::problem::Problem;
use crate::web::respond::Answer;

#[derive(Template)]
#[template(path = "pages/initiatives.html")]
struct InitiativesPage {
    f: Frame,
    rows: Vec<InitiativeLine>,
    total: String,
    csv: String,
    note: Note,
}

struct InitiativeLine {
    name: String,
    href: String,
    regions: String,
    activities: usize,
    actors: usize,
    end: String,
    iso_end: String,
}

/// All initiatives.
pub fn initiatives(visit: &Visit<'_>) -> Result<Answer, Problem> {
    visit.no_question()?;
    let (ecosystem, language) = (&visit.snapshot.ecosystem, visit.language);
    let line = |record: InitiativeRecord| InitiativeLine {
        href: visit.to(Screen::Initiative, Some(&record.id)),
        regions: region_names(visit, &record.regions),
        activities: record.activities,
        actors: record.actors,
        end: record.end.as_deref().map(|end| day(end, language)).unwrap_or_default(),
        iso_end: record.end.unwrap_or_default(),
        name: record.name,
    };
    let rows: Vec<InitiativeLine> = initiative_records(ecosystem).into_iter().map(line).collect();
    let f = Frame::new(visit, Text::new("Initiatieven", "Initiatives"));
    let page = InitiativesPage {
        total: count(rows.len(), language),
        csv: format!("{}/initiatives?format=csv-nl&lang={}", f.api, language.code()),
        note: rows_note(visit, &["initiatives", "participations"]),
        rows,
        f,
    };
    visit.page(&page)
}

fn rows_note(visit: &Visit<'_>, tables: &[&str]) -> Note {
    Note::new(&rows_provenance(&visit.snapshot.ecosystem, tables), visit.language)
}

#[derive(Template)]
#[template(path = "pages/initiative.html")]
struct InitiativePage {
    f: Frame,
    description: Option<String>,
    facts: Vec<(&'static str, String)>,
    url: Option<String>,
    actors: Vec<(Link, String)>,
    activities: Vec<(String, Vec<(String, String)>)>,
    similar: Vec<(Link, String, String, bool)>,
    /// Why it cannot be told who does the same, or what the signals are.
    without_similar: Option<String>,
    without_signals: Option<String>,
    signals: Vec<SignalView>,
    note: Note,
}

/// One initiative.
pub fn initiative(visit: &Visit<'_>) -> Result<Answer, Problem> {
    visit.no_question()?;
    let (ecosystem, language) = (&visit.snapshot.ecosystem, visit.language);
    let id = visit.asked.item.as_deref().unwrap_or_default();
    let Some(position) = ecosystem.initiative_position(id) else {
        return Err(visit.not_found(
            "Dit initiatief is er niet; zoek het in de lijst van initiatieven.",
            "There is no such initiative; look for it in the list of initiatives.",
        ));
    };
    let record = initiative_records(ecosystem).swap_remove(position);
    let mut facts = Vec::new();
    let mut fact =
        |nl, en, value: Option<String>| facts.push((pick(language, nl, en), value.unwrap_or_else(|| unknown(visit))));
    fact("Waar", "Where", (!record.regions.is_empty()).then(|| region_names(visit, &record.regions)));
    fact(
        "Schaalniveau",
        "Level",
        ecosystem.initiatives()[position].level.map(|level| level.label(language).to_owned()),
    );
    fact("Begin", "Start", record.start.as_deref().map(|date| day(date, language)));
    fact("Einde", "End", record.end.as_deref().map(|date| day(date, language)));
    fact(
        "Financiering",
        "Funding",
        ecosystem.initiatives()[position].funding.map(|funding| funding.label(language).to_owned()),
    );
    fact(
        "Budget",
        "Budget",
        record.budget.map(|euro| format!("€ {}", integer(i64::try_from(euro).unwrap_or(i64::MAX), language))),
    );
    fact("Contact", "Contact", record.contact.clone());
    fact("Laatst bevestigd", "Last confirmed", record.confirmed_on.as_deref().map(|date| day(date, language)));
    if let Some(practice) = &record.good_practice {
        fact("Wat het oplevert", "What it brings", Some(practice.clone()));
    }
    let actors = ecosystem.participations().iter().filter(|link| link.initiative as usize == position).map(|link| {
        let roles: Vec<&str> = link.roles.iter().map(|role| role.label(language)).collect();
        (visit.actor(link.actor as usize), roles.join(", "))
    });
    let activities = ecosystem.activities_of(position).iter().map(|&activity| activity_words(visit, activity as usize));
    let overlap = visit.snapshot.overlap.get();
    let similar = overlap.into_iter().flat_map(|found| &found.pairs).filter(|pair| pair.overlap.is_some());
    let similar = similar.filter(|pair| pair.a == position || pair.b == position).take(10).map(|pair| {
        let other = if pair.a == position { pair.b } else { pair.a };
        let ids = [pair.a, pair.b].map(|one| &*ecosystem.initiatives()[one].id);
        let side = visit.to(Screen::Pair, None) + &question(&[("a", ids[0]), ("b", ids[1])]);
        (visit.initiative(other), share(pair.overlap, language), side, pair.collaborates)
    });
    let list = work_list(visit);
    let signals = list.iter().flat_map(|list| &list.signals);
    let signals = signals.filter(|signal| signal.initiatives.iter().any(|one| one.id == record.id));
    let page = InitiativePage {
        description: record.description.clone(),
        facts,
        url: record.url.clone().filter(|url| url.starts_with("https://") || url.starts_with("http://")),
        actors: actors.collect(),
        activities: activities.collect(),
        similar: similar.collect(),
        without_similar: overlap.is_none().then(|| words(visit, visit.absent(Section::Overlap))),
        without_signals: list.as_ref().err().map(|&absent| words(visit, absent)),
        signals: signals.take(5).map(|signal| SignalView::new(visit, signal)).collect(),
        note: rows_note(visit, &["initiatives", "participations", "activities"]),
        f: Frame::new(visit, Text::same(record.name.clone())),
    };
    visit.page(&page)
}

fn words(visit: &Visit<'_>, absent: Absent) -> String {
    absent.words().get(visit.language).to_owned()
}

fn unknown(visit: &Visit<'_>) -> String {
    pick(visit.language, "niet bekend", "not known").to_owned()
}

/// Name of an activity with its features in words.
fn activity_words(visit: &Visit<'_>, position: usize) -> (String, Vec<(String, String)>) {
    let ecosystem = &visit.snapshot.ecosystem;
    let activity = &ecosystem.activities()[position];
    let name = if activity.name.is_empty() { activity.id.to_string() } else { activity.name.to_string() };
    let features = (0..ecosystem.taxonomy().dimensions().len()).filter_map(|dimension| {
        let values = ecosystem.classification().column(dimension).of(position);
        let words: Vec<String> = values.iter().map(|&value| visit.value(dimension, value)).collect();
        (!words.is_empty()).then(|| (capital(&visit.dimension(dimension)), words.join(", ")))
    });
    (name, features.collect())
}

#[derive(Template)]
#[template(path = "pages/actor.html")]
struct ActorPage {
    f: Frame,
    facts: Vec<(&'static str, String)>,
    url: Option<String>,
    initiatives: Vec<(Link, String)>,
    cluster: Option<Link>,
    without_signals: Option<String>,
    signals: Vec<SignalView>,
    note: Note,
}

/// One actor.
pub fn actor(visit: &Visit<'_>) -> Result<Answer, Problem> {
    visit.no_question()?;
    let (ecosystem, language) = (&visit.snapshot.ecosystem, visit.language);
    let id = visit.asked.item.as_deref().unwrap_or_default();
    let Some(position) = ecosystem.actor_position(id) else {
        return Err(visit.not_found(
            "Deze aanbieder is er niet; zoek hem bij de sleutelspelers.",
            "There is no such actor; look for it among the key players.",
        ));
    };
    let actor = &ecosystem.actors()[position];
    let record = actor_records(ecosystem).swap_remove(position);
    let mut facts = Vec::new();
    let mut fact =
        |nl, en, value: Option<String>| facts.push((pick(language, nl, en), value.unwrap_or_else(|| unknown(visit))));
    fact("Soort", "Kind", actor.kind.as_ref().map(|kind| kind_words(visit, kind)));
    fact("Publiek of privaat", "Public or private", actor.public.map(|public| public.label(language).to_owned()));
    fact("Schaalniveau", "Level", actor.level.map(|level| level.label(language).to_owned()));
    fact(
        "Regio",
        "Region",
        record.region.as_ref().map(|code| {
            let name = region_names(visit, std::slice::from_ref(code));
            if record.region_stated {
                name
            } else {
                format!("{name} ({})", pick(language, "afgeleid uit de initiatieven", "derived from its initiatives"))
            }
        }),
    );
    match visit.snapshot.centrality.get() {
        Some(all) => {
            if let Some(found) = all.actors.iter().find(|one| one.actor == position) {
                fact("Contacten", "Contacts", Some(count(found.degree, language)));
                fact("Tussenpositie", "In between", Some(number(found.betweenness, 3, language)));
            }
        }
        None => {
            fact("Contacten", "Contacts", Some(words(visit, visit.absent(Section::Centrality))));
            if visit.snapshot.clusters.get().is_none() {
                fact("Cluster", "Cluster", Some(words(visit, visit.absent(Section::Clusters))));
            }
        }
    }
    if !record.aliases.is_empty() {
        fact("Ook bekend als", "Also known as", Some(record.aliases.join(", ")));
    }
    let initiatives = ecosystem.participations().iter().filter(|link| link.actor as usize == position).map(|link| {
        let roles: Vec<&str> = link.roles.iter().map(|role| role.label(language)).collect();
        (visit.initiative(link.initiative as usize), roles.join(", "))
    });
    let list = work_list(visit);
    let signals = list.iter().flat_map(|list| &list.signals);
    let signals = signals.filter(|signal| signal.actor.as_deref() == Some(&*actor.id));
    let page = ActorPage {
        facts,
        url: record.url.clone().filter(|url| url.starts_with("https://") || url.starts_with("http://")),
        initiatives: initiatives.collect(),
        cluster: cluster_of(visit, position),
        without_signals: list.as_ref().err().map(|&absent| words(visit, absent)),
        signals: signals.take(5).map(|signal| SignalView::new(visit, signal)).collect(),
        note: rows_note(visit, &["actors", "participations"]),
        f: Frame::new(visit, Text::same(actor.name.to_string())),
    };
    visit.page(&page)
}

fn kind_words(visit: &Visit<'_>, kind: &crate::ecosystem::StatedKind) -> String {
    match crate::ecosystem::ActorKind::from_words(kind.code()) {
        Some(known) => known.label(visit.language).to_owned(),
        None => kind.code().to_owned(),
    }
}

/// The cluster of an actor.
fn cluster_of(visit: &Visit<'_>, position: usize) -> Option<Link> {
    let (ecosystem, clusters) = (&visit.snapshot.ecosystem, visit.snapshot.clusters.get()?);
    let found =
        clusters.clusters.iter().find(|cluster| cluster.members.iter().any(|member| member.actor == position))?;
    let href = visit.to(Screen::Cluster, Some(cluster_id(ecosystem, found)));
    Some(Link { name: cluster_name(ecosystem, found, visit.language), href })
}

#[derive(Template)]
#[template(path = "pages/key_players.html")]
struct KeyPlayersPage {
    f: Frame,
    lead: String,
    rows: Vec<PlayerLine>,
    chart: String,
    csv: String,
    note: Note,
}

struct PlayerLine {
    rank: usize,
    actor: Link,
    kind: String,
    region: String,
    degree: usize,
    initiatives: usize,
    betweenness: String,
    betweenness_value: f64,
    cluster: Option<Link>,
}

/// Who links the others.
pub fn key_players(visit: &Visit<'_>) -> Result<Answer, Problem> {
    visit.no_question()?;
    let (ecosystem, language) = (&visit.snapshot.ecosystem, visit.language);
    let found = visit.there(Section::Centrality, visit.snapshot.centrality.get())?;
    let home: std::collections::BTreeMap<usize, (String, String)> = visit
        .snapshot
        .clusters
        .get()
        .into_iter()
        .flat_map(|clusters| &clusters.clusters)
        .flat_map(|cluster| {
            let name = cluster_name(ecosystem, cluster, language);
            let href = visit.to(Screen::Cluster, Some(cluster_id(ecosystem, cluster)));
            cluster.members.iter().map(move |member| (member.actor, (name.clone(), href.clone())))
        })
        .collect();
    let line = |(place, one): (usize, &ActorCentrality)| {
        let actor = &ecosystem.actors()[one.actor];
        let region = ecosystem.actor_place(one.actor).map(|place| place.code(ecosystem.regions()).to_owned());
        PlayerLine {
            rank: place + 1,
            actor: visit.actor(one.actor),
            kind: actor.kind.as_ref().map(|kind| kind_words(visit, kind)).unwrap_or_default(),
            region: region.map(|code| region_names(visit, &[code])).unwrap_or_default(),
            degree: one.degree,
            initiatives: one.initiatives,
            betweenness: number(one.betweenness, 3, language),
            betweenness_value: one.betweenness.unwrap_or(0.0),
            cluster: home.get(&one.actor).map(|(name, href)| Link { name: name.clone(), href: href.clone() }),
        }
    };
    let first = found.actors.first().map(|one| ecosystem.actors()[one.actor].name.to_string());
    let lead = match (&first, found.actors.first()) {
        (Some(name), Some(one)) if one.degree > 0 => Text::new(
            format!(
                "{name} heeft de meeste contacten: {} andere aanbieders zitten met deze in een initiatief.",
                count(one.degree, language)
            ),
            format!(
                "{name} has most contacts: {} other actors share an initiative with it.",
                count(one.degree, language)
            ),
        ),
        _ => Text::new("Niemand deelt een initiatief met een ander.", "Nobody shares an initiative with another."),
    };
    let f = Frame::new(visit, Text::new("Sleutelspelers", "Key players"));
    let page = KeyPlayersPage {
        lead: lead.get(language).to_owned(),
        rows: found.actors.iter().enumerate().map(line).collect(),
        chart: format!("{}/charts/network-map?lang={}", f.api, language.code()),
        csv: format!("{}/centrality?format=csv-nl&lang={}", f.api, language.code()),
        note: Note::new(&provenance(ecosystem, Section::Centrality), language),
        f,
    };
    visit.page(&page)
}
