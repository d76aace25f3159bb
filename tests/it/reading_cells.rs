//! What is wrong in a cell or row, and every spelling that is right.

use ecosysteemkaart::dataset::{Finding, LISTED_PER_KIND, MORE_ROWS, Severity, VALUE_LETTERS};
use ecosysteemkaart::ecosystem::{ActorKind, Class, Funding, Level, Place, Publicness, Role};
use ecosysteemkaart::language::Language;

use crate::folder::{ACTORS, Folder, INITIATIVES, PARTICIPATIONS, error, full, warning};

/// Findings of a dataset with one file replaced.
fn found(file: &str, contents: &str) -> Vec<crate::folder::Found> {
    Folder::new().with(file, contents).found()
}

#[test]
fn regions_by_code_or_name_in_any_case_and_accents() {
    let spellings = [
        "PV21",
        "pv21",
        "Friesland",
        "FRIESLAND",
        "Fryslân",
        "fryslan",
        "Prov. Fryslân",
        "provincie fryslân",
        "Provincie Friesland",
    ];
    for spelling in spellings {
        let ecosystem =
            Folder::new().with("actors.csv", format!("id,name,region\na1,A,{spelling}\na2,B, NL \n")).ecosystem();
        let Some(Place::Region(region)) = ecosystem.actors()[0].place else { panic!("{spelling}") };
        assert_eq!(ecosystem.regions().code(region), "PV21", "{spelling}");
    }
    for spelling in ["NL", "Nederland", "landelijk", "nl"] {
        let ecosystem =
            Folder::new().with("actors.csv", format!("id,name,region\na1,A,{spelling}\na2,B,\n")).ecosystem();
        assert_eq!(ecosystem.actors()[0].place, Some(Place::National), "{spelling}");
    }
}

#[test]
fn an_unknown_region_names_the_nearest() {
    assert_eq!(
        found("actors.csv", "id,name,region\na1,A,Frysland\na2,B,Atlantis\n"),
        [
            error("unknown-region", "actors.csv:2:region", Some("Frysland"), Some("Friesland")),
            error("unknown-region", "actors.csv:3:region", Some("Atlantis"), None),
        ]
    );
    assert_eq!(
        found("initiatives.csv", "id,name,regions\ni1,A,PV20|PV99|Zuid Hollant\ni2,B,\n"),
        [
            error("unknown-region", "initiatives.csv:2:regions", Some("PV99"), None),
            error("unknown-region", "initiatives.csv:2:regions", Some("Zuid Hollant"), Some("Zuid-Holland")),
        ]
    );
    assert_eq!(
        found("actors.csv", "id,name,region\na1,A,PV20|PV21\na2,B,\n"),
        [error("several-values", "actors.csv:2:region", Some("PV20|PV21"), None)]
    );
}

#[test]
fn closed_lists_by_code_or_label_in_both_languages() {
    let ecosystem = Folder::new()
        .with("actors.csv", "id,name,kind,public,level\na1,A,Regionale ontwikkelingsmaatschappij,Semi-publiek,Landelijk\na2,B,municipality,PRIVATE,européés\n")
        .with("initiatives.csv", "id,name,level,funding\ni1,A,lokaal,Structural\ni2,B,provinciaal,tijdelijk\n")
        .with("participations.csv", "initiative,actor,role\ni1,a1,Initiatiefnemer\ni1,a2,financier|UITVOERDER\ni2,a1,Executer;partner\ni2,a2,\n")
        .with("activities.csv", "id,initiative,reach_class\nx,i1,Gemiddeld\ny,i1,high\n")
        .ecosystem();
    let [a1, a2] = ecosystem.actors() else { panic!() };
    assert_eq!(a1.kind.as_ref().map(|kind| kind.code()), Some(ActorKind::Rom.code()));
    assert_eq!((a1.public, a1.level), (Some(Publicness::SemiPublic), Some(Level::National)));
    assert_eq!((a2.public, a2.level), (Some(Publicness::Private), Some(Level::European)));
    assert_eq!(ecosystem.initiatives()[0].funding, Some(Funding::Structural));
    assert_eq!(ecosystem.initiatives()[1].level, Some(Level::Regional));
    let roles = |at: usize| ecosystem.participations()[at].roles.iter().collect::<Vec<_>>();
    assert_eq!(roles(0), [Role::Initiator]);
    assert_eq!(roles(1), [Role::Funder, Role::Executor]);
    assert_eq!(roles(2), [Role::Executor, Role::Partner]);
    assert!(roles(3).is_empty());
    assert_eq!(ecosystem.activities()[0].reach_class, Some(Class::Middle));
}

#[test]
fn dimension_values_by_the_labels_of_the_sources() {
    let rows = [
        ("Netwerken & coördineren", "netwerken-coordineren"),
        ("netwerken en coordineren", "netwerken-coordineren"),
        ("Advisering/consultancy", "advisering"),
        ("WORKSHOPS & KENNISEVENTS", "workshops-kennisevents"),
        ("Onderwijs voor professionals", "onderwijs-professionals"),
        ("scans-assessments", "scans-assessments"),
    ];
    for (label, id) in rows {
        let ecosystem =
            Folder::new().with("activities.csv", format!("id,initiative,Type activiteit\nx,i1,{label}\n")).ecosystem();
        let lead = &ecosystem.taxonomy().dimensions()[0];
        let value = ecosystem.classification().column(0).of(0)[0];
        assert_eq!(lead.value_code(value), id, "{label}");
    }
    // A label with the second delimiter of values in it is still one value.
    let ecosystem = Folder::new()
        .with(
            "activities.csv",
            "id,initiative,sector\nx,i1,Groot- en detailhandel; reparatie van auto's\ny,i1,Bouw;Industrie | A\n",
        )
        .ecosystem();
    let sector = ecosystem.taxonomy().position("sector").unwrap();
    let codes = |activity: usize| {
        let dimension = &ecosystem.taxonomy().dimensions()[sector];
        let values = ecosystem.classification().column(sector).of(activity);
        values.iter().map(|&value| dimension.value_code(value).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(codes(0), ["G"]);
    assert_eq!(codes(1), ["A", "C", "F"]);
}

#[test]
fn reach_and_effort_are_those_of_figure_4() {
    // Regioscan (source 002), figure 4, row by row: type, reach, effort.
    let figure = [
        ("Signaleren", "Hoog", "Laag"),
        ("Netwerken & coördineren", "Middel", "Laag"),
        ("Gezamenlijke faciliteiten", "Laag", "Middel"),
        ("Werken met studenten", "Middel", "Middel"),
        ("Onderwijs voor studenten", "Middel", "Middel"),
        ("Onderwijs voor professionals", "Middel", "Hoog"),
        ("Advisering/consultancy", "Laag", "Middel"),
        ("Subsidies & financiering", "Middel", "Hoog"),
        ("Workshops & kennisevents", "Middel", "Middel"),
        ("Onderzoek & ontwikkeling", "Laag", "Hoog"),
        ("Scans & assessments", "Hoog", "Laag"),
        ("Kennisplatform", "Middel", "Laag"),
    ];
    let ecosystem = Folder::new().ecosystem();
    let values = &ecosystem.taxonomy().dimensions()[0].values;
    assert_eq!(values.len(), figure.len());
    for (value, (label, reach, effort)) in values.iter().zip(figure) {
        assert_eq!(value.label.nl, label);
        assert_eq!((value.reach, value.effort), (Class::from_words(reach), Class::from_words(effort)), "{label}");
    }
}

#[test]
fn unknown_values_of_closed_lists_are_errors_with_the_list() {
    assert_eq!(
        found("activities.csv", "id,initiative,activity_type,sector\nx,i1,Netwerk en coordineren,Z\ny,i1,alle,alle\n"),
        [
            error(
                "unknown-value",
                "activities.csv:2:activity_type",
                Some("Netwerk en coordineren"),
                Some("netwerken-coordineren")
            ),
            error("unknown-value", "activities.csv:2:sector", Some("Z"), None),
        ]
    );
    assert_eq!(
        found("actors.csv", "id,name,public,level\na1,A,publek,regonal\na2,B,,\n"),
        [
            error("unknown-value", "actors.csv:2:level", Some("regonal"), Some("regional")),
            error("unknown-value", "actors.csv:2:public", Some("publek"), Some("publiek")),
        ]
    );
    let folder = Folder::new().with("initiatives.csv", "id,name,funding\ni1,A,soms\ni2,B,\n");
    let message = folder.read().findings.iter().next().unwrap().message(Language::Nl);
    assert!(message.contains("tijdelijk, structureel"), "{message}");
}

#[test]
fn a_single_valued_dimension_takes_one_value() {
    assert_eq!(
        found(
            "activities.csv",
            "id,initiative,activity_type\nx,i1,advisering|signaleren\ny,i1,advisering;signaleren\n"
        ),
        [
            error("several-values", "activities.csv:2:activity_type", Some("advisering|signaleren"), None),
            error("several-values", "activities.csv:3:activity_type", Some("advisering;signaleren"), None),
        ]
    );
}

#[test]
fn unknown_roles_and_kinds_are_kept_with_a_warning() {
    let folder = Folder::new()
        .with("actors.csv", "id,name,kind\na1,A,gemeent\na2,B,vereniging\n")
        .with("participations.csv", "initiative,actor,role\ni1,a1,toehoorder\ni1,a2,funder\ni2,a1,toehoorder\n");
    assert_eq!(
        folder.found(),
        [
            warning("unknown-kind", "actors.csv:2:kind", Some("gemeent"), Some("gemeente")),
            warning("unknown-kind", "actors.csv:3:kind", Some("vereniging"), None),
            warning("unknown-role", "participations.csv:2:role", Some("toehoorder"), None),
        ]
    );
    let reading = folder.read();
    let role: Vec<&Finding> = reading.findings.iter().filter(|f| f.problem.code() == "unknown-role").collect();
    assert_eq!((role[0].count, role[0].more_rows.as_slice()), (2, [4].as_slice()), "grouped");
    let ecosystem = reading.ecosystem.unwrap();
    assert_eq!(ecosystem.actors()[1].kind.as_ref().unwrap().code(), "vereniging");
    assert_eq!(ecosystem.participations().len(), 3, "the participation counts");
    assert_eq!(ecosystem.participations()[0].roles.iter().count(), 0, "its role is not known");
    assert_eq!(&*ecosystem.other_roles()[0].1, "toehoorder");
}

#[test]
fn ids_are_required_unique_and_referred_to() {
    assert_eq!(
        found("actors.csv", "id,name\na1,A\na2,B\n a1 ,C\n,D\na3,\n"),
        [
            error("duplicate-id", "actors.csv:4:id", Some("a1"), None),
            error("empty-cell", "actors.csv:5:id", None, None),
            error("empty-cell", "actors.csv:6:name", None, None),
        ]
    );
    assert_eq!(
        found("participations.csv", "initiative,actor\ni1,A1\ni9,a1\ni1,Rabobank\ni1,\n"),
        [
            error("unknown-reference", "participations.csv:2:actor", Some("A1"), Some("a1")),
            error("unknown-reference", "participations.csv:3:initiative", Some("i9"), None),
            warning("named-instead-of-id", "participations.csv:4:actor", None, None),
            error("empty-cell", "participations.csv:5:actor", None, None),
        ]
    );
    let folder = full()
        .with("activities.csv", "id,initiative\nx1,i7\n")
        .with("responses.csv", "activity,question,answer,count\nx2,nut,ja,12\nx1,nut,,\n")
        .with("referrals.csv", "from,to,count\ni1,i8,4\n")
        .with("names.csv", "keep,merge,decision\na1,Onbekend,samen\n");
    let places: Vec<String> = folder.found().into_iter().map(|f| format!("{} {}", f.problem, f.place)).collect();
    assert_eq!(
        places,
        [
            "unknown-role participations.csv:6:role",
            "unknown-role participations.csv:8:role",
            "unknown-reference activities.csv:2:initiative",
            "unknown-reference responses.csv:2:activity",
            "empty-cell responses.csv:3:answer",
            "empty-cell responses.csv:3:count",
            "unknown-reference referrals.csv:2:to",
            "unknown-name names.csv:2:merge",
        ]
    );
}

#[test]
fn numbers_shares_and_dates() {
    assert_eq!(
        found(
            "initiatives.csv",
            "id,name,start,end,budget\ni1,A,2024-02-30,,1.25\ni2,B,1/2/2023,,1.250\ni3,C,2024-01-01,2023-12-31,-5\n"
        ),
        [
            error("wrong-integer", "initiatives.csv:2:budget", Some("1.25"), None),
            error("wrong-date", "initiatives.csv:2:start", Some("2024-02-30"), None),
            error("ambiguous-date", "initiatives.csv:3:start", Some("1/2/2023"), None),
            error("wrong-integer", "initiatives.csv:4:budget", Some("-5"), None),
            error("end-before-start", "initiatives.csv:4:end", Some("2023-12-31"), None),
        ]
    );
    assert_eq!(
        found(
            "demand.csv",
            "region;enterprises;share_with_need\nPV20;1.250;50%\nPV21;12,5;0,5\nPV22;;1.5\nPV23;;half\nPV24;;\n"
        ),
        [
            error("wrong-integer", "demand.csv:3:enterprises", Some("12,5"), None),
            error("share-out-of-range", "demand.csv:4:share_with_need", Some("1.5"), None),
            error("wrong-share", "demand.csv:5:share_with_need", Some("half"), None),
            warning("nothing-stated", "demand.csv:6", None, None),
        ]
    );
    let ecosystem =
        Folder::new().with("demand.csv", "region;enterprises;share_with_need\nPV20;1.250;12,3%\n").ecosystem();
    assert_eq!((ecosystem.demand()[0].enterprises, ecosystem.demand()[0].share_with_need), (Some(1250), Some(0.123)));
    assert_eq!(
        found("activities.csv", "id,initiative,reach_year\nx,i1,23\n"),
        [error("wrong-year", "activities.csv:2:reach_year", Some("23"), None)]
    );
    assert_eq!(
        found("indicators.csv", "measure,value\ncijfer,hoog\n,1\ncijfer,#N/A\n"),
        [
            error("wrong-number", "indicators.csv:2:value", Some("hoog"), None),
            error("empty-cell", "indicators.csv:3:measure", None, None),
            error("spreadsheet-error", "indicators.csv:4:value", Some("#N/A"), None),
        ]
    );
}

#[test]
fn repeated_participations_and_areas_outside_are_warnings() {
    let rows = format!("{PARTICIPATIONS}i1,a1,initiatiefnemer\ni1,a1,partner\n");
    assert_eq!(found("participations.csv", &rows), [warning("repeated-row", "participations.csv:5", None, None)]);
    assert_eq!(
        found("activities.csv", "id,initiative,regions\nx,i1,PV22\ny,i1,PV23\nz,i1,NL\nw,i2,PV20\n"),
        [
            warning("area-outside", "activities.csv:3:regions", Some("PV23"), None),
            warning("area-outside", "activities.csv:4:regions", Some("NL"), None),
        ]
    );
}

#[test]
fn errors_are_listed_up_to_a_bound_and_counted_beyond() {
    let mut rows = String::from("id,name,region\n");
    for row in 0..LISTED_PER_KIND + 234 {
        rows.push_str(&format!("x{row},N,Nergens\n"));
    }
    let reading = Folder::new().with("actors.csv", rows).with("participations.csv", "initiative,actor\n").read();
    let unknown: Vec<&Finding> = reading.findings.iter().filter(|f| f.problem.code() == "unknown-region").collect();
    assert_eq!(unknown.len() as u64, LISTED_PER_KIND + 1);
    assert_eq!(unknown.last().map(|finding| (finding.row, finding.count)), Some((None, 234)));
    assert_eq!(reading.findings.count(Severity::Error), LISTED_PER_KIND + 234);
    let text = reading.findings.text(Language::Nl);
    assert!(text.starts_with("1.234 fouten, 0 waarschuwingen\n"), "{}", &text[..80]);
    assert!(text.contains("actors.csv: onbekende regio (1.234)"));
}

#[test]
fn equal_warnings_become_one_with_rows() {
    let mut rows = String::from("id,name,kind\na1,A,\na2,B,\n");
    for row in 0..100 {
        rows.push_str(&format!("x{row},N,club\n"));
    }
    let reading = Folder::new().with("actors.csv", rows).read();
    let finding = reading.findings.iter().next().unwrap();
    assert_eq!((reading.findings.iter().len(), finding.row, finding.count), (1, Some(4), 100));
    assert_eq!(finding.more_rows, (5..5 + MORE_ROWS as u64).collect::<Vec<_>>());
}

#[test]
fn findings_as_json_and_text_for_people() {
    let reading =
        Folder::new().with("actors.csv", format!("id,name,region\na1,A,Frysland\na2,B,{}\n", "x".repeat(500))).read();
    let json = serde_json::to_value(&reading.findings).unwrap();
    let first = &json[0];
    assert_eq!(first["severity"], "error");
    assert_eq!(first["file"], "actors.csv");
    assert!(first["sheet"].is_null());
    assert_eq!(first["row"], 2);
    assert_eq!(first["column"], "region");
    assert_eq!(first["value"], "Frysland");
    assert_eq!(first["nearest"], "Friesland");
    assert_eq!(first["count"], 1);
    assert!(first["messageNl"].as_str().unwrap().contains("niet bekend"));
    assert!(first["messageEn"].as_str().unwrap().contains("not known"));
    assert_eq!(json[1]["value"].as_str().unwrap().chars().count(), VALUE_LETTERS + 1);
    let text = reading.findings.text(Language::Nl);
    assert!(text.starts_with("2 fouten, 0 waarschuwingen"), "{text}");
    assert!(text.contains("actors.csv, rij 2, kolom region: „Frysland”"), "{text}");
    assert!(text.contains("Bedoelt u „Friesland”?"), "{text}");
    assert!(reading.findings.text(Language::En).contains("Did you mean “Friesland”?"));
}

#[test]
fn all_findings_are_collected_and_sorted_by_table_and_row() {
    let folder = Folder::new()
        .with("initiatives.csv", INITIATIVES.replace("PV22", "PV2"))
        .with("actors.csv", ACTORS.replace("Drenthe", "Drente"))
        .with("participations.csv", PARTICIPATIONS.replace("i2,", "i3,"))
        .with("taxonomy.json", "{\"lead\": 3}");
    let places: Vec<String> = folder.found().into_iter().map(|found| found.place).collect();
    // With a taxonomy that is wrong, regions are not judged by it.
    assert_eq!(places, ["taxonomy.json:lead", "participations.csv:4:initiative"]);
    let folder = folder.without("taxonomy.json");
    let places: Vec<String> = folder.found().into_iter().map(|found| found.place).collect();
    assert_eq!(places, ["actors.csv:2:region", "initiatives.csv:2:regions", "participations.csv:4:initiative"]);
}
