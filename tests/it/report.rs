//! The report: its pages hold together, say what they rest on, and those in the repository are what the program writes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use ecosysteemkaart::dataset::establishments;
use ecosysteemkaart::ecosystem::Ecosystem;
use ecosysteemkaart::language::Language;
use ecosysteemkaart::report::{ReportFile, SECTIONS, report};
use ecosysteemkaart::snapshot::{Snapshot, SnapshotConfig};

use super::shipped::read;
use super::support::{World, at_threads};

fn written(ecosystem: Ecosystem, language: Language) -> Vec<ReportFile> {
    let config = SnapshotConfig {
        sections: SECTIONS.iter().copied().collect(),
        establishments: establishments(),
        ..SnapshotConfig::default()
    };
    report(&Snapshot::compute(ecosystem, &config, |_| ()).unwrap(), language).unwrap()
}

static REGIOSCAN: LazyLock<Vec<ReportFile>> = LazyLock::new(|| written(read("regioscan-2023"), Language::Nl));
static EXAMPLE: LazyLock<Vec<ReportFile>> = LazyLock::new(|| written(read("voorbeeld"), Language::Nl));

fn page<'a>(files: &'a [ReportFile], path: &str) -> &'a str {
    let file = files.iter().find(|file| file.path == path).unwrap_or_else(|| panic!("{path} is missing"));
    std::str::from_utf8(&file.bytes).unwrap()
}

fn pages(files: &[ReportFile]) -> impl Iterator<Item = (&str, &str)> {
    let pages = files.iter().filter(|file| file.path.ends_with(".html"));
    pages.map(|file| (file.path.as_str(), std::str::from_utf8(&file.bytes).unwrap()))
}

/// Values of an attribute in the order of the page.
fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let before = format!(" {name}=\"");
    html.split(before.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn pages_hold_together_and_need_nothing_else() {
    for files in [&*REGIOSCAN, &*EXAMPLE] {
        let paths: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths.len(), files.len(), "two files of one name");
        assert!(paths.contains("index.html"));
        assert_eq!(pages(files).count(), 13, "the country and twelve provinces");
        let mut linked = BTreeSet::new();
        for (path, html) in pages(files) {
            assert!(html.starts_with("<!doctype html>") && html.contains("<html lang=\"nl\">"), "{path}");
            let ids = attributes(html, "id");
            assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{path}: an id is given twice");
            for label in attributes(html, "aria-labelledby").iter().flat_map(|labels| labels.split(' ')) {
                assert!(ids.contains(&label), "{path}: {label}");
            }
            for link in attributes(html, "href") {
                match link.strip_prefix('#') {
                    Some(id) => assert!(ids.contains(&id), "{path}: {link}"),
                    None => assert!(paths.contains(link), "{path}: {link}"),
                }
                linked.insert(link);
            }
            assert!(!html.contains(" src=") && !html.contains("url(") && !html.contains("<script"), "{path}");
            // Every figure has its table, every table its name and its headings.
            assert_eq!(html.matches("<figure").count(), html.matches("Cijfers bij figuur").count() / 2, "{path}");
            assert_eq!(html.matches("<table").count(), html.matches("<caption>").count(), "{path}");
            assert!(html.matches("scope=\"col\"").count() >= 2 * html.matches("<table").count(), "{path}");
            assert_eq!(html.matches("<h1>").count(), 1, "{path}");
        }
        let unlinked: Vec<&&str> = paths.iter().filter(|path| !linked.contains(*path)).collect();
        assert!(unlinked.is_empty(), "{unlinked:?}");
    }
}

#[test]
fn what_was_rebuilt_stands_behind_a_word_of_warning() {
    for (path, html) in pages(&REGIOSCAN) {
        let divider = html.find("Alles hieronder rust op een reconstructie").unwrap_or_else(|| panic!("{path}"));
        for rebuilt in
            ["id=\"sleutelspelers\"", "id=\"aanbieders\"", "id=\"overlap\"", "id=\"clusters\"", "id=\"netwerk\""]
        {
            assert!(html.find(rebuilt).is_none_or(|place| place > divider), "{path}: {rebuilt}");
        }
        for published in ["id=\"samenvatting\"", "id=\"witte-vlekken\"", "id=\"figuren-regioscan\"", "id=\"aanbod\""] {
            assert!(html.find(published).is_none_or(|place| place < divider), "{path}: {published}");
        }
        // Nothing of the reconstruction is named above it.
        for rebuilt in ["(reconstructie)", "Regionale partner", "Landelijke partner"] {
            assert!(!html[..divider].contains(rebuilt), "{path}: {rebuilt}");
        }
    }
    let example = page(&EXAMPLE, "index.html");
    assert!(example.contains("Fictief voorbeeld") && !example.contains("Alles hieronder rust op een reconstructie"));
}

#[test]
fn the_summary_says_what_it_means_and_how_sure_it_is() {
    let summary = |files: &[ReportFile], path: &str| {
        let html = page(files, path);
        let start = html.find("<ul class=\"summary\">").unwrap();
        html[start..start + html[start..].find("</ul>").unwrap()].to_owned()
    };
    let regioscan = summary(&REGIOSCAN, "index.html");
    for words in [
        "220 initiatieven",
        "582 activiteiten",
        "55%",
        "144 onderzochte",
        "15 geen enkel aanbod",
        "steekt boven het toeval",
    ] {
        assert!(regioscan.contains(words), "{words}: {regioscan}");
    }
    let example = summary(&EXAMPLE, "index.html");
    // The planted truths: fifteen pairs overlap, eleven without collaboration; Limburg was not surveyed.
    for words in [
        "15 paren",
        "11 daarvan",
        "Niet onderzocht: Limburg",
        "43 clusters",
        "Raad voor Onwaarschijnlijke Vaardigheden",
    ] {
        assert!(example.contains(words), "{words}: {example}");
    }
    let limburg = summary(&EXAMPLE, "pv31-limburg.html");
    assert!(limburg.contains("is niet onderzocht") && !limburg.contains("0 eigen"), "{limburg}");
}

#[test]
fn tables_open_in_a_spreadsheet() {
    let tables = || EXAMPLE.iter().filter(|file| file.path.ends_with(".csv"));
    assert!(tables().count() > 50);
    for file in tables() {
        let text = std::str::from_utf8(&file.bytes).unwrap();
        let text = text.strip_prefix('\u{feff}').unwrap_or_else(|| panic!("{}: no mark", file.path));
        let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
        let columns = reader.headers().unwrap().len();
        assert!(columns >= 2, "{}", file.path);
        assert!(reader.records().all(|row| row.unwrap().len() == columns), "{}", file.path);
    }
}

#[test]
fn the_same_bytes_in_any_order_and_in_english_too() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/voorbeeld-eerder");
    let world = super::support::world_from_csv(&folder);
    let once = at_threads(1, || written(world.build(), Language::En));
    let again = at_threads(4, || written(world.shuffled(3).build(), Language::En));
    assert!(once == again);
    let english = page(&once, "index.html");
    assert!(english.contains("<html lang=\"en\">") && english.contains("initiatives with"));
}

#[test]
fn an_empty_dataset_has_a_report_too() {
    let files = written(World::new().build(), Language::Nl);
    assert!(page(&files, "index.html").contains("0 initiatieven"));
}

/// Files below a folder, by their path with `/`.
fn below(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
                found.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// `ecosysteemkaart report regioscan-2023 -o reports/regioscan-2023` writes what is there.
#[test]
fn the_report_in_the_repository_is_what_the_program_writes() {
    let kept = below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("reports/regioscan-2023"));
    let fresh: BTreeMap<String, Vec<u8>> =
        REGIOSCAN.iter().map(|file| (file.path.clone(), file.bytes.clone())).collect();
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&kept), names(&fresh));
    for (path, bytes) in &fresh {
        assert!(kept[path] == *bytes, "{path} is out of date; write the report anew");
    }
}
