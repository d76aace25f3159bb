//! Clusters: groups that do more with each other than with the rest, with how sure that is, and one of them in depth.

use askama::Template;

use super::address::Screen;
use super::frame::{Frame, Note, count, number, share};
use super::signal_view::{Link, region_names};
use super::visit::Visit;
use crate::analysis::clusters::Cluster;
use crate::analysis::consensus::ConsensusCluster;
use crate::export::{ClusterRecord, RegionShare, clusters_record};
use crate::language::{Text, capital, enumerated};
use crate::snapshot::{Section, cluster_id, provenance};
use crate::web::problem::Problem;
use crate::web::respond::Answer;

/// Regions and features that are named.
const NAMED: usize = 3;

#[derive(Template)]
#[template(path = "pages/clusters.html")]
struct ClustersPage {
    f: Frame,
    lead: String,
    verdict: Option<String>,
    rows: Vec<ClusterLine>,
    chart: String,
    csv: String,
    note: Note,
}

struct ClusterLine {
    cluster: Link,
    size: usize,
    regions: String,
    stability: String,
    stability_value: f64,
    offers: String,
}

/// All clusters.
pub fn page(visit: &Visit<'_>) -> Result<Answer, Problem> {
    visit.no_question()?;
    let (ecosystem, language) = (&visit.snapshot.ecosystem, visit.language);
    let clusters = visit.there(Section::Clusters, visit.snapshot.clusters.get())?;
    let record = clusters_record(ecosystem, clusters, language);
    let clustered: usize = clusters.clusters.iter().map(|cluster| cluster.members.len()).sum();
    let alone = visit.snapshot.network.actor_count() - clustered;
    let stability = number(clusters.stability, 2, language);
    let lead = if clusters.clusters.is_empty() {
        Text::new(
            "Niemand deelt een initiatief met een ander, dus er zijn geen clusters.",
            "Nobody shares an initiative with another, so there are no clusters.",
        )
    } else {
        let (found, alone) = (count(clusters.clusters.len(), language), count(alone, language));
        Text::new(
            format!(
                "Er zijn {found} clusters; {alone} aanbieders delen met niemand een initiatief en horen nergens bij. Twintig berekeningen stemmen voor {stability} overeen (1 is geheel)."
            ),
            format!(
                "There are {found} clusters; {alone} actors share an initiative with nobody and belong to none. Twenty computations agree for {stability} (1 is wholly)."
            ),
        )
    };
    let f = Frame::new(visit, Text::new("Clusters", "Clusters"));
    let page = ClustersPage {
        lead: lead.get(language).to_owned(),
        verdict: verdict(visit),
        rows: clusters.clusters.iter().zip(&record.clusters).map(|(one, record)| line(visit, one, record)).collect(),
        chart: format!("{}/charts/network-map?lang={}", f.api, language.code()),
        csv: format!("{}/clusters?format=csv-nl&lang={}", f.api, language.code()),
        note: Note::new(&provenance(ecosystem, Section::Clusters), language),
        f,
    };
    visit.page(&page)
}

/// Whether the clusters can be signed off, once hundreds of runs are there.
fn verdict(visit: &Visit<'_>) -> Option<String> {
    let found = visit.snapshot.consensus.get()?;
    let settled = share(found.settled_share, visit.language);
    let runs = count(found.runs, visit.language);
    let text = match found.sign_off?.code() {
        "yes" => Text::new(
            format!(
                "Over {runs} berekeningen zit {settled} van de aanbieders in een vast cluster: op deze indeling kan worden gebouwd."
            ),
            format!(
                "Over {runs} computations {settled} of the actors are in a settled cluster: this division can be built on."
            ),
        ),
        "with-care" => Text::new(
            format!(
                "Over {runs} berekeningen zit {settled} van de aanbieders in een vast cluster: bruikbaar met zorg, kijk per cluster."
            ),
            format!(
                "Over {runs} computations {settled} of the actors are in a settled cluster: usable with care, look per cluster."
            ),
        ),
        _ => Text::new(
            format!(
                "Over {runs} berekeningen zit maar {settled} van de aanbieders in een vast cluster: geef deze indeling geen namen."
            ),
            format!(
                "Over {runs} computations only {settled} of the actors are in a settled cluster: do not name this division."
            ),
        ),
    };
    Some(text.get(visit.language).to_owned())
}

/// `record` is what the interface says of the cluster.
fn line(visit: &Visit<'_>, cluster: &Cluster, record: &ClusterRecord) -> ClusterLine {
    let language = visit.language;
    let region = |one: &RegionShare| {
        format!("{} {}", region_names(visit, std::slice::from_ref(&one.region)), share(Some(one.share), language))
    };
    let regions: Vec<String> = record.regions.iter().take(NAMED).map(region).collect();
    let offers: Vec<String> = cluster
        .distinctive
        .iter()
        .take(NAMED)
        .map(|one| visit.value(one.dimension, one.value).to_lowercase())
        .collect();
    ClusterLine {
        cluster: Link { name: record.name.clone(), href: visit.to(Screen::Cluster, Some(&record.id)) },
        size: record.size,
        regions: regions.join(", "),
        stability: share(record.stability, language),
        stability_value: record.stability.unwrap_or(-1.0),
        offers: offers.join(", "),
    }
}

#[derive(Template)]
#[template(path = "pages/cluster.html")]
struct ClusterPage {
    f: Frame,
    sentences: Vec<String>,
    members: Vec<(Link, String, String)>,
    note: Note,
}

/// One cluster.
pub fn cluster(visit: &Visit<'_>) -> Result<Answer, Problem> {
    visit.no_question()?;
    let (ecosystem, language) = (&visit.snapshot.ecosystem, visit.language);
    let clusters = visit.there(Section::Clusters, visit.snapshot.clusters.get())?;
    let id = visit.asked.item.as_deref().unwrap_or_default();
    let Some(place) = clusters.clusters.iter().position(|cluster| cluster_id(ecosystem, cluster) == id) else {
        return Err(visit.not_found(
            "Dit cluster is er niet; kies het in de lijst van clusters.",
            "There is no such cluster; choose it in the list of clusters.",
        ));
    };
    let record = clusters_record(ecosystem, clusters, language);
    let cluster = &clusters.clusters[place];
    let about = line(visit, cluster, &record.clusters[place]);
    let central: Vec<String> =
        cluster.central.iter().take(NAMED).map(|&actor| ecosystem.actors()[actor].name.to_string()).collect();
    let central = enumerated(&central, language);
    let members = count(cluster.members.len(), language);
    let (inner, outer) = (count(cluster.inner_links, language), count(cluster.outer_links, language));
    let mut said = vec![
        Text::new(
            format!("{members} aanbieders; de meeste contacten hebben {central}."),
            format!("{members} actors; {central} have most contacts."),
        ),
        Text::new(
            format!("Onderling zijn er {inner} contacten, naar andere clusters {outer}."),
            format!("There are {inner} contacts among them, {outer} to other clusters."),
        ),
    ];
    if !about.regions.is_empty() {
        said.push(Text::new(format!("Waar: {}.", about.regions), format!("Where: {}.", about.regions)));
    }
    if !about.offers.is_empty() {
        said.push(Text::new(
            format!("Biedt meer dan andere: {}.", about.offers),
            format!("Offers more than others: {}.", about.offers),
        ));
    }
    said.push(Text::new(
        format!("Leden blijven in {} van de berekeningen bij elkaar.", about.stability),
        format!("Members stay together in {} of the computations.", about.stability),
    ));
    if let Some(found) = like(visit, cluster) {
        said.push(Text::new(
            format!("Over honderden berekeningen is dit cluster {}.", firmness(found, true)),
            format!("Over hundreds of computations this cluster is {}.", firmness(found, false)),
        ));
    }
    let page = ClusterPage {
        f: Frame::new(visit, Text::same(capital(&about.cluster.name))),
        sentences: said.into_iter().map(|text| text.get(language).to_owned()).collect(),
        members: cluster
            .members
            .iter()
            .map(|member| {
                let kind = ecosystem.actors()[member.actor].kind.as_ref().map(|kind| kind.code().to_owned());
                (visit.actor(member.actor), kind.unwrap_or_default(), share(member.stability, language))
            })
            .collect(),
        note: Note::new(&provenance(ecosystem, Section::Clusters), language),
    };
    visit.page(&page)
}

/// The consensus cluster that has the central actor of this one.
fn like<'a>(visit: &'a Visit<'_>, cluster: &Cluster) -> Option<&'a ConsensusCluster> {
    let central = *cluster.central.first()?;
    let all = &visit.snapshot.consensus.get()?.clusters;
    all.iter().find(|one| one.members.iter().any(|member| member.actor == central))
}

fn firmness(cluster: &ConsensusCluster, dutch: bool) -> &'static str {
    match (cluster.firmness.code(), dutch) {
        ("firm", true) => "vast",
        ("stable", true) => "stabiel",
        ("doubtful", true) => "twijfelachtig",
        (_, true) => "onvast",
        ("firm", false) => "firm",
        ("stable", false) => "stable",
        ("doubtful", false) => "doubtful",
        (_, false) => "unstable",
    }
}
