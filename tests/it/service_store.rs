//! What is brought and decided, through the real routes, on SQLite and, where there is one, on PostgreSQL.

use actix_web::http::StatusCode;
use actix_web::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, LOCATION, WWW_AUTHENTICATE};
use actix_web::test::TestRequest;
use ecosysteemkaart::dataset::ReadOptions;
use ecosysteemkaart::store::{Missing, Scope, Store};
use ecosysteemkaart::web::{Catalog, Source, StoreConfig};
use serde_json::{Value, json};

use super::folder::Folder;
use super::reading_open_document::spreadsheet;
use super::service::{body, forget_answers, header, send_to};
use super::store::{Database, by, databases};

/// A service with a database of its own.
pub struct Service {
    pub catalog: Catalog,
    pub store: Store,
    pub write: String,
    pub database: Database,
}

impl Service {
    pub async fn new(database: Database) -> Self {
        forget_answers();
        let store = Store::open(&database.url, Missing::Create).await.unwrap();
        let write = store.create_token("desk", Scope::Write, None, &by("test", 1)).await.unwrap();
        let catalog = replica(&database.url);
        catalog.load(&ReadOptions::default());
        catalog.refresh(None).await.unwrap();
        Self { catalog, store, write, database }
    }

    pub async fn get(&self, address: &str) -> (StatusCode, Value) {
        self.get_with(address, "").await
    }

    async fn get_with(&self, address: &str, token: &str) -> (StatusCode, Value) {
        answer(&self.catalog, with_token(TestRequest::with_uri(address), token)).await
    }

    pub async fn upload(&self, fields: &[(&str, &str)], file: &[u8], token: &str) -> (StatusCode, Value) {
        answer(&self.catalog, with_token(form("/v1/datasets", fields, file), token)).await
    }

    /// The next version of a dataset, which must be taken.
    pub async fn keep(&self, id: &str, file: &[u8]) -> Value {
        let (status, record) = self.upload(&[("id", id)], file, &self.write).await;
        assert_eq!(status, StatusCode::CREATED, "{record}");
        record
    }

    async fn put(&self, address: &str, sent: &Value, token: &str) -> (StatusCode, Value) {
        let request = TestRequest::with_uri(address).method(actix_web::http::Method::PUT).set_json(sent);
        answer(&self.catalog, with_token(request, token)).await
    }
}

/// A service of one small shipped dataset beside a store.
pub fn replica(url: &str) -> Catalog {
    let shipped = String::from("praktijkvoorbeelden-2023");
    let store = StoreConfig { database: url.to_owned(), read: ReadOptions::default(), upload_bytes: 1 << 20 };
    Catalog::new(vec![(shipped.clone(), Source::Shipped(shipped))]).with_store(store)
}

pub async fn answer(catalog: &Catalog, request: TestRequest) -> (StatusCode, Value) {
    let response = send_to(catalog, request).await;
    (response.status(), body(response).await)
}

pub fn with_token(request: TestRequest, token: &str) -> TestRequest {
    if token.is_empty() { request } else { request.insert_header((AUTHORIZATION, format!("Bearer {token}"))) }
}

pub fn form(address: &str, fields: &[(&str, &str)], file: &[u8]) -> TestRequest {
    let kind = (CONTENT_TYPE, "multipart/form-data; boundary=cut");
    let request = TestRequest::with_uri(address).method(actix_web::http::Method::POST).insert_header(kind);
    request.set_payload(form_body(fields, file))
}

/// A form with a zip, between boundaries `cut`.
pub fn form_body(fields: &[(&str, &str)], file: &[u8]) -> Vec<u8> {
    let mut sent = Vec::new();
    for (name, value) in fields {
        sent.extend(format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    let head = "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"test.zip\"\r\n\
                Content-Type: application/zip\r\n\r\n";
    sent.extend(head.bytes());
    sent.extend(file);
    sent.extend(b"\r\n--cut--\r\n");
    sent
}

/// Of the files of the shipped dataset, as the system's own program says it.
fn digest_of_the_folder() -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/datasets/praktijkvoorbeelden-2023");
    let mut command = std::process::Command::new("sh");
    command.args(["-c", "LC_ALL=C; export LC_ALL; sha256sum * | sha256sum"]).current_dir(folder);
    String::from_utf8(command.output().unwrap().stdout).unwrap().split(' ').next().unwrap().to_owned()
}

/// A small dataset: two initiatives that do the same in one region without a shared actor, and `more` actors.
pub fn dataset(more: usize) -> Folder {
    let mut actors = String::from("id,name\na,Gemeente Testdorp\nb,Gem. Testdorp\nc,Regiodesk\n");
    for n in 0..more {
        actors.push_str(&format!("x{n},Actor {n}\n"));
    }
    Folder::new()
        .with("actors.csv", actors)
        .with("initiatives.csv", "id,name,regions\ni1,Wijzer,PV21\ni2,Loket,PV21\n")
        .with("participations.csv", "initiative,actor,role\ni1,a,executor\ni2,b,executor\ni2,c,executor\n")
        .with(
            "activities.csv",
            "id,initiative,activity_type,sector,bottleneck\n\
             p,i1,advisering,C,weten\nq,i2,advisering,C,weten\n",
        )
}

async fn on_each<F: Future<Output = ()>>(test: impl Fn(Service) -> F) {
    for database in databases().await {
        test(Service::new(database).await).await;
    }
}

#[actix_web::test]
async fn an_upload_becomes_the_next_version_and_earlier_ones_stay() {
    on_each(|service| async move {
        let response = send_to(
            &service.catalog,
            with_token(form("/v1/datasets", &[("id", "fryslan")], &dataset(0).zipped("")), &service.write),
        )
        .await;
        assert_eq!(header(&response, LOCATION), "/v1/datasets/fryslan?version=1");
        let first = body(response).await;
        assert_eq!((&first["version"], &first["replaces"], &first["by"]), (&json!(1), &Value::Null, &json!("desk")));
        let second = service.keep("fryslan", &dataset(2).zipped("map/")).await;
        assert_eq!((&second["version"], &second["replaces"]), (&json!(2), &json!(1)));

        let total = |(status, list): (StatusCode, Value)| {
            assert_eq!(status, StatusCode::OK, "{list}");
            list["total"].as_u64().unwrap()
        };
        assert_eq!(total(service.get("/v1/datasets/fryslan/actors").await), 5);
        assert_eq!(total(service.get("/v1/datasets/fryslan/actors?version=2").await), 5);
        assert_eq!(total(service.get("/v1/datasets/fryslan/actors?version=1").await), 3);
        let (status, wrong) = service.get("/v1/datasets/fryslan/actors?version=3").await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert!(wrong["errors"][0]["detail"].as_str().unwrap().contains("Toegestaan: 1, 2."), "{wrong}");

        let (_, versions) = service.get("/v1/datasets/fryslan/versions").await;
        let seen: Vec<_> = versions["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|v| (v["version"].clone(), v["current"].clone(), v["replacedBy"].clone()))
            .collect();
        assert_eq!(seen, [(json!(2), json!(true), Value::Null), (json!(1), json!(false), json!(2))]);

        let (status, compared) = service.get("/v1/datasets/fryslan/comparison?with=fryslan@1").await;
        assert_eq!((status, &compared["actors"]["added"]), (StatusCode::OK, &json!(2)), "{compared}");
        let (status, wrong) = service.get("/v1/datasets/fryslan/comparison?with=fryslan@9").await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert!(wrong["errors"][0]["detail"].as_str().unwrap().contains("fryslan@1, fryslan@2"), "{wrong}");

        // Another replica finds the same by looking.
        let other = replica(&service.database.url);
        other.refresh(None).await.unwrap();
        let (_, list) = answer(&other, TestRequest::with_uri("/v1/datasets/fryslan/actors")).await;
        assert_eq!(list["total"], 5);
        service.keep("fryslan", &dataset(7).zipped("")).await;
        other.refresh(None).await.unwrap();
        let (_, list) = answer(&other, TestRequest::with_uri("/v1/datasets/fryslan/actors")).await;
        assert_eq!(list["total"], 10);
        // Of another program, and again by another replica.
        let of_libre_office = service.keep("fryslan", &spreadsheet(&dataset(1))).await;
        assert_eq!(of_libre_office["mediaType"], "application/vnd.oasis.opendocument.spreadsheet");
        other.refresh(None).await.unwrap();
        let (_, list) = answer(&other, TestRequest::with_uri("/v1/datasets/fryslan/actors")).await;
        assert_eq!(list["total"], 4);
        let (_, shipped) = service.get("/v1/datasets/praktijkvoorbeelden-2023/versions").await;
        assert_eq!((&shipped["total"], &shipped["items"][0]["sha256"]), (&json!(1), &json!(digest_of_the_folder())));
    })
    .await;
}

#[actix_web::test]
async fn what_has_errors_is_refused_with_all_findings_and_changes_nothing() {
    on_each(|service| async move {
        service.keep("fryslan", &dataset(0).zipped("")).await;
        let before = (service.get("/v1/datasets/fryslan").await, service.store.last_change().await.unwrap());
        let broken =
            dataset(0).with("initiatives.csv", "id,name,regions\ni1,Wijzer,Frysland\ni2,Loket,PV99\ni2,Dubbel,PV21\n");
        let (status, told) = service.upload(&[("id", "fryslan")], &broken.zipped(""), &service.write).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        // As the command `check` finds them.
        let found = broken.read().findings;
        assert_eq!(told["findings"], serde_json::to_value(&found).unwrap());
        let errors = told["errors"].as_array().unwrap();
        assert_eq!(errors.len(), 3, "{told}");
        assert!(errors[0]["parameter"].as_str().unwrap().contains("initiatives.csv, rij 2, kolom regions"), "{told}");
        assert!(errors[0]["detail"].as_str().unwrap().contains("Frysland"), "{told}");
        for (file, id) in [(b"not a zip".as_slice(), "fryslan"), (b"PK\x03\x04 broken", "fryslan"), (b"", "fryslan")] {
            assert_eq!(service.upload(&[("id", id)], file, &service.write).await.0, StatusCode::BAD_REQUEST);
        }
        for id in ["", "Fryslân", "../etc", "-a", &"a".repeat(65)] {
            let (status, told) = service.upload(&[("id", id)], &dataset(0).zipped(""), &service.write).await;
            assert_eq!((status, &told["errors"][0]["parameter"]), (StatusCode::BAD_REQUEST, &json!("id")), "{id}");
        }
        let odd = [("id", "fryslan"), ("colour", "red")];
        let (status, told) = service.upload(&odd, &dataset(0).zipped(""), &service.write).await;
        assert_eq!((status, &told["errors"][0]["parameter"]), (StatusCode::BAD_REQUEST, &json!("colour")));
        let (status, _) = service.upload(&[("id", "fryslan")], &vec![0; (1 << 20) + 1], &service.write).await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
        let request = TestRequest::with_uri("/v1/datasets").method(actix_web::http::Method::POST).set_json(json!({}));
        let (status, _) = answer(&service.catalog, with_token(request, &service.write)).await;
        assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
        assert_eq!((service.get("/v1/datasets/fryslan").await, service.store.last_change().await.unwrap()), before);
    })
    .await;
}

#[actix_web::test]
async fn a_check_says_the_same_and_stores_nothing() {
    let service = Service::new(databases().await.swap_remove(0)).await;
    let before = service.store.last_change().await.unwrap();
    let good = dataset(0).with("actors.csv", "id,name,colour\na,A,red\nb,B,red\nc,C,red\n");
    let (status, said) = answer(&service.catalog, form("/v1/validations", &[], &good.zipped(""))).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!((&said["valid"], &said["errors"], &said["dataset"]["actors"]), (&json!(true), &json!(0), &json!(3)));
    assert_eq!(said["findings"], serde_json::to_value(good.read().findings).unwrap());
    assert!(said["warnings"].as_u64().unwrap() > 0);
    let broken = dataset(0).without("actors.csv");
    let (status, said) = answer(&service.catalog, form("/v1/validations", &[], &broken.zipped(""))).await;
    assert_eq!((status, &said["valid"], &said["dataset"]), (StatusCode::OK, &json!(false), &Value::Null));
    assert_eq!(service.store.last_change().await.unwrap(), before);
}

#[actix_web::test]
async fn writing_takes_a_token_that_allows_it() {
    on_each(|service| async move {
        let file = dataset(0).zipped("");
        let request = form("/v1/datasets", &[("id", "fryslan")], &file);
        let response = send_to(&service.catalog, request).await;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
        assert!(header(&response, WWW_AUTHENTICATE).starts_with("Bearer"));
        let read = service.store.create_token("reader", Scope::Read, None, &by("test", 2)).await.unwrap();
        let other = service.store.create_token("other", Scope::Write, Some("drenthe"), &by("test", 3)).await.unwrap();
        let id = [("id", "fryslan")];
        assert_eq!(service.upload(&id, &file, "ek_wrong").await.0, StatusCode::UNAUTHORIZED);
        assert_eq!(service.upload(&id, &file, &read).await.0, StatusCode::FORBIDDEN);
        assert_eq!(service.upload(&id, &file, &other).await.0, StatusCode::FORBIDDEN);
        assert_eq!(service.upload(&[("id", "drenthe")], &file, &other).await.0, StatusCode::CREATED);
        service.store.revoke_token("other", &by("test", 4)).await.unwrap();
        assert_eq!(service.upload(&[("id", "drenthe")], &file, &other).await.0, StatusCode::UNAUTHORIZED);

        let status = json!({"status": "opgelost"});
        for (token, expected) in
            [("", StatusCode::UNAUTHORIZED), ("ek_wrong", StatusCode::UNAUTHORIZED), (&*read, StatusCode::FORBIDDEN)]
        {
            assert_eq!(service.put("/v1/datasets/drenthe/signals/any", &status, token).await.0, expected);
            let names = json!({"decision": "same"});
            assert_eq!(service.put("/v1/datasets/drenthe/name-decisions/a/b", &names, token).await.0, expected);
        }
        // What is shipped is read-only, and says so.
        let address = "/v1/datasets/praktijkvoorbeelden-2023/name-decisions/a/b";
        let names = json!({"decision": "same"});
        assert_eq!(service.put(address, &names, &service.write).await.0, StatusCode::FORBIDDEN);
        let shipped = [("id", "praktijkvoorbeelden-2023")];
        let (refused, told) = service.upload(&shipped, &file, &service.write).await;
        assert_eq!(refused, StatusCode::FORBIDDEN);
        assert!(told["detail"].as_str().unwrap().contains("eigen id"), "{told}");
    })
    .await;
}

#[actix_web::test]
async fn without_a_token_nothing_can_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("none.db").display());
    let catalog = replica(&url);
    let upload = form("/v1/datasets", &[("id", "a")], &dataset(0).zipped(""));
    let (status, told) = answer(&catalog, with_token(upload, "ek_guess")).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert!(told["detail"].as_str().unwrap().contains("token create"), "{told}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    // As soon as there is one, it works, without a restart.
    let store = Store::open(&url, Missing::Create).await.unwrap();
    let token = store.create_token("desk", Scope::Write, None, &by("test", 1)).await.unwrap();
    let upload = form("/v1/datasets", &[("id", "a")], &dataset(0).zipped(""));
    assert_eq!(answer(&catalog, with_token(upload, &token)).await.0, StatusCode::CREATED);
}

#[actix_web::test]
async fn statuses_and_decisions_stay_when_a_new_version_comes() {
    on_each(|service| async move {
        service.keep("fryslan", &dataset(0).zipped("")).await;
        let (_, signals) = service.get("/v1/datasets/fryslan/signals").await;
        let signal = &signals["items"][0];
        assert_eq!((&signal["status"], &signal["owner"]), (&json!("nieuw"), &Value::Null), "{signals}");
        let address = format!("/v1/datasets/fryslan/signals/{}", signal["key"].as_str().unwrap());
        let sent = json!({"status": "afgesproken", "owner": "Regiodesk", "date": "2026-03-01", "note": "één loket"});
        let (status, record) = service.put(&address, &sent, &service.write).await;
        assert_eq!((status, &record["by"], &record["note"]), (StatusCode::OK, &json!("desk"), &json!("één loket")));
        let of = |list: &Value| -> Value {
            list["items"].as_array().unwrap().iter().find(|item| item["key"] == signal["key"]).unwrap().clone()
        };
        let decided = of(&service.get("/v1/datasets/fryslan/signals").await.1);
        for key in ["status", "owner", "date", "note"] {
            assert_eq!(decided[key], sent[key]);
        }
        service.keep("fryslan", &dataset(3).zipped("")).await;
        assert_eq!(of(&service.get("/v1/datasets/fryslan/signals").await.1)["status"], "afgesproken");
        assert_eq!(of(&service.get("/v1/datasets/fryslan/signals?version=1").await.1)["status"], "afgesproken");

        let (status, told) = service.put(&address, &json!({"status": "klaar", "date": "morgen"}), &service.write).await;
        assert_eq!((status, told["errors"].as_array().unwrap().len()), (StatusCode::BAD_REQUEST, 2));
        let (status, _) = service.put(&address, &json!({"status": "nieuw", "colour": 1}), &service.write).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        let unknown = service.put("/v1/datasets/fryslan/signals/overlap~x~y", &sent, &service.write).await;
        assert_eq!(unknown.0, StatusCode::NOT_FOUND);

        let address = "/v1/datasets/fryslan/name-decisions/a/b";
        let sent = json!({"decision": "same", "note": "zelfde gemeente"});
        assert_eq!(service.put(address, &sent, &service.write).await.0, StatusCode::OK);
        service.keep("fryslan", &dataset(4).zipped("")).await;
        let (_, names) = service.get("/v1/datasets/fryslan/name-decisions").await;
        assert_eq!((&names["total"], &names["items"][0]["decision"]), (&json!(1), &json!("same")), "{names}");
        assert_eq!(service.put(address, &json!({"decision": null}), &service.write).await.0, StatusCode::OK);
        let (_, names) = service.get("/v1/datasets/fryslan/name-decisions").await;
        assert_eq!(names["items"][0]["decision"], Value::Null);
        let (status, told) = service.put("/v1/datasets/fryslan/name-decisions/a/nobody", &sent, &service.write).await;
        assert_eq!((status, &told["errors"][0]["parameter"]), (StatusCode::BAD_REQUEST, &json!("merge")), "{told}");
    })
    .await;
}

/// What is agreed about a signal lies beside the data, so it can be said of what is shipped too.
#[actix_web::test]
async fn signals_of_shipped_datasets_have_statuses() {
    on_each(|service| async move {
        let address = "/v1/datasets/praktijkvoorbeelden-2023/signals";
        let (_, before) = service.get(address).await;
        let key = before["items"][0]["key"].as_str().unwrap();
        let sent = json!({"status": "bewust-zo", "note": "bij elkaar in de buurt"});
        let (status, told) = service.put(&format!("{address}/{key}"), &sent, &service.write).await;
        assert_eq!(status, StatusCode::OK, "{told}");
        let (_, after) = service.get(address).await;
        assert_eq!(after["total"], before["total"]);
        for (before, after) in before["items"].as_array().unwrap().iter().zip(after["items"].as_array().unwrap()) {
            let expected = if after["key"] == key { "bewust-zo" } else { "nieuw" };
            assert_eq!((&before["key"], &after["status"]), (&after["key"], &json!(expected)));
        }
    })
    .await;
}

#[actix_web::test]
async fn tests_are_kept_for_those_with_a_token() {
    on_each(|service| async move {
        service.keep("fryslan", &dataset(0).zipped("")).await;
        let address = "/v1/datasets/fryslan/consistency-tests";
        let sent = json!({"name": "Digiwijzer", "regions": ["PV21"], "activities": [{"activity_type": "advisering"}]});
        let post = || TestRequest::with_uri(address).method(actix_web::http::Method::POST).set_json(&sent);
        assert_eq!(answer(&service.catalog, post()).await.0, StatusCode::OK);
        assert_eq!(service.get(address).await.0, StatusCode::UNAUTHORIZED);
        assert_eq!(service.get_with(address, &service.write).await.1["total"], 0);
        let (_, answered) = answer(&service.catalog, with_token(post(), &service.write)).await;
        let (_, kept) = service.get_with(address, &service.write).await;
        assert_eq!((&kept["total"], &kept["items"][0]["version"]), (&json!(1), &json!(1)));
        assert_eq!((&kept["items"][0]["proposal"], &kept["items"][0]["verdict"]), (&sent, &answered));
        assert_eq!(answer(&service.catalog, with_token(post(), &service.write)).await.0, StatusCode::OK);
        // Pages, latest first.
        let page = async |query: &str| service.get_with(&format!("{address}?{query}"), &service.write).await.1;
        let (first, second) = (page("pageSize=1").await, page("pageSize=1&page=2").await);
        assert_eq!((&first["total"], first["items"].as_array().unwrap().len()), (&json!(2), 1));
        assert!(first["items"][0]["number"].as_u64() > second["items"][0]["number"].as_u64());
        let next = first["_links"]["next"]["href"].as_str().unwrap();
        assert!(next.ends_with("pageSize=1&page=2") && second["_links"].get("next").is_none(), "{next}");
        let (status, told) = service.get_with(&format!("{address}?pageSize=1001"), &service.write).await;
        assert_eq!((status, &told["errors"][0]["parameter"]), (StatusCode::BAD_REQUEST, &json!("pageSize")));
    })
    .await;
}

#[actix_web::test]
async fn a_closed_dataset_is_not_there_for_others() {
    on_each(|service| async move {
        let file = dataset(0).zipped("");
        let closed = [("id", "geheim"), ("closed", "true")];
        assert_eq!(service.upload(&closed, &file, &service.write).await.0, StatusCode::CREATED);
        let read = service.store.create_token("reader", Scope::Read, Some("geheim"), &by("test", 2)).await.unwrap();
        let other = service.store.create_token("other", Scope::Read, Some("open"), &by("test", 3)).await.unwrap();
        service.catalog.refresh(None).await.unwrap();
        let unknown = service.get("/v1/datasets/atlantis/actors").await;
        for token in ["", &other, "ek_wrong"] {
            // Not a word differs from what is not there.
            assert_eq!(service.get_with("/v1/datasets/geheim/actors", token).await, unknown);
            let list = service.get_with("/v1/datasets", token).await.1.to_string();
            assert!(!list.contains("geheim"));
            let (status, told) =
                service.get_with("/v1/datasets/praktijkvoorbeelden-2023/comparison?with=geheim", token).await;
            assert!(
                status == StatusCode::BAD_REQUEST
                    && !told["errors"][0]["detail"].as_str().unwrap().contains(", geheim")
            );
        }
        for page in ["/", "/v1/openapi.json", "/docs"] {
            let page = send_to(&service.catalog, TestRequest::with_uri(page)).await;
            let bytes = actix_web::body::to_bytes(page.into_body()).await.unwrap_or_default();
            assert!(!String::from_utf8_lossy(&bytes).contains("geheim"));
        }
        let request = with_token(TestRequest::with_uri("/v1/datasets/geheim/actors"), &read);
        let response = send_to(&service.catalog, request).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(header(&response, CACHE_CONTROL), "private, no-cache");
        assert!(service.get_with("/v1/datasets", &read).await.1.to_string().contains("geheim"));
        // What was answered to one who may is not answered to others.
        assert_eq!(service.get("/v1/datasets/geheim/actors").await, unknown);
        service.keep("geheim", &dataset(1).zipped("")).await;
        assert_eq!(service.get("/v1/datasets/geheim/actors").await.0, StatusCode::NOT_FOUND);
        let open = [("id", "geheim"), ("closed", "false")];
        assert_eq!(service.upload(&open, &file, &service.write).await.0, StatusCode::CREATED);
        assert_eq!(service.get("/v1/datasets/geheim/actors").await.0, StatusCode::OK);
    })
    .await;
}

#[actix_web::test]
async fn of_two_uploads_at_once_the_second_sees_the_first() {
    on_each(|service| async move {
        let (one, two) = (dataset(1).zipped(""), dataset(2).zipped(""));
        let (first, second) = tokio::join!(service.keep("fryslan", &one), service.keep("fryslan", &two));
        let mut versions = [first, second];
        versions.sort_by_key(|record| record["version"].as_i64());
        assert_eq!((&versions[0]["version"], &versions[1]["version"]), (&json!(1), &json!(2)));
        assert_eq!(versions[1]["replaces"], 1);
        service.catalog.refresh(None).await.unwrap();
        let current = &service.get("/v1/datasets/fryslan/versions").await.1["items"][0];
        assert_eq!(current["sha256"], versions[1]["sha256"]);
    })
    .await;
}

#[actix_web::test]
async fn without_its_database_the_service_goes_on_reading() {
    let service = Service::new(databases().await.swap_remove(0)).await;
    service.keep("fryslan", &dataset(0).zipped("")).await;
    let before = service.get("/v1/datasets/fryslan/overlap").await;
    std::fs::remove_file(service.database.url.strip_prefix("sqlite://").unwrap()).unwrap();
    let (status, told) = service.upload(&[("id", "fryslan")], &dataset(1).zipped(""), &service.write).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(told["detail"].as_str().unwrap().contains("Lezen gaat door"), "{told}");
    assert_eq!(service.get("/v1/datasets/fryslan/overlap").await, before);
    assert_eq!(service.get("/v1/datasets/fryslan/overlap?minOverlap=0.1").await.0, StatusCode::OK);
}
