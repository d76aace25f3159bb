//! Monitoring, referral and signals through the real routes.

use actix_web::http::StatusCode;
use serde_json::Value;

use super::service;

async fn get(path: &str) -> (StatusCode, Value) {
    let answer = service::get(&format!("/v1/datasets/{path}")).await;
    (answer.status(), service::body(answer).await)
}

async fn items(path: &str) -> Vec<Value> {
    let (status, answer) = get(path).await;
    assert_eq!(status, StatusCode::OK, "{path}: {answer}");
    assert!(answer["method"]["nl"].is_string() && answer["basis"].is_string());
    answer["items"].as_array().expect("items").clone()
}

async fn faults(path: &str) -> Vec<String> {
    let (status, problem) = get(path).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{path}");
    let faults = problem["errors"].as_array().expect("faults");
    faults.iter().map(|fault| fault["parameter"].as_str().expect("a key").to_owned()).collect()
}

#[actix_web::test]
async fn signals_are_chosen_by_region_kind_and_urgency() {
    let all = items("voorbeeld/signals").await;
    let here = items("voorbeeld/signals?region=Drenthe&signal=absent,national-only").await;
    assert!(!here.is_empty() && here.len() < all.len());
    assert!(here.iter().all(|one| one["regions"] == serde_json::json!(["PV22"]) && all.contains(one)));
    let high = items("voorbeeld/signals?urgency=hoog").await;
    assert!(!high.is_empty() && high.iter().all(|one| one["urgency"].as_f64() >= Some(0.6)));
    assert_eq!(high[..], all[..high.len()]);
    let (_, firm) = get("regioscan-2023/signals").await;
    assert_eq!(firm["basis"], "published");
    let (_, asked) = get("regioscan-2023/signals?reconstructed=true").await;
    assert_eq!(asked["basis"], "reconstructed");
    assert!(asked["total"].as_u64() > firm["total"].as_u64());
    let wrong =
        faults("voorbeeld/signals?signal=absent,onzin&urgency=9&region=Atlantis&kind=bank&reconstructed=ja").await;
    assert_eq!(wrong.into_iter().collect::<std::collections::BTreeSet<_>>().len(), 5);
}

#[actix_web::test]
async fn monitoring_is_cut_as_asked() {
    let by = |by: &str| format!("voorbeeld/monitoring?by={by}");
    assert_eq!(items("voorbeeld/monitoring").await.len(), 10);
    assert_eq!(items(&by("question")).await.len(), 10);
    assert!(items("voorbeeld/monitoring?by=region&question=3").await.iter().all(|row| row["question"] == "3"));
    let here = items("voorbeeld/monitoring?by=region&region=PV20").await;
    assert!(!here.is_empty() && here.iter().all(|row| row["code"] == "PV20"));
    assert!(items(&by("initiative")).await.iter().any(|row| row["suppressed"] == true && row["n"].is_null()));
    assert!(items(&by("coverage")).await.iter().any(|row| row["by"] == "lead"));
    let (_, printed) = get("regioscan-2023/monitoring?by=indicators").await;
    assert_eq!((printed["basis"].as_str(), printed["coverage"]["activities"].as_u64()), (Some("published"), Some(582)));
    let some = items("voorbeeld/monitoring?sector=C").await;
    assert!(some[0]["n"].as_u64() < items("voorbeeld/monitoring").await[0]["n"].as_u64());
    assert_eq!(faults("voorbeeld/monitoring?by=maand&question=11").await, ["by", "question"]);
}

#[actix_web::test]
async fn referrals_have_four_views() {
    let links = items("voorbeeld/referrals").await;
    assert_eq!(links.len(), 197);
    let doors = items("voorbeeld/referrals?view=doors&initiative=I0031").await;
    assert_eq!((doors.len(), doors[0]["deadEnd"].as_bool()), (1, Some(true)));
    assert!(items("voorbeeld/referrals?initiative=I0032").await.iter().all(|link| link["from"] == "I0032"));
    let reach = items("voorbeeld/referrals?view=reach&by=activity_type&region=PV20").await;
    assert_eq!((reach.len(), reach[0]["dimension"].as_str()), (12, Some("activity_type")));
    assert!(!items("voorbeeld/referrals?view=levels").await.is_empty());
    let (_, nothing) = get("regioscan-2023/referrals").await;
    assert_eq!((nothing["total"].as_u64(), &nothing["totals"]["reciprocity"]), (Some(0), &Value::Null));
    assert!(nothing["totals"]["reason"]["nl"].is_string());
    let wrong = faults("voorbeeld/referrals?view=levels&region=PV20&initiative=niemand&by=sector,size").await;
    assert_eq!(wrong, ["initiative", "by", "region", "initiative"]);
    assert_eq!(faults("voorbeeld/referrals?view=x&foo=1").await, ["view", "foo"]);
}
