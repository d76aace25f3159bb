//! The shipped dataset `regioscan-2023` against the report: the figures below are typed in from the report (Regioscan
//! Digitalisering MKB, 2023) and share nothing with the program or with `indicators.csv`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use ecosysteemkaart::generate::regioscan::regioscan;

/// The order of the columns of figure 7, as codes: Drenthe, Flevoland, Friesland, Gelderland, Groningen, Limburg,
/// Noord-Brabant, Noord-Holland, Overijssel, Utrecht, Zeeland, Zuid-Holland.
const COLUMNS: [&str; 12] =
    ["PV22", "PV24", "PV21", "PV25", "PV20", "PV31", "PV30", "PV27", "PV23", "PV26", "PV29", "PV28"];

/// The last row of figure 7.
const ACTIVITIES: [u64; 12] = [23, 27, 32, 70, 45, 37, 42, 68, 74, 57, 20, 87];

/// Figure 4 (reach, effort), figure 6 and figure 7 by activity type.
#[rustfmt::skip]
const TYPES: [(&str, &str, &str, u64, [u64; 12]); 12] = [
    ("signaleren", "hoog", "laag", 15, [4, 7, 9, 0, 0, 3, 2, 3, 5, 0, 0, 1]),
    ("netwerken-coordineren", "middel", "laag", 86, [9, 22, 25, 7, 18, 24, 7, 7, 15, 21, 30, 13]),
    ("gezamenlijke-faciliteiten", "laag", "middel", 41, [17, 7, 0, 4, 4, 8, 21, 9, 7, 4, 5, 5]),
    ("werken-met-studenten", "middel", "middel", 66, [13, 15, 9, 10, 7, 19, 24, 12, 5, 11, 5, 11]),
    ("onderwijs-studenten", "middel", "middel", 40, [13, 7, 3, 7, 11, 5, 0, 15, 5, 7, 5, 3]),
    ("onderwijs-professionals", "middel", "hoog", 42, [4, 7, 0, 10, 9, 8, 2, 4, 11, 11, 5, 7]),
    ("advisering", "laag", "middel", 61, [9, 4, 3, 9, 4, 5, 19, 4, 18, 12, 20, 14]),
    ("subsidies-financiering", "middel", "hoog", 52, [4, 7, 6, 20, 4, 5, 2, 7, 9, 11, 10, 9]),
    ("workshops-kennisevents", "middel", "middel", 86, [17, 15, 16, 13, 13, 16, 12, 19, 11, 11, 10, 21]),
    ("onderzoek-ontwikkeling", "laag", "hoog", 42, [0, 4, 9, 13, 16, 3, 5, 9, 7, 4, 10, 5]),
    ("scans-assessments", "hoog", "laag", 30, [9, 4, 19, 3, 7, 3, 2, 4, 0, 5, 0, 9]),
    ("kennisplatform", "middel", "laag", 21, [0, 0, 0, 4, 7, 0, 2, 6, 7, 5, 0, 2]),
];

/// Figure 12: laag, middel, hoog, unspecified; then its totals.
const MATURITY: [(&str, [u64; 4]); 12] = [
    ("PV22", [43, 48, 9, 0]),
    ("PV24", [22, 7, 0, 70]),
    ("PV21", [44, 13, 6, 38]),
    ("PV25", [29, 39, 33, 0]),
    ("PV20", [20, 44, 4, 31]),
    ("PV30", [64, 17, 19, 0]),
    ("PV23", [43, 32, 24, 0]),
    ("PV26", [44, 14, 23, 19]),
    ("PV29", [35, 20, 5, 40]),
    ("PV28", [34, 16, 3, 46]),
    ("PV31", [11, 35, 3, 51]),
    ("PV27", [13, 57, 21, 9]),
];
const MATURITY_TOTALS: [u64; 4] = [193, 173, 87, 129];

/// Figures 19 and 20: laag, middel, hoog of reach and of effort; then their totals.
const CLASSES: [(&str, [u64; 3], [u64; 3]); 12] = [
    ("PV22", [26, 61, 13], [22, 70, 9]),
    ("PV24", [15, 74, 11], [33, 48, 19]),
    ("PV21", [13, 59, 28], [53, 31, 16]),
    ("PV25", [26, 71, 3], [14, 43, 43]),
    ("PV20", [24, 69, 7], [31, 40, 29]),
    ("PV31", [19, 76, 5], [30, 54, 16]),
    ("PV30", [45, 50, 5], [14, 76, 10]),
    ("PV27", [22, 69, 9], [21, 59, 21]),
    ("PV23", [31, 64, 5], [27, 46, 27]),
    ("PV26", [19, 75, 5], [32, 44, 25]),
    ("PV29", [35, 65, 0], [30, 45, 25]),
    ("PV28", [23, 67, 10], [25, 54, 21]),
];
const REACH_TOTALS: [u64; 3] = [145, 391, 46];
const EFFORT_TOTALS: [u64; 3] = [152, 294, 136];

/// Figure 16, as printed.
const INVOLVED: [(&str, usize); 18] = [
    ("Ministerie van EZK", 30),
    ("Rabobank", 25),
    ("Provincie Noord-Holland", 18),
    ("Hanzehogeschool Groningen", 16),
    ("Provincie Noord-Brabant", 15),
    ("Rijksuniversiteit Groningen", 14),
    ("Oost NL", 13),
    ("Provincie Overijssel", 13),
    ("NHL Stenden", 13),
    ("Europese Unie", 12),
    ("TNO", 11),
    ("Provincie Zuid-Holland", 10),
    ("FME", 10),
    ("MKB Nederland", 10),
    ("JADS", 10),
    ("Tilburg University", 10),
    ("Provincie Gelderland", 10),
    ("Hogeschool van Amsterdam", 10),
];

/// Figure 21.
const REACH: [u64; 12] = [8126, 9745, 165, 5298, 3540, 2536, 8625, 7251, 41306, 603, 3348, 18796];

type Row = BTreeMap<String, String>;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("datasets/regioscan-2023")
}

fn rows_of(text: &str) -> Vec<Row> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(|row| row.expect("a readable row")).collect()
}

/// The rows of a table as it is shipped.
fn table(name: &str) -> Vec<Row> {
    rows_of(&std::fs::read_to_string(folder().join(name)).expect("the shipped file"))
}

fn percent(part: u64, whole: u64) -> u64 {
    (200 * part + whole) / (2 * whole)
}

fn activities_of(region: &str) -> u64 {
    ACTIVITIES[COLUMNS.iter().position(|code| *code == region).expect("a province")]
}

/// Activities by region of their initiative and by a value made from the row.
fn cross_table(value: impl Fn(&Row) -> String) -> BTreeMap<(String, String), u64> {
    let regions: BTreeMap<String, String> =
        table("initiatives.csv").into_iter().map(|row| (row["id"].clone(), row["regions"].clone())).collect();
    let mut counts = BTreeMap::new();
    for row in table("activities.csv") {
        *counts.entry((regions[&row["initiative"]].clone(), value(&row))).or_insert(0) += 1;
    }
    counts
}

fn check(counts: &BTreeMap<(String, String), u64>, region: &str, value: &str, printed: u64) {
    let count = counts.get(&(region.to_owned(), value.to_owned())).copied().unwrap_or(0);
    assert_eq!(percent(count, activities_of(region)), printed, "{region} {value}: {count}");
}

fn check_total(counts: &BTreeMap<(String, String), u64>, value: &str, printed: u64) {
    let total: u64 = counts.iter().filter(|((_, found), _)| found == value).map(|(_, count)| count).sum();
    assert_eq!(total, printed, "{value}");
}

/// The distinct actors of each initiative.
fn members() -> BTreeMap<String, BTreeSet<String>> {
    let mut members: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in table("participations.csv") {
        members.entry(row["initiative"].clone()).or_default().insert(row["actor"].clone());
    }
    members
}

fn involvement() -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for actor in members().into_values().flatten() {
        *counts.entry(actor).or_insert(0) += 1;
    }
    counts
}

#[test]
fn the_shipped_files_are_what_the_program_makes() {
    let made = regioscan();
    let names: Vec<&str> = made.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["actors.csv", "initiatives.csv", "participations.csv", "activities.csv", "datapackage.json"]);
    for file in &made {
        let shipped = std::fs::read(folder().join(&file.name)).expect("the shipped file");
        assert!(shipped == file.content.as_bytes(), "{} differs: write the generated files again", file.name);
    }
}

#[test]
fn figure_6_and_7_by_type() {
    let counts = cross_table(|row| row["activity_type"].clone());
    for (name, _, _, total, percentages) in TYPES {
        check_total(&counts, name, total);
        for (region, printed) in COLUMNS.iter().zip(percentages) {
            check(&counts, region, name, printed);
        }
    }
    for (region, printed) in COLUMNS.iter().zip(ACTIVITIES) {
        let total: u64 = counts.iter().filter(|((found, _), _)| found == region).map(|(_, count)| count).sum();
        assert_eq!(total, printed, "{region}");
    }
}

#[test]
fn figure_12_by_maturity() {
    let counts = cross_table(|row| row["maturity"].clone());
    for (position, value) in ["laag", "middel", "hoog", ""].into_iter().enumerate() {
        check_total(&counts, value, MATURITY_TOTALS[position]);
        for (region, percentages) in MATURITY {
            check(&counts, region, value, percentages[position]);
        }
    }
}

#[test]
fn figure_19_by_reach_class() {
    let counts = cross_table(|row| row["reach_class"].clone());
    for (position, value) in ["laag", "middel", "hoog"].into_iter().enumerate() {
        check_total(&counts, value, REACH_TOTALS[position]);
        for (region, reach, _) in CLASSES {
            check(&counts, region, value, reach[position]);
        }
    }
}

#[test]
fn figure_20_follows_from_figure_4_without_exception() {
    let effort: BTreeMap<&str, &str> = TYPES.iter().map(|(name, _, effort, ..)| (*name, *effort)).collect();
    let counts = cross_table(|row| effort[row["activity_type"].as_str()].to_owned());
    for (position, value) in ["laag", "middel", "hoog"].into_iter().enumerate() {
        check_total(&counts, value, EFFORT_TOTALS[position]);
        for (region, _, effort) in CLASSES {
            check(&counts, region, value, effort[position]);
        }
    }
}

#[test]
fn two_marked_activities_depart_from_the_reach_of_figure_4() {
    let reach: BTreeMap<&str, &str> = TYPES.iter().map(|(name, reach, ..)| (*name, *reach)).collect();
    let mut departing = Vec::new();
    for row in table("activities.csv") {
        let modelled = reach[row["activity_type"].as_str()];
        let departs = row["reach_class"] != modelled;
        assert_eq!(departs, row["name"].contains("wijkt af van figuur 4"), "{}", row["id"]);
        if departs {
            departing.push((row["id"][..4].to_owned(), modelled, row["reach_class"].clone()));
        }
    }
    let expected = [("A-LB", "middel", "laag"), ("A-NH", "middel", "hoog")];
    assert_eq!(departing, expected.map(|(place, modelled, stored)| (place.to_owned(), modelled, stored.to_owned())));
}

#[test]
fn figure_16_and_nobody_else_with_ten_or_more() {
    let names: BTreeMap<String, String> =
        table("actors.csv").into_iter().map(|row| (row["id"].clone(), row["name"].clone())).collect();
    let many: BTreeMap<String, usize> = involvement()
        .into_iter()
        .filter(|(_, count)| *count >= 10)
        .map(|(actor, count)| (names[&actor].clone(), count))
        .collect();
    let printed: BTreeMap<String, usize> = INVOLVED.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect();
    assert_eq!(many, printed);
}

#[test]
fn rabobank_is_linked_to_more_actors_than_the_ministry() {
    let linked = |actor: &str| {
        let together = members().into_values().filter(|group| group.contains(actor)).flatten();
        together.filter(|other| other != actor).collect::<BTreeSet<String>>().len()
    };
    assert!(linked("rabobank") > linked("ezk"));
}

#[test]
fn section_3_1_counts_initiatives_and_activities() {
    let mut sizes: BTreeMap<String, usize> =
        table("initiatives.csv").into_iter().map(|row| (row["id"].clone(), 0)).collect();
    assert_eq!(sizes.len(), 220);
    for row in table("activities.csv") {
        *sizes.get_mut(&row["initiative"]).expect("a known initiative") += 1;
    }
    assert_eq!(sizes.values().sum::<usize>(), 582);
    assert_eq!(sizes.values().min(), Some(&1));
    assert_eq!(sizes.values().max(), Some(&13));
}

#[test]
fn every_reference_leads_somewhere_and_rows_are_in_byte_order() {
    let ids = |name: &str| table(name).into_iter().map(|row| row["id"].clone()).collect::<Vec<String>>();
    for name in ["actors.csv", "initiatives.csv", "activities.csv"] {
        assert!(ids(name).windows(2).all(|pair| pair[0] < pair[1]), "{name}");
    }
    let (actors, initiatives): (BTreeSet<_>, BTreeSet<_>) =
        (ids("actors.csv").into_iter().collect(), ids("initiatives.csv").into_iter().collect());
    assert!((350..=500).contains(&actors.len()), "{} actors", actors.len());
    assert_eq!(involvement().into_keys().collect::<BTreeSet<String>>(), actors, "every actor takes part, and no other");
    assert_eq!(members().into_keys().collect::<BTreeSet<String>>(), initiatives, "every initiative has actors");
}

#[test]
fn actors_bound_to_a_region_stay_there() {
    let homes: [(&str, &[&str]); 4] = [
        ("hanzehogeschool-groningen", &["PV20", "PV21", "PV22"]),
        ("rijksuniversiteit-groningen", &["PV20", "PV21", "PV22"]),
        ("nhl-stenden", &["PV20", "PV21", "PV22"]),
        ("oost-nl", &["PV23", "PV25"]),
    ];
    let members = members();
    for row in table("initiatives.csv") {
        for (actor, home) in homes {
            let inside = home.contains(&row["regions"].as_str());
            assert!(inside || !members[&row["id"]].contains(actor), "{actor} in {}", row["id"]);
        }
    }
}

/// The value of an indicator of one source, found by what it is about.
fn indicator(rows: &[Row], about: [&str; 4], source: &str) -> u64 {
    let [region, activity_type, maturity, measure] = about;
    let mut found = rows.iter().filter(|row| {
        row["region"] == region
            && row["activity_type"] == activity_type
            && row["maturity"] == maturity
            && row["measure"] == measure
            && row["source"].ends_with(source)
    });
    let value = found.next().unwrap_or_else(|| panic!("{about:?} of {source}"))["value"].parse().expect("a number");
    assert!(found.next().is_none(), "{about:?} of {source} occurs twice");
    value
}

/// The printed percentage is there, the derived count gives it, and no other count would.
fn check_derived(rows: &[Row], figure: u8, cell: (&str, &str, &str), classes: (&str, &str), printed: u64) {
    let (region, activity_type, maturity) = cell;
    let (share, count) = classes;
    assert_eq!(indicator(rows, [region, activity_type, maturity, share], &format!(", figuur {figure}")), printed);
    let totals = if figure == 7 { "figuren 6 en 7".to_owned() } else { format!("figuren 7 en {figure}") };
    let source = format!("afgeleid uit de percentages van figuur {figure} en de totalen van {totals}");
    let derived = indicator(rows, [region, activity_type, maturity, count], &source);
    let whole = activities_of(region);
    assert_eq!(percent(derived, whole), printed, "{region} {activity_type}{maturity} {count}");
    // Within half a point of the printed percentage, both ends included: any way of rounding halves.
    let fitting = (0..=whole).filter(|other| (200 * other).abs_diff(2 * printed * whole) <= whole);
    assert_eq!(fitting.collect::<Vec<u64>>(), [derived]);
}

#[test]
fn indicators_hold_the_printed_percentages_and_the_only_counts_that_give_them() {
    let rows = table("indicators.csv");
    for (name, _, _, _, percentages) in TYPES {
        for (region, printed) in COLUMNS.iter().zip(percentages) {
            check_derived(&rows, 7, (region, name, ""), ("activity_share", "activities"), printed);
        }
    }
    for (region, percentages) in MATURITY {
        for (value, printed) in ["laag", "middel", "hoog"].into_iter().zip(percentages) {
            check_derived(&rows, 12, (region, "", value), ("activity_share", "activities"), printed);
        }
        let unspecified = ("activity_share_maturity_unspecified", "activities_maturity_unspecified");
        check_derived(&rows, 12, (region, "", ""), unspecified, percentages[3]);
    }
    for (region, reach, effort) in CLASSES {
        for (figure, class, percentages) in [(19, "reach", reach), (20, "effort", effort)] {
            for (value, printed) in ["laag", "middel", "hoog"].into_iter().zip(percentages) {
                let share = format!("activity_share_{class}_class_{value}");
                let count = format!("activities_{class}_class_{value}");
                check_derived(&rows, figure, (region, "", ""), (&share, &count), printed);
            }
        }
    }
}

#[test]
fn indicators_hold_the_other_numbers_of_the_report() {
    let rows = table("indicators.csv");
    let class = |word: &str| ["laag", "middel", "hoog"].iter().position(|known| *known == word).unwrap() as u64 + 1;
    for ((name, reach, effort, total, _), reached) in TYPES.into_iter().zip(REACH) {
        assert_eq!(indicator(&rows, ["", name, "", "modelled_reach_class"], "figuur 4"), class(reach));
        assert_eq!(indicator(&rows, ["", name, "", "modelled_effort_class"], "figuur 4"), class(effort));
        assert_eq!(indicator(&rows, ["NL", name, "", "activities"], "figuur 6"), total);
        assert_eq!(indicator(&rows, ["NL", name, "", "reach"], "figuur 21"), reached);
    }
    for (region, total) in COLUMNS.iter().zip(ACTIVITIES) {
        assert_eq!(indicator(&rows, [region, "", "", "activities"], "figuur 7"), total);
    }
    for (value, total) in ["laag", "middel", "hoog"].into_iter().zip(MATURITY_TOTALS) {
        assert_eq!(indicator(&rows, ["NL", "", value, "activities"], "figuur 12"), total);
    }
    for (name, count) in INVOLVED {
        let mut found = rows.iter().filter(|row| row["source"].ends_with(&format!("figuur 16 ({name})")));
        let row = found.next().expect("the actor");
        assert_eq!(row["value"], count.to_string());
        assert!(row["measure"].starts_with("involved_initiatives:") && found.next().is_none());
    }
    for (measure, value) in [
        ("initiatives_surveyed", 220),
        ("activities_surveyed", 582),
        ("activities_named_in_text", 477),
        ("initiatives_existing_about", 400),
        ("reach_about", 110_000),
        ("reach_share_of_sme_about", 25),
        ("interviews_about", 200),
    ] {
        let row = rows.iter().find(|row| row["measure"] == measure).expect("the number");
        assert_eq!(row["value"], value.to_string(), "{measure}");
    }
}
