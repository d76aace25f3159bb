//! The service on two versions of a dataset: comparison, and clusters that many runs agree on.

use std::sync::LazyLock;

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use ecosysteemkaart::dataset::ReadOptions;
use ecosysteemkaart::web::{Catalog, Source};
use serde_json::Value;

use super::service;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    let shipped = |id: &str| (id.to_owned(), Source::Shipped(id.to_owned()));
    let catalog =
        Catalog::new(vec![shipped("voorbeeld-eerder"), shipped("voorbeeld"), shipped("praktijkvoorbeelden-2023")]);
    catalog.load(&ReadOptions::default());
    catalog
});

async fn get(address: &str) -> (StatusCode, Value) {
    let answer = service::send_to(&CATALOG, TestRequest::with_uri(address)).await;
    (answer.status(), service::body(answer).await)
}

/// The keys that are at fault, and what is said of the first.
async fn faults(address: &str) -> (Vec<String>, String) {
    let (status, body) = get(address).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{address}");
    let errors = body["errors"].as_array().unwrap();
    let keys = errors.iter().map(|fault| fault["parameter"].as_str().unwrap().to_owned()).collect();
    (keys, errors[0]["detail"].as_str().unwrap().to_owned())
}

#[actix_web::test]
async fn a_dataset_is_compared_with_an_earlier_one() {
    let (status, found) = get("/v1/datasets/voorbeeld/comparison?with=voorbeeld-eerder").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!((&found["earlier"]["initiatives"], &found["later"]["initiatives"]), (&214.into(), &220.into()));
    assert!(found["method"]["nl"].is_string() && found["basis"] == "fictional");
    assert_eq!(found["survey"]["onlyLater"], serde_json::json!(["PV29"]));
    assert!(found["warnings"][0]["nl"].as_str().unwrap().contains("Zeeland"));
    // Turned around it says so.
    let (_, reverse) = get("/v1/datasets/voorbeeld-eerder/comparison?with=voorbeeld").await;
    assert!(reverse["warnings"][0]["en"].as_str().unwrap().contains("order"));
    // The one that was absorbed looks new then: the earlier version cannot know that it would be.
    assert_eq!(reverse["initiatives"]["added"].as_u64(), found["initiatives"]["ended"].as_u64().map(|ended| ended + 1));
    let (_, strangers) = get("/v1/datasets/voorbeeld/comparison?with=praktijkvoorbeelden-2023").await;
    assert!(strangers["warnings"][0]["nl"].as_str().unwrap().contains("geen enkele actor"));
}

#[actix_web::test]
async fn wrong_questions_to_a_comparison_are_told() {
    for address in ["/v1/datasets/voorbeeld/comparison", "/v1/datasets/voorbeeld/comparison?with=atlantis"] {
        let (keys, detail) = faults(address).await;
        assert_eq!(keys, ["with"]);
        assert!(detail.contains("voorbeeld-eerder, voorbeeld, praktijkvoorbeelden-2023"), "{detail}");
    }
    let (keys, _) = faults("/v1/datasets/voorbeeld/comparison?with=voorbeeld&region=PV20").await;
    assert_eq!(keys, ["region"]);
    assert_eq!(get("/v1/datasets/atlantis/comparison?with=voorbeeld").await.0, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn consensus_takes_runs_resolution_and_filters() {
    let address = "/v1/datasets/voorbeeld/consensus";
    let (status, found) = get(&format!("{address}?runs=20&pageSize=3")).await;
    assert_eq!((status, &found["runs"], &found["agreed"]), (StatusCode::OK, &20.into(), &true.into()));
    assert_eq!(found["items"].as_array().unwrap().len(), 3);
    let (_, finer) = get(&format!("{address}?runs=5&resolution=4")).await;
    assert!(finer["total"].as_u64() > found["total"].as_u64());
    let (_, part) = get(&format!("{address}?runs=5&region=PV20&seed=7")).await;
    assert_eq!(part["seed"], 7);
    assert!(part["total"].as_u64() < found["total"].as_u64());
    let (keys, _) = faults(&format!("{address}?runs=1&resolution=-1&seed=0&with=voorbeeld")).await;
    assert_eq!(keys, ["runs", "resolution", "seed", "with"]);
    assert_eq!(faults(&format!("{address}?runs=1001")).await.0, ["runs"]);
}
