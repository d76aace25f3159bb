//! The HTTP service through its real routes, in the process.

use std::cell::RefCell;
use std::sync::LazyLock;

use actix_web::body::to_bytes;
use actix_web::http::header::{ACCEPT, ACCEPT_LANGUAGE, ALLOW, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LINK};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::from_fn;
use actix_web::test::{TestRequest, call_service, init_service};
use actix_web::{App, HttpResponse, web};
use ecosysteemkaart::chart::catalog::ChartName;
use ecosysteemkaart::dataset::ReadOptions;
use ecosysteemkaart::web::{
    Answers, Catalog, ComputePool, Contact, Figures, Source, configure, headers, observe, repeats,
};
use serde_json::Value;

/// Two datasets, read once for all tests.
static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    let shipped = |id: &str| (id.to_owned(), Source::Shipped(id.to_owned()));
    let catalog = Catalog::new(vec![shipped("regioscan-2023"), shipped("voorbeeld")]);
    catalog.load(&ReadOptions::default());
    catalog
});

/// Kept answers serve all tests, as they serve all requests.
static ANSWERS: LazyLock<Answers> = LazyLock::new(|| Answers::new(64, ComputePool::new(2, 64).unwrap()));

static FIGURES: LazyLock<Figures> = LazyLock::new(|| Figures::new(1).unwrap());

thread_local! {
    /// Kept answers of services of other datasets, which a test has to itself.
    static OWN_ANSWERS: RefCell<Answers> = RefCell::new(no_answers());
}

fn no_answers() -> Answers {
    Answers::new(64, ANSWERS.pool.clone())
}

/// From here on this test asks a service that has answered nothing: another database may number the same versions.
pub fn forget_answers() {
    OWN_ANSWERS.with(|own| own.replace(no_answers()));
}

pub async fn send(request: TestRequest) -> HttpResponse {
    answered(&CATALOG, ANSWERS.clone(), request).await
}

/// As [`send`], to a service of other datasets.
pub async fn send_to(catalog: &Catalog, request: TestRequest) -> HttpResponse {
    answered(catalog, OWN_ANSWERS.with(|own| own.borrow().clone()), request).await
}

async fn answered(catalog: &Catalog, answers: Answers, request: TestRequest) -> HttpResponse {
    let app = App::new().app_data(web::Data::new(catalog.clone())).app_data(web::Data::new(answers));
    let app = app.app_data(web::Data::new(FIGURES.clone())).app_data(web::Data::new(Contact::default()));
    let app = app.wrap(from_fn(repeats)).wrap(from_fn(headers)).wrap(from_fn(observe));
    let app = init_service(app.configure(configure)).await;
    let response = call_service(&app, request.to_request()).await;
    response.into_parts().1.map_into_boxed_body()
}

pub async fn get(address: &str) -> HttpResponse {
    send(TestRequest::with_uri(address)).await
}

pub fn header(response: &HttpResponse, name: actix_web::http::header::HeaderName) -> String {
    response.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
}

pub async fn body(response: HttpResponse) -> Value {
    serde_json::from_slice(&to_bytes(response.into_body()).await.unwrap_or_default()).unwrap()
}

pub async fn json(address: &str) -> Value {
    let response = get(address).await;
    assert_eq!(response.status(), StatusCode::OK, "{address}");
    assert_eq!(header(&response, CONTENT_TYPE), "application/json");
    body(response).await
}

pub async fn problem(address: &str, status: StatusCode) -> Value {
    let response = get(address).await;
    assert_eq!(response.status(), status, "{address}");
    assert_eq!(header(&response, CONTENT_TYPE), "application/problem+json");
    let problem = body(response).await;
    assert_eq!(problem["status"], status.as_u16());
    assert!(problem["title"].is_string() && problem["detail"].is_string());
    problem
}

#[actix_web::test]
async fn lists_answer_with_what_they_are() {
    for path in ["centrality", "clusters", "overlap", "region-overlap", "white-spots", "distribution"] {
        let answer = json(&format!("/v1/datasets/regioscan-2023/{path}?pageSize=3")).await;
        assert_eq!(answer["dataset"]["id"], "regioscan-2023", "{path}");
        assert!(answer["method"]["nl"].is_string() && answer["basis"].is_string(), "{path}");
        let items = answer["items"].as_array().unwrap();
        assert!(!items.is_empty() && items.len() <= 3, "{path}");
        assert!(answer["total"].as_u64().unwrap() >= items.len() as u64, "{path}");
        assert!(answer["_links"]["self"]["href"].as_str().unwrap().starts_with("http://"), "{path}");
    }
    let answer = json("/v1/datasets/regioscan-2023/white-spots").await;
    assert_eq!(
        (&answer["basis"], &answer["basisExceptions"]["fragile"]),
        (&"published".into(), &"reconstructed".into())
    );
    assert_eq!(answer["total"], 144);
}

#[actix_web::test]
async fn pages_join_up_to_the_whole_list() {
    let whole = json("/v1/datasets/voorbeeld/centrality?pageSize=2000").await;
    let mut joined = Vec::new();
    let mut next = Some(String::from("/v1/datasets/voorbeeld/centrality?pageSize=400"));
    let mut pages = 0;
    while let Some(address) = next {
        let response = get(&address).await;
        let link = header(&response, LINK);
        let page = body(response).await;
        joined.extend(page["items"].as_array().unwrap().clone());
        next = page["_links"]["next"]["href"]
            .as_str()
            .map(|href| href.split_once("/v1").unwrap().1)
            .map(|path| format!("/v1{path}"));
        assert_eq!(next.is_some(), link.contains("rel=\"next\""));
        pages += 1;
    }
    assert_eq!(pages, 3);
    assert_eq!(Value::from(joined), whole["items"]);
    let beyond = json("/v1/datasets/voorbeeld/centrality?page=99").await;
    assert_eq!(beyond["items"], serde_json::json!([]));
}

#[actix_web::test]
async fn filters_and_parameters_work() {
    let all = json("/v1/datasets/voorbeeld/overlap").await["total"].as_u64().unwrap();
    let alone = json("/v1/datasets/voorbeeld/overlap?collaborates=false").await["total"].as_u64().unwrap();
    let together = json("/v1/datasets/voorbeeld/overlap?collaborates=true").await["total"].as_u64().unwrap();
    assert!(alone > 0 && together > 0 && alone + together == all);
    let strict = json("/v1/datasets/voorbeeld/overlap?minOverlap=0.9").await;
    assert!(strict["items"].as_array().unwrap().iter().all(|pair| pair["overlap"].as_f64().unwrap() >= 0.9));
    // A name with accents works as well as a code.
    let by_name = json("/v1/datasets/regioscan-2023/white-spots?region=Frysl%C3%A2n").await;
    let by_code = json("/v1/datasets/regioscan-2023/white-spots?region=PV21").await;
    assert_eq!(by_name["items"], by_code["items"]);
    assert_eq!(by_code["total"], 12);
    let two = json("/v1/datasets/regioscan-2023/white-spots?by=activity_type,maturity").await;
    assert_eq!(two["total"], 12 * 12 * 3);
    assert_eq!(two["basis"], "reconstructed");
    // Figure 12 of the Regioscan: 193, 173 and 87 activities by maturity, 129 not specified.
    let maturity = json("/v1/datasets/regioscan-2023/distribution?rows=maturity").await;
    let counts: Vec<u64> =
        maturity["items"].as_array().unwrap().iter().map(|cell| cell["count"].as_u64().unwrap()).collect();
    assert_eq!(counts, [87, 193, 173, 129]);
    let finer = json("/v1/datasets/voorbeeld/clusters?resolution=4").await;
    let coarser = json("/v1/datasets/voorbeeld/clusters?resolution=0.25").await;
    assert!(finer["total"].as_u64() > coarser["total"].as_u64());
    let provinces = json("/v1/datasets/regioscan-2023/centrality?kind=provincie").await;
    assert_eq!(provinces["total"], 12);
}

#[actix_web::test]
async fn every_fault_is_told_at_once() {
    let told =
        problem("/v1/datasets/voorbeeld/overlap?minOverlap=2&region=Atlantis&foo=1", StatusCode::BAD_REQUEST).await;
    let keys: Vec<&str> =
        told["errors"].as_array().unwrap().iter().map(|fault| fault["parameter"].as_str().unwrap()).collect();
    assert_eq!(keys.len(), 3);
    for key in ["minOverlap", "region", "foo"] {
        assert!(keys.contains(&key), "{key}");
    }
    let english = problem("/v1/datasets/voorbeeld/overlap?aspect=colour&lang=en", StatusCode::BAD_REQUEST).await;
    assert!(english["errors"][0]["detail"].as_str().unwrap().contains("Allowed: offer, content, method, target"));
    for address in [
        "/v1/datasets/voorbeeld/white-spots?by=planet",
        "/v1/datasets/voorbeeld/distribution?rows=planet",
        "/v1/datasets/voorbeeld/centrality?page=0",
        "/v1/datasets/voorbeeld/centrality?asOf=gisteren",
        "/v1/datasets/voorbeeld/clusters?resolution=-1",
        "/v1/datasets/voorbeeld/charts/network-map?format=pdf",
        "/v1/datasets/voorbeeld/centrality?activity_type=toveren",
    ] {
        problem(address, StatusCode::BAD_REQUEST).await;
    }
}

#[actix_web::test]
async fn unknown_addresses_are_404_without_a_redirect() {
    for address in [
        "/v1/datasets/atlantis",
        "/v1/datasets/voorbeeld/magic",
        "/v1/datasets/voorbeeld/charts/pie",
        "/v1/datasets/",
        "/v1/datasets/voorbeeld/",
        "/v1/datasets/voorbeeld/centrality/",
        "/v1/nowhere",
    ] {
        problem(address, StatusCode::NOT_FOUND).await;
    }
    let known = problem("/v1/datasets/atlantis", StatusCode::NOT_FOUND).await;
    assert!(known["detail"].as_str().unwrap().contains("regioscan-2023"));
}

#[actix_web::test]
async fn other_methods_are_405_and_head_is_get() {
    for method in [Method::POST, Method::DELETE, Method::PUT, Method::PATCH] {
        let response = send(TestRequest::with_uri("/v1/datasets/voorbeeld").method(method)).await;
        assert_eq!(
            (response.status(), header(&response, ALLOW).as_str()),
            (StatusCode::METHOD_NOT_ALLOWED, "GET, HEAD")
        );
    }
    let address = "/v1/datasets/voorbeeld/clusters";
    let head = send(TestRequest::with_uri(address).method(Method::HEAD)).await;
    assert_eq!(head.status(), StatusCode::OK);
    assert_eq!(header(&head, ETAG), header(&get(address).await, ETAG));
}

#[actix_web::test]
async fn known_answers_are_not_sent_again() {
    let address = "/v1/datasets/voorbeeld/white-spots";
    let tag = header(&get(address).await, ETAG);
    assert!(tag.starts_with('"') && tag.len() == 34);
    let again = send(TestRequest::with_uri(address).insert_header((IF_NONE_MATCH, tag.clone()))).await;
    assert_eq!((again.status(), header(&again, ETAG)), (StatusCode::NOT_MODIFIED, tag.clone()));
    let other = send(TestRequest::with_uri(address).insert_header((IF_NONE_MATCH, "\"other\""))).await;
    assert_eq!(other.status(), StatusCode::OK);
}

#[actix_web::test]
async fn charts_come_as_svg_and_png() {
    for chart in ["network-map", "white-spots"] {
        let address = format!("/v1/datasets/regioscan-2023/charts/{chart}");
        let svg = get(&address).await;
        assert_eq!(header(&svg, CONTENT_TYPE), "image/svg+xml");
        let drawn = String::from_utf8(to_bytes(svg.into_body()).await.unwrap_or_default().to_vec()).unwrap();
        assert!(drawn.contains("Regioscan"), "{chart}");
        // The network is a reconstruction and says so; the grid was published.
        assert_eq!(drawn.contains("Reconstructie"), chart == "network-map", "{chart}");
        let png = send(TestRequest::with_uri(&address).insert_header((ACCEPT, "image/png"))).await;
        assert_eq!(header(&png, CONTENT_TYPE), "image/png");
        let asked = get(&format!("{address}?format=png&lang=en")).await;
        assert_eq!(header(&asked, CONTENT_TYPE), "image/png");
    }
    let neither = send(
        TestRequest::with_uri("/v1/datasets/voorbeeld/charts/network-map").insert_header((ACCEPT, "application/pdf")),
    )
    .await;
    assert_eq!(neither.status(), StatusCode::NOT_ACCEPTABLE);
    let list = json("/v1/datasets/voorbeeld/charts").await;
    assert_eq!(list["total"], ChartName::ALL.len());
    for item in list["items"].as_array().unwrap() {
        assert!(item["title"]["nl"].is_string() && item["description"]["en"].is_string(), "{item}");
        let parameters = item["parameters"].as_array().unwrap();
        assert!(parameters.iter().all(|one| one["key"].is_string() && one["meaning"]["nl"].is_string()), "{item}");
    }
    let tiles = "/v1/datasets/voorbeeld/charts/province-tiles";
    assert_eq!(header(&get(&format!("{tiles}?measure=white-spots")).await, CONTENT_TYPE), "image/svg+xml");
    let told = problem(&format!("{tiles}?measure=happiness&depth=3"), StatusCode::BAD_REQUEST).await;
    let told: Vec<&str> =
        told["errors"].as_array().unwrap().iter().filter_map(|fault| fault["detail"].as_str()).collect();
    assert!(told[0].contains("covered-cells") && told[1].contains("measure, split"), "{told:?}");
}

#[actix_web::test]
async fn languages_and_health() {
    let dutch = json("/v1/datasets/voorbeeld").await;
    assert!(dutch["title"]["nl"].is_string());
    let english =
        send(TestRequest::with_uri("/v1/datasets/voorbeeld/magic").insert_header((ACCEPT_LANGUAGE, "en-GB, nl;q=0.5")))
            .await;
    assert_eq!(body(english).await["title"], "Not found");
    assert_eq!(json("/health/live").await["status"], "live");
    assert_eq!(json("/health/ready").await["status"], "ready");
    assert_eq!(json("/v1/datasets").await["items"][0]["id"], "regioscan-2023");
    let page = get("/").await;
    assert_eq!(page.status(), StatusCode::OK);
}

#[actix_web::test]
async fn what_is_not_there_yet_is_503() {
    forget_answers();
    let catalog = Catalog::new(vec![(String::from("voorbeeld"), Source::Shipped(String::from("voorbeeld")))]);
    let response = send_to(&catalog, TestRequest::with_uri("/v1/datasets/voorbeeld/overlap")).await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(response.headers().contains_key("retry-after"));
}
