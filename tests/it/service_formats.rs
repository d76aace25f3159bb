//! Representations of the service: CSV in both dialects, order, fields, encodings and their validators.

use std::io::Read as _;

use actix_web::body::to_bytes;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LINK, VARY,
};
use actix_web::test::TestRequest;
use serde_json::Value;

use super::service::{get, header, json, problem, send};

async fn text(address: &str) -> String {
    let response = get(address).await;
    assert_eq!(response.status(), StatusCode::OK, "{address}");
    assert_eq!(header(&response, CONTENT_TYPE), "text/csv; charset=utf-8; header=present");
    String::from_utf8(to_bytes(response.into_body()).await.unwrap_or_default().to_vec()).unwrap()
}

/// Header and rows of a CSV.
fn table(text: &str, delimiter: u8) -> (Vec<String>, Vec<Vec<String>>) {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let words = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
    let columns = words(reader.headers().unwrap());
    (columns, reader.records().map(|record| words(&record.unwrap())).collect())
}

#[actix_web::test]
async fn csv_has_the_same_figures_as_json() {
    for list in ["centrality", "white-spots", "overlap", "region-overlap", "gaps", "bridging", "complexity", "clusters"]
    {
        let address = format!("/v1/datasets/voorbeeld/{list}");
        let items = json(&format!("{address}?pageSize=10000")).await["items"].as_array().unwrap().clone();
        let plain = text(&format!("{address}?format=csv")).await;
        let dutch = text(&format!("{address}?format=csv-nl")).await;
        assert!(dutch.starts_with('\u{feff}') && !plain.starts_with('\u{feff}'));
        let (columns, rows) = table(&plain, b',');
        let (columns_nl, rows_nl) = table(&dutch, b';');
        assert_eq!((&columns, rows.len(), rows_nl.len()), (&columns_nl, items.len(), items.len()), "{list}");
        for (position, column) in columns.iter().enumerate() {
            for ((item, row), row_nl) in items.iter().zip(&rows).zip(&rows_nl) {
                if let Some(number) = item.get(column).and_then(serde_json::Value::as_f64) {
                    assert_eq!(row[position].parse::<f64>().unwrap(), number, "{list} {column}");
                    assert_eq!(row_nl[position].replace(',', ".").parse::<f64>().unwrap(), number, "{list} {column}");
                } else if item.get(column).is_some_and(serde_json::Value::is_null) {
                    assert_eq!((row[position].as_str(), row_nl[position].as_str()), ("", ""), "{list} {column}");
                }
            }
        }
    }
    let cells = text("/v1/datasets/regioscan-2023/white-spots?region=PV21&format=csv").await;
    let (columns, rows) = table(&cells, b',');
    assert_eq!(columns[..4], ["region", "regionName", "cell.activity_type", "cell.activity_type.label"]);
    assert!(rows.len() == 12 && rows.iter().all(|row| row[1] == "Friesland"));
}

#[actix_web::test]
async fn csv_is_whole_unless_a_page_is_asked() {
    let (_, rows) = table(&text("/v1/datasets/voorbeeld/centrality?format=csv").await, b',');
    assert_eq!(rows.len() as u64, json("/v1/datasets/voorbeeld/centrality").await["total"].as_u64().unwrap());
    let response = get("/v1/datasets/voorbeeld/centrality?format=csv&page=2&pageSize=100").await;
    let link = header(&response, LINK);
    assert!(link.contains("page=3") && link.contains("rel=\"next\"") && link.contains("format=csv"), "{link}");
    let page = String::from_utf8(to_bytes(response.into_body()).await.unwrap_or_default().to_vec()).unwrap();
    assert_eq!(table(&page, b',').1, rows[100..200]);
    let accepted =
        send(TestRequest::with_uri("/v1/datasets/voorbeeld/centrality").insert_header((ACCEPT, "text/csv, */*;q=0.1")))
            .await;
    assert!(header(&accepted, CONTENT_TYPE).starts_with("text/csv"));
    let neither =
        send(TestRequest::with_uri("/v1/datasets/voorbeeld/centrality").insert_header((ACCEPT, "image/png"))).await;
    assert_eq!(neither.status(), StatusCode::NOT_ACCEPTABLE);
}

#[actix_web::test]
async fn lists_are_sorted_and_cut_to_fields() {
    let address = "/v1/datasets/voorbeeld/centrality?fields=actor,betweenness&sort=-betweenness,actor&pageSize=10000";
    let answer = json(address).await;
    let items = answer["items"].as_array().unwrap();
    assert!(items.iter().all(|item| item.as_object().unwrap().keys().eq(["actor", "betweenness"])));
    for pair in items.windows(2) {
        let key = |item: &serde_json::Value| item["betweenness"].as_f64().unwrap();
        assert!(
            key(&pair[0]) > key(&pair[1])
                || (key(&pair[0]) == key(&pair[1]) && pair[0]["actor"].as_str() < pair[1]["actor"].as_str())
        );
    }
    let nested = json("/v1/datasets/voorbeeld/white-spots?sort=cell.activity_type,-own").await;
    let first = &nested["items"][0];
    assert_eq!(first["cell"]["activity_type"], "advisering");
    let told =
        problem("/v1/datasets/voorbeeld/centrality?fields=actor,colour&sort=size", StatusCode::BAD_REQUEST).await;
    let keys: Vec<&str> =
        told["errors"].as_array().unwrap().iter().map(|fault| fault["parameter"].as_str().unwrap()).collect();
    assert_eq!(keys, ["fields", "sort"]);
    assert!(told["errors"][0]["detail"].as_str().unwrap().contains("degreeCentrality"));
}

#[actix_web::test]
async fn each_encoding_has_its_own_validator_and_the_same_content() {
    let address = "/v1/datasets/voorbeeld/centrality";
    let plain = get(address).await;
    assert!(header(&plain, VARY).contains("Accept-Encoding") && header(&plain, CONTENT_ENCODING).is_empty());
    let mut tags = vec![header(&plain, ETAG)];
    let body = to_bytes(plain.into_body()).await.unwrap_or_default();
    for coding in ["br", "zstd", "gzip"] {
        let asked = || TestRequest::with_uri(address).insert_header((ACCEPT_ENCODING, coding));
        let response = send(asked()).await;
        assert_eq!(header(&response, CONTENT_ENCODING), coding);
        let tag = header(&response, ETAG);
        let bytes = to_bytes(response.into_body()).await.unwrap_or_default();
        assert!(bytes.len() * 3 < body.len(), "{coding}: {} of {}", bytes.len(), body.len());
        if coding == "gzip" {
            let mut read = Vec::new();
            flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut read).unwrap();
            assert_eq!(read, body);
        }
        let again = send(asked().insert_header((IF_NONE_MATCH, tag.clone()))).await;
        assert_eq!((again.status(), header(&again, ETAG)), (StatusCode::NOT_MODIFIED, tag.clone()));
        // The validator of other bytes does not hold.
        let other = send(asked().insert_header((IF_NONE_MATCH, tags[0].clone()))).await;
        assert_eq!(other.status(), StatusCode::OK);
        tags.push(tag);
    }
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), 4);
}

/// The numbers in a figure, as the resource of the same analysis gives them.
#[actix_web::test]
async fn charts_come_with_their_numbers() {
    let chart = "/v1/datasets/voorbeeld/charts/complexity?format=csv";
    let (_, rows) = table(&text(chart).await, b',');
    let areas = json("/v1/datasets/voorbeeld/complexity").await;
    let said = |area: &Value| {
        let is_surveyed = area["surveyed"] == true;
        let of =
            |key: &str| area[key].as_u64().filter(|_| is_surveyed).map_or_else(String::new, |count| count.to_string());
        ["initiatives", "activities", "doors"].map(of).to_vec()
    };
    let told: Vec<Vec<String>> = rows.iter().map(|row| row[1..4].to_vec()).collect();
    assert_eq!(told, areas["items"].as_array().unwrap().iter().map(said).collect::<Vec<_>>());
    let dutch = text(&format!("{chart}-nl")).await;
    assert!(dutch.starts_with('\u{feff}'));
    assert_eq!(table(&dutch, b';').1.len(), rows.len());
    // Versions are named one by one, and not more than are laid beside each other.
    let history = "/v1/datasets/voorbeeld/charts/complexity-history?format=csv&with=";
    let (_, rows) = table(&text(&format!("{history}regioscan-2023,voorbeeld")).await, b',');
    assert_eq!(rows.len(), 3);
    for (chart, with) in [("comparison", "regioscan-2023,voorbeeld"), ("complexity-history", "voorbeeld,nergens")] {
        let told =
            problem(&format!("/v1/datasets/voorbeeld/charts/{chart}?with={with}"), StatusCode::BAD_REQUEST).await;
        assert_eq!(told["errors"][0]["parameter"], "with", "{chart}");
    }
    let many = ["voorbeeld"; 13].join(",");
    let address = format!("/v1/datasets/voorbeeld/charts/complexity-history?with={many}");
    let told = problem(&address, StatusCode::BAD_REQUEST).await;
    assert!(told["errors"][0]["detail"].as_str().unwrap().contains("hooguit 12"));
}

#[actix_web::test]
async fn a_template_is_filled_in_and_read() {
    use ecosysteemkaart::dataset::{ReadOptions, read_bytes};
    use ecosysteemkaart::language::Language;

    let address = "/v1/datasets/voorbeeld/template";
    let fetched = |query: &str| {
        let address = format!("{address}{query}");
        async move {
            let answer = get(&address).await;
            assert_eq!(answer.status(), StatusCode::OK, "{address}");
            let media_type = header(&answer, CONTENT_TYPE);
            let name = answer.headers().get("content-disposition").map(|value| value.to_str().unwrap().to_owned());
            let bytes = to_bytes(answer.into_body()).await.unwrap_or_default().to_vec();
            (media_type, name.unwrap_or_default(), bytes)
        }
    };
    let (media_type, name, empty) = fetched("").await;
    assert_eq!(media_type, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    assert_eq!(name, "attachment; filename=\"voorbeeld-template.xlsx\"");
    let codes = |bytes: &[u8]| -> Vec<&'static str> {
        let reading = read_bytes("sjabloon.xlsx", bytes, &ReadOptions::default()).unwrap();
        assert!(reading.ecosystem.is_some(), "{}", reading.findings.text(Language::Nl));
        reading.findings.iter().map(|finding| finding.problem.code()).collect()
    };
    assert_eq!(codes(&empty), ["no-rows"; 2]);
    for language in ["nl", "en"] {
        assert!(codes(&fetched(&format!("?withExample=true&lang={language}")).await.2).is_empty());
    }
    let told = problem(&format!("{address}?withExample=ja"), StatusCode::BAD_REQUEST).await;
    assert!(told["errors"][0]["detail"].as_str().unwrap().contains("true, false"), "{told}");
    let json_only = send(TestRequest::with_uri(address).insert_header((ACCEPT, "text/csv"))).await;
    assert_eq!(json_only.status(), StatusCode::NOT_ACCEPTABLE);
    // Where data are brought, it is offered.
    let page = get("/ecosystemen/voorbeeld/gegevens").await;
    let page = String::from_utf8(to_bytes(page.into_body()).await.unwrap_or_default().to_vec()).unwrap();
    assert!(page.contains(&format!("{address}?lang=nl")) && page.contains("withExample=true&amp;lang=nl"), "{page}");
}
