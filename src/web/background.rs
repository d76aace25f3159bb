//! The default results that take longer, computed while the first ones are served: one section after another, on a single
//! thread that gives way to those that answer.

use std::sync::Arc;

use tokio::sync::oneshot;

use super::catalog::Catalog;
use crate::dataset::establishments;
use crate::snapshot::{Section, Snapshot, SnapshotConfig};

/// The thread that computes them, and how.
#[derive(Debug)]
pub struct Background {
    threads: rayon::ThreadPool,
    config: Arc<SnapshotConfig>,
}

impl Background {
    /// A thread that waits for work.
    ///
    /// # Errors
    /// Where it cannot be started.
    pub fn new() -> Result<Self, rayon::ThreadPoolBuildError> {
        let threads = rayon::ThreadPoolBuilder::new()
            .num_threads(1)
            .thread_name(|_| String::from("background"))
            .start_handler(|_| give_way())
            .panic_handler(|_| tracing::error!("a computation in the background failed"))
            .build()?;
        let config = SnapshotConfig { establishments: establishments(), ..SnapshotConfig::default() };
        Ok(Self { threads, config: Arc::new(config) })
    }

    /// Completes what is served, and what will be, until the future is dropped; a section that is being computed then is
    /// left behind. Starts when every dataset that is not in the store has its first results.
    pub async fn follow(self, catalog: Catalog) {
        loop {
            match catalog.next_later() {
                Some((snapshot, section)) => self.compute(snapshot, section).await,
                None => catalog.news().await,
            }
        }
    }

    async fn compute(&self, snapshot: Arc<Snapshot>, section: Section) {
        let (done, is_done) = oneshot::channel();
        let (computed, config) = (Arc::clone(&snapshot), Arc::clone(&self.config));
        self.threads.spawn(move || {
            if let Err(reason) = computed.compute_later(section, &config) {
                let dataset = computed.ecosystem.about().id.as_str();
                tracing::info!(dataset, section = section.key(), %reason, "results are computed when they are asked");
            }
            // Nobody waits any more where the service stops.
            let _ = done.send(());
        });
        if is_done.await.is_err() {
            // It broke down, and would again.
            snapshot.give_up(section);
        }
    }
}

/// Niceness of the thread: about a tenth of the share of a thread that answers, where both want to go on.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;

/// Lets threads that answer go first; where that cannot be asked it goes on as it is.
fn give_way() {
    // On Linux niceness is of a thread, elsewhere of the whole process.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(NICENESS);
}
