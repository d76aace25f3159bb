//! Proposals that were tested, with what came out.

use super::{By, Store, StoreError, within};

/// A test to keep.
#[derive(Debug, Clone, Copy)]
pub struct NewTest<'a> {
    pub dataset: &'a str,
    /// `None`: of a dataset without versions.
    pub version: Option<i64>,
    /// JSON, as it was sent.
    pub proposal: &'a str,
    /// JSON.
    pub verdict: &'a str,
}

/// A test that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptTest {
    pub number: i64,
    pub version: Option<i64>,
    pub proposal: String,
    pub verdict: String,
    pub by: By,
}

impl Store {
    /// Keeps a test.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was kept.
    pub async fn keep_test(&self, new: NewTest<'_>, by: &By) -> Result<i64, StoreError> {
        let work = async {
            let mut change = self.change(by, "consistency-test", new.dataset).await?;
            sqlx::query(
                "INSERT INTO consistency_tests (number, dataset, version, proposal, verdict, who, at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7)",
            )
            .bind(change.number)
            .bind(new.dataset)
            .bind(new.version)
            .bind(new.proposal)
            .bind(new.verdict)
            .bind(&by.who)
            .bind(super::micros(by.at))
            .execute(&mut *change.transaction)
            .await?;
            change.transaction.commit().await?;
            Ok(change.number)
        };
        within("keeping a consistency test", work).await
    }

    /// How many tests of a dataset are kept.
    ///
    /// # Errors
    /// [`StoreError`] where the database does not answer.
    pub async fn count_tests(&self, dataset: &str) -> Result<usize, StoreError> {
        let count = sqlx::query_scalar("SELECT COUNT(*) FROM consistency_tests WHERE dataset = $1");
        let count: i64 = within("the consistency tests", count.bind(dataset).fetch_one(&self.pool)).await?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// Tests of a dataset, latest first: `most` of them after the first `skipped`. Each holds a whole answer.
    ///
    /// # Errors
    /// [`StoreError`] where the database does not answer.
    pub async fn tests(&self, dataset: &str, skipped: usize, most: usize) -> Result<Vec<KeptTest>, StoreError> {
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        type Row = (i64, Option<i64>, String, String, String, i64);
        let rows = sqlx::query_as(
            "SELECT number, version, proposal, verdict, who, at FROM consistency_tests \
             WHERE dataset = $1 ORDER BY number DESC LIMIT $2 OFFSET $3",
        );
        let rows = rows.bind(dataset).bind(number(most)).bind(number(skipped)).fetch_all(&self.pool);
        let rows: Vec<Row> = within("the consistency tests", rows).await?;
        let test = |(number, version, proposal, verdict, who, at)| KeptTest {
            number,
            version,
            proposal,
            verdict,
            by: By::read(who, at),
        };
        Ok(rows.into_iter().map(test).collect())
    }
}
