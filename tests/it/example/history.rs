//! The planted differences between the two versions, each recomputed the plain way.

use super::data::{Codes, Data, words};
use super::truths::distance;
use std::collections::BTreeSet;

/// Cells whose own supply ends within twelve months of the later version.
pub(super) fn check_endings(data: &Data, year: u16) {
    let units = data.units();
    let (from, until) = (format!("{year}-03-01"), format!("{}-03-01", year + 1));
    for row in data.truths("ending-empties") {
        let supply = units.iter().filter(|unit| unit.1 == row[0] && unit.2 == row[1]);
        let suppliers: BTreeSet<&str> = supply.map(|unit| unit.0.as_str()).collect();
        assert_eq!(suppliers, words(&row[2]).into_iter().collect());
        for initiative in suppliers {
            let end = &data.initiative(initiative).unwrap()["end"];
            assert!(*end >= from && *end <= until, "{initiative} ends {end}");
        }
        assert_eq!(row[3], if data.national(&row[1]) > 0 { "national-only" } else { "absent" });
    }
}

pub(super) fn check_history(first: &Data, second: &Data, year: u16) {
    assert_eq!(first.package["name"], second.package["name"]);
    assert!(first.package["version"].as_str() < second.package["version"].as_str());
    assert!(first.package["created"].as_str() < second.package["created"].as_str());
    let (earlier, later) = (first.ids("initiatives"), second.ids("initiatives"));
    let column =
        |key: &str, position: usize| -> Codes { second.truths(key).iter().map(|row| row[position].clone()).collect() };
    // Every difference is told, under one heading each.
    let came: Codes = later.difference(&earlier).cloned().collect();
    let told = [column("added", 0), column("new-id", 1), column("guessed-rename", 1), column("newly-surveyed", 0)];
    assert_eq!(came, told.iter().flatten().cloned().collect());
    let went: Codes = earlier.difference(&later).cloned().collect();
    let told = [column("ended", 0), column("new-id", 0), column("guessed-rename", 0), column("merged", 1)];
    assert_eq!(went, told.iter().flatten().cloned().collect());
    let (from, until) = (format!("{}-03-01", year - 1), format!("{year}-03-01"));
    for id in column("ended", 0) {
        let end = &first.initiative(&id).unwrap()["end"];
        assert!(*end > from && *end < until);
    }
    for id in column("added", 0) {
        let start = &second.initiative(&id).unwrap()["start"];
        assert!(start.is_empty() || (*start > from && *start < until));
    }
    for id in column("newly-surveyed", 0) {
        let row = second.initiative(&id).unwrap();
        assert!(row["regions"] == "PV29" && row["start"] < from);
    }
    for row in second.truths("renamed") {
        let (before, after) = (first.initiative(&row[0]).unwrap(), second.initiative(&row[0]).unwrap());
        assert_eq!([&before["name"], &after["name"], &after["formerly"]], [&row[1], &row[2], &row[1]]);
    }
    for row in second.truths("new-id") {
        let (before, after) = (first.initiative(&row[0]).unwrap(), second.initiative(&row[1]).unwrap());
        assert_eq!((&before["name"], &after["formerly"]), (&after["name"], &row[0]));
    }
    for row in second.truths("guessed-rename") {
        let (before, after) = (first.initiative(&row[0]).unwrap(), second.initiative(&row[1]).unwrap());
        assert!(before["name"] != after["name"] && distance(&before["name"], &after["name"]) <= 4);
        assert_eq!((first.members(&row[0]), after["formerly"].as_str()), (second.members(&row[1]), ""));
    }
    for row in second.truths("merged") {
        assert_eq!(second.initiative(&row[0]).unwrap()["formerly"], row[1]);
        let mut both = first.members(&row[0]);
        both.extend(first.members(&row[1]));
        assert_eq!(second.members(&row[0]), both);
        let count = first.activities_of(&row[0]).count() + first.activities_of(&row[1]).count();
        assert_eq!(second.activities_of(&row[0]).count(), count);
    }
    let own =
        |data: &Data, row: &[String]| data.units().iter().filter(|unit| unit.1 == row[0] && unit.2 == row[1]).count();
    for row in second.truths("cell-closed") {
        assert!(own(first, row) == 0 && own(second, row) > 0 && first.national(&row[1]) == 0);
    }
    for row in second.truths("cell-opened") {
        assert!(own(first, row) > 0 && own(second, row) == 0 && second.national(&row[1]) == 0);
    }
}
