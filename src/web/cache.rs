//! Answers that were computed, kept within a bound of memory; what is asked twice at once is computed once.

use std::sync::Arc;

use moka::future::Cache;

use super::asked::Asked;
use super::pool::ComputePool;
use super::problem::Problem;
use super::repeat::Repeats;
use super::respond::{Answer, Prepared};
use crate::language::Language;

/// Memory for answers, in MiB.
pub const DEFAULT_CACHE_MIB: u64 = 256;

/// Finished answers by what was asked of which version of a dataset, and the pool that computes the others.
#[derive(Debug, Clone)]
pub struct Answers {
    kept: Cache<String, Arc<Prepared>>,
    pub pool: ComputePool,
    pub repeats: Arc<Repeats>,
}

impl Answers {
    pub fn new(mebibytes: u64, pool: ComputePool) -> Self {
        let weight =
            |key: &String, answer: &Arc<Prepared>| u32::try_from(key.len() + answer.weight()).unwrap_or(u32::MAX);
        let kept = Cache::builder().max_capacity(mebibytes.saturating_mul(1 << 20)).weigher(weight).build();
        Self { kept, pool, repeats: Arc::default() }
    }

    /// The kept answer of a version, else a computed one, in the encoding that is asked. Problems are not kept.
    ///
    /// # Errors
    /// The problem that `work` ends in, or that the pool is full.
    pub async fn get(
        &self,
        version: &str,
        asked: Arc<Asked>,
        language: Language,
        work: impl FnOnce() -> Result<Answer, Problem> + Send + 'static,
    ) -> Result<Arc<Prepared>, Problem> {
        let key = asked.cache_key(version);
        let answer = match self.kept.get(&key).await {
            Some(found) => found,
            None => {
                let encoding = Arc::clone(&asked);
                let computed = self.pool.run(language, move || {
                    let prepared = Prepared::new(work()?);
                    prepared.encode(encoding.accept_encoding.as_deref());
                    Ok(Arc::new(prepared))
                });
                let kept = self.kept.try_get_with(key, async { computed.await? }).await;
                kept.map_err(|problem: Arc<Problem>| Problem::clone(&problem))?
            }
        };
        if !answer.is_encoded(asked.accept_encoding.as_deref()) {
            let encoding = Arc::clone(&answer);
            self.pool.run(language, move || encoding.encode(asked.accept_encoding.as_deref())).await?;
        }
        Ok(answer)
    }
}
