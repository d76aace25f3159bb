//! The consistency test as users ask it: on the command line and over HTTP.

use actix_web::http::header::{ACCEPT_LANGUAGE, ALLOW, CACHE_CONTROL, CONTENT_TYPE, ETAG};
use actix_web::http::{Method, StatusCode};
use actix_web::test::TestRequest;
use serde_json::{Value, json};

use super::command_line::{json as printed, path, run, text};
use super::service::{body, header, json as got, send};
use super::shipped::planted;

const ADDRESS: &str = "/v1/datasets/voorbeeld/consistency-tests";

fn post(address: &str, bytes: impl Into<Vec<u8>>) -> TestRequest {
    TestRequest::with_uri(address)
        .method(Method::POST)
        .insert_header((CONTENT_TYPE, "application/json; charset=utf-8"))
        .set_payload(bytes.into())
}

fn proposal() -> Value {
    let spot = &planted("absent")[0];
    json!({
        "name": "Nieuw", "regions": spot[0], "actors": [{ "actor": "A0001", "role": "financier" }],
        "activities": [{ "activity_type": spot[1], "application": "iets-heel-nieuws" }],
    })
}

async fn refused(request: TestRequest, status: StatusCode) -> Value {
    let response = send(request).await;
    assert_eq!((response.status(), header(&response, CONTENT_TYPE)), (status, "application/problem+json".to_owned()));
    body(response).await
}

#[actix_web::test]
async fn a_proposal_is_answered_and_not_kept() {
    let before = got("/v1/datasets/voorbeeld").await;
    let response = send(post(ADDRESS, proposal().to_string())).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!((header(&response, CACHE_CONTROL), header(&response, ETAG)), ("no-store".into(), String::new()));
    assert_eq!(header(&response, CONTENT_TYPE), "application/json");
    let answer = body(response).await;
    assert_eq!(
        (&answer["fillsGap"], &answer["overlaps"], &answer["fits"]),
        (&true.into(), &false.into(), &false.into())
    );
    assert_eq!((&answer["basis"], &answer["dataset"]["id"]), (&"fictional".into(), &"voorbeeld".into()));
    assert_eq!(
        (&answer["cells"][0]["statusBefore"], &answer["participants"][0]["roles"]),
        (&"absent".into(), &json!(["funder"]))
    );
    assert!(
        answer["method"]["nl"].is_string() && answer["advice"]["nl"].as_str().unwrap().contains("Vult 1 witte vlek")
    );
    assert_eq!(got("/v1/datasets/voorbeeld").await, before);
    // What is doubtful stands among the warnings.
    let near = json!({ "name": "x", "actors": "Ministerie van Verzonen Zaken (fictief)" });
    let answer = body(send(post(ADDRESS, near.to_string())).await).await;
    assert!(answer["warnings"][0]["en"].as_str().unwrap().contains("A0001"));
}

#[actix_web::test]
async fn a_wrong_proposal_is_told_all_that_is_wrong() {
    let wrong =
        json!({ "name": "", "regions": ["Drente"], "colour": 1, "activities": [{}, { "sector": ["C", "klein"] }] });
    let told = refused(post(&format!("{ADDRESS}?lang=en"), wrong.to_string()), StatusCode::BAD_REQUEST).await;
    let faults: Vec<(&str, &str)> = told["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| (fault["parameter"].as_str().unwrap(), fault["detail"].as_str().unwrap()))
        .collect();
    let paths: Vec<&str> = faults.iter().map(|(path, _)| *path).collect();
    assert_eq!(paths, ["activities[1].sector[1]", "colour", "name", "regions[0]"]);
    assert!(
        faults[3].1.starts_with("\"Drente\"") && faults[3].1.contains("Did you mean “Drenthe”?"),
        "{}",
        faults[3].1
    );
    assert!(faults[1].1.contains("activities"));
    for broken in ["", "{", "null", "[1]", "{\"name\": \"x\"} {}"] {
        let told = refused(post(ADDRESS, broken), StatusCode::BAD_REQUEST).await;
        assert_eq!(told["errors"].as_array().unwrap().len(), 1, "{broken}");
    }
    refused(post(ADDRESS, "[".repeat(900_000)), StatusCode::BAD_REQUEST).await;
    let key = refused(post(&format!("{ADDRESS}?page=2"), proposal().to_string()), StatusCode::BAD_REQUEST).await;
    assert_eq!(key["errors"][0]["parameter"], "page");
    let elsewhere = post("/v1/datasets/atlantis/consistency-tests", proposal().to_string());
    refused(elsewhere, StatusCode::NOT_FOUND).await;
}

#[actix_web::test]
async fn other_bodies_and_methods_are_refused() {
    refused(post(ADDRESS, vec![b' '; (1 << 20) + 1]), StatusCode::PAYLOAD_TOO_LARGE).await;
    // A body of one mebibyte is read; it is no JSON.
    refused(post(ADDRESS, vec![b' '; 1 << 20]), StatusCode::BAD_REQUEST).await;
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""] {
        let request = TestRequest::with_uri(ADDRESS).method(Method::POST).insert_header((CONTENT_TYPE, kind));
        refused(request.set_payload(proposal().to_string()), StatusCode::UNSUPPORTED_MEDIA_TYPE).await;
    }
    let without = TestRequest::with_uri(ADDRESS).method(Method::POST).insert_header((ACCEPT_LANGUAGE, "en"));
    let told = refused(without, StatusCode::UNSUPPORTED_MEDIA_TYPE).await;
    assert!(told["detail"].as_str().unwrap().starts_with("Send JSON"));
    // Earlier tests are for holders of a token.
    assert_eq!(send(TestRequest::with_uri(ADDRESS)).await.status(), StatusCode::UNAUTHORIZED);
    for method in [Method::PUT, Method::DELETE] {
        let response = send(TestRequest::with_uri(ADDRESS).method(method)).await;
        let allowed = header(&response, ALLOW);
        assert_eq!((response.status(), allowed.as_str()), (StatusCode::METHOD_NOT_ALLOWED, "GET, HEAD, POST"));
    }
    let posted = send(post("/v1/datasets/voorbeeld/overlap", "{}")).await;
    assert_eq!((posted.status(), header(&posted, ALLOW).as_str()), (StatusCode::METHOD_NOT_ALLOWED, "GET, HEAD"));
}

#[test]
fn the_command_prints_one_document_or_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: String| {
        std::fs::write(folder.path().join(name), text).unwrap();
        folder.path().join(name)
    };
    let right = write("right.json", format!("\u{feff}{}", proposal()));
    let document = printed(&run(&["test-initiative", "voorbeeld", path(&right)]));
    assert_eq!((&document["fillsGap"], &document["dataset"]["id"]), (&true.into(), &"voorbeeld".into()));
    let file = folder.path().join("out.json");
    let written = run(&["test-initiative", "voorbeeld", path(&right), "-o", path(&file)]);
    assert!(written.status.success() && written.stdout.is_empty());
    assert_eq!(serde_json::from_slice::<Value>(&std::fs::read(&file).unwrap()).unwrap(), document);

    let wrong = write("wrong.json", json!({ "nam": "x", "regions": "Drente" }).to_string());
    let refused = run(&["test-initiative", "voorbeeld", path(&wrong)]);
    assert_eq!((refused.status.code(), refused.stdout.len()), (Some(1), 0));
    for words in ["3 fouten", "kolom regions", "„Drente”", "Bedoelt u „Drenthe”?", "Bedoelt u „name”?"] {
        assert!(text(&refused.stderr).contains(words), "{words}: {}", text(&refused.stderr));
    }
    for arguments in [["voorbeeld", "no-such-file.json"], ["no-such-dataset", path(&right)]] {
        let unreadable = run(&["test-initiative", arguments[0], arguments[1]]);
        assert_eq!((unreadable.status.code(), unreadable.stdout.len()), (Some(2), 0), "{arguments:?}");
        assert!(!unreadable.stderr.is_empty());
    }
}
