//! The formats that a dataset can be exported in, and the files of each.

use super::dcat::{Publisher, dcat};
use super::network::{ExportedNetwork, edges_parquet, gexf, graphml, kumu, node_link, nodes_parquet, vosviewer};
use super::tables::{DoesNotFit, dataset_files, dataset_workbook};
use crate::ecosystem::Ecosystem;
use crate::language::Text;

/// A format for export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExportFormat {
    Graphml,
    Gexf,
    Kumu,
    Vosviewer,
    Json,
    Parquet,
    Xlsx,
    Csv,
    Dcat,
}

/// One file, or several by name that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exported {
    File(Vec<u8>),
    Files(Vec<(String, Vec<u8>)>),
}

/// Why something cannot be exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error(transparent)]
    DoesNotFit(#[from] DoesNotFit),
    #[error("the JSON cannot be written")]
    Json(#[from] serde_json::Error),
    #[error("the Parquet tables cannot be written")]
    Parquet(#[from] parquet::errors::ParquetError),
}

/// What a format describes, and so what its files are made from.
pub enum Source<'a> {
    /// A network, for the formats of which [`ExportFormat::is_network`] holds.
    Network(&'a ExportedNetwork),
    /// The dataset itself; the publisher is for its description.
    Dataset(&'a Ecosystem, &'a Publisher),
}

impl ExportFormat {
    pub const ALL: &'static [Self] = &[
        Self::Graphml,
        Self::Gexf,
        Self::Kumu,
        Self::Vosviewer,
        Self::Json,
        Self::Parquet,
        Self::Xlsx,
        Self::Csv,
        Self::Dcat,
    ];

    /// The word on the command line and in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Graphml => "graphml",
            Self::Gexf => "gexf",
            Self::Kumu => "kumu",
            Self::Vosviewer => "vosviewer",
            Self::Json => "json",
            Self::Parquet => "parquet",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Dcat => "dcat",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.code() == code)
    }

    /// Whether it holds a network; else it holds the dataset or what is said of it.
    pub fn is_network(self) -> bool {
        !matches!(self, Self::Xlsx | Self::Csv | Self::Dcat)
    }

    /// Whether it is several files.
    pub fn is_folder(self) -> bool {
        matches!(self, Self::Parquet | Self::Csv)
    }

    /// Whether it can be read as text.
    pub fn is_text(self) -> bool {
        !self.is_folder() && self != Self::Xlsx
    }

    /// Of a single file; several files are sent as a zip.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Graphml => "application/graphml+xml",
            Self::Gexf => "application/gexf+xml",
            Self::Kumu | Self::Vosviewer | Self::Json => "application/json",
            Self::Dcat => "application/ld+json",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Parquet | Self::Csv => "application/zip",
        }
    }

    /// What the name of a file ends with.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Graphml => "graphml",
            Self::Gexf => "gexf",
            Self::Kumu => "kumu.json",
            Self::Vosviewer => "vosviewer.json",
            Self::Json => "json",
            Self::Dcat => "dcat.jsonld",
            Self::Xlsx => "xlsx",
            Self::Parquet => "parquet.zip",
            Self::Csv => "csv.zip",
        }
    }

    /// What it is and who opens it.
    pub fn description(self) -> Text {
        match self {
            Self::Graphml => Text::new(
                "GraphML: het netwerk met alle kenmerken, voor networkx, igraph, Gephi, Cytoscape en yEd.",
                "GraphML: the network with all attributes, for networkx, igraph, Gephi, Cytoscape and yEd.",
            ),
            Self::Gexf => Text::new(
                "GEXF: het netwerk met plaatsen, kleuren en groottes van de netwerkkaart, voor Gephi; boven 10.000 knopen zonder plaatsen.",
                "GEXF: the network with the positions, colors and sizes of the network map, for Gephi; beyond 10,000 nodes without positions.",
            ),
            Self::Kumu => Text::new(
                "Kumu: elementen en verbindingen; Kumu opent ook het adres zelf (Import, Link map to remote JSON).",
                "Kumu: elements and connections; Kumu opens the address itself too (Import, Link map to remote JSON).",
            ),
            Self::Vosviewer => Text::new(
                "VOSviewer: items, verbindingen en clusters; VOSviewer Online opent ook het adres zelf (?json=).",
                "VOSviewer: items, links and clusters; VOSviewer Online opens the address itself too (?json=).",
            ),
            Self::Json => Text::new(
                "JSON met knopen en verbindingen, zoals node_link_graph van networkx leest.",
                "JSON of nodes and edges, as node_link_graph of networkx reads it.",
            ),
            Self::Parquet => Text::new(
                "Parquet: een tabel van knopen en een van verbindingen, voor dataplatforms; samen in een zip.",
                "Parquet: a table of nodes and one of edges, for data platforms; together in a zip.",
            ),
            Self::Xlsx => Text::new(
                "Excel: de dataset zelf, een blad per tabel; kan zo weer worden ingelezen.",
                "Excel: the dataset itself, a sheet per table; can be read again as it is.",
            ),
            Self::Csv => Text::new(
                "CSV: de dataset zelf als Frictionless Data Package in een zip; kan zo weer worden ingelezen.",
                "CSV: the dataset itself as a Frictionless Data Package in a zip; can be read again as it is.",
            ),
            Self::Dcat => Text::new(
                "DCAT-AP-NL 3.0: de beschrijving van de dataset voor een dataregister, als JSON-LD.",
                "DCAT-AP-NL 3.0: the description of the dataset for a data register, as JSON-LD.",
            ),
        }
    }

    /// The files of this format.
    ///
    /// # Errors
    /// [`ExportError`]: a workbook may be too small for a dataset.
    pub fn export(self, source: &Source<'_>) -> Result<Exported, ExportError> {
        let line = |json: &serde_json::Value| {
            let mut bytes = serde_json::to_vec(json)?;
            bytes.push(b'\n');
            Ok(Exported::File(bytes))
        };
        match (self, source) {
            (Self::Graphml, Source::Network(network)) => Ok(Exported::File(graphml(network))),
            (Self::Gexf, Source::Network(network)) => Ok(Exported::File(gexf(network))),
            (Self::Kumu, Source::Network(network)) => line(&kumu(network)),
            (Self::Vosviewer, Source::Network(network)) => line(&vosviewer(network)),
            (Self::Parquet, Source::Network(network)) => Ok(Exported::Files(vec![
                (String::from("nodes.parquet"), nodes_parquet(network)?),
                (String::from("edges.parquet"), edges_parquet(network)?),
            ])),
            (_, Source::Network(network)) => line(&node_link(network)),
            (Self::Xlsx, Source::Dataset(ecosystem, _)) => Ok(Exported::File(dataset_workbook(ecosystem)?)),
            (Self::Csv, Source::Dataset(ecosystem, _)) => Ok(Exported::Files(dataset_files(ecosystem))),
            (_, Source::Dataset(ecosystem, publisher)) => line(&dcat(ecosystem, publisher)),
        }
    }
}

/// A file name of plain letters, digits, dots and dashes: the dataset, the network where it is one, and the format.
pub fn file_name(dataset: &str, network: Option<&str>, format: ExportFormat) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() || ".-_".contains(letter) { letter } else { '-' };
    let dataset: String = dataset.chars().map(plain).take(80).collect();
    let network = network.map(|network| format!("-{network}")).unwrap_or_default();
    format!("{dataset}{network}.{}", format.extension())
}
