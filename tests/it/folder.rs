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

    pub fn options(&self) -> &ReadOptions {
        &self.options
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

/// Everything that an ecosystem holds, as text: to say that two are equal.
pub fn contents(ecosystem: &Ecosystem) -> String {
    format!("{ecosystem:#?}")
}
