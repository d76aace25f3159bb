//! How answers are made: envelope, paging, links and validators.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, ETAG, IF_NONE_MATCH, LINK, VARY};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::problem::Problem;
use super::query::Paging;
use crate::ecosystem::Ecosystem;
use crate::export::AboutSection;
use crate::language::{Language, Text};

/// The dataset that an answer is about.
#[derive(Debug, Clone, Serialize)]
pub struct DatasetStamp {
    pub id: String,
    pub title: Text,
    pub version: Option<String>,
    pub date: Option<String>,
}

impl DatasetStamp {
    pub fn new(ecosystem: &Ecosystem) -> Self {
        let about = ecosystem.about();
        let said = |words: &str| (!words.is_empty()).then(|| words.to_owned());
        Self {
            id: about.id.clone(),
            title: about.title.clone(),
            version: said(&about.version),
            date: said(&about.date),
        }
    }
}

/// An address in `_links`.
#[derive(Debug, Clone, Serialize)]
pub struct Href {
    pub href: String,
}

/// Links of a list; `next` and `prev` are left out where there is no such page.
#[derive(Debug, Clone, Serialize)]
pub struct Links {
    #[serde(rename = "self")]
    pub this: Href,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prev: Option<Href>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Href>,
}

/// The answer for a list.
#[derive(Debug, Serialize)]
pub struct Envelope<'a, T> {
    pub dataset: DatasetStamp,
    #[serde(flatten)]
    pub about: AboutSection,
    /// Further figures about the whole list.
    #[serde(flatten)]
    pub summary: serde_json::Map<String, serde_json::Value>,
    pub total: usize,
    pub items: &'a [T],
    #[serde(rename = "_links")]
    pub links: Links,
}

/// One page of a list with its `Link` header.
pub fn list<T: Serialize>(
    request: &HttpRequest,
    language: Language,
    ecosystem: &Ecosystem,
    about: AboutSection,
    summary: serde_json::Map<String, serde_json::Value>,
    items: &[T],
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    let start = (paging.page - 1).saturating_mul(paging.size).min(items.len());
    let end = start.saturating_add(paging.size).min(items.len());
    let links = Links {
        this: Href { href: address(request, paging.page) },
        prev: (paging.page > 1 && !items.is_empty())
            .then(|| Href { href: address(request, (paging.page - 1).min(items.len().div_ceil(paging.size))) }),
        next: (end < items.len()).then(|| Href { href: address(request, paging.page + 1) }),
    };
    let header = [("prev", &links.prev), ("next", &links.next)]
        .into_iter()
        .filter_map(|(relation, link)| Some(format!("<{}>; rel=\"{relation}\"", link.as_ref()?.href)))
        .collect::<Vec<_>>()
        .join(", ");
    let envelope = Envelope {
        dataset: DatasetStamp::new(ecosystem),
        about,
        summary,
        total: items.len(),
        items: &items[start..end],
        links,
    };
    let mut response = json(request, language, &envelope)?;
    if let (false, Ok(value)) = (header.is_empty(), header.parse()) {
        response.headers_mut().insert(LINK, value);
    }
    Ok(response)
}

/// A JSON answer.
pub fn json<T: Serialize>(request: &HttpRequest, language: Language, body: &T) -> Result<HttpResponse, Problem> {
    let bytes = serde_json::to_vec(body).map_err(|error| {
        tracing::error!(%error, "answer cannot be serialized");
        Problem::internal(language)
    })?;
    Ok(bytes_answer(request, language, "application/json", bytes))
}

/// Bytes with a strong validator; 304 where the client has them already.
pub fn bytes_answer(request: &HttpRequest, language: Language, media_type: &str, bytes: Vec<u8>) -> HttpResponse {
    let digest = Sha256::digest(&bytes);
    let mut tag = String::from("\"");
    for byte in &digest[..16] {
        tag.push_str(&format!("{byte:02x}"));
    }
    tag.push('"');
    let known = request.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok()).is_some_and(|sent| {
        sent.trim() == "*" || sent.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)
    });
    let mut response = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response
        .insert_header((ETAG, tag))
        .insert_header((CACHE_CONTROL, "public, no-cache"))
        .insert_header((VARY, "Accept, Accept-Language, Accept-Encoding"));
    if known {
        return response.finish();
    }
    response.insert_header((CONTENT_LANGUAGE, language.code())).content_type(media_type).body(bytes)
}

/// The absolute address of this request with another page.
fn address(request: &HttpRequest, page: usize) -> String {
    let connection = request.connection_info();
    let kept: Vec<&str> = request
        .query_string()
        .split('&')
        .filter(|part| !part.is_empty() && *part != "page" && !part.starts_with("page="))
        .collect();
    let mut query = kept.join("&");
    if page != 1 {
        let separator = if query.is_empty() { "" } else { "&" };
        query = format!("{query}{separator}page={page}");
    }
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{}://{}{}{mark}{query}", connection.scheme(), connection.host(), request.path())
}
