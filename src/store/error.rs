//! Why the store did not do what was asked.

use std::path::PathBuf;

/// What went wrong. Nothing was changed, except perhaps where the database went away while it was committing
/// ([`StoreError::TimedOut`], [`StoreError::Unreachable`]).
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    // The address itself may hold a password.
    #[error("the database setting is no address: give sqlite://PATH or postgres://USER@HOST/DATABASE")]
    Address,
    #[error("there is no database {} yet; `ecosysteemkaart token create` makes it", path.display())]
    NoFile { path: PathBuf },
    #[error("the database cannot be reached")]
    Unreachable { source: sqlx::Error },
    #[error("the database has no room left; make room and try again")]
    Full { source: sqlx::Error },
    #[error("the database did not answer in time; look whether the change was made before trying again")]
    TimedOut,
    #[error(
        "the tables of the database do not go with this program; use the program that last wrote it, or a later one"
    )]
    Tables(#[from] sqlx::migrate::MigrateError),
    #[error("{what}: the database refused")]
    Refused { what: &'static str, source: sqlx::Error },
    #[error("there is a token {name} already, or there was one; choose another name")]
    TokenExists { name: String },
    #[error("there is no token {name}; `ecosysteemkaart token list` shows those there are")]
    NoToken { name: String },
    #[error("no random numbers for a secret: {0}")]
    NoChance(getrandom::Error),
}

impl StoreError {
    pub(super) fn from_sqlx(what: &'static str, source: sqlx::Error) -> Self {
        match &source {
            sqlx::Error::Database(error) => match error.code().as_deref() {
                // SQLITE_FULL, and disk_full of PostgreSQL.
                Some("13" | "53100") => Self::Full { source },
                // SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC, SQLITE_IOERR_SHMSIZE: what a full or bounded disk ends in too.
                Some("778" | "1034" | "4874") => Self::Full { source },
                // SQLITE_CANTOPEN, and shutdown, startup and failures of connections of PostgreSQL.
                Some("14" | "57P01" | "57P02" | "57P03" | "08006" | "08001" | "3D000") => Self::Unreachable { source },
                _ => Self::Refused { what, source },
            },
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
                Self::Unreachable { source }
            }
            _ => Self::Refused { what, source },
        }
    }
}
