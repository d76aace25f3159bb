//! Agreements: every signal with what was decided about it, so that the same overlap is not news every week.
//!
//! What was settled (on purpose, solved) stays out until it is asked for. A decision is made in a form with a token; the
//! page shows what is wrong beside the field and keeps what was typed.

use askama::Template;

use super::address::{Screen, query as question};
use super::frame::{Choice, Frame, Note, choices, count};
use super::posted::Typed;
use super::signal_view::{SignalView, work_list};
use super::visit::Visit;
use crate::ecosystem::{SignalKind, SignalStatus};
use crate::export::SignalRecord;
use crate::language::{Language, Text, capital};
use crate::snapshot::{Section, provenance};
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::respond::Answer;

/// Signals on one page.
const PAGE: usize = 25;

#[derive(Template)]
#[template(path = "pages/agreements.html")]
struct AgreementsPage {
    f: Frame,
    /// Status, how many, address, whether it is shown.
    statuses: Vec<Tab>,
    regions: Vec<Choice>,
    kinds: Vec<Choice>,
    /// What is shown is of one region or kind.
    is_filtered: bool,
    clear: String,
    status: String,
    signals: Vec<SignalView>,
    /// What can be decided: code and label.
    decisions: Vec<(&'static str, String)>,
    total: String,
    from: usize,
    pages: Vec<(String, String, bool)>,
    csv: String,
    action: String,
    note: Note,
    typed: Option<Typed>,
    /// Signals that something was decided about and that the data no longer bring up.
    gone: Vec<(String, String, String)>,
}

struct Tab {
    label: String,
    found: String,
    href: String,
    current: bool,
}

impl AgreementsPage {
    /// What was typed in a field of the form of this signal, else what was decided before.
    fn typed<'a>(&'a self, key: &str, field: &str, kept: &'a str) -> &'a str {
        match &self.typed {
            Some(typed) if typed.get("key") == key => typed.get(field),
            _ => kept,
        }
    }

    fn fault(&self, key: &str, field: &str) -> Option<&str> {
        self.typed.as_ref().filter(|typed| typed.get("key") == key)?.fault(field)
    }

    /// What is wrong with the whole form of this signal.
    fn message(&self, key: &str) -> Option<&str> {
        self.typed.as_ref().filter(|typed| typed.get("key") == key)?.message.as_deref()
    }

    fn is_open(&self, key: &str) -> bool {
        self.typed.as_ref().is_some_and(|typed| typed.get("key") == key)
    }

    fn chosen(&self, signal: &SignalView, code: &str) -> bool {
        self.typed(&signal.key, "status", signal.status.code()) == code
    }
}

/// What the page was asked to show.
struct Wanted {
    region: Option<String>,
    kinds: Option<Vec<SignalKind>>,
    kinds_words: String,
    status: Option<SignalStatus>,
    all: bool,
    page: usize,
}

impl Wanted {
    fn read(visit: &Visit<'_>) -> Result<Self, Problem> {
        let ecosystem = &visit.snapshot.ecosystem;
        let mut query = Query::in_language(visit.asked, visit.language);
        query.text("version");
        let is_said = |query: &mut Query, key: &str| query.text(key).is_some_and(|words| !words.is_empty());
        let region = if is_said(&mut query, "region") { query.region(ecosystem) } else { None };
        let codes: Vec<(&str, SignalKind)> = SignalKind::ALL.iter().map(|&kind| (kind.code(), kind)).collect();
        let kinds_words = query.text("signal").unwrap_or_default();
        let kinds = if kinds_words.is_empty() { None } else { query.choices("signal", &codes) };
        let mut statuses: Vec<(&str, Option<SignalStatus>)> =
            SignalStatus::ALL.iter().map(|&status| (status.code(), Some(status))).collect();
        statuses.push(("alle", None));
        let status = if is_said(&mut query, "status") { query.choice("status", &statuses) } else { None };
        let page = query.integer("page", 1, 1_000_000).unwrap_or(1) as usize;
        query.finish()?;
        Ok(Self {
            region: region.map(|region| ecosystem.regions().code(region).to_owned()),
            kinds,
            kinds_words,
            status: status.flatten(),
            all: status == Some(None),
            page,
        })
    }

    /// The query of the same with another status or page.
    fn address(&self, visit: &Visit<'_>, status: &str, page: usize) -> String {
        let page = if page > 1 { page.to_string() } else { String::new() };
        Screen::Agreements.address(visit.language, &visit.entry.id, None)
            + &question(&[
                ("region", self.region.as_deref().unwrap_or_default()),
                ("signal", &self.kinds_words),
                ("status", status),
                ("page", &page),
            ])
    }

    fn status_words(&self) -> &'static str {
        match (self.status, self.all) {
            (Some(status), _) => status.code(),
            (None, true) => "alle",
            (None, false) => "",
        }
    }

    fn takes(&self, signal: &SignalRecord) -> bool {
        self.region.as_ref().is_none_or(|region| signal.regions.contains(region))
            && self.kinds.as_ref().is_none_or(|kinds| kinds.contains(&signal.kind))
    }

    fn takes_status(&self, status: SignalStatus) -> bool {
        match self.status {
            Some(wanted) => wanted == status,
            None => self.all || !matches!(status, SignalStatus::OnPurpose | SignalStatus::Solved),
        }
    }
}

/// The list.
pub fn page(visit: &Visit<'_>) -> Result<Answer, Problem> {
    let wanted = Wanted::read(visit)?;
    let language = visit.language;
    let ecosystem = &visit.snapshot.ecosystem;
    let record = work_list(visit).map_err(|absent| absent.problem(language))?;
    let of_filter: Vec<&SignalRecord> = record.signals.iter().filter(|signal| wanted.takes(signal)).collect();
    let mut shown: Vec<&SignalRecord> =
        of_filter.iter().copied().filter(|signal| wanted.takes_status(signal.status)).collect();
    // What was agreed comes first: somebody promised something.
    shown.sort_by_key(|signal| signal.status != SignalStatus::Agreed);
    let total = shown.len();
    let pages = total.div_ceil(PAGE).max(1);
    let here = wanted.page.min(pages);
    let pick = |nl: &'static str, en: &'static str| match language {
        Language::Nl => nl,
        Language::En => en,
    };
    let tab = |label: &str, code: &'static str, takes: &dyn Fn(SignalStatus) -> bool| Tab {
        label: label.to_owned(),
        found: count(of_filter.iter().filter(|signal| takes(signal.status)).count(), language),
        href: wanted.address(visit, code, 1),
        current: wanted.status_words() == code,
    };
    let open = |status| !matches!(status, SignalStatus::OnPurpose | SignalStatus::Solved);
    let mut statuses = vec![tab(pick("Open", "Open"), "", &open)];
    statuses.extend(
        SignalStatus::ALL
            .iter()
            .map(|&status| tab(&capital(status.label(language)), status.code(), &move |other| other == status)),
    );
    statuses.push(tab(pick("Alle", "All"), "alle", &|_| true));
    let everywhere = (String::new(), pick("alle regio’s", "all regions").to_owned());
    let regions =
        ecosystem.regions().iter().map(|region| (region.code.to_string(), region.name.get(language).to_owned()));
    let every_kind = (String::new(), pick("alle soorten", "all kinds").to_owned());
    let kinds = SignalKind::ALL.iter().map(|kind| (kind.code().to_owned(), capital(kind.label(language))));
    let csv = question(&[
        ("region", wanted.region.as_deref().unwrap_or_default()),
        ("signal", &wanted.kinds_words),
        ("format", "csv-nl"),
        ("lang", language.code()),
    ]);
    let f = Frame::new(visit, Text::new("Afspraken", "Agreements"));
    let page = AgreementsPage {
        statuses,
        regions: choices(std::iter::once(everywhere).chain(regions), wanted.region.as_deref().unwrap_or_default()),
        kinds: choices(std::iter::once(every_kind).chain(kinds), &wanted.kinds_words),
        is_filtered: wanted.region.is_some() || wanted.kinds.is_some(),
        clear: f.to(Screen::Agreements),
        status: wanted.status_words().to_owned(),
        signals: shown.iter().skip((here - 1) * PAGE).take(PAGE).map(|signal| SignalView::new(visit, signal)).collect(),
        decisions: SignalStatus::ALL.iter().map(|&status| (status.code(), capital(status.label(language)))).collect(),
        total: count(total, language),
        from: (here - 1) * PAGE + 1,
        pages: if pages > 1 {
            (1..=pages)
                .map(|page| (wanted.address(visit, wanted.status_words(), page), page.to_string(), page == here))
                .collect()
        } else {
            Vec::new()
        },
        csv: format!("{}/signals{csv}", f.api),
        action: wanted.address(visit, wanted.status_words(), here),
        note: Note::new(&provenance(ecosystem, Section::Signals), language),
        typed: visit.typed.cloned(),
        gone: gone(visit, &record.signals),
        f,
    };
    visit.page(&page)
}

/// Key, status and owner of what is no longer brought up.
fn gone(visit: &Visit<'_>, signals: &[SignalRecord]) -> Vec<(String, String, String)> {
    let statuses = visit.entry.statuses.iter();
    statuses
        .filter(|kept| !signals.iter().any(|signal| signal.key == kept.signal))
        .map(|kept| {
            let label = capital(kept.status.status.label(visit.language));
            (kept.signal.clone(), label, kept.status.owner.clone().unwrap_or_default())
        })
        .collect()
}
