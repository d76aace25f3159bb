//! My province: what changed, what ends, where white spots are with demand, and overlap with whom to call.
//!
//! Made to be printed on two pages and taken to a meeting: the first of each list, with how many there are.

use askama::Template;

use super::address::{Screen, query};
use super::changes::{ChangesView, DecisionView, history, versions};
use super::frame::{Choice, Frame, Note, count, counted, day, share};
use super::signal_view::{SignalView, work_list};
use super::visit::Visit;
use crate::analysis::complexity::AreaComplexity;
use crate::ecosystem::{Basis, Class, Place, SignalKind, SignalStatus};
use crate::export::{RegionRecord, SignalRecord, region_records};
use crate::language::{Language, Text};
use crate::snapshot::{Section, provenance};
use crate::web::api::versions::moment;
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::respond::Answer;

/// Signals of a list that are shown; the others are counted.
const SHOWN: usize = 5;
/// Decisions that are shown.
const DECISIONS: usize = 5;

#[derive(Template)]
#[template(path = "pages/regions.html")]
struct RegionsPage {
    f: Frame,
    rows: Vec<RegionLine>,
    /// Why no signals are counted.
    without_signals: Option<String>,
    note: Note,
}

struct RegionLine {
    name: String,
    href: String,
    initiatives: String,
    activities: String,
    urgent: String,
    open: String,
}

/// All regions, to choose one's own.
pub fn list(visit: &Visit<'_>) -> Result<Answer, Problem> {
    visit.no_question()?;
    let language = visit.language;
    let list = work_list(visit);
    let line = |record: RegionRecord| {
        let signals = list.as_ref().map(|list| {
            let here = || list.signals.iter().filter(|one| one.regions.contains(&record.region) && is_open(one));
            [here().count(), here().filter(|one| one.urgency_class == Class::High).count()]
        });
        let [open, urgent] = signals.map(|numbers| numbers.map(|number| count(number, language))).unwrap_or_default();
        RegionLine {
            href: Screen::Region.address(language, &visit.entry.id, Some(&record.region)),
            name: record.name.get(language).to_owned(),
            initiatives: count(record.initiatives, language),
            activities: count(record.activities, language),
            urgent,
            open,
        }
    };
    let mut rows: Vec<RegionLine> =
        region_records(&visit.snapshot.ecosystem).into_iter().filter(|record| record.surveyed).map(line).collect();
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    let page = RegionsPage {
        f: Frame::new(visit, Text::new("Mijn provincie", "My province")),
        rows,
        without_signals: list.err().map(|absent| absent.words().get(language).to_owned()),
        note: Note::new(&provenance(&visit.snapshot.ecosystem, Section::Signals), language),
    };
    visit.page(&page)
}

fn is_open(signal: &SignalRecord) -> bool {
    matches!(signal.status, SignalStatus::New | SignalStatus::Agreed)
}

#[derive(Template)]
#[template(path = "pages/region.html")]
struct RegionPage {
    f: Frame,
    code: String,
    sentences: Vec<String>,
    changes: Option<ChangesView>,
    versions: Vec<Choice>,
    history: Option<String>,
    decisions: Vec<DecisionView>,
    lists: Vec<SignalList>,
    others: Vec<(String, String, bool)>,
    note: Note,
    /// All signals of the region.
    all: String,
}

/// The first signals of some kinds.
pub struct SignalList {
    id: &'static str,
    title: &'static str,
    lead: &'static str,
    shown: Vec<SignalView>,
    /// All that are open, and those of them that are not shown.
    all: usize,
    more: usize,
    href: String,
    /// What is said where there are none.
    none: String,
}

/// One region.
pub fn page(visit: &Visit<'_>) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&visit.snapshot.ecosystem, visit.language);
    let mut query = Query::in_language(visit.asked, language);
    query.text("version");
    let chosen = query.text("with").unwrap_or_default();
    query.finish()?;
    let asked = visit.asked.item.as_deref().unwrap_or_default();
    let Some(region) = ecosystem.regions().position(asked) else {
        let codes: Vec<&str> = ecosystem.regions().iter().map(|region| &*region.code).collect();
        let codes = codes.join(", ");
        return Err(Problem::not_found(
            language,
            &Text::new(
                format!("Deze regio is er niet. Wel aanwezig: {codes}."),
                format!("There is no such region. Available: {codes}."),
            ),
        ));
    };
    let code = ecosystem.regions().code(region).to_owned();
    let name = ecosystem.regions().get(region).name.clone();
    let signals = work_list(visit);
    let all = signals.iter().flat_map(|list| &list.signals);
    let here: Vec<&SignalRecord> = all.filter(|signal| signal.regions.contains(&code)).collect();
    let records = region_records(ecosystem);
    let own = records.iter().find(|record| record.region == code);
    let f = Frame::new(visit, name);
    let said = match &signals {
        Ok(_) => signals_in_words(visit, &here),
        Err(absent) => format!("{} {}", f.t("Signalen:", "Signals:"), absent.words().get(language)),
    };
    let page = RegionPage {
        history: history(visit, &f.api, &chosen, Some(&code)),
        f,
        sentences: own.map(|own| sentences(visit, own, said)).unwrap_or_default(),
        changes: ChangesView::new(visit, Some(region))?,
        versions: versions(visit, &chosen),
        decisions: decisions(visit, &here),
        lists: signals.as_ref().map(|list| lists(visit, &code, &here, &list.kinds)).unwrap_or_default(),
        others: records
            .iter()
            .filter(|record| record.surveyed)
            .map(|record| {
                let href = Screen::Region.address(language, &visit.entry.id, Some(&record.region));
                (href, record.name.get(language).to_owned(), record.region == code)
            })
            .collect(),
        note: Note::new(&provenance(ecosystem, Section::Signals), language),
        all: Screen::Agreements.address(language, &visit.entry.id, None) + &self::query(&[("region", &code)]),
        code,
    };
    visit.page(&page)
}

/// What there is, in a few sentences.
fn sentences(visit: &Visit<'_>, own: &RegionRecord, of_signals: String) -> Vec<String> {
    let (ecosystem, language) = (&visit.snapshot.ecosystem, visit.language);
    let nl = language == Language::Nl;
    let initiatives = counted(own.initiatives, ("initiatief", "initiative"), ("initiatieven", "initiatives"), language);
    let activities = counted(own.activities, ("activiteit", "activity"), ("activiteiten", "activities"), language);
    let rows_are_known = ecosystem.about().weakest(&[("initiatives", "id"), ("activities", "initiative")])
        < Basis::Reconstructed
        || ecosystem.about().basis_of("initiatives", "id") == Basis::Fictional;
    let mut said = vec![match (nl, rows_are_known) {
        (true, true) => format!("Hier zijn {initiatives} met eigen aanbod, samen {activities}."),
        (true, false) => format!("Hier zijn {activities}."),
        (false, true) => format!("There are {initiatives} with supply of their own here, {activities} in all."),
        (false, false) => format!("There are {activities} here."),
    }];
    if let Some(area) = area(visit, own) {
        if let (true, Some(covered)) = (area.covered_cells.of > 0, area.covered_cells.share) {
            let (cells, all) = (count(area.covered_cells.count, language), count(area.covered_cells.of, language));
            let covered = share(Some(covered), language);
            said.push(if nl {
                format!("Van de {all} soorten aanbod zijn er {cells} gedekt ({covered}).")
            } else {
                format!("Of the {all} kinds of supply {cells} are covered ({covered}).")
            });
        }
        if rows_are_known && let Some(temporary) = area.temporary.share {
            let (part, all) = (count(area.temporary.count, language), count(area.temporary.of, language));
            let temporary = share(Some(temporary), language);
            said.push(if nl {
                format!("Van {all} initiatieven waarvan de financiering bekend is, is die bij {part} tijdelijk ({temporary}).")
            } else {
                format!("Of {all} initiatives of which the funding is known, that of {part} is temporary ({temporary}).")
            });
        }
    }
    said.push(of_signals);
    said
}

/// How many signals of a region are open, in a sentence.
fn signals_in_words(visit: &Visit<'_>, here: &[&SignalRecord]) -> String {
    let language = visit.language;
    let nl = language == Language::Nl;
    let open = here.iter().filter(|signal| is_open(signal)).count();
    let urgent = here.iter().filter(|signal| is_open(signal) && signal.urgency_class == Class::High).count();
    match (nl, open) {
        (true, 0) => String::from("Er staan geen signalen open."),
        (false, 0) => String::from("No signals are open."),
        (true, _) => {
            let urgent = if urgent == 0 {
                String::from("geen daarvan is")
            } else {
                format!("daarvan {}", count(urgent, language))
            };
            let stands = if open == 1 { "staat" } else { "staan" };
            format!(
                "Er {stands} {} open; {urgent} dringend.",
                counted(open, ("signaal", ""), ("signalen", ""), language)
            )
        }
        (false, _) => {
            let urgent =
                if urgent == 0 { String::from("none of them") } else { format!("{} of them", count(urgent, language)) };
            format!("{} open; {urgent} urgent.", counted(open, ("", "signal is"), ("", "signals are"), language))
        }
    }
}

/// Key numbers of a region, once they are there.
fn area<'a>(visit: &'a Visit<'_>, own: &RegionRecord) -> Option<&'a AreaComplexity> {
    let region = visit.snapshot.ecosystem.regions().position(&own.region)?;
    let complexity = visit.snapshot.complexity.get()?;
    complexity.areas.iter().find(|area| area.place == Place::Region(region))
}

fn lists(
    visit: &Visit<'_>,
    code: &str,
    here: &[&SignalRecord],
    kinds: &[crate::export::SignalKindRecord],
) -> Vec<SignalList> {
    let pick = |nl: &'static str, en: &'static str| match visit.language {
        Language::Nl => nl,
        Language::En => en,
    };
    let groups: [(&'static str, &[SignalKind], &'static str, &'static str); 5] = [
        (
            "stopt",
            &[SignalKind::Ending],
            pick("Wat stopt binnen een jaar", "What ends within a year"),
            pick("En welk aanbod dan wegvalt.", "And what supply then falls away."),
        ),
        (
            "witte-vlekken",
            &[SignalKind::Absent, SignalKind::NationalOnly, SignalKind::Thin],
            pick("Witte vlekken", "White spots"),
            pick("Eerst waar de meeste vraag is.", "First where demand is greatest."),
        ),
        (
            "overlap",
            &[SignalKind::Overlap],
            pick("Overlap zonder samenwerking", "Overlap without collaboration"),
            pick("Met wie u kunt bellen.", "With whom to call."),
        ),
        (
            "kwetsbaar",
            &[SignalKind::Fragile],
            pick("Kwetsbaar aanbod", "Fragile supply"),
            pick("Soorten aanbod die aan één initiatief hangen.", "Kinds of supply that hang on one initiative."),
        ),
        (
            "overig",
            &[SignalKind::Articulation, SignalKind::DeadEnd, SignalKind::Unmeasured],
            pick("Overige signalen", "Other signals"),
            pick(
                "Onmisbare verbinders, doodlopende verwijzingen en wat niet gemeten wordt.",
                "Indispensable connectors, dead-end referrals and what is not measured.",
            ),
        ),
    ];
    groups
        .into_iter()
        .map(|(id, of, title, lead)| {
            let found: Vec<&&SignalRecord> =
                here.iter().filter(|signal| of.contains(&signal.kind) && is_open(signal)).collect();
            let codes: Vec<&str> = of.iter().map(|kind| kind.code()).collect();
            let about = || kinds.iter().filter(|kind| of.contains(&kind.kind));
            let withheld = about().any(|kind| kind.withheld > 0);
            let looked = about().any(|kind| kind.found.is_some());
            let none = match (withheld, looked) {
                (true, _) => pick(
                    "Wat hierover bekend is, berust op een reconstructie en wordt daarom niet getoond.",
                    "What is known of this rests on a reconstruction and is therefore not shown.",
                ),
                (false, true) => pick("Niets gevonden dat openstaat.", "Nothing found that is open."),
                (false, false) => pick("Niet te zeggen met deze gegevens.", "This cannot be told from these data."),
            };
            SignalList {
                id,
                title,
                lead,
                all: found.len(),
                more: found.len().saturating_sub(SHOWN),
                shown: found.into_iter().take(SHOWN).map(|signal| SignalView::new(visit, signal)).collect(),
                href: Screen::Agreements.address(visit.language, &visit.entry.id, None)
                    + &query(&[("region", code), ("signal", &codes.join(","))]),
                none: none.to_owned(),
            }
        })
        .collect()
}

/// The latest decisions on signals of a region.
fn decisions(visit: &Visit<'_>, here: &[&SignalRecord]) -> Vec<DecisionView> {
    let mut found: Vec<DecisionView> = visit
        .entry
        .statuses
        .iter()
        .filter_map(|kept| {
            let signal = here.iter().find(|signal| signal.key == kept.signal)?;
            let at = moment(&kept.by)?;
            let day = day(at.get(..10).unwrap_or(&at), visit.language);
            Some(DecisionView { at, day, signal: SignalView::new(visit, signal) })
        })
        .collect();
    found.sort_by(|a, b| b.at.cmp(&a.at));
    found.truncate(DECISIONS);
    found
}
