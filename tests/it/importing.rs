//! Other shapes made into a dataset: each by a file as people or programs write it, and the network exports back again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use ecosysteemkaart::dataset::{
    Imported, ReadOptions, Shape, Unreadable, import_bytes, import_path, read_bytes, read_path, read_shipped,
};
use ecosysteemkaart::ecosystem::Ecosystem;
use ecosysteemkaart::export::network::{MOST_EDGES, NetworkKind, NetworkPart, exported_network};
use ecosysteemkaart::export::{ExportFormat, Exported, Source};
use ecosysteemkaart::language::Language;
use ecosysteemkaart::snapshot::{Section, Snapshot, SnapshotConfig};
use proptest::prelude::*;
use rust_xlsxwriter::{Format, Workbook};

use crate::command_line::{run, text};
use crate::folder::{Folder, contents, found, full};

fn imported(name: &str, bytes: impl AsRef<[u8]>) -> Imported {
    import_bytes(name, bytes.as_ref(), None, &ReadOptions::default()).unwrap()
}

/// The files that were made, read as a dataset.
fn dataset(imported: &Imported) -> Ecosystem {
    let said = imported.findings.text(Language::Nl);
    assert!(!imported.files.is_empty(), "{said}");
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in &imported.files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let reading = read_path(folder.path(), &ReadOptions::default()).unwrap();
    let said = reading.findings.text(Language::Nl);
    reading.ecosystem.unwrap_or_else(|| panic!("{said}"))
}

fn problems(imported: &Imported) -> Vec<(&'static str, String)> {
    imported.findings.iter().map(found).map(|found| (found.problem, found.place)).collect()
}

/// Actor, initiative and roles.
type Links = BTreeSet<(String, String, String)>;

/// A network in words: nodes with what a network file can hold, and who takes part in what.
fn network(ecosystem: &Ecosystem) -> (BTreeMap<String, String>, Links) {
    let e = ecosystem;
    let mut nodes = BTreeMap::new();
    for (position, actor) in e.actors().iter().enumerate() {
        let place = e.actor_place(position).map(|place| place.code(e.regions()).to_owned());
        let kind = actor.kind.as_ref().map(|kind| kind.code().to_owned());
        let said = format!("{:?}", (&actor.name, kind, actor.public, actor.level, place, &actor.url));
        nodes.insert(format!("actor {}", actor.id), said);
    }
    for (position, one) in e.initiatives().iter().enumerate() {
        let area = e.regions().codes(e.initiative_area(position));
        let url = one.particulars.as_ref().and_then(|particulars| particulars.url.clone());
        let said = format!("{:?}", (&one.name, area, one.level, one.start, one.end, one.funding, url));
        nodes.insert(format!("initiative {}", one.id), said);
    }
    let links = e.participations().iter().enumerate().map(|(position, link)| {
        let mut roles: Vec<String> = link.roles.iter().map(|role| role.code().to_owned()).collect();
        let others = e.other_roles().iter().filter(|(of, _)| *of as usize == position);
        roles.extend(others.map(|(_, words)| words.to_string()));
        roles.sort();
        let initiative = e.initiatives()[link.initiative as usize].id.to_string();
        (e.actors()[link.actor as usize].id.to_string(), initiative, roles.join("|"))
    });
    (nodes, links.collect())
}

fn exported(ecosystem: &Ecosystem, format: ExportFormat) -> Vec<u8> {
    let sections = [Section::Centrality, Section::Clusters].into_iter().collect();
    let config = SnapshotConfig { sections, ..SnapshotConfig::default() };
    let snapshot = Snapshot::compute(ecosystem.clone(), &config, |_| ()).unwrap();
    let part = NetworkPart {
        ecosystem: &snapshot.ecosystem,
        network: &snapshot.network,
        centrality: snapshot.centrality.get().unwrap(),
        clusters: snapshot.clusters.get().unwrap(),
        has_initiative: &|_| true,
    };
    let network = exported_network(part, NetworkKind::TwoMode, MOST_EDGES, Language::Nl).unwrap();
    match format.export(&Source::Network(&network)).unwrap() {
        Exported::File(bytes) => bytes,
        Exported::Files(_) => panic!("one file"),
    }
}

const ROUND_TRIPS: [(ExportFormat, &str, Shape); 3] = [
    (ExportFormat::Graphml, "netwerk.graphml", Shape::GraphMl),
    (ExportFormat::Gexf, "netwerk.gexf", Shape::Gexf),
    (ExportFormat::Kumu, "netwerk.json", Shape::Kumu),
];

#[test]
fn an_exported_network_comes_back() {
    let shipped = |id: &str| read_shipped(id, &ReadOptions::default()).unwrap().ecosystem.unwrap();
    // Actors and initiatives that share their ids, and letters that XML writes in its own way.
    let clash = Folder::new()
        .with("actors.csv", "id,name,url\ni1,\"A & <B> 'c'\",https://example.org/?a=1&b=2\na2,É,\n")
        .with("participations.csv", "initiative,actor,role\ni1,i1,spreker\ni2,a2,\n");
    for ecosystem in [full().ecosystem(), clash.ecosystem(), shipped("voorbeeld"), shipped("regioscan-2023")] {
        for (format, name, shape) in ROUND_TRIPS {
            let back = imported(name, exported(&ecosystem, format));
            assert_eq!(back.shape, shape);
            let read = dataset(&back);
            let (nodes, links) = network(&read);
            let basis = |ecosystem: &Ecosystem| ecosystem.about().basis_of("participations", "role");
            assert_eq!(basis(&read), basis(&ecosystem), "what was reconstructed stays so: {name}");
            let (wanted_nodes, wanted_links) = network(&ecosystem);
            assert_eq!(nodes, wanted_nodes, "{name}");
            assert_eq!(links, wanted_links, "{name}");
            let left: Vec<&str> = back.left.iter().map(|text| text.en.as_str()).collect();
            assert!(left.iter().any(|text| text.contains("pagerank")), "measures are said to be left: {left:?}");
        }
    }
}

/// Rows of a sheet as an office keeps it: a row per initiative and organisation, initiatives merged over their rows.
fn flat_workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("Leeswijzer").unwrap().write_string(0, 0, "Vragen? Bel ons.").unwrap();
    let sheet = workbook.add_worksheet().set_name("Overzicht").unwrap();
    sheet.merge_range(0, 0, 0, 5, "Inventarisatie 2024", &Format::new().set_bold()).unwrap();
    let rows = [
        [
            "Naam initiatief",
            "Aanbieder",
            "Type organisatie",
            "Rol",
            "Provincie",
            "Type activiteit",
            "Financiers",
            "Opmerking",
        ],
        [
            "",
            "Gemeente Emmen",
            "gemeente",
            "Initiatiefnemer",
            "Drenthe",
            "Scans",
            "Rabobank; Provincie Drenthe",
            "goed",
        ],
        ["", "Hogeschool Noord", "onderwijs", "uitvoerder", "Drenthe", "Scans", "", ""],
        ["Fieldlab", "RABOBANK", "bank", "", "Groningen, Atlantis", "Yoga", "", ""],
        ["", "Niemand", "", "", "", "", "", ""],
    ];
    for (row, cells) in rows.iter().enumerate() {
        sheet.write_row(row as u32 + 2, 0, cells.iter().map(|cell| (!cell.is_empty()).then_some(*cell))).unwrap();
    }
    sheet.merge_range(3, 0, 4, 0, "Digiwerkplaats", &Format::new()).unwrap();
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_flat_sheet_is_split_into_the_tables() {
    let back = imported("opgave.xlsx", flat_workbook());
    assert_eq!(back.shape, Shape::Flat);
    assert_eq!(
        problems(&back),
        [
            ("title-row", String::from("Overzicht:1")),
            ("unknown-region", String::from("Overzicht:6:Provincie")),
            ("unknown-value", String::from("Overzicht:6:Type activiteit")),
        ]
    );
    let by_hand = Folder::new()
        .with(
            "actors.csv",
            "id,name,kind\ngemeente-emmen,Gemeente Emmen,gemeente\nhogeschool-noord,Hogeschool Noord,onderwijs\n\
            rabobank,Rabobank,bank\nprovincie-drenthe,Provincie Drenthe,\nniemand,Niemand,\n",
        )
        .with("initiatives.csv", "id,name,regions\ndigiwerkplaats,Digiwerkplaats,PV22\nfieldlab,Fieldlab,\n")
        .with(
            "participations.csv",
            "initiative,actor,role\ndigiwerkplaats,gemeente-emmen,initiator\ndigiwerkplaats,hogeschool-noord,executor\n\
            digiwerkplaats,rabobank,funder\ndigiwerkplaats,provincie-drenthe,funder\nfieldlab,rabobank,\n",
        )
        .with("activities.csv", "id,initiative,activity_type\ndigiwerkplaats-1,digiwerkplaats,scans-assessments\n");
    assert_eq!(contents(&dataset(&back)), contents(&by_hand.ecosystem()));
    let said: Vec<&str> = back.understood.iter().chain(&back.left).map(|text| text.nl.as_str()).collect();
    assert!(said.iter().any(|text| text.contains("„Aanbieder” → actors.name")), "{said:?}");
    assert!(said.iter().any(|text| text.contains("Opmerking")), "{said:?}");
    assert!(said.iter().any(|text| text.contains("zonder initiatief, de eerste is rij 7")), "{said:?}");
    // The ordinary reader takes such a workbook too, and says so.
    let reading = read_bytes("opgave.xlsx", &flat_workbook(), &ReadOptions::default()).unwrap();
    assert!(reading.findings.iter().any(|finding| finding.problem.code() == "flat-sheet"));
    assert_eq!(contents(&reading.ecosystem.unwrap()), contents(&by_hand.ecosystem()));
}

/// Titles above the header say nothing of what the file is, in whatever words.
#[test]
fn a_flat_file_may_have_titles() {
    for title in ["Overzicht", "Overzicht initiatieven 2026", "Stand van zaken, maart 2026", "Stand\n\nmaart 2026"] {
        let text = format!("{title}\nNaam initiatief;Trekker;Provincie\nDigiwerkplaats;Prov. Fryslan;Fryslân\n");
        let reading = read_bytes("opgave.csv", text.as_bytes(), &ReadOptions::default()).unwrap();
        let ecosystem = reading.ecosystem.unwrap_or_else(|| panic!("{title}: {:?}", reading.findings));
        assert_eq!((ecosystem.initiatives().len(), ecosystem.actors().len()), (1, 1), "{title}");
        assert_eq!(&*ecosystem.initiatives()[0].name, "Digiwerkplaats", "{title}");
    }
}

/// What columns are about above, what they are called below: as the same sheet with one header.
#[test]
fn a_header_over_two_rows_is_read_where_it_is_certain() {
    let rows = "Scan;1-3-2024;Drenthe;Kring Noord;bedrijf;Trekker;Utrecht\nScan;1-3-2024;Drenthe;Gemeente Emmen;gemeente;Financier;\n";
    let one = format!(
        "Naam initiatief;Startdatum;Provincie;Naam organisatie;Soort organisatie;Rol;Contact: provincie\n{rows}"
    );
    let two = format!(
        "Overzicht 2024\nInitiatief;;;Organisatie;;;Contact\nNaam;Startdatum;Provincie;Naam;Soort;Rol;Provincie\n{rows}"
    );
    let [plain, joined] = [imported("opgave.csv", &one), imported("opgave.csv", &two)];
    assert_eq!(contents(&dataset(&joined)), contents(&dataset(&plain)));
    assert_eq!(problems(&joined), [("title-row", String::from("opgave.csv:1"))]);
    // What stands below "Contact" is not where the initiative is.
    let left: Vec<&str> = joined.left.iter().map(|text| text.nl.as_str()).collect();
    assert_eq!(left, ["Kolommen: contact: Provincie."]);
    let found = imported("opgave.csv", two.replace("1-3-2024;Drenthe;Kring", "morgen;Drenthe;Kring"));
    assert_eq!(problems(&found)[1], ("wrong-date", String::from("opgave.csv:4:Startdatum")));

    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let plain_format = Format::new();
    sheet.merge_range(0, 0, 0, 2, "Initiatief", &plain_format).unwrap();
    sheet.merge_range(0, 3, 0, 4, "Organisatie", &plain_format).unwrap();
    sheet.merge_range(0, 5, 1, 5, "Rol", &plain_format).unwrap();
    sheet.write_row(1, 0, ["Naam", "Startdatum", "Provincie", "Naam", "Soort"]).unwrap();
    for (row, line) in rows.lines().enumerate() {
        sheet.write_row(row as u32 + 2, 0, line.split(';').take(6)).unwrap();
    }
    let merged = imported("opgave.xlsx", workbook.save_to_buffer().unwrap());
    assert_eq!(network(&dataset(&merged)), network(&dataset(&plain)));

    // One row of titles that is complete has its data below it, whatever they are called.
    let odd = imported("opgave.csv", "Naam initiatief;Provincie;Organisatie\nNaam;Drenthe;Titel\n");
    assert_eq!(dataset(&odd).initiatives().len(), 1);
}

#[test]
fn a_flat_file_says_what_it_cannot_take() {
    let csv = "Initiatief;Trekker;Partners;Startdatum\nA;Een, Twee;Drie;2024-01-01\nA;Drie;Een|Twee;2025-01-01\nB;Vier, Vijf BV;;morgen\n";
    let back = imported("plat.csv", csv);
    assert_eq!(
        problems(&back),
        [
            ("says-otherwise", String::from("plat.csv:3:Startdatum")),
            ("wrong-date", String::from("plat.csv:4:Startdatum")),
            ("comma-kept", String::from("plat.csv:4:Trekker")),
        ]
    );
    let (_, links) = network(&dataset(&back));
    let links: Vec<String> =
        links.into_iter().map(|(actor, initiative, role)| format!("{initiative} {actor} {role}")).collect();
    assert_eq!(
        links,
        ["a drie initiator|partner", "a een initiator|partner", "a twee initiator|partner", "b vier-vijf-bv initiator"]
    );
}

#[test]
fn lists_of_edges_with_and_without_a_header() {
    let pairs = |bytes: &str| {
        let back = imported("lijst.txt", bytes);
        assert_eq!(back.shape, Shape::Edges, "{bytes}");
        network(&dataset(&back)).1.into_iter().map(|(a, i, _)| format!("{a} {i}")).collect::<Vec<_>>()
    };
    // Two sides: actors and initiatives.
    assert_eq!(pairs("Source,Target,Weight\na,X,1\nb,X,2\n"), ["a X", "b X"]);
    assert_eq!(pairs("a\tX\nb\tX\n"), ["a X", "b X"]);
    assert_eq!(pairs("# from networkx\na X {}\nb X {}\n"), ["a X", "b X"]);
    // One side: every link is an initiative of two.
    assert_eq!(pairs("a b\nb c\n"), ["a a--b", "b a--b", "b b--c", "c b--c"]);
}

#[test]
fn participants_of_projects() {
    let csv = "\"projectID\";\"projectAcronym\";\"organisationID\";\"name\";\"activityType\";\"country\";\"role\";\"SME\"\n\
        \"101\";\"ACE\";\"1\";\"Uni A\";\"HES\";\"NL\";\"coordinator\";\"false\"\n\
        \"101\";\"ACE\";\"2\";\"B GmbH\";\"PRC\";\"FR\";\"participant\";\"true\"\n";
    let back = imported("organization.csv", csv);
    assert_eq!(back.shape, Shape::Cordis);
    let ecosystem = dataset(&back);
    let (nodes, links) = network(&ecosystem);
    assert_eq!(nodes.keys().collect::<Vec<_>>(), ["actor 1", "actor 2", "initiative 101"]);
    assert_eq!(
        links.into_iter().map(|(actor, _, role)| (actor, role)).collect::<Vec<_>>(),
        [("1".to_owned(), "initiator".to_owned()), ("2".to_owned(), "partner".to_owned())]
    );
    assert_eq!(
        ecosystem.regions().iter().map(|region| &*region.code).collect::<Vec<_>>(),
        ["FR"],
        "NL is the whole country"
    );
    assert!(back.left.iter().any(|text| text.nl.contains("SME")));
}

#[test]
fn kumu_sheets_and_blueprints() {
    let json = r#"{"elements": [{"label": "A", "type": "gemeente"}, {"label": "P", "type": "Project", "attributes": {"Startdatum": "2024-02-01"}}],
        "connections": [{"from": "A", "to": "P", "type": "x", "attributes": {"Rol": "trekker"}}, {"from": "A", "to": "weg"}]}"#;
    let back = imported("kaart.json", json);
    let ecosystem = dataset(&back);
    assert_eq!(ecosystem.actors()[0].kind.as_ref().unwrap().code(), "gemeente");
    assert_eq!(ecosystem.initiatives()[0].start.unwrap().to_string(), "2024-02-01");
    assert_eq!(network(&ecosystem).1.into_iter().map(|link| link.2).collect::<Vec<_>>(), ["initiator"]);
    assert!(back.left.iter().any(|text| text.nl.contains("1 verbindingen met een knoop die er niet is")));
    let back = imported("connections.csv", "From,To,Type\nA,B,werkt samen\n");
    assert_eq!((back.shape, dataset(&back).participations().len()), (Shape::Kumu, 2));
}

#[test]
fn what_is_not_recognised_or_not_of_the_shape_says_so() {
    let options = ReadOptions::default();
    let error = import_bytes("x.json", b"{\"a\": 1}", None, &options).unwrap_err();
    assert!(matches!(error, Unreadable::NotAShape { .. }));
    assert!(error.message(Language::Nl).contains("--as"));
    let back = import_bytes("x.json", b"{\"a\": 1}", Some(Shape::Kumu), &options).unwrap();
    assert!(back.files.is_empty());
    assert_eq!(problems(&back)[0].0, "not-that-shape");
}

#[test]
fn hostile_xml_is_refused() {
    let entities = "<?xml version=\"1.0\"?><!DOCTYPE graphml [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><graphml><graph><node id=\"&b;\"/></graph></graphml>";
    let deep = format!("<graphml>{}", "<a>".repeat(100_000));
    let cut = "<graphml><graph><node id=\"a\"/>";
    let unknown = "<graphml><graph><node id=\"a\"><data key=\"x\">&b;</data></node></graph></graphml>";
    for bytes in [entities, deep.as_str(), cut, unknown, "<graphml><graph></node></graphml>", "<gexf <"] {
        let back = imported("x.graphml", bytes);
        assert!(back.files.is_empty());
        assert_eq!(problems(&back)[0].0, "unreadable", "{:?}", &bytes[..bytes.len().min(60)]);
    }
    let mut few = ReadOptions::default();
    few.limits.rows = 2;
    let nodes = format!("<graphml><graph>{}</graph></graphml>", "<node id=\"a\"/>".repeat(3));
    assert!(import_bytes("x.graphml", nodes.as_bytes(), None, &few).unwrap().files.is_empty());
}

#[test]
fn the_command_writes_a_folder_and_says_what_it_understood() {
    let folder = tempfile::tempdir().unwrap();
    let (file, out) = (folder.path().join("opgave.xlsx"), folder.path().join("uit"));
    std::fs::write(&file, flat_workbook()).unwrap();
    let output = run(&["import", file.to_str().unwrap(), "-o", out.to_str().unwrap()]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let said = text(&output.stdout);
    assert!(said.contains("één plat blad") && said.contains("Niet overgenomen"), "{said}");
    assert!(run(&["check", out.to_str().unwrap()]).status.success());
    let output = run(&["import", file.to_str().unwrap(), "--as", "gexf", "-o", out.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
}

#[test]
fn samples_of_other_programs() {
    let Some(root) = std::env::var_os("ECOSYSTEEMKAART_TEST_DATA").filter(|root| !root.is_empty()) else {
        println!("skipped: ECOSYSTEEMKAART_TEST_DATA is not set");
        return;
    };
    let folder = PathBuf::from(root).join("formats");
    let of = |name: &str| import_path(&folder.join(name), None, &ReadOptions::default()).unwrap();
    // Counted in the files: 5 elements of which one a project site, 3 connections between organisations.
    for name in ["kumu_network.json", "sna_network.graphml"] {
        let ecosystem = dataset(&of(name));
        assert_eq!((ecosystem.actors().len(), ecosystem.initiatives().len()), (4, 4), "{name}");
        assert_eq!(ecosystem.participations().len(), 6, "{name}");
    }
    let text = std::fs::read_to_string(folder.join("quakers-network.graphml")).unwrap();
    let ecosystem = dataset(&of("quakers-network.graphml"));
    assert_eq!(ecosystem.actors().len(), text.matches("<node ").count());
    let mut pairs = BTreeSet::new();
    for edge in text.split("<edge ").skip(1) {
        let end = |name: &str| edge.split(&format!("{name}=\"")).nth(1).unwrap().split('"').next().unwrap().to_owned();
        pairs.insert(BTreeSet::from([end("source"), end("target")]));
    }
    assert_eq!(ecosystem.initiatives().len(), pairs.len());
}

/// Reads bytes as every shape and as none: a reader must never panic, and what it hands out must read.
fn holds(name: &str, bytes: &[u8]) {
    let options = ReadOptions::default();
    for shape in Shape::ALL.iter().map(|shape| Some(*shape)).chain([None]) {
        let Ok(back) = import_bytes(name, bytes, shape, &options) else { continue };
        assert_eq!(back.files.is_empty(), back.findings.has_errors());
        assert!(back.findings.iter().all(|finding| finding.problem.code() != "internal"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for name in ["x.csv", "x.graphml", "x.json", "x.xlsx"] {
            holds(name, &bytes);
        }
    }

    #[test]
    fn no_text_of_its_words_makes_a_reader_panic(words in prop::collection::vec(prop::sample::select(vec![
        "<graphml>", "<graph>", "<node id=\"a\">", "<node id=\"b\"/>", "</node>", "<edge source=\"a\" target=\"b\"/>", "</graph>", "</graphml>",
        "<key id=\"k\" attr.name=\"type\" for=\"node\"/>", "<data key=\"k\">project</data>", "<gexf>", "<attvalue for=\"k\" value=\"1\"/>", "&#0;", "&#x41;",
        "<![CDATA[x]]>", "{\"elements\":[", "{\"label\":\"a\"}", "],\"connections\":[", "{\"from\":\"a\",\"to\":\"a\"}", "]}", "Initiatief", "Partners", "Rol",
        "projectID", "name", "role", ";", ",", "\n", "\"", "a", "Source", "Target", "Ã©", "\u{a0}",
    ]), 0..40)) {
        let text = words.concat();
        for name in ["x.csv", "x.graphml", "x.json"] {
            holds(name, text.as_bytes());
        }
    }

    #[test]
    fn no_change_to_a_file_makes_a_reader_panic(which in 0_usize..3, at in any::<prop::sample::Index>(), with in any::<u8>()) {
        let (format, name, _) = ROUND_TRIPS[which];
        let mut bytes = exported(&full().ecosystem(), format);
        let at = at.index(bytes.len());
        bytes[at] = with;
        holds(name, &bytes);
    }
}

/// A list of 2016 with real misspellings and letters that were encoded twice, as it was published. Counted by a script of fifteen
/// lines (Unicode decomposition, no marks, lower case) without this program.
#[test]
fn a_real_dutch_list() {
    let Some(root) = std::env::var_os("ECOSYSTEEMKAART_TEST_DATA").filter(|root| !root.is_empty()) else {
        println!("skipped: ECOSYSTEEMKAART_TEST_DATA is not set");
        return;
    };
    let path = PathBuf::from(root).join("nl-opengr/raw/opengr_provincies.csv");
    let back = import_path(&path, None, &ReadOptions::default()).unwrap();
    assert_eq!(back.shape, Shape::Flat);
    let ecosystem = dataset(&back);
    let counts = (ecosystem.actors().len(), ecosystem.initiatives().len(), ecosystem.participations().len());
    assert_eq!(counts, (597, 464, 3_742));
    let wrong = back.findings.iter().find(|finding| finding.value.as_deref() == Some("Provincie Overrijssel")).unwrap();
    assert_eq!((wrong.problem.code(), wrong.nearest.as_deref()), ("unknown-region", Some("Overijssel")));
    let frisian = ecosystem.initiatives().iter().find(|one| &*one.name == "Bedrijvenpark A7").unwrap();
    assert_eq!(ecosystem.regions().codes(&frisian.stated_area), ["PV21"]);
    assert!(ecosystem.actors().iter().all(|actor| !actor.name.contains('Ã')));
}
