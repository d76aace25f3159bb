//! What reading a dataset brings up: where, what, and the nearest thing that would have been right. [`Collector`] gathers it.

mod collector;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::ser::{Serialize, SerializeStruct, Serializer};

pub(super) use collector::Collector;

use super::headers::is_called;
use super::layout::Table;
use super::problem::Problem;
use crate::language::{Language, integer, pick};

/// Whether a finding stands in the way of loading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Error,
    Warning,
}

impl Severity {
    pub fn code(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }

    fn word(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Error, Language::Nl) => "FOUT",
            (Self::Warning, Language::Nl) => "LET OP",
            (Self::Error, Language::En) => "ERROR",
            (Self::Warning, Language::En) => "WARNING",
        }
    }
}

/// One thing that is wrong or doubtful.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub severity: Severity,
    /// Such as `actors.csv`, or the name of the workbook.
    pub file: String,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// Row as a spreadsheet numbers it: the header is row 1. In JSON files: the line.
    pub row: Option<u64>,
    /// Name of the column. In JSON files: the path of the key.
    pub column: Option<String>,
    /// What stands there, shortened to [`VALUE_LETTERS`].
    pub value: Option<String>,
    pub problem: Problem,
    /// The nearest thing that would have been right.
    pub nearest: Option<String>,
    /// How often it occurs, `row` included.
    pub count: u64,
    /// Further rows with the same, at most [`MORE_ROWS`].
    pub more_rows: Vec<u64>,
}

/// Letters of a value that a finding shows.
pub const VALUE_LETTERS: usize = 80;
/// Further rows that a finding lists.
pub const MORE_ROWS: usize = 20;
/// Findings of one kind that are listed per file; beyond it they are counted.
pub const LISTED_PER_KIND: u64 = 1_000;

impl Finding {
    /// Where it is, as people say it.
    pub fn place(&self, language: Language) -> String {
        let mut place = self.file.clone();
        let (sheet, row, column) = match language {
            Language::Nl => ("blad", "rij", "kolom"),
            Language::En => ("sheet", "row", "column"),
        };
        // Writing to a String cannot fail.
        if let Some(name) = &self.sheet {
            let _ = write!(place, ", {sheet} {name}");
        }
        if let Some(number) = self.row {
            let _ = write!(place, ", {row} {number}");
        }
        if let Some(name) = &self.column {
            let _ = write!(place, ", {column} {name}");
        }
        place
    }

    /// What is wrong and what to do, with the suggestion.
    pub fn message(&self, language: Language) -> String {
        let mut message = self.problem.sentence(language);
        if let Some(nearest) = &self.nearest {
            let _ = match language {
                Language::Nl => write!(message, " Bedoelt u „{nearest}”?"),
                Language::En => write!(message, " Did you mean “{nearest}”?"),
            };
        }
        message
    }

    /// Why it matters.
    pub fn why(&self, language: Language) -> String {
        self.problem.why().get(language).to_owned()
    }

    fn line(&self, language: Language) -> String {
        let mut line = format!("{}  {}", self.severity.word(language), self.place(language));
        if let Some(value) = &self.value {
            let _ = write!(line, ": „{value}”");
        }
        let _ = write!(line, "\n    {}", self.message(language));
        if self.count > 1 {
            let times = integer(i64::try_from(self.count).unwrap_or(i64::MAX), language);
            let rows: Vec<String> = self.more_rows.iter().map(u64::to_string).collect();
            let _ = match (language, rows.is_empty()) {
                (Language::Nl, true) => write!(line, " (in totaal {times} keer)"),
                (Language::En, true) => write!(line, " ({times} times in all)"),
                (Language::Nl, false) => write!(line, " (in totaal {times} keer; ook in rij {})", rows.join(", ")),
                (Language::En, false) => write!(line, " ({times} times in all; also in row {})", rows.join(", ")),
            };
        }
        line
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Finding", 14)?;
        let why = self.problem.why();
        fields.serialize_field("severity", self.severity.code())?;
        fields.serialize_field("file", &self.file)?;
        fields.serialize_field("sheet", &self.sheet)?;
        fields.serialize_field("row", &self.row)?;
        fields.serialize_field("column", &self.column)?;
        fields.serialize_field("value", &self.value)?;
        fields.serialize_field("problem", self.problem.code())?;
        fields.serialize_field("messageNl", &self.problem.sentence(Language::Nl))?;
        fields.serialize_field("messageEn", &self.problem.sentence(Language::En))?;
        fields.serialize_field("whyNl", &why.nl)?;
        fields.serialize_field("whyEn", &why.en)?;
        fields.serialize_field("nearest", &self.nearest)?;
        fields.serialize_field("count", &self.count)?;
        fields.serialize_field("rows", &self.more_rows)?;
        fields.end()
    }
}

/// All findings of one reading, sorted by table, row and column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Findings(Vec<Finding>);

impl Findings {
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Finding> {
        self.0.iter()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|finding| finding.severity == Severity::Error)
    }

    /// How often something of this severity occurs, grouped and unlisted occurrences included.
    pub fn count(&self, severity: Severity) -> u64 {
        self.0.iter().filter(|finding| finding.severity == severity).map(|finding| finding.count).sum()
    }

    /// For people: a line with the totals; where the list is long the kinds, each with its total, why it matters and where it
    /// first stands; then every finding, at most [`PRINTED_PER_KIND`] of a kind where there are many.
    pub fn text(&self, language: Language) -> String {
        let number = |count: u64| integer(i64::try_from(count).unwrap_or(i64::MAX), language);
        let (errors, warnings) = (self.count(Severity::Error), self.count(Severity::Warning));
        let mut text = match language {
            Language::Nl => format!(
                "{} {}, {} {}\n",
                number(errors),
                if errors == 1 { "fout" } else { "fouten" },
                number(warnings),
                if warnings == 1 { "waarschuwing" } else { "waarschuwingen" }
            ),
            Language::En => format!(
                "{} {}, {} {}\n",
                number(errors),
                if errors == 1 { "error" } else { "errors" },
                number(warnings),
                if warnings == 1 { "warning" } else { "warnings" }
            ),
        };
        if self.0.len() > SUMMARY_FROM {
            for ((severity, place, title), kind) in self.kinds(language) {
                let _ = write!(text, "  {}  {place}: {title} ({})", severity.word(language), number(kind.count));
                if !kind.rows.is_empty() {
                    let rows = kind.rows.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
                    let more = if kind.count > kind.rows.len() as u64 { ", …" } else { "" };
                    let _ = write!(text, "; {} {rows}{more}", pick(language, "rij", "row"));
                }
                let _ = writeln!(text, "\n      {}", kind.why);
            }
        }
        let mut printed: BTreeMap<(&str, Option<&str>, &str), usize> = BTreeMap::new();
        let mut unprinted = 0_u64;
        for finding in &self.0 {
            let kind = (finding.file.as_str(), finding.sheet.as_deref(), finding.problem.code());
            let seen = printed.entry(kind).or_default();
            *seen += 1;
            if *seen > PRINTED_PER_KIND {
                unprinted += finding.count;
                continue;
            }
            text.push('\n');
            text.push_str(&finding.line(language));
            if self.0.len() <= SUMMARY_FROM {
                let _ = write!(text, "\n    {}", finding.why(language));
            }
            text.push('\n');
        }
        if unprinted > 0 {
            let count = number(unprinted);
            let _ = match language {
                Language::Nl => writeln!(text, "\nNog {count} van dezelfde soorten; --format json noemt er meer."),
                Language::En => writeln!(text, "\n{count} more of the same kinds; --format json lists more of them."),
            };
        }
        text
    }

    /// What is found per severity, place and kind.
    fn kinds(&self, language: Language) -> BTreeMap<(Severity, &str, &'static str), Kind> {
        let mut kinds: BTreeMap<(Severity, &str, &'static str), Kind> = BTreeMap::new();
        for finding in &self.0 {
            let place = finding.sheet.as_deref().unwrap_or(&finding.file);
            let key = (finding.severity, place, finding.problem.title(language));
            let kind = kinds.entry(key).or_insert_with(|| Kind { why: finding.why(language), ..Kind::default() });
            kind.count += finding.count;
            for row in finding.row.into_iter().chain(finding.more_rows.iter().copied()) {
                if kind.rows.len() < FIRST_ROWS && !kind.rows.contains(&row) {
                    kind.rows.push(row);
                }
            }
        }
        kinds
    }
}

/// A kind of finding in one place.
#[derive(Debug, Default)]
struct Kind {
    count: u64,
    /// The first rows.
    rows: Vec<u64>,
    why: String,
}

/// Rows that a summary names per kind.
const FIRST_ROWS: usize = 3;

/// Findings of one kind that a text prints per file: those beyond it stand in the JSON.
pub const PRINTED_PER_KIND: usize = 100;

/// Findings from which a text opens with the totals per kind.
const SUMMARY_FROM: usize = 10;

impl Serialize for Findings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// The file, or sheet of a workbook, that is being read.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Place {
    pub file: String,
    pub sheet: Option<String>,
}

impl Place {
    pub fn file(name: impl Into<String>) -> Self {
        Self { file: name.into(), sheet: None }
    }

    pub fn at<'a>(&'a self, row: Option<u64>, column: Option<&'a str>) -> At<'a> {
        At { place: self, row, column }
    }

    pub fn whole(&self) -> At<'_> {
        self.at(None, None)
    }
}

/// A spot in a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct At<'a> {
    place: &'a Place,
    row: Option<u64>,
    column: Option<&'a str>,
}

/// Order of files: what describes the dataset, then the tables, then the rest.
fn rank(finding: &Finding) -> (usize, String) {
    let name = finding.sheet.as_deref().unwrap_or(&finding.file).to_lowercase();
    let stem = name.strip_suffix(".csv").unwrap_or(&name);
    let table = Table::ALL.iter().position(|table| table.name() == stem || is_called(*table, stem));
    match table {
        Some(position) => (position + 1, String::new()),
        None if stem.ends_with(".json") => (0, name),
        None => (Table::ALL.len() + 1, name),
    }
}

/// A value as a finding shows it: one line, at most [`VALUE_LETTERS`] letters, `None` where there is nothing.
fn shorten(value: &str) -> Option<String> {
    if value.is_empty() {
        return None;
    }
    let mut letters = value.chars().map(|letter| if letter.is_control() { '␣' } else { letter });
    let mut short: String = letters.by_ref().take(VALUE_LETTERS).collect();
    if letters.next().is_some() {
        short.push('…');
    }
    Some(short)
}
