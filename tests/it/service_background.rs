//! Default results that come after the first ones, while the service answers.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use actix_web::http::StatusCode;
use actix_web::http::header::ETAG;
use actix_web::rt::time::sleep;
use actix_web::test::TestRequest;
use ecosysteemkaart::dataset::{ReadOptions, establishments, read_shipped};
use ecosysteemkaart::export::document;
use ecosysteemkaart::language::Language;
use ecosysteemkaart::snapshot::{Progress, Section, Snapshot, SnapshotConfig};
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

fn snapshot(dataset: &str, sections: &[Section]) -> Snapshot {
    let ecosystem = read_shipped(dataset, &ReadOptions::default()).unwrap().ecosystem.unwrap();
    let sections: BTreeSet<Section> = sections.iter().copied().collect();
    let config = SnapshotConfig { sections, establishments: establishments(), ..SnapshotConfig::default() };
    Snapshot::compute(ecosystem, &config, |_| ()).unwrap()
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
    // Without what it rests on a section says what it needs.
    let bare = snapshot("praktijkvoorbeelden-2023", &[]);
    let missing = bare.compute_later(Section::Complexity, &SnapshotConfig::default()).unwrap_err();
    assert_eq!(missing.to_string(), "the overlap must be computed first");
}
