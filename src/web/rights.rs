//! Who may do what: bearer tokens (RFC 6750).
//!
//! Reading goes by the tokens that were last seen, so that it works without the database; writing asks the database.

use actix_web::HttpRequest;
use actix_web::http::header::AUTHORIZATION;

use super::catalog::{Catalog, Served};
use super::keeper::Keeper;
use super::problem::Problem;
use crate::language::{Language, Text};
use crate::store::{By, Scope, Store, StoreError, Token, holder};
use time::OffsetDateTime;

/// The secret that a request carries.
fn secret(request: &HttpRequest) -> Option<&str> {
    let (scheme, secret) = request.headers().get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim())
}

/// The token that a reader has; one that is not right opens nothing, and says so nowhere.
pub fn reader<'a>(served: &'a Served, request: &HttpRequest) -> Option<&'a Token> {
    holder(&served.tokens, secret(request)?)
}

/// Somebody with a token, and the store that knows it.
pub struct Writer<'a> {
    pub store: &'a Store,
    pub keeper: &'a Keeper,
    pub token: Token,
}

impl<'a> Writer<'a> {
    /// Whoever the token belongs to.
    ///
    /// # Errors
    /// 401 without a token that is right, 503 where the store does not answer.
    pub async fn of(catalog: &'a Catalog, request: &HttpRequest, language: Language) -> Result<Self, Problem> {
        Self::with_secret(catalog, secret(request), language).await
    }

    /// As [`Writer::of`], with a secret that came in another way.
    ///
    /// # Errors
    /// As [`Writer::of`].
    pub async fn with_secret(catalog: &'a Catalog, secret: Option<&str>, language: Language) -> Result<Self, Problem> {
        let Some(secret) = secret else { return Err(Problem::unauthorized(language, &ask())) };
        let Some(keeper) = catalog.keeper() else { return Err(Problem::unauthorized(language, &no_store())) };
        let store = match keeper.store().await {
            Ok(store) => store,
            Err(StoreError::NoFile { .. }) => return Err(Problem::unauthorized(language, &no_store())),
            Err(error) => return Err(Problem::store(language, &error)),
        };
        let tokens = store.tokens().await.map_err(|error| Problem::store(language, &error))?;
        let token = holder(&tokens, secret).cloned().ok_or_else(|| Problem::unauthorized(language, &wrong()))?;
        Ok(Self { store, keeper, token })
    }

    /// Whether the token allows this in a dataset.
    ///
    /// # Errors
    /// 403.
    pub fn must(&self, scope: Scope, dataset: &str, language: Language) -> Result<(), Problem> {
        if self.token.allows(scope, dataset) {
            return Ok(());
        }
        Err(Problem::forbidden(
            language,
            &Text::new(
                "Dit token geeft hier geen recht op. Vraag een token met het recht write voor deze dataset.",
                "This token does not allow it. Ask for a token with scope write for this dataset.",
            ),
        ))
    }

    /// What the store is told of who changes something.
    pub fn by(&self) -> By {
        By { who: self.token.name.clone(), at: OffsetDateTime::now_utc() }
    }
}

fn ask() -> Text {
    Text::new(
        "Stuur een token mee: Authorization: Bearer … De beheerder maakt er een met ecosysteemkaart token create.",
        "Send a token: Authorization: Bearer … The operator makes one with ecosysteemkaart token create.",
    )
}

fn wrong() -> Text {
    Text::new("Dit token is er niet, of is ingetrokken.", "There is no such token, or it was revoked.")
}

fn no_store() -> Text {
    Text::new(
        "Er is nog geen token, dus deze dienst leest alleen. De beheerder maakt er een met ecosysteemkaart token create.",
        "There is no token yet, so this service only reads. The operator makes one with ecosysteemkaart token create.",
    )
}
