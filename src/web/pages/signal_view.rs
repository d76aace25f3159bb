//! Signals as pages show them.

use super::address::Screen;
use super::frame::day;
use super::visit::{Absent, Visit};
use crate::ecosystem::SignalStatus;
use crate::export::{ContactRecord, InitiativeName, SignalRecord, SignalsRecord, signals_record};
use crate::language::{Language, Text, capital};
use crate::snapshot::{Progress, Section};
use crate::web::api::signals::{self, lay_over};
use crate::web::catalog::AT_ONCE_UP_TO;

/// Initiatives that a signal names of each sort; more are counted.
const NAMED: usize = 4;

/// A name that leads to a page.
pub struct Link {
    pub name: String,
    pub href: String,
}

/// An initiative with its desk and who runs it.
pub struct ContactView {
    pub name: String,
    pub href: String,
    pub contact: Option<String>,
    pub actors: Vec<Link>,
}

/// A signal in the language of a page.
pub struct SignalView {
    pub key: String,
    /// Its key as a fragment of an address.
    pub anchor: String,
    pub kind_label: String,
    /// `hoog`, `middel` or `laag`.
    pub urgency: &'static str,
    pub urgency_label: &'static str,
    pub sentence: String,
    pub regions: String,
    pub contacts: Vec<ContactView>,
    pub more_contacts: usize,
    pub examples: Vec<Link>,
    pub more_examples: usize,
    pub status: SignalStatus,
    pub status_label: String,
    pub is_decided: bool,
    pub owner: Option<String>,
    pub date: Option<String>,
    /// As the data have it, for a form.
    pub iso_date: String,
    pub note: Option<String>,
}

/// The work list with what was decided. What rests on a reconstruction stays out.
///
/// # Errors
/// Why it is not there. Only the list of a small dataset is made for the page, and only once its overlap is there.
pub fn work_list(visit: &Visit<'_>) -> Result<SignalsRecord, Absent> {
    let snapshot = visit.snapshot;
    if snapshot.progress(Section::Signals) == Progress::TooLarge {
        return Err(Absent::TooLarge);
    }
    let is_large = snapshot.ecosystem.participations().len() > AT_ONCE_UP_TO;
    if snapshot.signals.get().is_none() && (is_large || snapshot.progress(Section::Overlap) == Progress::Waiting) {
        return Err(Absent::Waiting);
    }
    let found = signals::of(snapshot).map_err(|_| Absent::TooLarge)?;
    let mut record = signals_record(&snapshot.ecosystem, found, false);
    lay_over(&mut record, &visit.entry.statuses);
    Ok(record)
}

impl SignalView {
    pub fn new(visit: &Visit<'_>, signal: &SignalRecord) -> Self {
        let language = visit.language;
        let urgency = signal.urgency_class.code();
        Self {
            key: signal.key.clone(),
            anchor: anchor(&signal.key),
            kind_label: capital(signal.kind_label.get(language)),
            urgency,
            urgency_label: urgency_label(urgency, language),
            sentence: signal.sentence.get(language).to_owned(),
            regions: region_names(visit, &signal.regions),
            contacts: signal.initiatives.iter().take(NAMED).map(|one| contact(visit, one)).collect(),
            more_contacts: signal.initiatives.len().saturating_sub(NAMED),
            examples: signal.examples.iter().take(NAMED).map(|one| initiative_link(visit, one)).collect(),
            more_examples: signal.examples.len().saturating_sub(NAMED),
            status: signal.status,
            status_label: capital(signal.status_label.get(language)),
            is_decided: signal.status != SignalStatus::New || signal.owner.is_some() || signal.note.is_some(),
            owner: signal.owner.clone(),
            date: signal.date.as_deref().map(|date| day(date, language)),
            iso_date: signal.date.clone().unwrap_or_default(),
            note: signal.note.clone(),
        }
    }
}

/// A key as a fragment of an address: different keys stay different.
pub fn anchor(key: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    let letter = |letter| if plain(letter) { String::from(letter) } else { format!("_{:x}_", u32::from(letter)) };
    format!("s-{}", key.chars().map(letter).collect::<String>())
}

fn urgency_label(code: &str, language: Language) -> &'static str {
    let (nl, en) = match code {
        "hoog" => ("dringend", "urgent"),
        "middel" => ("aandacht", "attention"),
        _ => ("ter kennisgeving", "for information"),
    };
    crate::language::pick(language, nl, en)
}

fn contact(visit: &Visit<'_>, record: &ContactRecord) -> ContactView {
    let actor = |id: &str| Screen::Actor.address(visit.language, &visit.entry.id, Some(id));
    ContactView {
        name: record.name.clone(),
        href: Screen::Initiative.address(visit.language, &visit.entry.id, Some(&record.id)),
        contact: record.contact.clone(),
        actors: record.actors.iter().map(|one| Link { name: one.name.clone(), href: actor(&one.id) }).collect(),
    }
}

/// A link to the page of an initiative.
pub fn initiative_link(visit: &Visit<'_>, initiative: &InitiativeName) -> Link {
    Link {
        name: initiative.name.clone(),
        href: Screen::Initiative.address(visit.language, &visit.entry.id, Some(&initiative.id)),
    }
}

/// Names of regions by code: "Drenthe en Groningen", "heel Nederland".
pub fn region_names(visit: &Visit<'_>, codes: &[String]) -> String {
    let regions = visit.snapshot.ecosystem.regions();
    let name = |code: &String| match regions.position(code) {
        Some(region) => regions.get(region).name.get(visit.language).to_owned(),
        None if code == crate::ecosystem::NATIONAL => {
            Text::new("heel Nederland", "the whole country").get(visit.language).to_owned()
        }
        None => code.clone(),
    };
    crate::language::enumerated(&codes.iter().map(name).collect::<Vec<_>>(), visit.language)
}
