//! The short way to an answer that is kept: the same words as before, of what is served now.
//!
//! A dashboard asks the same every minute. Reading the question, finding its route and looking up the answer cost more than
//! sending it, so the words as they were sent are held against those that were answered. Nothing is kept alive here: an
//! answer is as long-lived as [`Answers`] says, and all are forgotten when something else is served.
//! Questions with a token never come here, nor do answers that only some may see.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, Weak};

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{
    ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, AUTHORIZATION, FORWARDED, HOST, HeaderName, IF_NONE_MATCH,
    X_FORWARDED_HOST, X_FORWARDED_PROTO,
};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, web};

use super::cache::Answers;
use super::catalog::{Catalog, Served};
use super::respond::Prepared;

/// Questions that are known at once, and bytes of each; beyond that the long way is taken.
const MOST: usize = 4096;
const LONGEST: usize = 1024;
/// One in so many takes the long way, so that the cache sees what is asked often.
const LONG_WAY: u64 = 64;

/// The pattern of the route that a request would have come to.
pub struct Pattern(pub Arc<str>);

/// The words of a question that its answer depends on, but for its encoding.
#[derive(Debug, PartialEq, Eq)]
pub struct Words(Vec<u8>);

impl Words {
    /// `None` where the answer may depend on more: a token, a body, or a proxy that speaks RFC 7239.
    pub fn of(request: &HttpRequest) -> Option<Self> {
        let headers = request.headers();
        let is_plain = request.method() == Method::GET
            && !headers.contains_key(AUTHORIZATION)
            && !headers.contains_key(FORWARDED)
            && request.uri().authority().is_none();
        if !is_plain {
            return None;
        }
        let mut words = Vec::with_capacity(256);
        words.extend_from_slice(request.uri().path_and_query()?.as_str().as_bytes());
        for name in [HOST, X_FORWARDED_HOST, X_FORWARDED_PROTO, ACCEPT, ACCEPT_LANGUAGE] {
            // No line break is in an address or a header; a header that is empty is not one that is missing.
            words.push(b'\n');
            if let Some(value) = headers.get(name) {
                words.push(b':');
                words.extend_from_slice(value.as_bytes());
            }
        }
        (words.len() <= LONGEST).then_some(Self(words))
    }
}

/// What was answered of what is served now.
#[derive(Debug, Default)]
pub struct Repeats {
    known: RwLock<Known>,
    asked: AtomicU64,
}

#[derive(Debug, Default)]
struct Known {
    served: Weak<Served>,
    answers: HashMap<Vec<u8>, (Weak<Prepared>, Arc<str>)>,
}

impl Known {
    fn is_of(&self, served: &Arc<Served>) -> bool {
        std::ptr::eq(self.served.as_ptr(), Arc::as_ptr(served))
    }
}

impl Repeats {
    /// The answer to the same words, if it is still kept and of what is served now, and the pattern of its route.
    fn find(&self, served: &Arc<Served>, words: &Words) -> Option<(Arc<Prepared>, Arc<str>)> {
        if self.asked.fetch_add(1, Ordering::Relaxed) % LONG_WAY == LONG_WAY - 1 {
            return None;
        }
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let (answer, pattern) = known.answers.get(&words.0).filter(|_| known.is_of(served))?;
        Some((answer.upgrade()?, Arc::clone(pattern)))
    }

    /// Notes an answer that anybody may see and that is the same for as long as this is served.
    pub fn note(&self, served: &Arc<Served>, words: Words, answer: &Arc<Prepared>, pattern: impl FnOnce() -> Arc<str>) {
        let is_known = |known: &Known| {
            let found = known.answers.get(&words.0).filter(|_| known.is_of(served));
            found.is_some_and(|(found, _)| std::ptr::eq(found.as_ptr(), Arc::as_ptr(answer)))
        };
        if is_known(&self.known.read().unwrap_or_else(PoisonError::into_inner)) {
            return;
        }
        let pattern = pattern();
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if !known.is_of(served) {
            *known = Known { served: Arc::downgrade(served), answers: HashMap::new() };
        }
        if known.answers.len() >= MOST {
            known.answers.clear();
        }
        known.answers.insert(words.0, (Arc::downgrade(answer), pattern));
    }
}

/// Answers what was answered before in the same words; anything else goes on.
pub async fn repeats<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    let Some((response, pattern)) = repeated(request.request()) else {
        return Ok(next.call(request).await?.map_into_left_body());
    };
    request.extensions_mut().insert(Pattern(pattern));
    Ok(request.into_response(response).map_into_right_body())
}

fn repeated(request: &HttpRequest) -> Option<(HttpResponse, Arc<str>)> {
    let answers = request.app_data::<web::Data<Answers>>()?;
    let catalog = request.app_data::<web::Data<Catalog>>()?;
    let (answer, pattern) = answers.repeats.find(&catalog.served(), &Words::of(request)?)?;
    let header = |name: HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
    let encoding = header(ACCEPT_ENCODING);
    // An encoding is made away from this thread.
    answer.is_encoded(encoding).then(|| (answer.send(encoding, header(IF_NONE_MATCH)), pattern))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::web::respond::Answer;
    use actix_web::test::TestRequest;

    fn words(request: TestRequest) -> Option<Words> {
        Words::of(&request.to_http_request())
    }

    fn plain() -> TestRequest {
        TestRequest::with_uri("/v1/datasets?page=2").insert_header(("host", "a.nl"))
    }

    #[test]
    fn words_tell_apart_what_may_be_answered_otherwise() {
        let other = [
            plain(),
            plain().uri("/v1/datasets"),
            plain().insert_header(("host", "b.nl")),
            plain().insert_header(("x-forwarded-host", "a.nl")),
            plain().insert_header(("x-forwarded-proto", "https")),
            plain().insert_header(("accept", "")),
            plain().insert_header(("accept", "text/csv")),
            plain().insert_header(("accept-language", "en")),
        ];
        let all: Vec<Words> = other.into_iter().map(|request| words(request).unwrap()).collect();
        for (place, one) in all.iter().enumerate() {
            assert!(all[place + 1..].iter().all(|another| one != another), "{one:?}");
        }
        assert_eq!(words(plain().insert_header(("accept-encoding", "br"))), words(plain()));
        assert_eq!(words(plain().insert_header(("x-forwarded-for", "192.0.2.1"))), words(plain()));
        let long = format!("/v1/datasets?page={}", "1".repeat(LONGEST));
        for request in [
            plain().insert_header(("authorization", "Bearer x")),
            plain().insert_header(("forwarded", "host=c.nl")),
            plain().method(Method::HEAD),
            plain().uri("http://d.nl/v1/datasets"),
            plain().uri(&long),
        ] {
            assert_eq!(words(request), None);
        }
    }

    #[test]
    fn answers_are_forgotten_with_what_they_are_about() {
        let (repeats, served, other) = (Repeats::default(), Arc::new(Served::default()), Arc::new(Served::default()));
        let answer = Arc::new(Prepared::new(Answer::new("text/plain", Language::Nl, b"x".to_vec())));
        let asked = || words(plain()).unwrap();
        assert!(repeats.find(&served, &asked()).is_none());
        repeats.note(&served, asked(), &answer, || "/v1".into());
        assert_eq!(repeats.find(&served, &asked()).map(|(_, pattern)| pattern), Some("/v1".into()));
        assert!(repeats.find(&other, &asked()).is_none());
        // Now and then the long way.
        assert!((0..LONG_WAY).any(|_| repeats.find(&served, &asked()).is_none()));
        drop(answer);
        assert!(repeats.find(&served, &asked()).is_none());
        let answer = Arc::new(Prepared::new(Answer::new("text/plain", Language::Nl, b"y".to_vec())));
        repeats.note(&other, asked(), &answer, || "/v1".into());
        assert!(repeats.find(&served, &asked()).is_none() && repeats.find(&other, &asked()).is_some());
    }
}
