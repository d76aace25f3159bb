//! `/.well-known/security.txt` (RFC 9116): where to report a weakness.

use actix_web::{HttpResponse, web};
use time::{Duration, OffsetDateTime};

/// Who looks after this service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    pub name: String,
    /// Of somebody, not a general mailbox.
    pub email: String,
}

impl Default for Contact {
    /// An address that cannot exist, so that nobody takes it for one that is read.
    fn default() -> Self {
        Self { name: String::from("Beheer Ecosysteemkaart"), email: String::from("beheer@ecosysteemkaart.example") }
    }
}

/// Days that the text may be relied on, from each time that it is fetched; RFC 9116 asks less than a year.
const VALID_DAYS: i64 = 180;

pub async fn security(contact: web::Data<Contact>) -> HttpResponse {
    let expires = OffsetDateTime::now_utc().date().saturating_add(Duration::days(VALID_DAYS));
    let text =
        format!("Contact: mailto:{}\nExpires: {expires}T00:00:00Z\nPreferred-Languages: nl, en\n", contact.email);
    HttpResponse::Ok()
        .insert_header(("cache-control", "public, max-age=86400"))
        .content_type("text/plain; charset=utf-8")
        .body(text)
}
