//! Forms that people send: read within bounds, answered by the page that they came from.

use std::sync::Arc;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, LOCATION};
use actix_web::rt::time::timeout;
use actix_web::{HttpRequest, HttpResponse, web};

use super::address::Screen;
use super::data::FindingView;
use super::frame::day;
use super::signal_view::anchor;
use super::test::EarlierTest;
use super::visit::{Page, Visit};
use super::{agreements, datasets, problem_page, test};
use crate::language::{Language, Text};
use crate::store::{KeptTest, NewTest, Scope};
use crate::web::api::versions::moment;
use crate::web::api::{answer_posted, consistency};
use crate::web::asked::Asked;
use crate::web::cache::Answers;
use crate::web::catalog::Catalog;
use crate::web::decisions::{StatusBody, keep_status};
use crate::web::problem::{Fault, Problem};
use crate::web::query::{Query, pairs};
use crate::web::rights::Writer;
use crate::web::versions;

/// Bytes that a form may have.
const MOST_BYTES: usize = 1 << 20;
/// Earlier tests that are shown.
const MOST_TESTS: usize = 50;
/// Time that sending it may take.
const WITHIN: Duration = Duration::from_secs(30);

/// What was typed in a form, with what is wrong with it.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    pub fields: Vec<(String, String)>,
    pub faults: Vec<Fault>,
    /// What is wrong with the form as a whole.
    pub message: Option<String>,
    /// What was kept of it, in words.
    pub kept: Option<String>,
    /// Tests that were kept before, where they were asked.
    pub earlier: Option<Vec<EarlierTest>>,
    /// What was found in a file that was brought.
    pub findings: Vec<FindingView>,
}

impl Typed {
    /// The value of a field; empty where it was not sent.
    pub fn get(&self, field: &str) -> &str {
        self.fields.iter().find(|(name, _)| name == field).map_or("", |(_, value)| value.as_str())
    }

    /// All values of a field.
    pub fn all<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(name, _)| name == field).map(|(_, value)| value.as_str())
    }

    pub fn fault(&self, field: &str) -> Option<&str> {
        self.faults.iter().find(|fault| fault.parameter == field).map(|fault| fault.detail.as_str())
    }

    pub fn some(&self, field: &str) -> Option<String> {
        Some(self.get(field).trim().to_owned()).filter(|words| !words.is_empty())
    }

    /// Takes over what a problem says.
    pub fn blame(&mut self, problem: &Problem) {
        self.faults.extend(problem.errors.iter().cloned());
        self.message = Some(match problem.status {
            400 => problem.title.clone(),
            _ => format!("{}: {}", problem.title, problem.detail),
        });
    }
}

/// A form as it was sent.
///
/// # Errors
/// 400, 408 or 413.
pub async fn form(body: web::Payload, language: Language) -> Result<Typed, Problem> {
    match timeout(WITHIN, body.to_bytes_limited(MOST_BYTES)).await {
        Err(_) => Err(Problem::request_timeout(language)),
        Ok(Err(_)) => Err(Problem::content_too_large(language, MOST_BYTES)),
        Ok(Ok(Err(_))) => Err(Problem::broken_body(language)),
        Ok(Ok(Ok(bytes))) => {
            let fields = pairs(&String::from_utf8_lossy(&bytes));
            Ok(Typed { fields, ..Typed::default() })
        }
    }
}

/// The page with what was typed, sent once and kept by nobody.
pub async fn again(
    (screen, page): (Screen, Page),
    language: Language,
    dataset: &str,
    asked: Asked,
    typed: Typed,
    status: StatusCode,
    (catalog, answers): (&Catalog, &Answers),
) -> Result<HttpResponse, Problem> {
    let served = catalog.served();
    let mut query = Query::in_language(&asked, language);
    let entry = versions::asked_for(catalog, &served, None, dataset, &mut query).await?;
    let datasets = datasets(&served);
    let work = move || {
        let snapshot = versions::snapshot(&entry, language)?;
        page(&Visit {
            screen,
            language,
            asked: &asked,
            entry: &entry,
            snapshot,
            earlier: None,
            datasets: &datasets,
            typed: Some(&typed),
        })
    };
    let answer = answers.pool.run(language, work).await??;
    let mut response = answer.into_unstored_response();
    *response.status_mut() = status;
    Ok(response)
}

/// Keeps what was decided about a signal, and goes back to it.
pub async fn decide(
    language: Language,
    request: HttpRequest,
    dataset: String,
    catalog: web::Data<Catalog>,
    answers: web::Data<Answers>,
    body: web::Payload,
) -> HttpResponse {
    let typed = match form(body, language).await {
        Ok(typed) => typed,
        Err(problem) => return problem_page(&problem, language),
    };
    let mut typed = typed;
    match decided(language, &dataset, &catalog, &typed).await {
        Ok(()) => {
            let query = request.query_string();
            let question = if query.is_empty() { String::new() } else { format!("?{query}") };
            let place = Screen::Agreements.address(language, &dataset, None);
            let address = format!("{place}{question}#{}", anchor(typed.get("key")));
            HttpResponse::SeeOther()
                .insert_header((LOCATION, address))
                .insert_header((CACHE_CONTROL, "no-store"))
                .finish()
        }
        Err(problem) => {
            typed.blame(&problem);
            // The secret is not sent back.
            typed.fields.retain(|(name, _)| name != "token");
            let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::BAD_REQUEST);
            let page = (Screen::Agreements, agreements::page as Page);
            let asked = Asked::new(&request);
            let again = again(page, language, &dataset, asked, typed, status, (&catalog, &answers)).await;
            again.unwrap_or_else(|problem| problem_page(&problem, language))
        }
    }
}

/// Answers a form that only asks: the page itself reads what was typed.
pub async fn ask(
    page: (Screen, Page),
    language: Language,
    request: HttpRequest,
    dataset: String,
    catalog: web::Data<Catalog>,
    answers: web::Data<Answers>,
    body: web::Payload,
) -> HttpResponse {
    let mut typed = match form(body, language).await {
        Ok(typed) => typed,
        Err(problem) => return problem_page(&problem, language),
    };
    let asked = Asked::new(&request);
    if page.0 == Screen::Test
        && !typed.get("token").is_empty()
        && let Err(problem) = with_token(language, &dataset, &asked, &mut typed, (&catalog, &answers)).await
    {
        typed.blame(&problem);
        if !typed.faults.iter().any(|fault| fault.parameter == "token") {
            typed.faults.push(Fault { parameter: String::from("token"), detail: problem.detail.clone() });
        }
        // Nothing was kept, so nothing is answered as if it were.
        typed.fields.retain(|(name, _)| name != "do");
    }
    typed.fields.retain(|(name, _)| name != "token");
    let status = if typed.faults.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let again = again(page, language, &dataset, asked, typed, status, (&catalog, &answers)).await;
    again.unwrap_or_else(|problem| problem_page(&problem, language))
}

/// Keeps a test, or fetches those that were kept, for the holder of a token.
async fn with_token(
    language: Language,
    dataset: &str,
    asked: &Asked,
    typed: &mut Typed,
    (catalog, answers): (&Catalog, &Answers),
) -> Result<(), Problem> {
    let served = catalog.served();
    let entry = Arc::clone(versions::current(&served, None, dataset, language)?);
    let writer = Writer::with_secret(catalog, typed.some("token").as_deref(), language).await?;
    let store = |error| Problem::store(language, &error);
    match typed.get("do") {
        "earlier" => {
            writer.must(Scope::Read, dataset, language)?;
            let tests = writer.store.tests(dataset, 0, MOST_TESTS).await.map_err(store)?;
            typed.earlier = Some(tests.iter().map(|test| earlier(test, language)).collect());
        }
        "test" | "paste" => {
            writer.must(Scope::Write, dataset, language)?;
            let snapshot = versions::snapshot(&entry, language)?;
            let proposal = test::proposal_bytes(snapshot.ecosystem.taxonomy().dimensions(), typed, language);
            let (question, asked, same) = (proposal.clone(), asked.clone(), Arc::clone(&entry));
            let work = move || answer_posted(&same, &asked, consistency::test, &question);
            // What is wrong with the proposal is said by the page.
            let Ok(answer) = answers.pool.run(language, work).await? else { return Ok(()) };
            let (proposal, verdict) = (String::from_utf8_lossy(&proposal), String::from_utf8_lossy(&answer.bytes));
            let version = entry.kept.is_some().then_some(entry.number);
            let new = NewTest { dataset, version, proposal: &proposal, verdict: &verdict };
            let number = writer.store.keep_test(new, &writer.by()).await.map_err(store)?;
            let words = Text::new(format!("bewaard als toets {number}"), format!("kept as test {number}"));
            typed.kept = Some(words.get(language).to_owned());
        }
        _ => {}
    }
    Ok(())
}

fn earlier(test: &KeptTest, language: Language) -> EarlierTest {
    let verdict: serde_json::Value = serde_json::from_str(&test.verdict).unwrap_or_default();
    let words = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let at = moment(&test.by).unwrap_or_default();
    EarlierTest {
        number: test.number,
        day: day(at.get(..10).unwrap_or(&at), language),
        name: words(&verdict["proposal"]["name"]),
        advice: Text::new(words(&verdict["advice"]["nl"]), words(&verdict["advice"]["en"])),
        by: test.by.who.clone(),
    }
}

async fn decided(language: Language, dataset: &str, catalog: &Catalog, typed: &Typed) -> Result<(), Problem> {
    let served = catalog.served();
    let entry = Arc::clone(versions::current(&served, None, dataset, language)?);
    let secret = typed.some("token");
    if secret.is_none() {
        let words = Text::new(
            "Vul het token in dat u van de beheerder kreeg.",
            "Fill in the token that the operator gave you.",
        );
        let fault = Fault { parameter: String::from("token"), detail: words.get(language).to_owned() };
        return Err(Problem::bad_body(language, vec![fault]));
    }
    let writer = Writer::with_secret(catalog, secret.as_deref(), language).await?;
    writer.must(Scope::Write, dataset, language)?;
    let body = StatusBody {
        status: typed.get("status").to_owned(),
        owner: typed.some("owner"),
        date: typed.some("date"),
        note: typed.some("note"),
    };
    keep_status(catalog, &writer, &entry, typed.get("key"), body, language).await.map(|_| ())
}
