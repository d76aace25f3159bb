//! How a figure came about, and the particulars of a dataset that every answer repeats.

use std::collections::{BTreeMap, BTreeSet};

use super::coded::coded;
use crate::language::Text;

coded! {
    /// How a figure came about. Ordered from firm to invented: a result takes the last basis among its inputs.
    Basis {
        Published = "published", "gepubliceerd", "published";
        Registered = "registered", "geregistreerd", "registered";
        Modelled = "modelled", "gemodelleerd", "modelled", "modeled";
        Reconstructed = "reconstructed", "gereconstrueerd", "reconstructed";
        Fictional = "fictional", "fictief", "fictional";
    }
}

/// The basis of a table, with the columns that differ from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableBasis {
    pub table: Basis,
    pub columns: BTreeMap<String, Basis>,
}

/// What is said about a dataset as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Short name in addresses, such as `regioscan-2023`.
    pub id: String,
    pub title: Text,
    /// Version as its makers count it; empty where not said.
    pub version: String,
    /// Date of the data, as an ISO date; empty where not said.
    pub date: String,
    /// Licence names or addresses.
    pub licenses: Vec<String>,
    /// Titles of the sources.
    pub sources: Vec<String>,
    /// Repairs and doubts that the makers wrote down.
    pub notes: Vec<Text>,
    /// Basis per table name (`actors`, `activities`, …). A table that is not named is [`Basis::Registered`].
    pub basis: BTreeMap<String, TableBasis>,
    /// Sets of axes (dimension ids, `region`, `reachClass`, …) whose cross-table was published, whatever the basis of the
    /// single rows.
    pub published_tables: BTreeSet<BTreeSet<String>>,
    /// Codes of the regions that were surveyed even where nothing was found.
    pub surveyed_regions: BTreeSet<String>,
    /// How many initiatives are thought to exist.
    pub known_population: Option<u64>,
    /// Names that were given to clusters, by cluster id.
    pub cluster_names: BTreeMap<String, Text>,
}

impl About {
    /// Particulars of a dataset of which only the name is known.
    pub fn named(id: impl Into<String>) -> Self {
        let id = id.into();
        Self {
            title: Text::same(id.clone()),
            id,
            version: String::new(),
            date: String::new(),
            licenses: Vec::new(),
            sources: Vec::new(),
            notes: Vec::new(),
            basis: BTreeMap::new(),
            published_tables: BTreeSet::new(),
            surveyed_regions: BTreeSet::new(),
            known_population: None,
            cluster_names: BTreeMap::new(),
        }
    }

    /// The basis of one column of a table.
    pub fn basis_of(&self, table: &str, column: &str) -> Basis {
        self.basis
            .get(table)
            .map_or(Basis::Registered, |basis| basis.columns.get(column).copied().unwrap_or(basis.table))
    }

    /// The weakest basis among columns, each given as (table, column).
    pub fn weakest(&self, columns: &[(&str, &str)]) -> Basis {
        columns.iter().map(|(table, column)| self.basis_of(table, column)).max().unwrap_or(Basis::Registered)
    }

    /// Whether the cross-table over exactly these axes was published.
    pub fn is_published_table(&self, axes: &[&str]) -> bool {
        let axes: BTreeSet<String> = axes.iter().map(ToString::to_string).collect();
        self.published_tables.contains(&axes)
    }
}
