//! The network as files for other tools: one plain description, then a writer per format.
//!
//! [`ExportedNetwork`] holds nodes and edges with attribute columns that are declared once, so that every format has the
//! same ones under the same names. Nodes stand by id, actors before initiatives; edges by the positions of their ends;
//! so neither row order nor threads show in a file. Where a value is not known the attribute is left out, or null.

mod build;
mod columns;
mod edges;
mod gexf;
mod graphml;
mod kumu;
mod node_link;
mod parquet_tables;
mod place;
mod vosviewer;
mod xml;

use time::Date;

pub use build::{MOST_EDGES, MOST_EDGES_ON_DISK, NetworkPart, TooManyEdges, exported_network};
pub use gexf::gexf;
pub use graphml::graphml;
pub use kumu::kumu;
pub use node_link::node_link;
pub use parquet_tables::{edges_parquet, nodes_parquet};
pub use place::{GROUP_COLORS, MOST_PLACED_NODES, OTHER_COLOR};
pub use vosviewer::vosviewer;

use crate::ecosystem::Basis;

/// Which network is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum NetworkKind {
    /// Actors and initiatives; an edge for every pair of which the actor takes part in the initiative.
    #[default]
    TwoMode,
    /// Actors; an edge for every pair that shares an initiative.
    Actors,
    /// Initiatives; an edge for every pair that shares an actor.
    Initiatives,
}

impl NetworkKind {
    pub const ALL: &'static [Self] = &[Self::TwoMode, Self::Actors, Self::Initiatives];

    /// The word on the command line and in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::TwoMode => "two-mode",
            Self::Actors => "actors",
            Self::Initiatives => "initiatives",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }
}

/// A network with everything that is said of it, in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportedNetwork {
    pub kind: NetworkKind,
    pub about: AboutNetwork,
    /// Per node, distinct: the id in the data; where an actor and an initiative share one, `actor:` or `initiative:` stands
    /// before every id.
    pub ids: Vec<String>,
    /// Names, beside `ids`.
    pub labels: Vec<String>,
    /// Whether the node is an actor.
    pub is_actor: Vec<bool>,
    /// Position of the node's cluster in `clusters`.
    pub groups: Vec<Option<usize>>,
    /// Names of the clusters, largest first.
    pub clusters: Vec<String>,
    /// Beside `ids`.
    pub node_columns: Vec<Column>,
    /// Ends of every edge as positions in `ids`; sorted, each pair once. In the two-mode network the first is the actor.
    pub ends: Vec<(u32, u32)>,
    /// Beside `ends`: 1 in the two-mode network, else the number of shared initiatives or actors.
    pub weights: Vec<f64>,
    /// Beside `ends`.
    pub edge_columns: Vec<Column>,
}

/// What a file says of the network as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AboutNetwork {
    pub dataset: String,
    pub title: String,
    pub version: Option<String>,
    /// ISO date of the data.
    pub date: Option<String>,
    pub licenses: Vec<String>,
    pub basis: Basis,
    pub method: String,
}

impl AboutNetwork {
    /// Names and texts for formats that hold single texts.
    fn texts(&self) -> Vec<(&'static str, String)> {
        let mut texts = vec![("dataset", self.dataset.clone()), ("title", self.title.clone())];
        texts.extend(self.version.clone().map(|version| ("version", version)));
        texts.extend(self.date.clone().map(|date| ("date", date)));
        if !self.licenses.is_empty() {
            texts.push(("license", self.licenses.join(", ")));
        }
        texts.push(("basis", self.basis.code().to_owned()));
        texts.push(("method", self.method.clone()));
        texts
    }
}

/// One attribute of all nodes or all edges.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    pub name: &'static str,
    /// What it says, with its unit.
    pub meaning: String,
    pub values: Values,
}

/// The values of a column; `None` where not known or where it does not apply.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    Text(Vec<Option<String>>),
    Integer(Vec<Option<i64>>),
    Real(Vec<Option<f64>>),
    Date(Vec<Option<Date>>),
}

/// One value of a column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    Text(&'a str),
    Integer(i64),
    Real(f64),
    Date(Date),
}

impl Column {
    pub fn value(&self, position: usize) -> Option<Value<'_>> {
        match &self.values {
            Values::Text(values) => values[position].as_deref().map(Value::Text),
            Values::Integer(values) => values[position].map(Value::Integer),
            Values::Real(values) => values[position].map(Value::Real),
            Values::Date(values) => values[position].map(Value::Date),
        }
    }
}

impl Value<'_> {
    /// As XML holds it.
    fn text(self) -> String {
        match self {
            Self::Text(words) => words.to_owned(),
            Self::Integer(number) => number.to_string(),
            Self::Real(number) => number.to_string(),
            Self::Date(date) => date.to_string(),
        }
    }

    fn json(self) -> serde_json::Value {
        match self {
            Self::Text(words) => words.into(),
            Self::Integer(number) => number.into(),
            Self::Real(number) => number.into(),
            Self::Date(date) => date.to_string().into(),
        }
    }
}

impl ExportedNetwork {
    /// Number of edges at every node.
    fn links(&self) -> Vec<u64> {
        let mut links = vec![0; self.ids.len()];
        for &(a, b) in &self.ends {
            links[a as usize] += 1;
            links[b as usize] += 1;
        }
        links
    }
}
