//! The description of the interface against the interface itself and the README; and the Dutch design rules for REST
//! interfaces that a linter cannot see.

use std::collections::BTreeSet;

use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, ALLOW, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, SERVER, SET_COOKIE,
};
use actix_web::http::{Method, StatusCode};
use actix_web::test::TestRequest;
use serde_json::Value;

use super::service::{body, get, header, json, problem, send};

/// Paths of the document with the description of what GET does, where it takes no token.
async fn described() -> Vec<(String, Value)> {
    let document = json("/v1/openapi.json").await;
    let paths = document["paths"].as_object().unwrap();
    let open = |item: &Value| item.get("get").filter(|operation| operation["security"].is_null()).cloned();
    paths.iter().filter_map(|(path, item)| Some((path.clone(), open(item)?))).collect()
}

/// An address of a path with something for everything that varies.
fn example(path: &str) -> String {
    let mut address = format!("/v1{path}");
    for (varies, one) in [
        ("{dataset}", "voorbeeld"),
        ("{actor}", "A0001"),
        ("{initiative}", "I0001"),
        ("{region}", "PV20"),
        // The smallest id of all is that of its cluster.
        ("{cluster}", "A0001"),
        ("{format}", "graphml"),
    ] {
        address = address.replace(varies, one);
    }
    if path.ends_with("/comparison") { address + "?with=voorbeeld" } else { address }
}

/// An address with one more key.
fn with_key(address: &str, key: &str) -> String {
    format!("{address}{}{key}", if address.contains('?') { '&' } else { '?' })
}

/// Words of a list that a problem gives after "Toegestaan:".
fn allowed(problem: &Value) -> BTreeSet<String> {
    let detail = problem["errors"][0]["detail"].as_str().unwrap();
    let list = detail.split("Toegestaan: ").nth(1).unwrap().trim_end_matches('.');
    list.split(", ").map(str::to_owned).collect()
}

#[actix_web::test]
async fn every_path_is_there_and_reads_exactly_the_described_keys() {
    let taxonomy: Value = serde_json::from_str(include_str!("../../datasets/taxonomy.json")).unwrap();
    let dimensions: BTreeSet<String> = taxonomy["dimensions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|dimension| dimension["id"].as_str().unwrap().to_owned())
        .collect();
    for (path, operation) in described().await {
        let address = example(&path);
        assert_eq!(get(&address).await.status(), StatusCode::OK, "{address}");
        let told = problem(&with_key(&address, "planeet=mars"), StatusCode::BAD_REQUEST).await;
        // Every dimension is a key where filters are; a chart has none, and `size` is a key of its own.
        let is_chart = path.contains("/charts/");
        let read: BTreeSet<String> =
            allowed(&told).into_iter().filter(|key| is_chart || !dimensions.contains(key)).collect();
        let parameters = operation["parameters"].as_array().unwrap();
        let said: BTreeSet<String> = parameters
            .iter()
            .filter(|parameter| parameter["in"] == "query")
            .map(|parameter| {
                assert!(!parameter["description"].as_str().unwrap().is_empty(), "{path} {parameter}");
                parameter["name"].as_str().unwrap().to_owned()
            })
            .collect();
        assert_eq!(said, read, "{path}");
    }
}

#[actix_web::test]
async fn every_path_stands_in_the_readme() {
    let readme = include_str!("../../README.md");
    for (path, _) in described().await {
        let mut below = path.replace("/datasets/{dataset}/", "/");
        if below.starts_with("/charts/") {
            below = String::from("/charts/{name}");
        }
        assert!(readme.contains(&below), "{path}");
    }
}

/// The fields of a schema and of those that it is made of, and which of them are always there.
fn fields(document: &Value, schema: &Value, said: &mut BTreeSet<String>, required: &mut BTreeSet<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        fields(document, document.pointer(reference.trim_start_matches('#')).unwrap(), said, required);
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        fields(document, part, said, required);
    }
    said.extend(schema["properties"].as_object().into_iter().flat_map(|properties| properties.keys().cloned()));
    let always = schema["required"].as_array().into_iter().flatten();
    required.extend(always.map(|field| field.as_str().unwrap().to_owned()));
}

#[actix_web::test]
async fn records_have_the_fields_that_are_described() {
    let document = json("/v1/openapi.json").await;
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["info"]["version"], env!("CARGO_PKG_VERSION"));
    for (path, operation) in described().await {
        let content = &operation["responses"]["200"]["content"]["application/json"]["schema"];
        let (name, record) =
            if let Some(items) = content["allOf"][1]["properties"]["items"]["items"]["anyOf"][0]["$ref"].as_str() {
                (items.to_owned(), json(&with_key(&example(&path), "pageSize=1")).await["items"][0].clone())
            } else if let Some(name) = content["$ref"].as_str() {
                (name.to_owned(), json(&example(&path)).await)
            } else {
                continue;
            };
        if record.is_null() {
            // Nothing was decided about a dataset that is shipped.
            assert_eq!(path, "/datasets/{dataset}/name-decisions");
            continue;
        }
        let (mut said, mut required) = (BTreeSet::new(), BTreeSet::new());
        fields(
            &document,
            &document["components"]["schemas"][name.rsplit('/').next().unwrap()],
            &mut said,
            &mut required,
        );
        let given: BTreeSet<String> = record.as_object().unwrap().keys().cloned().collect();
        assert!(given.is_subset(&said), "{path}: {:?}", given.difference(&said));
        assert!(required.is_subset(&given), "{path}: {:?}", required.difference(&given));
    }
    // Every reference leads somewhere.
    let text = document.to_string();
    for reference in text.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(document.pointer(reference).is_some(), "{reference}");
    }
}

#[actix_web::test]
async fn names_follow_the_design_rules() {
    let mut ids = BTreeSet::new();
    for (path, operation) in described().await {
        for segment in path.split('/').filter(|segment| !segment.starts_with('{')) {
            assert!(segment.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-'), "{path}");
        }
        for parameter in operation["parameters"].as_array().unwrap() {
            let name = parameter["name"].as_str().unwrap();
            assert!(name.chars().all(char::is_alphanumeric) && name.starts_with(char::is_lowercase), "{path} {name}");
        }
        for status in ["200", "304", "400", "404", "503"] {
            assert!(operation["responses"][status].is_object(), "{path} {status}");
        }
        assert!(ids.insert(operation["operationId"].as_str().unwrap().to_owned()), "{path}");
    }
}

#[actix_web::test]
async fn every_path_keeps_the_rules_of_http() {
    for (path, _) in described().await {
        let address = example(&path);
        let answer = get(&address).await;
        for (name, value) in [
            ("api-version", env!("CARGO_PKG_VERSION")),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
        ] {
            assert_eq!(
                answer.headers().get(name).map(|value| value.to_str().unwrap()),
                Some(value),
                "{address} {name}"
            );
        }
        assert_eq!(header(&answer, ACCESS_CONTROL_ALLOW_ORIGIN), "*");
        assert_eq!(header(&answer, CACHE_CONTROL), "public, no-cache");
        assert!(header(&answer, SERVER).is_empty() && header(&answer, SET_COOKIE).is_empty());
        let tag = header(&answer, ETAG);
        let again = send(TestRequest::with_uri(&address).insert_header((IF_NONE_MATCH, tag.clone()))).await;
        assert_eq!((again.status(), header(&again, ETAG)), (StatusCode::NOT_MODIFIED, tag.clone()), "{address}");
        assert!(again.headers().contains_key("api-version"));
        let head = send(TestRequest::with_uri(&address).method(Method::HEAD)).await;
        assert_eq!((head.status(), header(&head, ETAG)), (StatusCode::OK, tag), "{address}");
        assert_eq!(header(&head, CONTENT_TYPE), header(&answer, CONTENT_TYPE));
        // No redirect, no synonym.
        let (before, query) = address.split_once('?').unwrap_or((&address, ""));
        problem(&format!("{before}/?{query}"), StatusCode::NOT_FOUND).await;
        let other = send(TestRequest::with_uri(&address).method(Method::PATCH)).await;
        assert_eq!(other.status(), StatusCode::METHOD_NOT_ALLOWED, "{address}");
        assert!(header(&other, ALLOW).contains("GET, HEAD"));
        assert!(other.headers().contains_key("api-version"));
        assert_eq!(header(&other, CONTENT_TYPE), "application/problem+json");
        assert_eq!(body(other).await["status"], 405);
    }
}

#[actix_web::test]
async fn the_description_can_be_fetched_from_anywhere() {
    let answer = get("/v1/openapi.json").await;
    assert_eq!(header(&answer, ACCESS_CONTROL_ALLOW_ORIGIN), "*");
    assert_eq!(header(&answer, CONTENT_TYPE), "application/json");
    let document = body(answer).await;
    assert!(document["servers"][0]["url"].as_str().unwrap().ends_with("/v1"));
    assert_eq!(document["paths"]["/datasets/{dataset}"]["get"]["parameters"][0]["schema"]["enum"][0], "regioscan-2023");
}

#[actix_web::test]
async fn what_is_brought_says_what_it_takes() {
    let document = json("/v1/openapi.json").await;
    let paths = document["paths"].as_object().unwrap();
    for (path, method, media) in [
        ("/datasets", "post", "multipart/form-data"),
        ("/datasets/{dataset}/signals/{key}", "put", "application/json"),
        ("/datasets/{dataset}/name-decisions/{keep}/{merge}", "put", "application/json"),
    ] {
        let operation = &paths[path][method];
        assert!(operation["security"][0]["token"].is_array(), "{path}");
        assert!(operation["requestBody"]["content"][media].is_object(), "{path}");
        assert!(operation["responses"]["401"].is_object() && operation["responses"]["403"].is_object(), "{path}");
        let without = TestRequest::with_uri(&example(path)).method(method.to_uppercase().parse().unwrap());
        assert_eq!(send(without).await.status(), StatusCode::UNAUTHORIZED, "{path}");
    }
    assert!(paths["/datasets"]["post"]["responses"]["201"].is_object());
    assert!(paths["/datasets"]["get"]["responses"]["200"].is_object());
    let check = &paths["/validations"]["post"];
    let form = &check["requestBody"]["content"]["multipart/form-data"]["schema"];
    assert_eq!((&check["security"], &form["required"]), (&Value::Null, &serde_json::json!(["file"])));
    assert_eq!(document["components"]["securitySchemes"]["token"]["scheme"], "bearer");
    let operations: Vec<&Value> = paths.values().flat_map(|item| item.as_object().unwrap().values()).collect();
    let ids: BTreeSet<&str> = operations.iter().map(|operation| operation["operationId"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), operations.len());
}
