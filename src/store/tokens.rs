//! Bearer tokens: who may write, and who may read datasets that are closed.
//!
//! A secret is 256 random bits, so one round of SHA-256 keeps it as safe as it is: there is nothing to guess that a slow
//! hash would protect.

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq as _;
use time::OffsetDateTime;

use super::versions::hexadecimal;
use super::{By, Store, StoreError, within};

/// What every secret begins with, so that scanners for leaked secrets can know it.
const MARK: &str = "ek_";

/// What a token allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Reading closed datasets.
    Read,
    /// Bringing versions and keeping decisions; reading too.
    Write,
}

impl Scope {
    pub const ALL: &'static [Self] = &[Self::Read, Self::Write];

    pub fn code(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }
}

/// A token without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub name: String,
    pub scope: Scope,
    /// The one dataset that it is for; `None`: all.
    pub dataset: Option<String>,
    pub created: OffsetDateTime,
    pub revoked: Option<OffsetDateTime>,
    /// SHA-256 of the secret, in hexadecimal.
    sha256: String,
}

impl Token {
    /// Whether it allows this in a dataset.
    pub fn allows(&self, scope: Scope, dataset: &str) -> bool {
        self.revoked.is_none() && self.scope >= scope && self.dataset.as_deref().is_none_or(|only| only == dataset)
    }
}

/// The token with this secret that was not revoked. Every token is compared, each in constant time.
pub fn holder<'a>(tokens: &'a [Token], secret: &str) -> Option<&'a Token> {
    let hash = hexadecimal(&Sha256::digest(secret.as_bytes()));
    let mut found = None;
    for token in tokens.iter().filter(|token| token.revoked.is_none()) {
        if bool::from(token.sha256.as_bytes().ct_eq(hash.as_bytes())) {
            found = Some(token);
        }
    }
    found
}

impl Store {
    /// Makes a token and gives its secret, which is told once and kept nowhere.
    ///
    /// # Errors
    /// [`StoreError`] where there is or was a token of this name.
    pub async fn create_token(
        &self,
        name: &str,
        scope: Scope,
        dataset: Option<&str>,
        by: &By,
    ) -> Result<String, StoreError> {
        let mut bits = [0_u8; 32];
        getrandom::fill(&mut bits).map_err(StoreError::NoChance)?;
        let secret = format!("{MARK}{}", hexadecimal(&bits));
        let hash = hexadecimal(&Sha256::digest(secret.as_bytes()));
        let work = async {
            let mut change = self.change(by, "token-create", name).await?;
            let made = sqlx::query(
                "INSERT INTO tokens (name, sha256, scope, dataset, created) VALUES ($1, $2, $3, $4, $5) \
                 ON CONFLICT (name) DO NOTHING",
            )
            .bind(name)
            .bind(hash)
            .bind(scope.code())
            .bind(dataset)
            .bind(super::micros(by.at))
            .execute(&mut *change.transaction)
            .await?;
            if made.rows_affected() == 1 {
                change.transaction.commit().await?;
            }
            Ok(made.rows_affected())
        };
        match within("making a token", work).await? {
            1 => Ok(secret),
            _ => Err(StoreError::TokenExists { name: name.to_owned() }),
        }
    }

    /// Revokes a token.
    ///
    /// # Errors
    /// [`StoreError`] where there is no such token, or it was revoked before.
    pub async fn revoke_token(&self, name: &str, by: &By) -> Result<(), StoreError> {
        let work = async {
            let mut change = self.change(by, "token-revoke", name).await?;
            let revoked = sqlx::query("UPDATE tokens SET revoked = $1 WHERE name = $2 AND revoked IS NULL")
                .bind(super::micros(by.at))
                .bind(name)
                .execute(&mut *change.transaction)
                .await?;
            if revoked.rows_affected() == 1 {
                change.transaction.commit().await?;
            }
            Ok(revoked.rows_affected())
        };
        match within("revoking a token", work).await? {
            1 => Ok(()),
            _ => Err(StoreError::NoToken { name: name.to_owned() }),
        }
    }

    /// All tokens by name, those that were revoked too.
    ///
    /// # Errors
    /// [`StoreError`] where the database does not answer.
    pub async fn tokens(&self) -> Result<Vec<Token>, StoreError> {
        type Row = (String, String, String, Option<String>, i64, Option<i64>);
        let rows = sqlx::query_as("SELECT name, sha256, scope, dataset, created, revoked FROM tokens");
        let rows: Vec<Row> = within("the tokens", rows.fetch_all(&self.pool)).await?;
        let read = |(name, sha256, scope, dataset, created, revoked): Row| {
            // A scope that this program does not know allows nothing.
            let scope = Scope::ALL.iter().copied().find(|known| known.code() == scope)?;
            let time = |at| By::read(String::new(), at).at;
            Some(Token { name, scope, dataset, created: time(created), revoked: revoked.map(time), sha256 })
        };
        let mut tokens: Vec<Token> = rows.into_iter().filter_map(read).collect();
        tokens.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(tokens)
    }
}
