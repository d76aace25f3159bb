//! `compare`, `analyse --previous` and names of clusters, by the binary as users run it.

use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ecosysteemkaart")).args(arguments).output().unwrap()
}

fn json(output: &Output) -> Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A dataset in which the listed actors take part in one initiative.
fn dataset(actors: &[&str], package: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let rows = |line: &dyn Fn(&str) -> String| actors.iter().map(|actor| line(actor)).collect::<String>();
    write("actors.csv", &format!("id,name,region\n{}", rows(&|actor| format!("{actor},Naam {actor},PV20\n"))));
    write("initiatives.csv", "id,name,regions\nI1,Een,PV20\n");
    write("participations.csv", &format!("initiative,actor\n{}", rows(&|actor| format!("I1,{actor}\n"))));
    write("datapackage.json", package);
    folder
}

fn path(folder: &TempDir) -> &str {
    folder.path().to_str().unwrap()
}

#[test]
fn compare_prints_one_document() {
    let earlier = dataset(&["B", "C", "D"], "{}");
    let later = dataset(&["A", "B", "C", "D"], "{}");
    let found = json(&run(&["compare", path(&earlier), path(&later)]));
    assert_eq!((&found["actors"]["added"], &found["actors"]["ended"]), (&1.into(), &0.into()));
    assert_eq!(found["actors"]["changes"][0]["later"], "A");
    // The cluster goes on under the id that it had, although A is smaller now.
    assert_eq!(found["clusters"]["events"][0]["change"], "continued");
    assert_eq!(found["clusters"]["events"][0]["later"][0]["id"], "B");
    let out = earlier.path().join("out.json");
    let written = run(&["compare", path(&earlier), path(&later), "-o", out.to_str().unwrap()]);
    assert!(written.status.success() && written.stdout.is_empty());
    assert_eq!(serde_json::from_slice::<Value>(&std::fs::read(out).unwrap()).unwrap(), found);
    let unreadable = run(&["compare", path(&earlier), "/nowhere/at/all"]);
    assert_eq!((unreadable.status.code(), unreadable.stdout.len()), (Some(2), 0));
}

#[test]
fn clusters_keep_what_they_are_called() {
    let earlier = dataset(&["B", "C", "D"], r#"{"clusterNames": {"B": {"nl": "Noord", "en": "North"}}}"#);
    let later = dataset(&["A", "B", "C", "D"], "{}");
    let only = ["--only", "clusters,centrality"];
    let own = json(&run(&[&["analyse", path(&later)], &only[..]].concat()));
    assert_eq!(own["clusters"]["clusters"][0]["id"], "A");
    assert_eq!(own["clusters"]["clusters"][0]["name"], "Naam A – Groningen");
    let kept = json(&run(&[&["analyse", path(&later), "--previous", path(&earlier)], &only[..]].concat()));
    assert_eq!(kept["clusters"]["clusters"][0]["id"], "B");
    assert_eq!(kept["clusters"]["clusters"][0]["name"], "Noord");
    assert!(kept["centrality"].as_array().unwrap().iter().all(|actor| actor["cluster"] == "B"));
    // The later dataset has the last word on a name.
    let renamed = dataset(&["A", "B", "C", "D"], r#"{"clusterNames": {"B": "Het Noorden"}}"#);
    let named = json(&run(&[&["analyse", path(&renamed), "--previous", path(&earlier)], &only[..]].concat()));
    assert_eq!(named["clusters"]["clusters"][0]["name"], "Het Noorden");
    let wrong = run(&["check", path(&dataset(&["A"], r#"{"clusterNames": {"A": 3}}"#)), "--lang", "en"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&wrong.stdout).contains("clusterNames.A"));
}
