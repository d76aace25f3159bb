//! The charts that can be asked by name, made from a snapshot.

use super::named;
use super::settings::{Parameter, Settings, Words};
use super::table::DataTable;
use crate::language::Language;
use crate::snapshot::{Section, Snapshot};

pub use super::results::ChartError;

/// What is asked of a chart.
#[derive(Clone, Copy, Debug)]
pub struct Drawing<'a> {
    pub snapshot: &'a Snapshot,
    /// Earlier versions, the earliest first, for the charts that lay versions beside each other.
    pub earlier: &'a [&'a Snapshot],
    pub settings: &'a Settings,
    pub language: Language,
}

/// A figure with the numbers that it shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    pub svg: String,
    /// One row per thing that is counted, for programs.
    pub table: DataTable,
    /// The same numbers as people read them, where a row per thing would be long: rows by columns, as the figure has them.
    pub wide: Option<DataTable>,
}

impl Drawn {
    pub fn new(svg: String, table: DataTable) -> Self {
        Self { svg, table, wide: None }
    }
}

/// A chart: what it is called, what can be asked of it, what it needs and how it is drawn.
pub struct Chart {
    pub code: &'static str,
    pub title: Words,
    pub description: Words,
    pub parameters: &'static [Parameter],
    /// Parts of a snapshot that are computed beforehand where nothing else is wanted.
    pub sections: &'static [Section],
    /// Earlier versions that it lays beside a dataset at most.
    pub earlier: usize,
    pub draw: fn(&Drawing<'_>) -> Result<Drawn, ChartError>,
}

/// A chart by name.
#[derive(Clone, Copy)]
pub struct ChartName(&'static Chart);

impl ChartName {
    pub const ALL: &'static [Self] = &[
        Self(&named::white_spots::CHART),
        Self(&named::province_tiles::CHART),
        Self(&named::region_overlap::CHART),
        Self(&named::region_profile::CHART),
        Self(&named::overlap_pair::CHART),
        Self(&named::key_players::CHART),
        Self(&named::clusters::CHART),
        Self(&named::network_map::CHART),
        Self(&named::complexity::CHART),
        Self(&named::complexity_history::CHART),
        Self(&named::comparison::CHART),
        Self(&named::distribution::CHART),
        Self(&named::regioscan::CHART),
    ];

    pub fn code(self) -> &'static str {
        self.0.code
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|chart| chart.code() == code)
    }

    pub fn title(self) -> Words {
        self.0.title
    }

    pub fn description(self) -> Words {
        self.0.description
    }

    /// Earlier versions that it lays beside a dataset at most.
    pub fn earlier(self) -> usize {
        self.0.earlier
    }

    pub fn parameters(self) -> &'static [Parameter] {
        self.0.parameters
    }

    pub fn parameter(self, key: &str) -> Option<&'static Parameter> {
        self.0.parameters.iter().find(|parameter| parameter.key == key)
    }

    /// The sections of a snapshot that the chart needs.
    pub fn sections(self) -> &'static [Section] {
        self.0.sections
    }
}

impl PartialEq for ChartName {
    fn eq(&self, other: &Self) -> bool {
        self.code() == other.code()
    }
}

impl Eq for ChartName {}

impl std::fmt::Debug for ChartName {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "ChartName({})", self.code())
    }
}

/// The chart with its table.
///
/// # Errors
/// [`ChartError`] where parameters do not go together or a result does not fit.
pub fn draw(
    snapshot: &Snapshot,
    chart: ChartName,
    settings: &Settings,
    language: Language,
) -> Result<Drawn, ChartError> {
    draw_beside(&[], snapshot, chart, settings, language)
}

/// As [`draw`], beside earlier versions, the earliest first.
///
/// # Errors
/// As [`draw`].
pub fn draw_beside(
    earlier: &[&Snapshot],
    snapshot: &Snapshot,
    chart: ChartName,
    settings: &Settings,
    language: Language,
) -> Result<Drawn, ChartError> {
    (chart.0.draw)(&Drawing { snapshot, earlier, settings, language })
}
