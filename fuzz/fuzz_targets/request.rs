//! Requests to the service: a line `METHOD address`, lines `name: value`, an empty line and a body. Whatever is asked, no
//! answer blames the service.
#![no_main]

use std::cell::LazyCell;

use actix_web::body::to_bytes;
use actix_web::dev::Service as _;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode, Uri};
use actix_web::middleware::from_fn;
use actix_web::rt::System;
use actix_web::test::{TestRequest, init_service};
use actix_web::{App, web};
use ecosysteemkaart::dataset::ReadOptions;
use ecosysteemkaart::web::{
    Answers, Catalog, ComputePool, Contact, Figures, Source, StoreConfig, configure, headers, observe, repeats,
};
use ecosysteemkaart_fuzz::{FILES, SHIPPED, let_the_reader_catch, seeds, stored};
use libfuzzer_sys::fuzz_target;

/// Gives the status and the bytes of an answer.
type Send = dyn Fn(TestRequest) -> (StatusCode, Vec<u8>);

thread_local! {
    static SERVICE: LazyCell<&'static Send> = const { LazyCell::new(service) };
}

/// The service with one small dataset and a store that is never reached. It is there until the process ends: its runtime
/// cannot be taken down while thread-locals are.
fn service() -> &'static Send {
    let store = StoreConfig {
        database: String::from("sqlite:///nowhere/ecosysteemkaart.db"),
        read: ReadOptions::default(),
        upload_bytes: 1 << 20,
    };
    let catalog = Catalog::new(vec![(String::from("d"), Source::Shipped(SHIPPED.to_owned()))]).with_store(store);
    catalog.load(&ReadOptions::default());
    let answers = Answers::new(16, ComputePool::new(1, 8).expect("a thread"));
    let figures = Figures::new(1).expect("figures");
    let system = System::new();
    let app = App::new()
        .app_data(web::Data::new(catalog))
        .app_data(web::Data::new(answers))
        .app_data(web::Data::new(figures))
        .app_data(web::Data::new(Contact::default()))
        .wrap(from_fn(repeats))
        .wrap(from_fn(observe))
        .wrap(from_fn(headers))
        .configure(configure);
    let app = system.block_on(init_service(app));
    Box::leak(Box::new(move |request: TestRequest| {
        system.block_on(async {
            match app.call(request.to_request()).await {
                Ok(answer) => (answer.status(), to_bytes(answer.into_body()).await.unwrap_or_default().to_vec()),
                Err(error) => (error.as_response_error().status_code(), error.to_string().into_bytes()),
            }
        })
    }))
}

fn start() -> Vec<Vec<u8>> {
    let asked = [
        "GET /v1/datasets\nAccept-Language: de, nl;q=0.4, en-GB;q=0.8\n",
        "GET /v1/datasets/d/centrality?page=2&pageSize=5&sort=-degree,id&fields=id,degree&format=csv-nl&lang=en\n",
        "GET /v1/datasets/d/actors?kind=gemeente&level=local&region=Drenthe&role=funder&asOf=2023-01-01\nAccept: text/csv\n",
        "GET /v1/datasets/d/distribution?by=region,theme&measure=reach&sector=A,C\nAccept-Encoding: br;q=1.0, zstd;q=0.5, *;q=0\n",
        "GET /v1/datasets/d/white-spots?dimension=theme&threshold=0.5\nIf-None-Match: W/\"a\", *\nAccept: application/*;q=0.2\n",
        "HEAD /v1/datasets/d/overlap?aspect=theme&minimum=0.25\nAccept-Encoding: gzip\n",
        "GET /v1/datasets/d/charts/network?format=png\nAccept: image/png;q=0.9, image/svg+xml\n",
        "GET /v1/datasets/d/exports/csv?version=1\nHost: example.org\nX-Forwarded-Proto: https\n",
        "GET /v1/datasets/d/name-suggestions?subject=actors\nAuthorization: Bearer abc\n",
        "GET /v1/datasets/d/comparison?with=d&version=1\n",
        "OPTIONS /v1/datasets/d/signals/a%2Fb\nOrigin: null\n",
        "POST /v1/datasets/d/scenarios?lang=en\nContent-Type: application/json\n\n{\"remove\": {\"actors\": []}}",
        "POST /v1/datasets/d/consistency-tests\nContent-Type: application/json\n\n{\"name\": \"x\", \"regions\": [\"Drenthe\"]}",
    ];
    let zip = stored(FILES[..3].iter().map(|(name, text)| (*name, text.as_bytes())));
    let form = [
        b"POST /v1/validations\nContent-Type: multipart/form-data; boundary=b\n\n--b\r\nContent-Disposition: form-data; \
          name=\"file\"; filename=\"a.zip\"\r\n\r\n"
            .as_slice(),
        &zip,
        b"\r\n--b--\r\n",
    ];
    asked.iter().map(|text| text.as_bytes().to_vec()).chain([form.concat()]).collect()
}

/// `None`: no request that a client library would send.
fn request(bytes: &[u8]) -> Option<TestRequest> {
    let end = bytes.windows(2).position(|two| two == b"\n\n").unwrap_or(bytes.len());
    let mut lines = bytes[..end].split(|byte| *byte == b'\n');
    let mut first = lines.next()?.splitn(2, |byte| *byte == b' ');
    let method = Method::from_bytes(first.next()?).ok()?;
    let uri = Uri::try_from(first.next()?).ok()?;
    let mut request = TestRequest::with_uri(&uri.to_string()).method(method);
    for line in lines.filter(|line| !line.is_empty()) {
        let colon = line.iter().position(|byte| *byte == b':')?;
        let name = HeaderName::from_bytes(&line[..colon]).ok()?;
        let value = HeaderValue::from_bytes(line[colon + 1..].trim_ascii()).ok()?;
        request = request.append_header((name, value));
    }
    Some(request.set_payload(bytes.get(end + 2..).unwrap_or_default().to_vec()))
}

fn init() {
    let_the_reader_catch();
    seeds(start);
}

fuzz_target!(init: init(), |bytes: &[u8]| {
    let Some(request) = request(bytes) else { return };
    let (status, body) = SERVICE.with(|service| service(request));
    assert_ne!(status, StatusCode::INTERNAL_SERVER_ERROR, "{}", String::from_utf8_lossy(&body));
});
