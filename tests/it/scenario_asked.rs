//! Scenarios and leave-one-out as users ask them: in a file, on the command line and over HTTP.

use actix_web::http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE};
use actix_web::http::{Method, StatusCode};
use actix_web::test::TestRequest;
use ecosysteemkaart::analysis::scenario::{ScenarioConfig, scenario};
use ecosysteemkaart::dataset::{ReadOptions, Severity, read_scenario, read_shipped};
use ecosysteemkaart::ecosystem::Ecosystem;
use ecosysteemkaart::language::Language;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::command_line::{json as printed, path, run, text};
use super::ecosystem_edit::{Asked, edited_worlds};
use super::service::{body, header, json as got, problem, send};
use super::support::World;

const ADDRESS: &str = "/v1/datasets/voorbeeld/scenarios";

fn post(address: &str, body: &Value) -> TestRequest {
    let request = TestRequest::with_uri(address).method(Method::POST);
    request.insert_header((CONTENT_TYPE, "application/json")).set_payload(body.to_string())
}

fn example() -> Ecosystem {
    read_shipped("voorbeeld", &ReadOptions::default()).unwrap().ecosystem.unwrap()
}

/// Path, kind of problem and suggestion of every error.
fn errors(ecosystem: &Ecosystem, scenario: &str) -> Vec<(String, &'static str, Option<String>)> {
    let reading = read_scenario("scenario", scenario.as_bytes(), ecosystem);
    assert_eq!(reading.edited.is_none(), reading.findings.has_errors());
    let errors = reading.findings.iter().filter(|finding| finding.severity == Severity::Error);
    errors.map(|one| (one.column.clone().unwrap_or_default(), one.problem.code(), one.nearest.clone())).collect()
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let ecosystem = example();
    let asked = json!({
        "remove": { "initiatives": ["I0006", "i0007", 12], "actors": [{}] },
        "merge": {
            "initiatives": [{ "keep": "I0006", "merge": ["I0006"] }, { "keep": "I0001" }],
            "actor": [],
        },
        "add": [{ "name": "Nieuw", "activities": [{ "activity_type": "toveren" }] }, {}],
        "ad": [],
    });
    let told = errors(&ecosystem, &asked.to_string());
    let found: Vec<(&str, &str)> = told.iter().map(|(path, problem, _)| (path.as_str(), *problem)).collect();
    assert_eq!(
        found,
        [
            ("ad", "unknown-field"),
            ("add[0].activities[0].activity_type", "unknown-value"),
            ("add[1].name", "missing-field"),
            ("merge.actor", "unknown-field"),
            ("merge.initiatives[0].merge[0]", "impossible-change"),
            ("merge.initiatives[0].merge[0]", "impossible-change"),
            ("merge.initiatives[0].merge[0]", "impossible-change"),
            ("merge.initiatives[1].merge", "missing-field"),
            ("remove.actors[0]", "wrong-shape"),
            ("remove.initiatives[1]", "unknown-id"),
            ("remove.initiatives[2]", "unknown-id"),
        ]
    );
    let nearest = |path: &str| told.iter().find(|one| one.0 == path).unwrap().2.clone();
    assert_eq!(nearest("remove.initiatives[1]").as_deref(), Some("I0007"));
    assert_eq!(nearest("ad").as_deref(), Some("add"));
    for wrong in ["", "[]", "{", "\"x\"", "{\"remove\": []}", "{\"add\": [1]}"] {
        assert!(!errors(&ecosystem, wrong).is_empty(), "{wrong}");
    }
    let many = json!({ "add": vec![json!({ "name": "x" }); 51] });
    assert_eq!(errors(&ecosystem, &many.to_string())[0].1, "too-many-items");
    for finding in read_scenario("scenario", asked.to_string().as_bytes(), &ecosystem).findings.iter() {
        let (nl, en) = (finding.message(Language::Nl), finding.message(Language::En));
        assert!(nl != en && nl.contains(". ") && en.contains(". "), "{nl}");
    }
}

#[test]
fn what_is_added_lies_beside_what_is_left() {
    let ecosystem = example();
    let asked = json!({
        "remove": { "initiatives": "I0006", "actors": null },
        "merge": { "actors": { "keep": "A0975", "merge": "A0976" } },
        "add": [
            { "name": "Tweede", "actors": ["A0975", "Werkplaats Nieuw"], "regions": "PV30" },
            { "id": "I0006", "name": "Eerste", "activities": [{ "activity_type": "scans-assessments" }], "regions": "PV30" },
        ],
    });
    let reading = read_scenario("scenario", asked.to_string().as_bytes(), &ecosystem);
    assert!(reading.findings.is_empty(), "{}", reading.findings.text(Language::En));
    let edited = reading.edited.unwrap();
    // The id of what was removed is free again; the other one gets an id.
    assert_eq!(edited.report.added_initiatives, ["I0006".into(), "voorstel".into()]);
    assert_eq!(edited.report.added_actors, ["werkplaats-nieuw".into()]);
    let after = &edited.ecosystem;
    assert_eq!(after.initiatives().len(), ecosystem.initiatives().len() + 1);
    for (row, now) in ecosystem.actors().iter().zip(&edited.actors) {
        let id = if &*row.id == "A0976" { "A0975" } else { &*row.id };
        assert_eq!(&*after.actors()[now.unwrap() as usize].id, id);
    }
    for (row, now) in ecosystem.activities().iter().zip(&edited.activities) {
        assert!(now.is_none_or(|now| after.activities()[now as usize].id == row.id));
    }
    let found = scenario(&ecosystem, &edited, &ScenarioConfig::default()).unwrap();
    let added = found.complexity[0].changes.iter().find(|change| change.measure == "initiatives").unwrap();
    assert_eq!(added.difference, Some(1.0));
    // A removed actor cannot be named any more; as a new one it is doubtful, not wrong.
    let gone = json!({ "remove": { "actors": ["A0975"] }, "add": [{ "name": "x", "actors": ["A0975"] }] });
    let reading = read_scenario("scenario", gone.to_string().as_bytes(), &ecosystem);
    assert!(reading.edited.is_some_and(|edited| edited.report.added_actors.len() == 1));
}

/// A scenario of ids in a given order.
fn in_json(initiatives: &Asked, actors: &Asked, backwards: bool) -> Value {
    let order = |mut list: Vec<Value>| {
        if backwards {
            list.reverse();
        }
        Value::from(list)
    };
    let ids = |ids: &super::support::Words| order(ids.iter().map(|id| Value::from(id.as_str())).collect());
    let merges = |asked: &Asked| {
        order(asked.merge.iter().map(|(keep, merged)| json!({ "keep": keep, "merge": ids(merged) })).collect())
    };
    let named = |name: &str| json!({ "name": name, "regions": "NL" });
    json!({
        "remove": { "initiatives": ids(&initiatives.remove), "actors": ids(&actors.remove) },
        "merge": { "initiatives": merges(initiatives), "actors": merges(actors) },
        "add": order(vec![named("Een"), named("Twee"), json!({ "id": "zelf", "name": "Drie" })]),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn order_does_not_matter((world, initiatives, actors) in edited_worlds()) {
        let ecosystem = world.build();
        let read = |backwards| {
            let asked = in_json(&initiatives, &actors, backwards).to_string();
            read_scenario("scenario", asked.as_bytes(), &ecosystem).edited.unwrap()
        };
        let (one, other) = (read(false), read(true));
        prop_assert_eq!(&one.report, &other.report);
        let said = |edited: &ecosysteemkaart::ecosystem::edit::Edited| format!("{:?}", edited.ecosystem.contents());
        prop_assert_eq!(said(&one), said(&other));
    }

    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..80), json in "[\\[\\]{}\":,a-z0-9 ]{0,60}") {
        let ecosystem = World::new().actors(&["a"]).initiative("i", &[], &["a"]).build();
        for asked in [bytes.as_slice(), json.as_bytes()] {
            let reading = read_scenario("scenario", asked, &ecosystem);
            prop_assert!(reading.edited.is_some() != reading.findings.has_errors());
        }
    }
}

#[test]
fn the_command_prints_differences() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("scenario.json");
    std::fs::write(&file, json!({ "merge": { "initiatives": [{ "keep": "I0033", "merge": ["I0034"] }] } }).to_string())
        .unwrap();
    let answer = printed(&run(&["scenario", "voorbeeld", path(&file)]));
    assert_eq!((&answer["basis"], &answer["done"]["merged"][0]["keep"]["id"]), (&"fictional".into(), &"I0033".into()));
    let apart = &answer["overlapWithoutCollaboration"];
    assert_eq!(apart["before"].as_u64().unwrap() - 1, apart["after"].as_u64().unwrap());
    assert_eq!(apart["ended"][0]["reason"], "merged");
    std::fs::write(&file, "{\"remove\": {\"actors\": [\"Q\"]}}").unwrap();
    let refused = run(&["scenario", "voorbeeld", path(&file)]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(refused.stdout.is_empty() && text(&refused.stderr).contains("remove.actors[0]"));
    assert_eq!(run(&["scenario", "voorbeeld", "/no/such/file.json"]).status.code(), Some(2));
    let both = printed(&run(&["analyse", "voorbeeld", "--only", "leaveOneOut"]));
    let lists = &both["leaveOneOut"];
    assert_eq!((lists["initiatives"].as_array().unwrap().len(), lists["actors"].as_array().unwrap().len()), (220, 920));
    assert_eq!(lists["initiatives"][0]["rank"], 1);
}

#[actix_web::test]
async fn a_scenario_is_answered_and_not_kept() {
    let before = got("/v1/datasets/voorbeeld").await;
    let asked = json!({ "remove": { "initiatives": ["I0006"] } });
    let response = send(post(&format!("{ADDRESS}?lang=en"), &asked)).await;
    assert_eq!((response.status(), header(&response, CACHE_CONTROL)), (StatusCode::OK, "no-store".to_owned()));
    let answer = body(response).await;
    assert_eq!(answer["done"]["removedInitiatives"][0]["id"], "I0006");
    let cells = answer["coverage"]["cells"].as_array().unwrap();
    let cell = cells.iter().find(|cell| cell["supplyChanges"] == true).unwrap();
    assert_eq!(
        (&cell["region"], &cell["value"], &cell["statusAfter"], &cell["ownBefore"]),
        (&"PV30".into(), &"scans-assessments".into(), &"national-only".into(), &3.into())
    );
    assert!(answer["method"]["nl"].is_string() && answer["inWords"]["nl"].is_string());
    assert_eq!(got("/v1/datasets/voorbeeld").await, before);
    // Nothing left at all is an answer too.
    let nobody = json!({ "remove": {
        "initiatives": example().initiatives().iter().map(|row| row.id.to_string()).collect::<Vec<_>>(),
        "actors": example().actors().iter().map(|row| row.id.to_string()).collect::<Vec<_>>(),
    } });
    let answer = body(send(post(ADDRESS, &nobody)).await).await;
    assert_eq!((&answer["centrality"]["actorsAfter"], &answer["clusters"]["countAfter"]), (&0.into(), &0.into()));
}

#[actix_web::test]
async fn a_wrong_scenario_is_told_all_that_is_wrong() {
    let asked = json!({ "remove": { "initiatives": ["I9", "I0001"] }, "merge": { "initiatives": [{ "keep": "I0001", "merge": ["I0002"] }] } });
    let response = send(post(&format!("{ADDRESS}?lang=en"), &asked)).await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    let told = body(response).await;
    let paths: Vec<&str> =
        told["errors"].as_array().unwrap().iter().map(|fault| fault["parameter"].as_str().unwrap()).collect();
    assert_eq!(paths, ["merge.initiatives[0].keep", "remove.initiatives[0]"]);
    let response = send(post(&format!("{ADDRESS}?foo=1"), &json!({}))).await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    let response = send(TestRequest::with_uri(ADDRESS)).await;
    assert_eq!((response.status(), header(&response, ALLOW).as_str()), (StatusCode::METHOD_NOT_ALLOWED, "POST"));
}

#[actix_web::test]
async fn losses_are_listed_by_what_and_where() {
    let address = "/v1/datasets/voorbeeld/leave-one-out";
    let initiatives = got(address).await;
    assert_eq!((&initiatives["total"], &initiatives["basis"]), (&220.into(), &"fictional".into()));
    let actors = got(&format!("{address}?what=actors&pageSize=5")).await;
    assert_eq!((&actors["total"], &actors["items"][0]["what"]), (&920.into(), &"actor".into()));
    let here = got(&format!("{address}?region=Zeeland")).await;
    let items = here["items"].as_array().unwrap();
    assert!(!items.is_empty() && items.len() < 220);
    for item in items {
        assert!(item["regions"].as_array().unwrap().contains(&"PV29".into()));
        assert!(initiatives["items"].as_array().unwrap().contains(item));
    }
    let told = problem(&format!("{address}?what=doors&region=Atlantis&kind=rijk"), StatusCode::BAD_REQUEST).await;
    let keys: Vec<&str> =
        told["errors"].as_array().unwrap().iter().map(|fault| fault["parameter"].as_str().unwrap()).collect();
    assert_eq!(keys, ["what", "region", "kind"]);
    let reconstructed = got("/v1/datasets/regioscan-2023/leave-one-out?pageSize=1").await;
    assert_eq!(reconstructed["basis"], "reconstructed");
}
