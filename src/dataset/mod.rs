//! Files → [`Ecosystem`]. The only reader of datasets.
//!
//! The design in types, in the direction of the data:
//!
//! - [`source`] – a folder, zip, shipped dataset or workbook, as named tables and describing files. [`archive`] and
//!   [`workbook`] refuse what would not fit before they unpack it ([`Limits`]).
//! - [`csv_text`] (with [`plain_rows`] for what is large and in order) and [`workbook`] → [`table`]: one text with cell
//!   ends per table, without a string per cell.
//! - [`scheme`] (`taxonomy.json`) → [`regions`] and [`values`], which turn words into positions, and [`spellings`],
//!   which says what was probably meant.
//! - [`headers`] – what people call sheets and columns; [`columns`] finds them; [`letters`] mends what broke on the way.
//! - [`row`] – what one cell says, with [`dates`] and [`numbers`]. [`actors`], [`initiatives`], [`participations`], [`activities`], [`evidence`] – what
//!   one row says, a file per table; [`ids`] – references between them, looked up in [`positions`]. [`package`] –
//!   `datapackage.json`.
//! - [`proposal`] – one initiative in JSON, in the words of a dataset that is there.
//! - [`scenario`] – what to remove, merge and add, in JSON.
//! - [`mod@establishments`] – a reference table, which is part of no dataset; others are in [`crate::reference`].
//! - [`import`] – other shapes, made into a dataset: one flat sheet, network files, lists.
//! - [`reading`] – the order of it all, and the final positions of open values and regions.
//! - [`finding`] and [`problem`] – everything that is wrong or doubtful, collected instead of thrown.
//!
//! What must not be here: analysis, anything of the web, and a panic that a file could cause. A dataset with one error is
//! not loaded at all; the order of rows never shows in the result.

mod activities;
mod actors;
mod archive;
mod columns;
mod csv_text;
mod dates;
mod establishments;
mod evidence;
mod finding;
mod headers;
mod ids;
mod import;
mod initiatives;
mod layout;
mod letters;
mod limits;
mod numbers;
mod package;
mod participations;
mod plain_rows;
mod positions;
mod problem;
mod proposal;
mod reading;
mod regions;
mod responses;
mod room;
mod row;
mod rows;
mod scenario;
mod scheme;
mod source;
mod spellings;
mod table;
mod values;
mod workbook;
mod xml;

pub use establishments::establishments;
pub use finding::{Finding, Findings, LISTED_PER_KIND, MORE_ROWS, Severity, VALUE_LETTERS};
pub use import::{Imported, Shape, import_bytes, import_path};
pub use limits::Limits;
pub use problem::Problem;
pub use proposal::{PROPOSAL_BYTES, ProposalReading, read_proposal};
pub use reading::Reading;
pub use scenario::{SCENARIO_BYTES, ScenarioReading, read_scenario};

use std::fs::{self, File};
use std::io::Cursor;
use std::path::{Path, PathBuf};

use finding::{Collector, Place};
use source::Source;
use workbook::Workbook;

#[cfg(doc)]
use crate::ecosystem::Ecosystem;
use crate::ecosystem::NameDecision;
use crate::language::Language;

/// How to read a dataset.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Laid over the taxonomy of the dataset.
    pub taxonomy: Option<Overlay>,
    pub limits: Limits,
    /// Leaves the decisions on names undone: the data as they stand in the files.
    pub without_decisions: bool,
    /// What the dataset is called, whatever it says itself.
    pub id: Option<String>,
    /// Decisions on names beside those of the dataset; of two on the same names these hold.
    pub name_decisions: Vec<NameDecision>,
}

/// The text of a taxonomy file, with the name that findings call it by.
#[derive(Debug, Clone)]
pub struct Overlay {
    pub name: String,
    pub text: String,
}

/// Why there is nothing to read.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message(Language::En))]
pub enum Unreadable {
    /// No file or folder, and no shipped dataset, of this name.
    NotFound {
        path: String,
    },
    /// A file that is no folder, zip or workbook.
    NotADataset {
        path: String,
    },
    NotAZip {
        name: String,
        detail: String,
    },
    NotAWorkbook {
        name: String,
        detail: String,
    },
    /// A file to import that looks like nothing that is known.
    NotAShape {
        name: String,
    },
    TooLarge {
        name: String,
        limit: u64,
    },
    Io {
        path: PathBuf,
        source: std::io::Error,
    },
}

impl Unreadable {
    /// What is wrong and what to do about it.
    pub fn message(&self, language: Language) -> String {
        match (self, language) {
            (Self::NotFound { path }, Language::Nl) => format!(
                "„{path}” bestaat niet. Geef een map, .zip, .xlsx of .ods, of een meegeleverde dataset: {}.",
                shipped().join(", ")
            ),
            (Self::NotFound { path }, Language::En) => format!(
                "“{path}” does not exist. Give a folder, .zip, .xlsx or .ods, or a shipped dataset: {}.",
                shipped().join(", ")
            ),
            (Self::NotADataset { path }, Language::Nl) => {
                format!(
                    "„{path}” is geen dataset. Geef de map met de CSV-bestanden, een .zip daarvan, een .xlsx of .ods, of een .csv die \
                     één plat blad is; `import` maakt van andere bestanden een dataset."
                )
            }
            (Self::NotADataset { path }, Language::En) => {
                format!(
                    "“{path}” is not a dataset. Give the folder with the CSV files, a .zip of it, an .xlsx or .ods, or a .csv that is one \
                     flat sheet; `import` makes a dataset of other files."
                )
            }
            (Self::NotAZip { name, detail }, Language::Nl) => {
                format!("„{name}” is geen leesbare zip ({detail}). Maak de zip opnieuw.")
            }
            (Self::NotAZip { name, detail }, Language::En) => {
                format!("“{name}” is not a readable zip ({detail}). Make the zip again.")
            }
            (Self::NotAWorkbook { name, detail }, Language::Nl) => {
                format!("„{name}” is geen leesbare werkmap ({detail}). Sla haar op als .xlsx of .ods.")
            }
            (Self::NotAWorkbook { name, detail }, Language::En) => {
                format!("“{name}” is not a readable workbook ({detail}). Save it as .xlsx or .ods.")
            }
            (Self::NotAShape { name }, Language::Nl) => format!(
                "Van „{name}” is niet te zien wat het is. Zeg het met --as: {}; een map of .zip met tabellen leest check zonder import.",
                shapes()
            ),
            (Self::NotAShape { name }, Language::En) => format!(
                "It does not show what “{name}” is. Say it with --as: {}; a folder or .zip with tables is read by check without import.",
                shapes()
            ),
            (Self::TooLarge { name, limit }, Language::Nl) => {
                format!("„{name}” is groter dan {limit} bytes. Splits de dataset of verhoog de grens.")
            }
            (Self::TooLarge { name, limit }, Language::En) => {
                format!("“{name}” is larger than {limit} bytes. Split the dataset or raise the limit.")
            }
            (Self::Io { path, source }, Language::Nl) => {
                format!("„{}” kan niet worden gelezen ({source}). Controleer het pad en de rechten.", path.display())
            }
            (Self::Io { path, source }, Language::En) => {
                format!("“{}” cannot be read ({source}). Check the path and the permissions.", path.display())
            }
        }
    }
}

fn shapes() -> String {
    Shape::ALL.iter().map(|shape| shape.code()).collect::<Vec<_>>().join(", ")
}

/// The ids of the shipped datasets, sorted.
pub fn shipped() -> Vec<String> {
    source::shipped_ids()
}

/// What tells the content of a shipped dataset from any other: SHA-256, in hexadecimal, of the lines that
/// `LC_ALL=C sha256sum *` prints in its folder. Of an id that is not shipped it says nothing.
pub fn shipped_sha256(id: &str) -> String {
    source::shipped_sha256(id)
}

/// Reads a shipped dataset.
///
/// # Errors
/// [`Unreadable::NotFound`] where none has this id.
pub fn read_shipped(id: &str, options: &ReadOptions) -> Result<Reading, Unreadable> {
    if !shipped().iter().any(|shipped| shipped == id) {
        return Err(Unreadable::NotFound { path: id.to_owned() });
    }
    Ok(reading::read(&mut Source::shipped(id), id, options, Collector::default()))
}

/// The taxonomy and regions that a dataset without its own is read by, as an ecosystem without rows.
pub fn without_rows(options: &ReadOptions) -> Reading {
    reading::without_rows(options)
}

/// Reads a shipped dataset by its id, or else what lies at a path.
///
/// # Errors
/// As [`read_shipped`] and [`read_path`].
pub fn read(name_or_path: &str, options: &ReadOptions) -> Result<Reading, Unreadable> {
    if shipped().iter().any(|shipped| shipped == name_or_path) {
        return read_shipped(name_or_path, options);
    }
    read_path(Path::new(name_or_path), options)
}

/// What the system says of a file or folder.
fn metadata(path: &Path) -> Result<fs::Metadata, Unreadable> {
    fs::metadata(path).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => Unreadable::NotFound { path: path.display().to_string() },
        _ => Unreadable::Io { path: path.to_owned(), source },
    })
}

/// Reads a folder, a `.zip`, an `.xlsx` or an `.ods`; a workbook or CSV file may also be one flat sheet.
///
/// # Errors
/// [`Unreadable`] where there is no such file, it is none of these, or it cannot be opened. What is wrong inside are
/// findings of the [`Reading`].
pub fn read_path(path: &Path, options: &ReadOptions) -> Result<Reading, Unreadable> {
    let shown = path.display().to_string();
    let io = |source| Unreadable::Io { path: path.to_owned(), source };
    let about = metadata(path)?;
    if about.is_dir() {
        let name = fs::canonicalize(path)
            .ok()
            .as_deref()
            .unwrap_or(path)
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let mut source = Source::folder(path).map_err(io)?;
        return Ok(reading::read(&mut source, &name.unwrap_or(shown), options, Collector::default()));
    }
    let (file_name, stem) = names(path);
    match extension(path).as_str() {
        "zip" => {
            let mut findings = Collector::default();
            let file = File::open(path).map_err(io)?;
            let archive = archive::open(file, &Place::file(file_name.as_str()), &options.limits, &mut findings)
                .map_err(|error| Unreadable::NotAZip { name: file_name, detail: error.to_string() })?;
            Ok(reading_of(Source::File(archive), &stem, options, findings))
        }
        kind if workbook::is_called_one(kind) => {
            let limit = options.limits.file_bytes;
            if about.len() > limit {
                return Err(Unreadable::TooLarge { name: file_name, limit });
            }
            let bytes = fs::read(path).map_err(io)?;
            read_workbook(&file_name, &stem, &bytes, options)
        }
        "csv" | "tsv" if about.len() <= options.limits.file_bytes => {
            let bytes = fs::read(path).map_err(io)?;
            import::read_flat(&file_name, &bytes, options).ok_or(Unreadable::NotADataset { path: shown })
        }
        _ => Err(Unreadable::NotADataset { path: shown }),
    }
}

/// Reads a zip, a workbook or a flat sheet as CSV that is in memory: an upload. What it is follows from its contents; the name is for findings.
///
/// # Errors
/// [`Unreadable`] where it is neither.
pub fn read_bytes(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Reading, Unreadable> {
    let limit = options.limits.file_bytes;
    if bytes.len() as u64 > limit {
        return Err(Unreadable::TooLarge { name: name.to_owned(), limit });
    }
    let (file_name, stem) = names(Path::new(name));
    let mut findings = Collector::default();
    if workbook::is_one(bytes, &extension(Path::new(name))) {
        return read_workbook(&file_name, &stem, bytes, options);
    }
    if !bytes.starts_with(b"PK") {
        let flat = import::read_flat(&file_name, bytes, options);
        return flat.ok_or(Unreadable::NotADataset { path: file_name });
    }
    let archive = archive::open(Cursor::new(bytes), &Place::file(file_name.as_str()), &options.limits, &mut findings)
        .map_err(|error| Unreadable::NotAZip { name: file_name, detail: error.to_string() })?;
    Ok(reading_of(Source::Bytes(archive), &stem, options, findings))
}

fn read_workbook(name: &str, stem: &str, bytes: &[u8], options: &ReadOptions) -> Result<Reading, Unreadable> {
    let mut findings = Collector::default();
    let workbook = Workbook::open(name, bytes, &options.limits, &mut findings)
        .map_err(|detail| Unreadable::NotAWorkbook { name: name.to_owned(), detail })?;
    if !workbook.is_refused()
        && !workbook.has_a_needed_table()
        && let Some(reading) = import::read_flat(name, bytes, options)
    {
        return Ok(reading);
    }
    Ok(reading_of(Source::Workbook(Box::new(workbook)), stem, options, findings))
}

/// Reads a source that was opened; one that had to be refused is not searched for tables.
fn reading_of(mut source: Source<'_>, name: &str, options: &ReadOptions, findings: Collector) -> Reading {
    if findings.has_errors() {
        return Reading { findings: findings.finish(), ecosystem: None };
    }
    reading::read(&mut source, name, options, findings)
}

/// File name and stem of a path.
fn names(path: &Path) -> (String, String) {
    let text =
        |part: Option<&std::ffi::OsStr>| part.map(|part| part.to_string_lossy().into_owned()).unwrap_or_default();
    (text(path.file_name()), text(path.file_stem()))
}

fn extension(path: &Path) -> String {
    path.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default()
}
