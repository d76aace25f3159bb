//! Tiny datasets in a temporary folder.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use ecosysteemkaart::dataset::{Finding, Overlay, ReadOptions, Reading, Severity, read_path};
use ecosysteemkaart::ecosystem::Ecosystem;
use tempfile::TempDir;

/// A dataset under construction: two actors and two initiatives that are right, until a test changes a file.
pub struct Folder {
    folder: TempDir,
    options: ReadOptions,
}

pub const ACTORS: &str = "id,name,kind,region\na1,Gemeente Emmen,gemeente,Drenthe\na2,Rabobank,bank,NL\n";
pub const INITIATIVES: &str = "id,name,regions\ni1,Digiwerkplaats,PV22\ni2,Fieldlab,PV20|PV21\n";
pub const PARTICIPATIONS: &str = "initiative,actor,role\ni1,a1,initiator\ni1,a2,funder\ni2,a2,executor\n";

impl Folder {
    pub fn new() -> Self {
        let folder = Self { folder: TempDir::new().unwrap(), options: ReadOptions::default() };
        folder
            .with("actors.csv", ACTORS)
            .with("initiatives.csv", INITIATIVES)
            .with("participations.csv", PARTICIPATIONS)
    }

    pub fn with(self, name: &str, contents: impl AsRef<[u8]>) -> Self {
        fs::write(self.folder.path().join(name), contents).unwrap();
        self
    }

    pub fn without(self, name: &str) -> Self {
        fs::remove_file(self.folder.path().join(name)).unwrap();
        self
    }

    pub fn overlay(mut self, text: &str) -> Self {
        self.options.taxonomy = Some(Overlay { name: "overlay.json".to_owned(), text: text.to_owned() });
        self
    }

    pub fn limited(mut self, limit: impl FnOnce(&mut ecosysteemkaart::dataset::Limits)) -> Self {
        limit(&mut self.options.limits);
        self
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn read(&self) -> Reading {
        read_path(self.path(), &self.options).unwrap()
    }

    /// The ecosystem of a dataset that must be right.
    pub fn ecosystem(&self) -> Ecosystem {
        let reading = self.read();
        reading.ecosystem.unwrap_or_else(|| panic!("{}", reading.findings.text(Default::default())))
    }

    /// The findings, as (severity, problem, file, row, column, value).
    pub fn found(&self) -> Vec<Found> {
        let reading = self.read();
        assert_eq!(
            reading.ecosystem.is_none(),
            reading.findings.has_errors(),
            "never half-loaded, never refused for nothing"
        );
        reading.findings.iter().map(found).collect()
    }

    /// The files as a zip, below a folder of it.
    pub fn zipped(&self, below: &str) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for entry in fs::read_dir(self.path()).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{below}{}", entry.file_name().into_string().unwrap());
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(&fs::read(entry.path()).unwrap()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }
}

/// A finding, short enough to compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub severity: Severity,
    pub problem: &'static str,
    pub place: String,
    pub value: Option<String>,
    pub nearest: Option<String>,
}

pub fn found(finding: &Finding) -> Found {
    let file = finding.sheet.as_deref().unwrap_or(&finding.file);
    let row = finding.row.map(|row| format!(":{row}")).unwrap_or_default();
    let column = finding.column.as_deref().map(|column| format!(":{column}")).unwrap_or_default();
    Found {
        severity: finding.severity,
        problem: finding.problem.code(),
        place: format!("{file}{row}{column}"),
        value: finding.value.clone(),
        nearest: finding.nearest.clone(),
    }
}

pub fn error(problem: &'static str, place: &str, value: Option<&str>, nearest: Option<&str>) -> Found {
    Found {
        severity: Severity::Error,
        problem,
        place: place.to_owned(),
        value: value.map(str::to_owned),
        nearest: nearest.map(str::to_owned),
    }
}

pub fn warning(problem: &'static str, place: &str, value: Option<&str>, nearest: Option<&str>) -> Found {
    Found { severity: Severity::Warning, ..error(problem, place, value, nearest) }
}

/// Everything that an ecosystem holds except what it is called, as text: to say that two are equal.
pub fn contents(ecosystem: &Ecosystem) -> String {
    let e = ecosystem;
    let network =
        (e.actors(), e.initiatives(), e.participations(), e.other_roles(), e.activities(), e.classification());
    let beside = (e.demand(), e.indicators(), e.responses(), e.referrals(), e.name_decisions());
    format!("{:#?}", (e.taxonomy(), e.regions(), network, beside))
}

/// A dataset with every table, spelled plainly: each cell without a delimiter or quote in it.
pub fn full() -> Folder {
    Folder::new()
        .with("actors.csv", "id,name,kind,public,level,region,aliases,url\n\
            a1,Provincie Fryslân,provincie,publiek,regional,PV21,Prov. Fryslân|Friesland,https://example.org\n\
            a2,Café & Zn,bedrijf,privaat,local,PV20,,\n10,Tien,overig,semipubliek,national,NL,,\n9,Negen,,,,,,\n")
        .with("initiatives.csv", "id,name,regions,level,start,end,funding,budget,formerly,good_practice\n\
            i1,Één,PV20|PV21,regional,2021-01-01,2023-12-31,tijdelijk,125000,oud-1|Oude naam,bewezen\n\
            i2,Twee,NL,national,2020-02-29,,structureel,,,\ni3,Drie,,,,,,,,\n")
        .with("participations.csv", "initiative,actor,role\ni1,a1,initiator|funder\ni1,a2,executor\ni2,10,funder\ni2,a1,\ni3,9,toehoorder\ni1,a1,partner\ni3,9,spreker\n")
        .with("activities.csv", "id,initiative,name,regions,reach,reach_year,reach_class,activity_type,sector,theme,application,maturity\n\
            x1,i1,Scan,PV20,1250,2022,hoog,scans-assessments,A|C,zorg|bouw,AI,laag|middel\n\
            x2,i1,Les,,,,,onderwijs-professionals,alle,bouw,drones|AI,\n\
            x3,i2,Subsidie,,40,2021,,subsidies-financiering,,energie,,hoog\nx4,i3,,PV31,,,,,,,,\n")
        .with("demand.csv", "region,sector,enterprises,share_with_need\nPV20,A,1200,0.25\nPV21,C,800,0.5\nNL,,900000,\n")
        .with("indicators.csv", "region,theme,measure,value,unit,n,source\nPV20,zorg,tevreden,7.5,cijfer,120,tabel 5\n,water,bereik,12,procent,,tabel 6\n")
        .with("responses.csv", "activity,question,answer,count\nx1,nut,ja,12\nx1,nut,nee,3\nx2,nut,ja,7\n")
        .with("referrals.csv", "from,to,count\ni1,i2,4\ni3,i1,9\n")
        .with("names.csv", "keep,merge,decision\na1,a2,apart\n")
}

/// The CSV files of a folder as (name without `.csv`, text), sorted.
pub fn tables(folder: &Folder) -> Vec<(String, String)> {
    let mut tables = Vec::new();
    for entry in fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "csv") {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            tables.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
    tables.sort();
    tables
}
