//! Versions of datasets: the bytes as they were brought, what was found in them, by whom and when.

use sha2::{Digest, Sha256};

use super::{By, Store, StoreError, within};

/// A version to keep.
#[derive(Debug, Clone, Copy)]
pub struct NewVersion<'a> {
    pub dataset: &'a str,
    /// A zip or a workbook.
    pub content: &'a [u8],
    pub media_type: &'a str,
    /// JSON.
    pub findings: &'a str,
    /// Whether reading it takes a token; `None`: as the version before, else not.
    pub closed: Option<bool>,
}

/// A version without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    pub dataset: String,
    /// From 1.
    pub number: i64,
    /// The version that was current before.
    pub replaces: Option<i64>,
    pub media_type: String,
    /// Of the content, in bytes.
    pub size: i64,
    /// Of the content, in hexadecimal.
    pub sha256: String,
    pub closed: bool,
    /// JSON.
    pub findings: String,
    pub by: By,
}

type Row = (String, i64, Option<i64>, String, i64, String, i64, String, String, i64);

impl Version {
    fn read((dataset, number, replaces, media_type, size, sha256, closed, findings, who, at): Row) -> Self {
        let (closed, by) = (closed != 0, By::read(who, at));
        Self { dataset, number, replaces, media_type, size, sha256, closed, findings, by }
    }
}

impl Store {
    /// Keeps a version; it is the current one from then on. Of two at once the second replaces the first.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was kept.
    pub async fn add_version(&self, new: NewVersion<'_>, by: &By) -> Result<Version, StoreError> {
        let sha256 = hexadecimal(&Sha256::digest(new.content));
        let work = async {
            let mut change = self.change(by, "version", new.dataset).await?;
            let before: Option<(i64, i64)> =
                sqlx::query_as("SELECT version, closed FROM versions WHERE dataset = $1 ORDER BY version DESC LIMIT 1")
                    .bind(new.dataset)
                    .fetch_optional(&mut *change.transaction)
                    .await?;
            let version = Version {
                dataset: new.dataset.to_owned(),
                number: before.map_or(1, |(number, _)| number + 1),
                replaces: before.map(|(number, _)| number),
                media_type: new.media_type.to_owned(),
                size: i64::try_from(new.content.len()).unwrap_or(i64::MAX),
                sha256,
                closed: new.closed.unwrap_or(before.is_some_and(|(_, closed)| closed != 0)),
                findings: new.findings.to_owned(),
                by: By::read(by.who.clone(), super::micros(by.at)),
            };
            sqlx::query(
                "INSERT INTO versions \
                 (dataset, version, replaces, media_type, size, sha256, closed, findings, who, at, content) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            )
            .bind(&version.dataset)
            .bind(version.number)
            .bind(version.replaces)
            .bind(&version.media_type)
            .bind(version.size)
            .bind(&version.sha256)
            .bind(i64::from(version.closed))
            .bind(&version.findings)
            .bind(&by.who)
            .bind(super::micros(by.at))
            .bind(new.content)
            .execute(&mut *change.transaction)
            .await?;
            change.transaction.commit().await?;
            Ok(version)
        };
        within("keeping a version", work).await
    }

    /// All versions of all datasets, by dataset and number.
    ///
    /// # Errors
    /// [`StoreError`] where the database does not answer.
    pub async fn versions(&self) -> Result<Vec<Version>, StoreError> {
        let rows = sqlx::query_as(
            "SELECT dataset, version, replaces, media_type, size, sha256, closed, findings, who, at FROM versions",
        );
        let rows: Vec<Row> = within("the versions", rows.fetch_all(&self.pool)).await?;
        let mut versions: Vec<Version> = rows.into_iter().map(Version::read).collect();
        // Databases order text by their own rules.
        versions.sort_by(|a, b| (&a.dataset, a.number).cmp(&(&b.dataset, b.number)));
        Ok(versions)
    }

    /// The bytes of a version as they were brought; `None` where there is no such version.
    ///
    /// # Errors
    /// [`StoreError`] where the database does not answer.
    pub async fn content(&self, dataset: &str, version: i64) -> Result<Option<Vec<u8>>, StoreError> {
        let content = sqlx::query_scalar("SELECT content FROM versions WHERE dataset = $1 AND version = $2")
            .bind(dataset)
            .bind(version)
            .fetch_optional(&self.pool);
        within("the content of a version", content).await
    }
}

pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
