//! The binary as users run it.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

pub fn run(arguments: &[&str]) -> Output {
    // Another folder than the project's: the shipped datasets are embedded.
    let folder = std::env::temp_dir();
    Command::new(env!("CARGO_BIN_EXE_ecosysteemkaart")).args(arguments).current_dir(folder).output().unwrap()
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

pub fn json(output: &Output) -> Value {
    assert!(output.status.success(), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A dataset of three tables, rows in the given order.
fn dataset(rows: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("actors.csv", "id,name,region\nA,Provincie A,PV20\nB,Bank B,\nC,School C,Fryslân\nD,Alleen,\n");
    write("initiatives.csv", "id,name,regions\nI1,Een,PV20\nI2,Twee,PV21|PV20\n");
    write("participations.csv", &format!("initiative,actor,role\n{}\n", rows.join("\n")));
    folder
}

pub fn path(folder: &Path) -> &str {
    folder.to_str().unwrap()
}

#[test]
fn analyse_prints_one_document_with_the_keys_of_the_contract() {
    let folder = dataset(&["I1,A,initiatiefnemer", "I1,B,", "I2,A,", "I2,B,financier", "I2,C,"]);
    let document = json(&run(&["analyse", path(folder.path())]));
    let first = &document["centrality"][0];
    let keys: Vec<&String> = first.as_object().unwrap().keys().collect();
    let mut expected = vec![
        "actor",
        "name",
        "degree",
        "degreeCentrality",
        "strength",
        "initiatives",
        "betweenness",
        "closeness",
        "pagerank",
        "core",
        "cluster",
    ];
    expected.sort_unstable();
    let mut found: Vec<&str> = keys.into_iter().map(String::as_str).collect();
    found.sort_unstable();
    assert_eq!(found, expected);
    // A and B share both initiatives, C joins in one: degrees 2, 2, 2 and 0; strengths 3, 3, 2 and 0.
    let degrees: Vec<(&str, u64, u64)> = document["centrality"]
        .as_array()
        .unwrap()
        .iter()
        .map(|actor| {
            (actor["actor"].as_str().unwrap(), actor["degree"].as_u64().unwrap(), actor["strength"].as_u64().unwrap())
        })
        .collect();
    assert_eq!(degrees, [("A", 2, 3), ("B", 2, 3), ("C", 2, 2), ("D", 0, 0)]);
    assert_eq!(document["centrality"][0]["degreeCentrality"], 0.666_666_666_667);
    assert_eq!(document["centrality"][3]["cluster"], Value::Null);
    assert_eq!(document["clusters"]["clusters"][0]["id"], "A");
    // Without activities overlap is unknown; 2 of 3 actors are shared and A does more than fund in both.
    let pair = &document["overlap"]["pairs"][0];
    assert_eq!((&pair["a"], &pair["b"], &pair["overlap"]), (&"I1".into(), &"I2".into(), &Value::Null));
    assert_eq!(pair["providerOverlap"], 0.666_666_666_667);
    assert_eq!(pair["collaborates"], true);
    assert_eq!(pair["regions"], serde_json::json!(["PV20"]));
    assert_eq!(document["regionOverlap"]["pairs"].as_array().unwrap().len(), 66);
    assert_eq!(document["whiteSpots"]["cells"], serde_json::json!([]));
}

#[test]
fn the_same_bytes_for_any_threads_and_any_row_order() {
    let one = dataset(&["I1,A,", "I1,B,", "I2,A,", "I2,B,financier", "I2,C,"]);
    let other = dataset(&["I2,C,", "I2,B,financier", "I1,B,", "I2,A,", "I1,A,"]);
    let renamed = other.path().with_file_name(one.path().file_name().unwrap());
    let name = "dataset";
    let (left, right) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    std::fs::rename(one.path(), left.path().join(name)).unwrap();
    std::fs::rename(other.path(), right.path().join(name)).unwrap();
    assert!(!renamed.exists());
    let first = run(&["analyse", path(&left.path().join(name)), "--threads", "1"]);
    let second = run(&["analyse", path(&right.path().join(name)), "--threads", "4"]);
    assert!(first.status.success() && !first.stdout.is_empty());
    assert_eq!(text(&first.stdout), text(&second.stdout));
    for shipped in ["regioscan-2023", "voorbeeld"] {
        let outputs = ["1", "2", "5"].map(|threads| run(&["analyse", shipped, "--threads", threads]).stdout);
        assert!(!outputs[0].is_empty());
        assert!(outputs[0] == outputs[1] && outputs[1] == outputs[2], "{shipped} differs by threads");
    }
}

#[test]
fn only_gives_what_is_asked() {
    let document = json(&run(&["analyse", "praktijkvoorbeelden-2023", "--only", "overlap,whiteSpots"]));
    let mut keys: Vec<&str> = document.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["about", "dataset", "overlap", "whiteSpots"]);
    let wrong = run(&["analyse", "praktijkvoorbeelden-2023", "--only", "magic"]);
    assert!(!wrong.status.success() && text(&wrong.stderr).contains("centrality"));
}

#[test]
fn errors_go_to_standard_error_and_nothing_is_printed() {
    let folder = dataset(&["I1,A,", "I9,A,"]);
    let analysed = run(&["analyse", path(folder.path())]);
    assert_eq!((analysed.status.code(), analysed.stdout.len()), (Some(1), 0));
    assert!(text(&analysed.stderr).contains("I9"));
    let checked = run(&["check", path(folder.path()), "--format", "json"]);
    assert_eq!(checked.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&checked.stdout).unwrap();
    let finding = &report["findings"][0];
    assert_eq!(report["errors"], 1);
    assert_eq!(
        (&finding["severity"], &finding["file"], &finding["row"], &finding["column"], &finding["value"]),
        (&"error".into(), &"participations.csv".into(), &3.into(), &"initiative".into(), &"I9".into())
    );
    let missing = run(&["check", "no-such-dataset"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(text(&missing.stderr).contains("regioscan-2023"));
}

#[test]
fn charts_are_written_as_svg_and_png() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["network-map", "white-spots"] {
        let (svg, png) = (folder.path().join("figure.svg"), folder.path().join("figure.png"));
        assert!(run(&["chart", "voorbeeld", name, "-o", path(&svg)]).status.success());
        assert!(run(&["chart", "voorbeeld", name, "-o", path(&png)]).status.success());
        let drawn = std::fs::read_to_string(&svg).unwrap();
        assert!(drawn.starts_with("<svg") || drawn.starts_with("<?xml"), "{name}");
        // The basis stands in the picture.
        assert!(drawn.contains("Fictief") && drawn.contains("fictief"), "{name}");
        assert_eq!(std::fs::read(&png).unwrap()[..8], *b"\x89PNG\r\n\x1a\n", "{name}");
    }
    let wrong = run(&["chart", "voorbeeld", "pie"]);
    assert!(!wrong.status.success() && text(&wrong.stderr).contains("network-map"));
}

#[test]
fn generators_write_the_shipped_files() {
    let folder = tempfile::tempdir().unwrap();
    assert!(run(&["reconstruct", "-o", path(folder.path())]).status.success());
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/regioscan-2023/activities.csv");
    assert_eq!(std::fs::read(folder.path().join("activities.csv")).unwrap(), std::fs::read(shipped).unwrap());
    let example = tempfile::tempdir().unwrap();
    assert!(run(&["example", "--initiatives", "300", "--seed", "7", "-o", path(example.path())]).status.success());
    assert!(run(&["check", path(example.path())]).status.success());
}
