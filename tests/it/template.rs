//! The workbook to fill in: filled with its example it reads without a finding, empty with a clear word.

use std::io::{Cursor, Read as _};

use ecosysteemkaart::dataset::{Overlay, ReadOptions, read_bytes, without_rows};
use ecosysteemkaart::ecosystem::Ecosystem;
use ecosysteemkaart::export::{TemplateConfig, dataset_template};
use ecosysteemkaart::language::Language;

use crate::folder::{found, warning};

const OWN: &str = r#"{"dimensions": [{"id": "doel", "nl": "Doel", "en": "Goal", "values": [{"id": "a", "nl": "Aap", "en": "Ape"}]}]}"#;

fn options(own: bool) -> ReadOptions {
    let overlay = own.then(|| Overlay { name: String::from("eigen.json"), text: OWN.to_owned() });
    ReadOptions { taxonomy: overlay, ..ReadOptions::default() }
}

fn template(own: bool, with_example: bool, language: Language) -> Vec<u8> {
    let ecosystem = without_rows(&options(own)).ecosystem.unwrap();
    dataset_template(&ecosystem, &TemplateConfig { with_example, with_taxonomy: own, language }).unwrap()
}

fn shape(ecosystem: &Ecosystem) -> [usize; 9] {
    let e = ecosystem;
    [
        e.actors().len(),
        e.initiatives().len(),
        e.participations().len(),
        e.activities().len(),
        e.demand().len(),
        e.indicators().len(),
        e.responses().rows().len(),
        e.referrals().len(),
        e.name_decisions().len(),
    ]
}

#[test]
fn filled_it_reads_without_a_finding() {
    let mut both = Vec::new();
    for language in [Language::Nl, Language::En] {
        for own in [false, true] {
            let bytes = template(own, true, language);
            let reading = read_bytes("sjabloon.xlsx", &bytes, &ReadOptions::default()).unwrap();
            assert!(reading.findings.is_empty(), "{}", reading.findings.text(Language::Nl));
            let ecosystem = reading.ecosystem.unwrap();
            assert_eq!(shape(&ecosystem), [3, 2, 4, 2, 1, 1, 1, 1, 1]);
            assert_eq!(ecosystem.taxonomy().position("doel").is_some(), own);
            let first = &ecosystem.initiatives()[0];
            assert_eq!(ecosystem.regions().codes(&first.stated_area), ["PV20", "PV22"]);
            assert_eq!(
                (first.budget, first.start.map(|day| day.to_string())),
                (Some(125_000), Some("2024-01-01".into()))
            );
            if !own {
                let activities = (ecosystem.activities().to_vec(), ecosystem.classification().clone());
                both.push(format!(
                    "{:?}",
                    (ecosystem.actors(), ecosystem.initiatives(), ecosystem.participations(), activities)
                ));
            }
        }
    }
    assert_eq!(both[0], both[1], "both languages say the same");
}

#[test]
fn empty_it_says_what_to_do() {
    for (language, sheets) in
        [(Language::Nl, ["Organisaties", "Initiatieven"]), (Language::En, ["actors", "initiatives"])]
    {
        let reading = read_bytes("leeg.xlsx", &template(false, false, language), &ReadOptions::default()).unwrap();
        let all: Vec<_> = reading.findings.iter().map(found).collect();
        assert_eq!(all, sheets.map(|sheet| warning("no-rows", sheet, None, None)));
        assert!(reading.findings.text(Language::Nl).contains("geen rijen"));
        assert!(reading.ecosystem.unwrap().actors().is_empty());
    }
}

/// Read from the parts of the file, as Excel does.
#[test]
fn lists_hold_the_words_of_the_taxonomy() {
    let bytes = template(false, false, Language::Nl);
    assert_eq!(bytes, template(false, false, Language::Nl), "the same bytes every time");
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let strings = part("xl/sharedStrings.xml");
    for word in ["Groningen", "Nederland", "gemeente", "Scans &amp; assessments", "uitvoerder"] {
        let word = format!(">{word}<");
        assert!(strings.contains(&word), "{word}");
    }
    assert!(part("xl/workbook.xml").contains("Lees mij"));
    // Participations are the fourth sheet: two columns choose from ids, the third from the roles.
    let sheet = part("xl/worksheets/sheet4.xml");
    assert!(sheet.contains("'Initiatieven'!$A$2:$A$2001") && sheet.contains("'Organisaties'!$A$2:$A$2001"), "{sheet}");
    assert_eq!(sheet.matches("type=\"list\"").count(), 3);
    assert_eq!(sheet.matches("'Lijsten'!$").count(), 1, "{sheet}");
}
