//! The planted truths of one version, each recomputed the plain way.

use super::data::{Codes, Data, Overlap, meet, split, words};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check_references(data: &Data) {
    for (table, column, target) in [
        ("participations", "initiative", "initiatives"),
        ("participations", "actor", "actors"),
        ("activities", "initiative", "initiatives"),
        ("responses", "activity", "activities"),
        ("referrals", "from", "initiatives"),
        ("referrals", "to", "initiatives"),
        ("names", "keep", "actors"),
        ("names", "merge", "actors"),
    ] {
        let ids = data.ids(target);
        assert!(!data.table(table).is_empty(), "{table} is empty");
        for row in data.table(table) {
            assert!(ids.contains(&row[column]), "{table}.{column} {} is not in {target}", row[column]);
        }
    }
    for table in ["actors", "initiatives", "activities"] {
        assert_eq!(data.ids(table).len(), data.table(table).len(), "an id occurs twice in {table}");
        let names: Codes = data.table(table).iter().map(|row| row["name"].clone()).collect();
        assert!(table == "activities" || names.len() == data.table(table).len(), "a name occurs twice in {table}");
    }
    let pairs: BTreeSet<_> =
        data.table("participations").iter().map(|row| (&row["initiative"], &row["actor"])).collect();
    assert_eq!(pairs.len(), data.table("participations").len());
    for row in data.table("activities") {
        let stated = split(&data.initiative(&row["initiative"]).unwrap()["regions"]);
        assert!(
            stated.is_empty() || split(&row["regions"]).is_subset(&stated),
            "{} works outside its initiative",
            row["id"]
        );
    }
}

/// Every column of every table is filled somewhere, and every value of the closed dimensions occurs.
pub(super) fn check_filled(data: &Data) {
    for (name, rows) in &data.tables {
        for column in rows[0].keys() {
            let optional = name == "initiatives" && column == "formerly";
            assert!(optional || rows.iter().any(|row| !row[column].is_empty()), "{name}.{column} is empty");
        }
    }
    let used = |dimension: &str| -> Codes {
        data.table("activities").iter().flat_map(|row| split(&row[dimension])).collect::<Codes>()
    };
    for (dimension, count) in [
        ("activity_type", 12),
        ("size", 4),
        ("phase", 4),
        ("maturity", 4),
        ("form", 6),
        ("bottleneck", 8),
        ("service_line", 2),
        ("journey_phase", 4),
        ("market_failure", 7),
    ] {
        assert_eq!(used(dimension).len(), count, "{dimension}"); // `alle` included in the three that have it
    }
    assert!(used("sector").len() >= 19);
    let questions: Codes = data.table("responses").iter().map(|row| row["question"].clone()).collect();
    assert_eq!(questions, (1..=10).map(|number| number.to_string()).collect());
    assert_eq!(data.table("demand").iter().map(|row| &row["region"]).collect::<BTreeSet<_>>().len(), 12);
}

pub(super) fn check_overlap(data: &Data) {
    let overlap = Overlap::new(data);
    let near = |a: &str, b: &str| {
        assert!(meet(&data.initiative_area(a), &data.initiative_area(b)), "{a} and {b} do not meet");
        let value = overlap.between(data, a, b);
        assert!(value >= 0.5, "{a} and {b} overlap {value}");
    };
    for row in data.truths("overlap-without-collaboration") {
        near(&row[0], &row[1]);
        assert!(data.shared_actors(&row[0], &row[1]).is_empty() && !data.collaborates(&row[0], &row[1]));
    }
    for row in data.truths("overlap-funder-only") {
        near(&row[0], &row[1]);
        assert_eq!(data.shared_actors(&row[0], &row[1]), BTreeSet::from([row[2].clone()]));
        assert!(!data.collaborates(&row[0], &row[1]));
    }
    for row in data.truths("overlap-with-collaboration") {
        near(&row[0], &row[1]);
        assert!(data.collaborates(&row[0], &row[1]));
    }
    for row in data.truths("learning-circle") {
        let members = words(&row[0]);
        assert!((4..=12).contains(&members.len()));
        for (position, a) in members.iter().enumerate() {
            for b in &members[position + 1..] {
                assert!(!meet(&data.initiative_area(a), &data.initiative_area(b)));
                assert!(overlap.between(data, a, b) >= 0.5 && !data.collaborates(a, b));
            }
        }
        assert!(members.iter().any(|member| !data.initiative(member).unwrap()["good_practice"].is_empty()));
    }
}

pub(super) fn check_cells(data: &Data) {
    let units = data.units();
    let own = |region: &str, kind: &str| -> Vec<&str> {
        let fits = units.iter().filter(|(_, place, sort)| place == region && sort == kind);
        fits.map(|(initiative, ..)| initiative.as_str()).collect()
    };
    for row in data.truths("absent") {
        assert_eq!((own(&row[0], &row[1]).len(), data.national(&row[1])), (0, 0), "{row:?}");
    }
    for row in data.truths("national-only") {
        assert!(own(&row[0], &row[1]).is_empty() && data.national(&row[1]) > 0, "{row:?}");
    }
    for row in data.truths("thin") {
        let count = own(&row[0], &row[1]).len();
        let of_region = units.iter().filter(|unit| unit.1 == row[0]).count();
        let of_type = units.iter().filter(|unit| unit.2 == row[1]).count();
        assert!(count > 0 && 2 * count * units.len() < of_region * of_type, "{row:?}");
        assert_eq!(own(&row[0], &row[1]), words(&row[2]));
    }
    for row in data.truths("fragile") {
        let initiatives: BTreeSet<&str> = own(&row[0], &row[1]).into_iter().collect();
        assert_eq!(initiatives, BTreeSet::from([row[2].as_str()]));
    }
    let shares = data.table("demand").iter().filter(|row| !row["activity_type"].is_empty());
    let most = shares.max_by(|a, b| a["share_with_need"].cmp(&b["share_with_need"])).unwrap(); // all are 0.ddd
    let high = &data.truths("high-demand")[0];
    assert_eq!((&most["region"], &most["activity_type"]), (&high[0], &high[1]));
    assert!(data.truths("absent").contains(high));
}

/// Regions of the package against where there are units.
pub(super) fn check_survey(data: &Data) {
    let surveyed: Codes = data.package["surveyedRegions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|code| code.as_str().unwrap().to_owned())
        .collect();
    let served: Codes = data.units().into_iter().map(|unit| unit.1).collect();
    assert_eq!(surveyed, served);
    assert!(!surveyed.contains("PV31"));
}

pub(super) fn check_actors(data: &Data) {
    let actors = data.ids("actors");
    for row in data.truths("isolated-actors") {
        assert!(actors.contains(&row[0]) && data.initiatives_of(&row[0]).is_empty());
    }
    for row in data.truths("articulation") {
        let (bridge, island, mainland) = (&row[0], words(&row[1]), words(&row[2]));
        let islanders: Codes =
            island.iter().flat_map(|one| data.members(one).into_keys()).filter(|actor| actor != bridge).collect();
        let islander = islanders.first().unwrap();
        let others: Codes = data.members(mainland[0]).into_keys().filter(|actor| actor != bridge).collect();
        let with = data.reachable(islander, "");
        assert!(others.is_subset(&with) && with.len() > actors.len() / 2);
        assert!(data.reachable(islander, bridge).is_subset(&islanders));
    }
    for row in data.truths("hinge") {
        let memberships = data.initiatives_of(&row[0]);
        let listed: Codes = words(&row[1]).into_iter().chain(words(&row[2])).map(str::to_owned).collect();
        assert!(listed.is_subset(&memberships));
        assert!(words(&row[1]).iter().all(|one| data.initiative_area(one).contains("NL")) && !row[1].is_empty());
        assert!(words(&row[2]).iter().all(|one| !data.initiative_area(one).contains("NL")) && !row[2].is_empty());
    }
    for row in data.truths("bridge") {
        let served: Codes = data.initiatives_of(&row[0]).iter().flat_map(|one| data.initiative_area(one)).collect();
        assert!(served.len() >= 3);
        assert_eq!(served, words(&row[1]).into_iter().map(str::to_owned).collect());
    }
}

/// A name without what spellings differ in, the slow way.
pub(super) fn bare(name: &str) -> String {
    let name = name.to_lowercase().replace('é', "e").replace('ö', "o");
    let spelled = name.split(' ').map(|word| match word {
        "gem." => "gemeente",
        "min." => "ministerie",
        "b.v." | "u.a." | "v.o.f." | "stichting" | "vereniging" | "de" => "",
        word => word,
    });
    spelled.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Levenshtein distance by the full table.
pub(super) fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let changed = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                changed.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1)
            };
        }
    }
    table[a.len()][b.len()]
}

pub(super) fn check_names(data: &Data) {
    let name = |id: &str| data.table("actors").iter().find(|row| row["id"] == id).unwrap()["name"].clone();
    let decision = |a: &str, b: &str| {
        let row = data.table("names").iter().find(|row| row["keep"] == a && row["merge"] == b);
        row.map_or("", |row| &row["decision"]).to_owned()
    };
    for row in data.truths("duplicate-names") {
        let actors = words(&row[0]);
        for pair in actors.windows(2) {
            let (first, second) = (name(pair[0]), name(pair[1]));
            assert!(first != second && distance(&bare(&first), &bare(&second)) <= 1, "{first} and {second}");
            assert_eq!(decision(pair[0], pair[1]), row[2]);
        }
    }
    for row in data.truths("lookalikes") {
        let actors = words(&row[0]);
        let (first, second) = (name(actors[0]), name(actors[1]));
        assert!(distance(&first, &second) <= 4 && bare(&first) != bare(&second), "{first} and {second}");
        assert_eq!(decision(actors[0], actors[1]), row[1]);
    }
}

pub(super) fn check_gaps(data: &Data) {
    for row in data.truths("without-actors") {
        assert!(data.initiative(&row[0]).is_some() && data.members(&row[0]).is_empty());
    }
    for row in data.truths("without-activities") {
        assert!(data.initiative(&row[0]).is_some() && data.activities_of(&row[0]).next().is_none());
    }
    for row in data.truths("unknown-area") {
        assert!(data.initiative_area(&row[0]).is_empty() && data.activities_of(&row[0]).next().is_some());
    }
    for row in data.truths("area-from-activities") {
        assert!(data.initiative(&row[0]).unwrap()["regions"].is_empty());
        assert_eq!(data.initiative_area(&row[0]), words(&row[1]).into_iter().map(str::to_owned).collect());
    }
    for row in data.truths("every-value") {
        let activity = data.table("activities").iter().find(|activity| activity["id"] == row[0]).unwrap();
        assert!(words(&row[1]).iter().all(|dimension| activity[*dimension] == "alle"));
    }
    for row in data.truths("national") {
        assert_eq!(data.initiative(&row[0]).unwrap()["regions"], "NL");
    }
    for row in data.truths("good-practice") {
        assert!(!data.initiative(&row[0]).unwrap()["good_practice"].is_empty());
    }
    let refers = |column: &str, id: &str| data.table("referrals").iter().filter(|row| row[column] == id).count();
    for row in data.truths("dead-end") {
        assert!(refers("to", &row[0]) >= 5 && refers("from", &row[0]) == 0);
    }
    for row in data.truths("no-referrals-in") {
        assert!(refers("to", &row[0]) == 0 && refers("from", &row[0]) >= 5);
    }
    for row in data.truths("few-answers") {
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        for answer in data.table("responses").iter().filter(|answer| answer["activity"] == row[0]) {
            *counts.entry(&answer["question"]).or_default() += answer["count"].parse::<u64>().unwrap();
        }
        assert!(
            counts.len() == 10 && counts.values().all(|count| *count == row[1].parse::<u64>().unwrap() && *count < 5)
        );
    }
}

pub(super) fn check_version(data: &Data) {
    check_references(data);
    check_filled(data);
    check_overlap(data);
    check_cells(data);
    check_survey(data);
    check_actors(data);
    check_names(data);
    check_gaps(data);
}
