//! The pages: what the service says to people, Dutch at `/` and English at `/en/`.
//!
//! A page is a pure function from what is asked and the results of a dataset to HTML, kept and sent like any other answer.
//! It says what the records of the interface say, in sentences first; nothing is computed here that the interface does not
//! give too. Pages need no script and set no cookies; scripts only make them quicker to use. Templates are checked by the
//! compiler and escape every text, so that a name can never become markup.

mod address;
mod agreements;
mod assets;
mod basics;
mod changes;
mod clusters;
mod comparison;
mod data;
mod entities;
mod frame;
mod grid;
mod map;
mod monitoring;
mod offer;
mod overlap;
mod overview;
mod posted;
mod proposal_form;
mod region;
mod scenario;
mod signal_view;
mod test;
mod visit;
mod white_spots;

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use self::address::Screen;
use self::posted::Posted;
use self::visit::{Page, Visit, render};
use super::asked::Asked;
use super::cache::Answers;
use super::catalog::{Catalog, Served};
use super::problem::Problem;
use super::query::Query;
use super::respond::Prepared;
use super::routes::{DatasetPath, allowing, read, reading, settled};
use super::versions;
use crate::language::{Language, Text};

/// Pages that are read, by what they are about.
const PAGES: &[(Screen, Page)] = &[
    (Screen::Overview, overview::page),
    (Screen::Regions, region::list),
    (Screen::Region, region::page),
    (Screen::Agreements, agreements::page),
    (Screen::Test, test::page),
    (Screen::WhiteSpots, white_spots::page),
    (Screen::Cell, white_spots::cell),
    (Screen::Overlap, overlap::page),
    (Screen::Pair, overlap::pair),
    (Screen::Map, map::page),
    (Screen::KeyPlayers, entities::key_players),
    (Screen::Clusters, clusters::page),
    (Screen::Cluster, clusters::cluster),
    (Screen::Initiatives, entities::initiatives),
    (Screen::Initiative, entities::initiative),
    (Screen::Actor, entities::actor),
    (Screen::Offer, offer::page),
    (Screen::Scenario, scenario::page),
    (Screen::Comparison, comparison::page),
    (Screen::Monitoring, monitoring::page),
    (Screen::Data, data::page),
    (Screen::Names, data::names),
];

const LANGUAGES: [Language; 2] = [Language::Nl, Language::En];

/// Mounts all pages.
pub fn configure(app: &mut web::ServiceConfig) {
    for language in LANGUAGES {
        let start = move |request, catalog, answers| home(language, request, catalog, answers);
        app.service(reading(address::home(language)).route(read().to(start)));
        app.service(reading(address::words(language)).route(read().to(move |r| basics::words(language, r))));
        app.service(
            reading(address::accessibility(language))
                .route(read().to(move |r, c| basics::accessibility(language, r, c))),
        );
        for &(screen, page) in PAGES {
            let show = move |request, path: web::Path<DatasetPath>, catalog, answers| {
                show((screen, page), language, path.into_inner().dataset, request, catalog, answers)
            };
            let pattern = screen.pattern(language);
            let posted = move |request, path: web::Path<DatasetPath>, catalog, answers| {
                let dataset = path.into_inner().dataset;
                Posted { page: (screen, page), language, request, dataset, catalog, answers }
            };
            let taking = || allowing(&pattern, "GET, HEAD, POST").route(read().to(show));
            let resource =
                match screen {
                    Screen::Agreements => {
                        taking().route(web::post().to(move |r, p, c, a, body| posted::decide(posted(r, p, c, a), body)))
                    }
                    Screen::Test | Screen::Scenario => {
                        taking().route(web::post().to(move |r, p, c, a, body| posted::ask(posted(r, p, c, a), body)))
                    }
                    Screen::Data => taking()
                        .route(web::post().to(move |r, p, c, a, parts| data::brought(posted(r, p, c, a), parts))),
                    Screen::Names => taking()
                        .route(web::post().to(move |r, p, c, a, body| data::decide_names(posted(r, p, c, a), body))),
                    _ => reading(&pattern).route(read().to(show)),
                };
            app.service(resource);
        }
    }
    assets::configure(app);
}

/// The start page: the overview of the first dataset.
async fn home(
    language: Language,
    request: HttpRequest,
    catalog: web::Data<Catalog>,
    answers: web::Data<Answers>,
) -> HttpResponse {
    let first = catalog.served().visible(None).next().map(|entry| entry.id.clone()).unwrap_or_default();
    show((Screen::Overview, overview::page), language, first, request, catalog, answers).await
}

async fn show(
    page: (Screen, Page),
    language: Language,
    dataset: String,
    request: HttpRequest,
    catalog: web::Data<Catalog>,
    answers: web::Data<Answers>,
) -> HttpResponse {
    let asked = Arc::new(Asked::new(&request));
    match answer(page, language, &dataset, &asked, &catalog, &answers).await {
        Ok(answer) => answer.respond(&asked),
        Err(problem) => problem_page(&problem, language),
    }
}

async fn answer(
    (screen, page): (Screen, Page),
    language: Language,
    dataset: &str,
    asked: &Arc<Asked>,
    catalog: &Catalog,
    answers: &Answers,
) -> Result<Arc<Prepared>, Problem> {
    let served = catalog.served();
    let mut query = Query::in_language(asked, language);
    let entry = versions::asked_for(catalog, &served, None, dataset, &mut query).await?;
    versions::snapshot(&entry, language)?;
    let earlier = match query.text("with").filter(|words| !words.is_empty()) {
        Some(words) => Some(versions::one_beside(catalog, &served, None, &words, language).await?),
        None => None,
    };
    let earlier = earlier.transpose().map_err(|fault| Problem::bad_request(language, vec![fault]))?;
    let datasets = datasets(&served);
    let beside = earlier.as_ref().map(|entry| entry.version_key()).unwrap_or_default();
    let ready = served.visible(None).filter(|entry| entry.snapshot().is_some()).count();
    let (changes, sections) = (served.change, settled(&entry));
    let key = format!("page {language:?} {changes} {ready} {sections} {beside} {}", entry.version_key());
    let question = Arc::clone(asked);
    let work = move || {
        let snapshot = versions::snapshot(&entry, language)?;
        let earlier = earlier.as_ref().map(|entry| versions::snapshot(entry, language)).transpose()?;
        page(&Visit {
            screen,
            language,
            asked: &question,
            entry: &entry,
            snapshot,
            earlier,
            datasets: &datasets,
            typed: None,
        })
    };
    answers.get(&key, Arc::clone(asked), language, work).await
}

/// Datasets that anybody may see, with the title where it is known by now.
fn datasets(served: &Served) -> Vec<(String, Text)> {
    let title = |entry: &super::catalog::Entry| match entry.snapshot() {
        Some(snapshot) => snapshot.ecosystem.about().title.clone(),
        None => Text::same(entry.id.clone()),
    };
    served.visible(None).map(|entry| (entry.id.clone(), title(entry))).collect()
}

/// There is nothing at this address.
pub fn no_such_page(path: &str) -> HttpResponse {
    let language = if path == "/en" || path.starts_with("/en/") { Language::En } else { Language::Nl };
    let detail = Text::new(
        "Deze bladzijde is er niet. Begin bij het overzicht; het menu brengt u overal.",
        "There is no such page. Start at the overview; the menu takes you everywhere.",
    );
    problem_page(&Problem::not_found(language, &detail), language)
}

#[derive(Template)]
#[template(path = "pages/problem.html")]
struct ProblemPage<'a> {
    language: Language,
    problem: &'a Problem,
    /// Whether it helps to ask again soon, which the page then does.
    again: bool,
}

impl ProblemPage<'_> {
    fn t<'a>(&self, nl: &'a str, en: &'a str) -> &'a str {
        crate::language::pick(self.language, nl, en)
    }

    fn code(&self) -> &'static str {
        self.language.code()
    }

    fn home(&self) -> &'static str {
        address::home(self.language)
    }
}

/// Why there is no page, as a page.
pub fn problem_page(problem: &Problem, language: Language) -> HttpResponse {
    let again = problem.status == 503;
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = HttpResponse::build(status);
    if again {
        response.insert_header((RETRY_AFTER, HeaderValue::from_static("3")));
    }
    let html = render(&ProblemPage { language, problem, again }, language).map(|answer| answer.bytes);
    response
        .insert_header((CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((CONTENT_LANGUAGE, language.code()))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(html.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_an_address_of_its_own_and_the_menu_leads_to_pages() {
        for language in LANGUAGES {
            let patterns: std::collections::BTreeSet<String> =
                PAGES.iter().map(|(screen, _)| screen.pattern(language)).collect();
            assert_eq!(patterns.len(), PAGES.len());
            assert!(Screen::MENU.iter().all(|entry| patterns.contains(&entry.pattern(language))));
        }
    }
}
