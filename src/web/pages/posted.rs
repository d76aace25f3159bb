//! Forms that people send: read within bounds, answered by the page that they came from.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, LOCATION};
use actix_web::{HttpRequest, HttpResponse, web};

use super::address::Screen;
use super::data::FindingView;
use super::frame::day;
use super::signal_view::anchor;
use super::test::EarlierTest;
use super::visit::{Page, Visit};
use super::{datasets, problem_page, test};
use crate::language::{Language, Text};
use crate::store::{KeptTest, NewTest, Scope};
use crate::web::api::versions::moment;
use crate::web::api::{answer_posted, consistency};
use crate::web::asked::Asked;
use crate::web::cache::Answers;
use crate::web::catalog::{Catalog, Entry};
use crate::web::decisions::{StatusBody, keep_status};
use crate::web::posting::bytes_of;
use crate::web::problem::{Fault, Problem};
use crate::web::query::{Query, pairs};
use crate::web::respond::Answer;
use crate::web::rights::Writer;
use crate::web::versions;

/// Earlier tests that are shown.
const MOST_TESTS: usize = 50;

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
        if [401, 403].contains(&problem.status) {
            self.faults.push(Fault { parameter: String::from("token"), detail: problem.detail.clone() });
        }
        self.message = Some(match problem.status {
            400 => problem.title.clone(),
            _ => format!("{}: {}", problem.title, problem.detail),
        });
    }
}

/// A form that came to a page, and all that its answer needs.
pub struct Posted {
    pub page: (Screen, Page),
    pub language: Language,
    pub request: HttpRequest,
    pub dataset: String,
    pub catalog: web::Data<Catalog>,
    pub answers: web::Data<Answers>,
}

impl Posted {
    /// The fields of the form.
    ///
    /// # Errors
    /// As [`bytes_of`].
    pub async fn fields(&self, body: web::Payload) -> Result<Typed, Problem> {
        let bytes = bytes_of(body, self.language).await?;
        Ok(Typed { fields: pairs(&String::from_utf8_lossy(&bytes)), ..Typed::default() })
    }

    /// The dataset that the page is about.
    ///
    /// # Errors
    /// 404 where there is none that anybody may see.
    pub fn entry(&self) -> Result<Arc<Entry>, Problem> {
        versions::current(&self.catalog.served(), None, &self.dataset, self.language).map(Arc::clone)
    }

    /// Whoever holds the token that was typed.
    ///
    /// # Errors
    /// 400 where none was typed, else as [`Writer::with_secret`].
    pub async fn writer(&self, secret: Option<&str>) -> Result<Writer<'_>, Problem> {
        if secret.is_none() {
            let words = Text::new(
                "Vul het token in dat u van de beheerder kreeg.",
                "Fill in the token that the operator gave you.",
            );
            let fault = Fault { parameter: String::from("token"), detail: words.get(self.language).to_owned() };
            return Err(Problem::bad_body(self.language, vec![fault]));
        }
        Writer::with_secret(&self.catalog, secret, self.language).await
    }

    /// The page with what was typed but for the secret, and with what is wrong; sent once and kept by nobody.
    pub async fn answer(&self, mut typed: Typed, outcome: Result<(), Problem>) -> HttpResponse {
        let mut status = StatusCode::OK;
        if let Err(problem) = outcome {
            typed.blame(&problem);
            status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::BAD_REQUEST);
        }
        typed.fields.retain(|(name, _)| name != "token");
        match self.written(typed).await {
            Ok(answer) => {
                let mut response = answer.into_unstored_response();
                *response.status_mut() = status;
                response
            }
            Err(problem) => problem_page(&problem, self.language),
        }
    }

    async fn written(&self, typed: Typed) -> Result<Answer, Problem> {
        let (language, (screen, page)) = (self.language, self.page);
        let (asked, served) = (Asked::new(&self.request), self.catalog.served());
        let mut query = Query::in_language(&asked, language);
        let entry = versions::asked_for(&self.catalog, &served, None, &self.dataset, &mut query).await?;
        let datasets = datasets(&served);
        let work = move || {
            let (snapshot, typed) = (versions::snapshot(&entry, language)?, Some(&typed));
            let (asked, entry, datasets) = (&asked, &*entry, &*datasets);
            page(&Visit { screen, language, asked, entry, snapshot, earlier: None, datasets, typed })
        };
        self.answers.pool.run(language, work).await?
    }
}

/// Keeps what was decided about a signal, and goes back to it.
pub async fn decide(posted: Posted, body: web::Payload) -> HttpResponse {
    let typed = match posted.fields(body).await {
        Ok(typed) => typed,
        Err(problem) => return problem_page(&problem, posted.language),
    };
    if let Err(problem) = decided(&posted, &typed).await {
        return posted.answer(typed, Err(problem)).await;
    }
    let query = posted.request.query_string();
    let question = if query.is_empty() { String::new() } else { format!("?{query}") };
    let place = posted.page.0.address(posted.language, &posted.dataset, None);
    HttpResponse::SeeOther()
        .insert_header((LOCATION, format!("{place}{question}#{}", anchor(typed.get("key")))))
        .insert_header((CACHE_CONTROL, "no-store"))
        .finish()
}

async fn decided(posted: &Posted, typed: &Typed) -> Result<(), Problem> {
    let entry = posted.entry()?;
    let writer = posted.writer(typed.some("token").as_deref()).await?;
    writer.must(Scope::Write, &posted.dataset, posted.language)?;
    let body = StatusBody {
        status: typed.get("status").to_owned(),
        owner: typed.some("owner"),
        date: typed.some("date"),
        note: typed.some("note"),
    };
    keep_status(&posted.catalog, &writer, &entry, typed.get("key"), body, posted.language).await.map(|_| ())
}

/// Answers a form that only asks: the page itself reads what was typed.
pub async fn ask(posted: Posted, body: web::Payload) -> HttpResponse {
    let mut typed = match posted.fields(body).await {
        Ok(typed) => typed,
        Err(problem) => return problem_page(&problem, posted.language),
    };
    let has_token = posted.page.0 == Screen::Test && typed.some("token").is_some();
    let outcome = if has_token { with_token(&posted, &mut typed).await } else { Ok(()) };
    if outcome.is_err() {
        // Nothing was kept, so nothing is answered as if it were.
        typed.fields.retain(|(name, _)| name != "do");
    }
    posted.answer(typed, outcome).await
}

/// Keeps a test, or fetches those that were kept, for the holder of a token.
async fn with_token(posted: &Posted, typed: &mut Typed) -> Result<(), Problem> {
    let (language, dataset) = (posted.language, &posted.dataset);
    let entry = posted.entry()?;
    let writer = posted.writer(typed.some("token").as_deref()).await?;
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
            let (question, asked, same) = (proposal.clone(), Asked::new(&posted.request), Arc::clone(&entry));
            let work = move || answer_posted(&same, &asked, consistency::test, &question);
            // What is wrong with the proposal is said by the page.
            let Ok(answer) = posted.answers.pool.run(language, work).await? else { return Ok(()) };
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
