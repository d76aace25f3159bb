//! What the service serves from the store, kept up to date: this process and others may store at any moment.
//!
//! [`Catalog::refresh`] looks whether the number of the last change is another one, computes what is new away from the
//! threads that serve connections, and swaps it in; until then the version before is served. Without the database what is
//! served stays as it is.

use std::sync::Arc;
use std::time::Duration;

use actix_web::rt::time::sleep;
use actix_web::web;
use moka::future::Cache;
use tokio::sync::{Mutex, OnceCell, Semaphore, SemaphorePermit};

use super::catalog::{Catalog, Entry, Kept, Served, State};
use super::problem::Problem;
use crate::dataset::{Limits, ReadOptions, read_bytes};
use crate::ecosystem::NameDecision;
use crate::language::Language;
use crate::snapshot::Snapshot;
use crate::store::{KeptName, KeptStatus, Missing, Store, StoreError, Version};

/// MiB that one upload may have.
pub const DEFAULT_UPLOAD_MIB: usize = 64;
/// Time between two looks at the store.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// Older versions whose results are kept.
const OLDER_KEPT: u64 = 4;
/// Uploads, checks and older versions that are read at once; each takes memory of many times its size.
const READ_AT_ONCE: usize = 2;

/// Settings of the store.
#[derive(Debug, Clone)]
pub struct StoreConfig {
    /// `sqlite://PATH` or `postgres://…`.
    pub database: String,
    pub read: ReadOptions,
    /// Bytes that one upload may have.
    pub upload_bytes: usize,
}

/// The store of a service and what was made of it.
#[derive(Debug)]
pub struct Keeper {
    config: StoreConfig,
    store: OnceCell<Store>,
    refreshing: Mutex<()>,
    older: Cache<String, Arc<Snapshot>>,
    checks: Semaphore,
    uploads: Semaphore,
}

/// Results that are there already for a version that was just stored.
pub struct Prepared {
    pub dataset: String,
    pub number: i64,
    pub names: Vec<NameDecision>,
    pub state: State,
}

impl Keeper {
    pub fn new(config: StoreConfig) -> Self {
        Self {
            config,
            store: OnceCell::new(),
            refreshing: Mutex::new(()),
            older: Cache::new(OLDER_KEPT),
            checks: Semaphore::new(READ_AT_ONCE),
            uploads: Semaphore::new(READ_AT_ONCE),
        }
    }

    pub fn upload_bytes(&self) -> usize {
        self.config.upload_bytes
    }

    /// A place for a check or an older version, which ask no token.
    pub fn place_for_check(&self, language: Language) -> Result<SemaphorePermit<'_>, Problem> {
        self.checks.try_acquire().map_err(|_| Problem::busy(language))
    }

    /// A place for an upload.
    pub fn place_for_upload(&self, language: Language) -> Result<SemaphorePermit<'_>, Problem> {
        self.uploads.try_acquire().map_err(|_| Problem::busy(language))
    }

    /// The store, opened when it is first needed.
    ///
    /// # Errors
    /// [`StoreError`] where there is none, or it does not answer.
    pub async fn store(&self) -> Result<&Store, StoreError> {
        self.store.get_or_try_init(|| Store::open(&self.config.database, Missing::Refuse)).await
    }

    /// Results of older versions that are in memory.
    pub fn older_snapshots(&self) -> Vec<Arc<Snapshot>> {
        self.older.iter().map(|(_, snapshot)| snapshot).collect()
    }

    /// How an upload is read: within bounds that fit a service, under the name that it gets.
    /// Without a name it keeps its own.
    pub fn read_options(&self, dataset: Option<&str>, names: Vec<NameDecision>) -> ReadOptions {
        let limits = Limits {
            file_bytes: 256 << 20,
            rows: 2_000_000,
            archive_members: 1_000,
            archive_bytes: 512 << 20,
            workbook_bytes: 256 << 20,
            ..self.config.read.limits.clone()
        };
        ReadOptions { limits, id: dataset.map(str::to_owned), name_decisions: names, ..self.config.read.clone() }
    }
}

/// The versions and names of each dataset in the store.
fn by_dataset(versions: Vec<Version>, names: &[KeptName]) -> Vec<(String, Kept)> {
    let mut datasets: Vec<(String, Kept)> = Vec::new();
    for version in versions {
        match datasets.last_mut().filter(|(id, _)| *id == version.dataset) {
            Some((_, kept)) => kept.versions.push(version),
            None => datasets.push((version.dataset.clone(), Kept { versions: vec![version], ..Kept::default() })),
        }
    }
    for (id, kept) in &mut datasets {
        kept.names = names.iter().filter(|name| name.dataset == *id).cloned().collect();
    }
    datasets
}

/// The statuses of one dataset, in their order.
fn statuses_of(id: &str, statuses: &[KeptStatus]) -> Vec<KeptStatus> {
    statuses.iter().filter(|status| status.dataset == id).cloned().collect()
}

impl Catalog {
    /// Takes over what changed in the store. `prepared` saves computing what is there already.
    ///
    /// # Errors
    /// [`StoreError`] where the store does not answer; what is served stays as it is.
    pub async fn refresh(&self, prepared: Option<Prepared>) -> Result<(), StoreError> {
        let Some(keeper) = self.keeper() else { return Ok(()) };
        let _one = keeper.refreshing.lock().await;
        let store = keeper.store().await?;
        let change = store.last_change().await?;
        if change == self.served().change {
            return Ok(());
        }
        let tokens = store.tokens().await?;
        let (versions, names, statuses) =
            (store.versions().await?, store.name_decisions().await?, store.statuses().await?);
        // Closing and revoking hold at once, before anything is computed.
        self.replace(Served { tokens, ..Served::clone(&self.served()) });
        // What is not in the store has statuses at most.
        for entry in self.served().entries.iter().filter(|entry| entry.kept.is_none()) {
            let decided = statuses_of(&entry.id, &statuses);
            if decided != entry.statuses {
                self.put(entry.with_statuses(decided, change));
            }
        }
        let mut waiting = Vec::new();
        for (id, kept) in by_dataset(versions, &names) {
            let decided = statuses_of(&id, &statuses);
            let stored = |number, kept: Kept, state| {
                Entry::stored(&id, number, kept, change, state).with_statuses(decided.clone(), change)
            };
            let served = self.served();
            let old = served.find(&id);
            if old.is_some_and(|old| old.kept.is_none()) {
                tracing::warn!(
                    dataset = id,
                    "a stored dataset has the name of one that is shipped or given, and is not served"
                );
                continue;
            }
            let number = kept.versions.last().map_or(1, |version| version.number);
            let ready = old.filter(|old| {
                old.number == number && old.kept.as_ref().is_some_and(|before| before.decisions() == kept.decisions())
            });
            let ready = ready.and_then(|old| old.state()).cloned();
            let ready = ready.or_else(|| {
                let given = prepared.as_ref()?;
                let fits = given.dataset == id && given.number == number && given.names == kept.decisions();
                fits.then(|| given.state.clone())
            });
            let is_same = |old: &Entry| old.kept.as_ref() == Some(&kept) && old.statuses == decided;
            if old.is_some_and(|old| old.state().is_some() && is_same(old)) {
                continue;
            }
            match (&ready, old) {
                (Some(_), _) | (None, None) => {
                    self.put(stored(number, kept.clone(), ready.clone()));
                }
                // The version before is served until this one is there; if it was closed, it is closed now.
                (None, Some(old)) if kept.versions.last().is_some_and(|last| last.closed) && !old.is_closed() => {
                    let mut before = old.kept.clone().unwrap_or_default();
                    before.versions.iter_mut().for_each(|version| version.closed = true);
                    self.put(stored(old.number, before, old.state().cloned()));
                }
                (None, Some(_)) => {}
            }
            if ready.is_none() {
                waiting.push((id, number, kept, decided));
            }
        }
        for (id, number, kept, decided) in waiting {
            let Some(state) = self.make(keeper, &id, number, kept.decisions()).await? else { return Ok(()) };
            match &state {
                State::Ready(_) => tracing::info!(dataset = id, version = number, "version is ready"),
                State::Failed(reason) => {
                    tracing::error!(dataset = id, version = number, reason = reason.en, "version cannot be served");
                }
            }
            self.put(Entry::stored(&id, number, kept, change, Some(state)).with_statuses(decided, change));
        }
        self.replace(Served { change, ..Served::clone(&self.served()) });
        Ok(())
    }

    /// Serves an entry in place of what has its name, else after the others.
    fn put(&self, entry: Entry) {
        let mut served = Served::clone(&self.served());
        let entry = Arc::new(entry);
        match served.entries.iter_mut().find(|old| old.id == entry.id) {
            Some(old) => *old = entry,
            None => served.entries.push(entry),
        }
        self.replace(served);
    }

    /// The first results of a stored version; `None` where it is not in the store.
    async fn make(
        &self,
        keeper: &Keeper,
        id: &str,
        number: i64,
        names: Vec<NameDecision>,
    ) -> Result<Option<State>, StoreError> {
        let Some(content) = keeper.store().await?.content(id, number).await? else { return Ok(None) };
        let (options, name, catalog) = (keeper.read_options(Some(id), names), id.to_owned(), self.clone());
        let state = web::block(move || catalog.made(read_bytes(&name, &content, &options))).await;
        // A computation that broke down: the next look tries again.
        Ok(state.ok())
    }

    /// A version that is not the current one, with the decisions of today; a few stay in memory.
    ///
    /// # Errors
    /// 503 where the store does not answer or too much is being read; 500 where the version cannot be computed.
    pub async fn older(&self, current: &Entry, number: i64, language: Language) -> Result<Arc<Entry>, Problem> {
        let (Some(keeper), Some(kept)) = (self.keeper(), &current.kept) else {
            return Err(Problem::internal(language));
        };
        let key = format!("{}@{number} {:?}", current.id, kept.decisions());
        let snapshot = keeper.older.try_get_with(key, async {
            let _place = keeper.place_for_check(language)?;
            match self.make(keeper, &current.id, number, kept.decisions()).await {
                Ok(Some(State::Ready(snapshot))) => Ok(snapshot),
                Ok(Some(State::Failed(reason))) => Err(Problem::not_found(language, &reason)),
                Ok(None) => Err(Problem::internal(language)),
                Err(error) => Err(Problem::store(language, &error)),
            }
        });
        let snapshot = snapshot.await.map_err(|problem| Problem::clone(&problem))?;
        self.tell_news();
        let state = Some(State::Ready(snapshot));
        let mut entry =
            Entry::stored(&current.id, number, kept.clone(), 0, state).with_statuses(current.statuses.clone(), 0);
        entry.note_key(current.version_key());
        Ok(Arc::new(entry))
    }

    /// Follows the store for as long as the service runs.
    pub async fn follow(self) {
        let mut trouble = String::new();
        loop {
            let said = match self.refresh(None).await {
                Ok(()) => String::new(),
                Err(error) => {
                    let text = format!("{:#}", anyhow::Error::from(error));
                    if text != trouble {
                        tracing::warn!(reason = text, "nothing can be written; reading goes on");
                    }
                    text
                }
            };
            if said.is_empty() && !trouble.is_empty() {
                tracing::info!("the store answers");
            }
            trouble = said;
            sleep(LOOK_EVERY).await;
        }
    }
}
