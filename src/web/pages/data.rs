//! Data: what they rest on, downloads, versions, bringing a dataset with its findings, and names that may be one.

use actix_multipart::Multipart;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::address::Screen;
use super::frame::{Frame, Note, count, day, decimals};
use super::posted::{Posted, Typed};
use super::problem_page;
use super::visit::Visit;
use crate::analysis::names::names as suggest;
use crate::dataset::{Finding, Severity};
use crate::ecosystem::edit::Subject;
use crate::export::{DatasetRecord, ExportFormat, names_record};
use crate::language::{Text, pick};
use crate::snapshot::{Section, provenance};
use crate::store::Scope;
use crate::web::api::versions::moment;
use crate::web::decisions::{NamesBody, keep_names};
use crate::web::problem::Problem;
use crate::web::respond::Answer;
use crate::web::uploads::{bring, check, form};

/// Findings that are shown; a file with ten thousand faults has few kinds of them.
const FINDINGS: usize = 200;
/// Suggestions on a page.
const SUGGESTIONS: usize = 25;

/// One finding, as it stands beside its place.
#[derive(Debug, Clone)]
pub struct FindingView {
    pub is_error: bool,
    pub place: String,
    pub value: String,
    pub message: String,
}

#[derive(Template)]
#[template(path = "pages/data.html")]
struct DataPage {
    f: Frame,
    facts: Vec<(&'static str, String)>,
    notes: Vec<String>,
    basis: Vec<(String, &'static str)>,
    exports: Vec<(String, String)>,
    versions: Vec<(String, String, String, bool)>,
    action: String,
    typed: Typed,
    names: String,
}

/// About the data.
pub fn page(visit: &Visit<'_>) -> Result<Answer, Problem> {
    visit.no_question()?;
    let language = visit.language;
    let record = DatasetRecord::new(&visit.snapshot.ecosystem);
    let f = Frame::new(visit, Text::new("Gegevens", "Data"));
    let mut facts = Vec::new();
    let mut fact = |nl, en, value: String| facts.push((pick(language, nl, en), value));
    let unknown = || pick(language, "niet bekend", "not known").to_owned();
    fact("Datum", "Date", record.date.as_deref().map_or_else(unknown, |date| day(date, language)));
    fact("Versie", "Version", record.version.clone().unwrap_or_else(unknown));
    fact("Licentie", "Licence", if record.licenses.is_empty() { unknown() } else { record.licenses.join(", ") });
    fact("Bronnen", "Sources", if record.sources.is_empty() { unknown() } else { record.sources.join("; ") });
    fact("Aanbieders", "Actors", count(record.actors, language));
    fact("Initiatieven", "Initiatives", count(record.initiatives, language));
    fact("Activiteiten", "Activities", count(record.activities, language));
    let table = |name: &str| {
        let (nl, en) = match name {
            "actors" => ("aanbieders", "actors"),
            "initiatives" => ("initiatieven", "initiatives"),
            "participations" => ("wie waarin meedoet", "who takes part in what"),
            "activities" => ("activiteiten", "activities"),
            "demand" => ("vraag", "demand"),
            "indicators" => ("gedrukte cijfers", "printed figures"),
            "responses" => ("antwoorden van deelnemers", "answers of participants"),
            "referrals" => ("verwijzingen", "referrals"),
            "names" => ("besluiten over namen", "decisions on names"),
            other => return other.to_owned(),
        };
        pick(language, nl, en).to_owned()
    };
    let mut kept: Vec<(String, String, String, bool)> = visit
        .entry
        .kept
        .iter()
        .flat_map(|kept| &kept.versions)
        .map(|version| {
            let at = moment(&version.by).unwrap_or_default();
            let current = version.number == visit.entry.number;
            (version.number.to_string(), day(at.get(..10).unwrap_or(&at), language), version.by.who.clone(), current)
        })
        .collect();
    kept.reverse();
    let page = DataPage {
        facts,
        notes: record.notes.iter().map(|note| note.get(language).to_owned()).collect(),
        basis: record.basis.iter().map(|(name, basis)| (table(name), basis.label(language))).collect(),
        exports: ExportFormat::ALL
            .iter()
            .map(|format| (format.code().to_owned(), format!("{}/exports/{}", f.api, format.code())))
            .collect(),
        versions: kept,
        action: visit.to(Screen::Data, None),
        typed: visit.typed.cloned().unwrap_or_default(),
        names: visit.to(Screen::Names, None),
        f,
    };
    visit.page(&page)
}

/// Checks a file, or keeps it as the next version, and says what was found.
pub async fn brought(posted: Posted, parts: Multipart) -> HttpResponse {
    let mut typed = Typed::default();
    let outcome = read_or_keep(&posted, parts, &mut typed).await;
    posted.answer(typed, outcome).await
}

async fn read_or_keep(posted: &Posted, parts: Multipart, typed: &mut Typed) -> Result<(), Problem> {
    let (language, catalog) = (posted.language, &posted.catalog);
    let Some(keeper) = catalog.keeper() else { return Err(Problem::internal(language)) };
    let _place = keeper.place_for_check(language)?;
    let fields = ["file", "id", "token", "do"];
    let sent = form(&posted.request, parts, &fields, keeper.upload_bytes(), language).await?;
    typed.fields.push((String::from("id"), sent.id.clone().unwrap_or_default()));
    if sent.button.as_deref() == Some("upload") {
        let _place = keeper.place_for_upload(language)?;
        let writer = posted.writer(sent.token.as_deref().filter(|secret| !secret.is_empty())).await?;
        let version = bring(catalog, &writer, sent, language).await?;
        let words = Text::new(
            format!("Bewaard als versie {} van {}.", version.number, version.dataset),
            format!("Kept as version {} of {}.", version.number, version.dataset),
        );
        typed.kept = Some(words.get(language).to_owned());
        return Ok(());
    }
    let reading = check(catalog, sent, language).await?;
    let view = |finding: &Finding| FindingView {
        is_error: finding.severity == Severity::Error,
        place: finding.place(language),
        value: finding.value.clone().unwrap_or_default(),
        message: format!("{} {}", finding.message(language), finding.why(language)),
    };
    typed.findings = reading.findings.iter().take(FINDINGS).map(view).collect();
    let count_of = |severity| {
        let found = usize::try_from(reading.findings.count(severity)).unwrap_or(usize::MAX);
        count(found, language)
    };
    let (errors, warnings) = (count_of(Severity::Error), count_of(Severity::Warning));
    let words = match reading.ecosystem {
        Some(_) => Text::new(
            format!("Dit bestand kan worden bewaard; {warnings} punten om te bekijken."),
            format!("This file can be kept; {warnings} points to look at."),
        ),
        None => Text::new(
            format!("Dit bestand bevat {errors} fouten en {warnings} waarschuwingen. Er is niets gewijzigd."),
            format!("This file has {errors} errors and {warnings} warnings. Nothing was changed."),
        ),
    };
    typed.kept = Some(words.get(language).to_owned());
    Ok(())
}

#[derive(Template)]
#[template(path = "pages/names.html")]
struct NamesPage {
    f: Frame,
    action: String,
    rows: Vec<SuggestionView>,
    more: usize,
    can_change: bool,
    typed: Typed,
    note: Note,
}

struct SuggestionView {
    id: String,
    keep: String,
    merge: String,
    keep_name: String,
    merge_name: String,
    certainty: String,
    score: String,
    evidence: Vec<String>,
}

/// Names that may stand for one organisation or initiative.
pub fn names(visit: &Visit<'_>) -> Result<Answer, Problem> {
    visit.no_question()?;
    let (ecosystem, language) = (&visit.snapshot.ecosystem, visit.language);
    let found = match visit.snapshot.names.get() {
        Some(found) => found.clone(),
        None => [Subject::Actor, Subject::Initiative].map(|subject| suggest(ecosystem, subject)),
    };
    let record = names_record(ecosystem, &found);
    let view = |one: &crate::export::NameSuggestionRecord| {
        let mut evidence = vec![one.likeness_label.get(language).to_owned()];
        let mut say = |nl: &str, en: &str| evidence.push(pick(language, nl, en).to_owned());
        match one.same_kind {
            Some(true) => say("zelfde soort", "same kind"),
            Some(false) => say("andere soort", "other kind"),
            None => {}
        }
        match one.same_region {
            Some(true) => say("zelfde regio", "same region"),
            Some(false) => say("andere regio", "other region"),
            None => {}
        }
        if one.shared_links > 0 {
            let shared = count(one.shared_links, language);
            say(&format!("{shared} keer samen genoemd"), &format!("named together {shared} times"));
        }
        if one.shared_partners > 0 {
            let shared = count(one.shared_partners, language);
            say(&format!("{shared} dezelfde partners"), &format!("{shared} partners in common"));
        }
        SuggestionView {
            id: super::signal_view::anchor(&format!("{}-{}", one.keep, one.merge)),
            keep: one.keep.clone(),
            merge: one.merge.clone(),
            keep_name: one.keep_name.clone(),
            merge_name: one.merge_name.clone(),
            certainty: match one.certainty {
                "probable" => pick(language, "waarschijnlijk dezelfde", "probably the same").to_owned(),
                _ => pick(language, "mogelijk dezelfde", "possibly the same").to_owned(),
            },
            score: decimals(Some(one.score), language),
            evidence,
        }
    };
    let page = NamesPage {
        action: visit.to(Screen::Names, None),
        rows: record.suggestions.iter().take(SUGGESTIONS).map(view).collect(),
        more: record.suggestions.len().saturating_sub(SUGGESTIONS),
        can_change: visit.entry.kept.is_some(),
        typed: visit.typed.cloned().unwrap_or_default(),
        note: Note::new(&provenance(ecosystem, Section::Names), language),
        f: Frame::new(visit, Text::new("Namen die één kunnen zijn", "Names that may be one")),
    };
    visit.page(&page)
}

/// Keeps a decision on two names.
pub async fn decide_names(posted: Posted, body: web::Payload) -> HttpResponse {
    let mut typed = match posted.fields(body).await {
        Ok(typed) => typed,
        Err(problem) => return problem_page(&problem, posted.language),
    };
    let outcome = decided_names(&posted, &typed).await;
    if outcome.is_ok() {
        let words = Text::new(
            "Vastgelegd. De gegevens worden met dit besluit opnieuw gelezen.",
            "Recorded. The data are read anew with this decision.",
        );
        typed.kept = Some(words.get(posted.language).to_owned());
    }
    posted.answer(typed, outcome).await
}

async fn decided_names(posted: &Posted, typed: &Typed) -> Result<(), Problem> {
    let entry = posted.entry()?;
    let writer = posted.writer(typed.some("token").as_deref()).await?;
    writer.must(Scope::Write, &posted.dataset, posted.language)?;
    let body = NamesBody { decision: typed.some("decision"), note: typed.some("note") };
    let pair = (typed.get("keep").to_owned(), typed.get("merge").to_owned());
    keep_names(&posted.catalog, &writer, &entry, pair, body, posted.language).await.map(|_| ())
}
