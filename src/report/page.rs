//! Putting a page together: figures get numbers and names of their own, tables become files beside the page.

use askama::Template as _;

use super::csv;
use super::document::{Block, Cell, Column, Document, Figure, Labels, Link, Part, Sentence, ShownTable};
use crate::chart::catalog::{ChartError, ChartName, draw};
use crate::chart::settings::{Settings, WrongValue};
use crate::chart::table::{DataTable, Datum};
use crate::chart::warning;
use crate::ecosystem::Basis;
use crate::language::{Language, Text, integer};
use crate::snapshot::Snapshot;

/// Rows of a table that stand in the page; the file has all.
const SHOWN_ROWS: usize = 30;

const STYLE: &str = include_str!("templates/report.css");

/// A file of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportFile {
    /// Relative to the folder of the report, with `/`.
    pub path: String,
    pub bytes: Vec<u8>,
}

/// Why a report cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    #[error(transparent)]
    Chart(#[from] ChartError),
    #[error("the page cannot be written: {0}")]
    Template(#[from] askama::Error),
}

/// A page while it is being written.
pub(super) struct Page<'a> {
    pub snapshot: &'a Snapshot,
    pub language: Language,
    /// Begins the names of its files.
    name: String,
    parts: Vec<(Basis, Part)>,
    figures: usize,
    tables: usize,
    files: Vec<ReportFile>,
}

impl<'a> Page<'a> {
    pub fn new(snapshot: &'a Snapshot, language: Language, name: impl Into<String>) -> Self {
        Self { snapshot, language, name: name.into(), parts: Vec::new(), figures: 0, tables: 0, files: Vec::new() }
    }

    /// Words in the language of the page.
    pub fn say(&self, nl: impl Into<String>, en: impl Into<String>) -> String {
        Text::new(nl, en).get(self.language).to_owned()
    }

    pub fn count(&self, count: usize) -> String {
        integer(i64::try_from(count).unwrap_or(i64::MAX), self.language)
    }

    /// Begins a chapter that rests on `basis`.
    pub fn part(&mut self, id: &str, title: String, basis: Basis) {
        let part =
            Part { id: id.to_owned(), title, warning: String::new(), blocks: Vec::new(), divider: String::new() };
        self.parts.push((basis, part));
    }

    fn push(&mut self, block: Block) {
        if let Some((_, part)) = self.parts.last_mut() {
            part.blocks.push(block);
        }
    }

    pub fn summary(&mut self, sentences: Vec<Sentence>) {
        self.push(Block::Summary(sentences));
    }

    pub fn words(&mut self, text: String, caveat: String) {
        self.push(Block::Words(vec![Sentence { text, caveat }]));
    }

    pub fn links(&mut self, links: Vec<Link>) {
        self.push(Block::Links(links));
    }

    /// Draws a chart with its table.
    pub fn figure(&mut self, chart: &str, asked: &[(&str, &str)]) -> Result<(), PageError> {
        let drawn = self.drawn(chart, asked)?;
        self.figures += 1;
        let id = format!("figuur-{}", self.figures);
        // Several figures of one sort may stand in a page: their names must not meet.
        let svg = renamed(&drawn.svg, chart, &id);
        self.push(Block::Figure(Figure { id, number: self.figures, svg }));
        if !drawn.table.rows.is_empty() {
            let caption =
                self.say(format!("Cijfers bij figuur {}", self.figures), format!("Numbers of figure {}", self.figures));
            self.file_and_table(caption, chart, &drawn.table, drawn.wide.as_ref().unwrap_or(&drawn.table));
        }
        Ok(())
    }

    fn drawn(&self, chart: &str, asked: &[(&str, &str)]) -> Result<crate::chart::catalog::Drawn, PageError> {
        let missing = |key: &str| {
            ChartError::Parameter(WrongValue { key: key.to_owned(), value: chart.to_owned(), allowed: Vec::new() })
        };
        let name = ChartName::from_code(chart).ok_or_else(|| missing("chart"))?;
        let mut settings = Settings::default();
        for (key, value) in asked {
            let parameter = name.parameter(key).ok_or_else(|| missing(key))?;
            settings.set(parameter, value, &self.snapshot.ecosystem).map_err(ChartError::Parameter)?;
        }
        Ok(draw(self.snapshot, name, &settings, self.language)?)
    }

    /// A table, the first rows in the page and all in a file.
    pub fn table(&mut self, caption: String, slug: &str, table: &DataTable) {
        self.file_and_table(caption, slug, table, table);
    }

    /// `all` goes to the file, the first rows of `table` stand in the page.
    fn file_and_table(&mut self, caption: String, slug: &str, all: &DataTable, table: &DataTable) {
        self.tables += 1;
        let file = format!("csv/{}-{:02}-{slug}.csv", self.name, self.tables);
        self.files.push(ReportFile { path: file.clone(), bytes: csv::bytes(all, self.language) });
        let is_number = |column: usize| {
            let mut cells = table.rows.iter().filter_map(|row| row.get(column)).peekable();
            let is_empty = |datum: &Datum| matches!(datum, Datum::Words(words) if words.is_empty());
            column > 0 && cells.peek().is_some() && cells.all(|datum| datum.is_number() || is_empty(datum))
        };
        let numbers: Vec<bool> = (0..table.columns.len()).map(is_number).collect();
        let columns = table.columns.iter().zip(&numbers);
        let columns = columns.map(|(name, &is_number)| Column { name: name.clone(), is_number }).collect();
        let cell = |(column, datum): (usize, &Datum)| Cell {
            text: datum.shown(self.language),
            is_number: numbers.get(column).copied().unwrap_or(false),
        };
        let rows = table.rows.iter().take(SHOWN_ROWS).map(|row| row.iter().enumerate().map(cell).collect()).collect();
        let (shown, all) = (self.count(SHOWN_ROWS), self.count(table.rows.len()));
        let cut = if table.rows.len() > SHOWN_ROWS {
            self.say(
                format!("Hier staan {shown} van {all} regels; in het bestand staan ze alle."),
                format!("{shown} of {all} rows are shown; the file has all."),
            )
        } else {
            String::new()
        };
        let is_wide = table.columns.len() > 8;
        self.push(Block::Table(ShownTable { caption, columns, rows, file, cut, is_wide }));
    }

    /// The page and its files. What rests on a reconstruction comes last, behind a word of warning.
    pub fn finish(self, path: &str, head: Head) -> Result<Vec<ReportFile>, PageError> {
        let language = self.language;
        let mixed = self.parts.iter().any(|(basis, _)| *basis != Basis::Reconstructed);
        let (late, first): (Vec<_>, Vec<_>) =
            self.parts.into_iter().partition(|(basis, _)| mixed && *basis == Basis::Reconstructed);
        let mut late = late;
        if let Some((_, part)) = late.first_mut() {
            part.divider = divider(language);
        }
        let mut parts: Vec<Part> = first.into_iter().chain(late).map(|(_, part)| part).collect();
        parts.retain(|part| !part.blocks.is_empty());
        let document = Document {
            language: language.code(),
            title: head.title,
            subtitle: head.subtitle,
            warning: head.warning,
            facts: head.facts,
            parts,
            back: head.back,
            words: labels(language),
            style: STYLE,
        };
        let html = document.render()?;
        let mut files = self.files;
        files.push(ReportFile { path: path.to_owned(), bytes: html.into_bytes() });
        Ok(files)
    }
}

/// What stands above a page.
pub(super) struct Head {
    pub title: String,
    pub subtitle: String,
    pub warning: String,
    pub facts: Vec<(String, String)>,
    pub back: Option<Link>,
}

/// The warning of a dataset that is invented as a whole, or modelled; a reconstruction is warned of where it shows.
pub(super) fn page_warning(basis: Basis, language: Language) -> String {
    if basis == Basis::Reconstructed { String::new() } else { warning(basis, language).unwrap_or_default() }
}

fn divider(language: Language) -> String {
    Text::new(
        "Alles hieronder rust op een reconstructie. Wie met wie in welk initiatief zit, is niet gepubliceerd; het is nagebouwd \
         op de gepubliceerde totalen. Wat hieronder staat laat zien wat de methode kan, en zegt niets over afzonderlijke \
         organisaties of initiatieven.",
        "Everything below rests on a reconstruction. Who takes part in which initiative was not published; it was rebuilt from \
         the published totals. What stands below shows what the method can do, and says nothing of single organisations or \
         initiatives.",
    )
    .get(language)
    .to_owned()
}

/// The names of a figure's title and description made those of this place in the page.
fn renamed(svg: &str, chart: &str, id: &str) -> String {
    let mut svg = svg.to_owned();
    for name in ["title", "desc"] {
        svg = svg.replace(&format!("id=\"{chart}-{name}\""), &format!("id=\"{id}-{name}\""));
    }
    let before = format!("aria-labelledby=\"{chart}-title {chart}-desc\"");
    svg.replace(&before, &format!("aria-labelledby=\"{id}-title {id}-desc\""))
}

fn labels(language: Language) -> Labels {
    match language {
        Language::Nl => Labels {
            skip: "Naar de inhoud",
            contents: "Inhoud",
            figure: "Figuur",
            download: "Bestand",
            attention: "Let op.",
        },
        Language::En => Labels {
            skip: "To the contents",
            contents: "Contents",
            figure: "Figure",
            download: "File",
            attention: "Mind.",
        },
    }
}
