//! The datasets that are served, each with its results.
//!
//! What is served is one immutable [`Served`], replaced as a whole: a request takes it once and answers from it to the end,
//! whatever is stored meanwhile.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use tokio::sync::{Notify, watch};

use super::keeper::{Keeper, StoreConfig};
use crate::dataset::{self, ReadOptions, Reading, Unreadable};
use crate::ecosystem::{Ecosystem, NameDecision};
use crate::language::{Language, Text};
use crate::snapshot::{Progress, Section, Snapshot, SnapshotConfig};
use crate::store::{KeptName, KeptStatus, Scope, Token, Version};

/// The dataset that is served first.
pub const DEFAULT_DATASET: &str = "regioscan-2023";
/// Participations up to which all first results are there before a dataset is served. It takes about a second then, on two
/// cores; of a larger one only the quick results are, and the others come in the background.
pub const AT_ONCE_UP_TO: usize = 20_000;

/// Where a dataset comes from that is not in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Embedded in the program, by id.
    Shipped(String),
    /// A folder, zip or workbook.
    Path(PathBuf),
}

/// What became of a dataset.
#[derive(Debug, Clone)]
pub enum State {
    Ready(Arc<Snapshot>),
    /// It cannot be served, and why.
    Failed(Text),
}

/// What the store has of a dataset.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Kept {
    /// By number.
    pub versions: Vec<Version>,
    pub names: Vec<KeptName>,
}

impl Kept {
    /// Decisions on names as a reader of datasets takes them.
    pub fn decisions(&self) -> Vec<NameDecision> {
        self.names.iter().map(|kept| kept.decision.clone()).collect()
    }
}

/// One version of a dataset.
#[derive(Debug)]
pub struct Entry {
    pub id: String,
    /// From 1. A dataset that is not in the store has one version.
    pub number: i64,
    /// `None`: not in the store; its data never change.
    pub kept: Option<Kept>,
    /// What was decided about its signals, by signal.
    pub statuses: Vec<KeptStatus>,
    source: Option<Source>,
    /// Shared by entries of the same data.
    state: Arc<OnceLock<State>>,
    key: String,
}

impl Entry {
    fn fixed(id: String, source: Source) -> Self {
        let (statuses, state) = (Vec::new(), Arc::default());
        Self { key: id.clone(), id, number: 1, kept: None, statuses, source: Some(source), state }
    }

    /// The same data with other statuses of signals; `stamp` tells them apart.
    #[must_use]
    pub fn with_statuses(&self, statuses: Vec<KeptStatus>, stamp: i64) -> Self {
        Self {
            id: self.id.clone(),
            number: self.number,
            kept: self.kept.clone(),
            statuses,
            source: self.source.clone(),
            state: Arc::clone(&self.state),
            key: format!("{}@{}#{stamp}", self.id, self.number),
        }
    }

    /// A version from the store; `stamp` tells it from the same version with other decisions.
    pub fn stored(id: &str, number: i64, kept: Kept, stamp: i64, state: Option<State>) -> Self {
        let slot = OnceLock::new();
        if let Some(state) = state {
            // The slot is new.
            let _ = slot.set(state);
        }
        let key = format!("{id}@{number}#{stamp}");
        let (kept, state) = (Some(kept), Arc::new(slot));
        Self { id: id.to_owned(), number, kept, statuses: Vec::new(), source: None, state, key }
    }

    /// SHA-256 of what comes with the program.
    pub fn shipped_sha256(&self) -> Option<String> {
        match &self.source {
            Some(Source::Shipped(id)) => Some(dataset::shipped_sha256(id)),
            _ => None,
        }
    }

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

    /// What tells this version with these decisions from every other: answers are kept by it.
    pub fn version_key(&self) -> &str {
        &self.key
    }

    /// As [`Entry::version_key`] of an older version: another one whenever that of the current one is.
    pub fn note_key(&mut self, current: &str) {
        self.key = format!("{}@{} beside {current}", self.id, self.number);
    }

    /// Whether reading it takes a token: where the current version is closed, all are.
    pub fn is_closed(&self) -> bool {
        self.kept.as_ref().and_then(|kept| kept.versions.last()).is_some_and(|version| version.closed)
    }

    /// Numbers of its versions.
    pub fn numbers(&self) -> Vec<i64> {
        match &self.kept {
            Some(kept) => kept.versions.iter().map(|version| version.number).collect(),
            None => vec![1],
        }
    }
}

/// All that is served at one moment: the current version of every dataset, the default one first.
#[derive(Debug, Clone, Default)]
pub struct Served {
    pub entries: Vec<Arc<Entry>>,
    pub tokens: Vec<Token>,
    /// Number of the last change of the store that is in here.
    pub change: i64,
}

impl Served {
    pub fn find(&self, id: &str) -> Option<&Arc<Entry>> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// What somebody with this token, or without one, may see.
    pub fn visible(&self, reader: Option<&Token>) -> impl Iterator<Item = &Arc<Entry>> {
        let sees = move |entry: &Entry| !entry.is_closed() || reader.is_some_and(|t| t.allows(Scope::Read, &entry.id));
        self.entries.iter().filter(move |entry| sees(entry))
    }

    /// Whether every dataset is there or has failed.
    pub fn is_loaded(&self) -> bool {
        self.entries.iter().all(|entry| entry.state().is_some())
    }
}

/// What is served now, and where more comes from.
#[derive(Debug, Clone)]
pub struct Catalog {
    served: Arc<watch::Sender<Arc<Served>>>,
    keeper: Option<Arc<Keeper>>,
    /// That there are results which are not complete yet.
    news: Arc<Notify>,
    at_once_up_to: usize,
}

impl Catalog {
    /// Datasets by id, none of them read yet. The first is the default.
    pub fn new(datasets: Vec<(String, Source)>) -> Self {
        let entries = datasets.into_iter().map(|(id, source)| Arc::new(Entry::fixed(id, source))).collect();
        let served = Served { entries, ..Served::default() };
        Self {
            served: Arc::new(watch::Sender::new(Arc::new(served))),
            keeper: None,
            news: Arc::default(),
            at_once_up_to: AT_ONCE_UP_TO,
        }
    }

    /// Everything that is shipped, [`DEFAULT_DATASET`] first.
    pub fn shipped() -> Self {
        let mut ids = dataset::shipped();
        ids.sort_by_key(|id| id != DEFAULT_DATASET);
        Self::new(ids.into_iter().map(|id| (id.clone(), Source::Shipped(id))).collect())
    }

    /// The same with the datasets of a store beside them.
    #[must_use]
    pub fn with_store(self, config: StoreConfig) -> Self {
        Self { keeper: Some(Arc::new(Keeper::new(config))), ..self }
    }

    /// The same with another number of participations than [`AT_ONCE_UP_TO`].
    #[must_use]
    pub fn at_once_up_to(self, participations: usize) -> Self {
        Self { at_once_up_to: participations, ..self }
    }

    pub fn keeper(&self) -> Option<&Arc<Keeper>> {
        self.keeper.as_ref()
    }

    /// What is served now; it stays as it is for as long as it is held.
    pub fn served(&self) -> Arc<Served> {
        Arc::clone(&self.served.borrow())
    }

    /// Serves something else from now on.
    pub fn replace(&self, served: Served) {
        self.served.send_replace(Arc::new(served));
        self.tell_news();
    }

    /// Says that results came which may not be complete.
    pub fn tell_news(&self) {
        self.news.notify_one();
    }

    /// Until results came since this was last waited for; one may wait.
    pub async fn news(&self) {
        self.news.notified().await;
    }

    /// What is to be computed next: a quick section of every dataset goes before a slow one of any. `None` until every
    /// dataset that is not in the store has its first results, and when all is complete.
    pub fn next_later(&self) -> Option<(Arc<Snapshot>, Section)> {
        let served = self.served();
        if served.entries.iter().any(|entry| entry.kept.is_none() && entry.state().is_none()) {
            return None;
        }
        let current = served.entries.iter().filter_map(|entry| match entry.state() {
            Some(State::Ready(snapshot)) => Some(Arc::clone(snapshot)),
            _ => None,
        });
        let older = self.keeper.iter().flat_map(|keeper| keeper.older_snapshots());
        let snapshots: Vec<Arc<Snapshot>> = current.chain(older).collect();
        let waiting = |section| {
            let snapshot = snapshots.iter().find(|snapshot| snapshot.progress(section) == Progress::Waiting)?;
            Some((Arc::clone(snapshot), section))
        };
        Section::IN_BACKGROUND.iter().copied().find_map(waiting)
    }

    /// Reads and analyses all datasets that are not in the store, in order.
    pub fn load(&self, options: &ReadOptions) {
        for entry in &self.served().entries {
            let Some(source) = &entry.source else { continue };
            let reading = match source {
                Source::Shipped(id) => dataset::read_shipped(id, options),
                Source::Path(path) => dataset::read_path(path, options),
            };
            let state = self.made(reading);
            match &state {
                State::Ready(snapshot) => {
                    tracing::info!(dataset = entry.id, actors = snapshot.ecosystem.actors().len(), "dataset is ready");
                }
                State::Failed(reason) => {
                    tracing::error!(dataset = entry.id, reason = reason.en, "dataset cannot be served");
                }
            }
            // Set once only: `load` is called once.
            let _ = entry.state.set(state);
            self.tell_news();
        }
    }

    /// The first results of what was read.
    pub fn made(&self, reading: Result<Reading, Unreadable>) -> State {
        let ecosystem = match reading {
            Ok(reading) => reading.ecosystem,
            Err(unreadable) => {
                return State::Failed(Text::new(unreadable.message(Language::Nl), unreadable.message(Language::En)));
            }
        };
        let Some(ecosystem) = ecosystem else {
            return State::Failed(Text::new(
                "De gegevens bevatten fouten; bekijk ze met het commando check.",
                "The data contain errors; look at them with the command check.",
            ));
        };
        self.analysed(ecosystem)
    }

    /// The first results of an ecosystem: all of them, or of a large one the quick ones.
    pub fn analysed(&self, ecosystem: Ecosystem) -> State {
        let is_large = ecosystem.participations().len() > self.at_once_up_to;
        let sections = Section::QUICK.iter().copied().collect();
        let config = SnapshotConfig { sections, ..SnapshotConfig::default() };
        let snapshot = match Snapshot::compute(ecosystem, &config, |_| ()) {
            Ok(snapshot) => snapshot,
            Err(error) => return State::Failed(Text::same(error.to_string())),
        };
        if !is_large {
            for &section in Section::SLOW {
                // What does not fit is remembered, and the others are served.
                let _ = snapshot.compute_later(section, &config);
            }
        }
        State::Ready(Arc::new(snapshot))
    }
}
