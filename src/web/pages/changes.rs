//! What changed in a region since an earlier version, and what was decided about it.

use std::collections::BTreeSet;

use super::address::Screen;
use super::frame::{Choice, choices, day};
use super::signal_view::{Link, SignalView};
use super::visit::Visit;
use crate::analysis::comparison::{CellChange, Change, Comparison};
use crate::ecosystem::{Ecosystem, RegionIndex};
use crate::export::path_part;
use crate::language::{Language, Text};
use crate::snapshot::{Progress, Section, Snapshot, compare};
use crate::web::api::versions::moment;
use crate::web::problem::Problem;
use crate::web::versions::MOST_BESIDE;

/// What changed.
pub struct ChangesView {
    /// What it is compared with.
    pub earlier: String,
    pub added: Vec<Link>,
    pub ended: Vec<String>,
    pub renamed: Vec<String>,
    /// White spots that closed and opened, in words.
    pub closed: Vec<String>,
    pub opened: Vec<String>,
    pub is_empty: bool,
}

/// Something that was decided about a signal of the region.
pub struct DecisionView {
    pub at: String,
    pub day: String,
    pub signal: SignalView,
}

/// Two versions side by side.
///
/// # Errors
/// 503 where either is not computed as far as that, 400 where they cannot be compared.
pub fn compared(earlier: &Snapshot, visit: &Visit<'_>) -> Result<Comparison, Problem> {
    if [earlier, visit.snapshot].iter().any(|one| one.progress(Section::Centrality) == Progress::Waiting) {
        return Err(Problem::not_ready(visit.language));
    }
    compare(earlier, visit.snapshot).map_err(|error| Problem::too_large(visit.language, "with", error.to_string()))
}

impl ChangesView {
    /// Changes that touch a region, or all without one. `None`: nothing was asked to be laid beside it.
    ///
    /// # Errors
    /// As [`compared`].
    pub fn new(visit: &Visit<'_>, region: Option<RegionIndex>) -> Result<Option<Self>, Problem> {
        let Some(earlier) = visit.earlier else { return Ok(None) };
        Ok(Some(Self::of(visit, &earlier.ecosystem, &compared(earlier, visit)?, region)))
    }

    fn of(visit: &Visit<'_>, old: &Ecosystem, found: &Comparison, region: Option<RegionIndex>) -> Self {
        let (new, language) = (&visit.snapshot.ecosystem, visit.language);
        let code = region.map(|region| new.regions().code(region));
        let touches = |ecosystem: &Ecosystem, initiative: Option<usize>| {
            let Some(initiative) = initiative else { return false };
            code.is_none_or(|code| ecosystem.regions().codes(ecosystem.initiative_area(initiative)).contains(&code))
        };
        let (mut added, mut ended, mut renamed) = (Vec::new(), Vec::new(), Vec::new());
        for change in &found.initiatives.list {
            let (before, after) = (change.earlier, change.later);
            let name_of = |ecosystem: &Ecosystem, at: Option<usize>| {
                at.map_or_else(String::new, |at| ecosystem.initiatives()[at].name.to_string())
            };
            if !touches(old, before) && !touches(new, after) {
                continue;
            }
            let survey = |name: String| match (change.by_survey, language) {
                (false, _) => name,
                (true, Language::Nl) => format!("{name} (alleen doordat er anders is geteld)"),
                (true, Language::En) => format!("{name} (only because the survey differed)"),
            };
            match change.change {
                Change::Added => {
                    if let Some(after) = after {
                        let id = &new.initiatives()[after].id;
                        added.push(Link {
                            name: survey(name_of(new, Some(after))),
                            href: Screen::Initiative.address(language, &visit.entry.id, Some(id)),
                        });
                    }
                }
                Change::Ended => ended.push(survey(name_of(old, before))),
                _ => {
                    let (from, to) = (name_of(old, before), name_of(new, after));
                    if from != to {
                        renamed.push(format!("{from} → {to}"));
                    }
                }
            }
        }
        let (mut closed, mut opened) = (BTreeSet::new(), BTreeSet::new());
        let lead = &new.taxonomy().dimensions()[new.taxonomy().lead()];
        for cell in found.cells.iter().flatten() {
            if code.is_some_and(|code| code != cell.region) {
                continue;
            }
            let value = lead.position(&cell.value).and_then(|value| lead.value(value));
            let label = value.map_or(&*cell.value, |value| value.label.get(language)).to_owned();
            let place = match (region, new.regions().position(&cell.region)) {
                (None, Some(place)) => format!("{}: ", new.regions().get(place).name.get(language)),
                _ => String::new(),
            };
            match cell.change {
                CellChange::Closed => closed.insert(place + &label),
                CellChange::Opened => opened.insert(place + &label),
                _ => false,
            };
        }
        let about = old.about();
        let mut title = about.title.get(language).to_owned();
        if !about.date.is_empty() {
            title = format!("{title} ({})", day(&about.date, language));
        }
        let is_empty =
            added.is_empty() && ended.is_empty() && renamed.is_empty() && closed.is_empty() && opened.is_empty();
        Self {
            earlier: title,
            added,
            ended,
            renamed,
            closed: closed.into_iter().collect(),
            opened: opened.into_iter().collect(),
            is_empty,
        }
    }
}

/// The figure of key numbers over the versions before this one, and over what was chosen where it has none; of a region, or
/// of the whole. `api` is the address of the dataset in the interface.
pub fn history(visit: &Visit<'_>, api: &str, chosen: &str, region: Option<&str>) -> Option<String> {
    let entry = visit.entry;
    let numbers = entry.numbers().into_iter().filter(|&number| number < entry.number);
    let mut names: Vec<String> = numbers.map(|number| format!("{}@{number}", entry.id)).collect();
    if names.is_empty() && visit.earlier.is_some() {
        names.push(chosen.to_owned());
    }
    if names.is_empty() {
        return None;
    }
    let with = path_part(&names[names.len().saturating_sub(MOST_BESIDE)..].join(","));
    let region = region.map(|region| format!("&region={}", path_part(region))).unwrap_or_default();
    let (number, language) = (entry.number, visit.language.code());
    Some(format!("{api}/charts/complexity-history?version={number}&with={with}{region}&lang={language}"))
}

/// Versions and datasets that this one can be laid beside.
pub fn versions(visit: &Visit<'_>, chosen: &str) -> Vec<Choice> {
    let id = &visit.entry.id;
    let mut all: Vec<(String, String)> = Vec::new();
    for number in visit.entry.numbers().into_iter().rev().filter(|&number| number != visit.entry.number) {
        let version = visit.entry.kept.iter().flat_map(|kept| &kept.versions).find(|version| version.number == number);
        let at = version.and_then(|version| moment(&version.by)).unwrap_or_default();
        let date = day(at.get(..10).unwrap_or(&at), visit.language);
        let words = Text::new(format!("versie {number} van {date}"), format!("version {number} of {date}"));
        all.push((format!("{id}@{number}"), words.get(visit.language).to_owned()));
    }
    let others = visit.datasets.iter().filter(|(other, _)| other != id);
    all.extend(others.map(|(other, title)| (other.clone(), title.get(visit.language).to_owned())));
    choices(all, chosen)
}
