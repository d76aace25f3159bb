//! Tables that are large enough to be read in parallel say the same as small ones, and what is wrong in them is told as ever.

use ecosysteemkaart::dataset::Reading;
use ecosysteemkaart::ecosystem::{Area, Ecosystem, Participation, Place, Role, Roles};
use rayon::ThreadPoolBuilder;

use crate::folder::{Folder, Found, found};

/// Rows per table: more than the 20,000 from which they are read in parallel.
const ROWS: usize = 25_000;

/// A header and the rows of a table, by number.
fn table(header: &str, row: impl Fn(usize) -> String) -> Vec<String> {
    std::iter::once(header.to_owned()).chain((0..ROWS).map(row)).collect()
}

fn tables() -> [(&'static str, Vec<String>); 5] {
    let province = |number: usize| format!("PV{}", 20 + number % 12);
    let role = |number: usize| ["initiator", "uitvoerder", ""][number % 3];
    // Words come in another order further down, and some only there.
    let question = |number: usize| ["nut", "10", "2", "eigen vraag", "Nut"][(number / 5_000 + number) % 5];
    let answer = |number: usize| ["ja", "nee", "in-redelijke-mate", "2"][(number / 4_000) % 4];
    [
        ("actors.csv", table("id,name,kind,region", |n| format!("a{n:05},Actor {n},bank,{}", province(n)))),
        ("initiatives.csv", table("id,name,regions", |n| format!("i{n:05},\"Plan, {n}\",{}|PV20", province(n)))),
        ("participations.csv", table("initiative,actor,role", |n| format!("i{n:05},a{:05},{}", n / 2, role(n)))),
        ("activities.csv", table("id,initiative,name,sector", |n| format!("t{n:05},i{:05},Scan {n},C|J", n / 3))),
        (
            "responses.csv",
            table("activity,question,answer,count", |n| {
                format!("t{:05},{},{},{}", n / 4, question(n), answer(n), n % 9)
            }),
        ),
    ]
}

fn read(tables: &[(&str, Vec<String>)], threads: usize) -> Reading {
    let files = tables.iter().map(|(name, rows)| (*name, rows.join("\n")));
    let folder = files.fold(Folder::new(), |folder, (name, text)| folder.with(name, text));
    ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| folder.read())
}

fn all(reading: &Reading) -> Vec<Found> {
    reading.findings.iter().map(found).collect()
}

fn assert_same(one: &Ecosystem, other: &Ecosystem) {
    assert!(one.actors() == other.actors());
    assert!(one.initiatives() == other.initiatives());
    assert!(one.participations() == other.participations());
    assert!(one.activities() == other.activities());
    assert!(one.classification() == other.classification());
    assert!(one.responses() == other.responses());
}

#[test]
fn a_large_dataset_says_what_its_rows_say() {
    let reading = read(&tables(), 2);
    assert_eq!(all(&reading), []);
    let ecosystem = reading.ecosystem.unwrap();
    assert_eq!((ecosystem.actors().len(), ecosystem.activities().len()), (ROWS, ROWS));
    let region = |code: &str| ecosystem.regions().position(code).unwrap();
    let number = 24_001;
    let actor = &ecosystem.actors()[number];
    assert_eq!((&*actor.id, &*actor.name, actor.place), ("a24001", "Actor 24001", Some(Place::Region(region("PV21")))));
    let initiative = &ecosystem.initiatives()[number];
    let both = Area::from_parts(false, vec![region("PV20"), region("PV21")]);
    assert_eq!((&*initiative.name, &initiative.stated_area), ("Plan, 24001", &both));
    let expected = Participation { initiative: 24_001, actor: 12_000, roles: Roles::of(Role::Executor) };
    assert_eq!(ecosystem.participations()[number], expected);
    assert_eq!(ecosystem.participations()[2].roles, Roles::UNSTATED);
    let activity = &ecosystem.activities()[number];
    assert_eq!((&*activity.id, activity.initiative), ("t24001", 8_000));
    let responses = ecosystem.responses();
    let said: Vec<(u32, &str, &str, u64)> = responses.rows()[24_000..24_004]
        .iter()
        .map(|row| (row.activity, responses.word(row.question), responses.word(row.answer), row.count))
        .collect();
    // Rows 24,000 to 24,003 of the file, by question and answer.
    let mate = "in-redelijke-mate";
    let expected = [("10", 8), ("2", 0), ("Nut", 6), ("nut", 7)].map(|(question, n)| (6_000, question, mate, n));
    assert_eq!(said, expected);
}

#[test]
fn order_and_threads_change_nothing() {
    let straight = read(&tables(), 1).ecosystem.unwrap();
    let mut turned = tables();
    turned.iter_mut().for_each(|(_, rows)| rows[1..].reverse());
    assert_same(&straight, &read(&turned, 2).ecosystem.unwrap());
    assert_same(&straight, &read(&tables(), 2).ecosystem.unwrap());
}

#[test]
fn answers_with_something_to_report_are_the_same() {
    let plain = read(&tables(), 2).ecosystem.unwrap();
    let mut odd = tables();
    let (_, answers) = &mut odd[4];
    assert_eq!(answers[20_001], "t05000,Nut,nee,2");
    answers[20_001] = String::from("Scan 5000,Nut,nee,2");
    let reading = read(&odd, 2);
    let told: Vec<_> = reading.findings.iter().map(|one| (one.problem.code(), one.row)).collect();
    assert_eq!(told, [("named-instead-of-id", Some(20_002))]);
    assert_same(&plain, &reading.ecosystem.unwrap());
}

#[test]
fn what_is_wrong_far_down_is_told_with_its_row() {
    let mut odd = tables();
    let [(_, actors), (_, initiatives), (_, participations), (_, activities), (_, answers)] = &mut odd;
    actors[24_000] = String::from("a23999,Actor 23999,kerk,PV31");
    initiatives[23_000] = String::from("i22999,Plan 22999,Atlantis");
    participations[22_000] = String::from("i21999,a99999,initiator");
    participations[22_500] = String::from("i22499,Actor 7,\"initiator, uitvoerder\"");
    activities[21_000] = String::from("t20999,i99999,Scan,C");
    activities[21_001] = activities[21_000 - 1].clone();
    answers[20_000] = String::from("t04999,nut,,2");
    let reading = read(&odd, 2);
    let told: Vec<(String, Option<u64>, &str)> =
        reading.findings.iter().map(|one| (one.file.clone(), one.row, one.problem.code())).collect();
    let at = |table: &str, row: u64, code| (format!("{table}.csv"), Some(row), code);
    assert_eq!(
        told,
        [
            at("actors", 24_001, "unknown-kind"),
            at("initiatives", 23_001, "unknown-region"),
            at("participations", 22_001, "unknown-reference"),
            at("participations", 22_501, "named-instead-of-id"),
            at("activities", 21_001, "unknown-reference"),
            at("activities", 21_002, "duplicate-id"),
            at("responses", 20_001, "empty-cell"),
        ]
    );
    assert!(reading.ecosystem.is_none());
    let one = read(&odd, 1);
    assert_eq!(all(&one), all(&reading), "for any number of threads");
}

#[test]
fn a_warning_far_down_leaves_the_rest_as_it_is() {
    let mut odd = tables();
    let [(_, actors), _, (_, participations), ..] = &mut odd;
    actors[24_000] = String::from("a23999,Actor 23999,kerk,PV31");
    participations[22_501] = String::from("i22500,a11250,gastheer");
    let reading = read(&odd, 2);
    let told: Vec<Found> = all(&reading);
    assert_eq!(told.len(), 2, "{told:?}");
    let (odd, plain) = (reading.ecosystem.unwrap(), read(&tables(), 2).ecosystem.unwrap());
    assert!(odd.activities() == plain.activities() && odd.initiatives() == plain.initiatives());
    let differ = odd.actors().iter().zip(plain.actors()).filter(|(one, other)| one != other).count();
    let roles = odd.participations().iter().zip(plain.participations()).filter(|(one, other)| one != other).count();
    assert_eq!((differ, roles, odd.other_roles().len()), (1, 1, 1));
}

#[test]
fn what_comes_back_in_many_rows_is_told_once() {
    let mut odd = tables();
    let kind = |n: usize| ["bank", "kerk", "school"][n % 3];
    odd[0].1 = table("id,name,kind,region", |n| format!("a{n:05},Actor {n},{},PV20", kind(n)));
    let sector = |n: usize| if n % 10_000 == 9_999 { "Q|ruimtevaart" } else { "C" };
    odd[3].1 = table("id,initiative,name,sector", |n| format!("t{n:05},i{:05},Scan {n},{}", n / 3, sector(n)));
    let reading = read(&odd, 2);
    let told: Vec<_> = reading
        .findings
        .iter()
        .map(|one| (one.problem.code(), one.row, one.value.as_deref(), one.count, &*one.more_rows))
        .collect();
    // Rows 3, 6, … and 4, 7, … of the file, of which as many are named as a finding names.
    let [church, school] = [3_u64, 4].map(|first| (1..=20).map(|number| first + 3 * number).collect::<Vec<_>>());
    assert_eq!(
        told,
        [
            ("unknown-kind", Some(3), Some("kerk"), 8_333, &*church),
            ("unknown-kind", Some(4), Some("school"), 8_333, &*school),
            ("unknown-value", Some(10_001), Some("ruimtevaart"), 1, &[]),
            ("unknown-value", Some(20_001), Some("ruimtevaart"), 1, &[]),
        ]
    );
    assert_eq!(all(&read(&odd, 1)), all(&reading), "for any number of threads");
}

#[test]
fn several_roles_in_a_cell_and_in_rows_are_those_of_one_link() {
    let role = |n: usize| ["initiator|uitvoerder", "partner", ""][n % 3];
    let links = |link: fn(usize) -> usize| {
        table("initiative,actor,role", |n| format!("i{:05},a{:05},{}", link(n), link(n), role(n)))
    };
    let mut several = tables();
    // Three rows with other roles per link, then the first of them again.
    several[2].1 = links(|n| n / 3);
    let ecosystem = read(&several, 2).ecosystem.unwrap();
    let all_roles = [Role::Initiator, Role::Executor, Role::Partner].map(Roles::of);
    let roles = all_roles.into_iter().fold(Roles::UNSTATED, Roles::union);
    assert_eq!(ecosystem.participations().len(), ROWS.div_ceil(3));
    assert!(ecosystem.participations()[..ROWS / 3].iter().all(|link| link.roles == roles));
    several[2].1[24_000] = String::from("i00000,a00000,uitvoerder");
    let reading = read(&several, 2);
    let told: Vec<(&str, Option<u64>)> = reading.findings.iter().map(|one| (one.problem.code(), one.row)).collect();
    assert_eq!(told, [("repeated-row", Some(24_001))]);
    let again = reading.ecosystem.unwrap();
    assert_eq!(again.participations()[0], ecosystem.participations()[0]);
}
