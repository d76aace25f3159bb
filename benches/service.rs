//! Kept answers of the service against a bare actix handler that sends the same bytes, in turn within one run.
//!
//! `cargo bench --bench service`: loopback only, some forty seconds. Prints requests per second of both per round, the
//! median ratio, and the same for an answer that the client has already (304). The client shares the two cores with the
//! servers, so only the ratio means anything.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark may fail loudly")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use actix_web::{App, HttpResponse, HttpServer, web};
use ecosysteemkaart::dataset::ReadOptions;
use ecosysteemkaart::web::{Catalog, Contact, ServerConfig, Source};

const ROUNDS: usize = 5;
const SECONDS: f64 = 2.0;
const CONNECTIONS: usize = 16;
const PATH: &str = "/v1/datasets/voorbeeld/white-spots?region=PV20";

/// Status, headers and body of one answer.
fn ask(stream: &mut BufReader<TcpStream>, request: &[u8], body: &mut Vec<u8>) -> (u16, String) {
    stream.get_mut().write_all(request).unwrap();
    let (mut line, mut head, mut length) = (String::new(), String::new(), 0);
    loop {
        line.clear();
        assert!(stream.read_line(&mut line).unwrap() > 0, "the server hung up");
        if line == "\r\n" {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        head.push_str(&line);
    }
    body.resize(length, 0);
    stream.read_exact(body).unwrap();
    (head[9..12].parse().unwrap(), head)
}

fn request(path: &str, more: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{more}\r\n").into_bytes()
}

fn connect(address: SocketAddr) -> BufReader<TcpStream> {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_nodelay(true).unwrap();
    BufReader::new(stream)
}

/// Requests per second over all connections.
fn load(address: SocketAddr, request: &[u8], status: u16) -> f64 {
    let (done, stop) = (AtomicU64::new(0), AtomicBool::new(false));
    let start = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| {
                let (mut stream, mut body) = (connect(address), Vec::new());
                while !stop.load(Ordering::Relaxed) {
                    assert_eq!(ask(&mut stream, request, &mut body).0, status);
                    done.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        std::thread::sleep(Duration::from_secs_f64(SECONDS));
        stop.store(true, Ordering::Relaxed);
    });
    done.into_inner() as f64 / start.elapsed().as_secs_f64()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn service() -> SocketAddr {
    let (send, receive) = std::sync::mpsc::channel();
    let catalog = Catalog::new(vec![(String::from("voorbeeld"), Source::Shipped(String::from("voorbeeld")))]);
    let config = ServerConfig {
        listen: "127.0.0.1:0".parse().unwrap(),
        catalog,
        read: ReadOptions::default(),
        cache_mib: 64,
        computations: 64,
        compute_threads: 0,
        requests_per_minute: None,
        trusted_proxies: Vec::new(),
        contact: Contact::default(),
    };
    std::thread::spawn(move || ecosysteemkaart::web::run(config, |address| send.send(address).unwrap()));
    receive.recv().unwrap()
}

fn bare(body: Vec<u8>) -> SocketAddr {
    let (send, receive) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let body = web::Data::new(web::Bytes::from(body));
        let app = move || {
            let answer = |body: web::Data<web::Bytes>| async move {
                HttpResponse::Ok().content_type("application/json").body(body.get_ref().clone())
            };
            App::new().app_data(body.clone()).route("/", web::get().to(answer))
        };
        let server = HttpServer::new(app).bind("127.0.0.1:0").unwrap();
        send.send(server.addrs()[0]).unwrap();
        actix_web::rt::System::new().block_on(server.run()).unwrap();
    });
    receive.recv().unwrap()
}

fn main() {
    let ours = service();
    let mut body = Vec::new();
    let head = loop {
        let (status, head) = ask(&mut connect(ours), &request(PATH, ""), &mut body);
        if status == 200 {
            break head;
        }
        std::thread::sleep(Duration::from_millis(200));
    };
    let tag = head.lines().find_map(|line| line.strip_prefix("etag: ")).expect("a validator").to_owned();
    println!("body: {} bytes, {CONNECTIONS} connections, {SECONDS} s each", body.len());
    let floor = bare(body);
    let known = request(PATH, &format!("If-None-Match: {tag}\r\n"));
    let (mut answers, mut unchanged) = (Vec::new(), Vec::new());
    for round in 1..=ROUNDS {
        let theirs = load(floor, &request("/", ""), 200);
        let full = load(ours, &request(PATH, ""), 200);
        let short = load(ours, &known, 304);
        println!("round {round}: bare {theirs:.0}/s, kept answer {full:.0}/s, 304 {short:.0}/s");
        answers.push(full / theirs);
        unchanged.push(short / theirs);
    }
    println!("kept answer / bare: median {:.2}; 304 / bare: median {:.2}", median(answers), median(unchanged));
}
