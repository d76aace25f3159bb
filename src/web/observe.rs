//! What operators see: a log line and figures per request, without a word about who asked or what was searched.
//!
//! Lines and labels hold the pattern of the route, never the path, the query, an address or a user agent: those could be
//! personal data, and would make the number of series unbounded.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Instant;

use actix_web::body::{BodySize, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpResponse, web};
use metrics::{Counter, Histogram, Key, Label, Level, Metadata, Recorder, SharedString, Unit};
use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusRecorder};

use super::catalog::Catalog;
use super::repeat::Pattern;

const REQUESTS: &str = "ecosysteemkaart_http_requests_total";
const DURATION: &str = "ecosysteemkaart_http_request_duration_seconds";
const DATASETS: &str = "ecosysteemkaart_datasets_ready";
const BUCKETS: [f64; 10] = [0.000_1, 0.000_5, 0.001, 0.005, 0.02, 0.1, 0.5, 2.0, 10.0, 60.0];
const METADATA: Metadata<'static> = Metadata::new(module_path!(), Level::INFO, None);
/// Requests between two times that samples are folded into buckets.
const UPKEEP: u64 = 4096;

/// Figures of one process.
#[derive(Clone)]
pub struct Figures {
    recorder: Arc<PrometheusRecorder>,
    /// By the pattern of the route.
    routes: Arc<RwLock<HashMap<String, RouteFigures>>>,
    answered: Arc<AtomicU64>,
    /// Start of every request id: differs between processes.
    process: u64,
}

impl Figures {
    /// No requests yet; `process` makes request ids differ between processes, such as the time of its start.
    ///
    /// # Errors
    /// Where buckets are not accepted, which ours are.
    pub fn new(process: u64) -> Result<Self, BuildError> {
        let recorder = PrometheusBuilder::new().set_buckets(&BUCKETS)?.build_recorder();
        let text = |words: &'static str| SharedString::const_str(words);
        recorder.describe_counter(REQUESTS.into(), None, text("Requests by route, method and status."));
        recorder.describe_histogram(DURATION.into(), Some(Unit::Seconds), text("Time until the answer is ready."));
        recorder.describe_gauge(DATASETS.into(), None, text("Datasets that can be asked."));
        Ok(Self { recorder: Arc::new(recorder), routes: Arc::default(), answered: Arc::default(), process })
    }

    fn next_id(&self) -> (u64, String) {
        let number = self.answered.fetch_add(1, Ordering::Relaxed);
        (number, format!("{:x}-{number:x}", self.process))
    }

    fn count(&self, route: &str, method: &'static str, status: u16, seconds: f64) {
        let known = self.routes.read().unwrap_or_else(PoisonError::into_inner);
        if !known.get(route).is_some_and(|figures| figures.count(method, status, seconds)) {
            drop(known);
            let mut routes = self.routes.write().unwrap_or_else(PoisonError::into_inner);
            let figures = routes.entry(route.to_owned()).or_insert_with(|| self.duration_of(route));
            if !figures.count(method, status, seconds) {
                let requests = self.requests_of(route, method, status);
                requests.increment(1);
                figures.duration.record(seconds);
                figures.requests.push((method, status, requests));
            }
        }
    }

    fn requests_of(&self, route: &str, method: &'static str, status: u16) -> Counter {
        let labels = vec![
            Label::new("route", route.to_owned()),
            Label::from_static_parts("method", method),
            Label::new("status", status.to_string()),
        ];
        self.recorder.register_counter(&Key::from_parts(REQUESTS, labels), &METADATA)
    }

    fn duration_of(&self, route: &str) -> RouteFigures {
        let key = Key::from_parts(DURATION, vec![Label::new("route", route.to_owned())]);
        RouteFigures { duration: self.recorder.register_histogram(&key, &METADATA), requests: Vec::new() }
    }
}

/// The figures of one route, which are asked for once: finding them by their labels costs more than counting.
struct RouteFigures {
    duration: Histogram,
    /// By method and status, of which a route has few.
    requests: Vec<(&'static str, u16, Counter)>,
}

impl RouteFigures {
    /// Counts an answer; false where there is no figure for it yet.
    fn count(&self, method: &str, status: u16, seconds: f64) -> bool {
        let Some((_, _, requests)) = self.requests.iter().find(|known| (known.0, known.1) == (method, status)) else {
            return false;
        };
        requests.increment(1);
        self.duration.record(seconds);
        true
    }
}

/// Measures, logs and numbers a request.
pub async fn observe(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let figures = request.app_data::<web::Data<Figures>>().cloned();
    let start = Instant::now();
    let method = known_method(request.method().as_str());
    let mut response = next.call(request).await?;
    let Some(figures) = figures else { return Ok(response) };
    let repeated = response.request().extensions().get::<Pattern>().map(|pattern| Arc::clone(&pattern.0));
    let matched = || response.request().match_pattern().map_or_else(|| Arc::from("none"), Arc::from);
    let route: Arc<str> = repeated.unwrap_or_else(matched);
    let (seconds, status) = (start.elapsed().as_secs_f64(), response.status().as_u16());
    let (number, id) = figures.next_id();
    figures.count(&route, method, status, seconds);
    if number % UPKEEP == UPKEEP - 1 {
        figures.recorder.handle().run_upkeep();
    }
    let size_bytes = if let BodySize::Sized(size) = response.response().body().size() { size } else { 0 };
    tracing::info!(
        request_id = id,
        method,
        route = &*route,
        status,
        size_bytes,
        duration_ms = seconds * 1000.0,
        "request"
    );
    if let Ok(value) = HeaderValue::try_from(id) {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
    }
    Ok(response)
}

/// Methods that are counted by name; a client can invent others without end.
fn known_method(method: &str) -> &'static str {
    ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"].into_iter().find(|known| *known == method).unwrap_or("other")
}

/// The figures in the Prometheus text format.
pub async fn metrics(catalog: web::Data<Catalog>, figures: web::Data<Figures>) -> HttpResponse {
    let ready = catalog.served().entries.iter().filter(|entry| entry.snapshot().is_some()).count();
    figures.recorder.register_gauge(&Key::from_static_name(DATASETS), &METADATA).set(ready as f64);
    HttpResponse::Ok()
        .insert_header(("cache-control", "no-store"))
        .content_type("text/plain; version=0.0.4; charset=utf-8")
        .body(figures.recorder.handle().render())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_differ_and_unknown_methods_have_no_name() {
        let figures = Figures::new(255).unwrap();
        assert_eq!((figures.next_id().1, figures.next_id().1), (String::from("ff-0"), String::from("ff-1")));
        assert_eq!((known_method("GET"), known_method("BREW")), ("GET", "other"));
    }
}
