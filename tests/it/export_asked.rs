//! Exports as users ask them: the command and the service.

use std::io::{Cursor, Read as _};

use actix_web::body::to_bytes;
use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT, ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::test::TestRequest;
use ecosysteemkaart::export::ExportFormat;
use serde_json::Value;

use super::command_line::{json as printed, path, run, text};
use super::service::{body, get, header, json, problem, send};

#[test]
fn texts_go_to_standard_output_and_files_to_a_name() {
    let folder = tempfile::tempdir().unwrap();
    let document = printed(&run(&["export", "praktijkvoorbeelden-2023", "--to", "json"]));
    assert_eq!(document["graph"]["dataset"], "praktijkvoorbeelden-2023");
    let file = folder.path().join("net.graphml");
    let done = run(&["export", "voorbeeld", "--to", "graphml", "--network", "initiatives", "-o", path(&file)]);
    assert!(done.status.success() && done.stdout.is_empty(), "{}", text(&done.stderr));
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("<?xml"));
    for (arguments, word) in [
        (vec!["--to", "xlsx"], "-o"),
        (vec!["--to", "csv"], "folder"),
        (vec!["--to", "parquet"], "folder"),
        (vec!["--to", "dcat", "--network", "actors"], "--network"),
        (vec!["--to", "pdf"], "graphml"),
        (vec!["--to", "json", "--network", "regions"], "two-mode"),
        (vec!["--to", "dcat", "--address", "kaart"], "https://"),
    ] {
        let refused = run(&[&["export", "voorbeeld"], arguments.as_slice()].concat());
        assert!(!refused.status.success() && refused.stdout.is_empty(), "{arguments:?}");
        assert!(text(&refused.stderr).contains(word), "{arguments:?}: {}", text(&refused.stderr));
    }
}

#[test]
fn folders_are_only_written_where_nothing_else_is() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("uit");
    for format in ["csv", "parquet"] {
        let target = target.join(format);
        // Twice: its own files may be replaced.
        for _ in 0..2 {
            let done = run(&["export", "voorbeeld", "--to", format, "-o", path(&target)]);
            assert!(done.status.success(), "{}", text(&done.stderr));
        }
    }
    assert!(run(&["check", path(&target.join("csv"))]).status.success());
    let mut names: Vec<_> =
        std::fs::read_dir(target.join("parquet")).unwrap().map(|e| e.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["edges.parquet", "nodes.parquet"]);
    let refused = run(&["export", "voorbeeld", "--to", "csv", "-o", path(&target)]);
    assert!(!refused.status.success() && text(&refused.stderr).contains("holds other files"));
    let file = folder.path().join("bestand");
    std::fs::write(&file, "eigen").unwrap();
    let refused = run(&["export", "voorbeeld", "--to", "parquet", "-o", path(&file)]);
    assert!(!refused.status.success() && text(&refused.stderr).contains("is a file"));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "eigen");
}

#[test]
fn what_is_exported_analyses_the_same() {
    let folder = tempfile::tempdir().unwrap();
    for id in ["regioscan-2023", "voorbeeld"] {
        let (csv, xlsx) = (folder.path().join(id), folder.path().join(format!("{id}.xlsx")));
        assert!(run(&["export", id, "--to", "csv", "-o", path(&csv)]).status.success());
        assert!(run(&["export", id, "--to", "xlsx", "-o", path(&xlsx)]).status.success());
        let only = ["--only", "centrality,clusters,overlap,whiteSpots,names"];
        let first = printed(&run(&[&["analyse", id], only.as_slice()].concat()));
        for copy in [&csv, &xlsx] {
            assert_eq!(printed(&run(&[&["analyse", path(copy)], only.as_slice()].concat())), first, "{id}");
        }
    }
}

#[test]
fn bytes_do_not_depend_on_threads() {
    let with = |threads: &str, format: &str| {
        let binary = env!("CARGO_BIN_EXE_ecosysteemkaart");
        let mut command = std::process::Command::new(binary);
        command.args(["export", "regioscan-2023", "--to", format]).env("RAYON_NUM_THREADS", threads);
        command.output().unwrap().stdout
    };
    for format in ["gexf", "vosviewer"] {
        let one = with("1", format);
        assert!(!one.is_empty() && one == with("3", format), "{format}");
    }
}

const BASE: &str = "/v1/datasets/voorbeeld/exports";

#[actix_web::test]
async fn every_listed_format_answers_as_it_says() {
    let list = json(BASE).await;
    assert_eq!(list["total"], ExportFormat::ALL.len());
    for item in list["items"].as_array().unwrap() {
        let format = item["format"].as_str().unwrap();
        let address = item["href"].as_str().unwrap();
        let address = &address[address.find("/v1").unwrap()..];
        let response = get(address).await;
        assert_eq!(response.status(), StatusCode::OK, "{format}");
        assert_eq!(header(&response, CONTENT_TYPE), item["mediaType"].as_str().unwrap(), "{format}");
        let disposition = header(&response, CONTENT_DISPOSITION);
        assert!(disposition.starts_with("attachment; filename=\"voorbeeld"), "{disposition}");
        assert_eq!(header(&response, ACCESS_CONTROL_ALLOW_ORIGIN), "*");
        assert!(!item["description"]["nl"].as_str().unwrap().is_empty());
        let taken = problem(&format!("{address}?network=bedrijven&sector=Z"), StatusCode::BAD_REQUEST).await;
        assert_eq!(taken["errors"].as_array().unwrap().len(), 2, "{format}");
        assert_eq!(item["networks"].as_array().unwrap().is_empty(), ["xlsx", "csv", "dcat"].contains(&format));
    }
    problem("/v1/datasets/voorbeeld/exports/pdf", StatusCode::NOT_FOUND).await;
    let refused = send(TestRequest::with_uri(&format!("{BASE}/gexf")).insert_header((ACCEPT, "image/png"))).await;
    assert_eq!(refused.status(), StatusCode::NOT_ACCEPTABLE);
}

#[actix_web::test]
async fn networks_can_be_chosen_and_filtered() {
    let all = body(get(&format!("{BASE}/json")).await).await;
    let about = json("/v1/datasets/voorbeeld").await;
    let count = |document: &Value, list: &str| document[list].as_array().unwrap().len() as u64;
    assert_eq!(count(&all, "nodes"), about["actors"].as_u64().unwrap() + about["initiatives"].as_u64().unwrap());
    assert_eq!(count(&all, "edges"), about["participations"].as_u64().unwrap());
    let provinces = body(get(&format!("{BASE}/json?network=actors&kind=provincie")).await).await;
    let listed = json("/v1/datasets/voorbeeld/centrality?kind=provincie").await;
    assert_eq!(count(&provinces, "nodes"), listed["total"].as_u64().unwrap());
    for node in provinces["nodes"].as_array().unwrap() {
        let record = listed["items"].as_array().unwrap().iter().find(|record| record["actor"] == node["id"]).unwrap();
        assert_eq!((&record["degree"], &record["pagerank"]), (&node["degree"], &node["pagerank"]));
    }
}

#[actix_web::test]
async fn the_archive_of_tables_reads_back() {
    let response = get(&format!("{BASE}/csv")).await;
    let bytes = to_bytes(response.into_body()).await.unwrap_or_default();
    let reading = ecosysteemkaart::dataset::read_bytes("v.zip", &bytes, &Default::default()).unwrap();
    assert_eq!(reading.ecosystem.unwrap().about().id, "voorbeeld");
    let response = get(&format!("{BASE}/parquet")).await;
    let bytes = to_bytes(response.into_body()).await.unwrap_or_default();
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes.to_vec())).unwrap();
    for name in ["nodes.parquet", "edges.parquet"] {
        let mut file = Vec::new();
        zip.by_name(name).unwrap().read_to_end(&mut file).unwrap();
        assert!(file.starts_with(b"PAR1") && file.ends_with(b"PAR1"), "{name}");
    }
}

/// Properties that DCAT-AP-NL 3.0 makes mandatory, by class.
const OF_A_CATALOG: (&str, &[&str]) =
    ("dcat:Catalog", &["dct:title", "dct:description", "dct:publisher", "dcat:contactPoint", "dcat:dataset"]);
const MANDATORY: &[(&str, &[&str])] = &[
    (
        "dcat:Dataset",
        &[
            "dct:title",
            "dct:description",
            "dct:identifier",
            "dct:publisher",
            "dct:creator",
            "dcat:contactPoint",
            "dct:accessRights",
            "dcat:theme",
            "dcat:distribution",
        ],
    ),
    ("dcat:Distribution", &["dcat:accessURL", "dct:license"]),
    (
        "dcat:DataService",
        &[
            "dct:title",
            "dct:description",
            "dct:identifier",
            "dct:publisher",
            "dcat:contactPoint",
            "dct:accessRights",
            "dcat:theme",
            "dct:license",
            "dcat:endpointURL",
            "dcat:endpointDescription",
        ],
    ),
    ("foaf:Agent", &["foaf:name"]),
    ("vcard:Kind", &["vcard:fn", "vcard:hasEmail"]),
];

/// The datasets of a catalogue are described as each is by itself.
#[actix_web::test]
async fn the_catalogue_holds_every_dataset() {
    let response = get("/v1/catalog").await;
    assert_eq!(header(&response, CONTENT_TYPE), "application/ld+json");
    let document = body(response).await;
    let graph = document["@graph"].as_array().unwrap();
    let of = |class: &str| graph.iter().filter(|node| node["@type"] == class).collect::<Vec<_>>();
    let (catalogs, datasets) = (of(OF_A_CATALOG.0), of("dcat:Dataset"));
    for property in OF_A_CATALOG.1 {
        assert!(!catalogs[0][*property].is_null(), "{property}");
    }
    let held: Vec<&Value> = catalogs[0]["dcat:dataset"].as_array().unwrap().iter().map(|one| &one["@id"]).collect();
    assert_eq!(held, datasets.iter().map(|dataset| &dataset["@id"]).collect::<Vec<_>>());
    assert_eq!((catalogs.len(), datasets.len(), of("dcat:DataService").len()), (1, 2, 1));
    let alone = body(get(&format!("{BASE}/dcat")).await).await;
    assert!(datasets.contains(&&alone["@graph"][0]));
    for reference in ["dct:publisher", "dcat:contactPoint", "dcat:service"] {
        let id = &catalogs[0][reference]["@id"];
        assert!(graph.iter().any(|node| node["@id"] == *id), "{reference}");
    }
    let wrong = get("/v1/catalog?region=PV20").await;
    assert_eq!(wrong.status(), StatusCode::BAD_REQUEST);
}

#[actix_web::test]
async fn the_description_has_what_the_profile_asks() {
    let response = get(&format!("{BASE}/dcat")).await;
    let document = body(response).await;
    let graph = document["@graph"].as_array().unwrap();
    let distributions = graph[0]["dcat:distribution"].as_array().unwrap();
    assert_eq!(distributions.len(), ExportFormat::ALL.len() - 1);
    let ids: Vec<&Value> = graph.iter().chain(distributions).map(|node| &node["@id"]).collect();
    for &(class, properties) in MANDATORY {
        let nodes: Vec<&Value> = graph.iter().chain(distributions).filter(|node| node["@type"] == class).collect();
        assert!(!nodes.is_empty(), "{class}");
        for node in nodes {
            for property in properties {
                assert!(!node[*property].is_null(), "{class} {property}");
            }
            // What stands for a node of this document is one.
            for property in ["dct:publisher", "dct:creator", "dcat:contactPoint", "dcat:accessService"] {
                assert!(node[property].is_null() || ids.contains(&&node[property]["@id"]), "{class} {property}");
            }
        }
    }
    for distribution in distributions {
        let address = distribution["dcat:accessURL"]["@id"].as_str().unwrap();
        assert_eq!(get(&address[address.find("/v1").unwrap()..]).await.status(), StatusCode::OK, "{address}");
        let license = distribution["dct:license"]["@id"].as_str().unwrap();
        assert!(license.starts_with("http://creativecommons.org/"), "{license}");
    }
    let languages: Vec<&Value> =
        graph[0]["dct:title"].as_array().unwrap().iter().map(|title| &title["@language"]).collect();
    assert_eq!(languages, ["nl", "en"]);
}
