//! How answers are sent: the encoding that the client takes, a strong validator for each, 304 where it has the bytes.

use std::io::Write as _;
use std::sync::OnceLock;

use actix_web::HttpResponse;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LANGUAGE, ETAG, HeaderValue, LINK, VARY,
};
use actix_web::web::Bytes;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::asked::Asked;
use super::problem::Problem;
use crate::language::Language;

pub use super::list::{ListAbout, list};

/// Shorter bodies are sent as they are: compressed they would hardly be smaller.
const LEAST_COMPRESSED: usize = 1024;
/// Media types of what is compressed already.
const PACKED: [&str; 3] =
    ["image/png", "application/zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"];
/// Levels at which an answer of a megabyte takes some tens of milliseconds, once.
const BROTLI_QUALITY: i32 = 5;
const ZSTD_LEVEL: i32 = 6;
const GZIP_LEVEL: u32 = 6;

/// A finished answer: bytes and what must be said of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub media_type: &'static str,
    pub language: Language,
    pub bytes: Vec<u8>,
    /// Value of the `Link` header.
    pub link: Option<String>,
    /// Name under which a browser saves it: plain letters, digits, dots and dashes.
    pub file_name: Option<String>,
}

impl Answer {
    pub fn new(media_type: &'static str, language: Language, bytes: Vec<u8>) -> Self {
        Self { media_type, language, bytes, link: None, file_name: None }
    }

    /// The answer as a file to save.
    #[must_use]
    pub fn named(self, file_name: String) -> Self {
        Self { file_name: Some(file_name), ..self }
    }

    /// A JSON answer.
    ///
    /// # Errors
    /// 500 where the body cannot be serialized, which no record of ours brings about.
    pub fn json<T: Serialize>(language: Language, body: &T) -> Result<Self, Problem> {
        let bytes = serde_json::to_vec(body).map_err(|error| {
            tracing::error!(%error, "answer cannot be serialized");
            Problem::internal(language)
        })?;
        Ok(Self::new("application/json", language, bytes))
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

/// How a body is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    Identity,
    Brotli,
    Zstd,
    Gzip,
}

impl Coding {
    /// Those that we make, the one we like best first.
    const COMPRESSED: [Self; 3] = [Self::Brotli, Self::Zstd, Self::Gzip];

    fn code(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Brotli => "br",
            Self::Zstd => "zstd",
            Self::Gzip => "gzip",
        }
    }

    /// The coding that a client takes most gladly; among equals the one we like best. What is refused with `q=0` is not
    /// chosen, and without a word, or without a coding of ours, the body goes as it is.
    fn negotiated(accept: Option<&str>) -> Self {
        let mut best = (0.0, Self::Identity);
        let Some(accept) = accept else { return Self::Identity };
        let weights: Vec<(&str, f64)> = accept
            .split(',')
            .map(|part| {
                let (name, rest) = part.split_once(';').unwrap_or((part, ""));
                let weight = rest.trim().strip_prefix("q=").and_then(|weight| weight.trim().parse().ok());
                (name.trim(), weight.unwrap_or(1.0))
            })
            .collect();
        for coding in Self::COMPRESSED {
            let named = weights.iter().find(|(name, _)| name.eq_ignore_ascii_case(coding.code()));
            let any = || weights.iter().find(|(name, _)| *name == "*");
            let weight = named.or_else(any).map_or(0.0, |&(_, weight)| weight);
            if weight > best.0 {
                best = (weight, coding);
            }
        }
        best.1
    }

    fn encode(self, bytes: &[u8]) -> std::io::Result<Vec<u8>> {
        let mut encoded = Vec::with_capacity(bytes.len() / 4);
        match self {
            Self::Identity => encoded.extend_from_slice(bytes),
            Self::Brotli => {
                let parameters = brotli::enc::BrotliEncoderParams { quality: BROTLI_QUALITY, ..Default::default() };
                brotli::BrotliCompress(&mut &bytes[..], &mut encoded, &parameters)?;
            }
            Self::Zstd => encoded = zstd::encode_all(bytes, ZSTD_LEVEL)?,
            Self::Gzip => {
                let mut encoder = flate2::write::GzEncoder::new(&mut encoded, flate2::Compression::new(GZIP_LEVEL));
                encoder.write_all(bytes)?;
                encoder.finish()?;
            }
        }
        Ok(encoded)
    }
}

/// An answer as it is kept and sent: each encoding is made once, when it is first asked.
#[derive(Debug)]
pub struct Prepared {
    media_type: HeaderValue,
    language: HeaderValue,
    link: Option<HeaderValue>,
    disposition: Option<HeaderValue>,
    /// The first 128 bits of SHA-256 of the body, in hexadecimal.
    digest: String,
    plain: Representation,
    compressed: [OnceLock<Representation>; 3],
    is_compressible: bool,
}

/// One encoding of an answer with its validator.
#[derive(Debug, Clone)]
struct Representation {
    bytes: Bytes,
    tag: HeaderValue,
}

impl Prepared {
    pub fn new(answer: Answer) -> Self {
        let hash = Sha256::digest(&answer.bytes);
        let head: u128 = hash.iter().take(16).fold(0, |head, &byte| head << 8 | u128::from(byte));
        let digest = format!("{head:032x}");
        let is_compressible = answer.bytes.len() >= LEAST_COMPRESSED && !PACKED.contains(&answer.media_type);
        Self {
            media_type: HeaderValue::from_static(answer.media_type),
            language: HeaderValue::from_static(answer.language.code()),
            disposition: answer
                .file_name
                .and_then(|name| HeaderValue::try_from(format!("attachment; filename=\"{name}\"")).ok()),
            // Addresses in links come from request lines, which hold no control characters.
            link: answer.link.and_then(|link| HeaderValue::try_from(link).ok()),
            plain: Representation { tag: tag(&digest, Coding::Identity), bytes: Bytes::from(answer.bytes) },
            digest,
            compressed: Default::default(),
            is_compressible,
        }
    }

    /// Bytes that it may take in memory, with its encodings.
    pub fn weight(&self) -> usize {
        self.plain.bytes.len() * 3 / 2 + 1024
    }

    fn coding(&self, accept_encoding: Option<&str>) -> Coding {
        if self.is_compressible { Coding::negotiated(accept_encoding) } else { Coding::Identity }
    }

    /// Makes the encoding that is asked, unless it is there or not needed. Slow: not for threads that serve connections.
    pub fn encode(&self, accept_encoding: Option<&str>) {
        let coding = self.coding(accept_encoding);
        if let Some(slot) = Coding::COMPRESSED.iter().position(|&known| known == coding) {
            self.compressed[slot].get_or_init(|| match coding.encode(&self.plain.bytes) {
                Ok(bytes) => Representation { bytes: Bytes::from(bytes), tag: tag(&self.digest, coding) },
                Err(error) => {
                    tracing::error!(%error, "answer cannot be compressed");
                    self.plain.clone()
                }
            });
        }
    }

    /// Whether [`Prepared::send`] needs nothing more to be made.
    pub fn is_encoded(&self, accept_encoding: Option<&str>) -> bool {
        let coding = self.coding(accept_encoding);
        let slot = Coding::COMPRESSED.iter().position(|&known| known == coding);
        slot.is_none_or(|slot| self.compressed[slot].get().is_some())
    }

    /// The HTTP answer: 304 where the client has these bytes already.
    pub fn respond(&self, asked: &Asked) -> HttpResponse {
        self.send(asked.accept_encoding.as_deref(), asked.known_tags.as_deref())
    }

    /// As [`Prepared::respond`], to the words of `Accept-Encoding` and `If-None-Match`.
    pub fn send(&self, accept_encoding: Option<&str>, known_tags: Option<&str>) -> HttpResponse {
        let coding = self.coding(accept_encoding);
        let slot = Coding::COMPRESSED.iter().position(|&known| known == coding);
        let (representation, coding) = match slot.and_then(|slot| self.compressed[slot].get()) {
            Some(representation) => (representation, coding),
            None => (&self.plain, Coding::Identity),
        };
        let tag = representation.tag.to_str().unwrap_or_default();
        let known = known_tags.is_some_and(|sent| {
            sent.trim() == "*" || sent.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)
        });
        let mut response = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
        response
            .insert_header((ETAG, representation.tag.clone()))
            .insert_header((CACHE_CONTROL, HeaderValue::from_static("public, no-cache")))
            .insert_header((VARY, HeaderValue::from_static("Accept, Accept-Language, Accept-Encoding")));
        if known {
            return response.finish();
        }
        if let Some(disposition) = &self.disposition {
            response.insert_header((CONTENT_DISPOSITION, disposition.clone()));
        }
        if let Some(link) = &self.link {
            response.insert_header((LINK, link.clone()));
        }
        if coding != Coding::Identity {
            response.insert_header((CONTENT_ENCODING, HeaderValue::from_static(coding.code())));
        }
        response
            .insert_header((CONTENT_LANGUAGE, self.language.clone()))
            .content_type(self.media_type.clone())
            .body(representation.bytes.clone())
    }
}

/// A strong validator: different for each encoding, since their bytes differ.
fn tag(digest: &str, coding: Coding) -> HeaderValue {
    let words = match coding {
        Coding::Identity => format!("\"{digest}\""),
        other => format!("\"{digest}-{}\"", other.code()),
    };
    // Hexadecimal digits and a dash are always a header value.
    HeaderValue::try_from(words).unwrap_or_else(|_| HeaderValue::from_static("\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_coding_that_the_client_likes_best() {
        for (accept, coding) in [
            (None, Coding::Identity),
            (Some(""), Coding::Identity),
            (Some("gzip, deflate, br, zstd"), Coding::Brotli),
            (Some("gzip, zstd"), Coding::Zstd),
            (Some("br;q=0.1, gzip;q=0.8"), Coding::Gzip),
            (Some("br;q=0, *;q=0.5"), Coding::Zstd),
            (Some("*;q=0"), Coding::Identity),
            (Some("deflate"), Coding::Identity),
            (Some("GZIP"), Coding::Gzip),
        ] {
            assert_eq!(Coding::negotiated(accept), coding, "{accept:?}");
        }
    }

    #[test]
    fn every_coding_keeps_the_bytes_and_has_its_own_tag() {
        use std::io::Read as _;
        let bytes: Vec<u8> = (0..20_000_u32).flat_map(|n| (n / 7).to_le_bytes()).collect();
        let zipped = Coding::Gzip.encode(&bytes).unwrap();
        let mut read = Vec::new();
        flate2::read::GzDecoder::new(zipped.as_slice()).read_to_end(&mut read).unwrap();
        assert_eq!(read, bytes);
        assert_eq!(zstd::decode_all(Coding::Zstd.encode(&bytes).unwrap().as_slice()).unwrap(), bytes);
        let mut read = Vec::new();
        brotli::BrotliDecompress(&mut Coding::Brotli.encode(&bytes).unwrap().as_slice(), &mut read).unwrap();
        assert_eq!(read, bytes);
        let tags: std::collections::BTreeSet<String> = [Coding::Identity, Coding::Brotli, Coding::Zstd, Coding::Gzip]
            .into_iter()
            .map(|coding| tag("ab", coding).to_str().unwrap().to_owned())
            .collect();
        assert_eq!(tags.len(), 4);
    }
}
