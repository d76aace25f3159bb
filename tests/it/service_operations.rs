//! What operators rely on: figures, limits, logs without personal data, security.txt, stopping.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::num::NonZeroU32;
use std::process::{Child, Command, Stdio};

use actix_web::body::to_bytes;
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ALLOW, CONTENT_TYPE,
};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::from_fn;
use actix_web::test::{TestRequest, call_service, init_service};
use actix_web::{App, HttpResponse, web};
use ecosysteemkaart::web::{RateLimit, limit};
use serde_json::Value;
use time::{Date, OffsetDateTime};

use super::service::{get, header, send};

async fn text(address: &str) -> String {
    let response = get(address).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert!(header(&response, CONTENT_TYPE).starts_with("text/plain"));
    String::from_utf8(to_bytes(response.into_body()).await.unwrap_or_default().to_vec()).unwrap()
}

#[actix_web::test]
async fn figures_count_routes_and_never_paths() {
    get("/v1/datasets/voorbeeld/white-spots?region=PV20&planeet=marsmarker").await;
    get("/v1/datasets/regioscan-2023/white-spots").await;
    get("/nergensmarker").await;
    let figures = text("/metrics").await;
    let route = "route=\"/v1/datasets/{dataset}/white-spots\"";
    for status in ["200", "400"] {
        let line = figures.lines().find(|line| {
            line.starts_with("ecosysteemkaart_http_requests_total{")
                && line.contains(route)
                && line.contains(&format!("status=\"{status}\""))
        });
        let count = line.and_then(|line| line.rsplit(' ').next()?.parse::<u64>().ok());
        assert!(count.is_some_and(|count| count > 0), "{figures}");
    }
    assert!(figures.contains("ecosysteemkaart_http_request_duration_seconds_bucket"), "{figures}");
    assert!(figures.contains("ecosysteemkaart_datasets_ready 2"), "{figures}");
    assert!(!figures.contains("marker"), "{figures}");
}

#[actix_web::test]
async fn who_asks_too_often_is_told_to_wait() {
    let limits = RateLimit::new(NonZeroU32::new(3).unwrap(), &[]);
    let app = App::new()
        .app_data(web::Data::new(limits))
        .wrap(from_fn(limit))
        .route("/", web::get().to(|| async { HttpResponse::Ok().body("x") }));
    let app = init_service(app).await;
    let ask = |address: &str| {
        let peer: SocketAddr = address.parse().unwrap();
        TestRequest::with_uri("/").peer_addr(peer).to_request()
    };
    for left in ["2", "1", "0"] {
        let answer = call_service(&app, ask("192.0.2.1:1000")).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let told = answer.headers().get("ratelimit").unwrap().to_str().unwrap();
        assert!(told.contains(&format!("r={left};")), "{told}");
        assert_eq!(answer.headers().get("ratelimit-policy").unwrap(), "\"client\";q=3;w=60");
    }
    let answer = call_service(&app, ask("192.0.2.1:2000")).await;
    assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(answer.headers().get("content-type").unwrap(), "application/problem+json");
    let seconds: u64 = answer.headers().get("retry-after").unwrap().to_str().unwrap().parse().unwrap();
    assert!((1..=21).contains(&seconds), "{seconds}");
    assert_eq!(call_service(&app, ask("192.0.2.2:1000")).await.status(), StatusCode::OK);
    for _ in 0..5 {
        assert_eq!(call_service(&app, ask("127.0.0.1:1000")).await.status(), StatusCode::OK);
    }
}

#[actix_web::test]
async fn security_txt_says_whom_to_tell_and_expires_within_a_year() {
    let said = text("/.well-known/security.txt").await;
    let field = |name: &str| said.lines().find_map(|line| line.strip_prefix(name)).unwrap().trim().to_owned();
    assert!(field("Contact:").starts_with("mailto:"));
    let day = field("Expires:");
    let day = Date::parse(&day[..10], time::macros::format_description!("[year]-[month]-[day]")).unwrap();
    let days = (day - OffsetDateTime::now_utc().date()).whole_days();
    assert!((1..365).contains(&days), "{days}");
}

/// The service as a process of its own on a free port.
pub struct Served {
    process: Child,
    pub address: String,
}

impl Served {
    fn start() -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ecosysteemkaart"));
        command.args(["serve", "--listen", "127.0.0.1:0"]).env("ECOSYSTEEMKAART_LOG", "debug");
        Self::by(command.stderr(Stdio::piped()))
    }

    /// By a command that serves on a port of its choice.
    pub fn by(command: &mut Command) -> Self {
        let command = command.env("ECOSYSTEEMKAART_LOG_FORMAT", "json").current_dir(std::env::temp_dir());
        let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).unwrap().trim().trim_end_matches('/').to_owned();
        Self { process, address }
    }

    /// Sends a request that asks to close the connection, and gives the answer.
    pub fn send(&self, request: impl AsRef<[u8]>) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(request.as_ref()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Asks it to stop and gives its log.
    fn stop(mut self) -> String {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        assert!(self.process.wait().unwrap().success(), "the service did not stop in order");
        let mut log = String::new();
        self.process.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        log
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // Of a test that failed; else it has stopped.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn logs_are_json_and_hold_nothing_personal() {
    let service = Served::start();
    let marked = "GET /health/live?zoekmarker=1 HTTP/1.1\r\nHost: hostmarker.example\r\nUser-Agent: agentmarker\r\n\
                  Referer: http://x.example/refmarker\r\nX-Forwarded-For: 192.0.2.77\r\nAuthorization: Bearer tokenmarker\r\n\
                  Connection: close\r\n\r\n";
    let answer = service.send(marked);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let id = answer.lines().find_map(|line| line.strip_prefix("x-request-id: ")).unwrap().to_owned();
    let log = service.stop();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let line = lines.iter().find(|line| line["request_id"] == id.as_str()).expect("a line for the request");
    assert_eq!((&line["route"], &line["status"]), (&"/health/live".into(), &200.into()));
    assert!(!log.contains("marker") && !log.contains("192.0.2.77"), "{log}");
}

#[actix_web::test]
async fn pages_of_other_sites_may_ask_what_the_methods_are() {
    for (address, methods) in [
        ("/v1/datasets/voorbeeld/overlap", "GET, HEAD"),
        ("/v1/datasets/voorbeeld/scenarios", "POST"),
        ("/v1/datasets", "GET, HEAD, POST"),
    ] {
        let asked =
            TestRequest::with_uri(address).method(Method::OPTIONS).insert_header(("Origin", "https://x.example"));
        let answer = send(asked.insert_header(("Access-Control-Request-Method", "POST"))).await;
        assert_eq!(answer.status(), StatusCode::NO_CONTENT, "{address}");
        for name in [ALLOW, ACCESS_CONTROL_ALLOW_METHODS] {
            assert_eq!(header(&answer, name), methods, "{address}");
        }
        assert_eq!(header(&answer, ACCESS_CONTROL_ALLOW_ORIGIN), "*");
        assert!(header(&answer, ACCESS_CONTROL_ALLOW_HEADERS).contains("Content-Type"));
    }
}
