//! The rules of the house, read from the source: which room may use which, and who knows which library.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Each room with the rooms that it may use. Data flows one way; what is not listed is an arrow that points back.
const MAY_USE: &[(&str, &[&str])] = &[
    ("language", &[]),
    ("ecosystem", &["language"]),
    ("reference", &["ecosystem"]),
    ("dataset", &["ecosystem", "language", "reference"]),
    ("generate", &[]),
    ("network", &["ecosystem"]),
    ("analysis", &["ecosystem", "network", "reference"]),
    ("layout", &[]),
    ("snapshot", &["analysis", "ecosystem", "language", "network"]),
    ("chart", &["analysis", "ecosystem", "language", "layout", "network", "snapshot"]),
    // `layout`: files for Gephi and VOSviewer open as the network map looks, at positions that no chart is needed for.
    ("export", &["analysis", "ecosystem", "language", "layout", "network", "snapshot"]),
    ("report", &["analysis", "chart", "ecosystem", "export", "language", "snapshot"]),
    ("store", &["ecosystem"]),
    ("web", &["analysis", "chart", "dataset", "ecosystem", "export", "language", "network", "snapshot", "store"]),
    (
        "cli",
        &[
            "analysis",
            "chart",
            "dataset",
            "ecosystem",
            "export",
            "generate",
            "language",
            // `analyse --timings` takes the steps one by one.
            "layout",
            "network",
            "report",
            "snapshot",
            "store",
            "web",
        ],
    ),
];

/// Words that only some rooms may say.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("actix_web", &["web"]),
    ("plotters", &["chart"]),
    ("resvg", &["chart"]),
    ("calamine", &["dataset"]),
    ("quick_xml", &["dataset", "export"]),
    ("parquet::", &["export"]),
    ("rust_xlsxwriter", &["export"]),
    ("zip::", &["dataset", "export"]),
    ("clap", &["cli"]),
    ("sqlx", &["store"]),
    // Chance that nobody may repeat is for secrets only.
    ("getrandom", &["store"]),
    ("now_utc", &["cli", "web"]),
    ("std::fs", &["dataset", "cli"]),
    ("Instant::now", &["cli", "web"]),
    ("SystemTime", &[]),
    ("rand::rng", &[]),
];

const MOST_LINES: usize = 500;

fn sources() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let room = path.strip_prefix(&root).unwrap().components().next().unwrap();
                let room = room.as_os_str().to_string_lossy().into_owned();
                let text = fs::read_to_string(&path).unwrap();
                files.push((room, path, text));
            }
        }
    }
    files.sort();
    files
}

/// Code without comments.
fn code(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn no_arrow_points_back() {
    let rules: BTreeMap<&str, &[&str]> = MAY_USE.iter().copied().collect();
    let mut wrong = Vec::new();
    for (room, path, text) in sources() {
        let Some(allowed) = rules.get(room.as_str()) else {
            assert!(room == "lib.rs" || room == "main.rs", "{room} is a room without a rule");
            continue;
        };
        for piece in code(&text).split("crate::").skip(1) {
            let used: String = piece.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
            if rules.contains_key(used.as_str()) && used != room && !allowed.contains(&used.as_str()) {
                wrong.push(format!("{} uses {used}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_room_is_there() {
    let rooms: Vec<String> = sources().into_iter().map(|(room, ..)| room).collect();
    for (room, _) in MAY_USE {
        assert!(rooms.iter().any(|found| found == room), "{room} has a rule but no files");
    }
}

#[test]
fn libraries_stay_in_their_rooms() {
    let mut wrong = Vec::new();
    for (room, path, text) in sources() {
        let text = code(&text);
        // Unit tests at the end of a file may use what they like.
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (word, rooms) in ONLY_IN {
            if text.contains(word) && !rooms.contains(&room.as_str()) {
                wrong.push(format!("{} says {word}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn files_stay_small() {
    let long: Vec<String> = sources()
        .into_iter()
        .filter(|(_, _, text)| text.lines().count() > MOST_LINES)
        .map(|(_, path, text)| format!("{}: {}", path.display(), text.lines().count()))
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

/// Schemas go by the names of records: two of one name would describe each other's.
#[test]
fn records_have_names_of_their_own() {
    let mut names: BTreeMap<String, PathBuf> = BTreeMap::new();
    for (_, path, text) in sources().into_iter().filter(|(room, ..)| room == "export" || room == "web") {
        for piece in code(&text).split("pub struct ").skip(1) {
            let name: String = piece.chars().take_while(|letter| letter.is_alphanumeric()).collect();
            let other = names.insert(name.clone(), path.clone());
            assert!(!name.ends_with("Record") || other.is_none(), "{name}: {} and {other:?}", path.display());
        }
    }
}
