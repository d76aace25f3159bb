//! Workbooks and files as people send them: titles, extra sheets, headers in their own words, names instead of ids, lists in a
//! cell, dates and numbers in several notations, letters that went wrong on the way.

use ecosysteemkaart::dataset::{ReadOptions, Reading, read_bytes};
use ecosysteemkaart::language::Language;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

use crate::folder::{Folder, Found, contents, error, found, warning};

fn all(reading: &Reading) -> Vec<Found> {
    reading.findings.iter().map(found).collect()
}

fn rows(sheet: &mut Worksheet, first: u32, rows: &[&[&str]]) {
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(first + row as u32, column as u16, *cell).unwrap();
        }
    }
}

fn day(text: &str) -> ExcelDateTime {
    ExcelDateTime::parse_from_str(text).unwrap()
}

/// What a province would send: nothing in it is called as the format calls it.
fn from_a_province() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let (bold, date) = (Format::new().set_bold(), Format::new().set_num_format("d mmmm yyyy"));
    let about = workbook.add_worksheet().set_name("Leeswijzer").unwrap();
    rows(about, 0, &[&["Inventarisatie digitalisering mkb"], &["Vragen? Bel ons."]]);

    let sheet = workbook.add_worksheet().set_name("Initiatieven").unwrap();
    sheet.merge_range(0, 0, 0, 6, "Overzicht initiatieven, stand 1 maart 2024", &bold).unwrap();
    let header = ["Nr.", "Naam initiatief *", "Startdatum", "Einddatum", "Budget (€)", "Provincie(s)", "Opmerkingen"];
    rows(sheet, 2, &[&header]);
    rows(
        sheet,
        3,
        &[
            &["1", "Digiwerkplaats Noord ", "", "31-12-2025", "€ 125.000,-", "Groningen, Drenthe", "loopt goed"],
            &["2", "Fieldlab\u{a0}Staal", "1 september 2023", "", "1.250", "Prov. Fryslân\nGroningen"],
        ],
    );
    sheet.write_datetime_with_format(3, 2, day("2021-03-01"), &date).unwrap();

    let sheet = workbook.add_worksheet().set_name("Organisaties").unwrap();
    rows(
        sheet,
        0,
        &[
            &["Organisatie", "Type organisatie", "Provincie", "Website"],
            &["Gemeente Emmen", "gemeente", "Drenthe"],
            &["Rabobank", "bank", "landelijk", "https://example.org"],
            &["CoÃ¶peratie FryslÃ¢n", "bedrijf", "FryslÃ¢n"],
        ],
    );

    let sheet = workbook.add_worksheet().set_name("Betrokkenen").unwrap();
    rows(sheet, 0, &[&["Naam initiatief", "Aanbieder", "Rol"]]);
    sheet.merge_range(1, 0, 2, 0, "Digiwerkplaats Noord", &Format::new()).unwrap();
    rows(sheet, 1, &[&["", "Gemeente Emmen", "Initiatiefnemer, financier"], &["", "Rabobank", "financier"]]);
    rows(sheet, 3, &[&["Fieldlab Staal", "rabobank; gemeente emmen\nCoöperatie Fryslân", "Uitvoerder/partner"]]);

    let sheet = workbook.add_worksheet().set_name("Activiteiten").unwrap();
    rows(
        sheet,
        0,
        &[
            &["Activiteit ID", "Initiatief", "Activiteit", "Type activiteit", "Sector", "Bereik"],
            &["x1", "Digiwerkplaats Noord", "Scan", "Scans", "Landbouw, Industrie", "1.250"],
            &[
                "x2",
                "Fieldlab Staal",
                "Les",
                "Onderwijs voor professionals",
                "Groot- en detailhandel; reparatie van auto's",
            ],
        ],
    );
    workbook.save_to_buffer().unwrap()
}

/// The same by hand in the words of the format.
fn by_hand() -> Folder {
    Folder::new()
        .with(
            "actors.csv",
            "id,name,kind,region,url\ngemeente-emmen,Gemeente Emmen,gemeente,PV22,\nrabobank,Rabobank,bank,NL,https://example.org\n\
             cooperatie-fryslan,Coöperatie Fryslân,bedrijf,PV21,\n",
        )
        .with(
            "initiatives.csv",
            "id,name,regions,start,end,budget\n1,Digiwerkplaats Noord,PV20|PV22,2021-03-01,2025-12-31,125000\n\
             2,Fieldlab\u{a0}Staal,PV20|PV21,2023-09-01,,1250\n",
        )
        .with(
            "participations.csv",
            "initiative,actor,role\n1,gemeente-emmen,initiator|funder\n1,rabobank,funder\n2,rabobank,executor|partner\n\
             2,gemeente-emmen,executor|partner\n2,cooperatie-fryslan,executor|partner\n",
        )
        .with(
            "activities.csv",
            "id,initiative,name,activity_type,sector,reach\nx1,1,Scan,scans-assessments,A|C,1250\nx2,2,Les,onderwijs-professionals,G,\n",
        )
}

#[test]
fn a_workbook_as_a_province_sends_it() {
    let reading = read_bytes("opgave.xlsx", &from_a_province(), &ReadOptions::default()).unwrap();
    assert_eq!(
        all(&reading),
        [
            warning("ids-from-names", "Organisaties:1:id", None, None),
            warning("double-encoding", "Organisaties:4:Organisatie", Some("CoÃ¶peratie FryslÃ¢n"), None),
            warning("double-encoding", "Organisaties:4:Provincie", Some("FryslÃ¢n"), None),
            warning("title-row", "Initiatieven:1", Some("Overzicht initiatieven, stand 1 maart 2024"), None),
            warning("unknown-column", "Initiatieven:3:Opmerkingen", None, None),
            warning("named-instead-of-id", "Betrokkenen:2:initiative", None, None),
            warning("named-instead-of-id", "Activiteiten:2:initiative", None, None),
            warning("unknown-file", "Leeswijzer", None, None),
        ]
    );
    assert_eq!(contents(&reading.ecosystem.unwrap()), contents(&by_hand().ecosystem()));
}

#[test]
fn headers_in_other_words_contradict_each_other_only_where_they_mean_one_thing() {
    let folder =
        Folder::new().with("actors.csv", "id,Naam,Organisatie,Provincie,Gemeente\na1,A,B,Drenthe,Emmen\na2,C,D,,\n");
    assert_eq!(
        folder.found(),
        [
            warning("unknown-column", "actors.csv:1:Gemeente", None, None),
            warning("unknown-column", "actors.csv:1:Organisatie", None, None),
        ],
        "the first says what the second could have said"
    );
    let folder = Folder::new().with("actors.csv", "id,naam,regio,provincie\na1,A,Drenthe,Drenthe\na2,B,,\n");
    assert_eq!(folder.found(), [error("repeated-column", "actors.csv:1:region", Some("provincie"), None)]);
    // What the format itself calls so wins over other words, and a dimension over both.
    let folder = Folder::new()
        .with("actors.csv", "id,name,region,provincie\na1,A,PV22,Limburg\na2,B,,\n")
        .with("taxonomy.json", r#"{"dimensions": [{"id": "doel", "nl": "Bereik", "en": "Goal", "values": ["a"]}]}"#)
        .with("activities.csv", "id,initiative,Bereik\nx1,i1,a\n");
    assert_eq!(folder.found(), [warning("unknown-column", "actors.csv:1:provincie", None, None)]);
    let ecosystem = folder.ecosystem();
    assert_eq!(ecosystem.activities()[0].reach, None);
}

#[test]
fn files_by_other_names_and_titles_in_csv() {
    let folder = Folder::new()
        .without("actors.csv")
        .without("participations.csv")
        .with(
            "Organisaties.csv",
            "Overzicht van organisaties;;\n\nid;Naam;Regio\na1;Gemeente Emmen;Drenthe\na2;Rabobank;NL\n",
        )
        .with(
            "deelname.csv",
            "Initiatief\tOrganisatie\tRol\ni1\ta1\tinitiatiefnemer\ni1\ta2\tfinancier\ni2\ta2\tuitvoerder\n",
        );
    assert_eq!(folder.found(), [warning("title-row", "Organisaties.csv:1", Some("Overzicht van organisaties"), None)]);
    assert_eq!(folder.ecosystem().participations(), Folder::new().ecosystem().participations());
    let folder = folder.with("actoren.csv", "id,name\na1,A\n");
    assert!(folder.found().contains(&error("several-tables", "actoren.csv", None, None)), "{:?}", folder.found());
}

#[test]
fn dates_and_numbers_that_can_be_read_in_two_ways_are_not_guessed_at() {
    let head = "measure,value\n";
    let values = |cells: &str| {
        let folder = Folder::new().with("indicators.csv", format!("{head}{cells}"));
        let found: Vec<_> = folder.found().into_iter().map(|found| (found.problem, found.place)).collect();
        let mut values: Vec<f64> = folder.ecosystem().indicators().iter().filter_map(|row| row.value).collect();
        values.sort_by(f64::total_cmp);
        (found, values)
    };
    let doubt = |row: u64| ("ambiguous-number", format!("indicators.csv:{row}:value"));
    assert_eq!(values("a,1.250\n"), (vec![doubt(2)], vec![1.25]));
    assert_eq!(values("a,1.250\nb,\"2,5\"\n"), (vec![], vec![2.5, 1250.0]));
    assert_eq!(values("a,1.250\nb,2.5\n"), (vec![], vec![1.25, 2.5]));
    assert_eq!(values("a,0.250\nb,12.345.678\n"), (vec![], vec![0.25, 12_345_678.0]));
    let folder =
        Folder::new().with("initiatives.csv", "id,name,start,budget\ni1,A,45292,\"1,250\"\ni2,B,,\"€ 1.250,00\"\n");
    assert_eq!(
        folder.found(),
        [
            error("wrong-integer", "initiatives.csv:2:budget", Some("1,250"), None),
            error("wrong-date", "initiatives.csv:2:start", Some("45292"), Some("2024-01-01")),
        ]
    );
}

#[test]
fn a_comma_separates_only_what_is_known() {
    let folder = Folder::new()
        .with("initiatives.csv", "id,name,regions\ni1,A,\"Groningen, Drenthe\"\ni2,B,\"Groningen, Atlantis\"\n")
        .with("activities.csv", "id,initiative,sector,theme\nx1,i1,\"A, Industrie\",\"zorg, welzijn en bouw\"\n");
    assert_eq!(
        folder.found(),
        [error("unknown-region", "initiatives.csv:3:regions", Some("Groningen, Atlantis"), None)]
    );
    let folder = folder.with("initiatives.csv", "id,name,regions\ni1,A,\"Groningen, Drenthe\"\ni2,B,\n");
    let ecosystem = folder.ecosystem();
    let theme = ecosystem.taxonomy().dimensions().iter().find(|dimension| &*dimension.id == "theme").unwrap();
    assert_eq!(theme.values.len(), 1, "an open list knows no parts");
    assert_eq!(ecosystem.regions().codes(&ecosystem.initiatives()[0].stated_area), ["PV20", "PV22"]);
}

#[test]
fn merged_cells_speak_for_every_row_and_titles_for_none() {
    let mut workbook = Workbook::new();
    let plain = Format::new();
    let sheet = workbook.add_worksheet().set_name("actors").unwrap();
    rows(sheet, 0, &[&["id", "name", "kind"], &["a1", "A", ""], &["a2", "B", ""], &["a3", "C", ""]]);
    sheet.merge_range(1, 2, 2, 2, "bank", &plain).unwrap();
    let sheet = workbook.add_worksheet().set_name("initiatives").unwrap();
    sheet.merge_range(0, 0, 1, 3, "Titel over twee rijen", &plain).unwrap();
    rows(sheet, 2, &[&["id", "name"], &["i1", "Een"]]);
    let sheet = workbook.add_worksheet().set_name("participations").unwrap();
    rows(sheet, 0, &[&["initiative", "actor"], &["i1", "a1"]]);
    let reading = read_bytes("x.xlsx", &workbook.save_to_buffer().unwrap(), &ReadOptions::default()).unwrap();
    assert_eq!(all(&reading), [warning("title-row", "initiatives:1", Some("Titel over twee rijen"), None)]);
    let kinds: Vec<bool> = reading.ecosystem.unwrap().actors().iter().map(|actor| actor.kind.is_some()).collect();
    assert_eq!(kinds, [true, true, false]);
}

#[test]
fn a_table_without_ids_goes_by_its_names() {
    let folder = Folder::new().with("actors.csv", "Naam\nCafé Één\nRabobank\ncafe een\n");
    let found = folder.found();
    assert!(found.contains(&error("duplicate-id", "actors.csv:4:id", Some("cafe-een"), None)), "{found:?}");
    let said = folder.read().findings.text(Language::Nl);
    assert!(said.contains("de naam dient als id"), "{said}");
}

#[test]
fn provinces_and_municipalities_by_every_name_and_code() {
    let words = [
        ("Gem. Groningen", "PV20"),
        ("GM0014", "PV20"),
        ("Prov. Fryslan", "PV21"),
        ("Fryslân", "PV21"),
        ("Noord Holland", "PV27"),
        ("Emmen", "PV22"),
        ("Haren", "PV20"),
        ("https://identifier.overheid.nl/tooi/id/provincie/pv31", "PV31"),
        ("NL31", "PV26"),
        ("NL35", "PV26"),
        ("NL33", "PV28"),
        ("NL36", "PV28"),
        ("Utrecht", "PV26"),
    ];
    let rows: String = words.iter().enumerate().map(|(n, (words, _))| format!("i{n:02},A,{words}\n")).collect();
    let folder = Folder::new().with("initiatives.csv", format!("id,name,regions\n{rows}i1,B,\ni2,C,\n"));
    let read: Vec<&str> = folder.found().into_iter().map(|found| found.problem).collect();
    assert_eq!(read, ["municipality-read"; 4], "said of municipalities, not of provinces");
    let ecosystem = folder.ecosystem();
    for (n, (words, code)) in words.iter().enumerate() {
        let one = &ecosystem.initiatives()[ecosystem.initiative_position(&format!("i{n:02}")).unwrap()];
        assert_eq!(ecosystem.regions().codes(&one.stated_area), [*code], "{words}");
    }
    let folder = Folder::new().with("initiatives.csv", "id,name,regions\ni1,B,Bergen\ni2,C,\n");
    assert_eq!(folder.found(), [error("unknown-region", "initiatives.csv:2:regions", Some("Bergen"), None)]);
}

#[test]
fn letters_of_sbi_2025_are_read_by_their_version() {
    let sectors = |header: &str, cell: &str| {
        let folder = Folder::new().with("activities.csv", format!("id,initiative,{header}\nx1,i1,{cell}\n"));
        let found: Vec<&str> = folder.found().into_iter().map(|found| found.problem).collect();
        let ecosystem = folder.ecosystem();
        let position = ecosystem.taxonomy().position("sector").unwrap();
        let dimension = &ecosystem.taxonomy().dimensions()[position];
        let values = ecosystem
            .classification()
            .column(position)
            .of(0)
            .iter()
            .map(|&value| dimension.value_code(value).to_owned());
        (found, values.collect::<Vec<_>>())
    };
    let (said, old) = sectors("Sector (SBI 2025)", "K|M|R");
    assert_eq!((said, old), (vec!["sections-of-2025"], vec!["J".to_owned(), "L".to_owned(), "Q".to_owned()]));
    assert_eq!(sectors("Sector (SBI 2008)", "K|M|R"), (vec![], vec!["K".to_owned(), "M".to_owned(), "R".to_owned()]));
    let by_name = sectors("sector", "Exploitatie van en handel in onroerend goed");
    assert_eq!(by_name, (vec![], vec!["L".to_owned()]), "names say their version");
}

#[test]
fn ten_thousand_faults_begin_with_a_summary() {
    let mut rows = String::from("id,name,region,level\na1,A,,\na2,B,,\n");
    for row in 0..10_000 {
        rows.push_str(&format!("x{row},N,Nergens{row},ruimte\n"));
    }
    let findings = Folder::new().with("actors.csv", rows).read().findings;
    let text = findings.text(Language::Nl);
    let lines: Vec<&str> = text.lines().take(6).collect();
    assert_eq!(lines[0], "20.000 fouten, 0 waarschuwingen");
    assert_eq!(lines[1], "  FOUT  actors.csv: onbekende regio (10.000); rij 4, 5, 6, …");
    assert_eq!(lines[2], "      Witte vlekken en de vergelijking van regio's rusten op het werkgebied.");
    assert_eq!(lines[3], "  FOUT  actors.csv: onbekende waarde (10.000); rij 4, 5, 6, …");
    assert!(text.lines().count() < 1_000, "{}", text.lines().count());
    assert!(text.contains("Nog 19.800 van dezelfde soorten"), "{}", text.lines().last().unwrap());
    // A short list says it with every finding.
    let text =
        Folder::new().with("actors.csv", "id,name,region\na1,A,Nergens\na2,B,\n").read().findings.text(Language::En);
    assert!(text.contains("White spots and the comparison of regions rest on the working area."), "{text}");
}
