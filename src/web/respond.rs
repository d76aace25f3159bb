//! How answers are made: envelope, paging, links and validators.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, ETAG, LINK, VARY};
use serde::Serialize;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::asked::Asked;
use super::problem::Problem;
use super::query::Paging;
use crate::ecosystem::Ecosystem;
use crate::export::AboutSection;
use crate::language::{Language, Text};

/// A finished answer: bytes and what must be said of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub media_type: &'static str,
    pub language: Language,
    pub bytes: Vec<u8>,
    /// Value of the `Link` header.
    pub link: Option<String>,
}

impl Answer {
    /// A JSON answer.
    ///
    /// # Errors
    /// 500 where the body cannot be serialized, which no record of ours brings about.
    pub fn json<T: Serialize>(language: Language, body: &T) -> Result<Self, Problem> {
        let bytes = serde_json::to_vec(body).map_err(|error| {
            tracing::error!(%error, "answer cannot be serialized");
            Problem::internal(language)
        })?;
        Ok(Self { media_type: "application/json", language, bytes, link: None })
    }

    /// The HTTP answer with a strong validator; 304 where the client has these bytes already.
    pub fn into_response(self, asked: &Asked) -> HttpResponse {
        let tag = entity_tag(&self.bytes);
        let known = asked.known_tags.as_deref().is_some_and(|sent| {
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
        if let Some(link) = self.link {
            response.insert_header((LINK, link));
        }
        response.insert_header((CONTENT_LANGUAGE, self.language.code())).content_type(self.media_type).body(self.bytes)
    }

    /// The HTTP answer to what was posted: kept by nobody.
    pub fn into_unstored_response(self) -> HttpResponse {
        HttpResponse::Ok()
            .insert_header((CACHE_CONTROL, "no-store"))
            .insert_header((CONTENT_LANGUAGE, self.language.code()))
            .content_type(self.media_type)
            .body(self.bytes)
    }
}

/// The first 128 bits of SHA-256, quoted.
fn entity_tag(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let head: u128 = digest.iter().take(16).fold(0, |head, &byte| head << 8 | u128::from(byte));
    format!("\"{head:032x}\"")
}

/// The dataset that an answer is about.
#[derive(Debug, Clone, Serialize)]
struct DatasetStamp {
    id: String,
    title: Text,
    version: Option<String>,
    date: Option<String>,
}

impl DatasetStamp {
    fn new(ecosystem: &Ecosystem) -> Self {
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
struct Href {
    href: String,
}

/// Links of a list; `next` and `prev` are left out where there is no such page.
#[derive(Debug, Clone, Serialize)]
struct Links {
    #[serde(rename = "self")]
    this: Href,
    #[serde(skip_serializing_if = "Option::is_none")]
    prev: Option<Href>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<Href>,
}

/// The answer for a list.
#[derive(Debug, Serialize)]
struct Envelope<'a, T> {
    dataset: DatasetStamp,
    #[serde(flatten)]
    about: AboutSection,
    /// Further figures about the whole list.
    #[serde(flatten)]
    summary: Map<String, Value>,
    total: usize,
    items: &'a [T],
    #[serde(rename = "_links")]
    links: Links,
}

/// What a list says besides its items.
pub struct ListAbout {
    pub about: AboutSection,
    /// Further figures about the whole list.
    pub summary: Map<String, Value>,
}

/// One page of a list with its links.
///
/// # Errors
/// As [`Answer::json`].
pub fn list<T: Serialize>(
    asked: &Asked,
    language: Language,
    ecosystem: &Ecosystem,
    about: ListAbout,
    items: &[T],
    paging: Paging,
) -> Result<Answer, Problem> {
    let pages = items.len().div_ceil(paging.size);
    let start = (paging.page - 1).saturating_mul(paging.size).min(items.len());
    let end = start.saturating_add(paging.size).min(items.len());
    let to = |page: usize| Href { href: address(asked, page) };
    let links = Links {
        this: to(paging.page),
        prev: (paging.page > 1 && pages > 0).then(|| to((paging.page - 1).min(pages))),
        next: (end < items.len()).then(|| to(paging.page + 1)),
    };
    let header: Vec<String> = [("prev", &links.prev), ("next", &links.next)]
        .into_iter()
        .filter_map(|(relation, link)| Some(format!("<{}>; rel=\"{relation}\"", link.as_ref()?.href)))
        .collect();
    let envelope = Envelope {
        dataset: DatasetStamp::new(ecosystem),
        about: about.about,
        summary: about.summary,
        total: items.len(),
        items: &items[start..end],
        links,
    };
    let mut answer = Answer::json(language, &envelope)?;
    answer.link = (!header.is_empty()).then(|| header.join(", "));
    Ok(answer)
}

/// The absolute address of this request with another page.
fn address(asked: &Asked, page: usize) -> String {
    let kept = asked.query.split('&').filter(|part| !part.is_empty() && *part != "page" && !part.starts_with("page="));
    let mut parts: Vec<String> = kept.map(str::to_owned).collect();
    if page != 1 {
        parts.push(format!("page={page}"));
    }
    let mark = if parts.is_empty() { "" } else { "?" };
    format!("{}{}{mark}{}", asked.origin, asked.path, parts.join("&"))
}
