//! Shapes that are no dataset of ours → a dataset: one flat sheet, Kumu, GraphML, GEXF, a list of edges, a list of participants
//! of projects. The shape is recognised by what stands in the file, or is said.
//!
//! Every reader fills a [`draft::Draft`], which takes only what the format can hold; the files that it makes are read again by the
//! ordinary reader before they are handed out. [`Imported`] tells what was understood and what was left aside. A cell that says
//! something impossible is a warning here: it is left out, and the rest is taken.

mod cordis;
mod draft;
mod edges;
mod flat;
mod gexf;
mod graph;
mod graphml;
mod kumu;

use std::fs;
use std::path::Path;

use serde_json::{Value as Json, json};

use self::draft::Draft;
use self::graph::Graph;
use super::finding::{Collector, Findings, Place};
use super::headers::{Wanted, likeness};
use super::problem::Problem;
use super::reading;
use super::scheme::{Scheme, parse};
use super::source::Source;
use super::table::{HEADER_ROWS, TextTable};
use super::workbook::Workbook;
use super::{ReadOptions, Reading, Unreadable, csv_text, extension, metadata, names, workbook};
use crate::ecosystem::Ecosystem;
use crate::language::Text;

/// What a file that is no dataset can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// One sheet or CSV file with initiatives, organisations and roles in its rows.
    Flat,
    /// A Kumu blueprint in JSON, or sheets of elements and connections.
    Kumu,
    GraphMl,
    Gexf,
    /// Two names per line.
    Edges,
    /// Participants of projects, as CORDIS publishes them.
    Cordis,
}

impl Shape {
    pub const ALL: &'static [Self] = &[Self::Flat, Self::Kumu, Self::GraphMl, Self::Gexf, Self::Edges, Self::Cordis];

    /// The word on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Flat => "flat",
            Self::Kumu => "kumu",
            Self::GraphMl => "graphml",
            Self::Gexf => "gexf",
            Self::Edges => "edges",
            Self::Cordis => "cordis",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|shape| shape.code() == code)
    }

    /// What people call it.
    pub fn label(self) -> Text {
        match self {
            Self::Flat => Text::new("één plat blad", "one flat sheet"),
            Self::Kumu => Text::same("Kumu"),
            Self::GraphMl => Text::same("GraphML"),
            Self::Gexf => Text::same("GEXF"),
            Self::Edges => Text::new("een lijst van verbindingen", "a list of edges"),
            Self::Cordis => {
                Text::new("een deelnemerslijst van projecten (CORDIS)", "a list of participants of projects (CORDIS)")
            }
        }
    }
}

/// A dataset that was made of something else.
#[derive(Debug)]
pub struct Imported {
    pub shape: Shape,
    /// Name and bytes of every file of the dataset; empty where nothing could be made of it.
    pub files: Vec<(String, Vec<u8>)>,
    pub understood: Vec<Text>,
    pub left: Vec<Text>,
    /// What was found while the file was read, and what the dataset that came of it still has.
    pub findings: Findings,
}

/// Sentences about what was done.
#[derive(Debug, Default)]
pub(super) struct Told {
    understood: Vec<Text>,
    left: Vec<Text>,
}

impl Told {
    fn understood(&mut self, nl: String, en: String) {
        self.understood.push(Text::new(nl, en));
    }

    fn left(&mut self, nl: String, en: String) {
        self.left.push(Text::new(nl, en));
    }
}

/// Reads a file as a shape, or as the one that it is recognised as.
///
/// # Errors
/// [`Unreadable`] where there is no such file, or nothing recognises it.
pub fn import_path(path: &Path, shape: Option<Shape>, options: &ReadOptions) -> Result<Imported, Unreadable> {
    let shown = path.display().to_string();
    let io = |source| Unreadable::Io { path: path.to_owned(), source };
    let about = metadata(path)?;
    if about.is_dir() {
        return Err(Unreadable::NotAShape { name: shown });
    }
    let limit = options.limits.file_bytes;
    if about.len() > limit {
        return Err(Unreadable::TooLarge { name: shown, limit });
    }
    import_bytes(&names(path).0, &fs::read(path).map_err(io)?, shape, options)
}

/// As [`import_path`], of a file that is in memory.
///
/// # Errors
/// [`Unreadable`] where nothing recognises it.
pub fn import_bytes(
    name: &str,
    bytes: &[u8],
    shape: Option<Shape>,
    options: &ReadOptions,
) -> Result<Imported, Unreadable> {
    let limit = options.limits.file_bytes;
    if bytes.len() as u64 > limit {
        return Err(Unreadable::TooLarge { name: name.to_owned(), limit });
    }
    let mut findings = Collector::default();
    let contents = contents(name, bytes, options, &mut findings)?;
    let Some(shape) = shape.or_else(|| recognised(&contents)) else {
        return Err(Unreadable::NotAShape { name: name.to_owned() });
    };
    Ok(import(name, shape, &contents, options, findings).0)
}

/// Reads a workbook or CSV file that is one flat sheet as the dataset that it makes; `None` where it is no such thing.
pub(super) fn read_flat(name: &str, bytes: &[u8], options: &ReadOptions) -> Option<Reading> {
    let mut findings = Collector::default();
    let contents = contents(name, bytes, options, &mut findings).ok()?;
    if recognised(&contents) != Some(Shape::Flat) {
        return None;
    }
    findings.warn(Place::file(name).whole(), Problem::FlatSheet, "", || None);
    let (imported, ecosystem) = import(name, Shape::Flat, &contents, options, findings);
    Some(Reading { findings: imported.findings, ecosystem })
}

/// A sheet or CSV file that has a header: as it stands, and with the header of a flat sheet; what was found in each.
struct Sheet {
    plain: TextTable,
    said_of_plain: Findings,
    flat: TextTable,
    said_of_flat: Findings,
}

/// A file, opened as far as its kind allows.
enum Contents {
    Text(String, Option<Json>),
    Tables(Vec<Sheet>),
}

fn contents(name: &str, bytes: &[u8], options: &ReadOptions, findings: &mut Collector) -> Result<Contents, Unreadable> {
    let limits = &options.limits;
    if bytes.starts_with(b"PK") || workbook::is_called_one(&extension(Path::new(name))) {
        let mut workbook = Workbook::open(name, bytes, limits, findings)
            .map_err(|detail| Unreadable::NotAWorkbook { name: name.to_owned(), detail })?;
        let mut tables = Vec::new();
        for sheet in workbook.sheet_names() {
            tables.extend(sheet_of(|wanted, findings| workbook.sheet(&sheet, wanted, limits, findings)));
        }
        return Ok(Contents::Tables(tables));
    }
    let place = Place::file(name);
    let text = csv_text::decode(bytes.to_vec(), &place, findings);
    let start = text.trim_start();
    if start.starts_with('<') {
        return Ok(Contents::Text(text, None));
    }
    if start.starts_with(['{', '[']) {
        let json = parse(&text, &place, findings);
        return Ok(Contents::Text(text, json));
    }
    // Words without any delimiter are a list of edges; a title above a table is one line of such words.
    let lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with(['#', '%'])).take(HEADER_ROWS);
    let words = |line: &str| line.split('{').next().unwrap_or_default().to_owned();
    let is_edge = |line: &str| !words(line).contains([',', ';', '\t']) && words(line).split_whitespace().count() >= 2;
    if lines.clone().next().is_some() && lines.clone().all(is_edge) {
        return Ok(Contents::Text(text, None));
    }
    let read = |wanted, findings: &mut Collector| {
        csv_text::read(text.clone().into_bytes(), place.clone(), wanted, limits, findings)
    };
    Ok(Contents::Tables(sheet_of(read).into_iter().collect()))
}

/// Reads a table in both ways; one without a header is none of these shapes.
fn sheet_of(mut read: impl FnMut(Option<Wanted>, &mut Collector) -> Option<TextTable>) -> Option<Sheet> {
    let (mut of_plain, mut of_flat) = (Collector::default(), Collector::default());
    let (plain, flat) = (read(None, &mut of_plain)?, read(Some(Wanted::Flat), &mut of_flat)?);
    Some(Sheet { plain, said_of_plain: of_plain.finish(), flat, said_of_flat: of_flat.finish() })
}

/// A flat sheet has a column of initiatives and one of organisations.
fn is_flat(table: &TextTable) -> bool {
    likeness(Wanted::Flat, table.header().iter().map(String::as_str)).0
}

fn sheet_called<'t>(tables: &'t [Sheet], names: &[&str]) -> Option<&'t Sheet> {
    let called = |sheet: &&Sheet| {
        let sheet = sheet.plain.place().sheet.clone().unwrap_or_default();
        names.iter().any(|name| sheet.trim().eq_ignore_ascii_case(name))
    };
    tables.iter().find(called)
}

const CONNECTIONS: [&str; 2] = ["connections", "verbindingen"];
const ELEMENTS: [&str; 2] = ["elements", "elementen"];

fn recognised(contents: &Contents) -> Option<Shape> {
    match contents {
        Contents::Text(_, Some(json)) => json.get("elements").map(|_| Shape::Kumu),
        Contents::Text(text, None) => {
            let head: String = text.chars().take(4_000).collect();
            if head.contains("<graphml") {
                Some(Shape::GraphMl)
            } else if head.contains("<gexf") {
                Some(Shape::Gexf)
            } else {
                (!head.trim_start().starts_with(['<', '{', '['])).then_some(Shape::Edges)
            }
        }
        Contents::Tables(tables) => {
            if sheet_called(tables, &CONNECTIONS).is_some() {
                return Some(Shape::Kumu);
            }
            if tables.iter().any(|sheet| cordis::is_one(&sheet.plain)) {
                return Some(Shape::Cordis);
            }
            if tables.iter().any(|sheet| is_flat(&sheet.flat)) {
                return Some(Shape::Flat);
            }
            let plain = &tables.first()?.plain;
            if kumu::are_connections(plain) {
                return Some(Shape::Kumu);
            }
            edges::could_be(plain).then_some(Shape::Edges)
        }
    }
}

fn import(
    name: &str,
    shape: Shape,
    contents: &Contents,
    options: &ReadOptions,
    mut findings: Collector,
) -> (Imported, Option<Ecosystem>) {
    let place = Place::file(name);
    let mut scheme = Scheme::default_taxonomy(&mut findings);
    if let Some(overlay) = &options.taxonomy {
        scheme.lay_over(&overlay.text, &Place::file(overlay.name.as_str()), &options.limits, &mut findings);
    }
    let mut draft = Draft::new(&scheme);
    let stem = names(Path::new(name)).1;
    draft.say("name", super::rows::id_of_name(&stem).into());
    draft.say("title", stem.as_str().into());
    let mut told = Told::default();
    let label = shape.label();
    told.understood(format!("Gelezen als {}.", label.nl), format!("Read as {}.", label.en));
    let most = options.limits.rows;
    let unreadable = |detail: String, findings: &mut Collector| {
        findings.error(place.whole(), Problem::Unreadable { detail });
        Graph::default()
    };
    let graph = match (shape, contents) {
        (Shape::GraphMl, Contents::Text(text, _)) => {
            Some(graphml::read(text, most).unwrap_or_else(|detail| unreadable(detail, &mut findings)))
        }
        (Shape::Gexf, Contents::Text(text, _)) => {
            Some(gexf::read(text, most).unwrap_or_else(|detail| unreadable(detail, &mut findings)))
        }
        (Shape::Kumu, Contents::Text(_, Some(json))) => kumu::read(json),
        (Shape::Kumu, Contents::Tables(tables)) => {
            let connections = sheet_called(tables, &CONNECTIONS)
                .or_else(|| tables.iter().find(|sheet| kumu::are_connections(&sheet.plain)));
            let elements = sheet_called(tables, &ELEMENTS).or_else(|| match connections {
                Some(_) => None,
                None => tables.first(),
            });
            for sheet in elements.into_iter().chain(connections) {
                findings.append(sheet.said_of_plain.clone());
            }
            Some(kumu::of_tables(elements.map(|sheet| &sheet.plain), connections.map(|sheet| &sheet.plain)))
        }
        (Shape::Edges, Contents::Text(text, None)) => Some(edges::of_lines(text)),
        (Shape::Edges, Contents::Tables(tables)) => tables.first().map(|sheet| edges::of_table(&sheet.plain)),
        (Shape::Cordis, Contents::Tables(tables)) => {
            if let Some(sheet) = tables.iter().find(|sheet| cordis::is_one(&sheet.plain)) {
                findings.append(sheet.said_of_plain.clone());
                cordis::convert(&sheet.plain, sheet.plain.place(), &mut draft, &mut told, &mut findings);
            }
            None
        }
        (Shape::Flat, Contents::Tables(tables)) => {
            let mut flat = tables.iter().filter(|sheet| is_flat(&sheet.flat));
            if let (Some(sheet), Ok(taxonomy)) = (flat.next(), scheme.taxonomy()) {
                findings.append(sheet.said_of_flat.clone());
                flat::convert(&sheet.flat, &taxonomy, sheet.flat.place(), &mut draft, &mut told, &mut findings);
            }
            for other in flat {
                findings.warn(other.flat.place().whole(), Problem::UnknownFile, "", || None);
            }
            None
        }
        _ => None,
    };
    if let Some(graph) = graph {
        graph::convert(graph, &place, &mut draft, &mut told, &mut findings);
    }
    if draft.is_empty() && !findings.has_errors() {
        findings.error(place.whole(), Problem::NotThatShape { nl: label.nl.clone(), en: label.en.clone() });
    }
    let counted = draft.counted();
    told.understood.push(counted);
    draft.say("sources", json!([{ "title": name }]));
    finish(name, shape, draft, told, options, findings)
}

/// Reads what was made of it, so that nothing is handed out that would not be read.
fn finish(
    name: &str,
    shape: Shape,
    draft: Draft,
    told: Told,
    options: &ReadOptions,
    mut findings: Collector,
) -> (Imported, Option<Ecosystem>) {
    let (mut files, mut ecosystem) = (Vec::new(), None);
    if !findings.has_errors() {
        files = draft.files();
        let mut source = Source::Files(files.clone());
        let again = reading::read(&mut source, name, options, Collector::default());
        ecosystem = again.ecosystem;
        if ecosystem.is_none() {
            files.clear();
        }
        findings.append(again.findings);
    }
    let findings = findings.finish();
    (Imported { shape, files, understood: told.understood, left: told.left, findings }, ecosystem)
}
