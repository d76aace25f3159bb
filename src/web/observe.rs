//! What operators see: a log line and figures per request, without a word about who asked or what was searched.
//!
//! Lines and labels hold the pattern of the route, never the path, the query, an address or a user agent: those could be
//! personal data, and would make the number of series unbounded.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use actix_web::body::{BodySize, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpResponse, web};
use metrics::{Key, Label, Level, Metadata, Recorder, SharedString, Unit};
use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusRecorder};

use super::catalog::Catalog;

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
        Ok(Self { recorder: Arc::new(recorder), answered: Arc::default(), process })
    }

    fn next_id(&self) -> (u64, String) {
        let number = self.answered.fetch_add(1, Ordering::Relaxed);
        (number, format!("{:x}-{number:x}", self.process))
    }

    fn count(&self, route: &str, method: &str, status: u16, seconds: f64) {
        let label = |name: &'static str, value: String| Label::new(name, value);
        let route = label("route", route.to_owned());
        let labels = vec![route.clone(), label("method", method.to_owned()), label("status", status.to_string())];
        self.recorder.register_counter(&Key::from_parts(REQUESTS, labels), &METADATA).increment(1);
        self.recorder.register_histogram(&Key::from_parts(DURATION, vec![route]), &METADATA).record(seconds);
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
    let route = response.request().match_pattern().unwrap_or_else(|| String::from("none"));
    let (seconds, status) = (start.elapsed().as_secs_f64(), response.status().as_u16());
    let (number, id) = figures.next_id();
    figures.count(&route, method, status, seconds);
    if number % UPKEEP == UPKEEP - 1 {
        figures.recorder.handle().run_upkeep();
    }
    let size_bytes = if let BodySize::Sized(size) = response.response().body().size() { size } else { 0 };
    tracing::info!(request_id = id, method, route, status, size_bytes, duration_ms = seconds * 1000.0, "request");
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
