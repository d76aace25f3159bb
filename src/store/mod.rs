//! What people bring and decide, kept in SQLite or PostgreSQL: versions of datasets, decisions on names and signals,
//! earlier consistency tests, tokens, and who did what when.
//!
//! One SQL text serves both databases; only the types of columns differ (`migrations/`). Every change runs in one
//! transaction that raises the number in `changes` first: that row is the lock, so changes come one after the other, and
//! the number tells others that something changed. Nothing is ever overwritten but a token that is revoked: decisions
//! are a log whose last word holds.
//!
//! What must not be here: reading datasets, HTTP, a clock (who changes something says when).

mod consistency_tests;
mod decisions;
mod error;
mod tokens;
mod versions;

use std::path::PathBuf;
use std::time::Duration;

use sqlx::any::{AnyPoolOptions, install_default_drivers};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{Any, AnyConnection, AnyPool, Connection as _, Executor as _, SqlSafeStr as _, Transaction};
use time::OffsetDateTime;

pub use consistency_tests::{KeptTest, NewTest};
pub use decisions::{KeptName, KeptStatus, NewStatus};
pub use error::StoreError;
pub use tokens::{Scope, Token, holder};
pub use versions::{NewVersion, Version};

/// Connections to the database at most.
const CONNECTIONS: u32 = 8;
/// Time to get a connection.
const CONNECT_WITHIN: Duration = Duration::from_secs(5);
/// Time that one question or change may take.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

/// Who changes something, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct By {
    /// Name of a token, or of the command.
    pub who: String,
    pub at: OffsetDateTime,
}

/// One line of the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    /// Number of the change.
    pub number: i64,
    pub by: By,
    pub what: String,
    pub which: String,
}

/// The database.
#[derive(Debug, Clone)]
pub struct Store {
    pool: AnyPool,
    /// Of SQLite.
    file: Option<PathBuf>,
}

/// Whether a database file that is not there is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    Create,
    /// Nothing can be in it yet.
    Refuse,
}

impl Store {
    /// Connects to `sqlite://PATH` or `postgres://…` and brings its tables up to date.
    ///
    /// # Errors
    /// [`StoreError`] where the address is none of these, there is no database, or it was made by a later program.
    pub async fn open(url: &str, missing: Missing) -> Result<Self, StoreError> {
        let file = sqlite_file(url);
        if file.is_none() && !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
            return Err(StoreError::Address);
        }
        if let Some(path) = file.as_ref().filter(|path| missing == Missing::Refuse && !path.exists()) {
            return Err(StoreError::NoFile { path: path.clone() });
        }
        install_default_drivers();
        let is_sqlite = file.is_some();
        let address = match (is_sqlite, url.contains('?')) {
            (true, false) => format!("{url}?mode=rwc"),
            _ => url.to_owned(),
        };
        let settings = if is_sqlite { SQLITE } else { POSTGRES };
        // A pool would go on trying and hide what is wrong.
        let first = async {
            let mut connection = AnyConnection::connect(&address).await?;
            connection.execute(settings).await?;
            connection.close().await
        };
        within("connecting", first).await?;
        let pool = AnyPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(CONNECT_WITHIN)
            .after_connect(move |connection, _| Box::pin(async move { connection.execute(settings).await.map(|_| ()) }))
            .connect_lazy(&address)
            .map_err(|error| StoreError::from_sqlx("connecting", error))?;
        let store = Self { pool, file };
        let migrations = if is_sqlite { SQLITE_MIGRATIONS } else { POSTGRES_MIGRATIONS };
        let migrations = migrations.iter().zip(1..).map(|(&sql, number)| {
            Migration::new(number, "store".into(), MigrationType::Simple, sql.into_sql_str(), false)
        });
        let migrator = Migrator::with_migrations(migrations.collect());
        let run = migrator.run(&store.pool);
        tokio::time::timeout(ANSWER_WITHIN, run).await.map_err(|_| StoreError::TimedOut)??;
        Ok(store)
    }

    /// Number of the last change; another one means that something changed.
    ///
    /// # Errors
    /// [`StoreError`] where the database does not answer.
    pub async fn last_change(&self) -> Result<i64, StoreError> {
        let number = sqlx::query_scalar("SELECT number FROM changes").fetch_one(&self.pool);
        within("the last change", number).await
    }

    /// The audit log, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] where the database does not answer.
    pub async fn audit(&self) -> Result<Vec<AuditLine>, StoreError> {
        let rows = sqlx::query_as("SELECT number, who, at, what, which FROM audit ORDER BY number");
        let rows: Vec<(i64, String, i64, String, String)> = within("the audit log", rows.fetch_all(&self.pool)).await?;
        let line = |(number, who, at, what, which)| AuditLine { number, by: By::read(who, at), what, which };
        Ok(rows.into_iter().map(line).collect())
    }

    /// Begins a change: waits for the one before it and writes the line of the audit log.
    async fn change(&self, by: &By, what: &str, which: &str) -> Result<Change, sqlx::Error> {
        if let Some(path) = self.file.as_ref().filter(|path| !path.exists()) {
            // What would be written to a file that was removed is lost.
            let text = format!("{} was removed", path.display());
            return Err(sqlx::Error::Io(std::io::Error::new(std::io::ErrorKind::NotFound, text)));
        }
        let mut transaction = self.pool.begin().await?;
        let number: i64 = sqlx::query_scalar("UPDATE changes SET number = number + 1 RETURNING number")
            .fetch_one(&mut *transaction)
            .await?;
        sqlx::query("INSERT INTO audit (number, at, who, what, which) VALUES ($1, $2, $3, $4, $5)")
            .bind(number)
            .bind(micros(by.at))
            .bind(&by.who)
            .bind(what)
            .bind(which)
            .execute(&mut *transaction)
            .await?;
        Ok(Change { transaction, number })
    }
}

/// A change that is under way; dropped, nothing of it happened.
struct Change {
    transaction: Transaction<'static, Any>,
    number: i64,
}

impl By {
    fn read(who: String, at: i64) -> Self {
        // What we wrote is in range.
        let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(at) * 1000);
        Self { who, at: at.unwrap_or(OffsetDateTime::UNIX_EPOCH) }
    }
}

/// Microseconds since 1970.
fn micros(at: OffsetDateTime) -> i64 {
    i64::try_from(at.unix_timestamp_nanos() / 1000).unwrap_or_default()
}

/// What is committed is on the disk; a writer waits for another.
const SQLITE: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000";
/// A replica that hangs in the middle of a change does not keep others waiting for ever.
const POSTGRES: &str = "SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '30s'";

const SQLITE_MIGRATIONS: &[&str] = &[include_str!("migrations/sqlite/0001_store.sql")];
const POSTGRES_MIGRATIONS: &[&str] = &[include_str!("migrations/postgres/0001_store.sql")];

/// The file of a SQLite address.
fn sqlite_file(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:"))?;
    Some(PathBuf::from(path.split('?').next().unwrap_or(path)))
}

/// The outcome of a question or change, in bounded time.
async fn within<T>(what: &'static str, work: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, StoreError> {
    let outcome = tokio::time::timeout(ANSWER_WITHIN, work).await.map_err(|_| StoreError::TimedOut)?;
    outcome.map_err(|error| StoreError::from_sqlx(what, error))
}
