//! Default results that come after the first ones, while the service answers.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use actix_web::body::to_bytes;
use actix_web::http::StatusCode;
use actix_web::http::header::ETAG;
use actix_web::rt::time::sleep;
use actix_web::test::TestRequest;
use ecosysteemkaart::dataset::{ReadOptions, establishments, read_shipped};
use ecosysteemkaart::export::document;
use ecosysteemkaart::language::Language;
use ecosysteemkaart::snapshot::{Progress, Section, Snapshot, SnapshotConfig, cluster_id};
use ecosysteemkaart::web::{Background, Catalog, Source};
use serde_json::{Value, json};

use super::service::{body, forget_answers, header, send_to};

const DATASETS: [&str; 2] = ["praktijkvoorbeelden-2023", "dienstverlening-2021"];
/// Addresses whose default answers come from later sections.
const ASKED: [&str; 15] = [
    "bridging",
    "complexity",
    "gaps",
    "gaps?scale=country",
    "journey",
    "role-division",
    "overlap-chance",
    "reinvented",
    "learning-circles",
    "leave-one-out",
    "consensus",
    "monitoring",
    "referrals",
    "signals",
    "name-suggestions",
];

fn config_of(sections: &[Section]) -> SnapshotConfig {
    let sections: BTreeSet<Section> = sections.iter().copied().collect();
    SnapshotConfig { sections, establishments: establishments(), ..SnapshotConfig::default() }
}

fn snapshot(dataset: &str, sections: &[Section]) -> Snapshot {
    let ecosystem = read_shipped(dataset, &ReadOptions::default()).unwrap().ecosystem.unwrap();
    Snapshot::compute(ecosystem, &config_of(sections), |_| ()).unwrap()
}

fn whole(snapshot: &Snapshot) -> Value {
    serde_json::to_value(document(snapshot, |_| true, Language::Nl)).unwrap()
}

async fn ask(catalog: &Catalog, address: &str) -> (StatusCode, Value) {
    let answer = send_to(catalog, TestRequest::with_uri(address)).await;
    (answer.status(), body(answer).await)
}

/// Keys of sections in the order of `analyse`.
fn keys(sections: &[Section]) -> Value {
    Section::ALL.iter().filter(|section| sections.contains(section)).map(|section| section.key()).collect()
}

#[test]
fn first_and_later_sections_are_all() {
    let both: BTreeSet<Section> = Section::FIRST.iter().chain(Section::LATER).copied().collect();
    assert_eq!(both, Section::ALL.iter().copied().collect());
    assert_eq!(Section::FIRST.len() + Section::LATER.len(), Section::ALL.len());
    let first: BTreeSet<Section> = Section::QUICK.iter().chain(Section::SLOW).copied().collect();
    assert_eq!(first, Section::FIRST.iter().copied().collect());
    assert_eq!(Section::QUICK.len() + Section::SLOW.len(), Section::FIRST.len());
    let after: BTreeSet<Section> = Section::SLOW.iter().chain(Section::LATER).copied().collect();
    assert_eq!(after, Section::IN_BACKGROUND.iter().copied().collect());
    assert_eq!(Section::SLOW.len() + Section::LATER.len(), Section::IN_BACKGROUND.len());
}

#[actix_web::test]
async fn results_that_come_later_are_those_that_are_computed_at_once() {
    let sources = DATASETS.map(|id| (id.to_owned(), Source::Shipped(id.to_owned())));
    let catalog = Catalog::new(sources.to_vec());
    assert!(catalog.next_later().is_none(), "nothing before the first results");
    catalog.load(&ReadOptions::default());
    let address = |dataset: &str, resource: &str| format!("/v1/datasets/{dataset}/{resource}");
    let (_, shown) = ask(&catalog, "/v1/datasets/praktijkvoorbeelden-2023").await;
    assert_eq!((&shown["ready"], &shown["computing"]), (&keys(Section::FIRST), &keys(Section::LATER)));
    // What is asked before the results are there is computed for who asks, and right.
    let mut before = Vec::new();
    for dataset in DATASETS {
        for resource in ASKED {
            let (status, answer) = ask(&catalog, &address(dataset, resource)).await;
            assert_eq!(status, StatusCode::OK, "{dataset} {resource}");
            before.push(answer);
        }
    }
    let background = actix_web::rt::spawn(Background::new().unwrap().follow(catalog.clone()));
    let start = Instant::now();
    let mut tags = BTreeSet::new();
    while catalog.next_later().is_some() {
        assert!(start.elapsed() < Duration::from_secs(300), "the results do not come");
        let answer = send_to(&catalog, TestRequest::with_uri("/v1/datasets/praktijkvoorbeelden-2023")).await;
        let tag = header(&answer, ETAG);
        let shown = body(answer).await;
        let count = |list: &str| shown[list].as_array().unwrap().len();
        assert_eq!(count("ready") + count("computing") + count("onRequest"), Section::ALL.len());
        tags.insert((tag, shown["ready"].to_string()));
        // While one thing is computed another is asked.
        let answer = send_to(&catalog, TestRequest::with_uri("/v1/datasets/dienstverlening-2021/bridging?pageSize=1"));
        assert_eq!(answer.await.status(), StatusCode::OK);
        sleep(Duration::from_millis(5)).await;
    }
    // An answer that says something else has another tag.
    let told: BTreeSet<&String> = tags.iter().map(|(_, ready)| ready).collect();
    assert_eq!((tags.len(), tags.iter().map(|(tag, _)| tag).collect::<BTreeSet<_>>().len()), (told.len(), told.len()));
    for (entry, dataset) in catalog.served().entries.iter().zip(DATASETS) {
        let completed = entry.snapshot().unwrap();
        assert!(Section::ALL.iter().all(|&section| completed.has(section)), "{dataset}");
        assert_eq!(whole(completed), whole(&snapshot(dataset, Section::ALL)), "{dataset}");
    }
    let (_, shown) = ask(&catalog, "/v1/datasets/dienstverlening-2021").await;
    assert_eq!(
        (&shown["ready"], &shown["computing"], &shown["onRequest"]),
        (&keys(Section::ALL), &json!([]), &json!([]))
    );
    // A service that kept no answers takes them from the results, and says the same.
    forget_answers();
    let mut after = Vec::new();
    for dataset in DATASETS {
        for resource in ASKED {
            after.push(ask(&catalog, &address(dataset, resource)).await.1);
        }
    }
    assert!(before == after);
    background.abort();
}

#[test]
fn what_does_not_fit_is_remembered_and_leaves_the_rest() {
    let first = snapshot("praktijkvoorbeelden-2023", Section::FIRST);
    let tight = SnapshotConfig { memory_budget: 0, ..SnapshotConfig::default() };
    assert!(first.compute_later(Section::LeaveOneOut, &tight).is_err());
    assert_eq!(first.progress(Section::LeaveOneOut), Progress::TooLarge);
    first.compute_later(Section::Journey, &tight).unwrap();
    assert_eq!(
        (first.progress(Section::Journey), first.progress(Section::Signals)),
        (Progress::Ready, Progress::Waiting)
    );
    // Twice is as once.
    first.compute_later(Section::Journey, &tight).unwrap();
    // What it rests on comes with it, but for the quick sections.
    let bare = snapshot("praktijkvoorbeelden-2023", &[]);
    let missing = bare.compute_later(Section::Gaps, &SnapshotConfig::default()).unwrap_err();
    assert_eq!(missing.to_string(), "the whiteSpots must be computed first");
    bare.compute_later(Section::Complexity, &SnapshotConfig::default()).unwrap();
    bare.compute_later(Section::Centrality, &SnapshotConfig::default()).unwrap();
    assert!([Section::Overlap, Section::Clusters].iter().all(|&section| bare.has(section)));
}

/// A catalog of [`DATASETS`] that takes both for large.
fn served_early() -> Catalog {
    let sources = DATASETS.map(|id| (id.to_owned(), Source::Shipped(id.to_owned())));
    let catalog = Catalog::new(sources.to_vec()).at_once_up_to(0);
    catalog.load(&ReadOptions::default());
    // It may number the same versions as one before it.
    forget_answers();
    catalog
}

async fn ask_bytes(catalog: &Catalog, address: &str) -> (StatusCode, Vec<u8>) {
    let answer = send_to(catalog, TestRequest::with_uri(address)).await;
    let (status, body) = (answer.status(), answer.into_body());
    (status, to_bytes(body).await.unwrap_or_default().to_vec())
}

async fn ask_text(catalog: &Catalog, address: &str) -> (StatusCode, String) {
    let (status, body) = ask_bytes(catalog, address).await;
    (status, String::from_utf8(body).unwrap())
}

/// Addresses below a dataset whose answers rest on first results, as ids of an actor, an initiative and a cluster have it.
fn resting_on_first(actor: &str, initiative: &str, cluster: &str) -> Vec<String> {
    let mut all: Vec<String> = [
        "centrality",
        "clusters",
        "overlap",
        "region-overlap",
        "bridging",
        "complexity",
        "leave-one-out",
        "signals",
        "regions/PV20",
        "exports/graphml",
        "exports/graphml?network=actors",
        "comparison?with=dienstverlening-2021",
        "charts/clusters",
        "charts/complexity",
        "charts/key-players",
        "charts/network-map",
        "charts/overlap-pair",
        "charts/region-overlap",
    ]
    .map(String::from)
    .to_vec();
    all.extend([format!("actors/{actor}"), format!("initiatives/{initiative}"), format!("clusters/{cluster}")]);
    all
}

#[actix_web::test]
async fn a_large_dataset_is_served_with_its_quick_results_and_says_the_same_when_all_are_there() {
    let dataset = DATASETS[0];
    let complete = snapshot(dataset, Section::ALL);
    let (ecosystem, clusters) = (&complete.ecosystem, complete.clusters.get().unwrap());
    let member = clusters.clusters[0].members[0].actor;
    let actor = &*ecosystem.actors()[member].id;
    let cluster = cluster_id(ecosystem, &clusters.clusters[0]);
    let pair = &complete.overlap.get().unwrap().pairs[0];
    let [a, b] = [pair.a, pair.b].map(|one| &*ecosystem.initiatives()[one].id);
    let pages = [
        "",
        "/provincies",
        "/provincies/PV20",
        &format!("/actoren/{actor}"),
        &format!("/initiatieven/{a}"),
        "/afspraken",
        "/overlap",
        &format!("/overlap/paar?a={a}&b={b}"),
        "/kaart",
        "/sleutelspelers",
        "/clusters",
        &format!("/clusters/{cluster}"),
        "/vergelijken?with=dienstverlening-2021",
    ]
    .map(|page| format!("/ecosystemen/{dataset}{page}"));

    let catalog = served_early();
    assert_eq!(ask(&catalog, "/health/ready").await.1, json!({ "status": "ready", "allDatasets": true }));
    let (status, shown) = ask(&catalog, &format!("/v1/datasets/{dataset}")).await;
    let computing: Vec<Section> = Section::SLOW.iter().chain(Section::LATER).copied().collect();
    assert_eq!(status, StatusCode::OK);
    assert_eq!((&shown["ready"], &shown["computing"]), (&keys(Section::QUICK), &keys(&computing)));
    assert_eq!(catalog.next_later().map(|(_, section)| section), Some(Section::Overlap));
    // Pages do not wait: they say what is being computed, or that they are.
    let words = "Dit wordt nog berekend";
    for (place, page) in pages.iter().enumerate() {
        let (status, text) = ask_text(&catalog, page).await;
        let expected = if place < 5 { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
        assert_eq!((status, text.contains(words)), (expected, place < 5), "{page}");
    }
    assert!(Section::SLOW.iter().all(|&section| !catalog.served().entries[0].snapshot().unwrap().has(section)));
    // The interface computes what is asked, here each time from nothing.
    let addresses = resting_on_first(actor, a, cluster).into_iter().map(|one| format!("/v1/datasets/{dataset}/{one}"));
    let mut early = Vec::new();
    for address in addresses {
        let (status, answer) = ask_bytes(&served_early(), &address).await;
        assert_eq!(status, StatusCode::OK, "{address}");
        early.push((address, answer));
    }

    let background = actix_web::rt::spawn(Background::new().unwrap().follow(catalog.clone()));
    let start = Instant::now();
    while catalog.next_later().is_some() {
        assert!(start.elapsed() < Duration::from_secs(300), "the results do not come");
        sleep(Duration::from_millis(20)).await;
    }
    background.abort();
    assert_eq!(whole(catalog.served().entries[0].snapshot().unwrap()), whole(&complete));
    // What was said of what was missing is not kept; nothing is said but what a service says that had all at once.
    let at_once = Catalog::new(DATASETS.map(|id| (id.to_owned(), Source::Shipped(id.to_owned()))).to_vec());
    at_once.load(&ReadOptions::default());
    for section in Section::LATER {
        for entry in &at_once.served().entries {
            entry.snapshot().unwrap().compute_later(*section, &config_of(&[])).unwrap();
        }
    }
    for page in &pages {
        let late = ask_text(&catalog, page).await;
        forget_answers();
        let (status, text) = ask_text(&at_once, page).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        assert!(late == (status, text) && !late.1.contains(words), "{page}");
        forget_answers();
    }
    for (address, early) in &early {
        let (_, late) = ask_bytes(&catalog, address).await;
        forget_answers();
        let (_, at_once) = ask_bytes(&at_once, address).await;
        forget_answers();
        assert!(late == at_once && *early == late, "{address}");
    }
}

#[actix_web::test]
async fn a_dataset_is_served_without_what_does_not_fit() {
    let catalog = served_early();
    let (dataset, tight) = (DATASETS[0], SnapshotConfig { memory_budget: 0, ..config_of(&[]) });
    let served = catalog.served();
    let snapshot = served.entries[0].snapshot().unwrap();
    for section in [Section::Clusters, Section::Centrality, Section::Overlap, Section::Signals] {
        // Without room only the network does not fit; the others are told not to come.
        let fits = snapshot.compute_later(section, &tight).is_ok();
        assert_eq!(fits, section == Section::Overlap, "{section:?}");
    }
    let (_, shown) = ask(&catalog, &format!("/v1/datasets/{dataset}")).await;
    assert_eq!(shown["onRequest"], keys(&[Section::Centrality, Section::Clusters, Section::Signals]));
    let actor = &*snapshot.ecosystem.actors()[0].id;
    let (status, shown) = ask(&catalog, &format!("/v1/datasets/{dataset}/actors/{actor}")).await;
    assert_eq!((status, shown["about"]["warnings"].as_array().map(Vec::len)), (StatusCode::OK, Some(1)));
    let too_large = "te groot om dit als geheel";
    for (page, expected) in [
        (String::new(), StatusCode::OK),
        (format!("/actoren/{actor}"), StatusCode::OK),
        (String::from("/clusters"), StatusCode::NOT_FOUND),
        (String::from("/sleutelspelers"), StatusCode::NOT_FOUND),
        (String::from("/afspraken"), StatusCode::NOT_FOUND),
    ] {
        let (status, text) = ask_text(&catalog, &format!("/ecosystemen/{dataset}{page}")).await;
        assert_eq!((status, text.contains(too_large)), (expected, true), "{page}");
    }
}
