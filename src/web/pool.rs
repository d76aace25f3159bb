//! The threads that compute answers, apart from those that serve connections, with a bound on what waits.

use std::sync::Arc;

use tokio::sync::{Semaphore, oneshot};

use super::problem::Problem;
use crate::language::Language;

/// Computations that run or wait at most; more are told to come back.
pub const DEFAULT_COMPUTATIONS: usize = 64;

/// A pool for computing. Analyses called in it run in parallel on its threads.
#[derive(Debug, Clone)]
pub struct ComputePool {
    threads: Arc<rayon::ThreadPool>,
    places: Arc<Semaphore>,
}

impl ComputePool {
    /// A pool with a thread per core (or `threads`) and a number of places.
    ///
    /// # Errors
    /// Where threads cannot be started.
    pub fn new(threads: usize, places: usize) -> Result<Self, rayon::ThreadPoolBuildError> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .thread_name(|number| format!("compute-{number}"))
            // What was computed is gone and its client gets a 500; the others go on.
            .panic_handler(|_| tracing::error!("a computation failed"))
            .build()?;
        Ok(Self { threads: Arc::new(pool), places: Arc::new(Semaphore::new(places)) })
    }

    /// Runs work away from the threads that serve connections. Work whose client has gone before it starts is skipped.
    ///
    /// # Errors
    /// 503 where no place is free; 500 where the work did not come to an end.
    pub async fn run<T: Send + 'static>(
        &self,
        language: Language,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| Problem::busy(language))?;
        let (send, receive) = oneshot::channel();
        self.threads.spawn(move || {
            if !send.is_closed() {
                // The client may have gone meanwhile.
                let _ = send.send(work());
            }
            drop(place);
        });
        receive.await.map_err(|_| Problem::internal(language))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn a_full_pool_says_so_and_a_failed_computation_harms_nobody() {
        let pool = ComputePool::new(1, 2).unwrap();
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let slow = pool.run(Language::Nl, move || wait.recv().is_ok());
        let next = pool.run(Language::Nl, || 2);
        let mut both = std::pin::pin!(async { tokio::join!(slow, next) });
        // Both places are taken once the futures were polled.
        assert!(futures_pending(both.as_mut()).await);
        assert_eq!(pool.run(Language::Nl, || 3).await.map_err(|problem| problem.status), Err(503));
        go.send(()).unwrap();
        let (first, second) = both.await;
        assert_eq!((first, second), (Ok(true), Ok(2)));
        assert_eq!(pool.run(Language::Nl, || -> i32 { panic!("on purpose") }).await.map_err(|p| p.status), Err(500));
        assert_eq!(pool.run(Language::Nl, || 4).await, Ok(4));
    }

    /// Polls once; true where the future is not ready.
    async fn futures_pending<F: Future>(mut future: std::pin::Pin<&mut F>) -> bool {
        std::future::poll_fn(|context| std::task::Poll::Ready(future.as_mut().poll(context).is_pending())).await
    }
}
