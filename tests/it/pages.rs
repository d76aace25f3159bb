//! The pages through their real routes: every page in both languages, as a browser without scripts and a person without a
//! mouse need it, and what comes of forms.

use std::collections::{BTreeSet, VecDeque};

use actix_web::body::to_bytes;
use actix_web::http::header::{ACCEPT_ENCODING, CONTENT_LANGUAGE, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LOCATION};
use actix_web::http::{Method, StatusCode};
use actix_web::test::TestRequest;
use ecosysteemkaart::dataset::ReadOptions;
use ecosysteemkaart::web::{Catalog, Source};
use serde_json::json;

use super::folder::Folder;
use super::service::{get, header, send, send_to};
use super::service_store::{Service, dataset};
use super::store::databases;

/// A start tag: its name and attributes.
struct Tag<'a> {
    name: &'a str,
    attributes: &'a str,
}

impl Tag<'_> {
    fn get(&self, name: &str) -> Option<String> {
        let from = self.attributes.find(&format!(" {name}=\""))? + name.len() + 3;
        let rest = &self.attributes[from..];
        Some(rest[..rest.find('"')?].replace("&#38;", "&").replace("&amp;", "&"))
    }

    fn has(&self, name: &str) -> bool {
        let words = self.attributes.split(|letter: char| letter.is_whitespace());
        words.into_iter().any(|word| word == name || word.starts_with(&format!("{name}=")))
    }
}

/// All start tags of a page; texts are escaped, so `<` begins a tag and nothing else.
fn tags(html: &str) -> Vec<Tag<'_>> {
    let pieces = html.split('<').skip(1).filter(|piece| piece.starts_with(|letter: char| letter.is_ascii_alphabetic()));
    pieces
        .filter_map(|piece| {
            let tag = piece.split('>').next()?;
            let end = tag.find(char::is_whitespace).unwrap_or(tag.len());
            Some(Tag { name: &tag[..end], attributes: &tag[end..] })
        })
        .collect()
}

async fn text(response: actix_web::HttpResponse) -> String {
    String::from_utf8(to_bytes(response.into_body()).await.unwrap_or_default().to_vec()).unwrap()
}

async fn page(address: &str) -> String {
    let response = get(address).await;
    assert_eq!(response.status(), StatusCode::OK, "{address}");
    assert_eq!(header(&response, CONTENT_TYPE), "text/html; charset=utf-8", "{address}");
    text(response).await
}

/// What must hold of every page.
fn check(address: &str, html: &str) {
    let language = if address.starts_with("/en/") { "en" } else { "nl" };
    assert!(html.starts_with(&format!("<!doctype html>\n<html lang=\"{language}\">")), "{address}");
    let tags = tags(html);
    let count = |name: &str| tags.iter().filter(|tag| tag.name == name).count();
    assert_eq!((count("h1"), count("main"), count("title")), (1, 1, 1), "{address}");
    assert!(html.contains("<a class=\"skip\" href=\"#inhoud\">") && html.contains("id=\"inhoud\""), "{address}");
    let mut ids = BTreeSet::new();
    for tag in &tags {
        let inline = ["style", "onclick", "onload", "onchange"].iter().any(|name| tag.has(name));
        assert!(!inline && tag.name != "style", "{address}: {} {}", tag.name, tag.attributes);
        if let Some(id) = tag.get("id") {
            assert!(ids.insert(id.clone()), "{address}: {id} twice");
        }
        match tag.name {
            "script" => assert!(tag.get("src").is_some_and(|src| src.starts_with("/assets/")), "{address}"),
            "img" => assert!(tag.get("alt").is_some_and(|alt| !alt.is_empty()), "{address}"),
            "link" | "iframe" | "form" => {
                let place = tag.get("href").or_else(|| tag.get("action")).unwrap_or_default();
                assert!(place.is_empty() || place.starts_with('/'), "{address}: {place}");
            }
            _ => {}
        }
    }
    assert_eq!(count("table"), count("caption"), "{address}");
    let named = |tag: &Tag<'_>| tag.get("id").is_some_and(|id| html.contains(&format!("for=\"{id}\"")));
    for tag in tags.iter().filter(|tag| ["input", "select", "textarea"].contains(&tag.name)) {
        let kind = tag.get("type").unwrap_or_default();
        let in_label = ["radio", "checkbox", "hidden"].contains(&kind.as_str())
            || address.contains("kaart")
            || address.contains("/map");
        assert!(in_label || named(tag), "{address}: {} {}", tag.name, tag.attributes);
    }
    for tag in tags.iter().filter(|tag| tag.name == "label") {
        if let Some(id) = tag.get("for") {
            assert!(ids.contains(&id), "{address}: label for {id}");
        }
    }
    // A level of headings is never skipped on the way down.
    let levels: Vec<u8> = tags.iter().filter_map(|tag| tag.name.strip_prefix('h')?.parse().ok()).collect();
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{address}: {levels:?}");
}

/// Addresses of pages that a page leads to, without fragments.
fn links(html: &str) -> BTreeSet<String> {
    let found = tags(html).into_iter().filter(|tag| ["a", "link", "img", "script"].contains(&tag.name));
    let found = found.filter_map(|tag| tag.get("href").or_else(|| tag.get("src")));
    found.filter(|place| place.starts_with('/')).map(|place| place.split('#').next().unwrap().to_owned()).collect()
}

/// An address without what it is about: a few of each form are enough.
fn form_of(address: &str) -> String {
    let path = address.split('?').next().unwrap();
    let parts: Vec<&str> = path.split('/').collect();
    let is_id = |at: usize| {
        at >= 4 && parts.len() == at + 1 && !["cel", "cell", "paar", "pair", "namen", "names"].contains(&parts[at])
    };
    let shift = usize::from(path.starts_with("/en/"));
    let named: Vec<&str> =
        parts.iter().enumerate().map(|(at, part)| if is_id(at) && at > 3 + shift { "{id}" } else { part }).collect();
    let keys: BTreeSet<&str> =
        address.split('?').nth(1).unwrap_or("").split('&').filter_map(|pair| pair.split('=').next()).collect();
    format!("{} {keys:?}", named.join("/"))
}

#[actix_web::test]
async fn every_link_leads_somewhere() {
    let mut seen: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    let mut known = BTreeSet::new();
    let mut queue: VecDeque<String> =
        ["/", "/en/", "/begrippen", "/en/terms", "/toegankelijkheid", "/en/accessibility"].map(String::from).into();
    let mut titles = BTreeSet::new();
    while let Some(address) = queue.pop_front() {
        let times = seen.entry(form_of(&address)).or_default();
        if *times >= 2 || !known.insert(address.clone()) {
            continue;
        }
        *times += 1;
        let response = get(&address).await;
        assert_eq!(response.status(), StatusCode::OK, "{address}");
        if !header(&response, CONTENT_TYPE).starts_with("text/html") || address == "/docs" {
            continue;
        }
        let html = text(response).await;
        check(&address, &html);
        let title = html.split("<title>").nth(1).unwrap().split("</title>").next().unwrap().to_owned();
        titles.insert((title, address.clone()));
        queue.extend(links(&html));
    }
    // Every screen was reached in both languages.
    let forms: Vec<&String> = seen.keys().collect();
    for path in [
        "provincies/{id}",
        "afspraken",
        "toets",
        "witte-vlekken/cel",
        "overlap/paar",
        "kaart",
        "sleutelspelers",
        "clusters/{id}",
        "initiatieven/{id}",
        "actoren/{id}",
        "aanbod",
        "scenario",
        "vergelijken",
        "bereik-en-effect",
        "gegevens/namen",
    ] {
        assert!(
            forms.iter().any(|form| form.starts_with("/ecosystemen/") && form.contains(path)),
            "{path}: {forms:#?}"
        );
    }
    for path in [
        "regions/{id}",
        "agreements",
        "test",
        "white-spots/cell",
        "overlap/pair",
        "map",
        "key-players",
        "clusters/{id}",
        "initiatives/{id}",
        "actors/{id}",
        "offer",
        "scenario",
        "compare",
        "reach-and-impact",
        "data/names",
    ] {
        assert!(forms.iter().any(|form| form.starts_with("/en/ecosystems/") && form.contains(path)), "{path}");
    }
}

#[actix_web::test]
async fn pages_are_kept_and_compressed_as_other_answers() {
    let address = "/ecosystemen/voorbeeld/witte-vlekken";
    let first = send(TestRequest::with_uri(address).insert_header((ACCEPT_ENCODING, "gzip"))).await;
    assert_eq!(header(&first, CONTENT_LANGUAGE), "nl");
    let tag = header(&first, ETAG);
    let again =
        TestRequest::with_uri(address).insert_header((ACCEPT_ENCODING, "gzip")).insert_header((IF_NONE_MATCH, tag));
    assert_eq!(send(again).await.status(), StatusCode::NOT_MODIFIED);
    let english = get("/en/ecosystems/voorbeeld/white-spots").await;
    assert_eq!(header(&english, CONTENT_LANGUAGE), "en");
    assert_eq!(get("/assets/pages.css").await.status(), StatusCode::OK);
}

#[actix_web::test]
async fn what_is_not_there_is_said_on_a_page() {
    for (address, status, words) in [
        ("/nergens", 404, "Deze bladzijde is er niet"),
        ("/en/nowhere", 404, "There is no such page"),
        ("/ecosystemen/nergens", 404, "Deze dataset is er niet"),
        ("/ecosystemen/voorbeeld/provincies/PV99", 404, "Deze regio is er niet"),
        ("/ecosystemen/voorbeeld/initiatieven/I9999", 404, "Dit initiatief is er niet"),
        ("/en/ecosystems/voorbeeld/actors/A9999", 404, "There is no such actor"),
        ("/ecosystemen/voorbeeld/afspraken?status=raar", 400, "status"),
        ("/ecosystemen/voorbeeld?onzin=1", 400, "onzin"),
        ("/ecosystemen/voorbeeld/vergelijken?with=nergens", 400, "with"),
    ] {
        let response = get(address).await;
        assert_eq!(response.status().as_u16(), status, "{address}");
        assert_eq!(header(&response, CONTENT_TYPE), "text/html; charset=utf-8", "{address}");
        let html = text(response).await;
        assert!(html.contains(words), "{address}: {html}");
        check(address, &html);
    }
}

#[actix_web::test]
async fn the_overview_says_only_what_was_published_of_the_regioscan() {
    let html = page("/").await;
    assert!(html.contains("220 initiatieven met samen 582 activiteiten helpen het mkb."));
    // 55% of about 400.
    assert!(html.contains("55% daarvan is onderzocht") && html.contains("achtergehouden: berust op een reconstructie"));
    for path in ["sleutelspelers", "clusters", "overlap", "kaart"] {
        let html = page(&format!("/ecosystemen/regioscan-2023/{path}")).await;
        let warning = html.find("Trek er geen conclusies over afzonderlijke organisaties uit").unwrap_or(usize::MAX);
        assert!(warning < html.find("<details class=\"behind\">").unwrap_or(0), "{path}");
        let html = page(&format!("/ecosystemen/voorbeeld/{path}")).await;
        assert!(!html.contains("class=\"behind\"") && html.contains("Fictief voorbeeld"), "{path}");
    }
}

#[actix_web::test]
async fn numbers_on_pages_are_those_of_the_interface() {
    let html = page("/ecosystemen/voorbeeld/sleutelspelers").await;
    let first = super::service::json("/v1/datasets/voorbeeld/centrality?pageSize=1").await;
    let (name, degree) = (first["items"][0]["name"].as_str().unwrap(), first["items"][0]["degree"].as_u64().unwrap());
    let words = format!("{} heeft de meeste contacten: {degree} andere", name.replace('&', "&#38;"));
    assert!(html.contains(&words), "{words}");
    let all = super::service::json("/v1/datasets/voorbeeld/signals?region=PV22&pageSize=1").await;
    let region = page("/ecosystemen/voorbeeld/provincies/PV22").await;
    let total = all["total"].as_u64().unwrap();
    assert!(region.contains(&format!("Er staan {total} signalen open")), "{total}");
}

fn post(address: &str, fields: &[(&str, &str)]) -> TestRequest {
    let encode = |words: &str| ecosysteemkaart::export::path_part(words);
    let body: Vec<String> = fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    let kind = (CONTENT_TYPE, "application/x-www-form-urlencoded");
    TestRequest::with_uri(address).method(Method::POST).insert_header(kind).set_payload(body.join("&"))
}

#[actix_web::test]
async fn a_proposal_gets_its_advice_and_faults_stand_at_their_fields() {
    let address = "/ecosystemen/voorbeeld/toets";
    let good = [
        ("do", "test"),
        ("name", "Werkplaats <b>Noord</b>"),
        ("regions", "PV22"),
        ("n", "1"),
        ("a0.activity_type", "gezamenlijke-faciliteiten"),
        ("a0.sector", "C"),
        ("a0.size", "klein"),
        ("a0.size", "micro"),
        ("actors", "Een nieuwe organisatie; uitvoerder"),
    ];
    let response = send(post(address, &good)).await;
    assert_eq!(response.status(), StatusCode::OK);
    let html = text(response).await;
    check(address, &html);
    assert!(html.contains("Advies over Werkplaats &#60;b&#62;Noord&#60;/b&#62;"), "{html}");
    // What the interface says of the same proposal.
    let proposal = json!({
        "name": "Werkplaats <b>Noord</b>", "regions": ["PV22"],
        "actors": [{ "actor": "Een nieuwe organisatie", "role": "executor" }],
        "activities": [{ "activity_type": "gezamenlijke-faciliteiten", "sector": "C", "size": ["klein", "micro"] }],
    });
    let asked =
        TestRequest::with_uri("/v1/datasets/voorbeeld/consistency-tests").method(Method::POST).set_json(&proposal);
    let verdict = super::service::body(send(asked).await).await;
    let advice = verdict["advice"]["nl"].as_str().unwrap();
    assert!(
        html.contains(&advice.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;").replace('\'', "&#39;")),
        "{advice}"
    );
    let reference = |html: &str| html.split("<strong>T-").nth(1).unwrap()[..8].to_owned();
    assert_eq!(reference(&html), reference(&text(send(post(address, &good)).await).await));
    // A date that is none, and a region that is none.
    let wrong = [
        ("do", "test"),
        ("name", "Werkplaats"),
        ("regions", "PV99"),
        ("start", "gisteren"),
        ("a0.sector", "Q9"),
        ("n", "1"),
    ];
    let html = text(send(post(address, &wrong)).await).await;
    check(address, &html);
    assert!(
        html.contains("value=\"gisteren\"")
            && html.contains("«gisteren»")
            && html.contains("PV99")
            && html.contains("Q9")
    );
    assert!(!html.contains("class=\"verdict\""));
    // Another activity keeps what was typed.
    let more = [("do", "more"), ("name", "Werkplaats"), ("n", "1")];
    let html = text(send(post("/en/ecosystems/voorbeeld/test", &more)).await).await;
    assert!(html.contains("Activity 2") && html.contains("value=\"Werkplaats\""));
    let pasted = [("do", "paste"), ("pasted", "{\"name\": 1,")];
    let html = text(send(post(address, &pasted)).await).await;
    assert!(html.contains("class=\"wrong\"") && html.contains("{&#34;name&#34;: 1,"));
}

#[actix_web::test]
async fn a_scenario_shows_before_and_after() {
    let address = "/ecosystemen/voorbeeld/scenario";
    let html = text(send(post(address, &[("remove", "I0009\nI0007")])).await).await;
    check(address, &html);
    assert!(html.contains("<th scope=\"row\">Initiatieven</th><td class=\"number\">220</td><td class=\"number\">218</td><td class=\"number\">-2</td>"), "{html}");
    let html = text(send(post(address, &[("remove", "I9999")])).await).await;
    assert!(html.contains("role=\"alert\"") && html.contains("I9999"));
}

#[actix_web::test]
async fn doors_are_those_of_the_interface() {
    let html = page("/ecosystemen/voorbeeld/aanbod?region=PV22&bottleneck=weten&sector=").await;
    let answer = super::service::json("/v1/datasets/voorbeeld/matches?region=PV22&bottleneck=weten&pageSize=1").await;
    for door in answer["doors"].as_array().unwrap() {
        assert!(html.contains(door["initiativeName"].as_str().unwrap()));
    }
    assert!(html.contains("<option value=\"PV22\" selected>"));
}

#[actix_web::test]
async fn names_never_become_markup() {
    let evil = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'&";
    let cell = format!("\"{}\"", evil.replace('"', "\"\""));
    let folder = Folder::new()
        .with("actors.csv", format!("id,name,region,url\na,{cell},PV20,javascript:alert(3)\nb,B,PV20,https://b.example\n"))
        .with(
            "initiatives.csv",
            format!("id,name,regions,contact,description,url\ni,{cell},PV20,{cell},{cell},javascript:alert(4)\n'j',J,PV20,,,\n"),
        )
        .with("participations.csv", "initiative,actor,role\ni,a,uitvoerder\ni,b,financier\n'j',b,uitvoerder\n")
        .with(
            "activities.csv",
            format!("id,initiative,name,activity_type,application\n1,i,{cell},advisering,{cell}\n2,'j',x,advisering,{cell}\n"),
        );
    let catalog = Catalog::new(vec![(String::from("kwaad"), Source::Path(folder.path().to_path_buf()))]);
    catalog.load(&ReadOptions::default());
    super::service::forget_answers();
    for path in [
        "",
        "/provincies/PV20",
        "/afspraken",
        "/toets",
        "/witte-vlekken",
        "/witte-vlekken/cel?region=PV20&value=advisering",
        "/overlap?pairs=alle",
        "/overlap/paar?a=i&b=%27j%27",
        "/kaart",
        "/sleutelspelers",
        "/clusters",
        "/clusters/a",
        "/initiatieven",
        "/initiatieven/i",
        "/initiatieven/%27j%27",
        "/actoren/a",
        "/aanbod?region=PV20",
        "/scenario",
        "/gegevens",
        "/gegevens/namen",
    ] {
        let address = format!("/ecosystemen/kwaad{path}");
        let response = send_to(&catalog, TestRequest::with_uri(&address)).await;
        let status = response.status();
        let html = text(response).await;
        assert_eq!(status, StatusCode::OK, "{address}: {html}");
        assert!(
            !html.contains("<script>") && !html.contains("<img src=x") && !html.contains("href=\"javascript:"),
            "{address}"
        );
        check(&address, &html);
    }
}

#[actix_web::test]
async fn what_was_agreed_is_not_news_next_week() {
    for database in databases().await {
        let service = Service::new(database).await;
        service.keep("proef", &dataset(0).zipped("")).await;
        let list = service.get("/v1/datasets/proef/signals").await.1;
        let key = list["items"][0]["key"].as_str().unwrap().to_owned();
        let address = "/ecosystemen/proef/afspraken";
        let fields = |token: &'static str, date: &'static str| {
            vec![
                ("key", key.clone()),
                ("status", String::from("bewust-zo")),
                ("owner", String::from("Bureau Noord")),
                ("date", String::from(date)),
                ("token", String::from(token)),
            ]
        };
        let send = async |fields: Vec<(&str, String)>| {
            let borrowed: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            send_to(&service.catalog, post(address, &borrowed)).await
        };
        let refused = send(fields("", "2027-01-31")).await;
        assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
        let html = text(refused).await;
        assert!(html.contains("value=\"Bureau Noord\"") && html.contains("Vul het token in"), "{html}");
        let wrong = send(fields("ekt_onzin", "2027-01-31")).await;
        assert_eq!(wrong.status(), StatusCode::UNAUTHORIZED);
        let html = text(wrong).await;
        assert!(html.contains("value=\"Bureau Noord\"") && !html.contains("ekt_onzin"));
        let mut right = fields("", "2027-01-31");
        right[4].1.clone_from(&service.write);
        let kept = send(right).await;
        assert_eq!(kept.status(), StatusCode::SEE_OTHER);
        assert!(header(&kept, LOCATION).starts_with(address));
        let open = text(send_to(&service.catalog, TestRequest::with_uri(address)).await).await;
        let settled =
            text(send_to(&service.catalog, TestRequest::with_uri(&format!("{address}?status=bewust-zo"))).await).await;
        let named = format!("value=\"{key}\"");
        assert!(
            !open.contains(&named) && settled.contains(&named) && settled.contains("Bureau Noord, 31-1-2027"),
            "{settled}"
        );
    }
}
