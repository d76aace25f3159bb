//! Headers on every answer.

use std::sync::LazyLock;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;

use super::unread;

/// Version of the HTTP interface, as `API-Version` says.
pub const API_VERSION: &str = env!("CARGO_PKG_VERSION");

const HEADERS: &[(&str, &str)] = &[
    ("api-version", API_VERSION),
    ("access-control-allow-origin", "*"),
    (
        "access-control-expose-headers",
        "API-Version, Content-Disposition, ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id",
    ),
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
];

/// [`HEADERS`] as they are sent, checked once.
static PARSED: LazyLock<Vec<(HeaderName, HeaderValue)>> = LazyLock::new(|| {
    let parsed = |&(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value));
    HEADERS.iter().map(parsed).collect()
});

/// Adds the headers that every answer has, errors and 304 included, and closes the connection of a client that may go on
/// sending after its request failed.
pub async fn headers(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let sent = unread::hold(&mut request);
    let mut response = unread::close(next.call(request).await?, sent);
    for (name, value) in &*PARSED {
        response.headers_mut().insert(name.clone(), value.clone());
    }
    Ok(response)
}
