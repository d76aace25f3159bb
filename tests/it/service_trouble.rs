//! What goes wrong around the service: clients that go on sending, a full disk, a database that is broken or gone.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use ecosysteemkaart::dataset::ReadOptions;
use ecosysteemkaart::store::{Missing, Scope, Store};

use super::service::forget_answers;
use super::service_operations::Served;
use super::service_store::{Service, answer, dataset, form, form_body, replica, with_token};
use super::store::{by, databases};

/// Sends a head and then piece after piece, from `pause` on, until the connection is closed; the answer, and how long after
/// it that was.
fn insist(address: &str, head: &str, piece: &[u8], pause: Duration) -> (String, Duration) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(head.as_bytes()).unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(20))).unwrap();
    stream.set_write_timeout(Some(Duration::from_secs(1))).unwrap();
    let (start, mut answered, mut answer) = (Instant::now(), None, Vec::new());
    let mut buffer = [0; 4096];
    loop {
        assert!(start.elapsed() < Duration::from_secs(60), "{head} {}", String::from_utf8_lossy(&answer));
        match stream.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => {
                answered.get_or_insert_with(Instant::now);
                answer.extend_from_slice(&buffer[..count]);
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(_) => break,
        }
        let is_due = answered.is_some() || start.elapsed() >= pause;
        if is_due && stream.write_all(piece).is_err_and(|error| error.kind() != ErrorKind::WouldBlock) {
            break;
        }
    }
    (String::from_utf8_lossy(&answer).into_owned(), answered.expect("an answer").elapsed())
}

#[test]
fn a_client_that_goes_on_sending_after_a_failure_is_cut_off() {
    let service = Served::by(
        Command::new(env!("CARGO_BIN_EXE_ecosysteemkaart"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stderr(Stdio::null()),
    );
    let head = |resource: &str, more: &str| format!("POST {resource} HTTP/1.1\r\nHost: localhost\r\n{more}\r\n\r\n");
    let scenario = "/v1/datasets/praktijkvoorbeelden-2023/scenarios";
    while !service
        .send("GET /health/ready HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        .starts_with("HTTP/1.1 200")
    {
        std::thread::sleep(Duration::from_millis(100));
    }
    let chunk = [b"4000\r\n".as_slice(), &[b'x'; 0x4000], b"\r\n"].concat();
    let form = "Content-Type: multipart/form-data; boundary=cut\r\nContent-Length: 900000";
    std::thread::scope(|scope| {
        for (status, head, piece, pause) in [
            (413, head(scenario, "Content-Type: application/json\r\nContent-Length: 90000000"), &[b'x'; 999][..], 0),
            (413, head(scenario, "Content-Type: application/json\r\nTransfer-Encoding: chunked"), &chunk, 0),
            (408, head("/v1/validations", form), b"x", 90),
            (415, head(scenario, "Content-Type: text/plain\r\nTransfer-Encoding: chunked"), &chunk, 0),
        ] {
            let address = &service.address;
            scope.spawn(move || {
                let (answer, until_closed) = insist(address, &head, piece, Duration::from_secs(pause));
                assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{head} {answer}");
                assert!(answer.to_ascii_lowercase().contains("connection: close"), "{answer}");
                assert!(until_closed < Duration::from_secs(5), "{head} {until_closed:?}");
            });
        }
    });
}

/// Files that the service may not make larger stand for a disk without room: the system refuses to write.
#[actix_web::test]
async fn on_a_full_disk_reading_goes_on_and_nothing_half_is_kept() {
    let database = databases().await.swap_remove(0);
    let store = Store::open(&database.url, Missing::Create).await.unwrap();
    let token = store.create_token("desk", Scope::Write, None, &by("test", 1)).await.unwrap();
    let service = Served::by(
        Command::new("bash")
            .args(["-c", "trap '' XFSZ; ulimit -f 400; exec \"$0\" serve --listen 127.0.0.1:0"])
            .arg(env!("CARGO_BIN_EXE_ecosysteemkaart"))
            .env("ECOSYSTEEMKAART_DATABASE", &database.url)
            .stderr(Stdio::null()),
    );
    let get = |path: &str| service.send(format!("GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    while !get("/health/ready").starts_with("HTTP/1.1 200") {
        std::thread::sleep(Duration::from_millis(100));
    }
    let upload = |file: &[u8]| {
        let body = form_body(&[("id", "fryslan")], file);
        let head = format!(
            "POST /v1/datasets HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: multipart/form-data; boundary=cut\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        service.send([head.as_bytes(), &body].concat())
    };
    let small = dataset(0).zipped("");
    assert!(upload(&small).starts_with("HTTP/1.1 201"));
    let mut random = vec![0_u8; 1 << 20];
    getrandom::fill(&mut random).unwrap();
    let large = dataset(1).with("bijlage.bin", &random).zipped("");
    let told = upload(&large);
    assert!(told.starts_with("HTTP/1.1 503") && told.contains("De opslag is vol; er is niets gewijzigd"), "{told}");
    assert!(told.to_ascii_lowercase().contains("retry-after: 10"), "{told}");
    for path in ["/v1/datasets/fryslan/actors", "/v1/datasets/fryslan/overlap?minOverlap=0.1", "/health/ready"] {
        let read = get(path);
        assert!(read.starts_with("HTTP/1.1 200"), "{path} {read}");
    }
    assert!(get("/v1/datasets/fryslan/versions").contains("\"total\":1,"));
    assert_eq!(store.versions().await.unwrap().len(), 1);
    // What fits is kept again.
    let told = upload(&small);
    assert!(told.starts_with("HTTP/1.1 201") && told.contains("\"version\":2"), "{told}");
    let numbers: Vec<i64> = store.versions().await.unwrap().iter().map(|version| version.number).collect();
    assert_eq!(numbers, [1, 2]);
    assert_eq!(store.content("fryslan", 2).await.unwrap().unwrap(), small);
}

#[actix_web::test]
async fn a_file_that_is_no_database_leaves_reading_as_it_is() {
    forget_answers();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    std::fs::write(&path, "this is no database, whatever its name says; ".repeat(100)).unwrap();
    let before = std::fs::read(&path).unwrap();
    let catalog = replica(&format!("sqlite://{}", path.display()));
    catalog.load(&ReadOptions::default());
    assert!(catalog.refresh(None).await.is_err());
    let get = TestRequest::with_uri("/v1/datasets/praktijkvoorbeelden-2023/actors");
    assert_eq!(answer(&catalog, get).await.0, StatusCode::OK);
    let upload = with_token(form("/v1/datasets", &[("id", "a")], &dataset(0).zipped("")), "ek_any");
    let (status, told) = answer(&catalog, upload).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(told["detail"].as_str().unwrap().contains("Lezen gaat door"), "{told}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

/// A way to a server that can be cut.
struct Proxy {
    address: SocketAddr,
    open: Arc<AtomicBool>,
    streams: Arc<Mutex<Vec<TcpStream>>>,
}

impl Proxy {
    fn to(server: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (open, streams) = (Arc::new(AtomicBool::new(true)), Arc::<Mutex<Vec<TcpStream>>>::default());
        let (is_open, all) = (Arc::clone(&open), Arc::clone(&streams));
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let client = client.unwrap();
                if !is_open.load(Ordering::SeqCst) {
                    continue;
                }
                let server = TcpStream::connect(&server).unwrap();
                all.lock().unwrap().extend([client.try_clone().unwrap(), server.try_clone().unwrap()]);
                for (mut from, mut to) in [(client.try_clone().unwrap(), server.try_clone().unwrap()), (server, client)]
                {
                    std::thread::spawn(move || {
                        let _ = std::io::copy(&mut from, &mut to);
                        let _ = to.shutdown(Shutdown::Both);
                    });
                }
            }
        });
        Self { address, open, streams }
    }

    fn cut(&self) {
        self.open.store(false, Ordering::SeqCst);
        for stream in self.streams.lock().unwrap().drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    fn mend(&self) {
        self.open.store(true, Ordering::SeqCst);
    }
}

#[actix_web::test]
async fn without_its_server_the_service_goes_on_reading_and_writes_again_when_it_is_back() {
    // On SQLite there is no server to lose.
    for mut database in databases().await.into_iter().skip(1) {
        let (who, place) = database.url.split_once('@').map(|(who, place)| (who.to_owned(), place.to_owned())).unwrap();
        let (server, name) = place.split_once('/').unwrap();
        let proxy = Proxy::to(server.to_owned());
        database.url = format!("{who}@{}/{name}", proxy.address);
        let service = Service::new(database).await;
        service.keep("fryslan", &dataset(0).zipped("")).await;
        let before = service.get("/v1/datasets/fryslan/overlap").await;
        proxy.cut();
        let (status, told) = service.upload(&[("id", "fryslan")], &dataset(1).zipped(""), &service.write).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(told["detail"].as_str().unwrap().contains("Lezen gaat door"), "{told}");
        assert!(service.catalog.refresh(None).await.is_err());
        assert_eq!(service.get("/v1/datasets/fryslan/overlap").await, before);
        assert_eq!(service.get("/v1/datasets/fryslan/overlap?minOverlap=0.1").await.0, StatusCode::OK);
        proxy.mend();
        let record = service.keep("fryslan", &dataset(2).zipped("")).await;
        assert_eq!((&record["version"], &record["replaces"]), (&2.into(), &1.into()));
        assert_eq!(service.get("/v1/datasets/fryslan/actors").await.1["total"], 5);
    }
}
