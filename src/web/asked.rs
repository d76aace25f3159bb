//! What a request asks, as plain values that can go to another thread.

use actix_web::HttpRequest;
use actix_web::http::header::{ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, IF_NONE_MATCH};

use super::problem::Problem;
use super::query::Query;
use crate::language::Language;

/// A request without the connection behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Scheme and host, for absolute links.
    pub origin: String,
    pub path: String,
    /// As sent, not decoded.
    pub query: String,
    pub accept: Option<String>,
    pub accept_language: Option<String>,
    pub accept_encoding: Option<String>,
    /// `If-None-Match`.
    pub known_tags: Option<String>,
    /// The last part of the path where a route has one beside the dataset.
    pub item: Option<String>,
}

impl Asked {
    pub fn new(request: &HttpRequest) -> Self {
        let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let connection = request.connection_info();
        Self {
            origin: format!("{}://{}", connection.scheme(), connection.host()),
            path: request.path().to_owned(),
            query: request.query_string().to_owned(),
            accept: header(ACCEPT),
            accept_language: header(ACCEPT_LANGUAGE),
            accept_encoding: header(ACCEPT_ENCODING),
            known_tags: header(IF_NONE_MATCH),
            item: request.match_info().iter().find(|(name, _)| *name != "dataset").map(|(_, item)| item.to_owned()),
        }
    }

    /// All that an answer depends on but its encoding: two requests with the same words get the same bytes.
    pub fn cache_key(&self, version: &str) -> String {
        let said = |header: &Option<String>| header.clone().unwrap_or_default();
        let (accept, language) = (said(&self.accept), said(&self.accept_language));
        [version, &self.origin, &self.path, &self.query, &accept, &language].join("\n")
    }

    /// The language that the client prefers among ours.
    pub fn preferred_language(&self) -> Option<Language> {
        let mut best: Option<(f64, Language)> = None;
        for part in self.accept_language.as_deref()?.split(',') {
            let mut pieces = part.split(';');
            let Some(language) = pieces.next().and_then(|code| Language::from_code(code.trim())) else { continue };
            let weight = pieces.find_map(|piece| piece.trim().strip_prefix("q=")?.parse::<f64>().ok()).unwrap_or(1.0);
            if weight > 0.0 && best.is_none_or(|(highest, _)| weight > highest) {
                best = Some((weight, language));
            }
        }
        best.map(|(_, language)| language)
    }

    /// The representation to give: `format` in the query, else the first of `offered` that `Accept` takes.
    ///
    /// Offered are (code, media type), the default first.
    ///
    /// # Errors
    /// 406 where `Accept` takes none of them. A wrong `format` is a fault of the query.
    pub fn representation<'a>(&self, query: &mut Query, offered: &[(&'a str, &str)]) -> Result<&'a str, Problem> {
        let choices: Vec<(&str, &'a str)> = offered.iter().map(|&(code, _)| (code, code)).collect();
        if let Some(code) = query.choice("format", &choices) {
            return Ok(code);
        }
        let media: Vec<&str> = offered.iter().map(|&(_, media)| media).collect();
        match self.accepted(&media) {
            Some(position) => Ok(offered[position].0),
            None => Err(Problem::not_acceptable(query.language(), &media)),
        }
    }

    /// Position of the media type that `Accept` prefers; the first where nothing is said, `None` where it takes none.
    pub fn accepted(&self, offered: &[&str]) -> Option<usize> {
        let Some(accept) = self.accept.as_deref() else { return Some(0) };
        let mut best: Option<(f64, usize)> = None;
        for part in accept.split(',') {
            let mut pieces = part.split(';').map(str::trim);
            let range = pieces.next().unwrap_or("").to_ascii_lowercase();
            let weight = pieces.find_map(|piece| piece.strip_prefix("q=")?.parse::<f64>().ok()).unwrap_or(1.0);
            let fits = |media: &str| {
                range == "*/*" || range == media || range.strip_suffix("/*").is_some_and(|kind| media.starts_with(kind))
            };
            if let Some(position) = offered.iter().position(|media| fits(media))
                && weight > 0.0
                && best.is_none_or(|(highest, _)| weight > highest)
            {
                best = Some((weight, position));
            }
        }
        best.map(|(_, position)| position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn asked(header: actix_web::http::header::HeaderName, value: &str) -> Asked {
        Asked::new(&TestRequest::default().insert_header((header, value)).to_http_request())
    }

    #[test]
    fn prefers_the_heavier_language() {
        assert_eq!(asked(ACCEPT_LANGUAGE, "de, nl;q=0.4, en-GB;q=0.8").preferred_language(), Some(Language::En));
        assert_eq!(asked(ACCEPT_LANGUAGE, "de").preferred_language(), None);
    }

    #[test]
    fn negotiates_the_representation() {
        let offered = [("svg", "image/svg+xml"), ("png", "image/png")];
        let representation = |accept: &str| {
            let asked = asked(ACCEPT, accept);
            asked.representation(&mut Query::new(&asked), &offered)
        };
        assert_eq!(representation("image/png"), Ok("png"));
        assert_eq!(representation("text/html, image/*;q=0.5"), Ok("svg"));
        assert_eq!(representation("image/svg+xml;q=0.1, image/png;q=0.9"), Ok("png"));
        assert_eq!(representation("text/html").map_err(|problem| problem.status), Err(406));
    }
}
