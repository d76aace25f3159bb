//! The map: the network drawn by the server, and made to move by a script where there is one. Beside it the table.
//!
//! All that is chosen stands in the address, so that a view can be shared. Without a script the form asks the server for
//! another picture; with one, `map.js` reads the same address.

use askama::Template;

use super::address::{Screen, query as question};
use super::frame::{Choice, Frame, Note, choices, count};
use super::visit::Visit;
use crate::ecosystem::{ActorKind, Level, Role};
use crate::language::{Text, capital, pick};
use crate::snapshot::{Section, cluster_id, cluster_name, provenance};
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::respond::Answer;

/// Keys that only the script reads: what is searched, in focus, and in view.
const OF_THE_SCRIPT: &[&str] = &["q", "focus", "x", "y", "zoom"];

#[derive(Template)]
#[template(path = "pages/map.html")]
struct MapPage {
    f: Frame,
    lead: String,
    lists: Vec<ListOfChoices>,
    chart: String,
    picture: String,
    csv: String,
    note: Note,
}

/// A list of the form.
struct ListOfChoices {
    key: String,
    label: String,
    options: Vec<Choice>,
    /// Asks the server for another picture; the others need the script.
    of_the_picture: bool,
}

/// The map.
pub fn page(visit: &Visit<'_>) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&visit.snapshot.ecosystem, visit.language);
    let mut query = Query::in_language(visit.asked, language);
    query.text("version");
    let mut chosen = |key: &str| query.text(key).unwrap_or_default();
    for key in OF_THE_SCRIPT {
        chosen(key);
    }
    let found = visit.there(Section::Clusters, visit.snapshot.clusters.get())?;
    let words = |nl: &str, en: &str| pick(language, nl, en).to_owned();
    let list = |key: &str, label: String, value: &str, of_the_picture, options: Vec<(String, String)>| ListOfChoices {
        key: key.to_owned(),
        label,
        of_the_picture,
        options: choices(options, value),
    };
    let option = |code: &str, nl: &str, en: &str| (code.to_owned(), words(nl, en));
    let everything = || (String::new(), words("alle", "all"));
    let (depth, size, colour) = (chosen("depth"), chosen("size"), chosen("colour"));
    let mut lists = vec![
        list(
            "depth",
            words("Wat", "What"),
            &depth,
            true,
            vec![
                option("actors", "aanbieders", "actors"),
                option("clusters", "clusters", "clusters"),
                option("two-mode", "aanbieders en initiatieven", "actors and initiatives"),
            ],
        ),
        list(
            "size",
            words("Grootte", "Size"),
            &size,
            true,
            vec![
                option("degree", "contacten", "contacts"),
                option("betweenness", "tussenpositie", "in between"),
                option("pagerank", "PageRank", "PageRank"),
            ],
        ),
        list(
            "colour",
            words("Kleur", "Colour"),
            &colour,
            true,
            vec![
                option("cluster", "cluster", "cluster"),
                option("region", "regio", "region"),
                option("kind", "soort", "kind"),
                option("level", "schaalniveau", "level"),
            ],
        ),
    ];
    let regions = ecosystem.regions().iter().map(|one| (one.code.to_string(), one.name.get(language).to_owned()));
    lists.push(list(
        "region",
        words("Regio", "Region"),
        &chosen("region"),
        false,
        std::iter::once(everything()).chain(regions).collect(),
    ));
    let clusters = found
        .clusters
        .iter()
        .map(|one| (cluster_id(ecosystem, one).to_owned(), cluster_name(ecosystem, one, language)));
    lists.push(list(
        "cluster",
        words("Cluster", "Cluster"),
        &chosen("cluster"),
        false,
        std::iter::once(everything()).chain(clusters).collect(),
    ));
    let kinds = ActorKind::ALL.iter().map(|one| (one.code().to_owned(), one.label(language).to_owned()));
    lists.push(list(
        "kind",
        words("Soort", "Kind"),
        &chosen("kind"),
        false,
        std::iter::once(everything()).chain(kinds).collect(),
    ));
    let levels = Level::ALL.iter().map(|one| (one.code().to_owned(), one.label(language).to_owned()));
    lists.push(list(
        "level",
        words("Schaalniveau", "Level"),
        &chosen("level"),
        false,
        std::iter::once(everything()).chain(levels).collect(),
    ));
    let roles = Role::ALL.iter().map(|one| (one.code().to_owned(), one.label(language).to_owned()));
    lists.push(list(
        "role",
        words("Rol", "Role"),
        &chosen("role"),
        false,
        std::iter::once(everything()).chain(roles).collect(),
    ));
    for (position, dimension) in ecosystem.taxonomy().dimensions().iter().enumerate() {
        let value = chosen(&dimension.id);
        if ecosystem.classification().column(position).is_filled() {
            let values = dimension.values.iter().map(|one| (one.id.to_string(), one.label.get(language).to_owned()));
            let label = capital(dimension.label.get(language));
            lists.push(list(
                &dimension.id,
                label,
                &value,
                false,
                std::iter::once(everything()).chain(values).collect(),
            ));
        }
    }
    query.finish()?;
    let f = Frame::new(visit, Text::new("Kaart", "Map"));
    let of_the_picture = [("depth", &*depth), ("size", &size), ("colour", &colour), ("lang", language.code())];
    let chart = format!("{}/charts/network-map{}", f.api, question(&of_the_picture));
    let png = [&of_the_picture[..], &[("format", "png")]].concat();
    let linked = found.membership.iter().flatten().count();
    let all = visit.snapshot.network.actor_count();
    let lead = Text::new(
        format!(
            "{} aanbieders, van wie er {} met een ander in een initiatief zitten.",
            count(all, language),
            count(linked, language)
        ),
        format!(
            "{} actors, {} of whom share an initiative with another.",
            count(all, language),
            count(linked, language)
        ),
    );
    let page = MapPage {
        lead: lead.get(language).to_owned(),
        lists,
        picture: format!("{}/charts/network-map{}", f.api, question(&png)),
        chart,
        csv: format!("{}/centrality?format=csv-nl&lang={}", f.api, language.code()),
        note: Note::new(&provenance(ecosystem, Section::Clusters), language),
        f,
    };
    visit.page(&page)
}
