//! What a page of a report is made of, and its template.

use askama::Template;

/// A line of the summary or a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sentence {
    /// What the numbers say.
    pub text: String,
    /// How sure that is, or what it does not mean; may be empty.
    pub caveat: String,
}

/// A figure with its caption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Figure {
    pub id: String,
    pub number: usize,
    /// The SVG as it stands in the page.
    pub svg: String,
}

/// A table as it stands in the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ShownTable {
    pub caption: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
    /// The file with all rows, relative to the page.
    pub file: String,
    /// "40 van 434 regels; alle regels staan in het bestand"; empty where all are shown.
    pub cut: String,
    /// So many columns that they need smaller letters.
    pub is_wide: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub name: String,
    pub is_number: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    pub text: String,
    pub is_number: bool,
}

/// A piece of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    Words(Vec<Sentence>),
    Summary(Vec<Sentence>),
    Figure(Figure),
    Table(ShownTable),
    Links(Vec<Link>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub name: String,
    pub href: String,
    pub note: String,
}

/// A chapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub id: String,
    pub title: String,
    /// A word of warning above it; may be empty.
    pub warning: String,
    pub blocks: Vec<Block>,
    /// Opens the chapters that rest on a reconstruction.
    pub divider: String,
}

/// A page.
#[derive(Template)]
#[template(path = "report.html")]
pub(super) struct Document {
    pub language: &'static str,
    pub title: String,
    pub subtitle: String,
    pub warning: String,
    pub facts: Vec<(String, String)>,
    pub parts: Vec<Part>,
    pub back: Option<Link>,
    pub words: Labels,
    pub style: &'static str,
}

/// Words that every page has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Labels {
    pub skip: &'static str,
    pub contents: &'static str,
    pub figure: &'static str,
    pub download: &'static str,
    pub attention: &'static str,
}
