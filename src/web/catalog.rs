//! The datasets that are served, each with its results. Read in the background; never changed once there.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use crate::dataset::{self, ReadOptions};
use crate::ecosystem::Ecosystem;
use crate::language::{Language, Text};
use crate::snapshot::{Section, Snapshot, SnapshotConfig};

/// The dataset that is served first.
pub const DEFAULT_DATASET: &str = "regioscan-2023";

/// Where a dataset comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Embedded in the program, by id.
    Shipped(String),
    /// A folder, zip or workbook.
    Path(PathBuf),
}

/// What became of a dataset.
#[derive(Debug)]
pub enum State {
    Ready(Box<Snapshot>),
    /// It cannot be served, and why.
    Failed(Text),
}

/// One dataset.
#[derive(Debug)]
pub struct Entry {
    pub id: String,
    source: Source,
    state: OnceLock<State>,
}

impl Entry {
    /// The results, once they are there.
    pub fn state(&self) -> Option<&State> {
        self.state.get()
    }

    /// The results, where the dataset can be served and is there.
    pub fn snapshot(&self) -> Option<&Snapshot> {
        match self.state() {
            Some(State::Ready(snapshot)) => Some(snapshot),
            _ => None,
        }
    }

    /// What tells this version of the dataset from every other: answers are kept by it.
    pub fn version_key(&self) -> String {
        self.id.clone()
    }
}

/// All datasets, the default one first.
#[derive(Debug, Clone)]
pub struct Catalog {
    entries: Arc<Vec<Entry>>,
}

impl Catalog {
    /// Datasets by id, none of them read yet. The first is the default.
    pub fn new(datasets: Vec<(String, Source)>) -> Self {
        let entries = datasets.into_iter().map(|(id, source)| Entry { id, source, state: OnceLock::new() });
        Self { entries: Arc::new(entries.collect()) }
    }

    /// Everything that is shipped, [`DEFAULT_DATASET`] first.
    pub fn shipped() -> Self {
        let mut ids = dataset::shipped();
        ids.sort_by_key(|id| id != DEFAULT_DATASET);
        Self::new(ids.into_iter().map(|id| (id.clone(), Source::Shipped(id))).collect())
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub fn find(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// Whether every dataset is there or has failed.
    pub fn is_loaded(&self) -> bool {
        self.entries.iter().all(|entry| entry.state().is_some())
    }

    /// Reads and analyses all datasets in order.
    pub fn load(&self, options: &ReadOptions) {
        for entry in self.entries.iter() {
            let state = match load(&entry.source, options) {
                Ok(snapshot) => {
                    tracing::info!(dataset = entry.id, actors = snapshot.ecosystem.actors().len(), "dataset is ready");
                    State::Ready(Box::new(snapshot))
                }
                Err(reason) => {
                    tracing::error!(dataset = entry.id, reason = reason.en, "dataset cannot be served");
                    State::Failed(reason)
                }
            };
            // Set once only: `load` is called once.
            let _ = entry.state.set(state);
        }
    }
}

fn load(source: &Source, options: &ReadOptions) -> Result<Snapshot, Text> {
    let reading = match source {
        Source::Shipped(id) => dataset::read_shipped(id, options),
        Source::Path(path) => dataset::read_path(path, options),
    };
    let reading =
        reading.map_err(|unreadable| Text::new(unreadable.message(Language::Nl), unreadable.message(Language::En)))?;
    let ecosystem: Ecosystem = reading.ecosystem.ok_or_else(|| {
        Text::new(
            "De gegevens bevatten fouten; bekijk ze met het commando check.",
            "The data contain errors; look at them with the command check.",
        )
    })?;
    let sections = Section::FIRST.iter().copied().collect();
    Snapshot::compute(ecosystem, &SnapshotConfig { sections, ..SnapshotConfig::default() }, |_| ())
        .map_err(|error| Text::same(error.to_string()))
}
