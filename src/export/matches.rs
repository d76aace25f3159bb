//! Records of matches: what an adviser can say at the counter, and which doors there are for whom.

use serde::Serialize;
use utoipa::ToSchema;

use super::gaps::{InitiativeName, initiative_name, place_text};
use crate::analysis::matches::fit::{Fit, Nearness};
use crate::analysis::matches::table::{DoorsCell, DoorsTable};
use crate::analysis::matches::{Match, Matches, Profile};
use crate::ecosystem::{Ecosystem, ValueIndex};
use crate::language::{Language, Text};

/// How an activity answers one asked dimension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReasonRecord {
    pub dimension: String,
    /// `fit`, `open`, `not-stated` or `misfit`.
    pub fit: &'static str,
    pub asked: Vec<String>,
    /// What the activity names; empty where it says nothing.
    pub stated: Vec<String>,
}

/// One activity that was ranked.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MatchRecord {
    /// From 1, over the whole answer.
    pub rank: usize,
    pub activity: String,
    pub activity_name: String,
    pub initiative: String,
    pub initiative_name: String,
    /// `fits`, `possible`, `partly` or `other-need`.
    pub verdict: &'static str,
    /// (explicit fits + half of what is left open) / asked; null where nothing was asked.
    pub score: Option<f64>,
    pub asked: usize,
    pub fit: usize,
    pub open: usize,
    pub not_stated: usize,
    pub misfit: usize,
    /// `own`, `national`, `part`, `unknown`, `elsewhere`; null where no region was asked.
    pub nearness: Option<&'static str>,
    pub regions: Vec<String>,
    pub reasons: Vec<ReasonRecord>,
    pub in_words: Text,
    pub start: Option<String>,
    pub end: Option<String>,
    pub contact: Option<String>,
    pub url: Option<String>,
}

/// The doors, and what else must be said of the answer.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DoorsRecord {
    /// Best activity of different initiatives.
    pub doors: Vec<MatchRecord>,
    /// Doors beyond these that are as good as the last one.
    pub tied: usize,
    pub lead_values: Vec<String>,
    /// Actors that do more than fund in two or more of the doors.
    pub shared_actors: Vec<String>,
    /// Activities left out because their area does not meet the region.
    pub elsewhere: usize,
    /// Initiatives that serve the region without an activity that could be judged.
    pub without_activities: Vec<InitiativeName>,
}

/// One region × value: what fits an entrepreneur who asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DoorsCellRecord {
    pub region: String,
    pub region_name: Text,
    pub surveyed: bool,
    pub dimension: String,
    pub value: String,
    pub value_name: Text,
    pub fit_activities: usize,
    pub open_activities: usize,
    pub not_stated_activities: usize,
    pub misfit_activities: usize,
    pub fit_initiatives: usize,
    pub open_initiatives: usize,
    pub not_stated_initiatives: usize,
    pub misfit_initiatives: usize,
    /// Ids of the best doors, how they fit and from how near.
    pub doors: Vec<String>,
    pub door_fits: Vec<&'static str>,
    pub door_nearness: Vec<Option<&'static str>>,
    /// Doors beyond these that are as good as the last one.
    pub tied: usize,
    pub in_words: Text,
}

/// The ranked activities.
pub fn match_records(ecosystem: &Ecosystem, profile: &Profile, found: &Matches) -> Vec<MatchRecord> {
    (0..found.matches.len()).map(|position| match_record(ecosystem, profile, found, position)).collect()
}

/// The best doors.
pub fn doors_record(ecosystem: &Ecosystem, profile: &Profile, found: &Matches) -> DoorsRecord {
    let lead = &ecosystem.taxonomy().dimensions()[ecosystem.taxonomy().lead()];
    let diversity = &found.diversity;
    DoorsRecord {
        doors: found.doors.iter().map(|&position| match_record(ecosystem, profile, found, position)).collect(),
        tied: found.tied,
        lead_values: diversity.lead_values.iter().map(|&value| lead.value_code(value).to_owned()).collect(),
        shared_actors: diversity.shared_actors.iter().map(|&actor| ecosystem.actors()[actor].id.to_string()).collect(),
        elsewhere: found.elsewhere,
        without_activities: found
            .silent
            .iter()
            .map(|&initiative| initiative_name(ecosystem, initiative as u32))
            .collect(),
    }
}

/// The table of doors, row by row; nothing where it was too large.
pub fn doors_cell_records(ecosystem: &Ecosystem, table: &DoorsTable) -> Vec<DoorsCellRecord> {
    let cells = table.cells.iter().flatten();
    cells.map(|cell| doors_cell_record(ecosystem, table.dimension, cell)).collect()
}

fn match_record(ecosystem: &Ecosystem, profile: &Profile, found: &Matches, position: usize) -> MatchRecord {
    let one = &found.matches[position];
    let (activity, initiative) = (&ecosystem.activities()[one.activity], &ecosystem.initiatives()[one.initiative]);
    let particulars = initiative.particulars.as_ref();
    let said = |text: Option<&Box<str>>| text.map(|text| text.to_string());
    let codes = |dimension: usize, values: &[ValueIndex]| -> Vec<String> {
        let dimension = &ecosystem.taxonomy().dimensions()[dimension];
        values.iter().map(|&value| dimension.value_code(value).to_owned()).collect()
    };
    let reasons = profile.wanted.iter().zip(&one.fits).map(|((dimension, values), fit)| ReasonRecord {
        dimension: ecosystem.taxonomy().dimensions()[*dimension].id.to_string(),
        fit: fit.code(),
        asked: codes(*dimension, values),
        stated: codes(*dimension, ecosystem.classification().column(*dimension).of(one.activity)),
    });
    MatchRecord {
        rank: position + 1,
        activity: activity.id.to_string(),
        activity_name: activity.name.to_string(),
        initiative: initiative.id.to_string(),
        initiative_name: initiative.name.to_string(),
        verdict: one.verdict.code(),
        score: one.score,
        asked: one.fits.len(),
        fit: one.count(Fit::Explicit),
        open: one.count(Fit::Open),
        not_stated: one.count(Fit::Unstated),
        misfit: one.count(Fit::Misfit),
        nearness: one.nearness.map(Nearness::code),
        regions: ecosystem
            .regions()
            .codes(ecosystem.activity_area(one.activity))
            .into_iter()
            .map(str::to_owned)
            .collect(),
        reasons: reasons.collect(),
        in_words: Text::new(
            in_words(ecosystem, profile, one, Language::Nl),
            in_words(ecosystem, profile, one, Language::En),
        ),
        start: initiative.start.map(|day| day.to_string()),
        end: initiative.end.map(|day| day.to_string()),
        contact: said(particulars.and_then(|particulars| particulars.contact.as_ref())),
        url: said(activity.url.as_ref()).or_else(|| said(particulars.and_then(|particulars| particulars.url.as_ref()))),
    }
}

/// "Past bij knelpunt (Niet weten). Open voor elke waarde van sector. Zegt niets over omvang. In de eigen regio."
fn in_words(ecosystem: &Ecosystem, profile: &Profile, one: &Match, language: Language) -> String {
    let dimensions = ecosystem.taxonomy().dimensions();
    let labels = |dimension: usize, values: &[ValueIndex]| -> String {
        let label = |&value: &ValueIndex| Some(dimensions[dimension].value(value)?.label.get(language));
        values.iter().filter_map(label).collect::<Vec<_>>().join(", ")
    };
    let mut sentences: Vec<String> = Vec::new();
    for &fit in Fit::ALL {
        let answers = profile.wanted.iter().zip(&one.fits).filter(|(_, found)| **found == fit);
        let parts: Vec<String> = answers
            .map(|((dimension, values), _)| {
                let name = in_a_sentence(dimensions[*dimension].label.get(language));
                let stated = ecosystem.classification().column(*dimension).of(one.activity);
                match fit {
                    Fit::Explicit => {
                        let shared: Vec<ValueIndex> =
                            stated.iter().filter(|value| values.contains(value)).copied().collect();
                        format!("{name} ({})", labels(*dimension, &shared))
                    }
                    Fit::Misfit => format!("{name} ({})", labels(*dimension, stated)),
                    Fit::Open | Fit::Unstated => name,
                }
            })
            .collect();
        if parts.is_empty() {
            continue;
        }
        let start = match (fit, language) {
            (Fit::Explicit, Language::Nl) => "Past bij",
            (Fit::Explicit, Language::En) => "Fits",
            (Fit::Open, Language::Nl) => "Staat open voor alle waarden van",
            (Fit::Open, Language::En) => "Open to all values of",
            (Fit::Unstated, Language::Nl) => "Zegt niets over",
            (Fit::Unstated, Language::En) => "Says nothing about",
            (Fit::Misfit, Language::Nl) => "Past niet bij de vraag op",
            (Fit::Misfit, Language::En) => "Does not fit what was asked on",
        };
        sentences.push(format!("{start} {}.", listed(&parts, language)));
    }
    sentences.extend(one.nearness.map(|nearness| near(nearness).get(language).to_owned()));
    if sentences.is_empty() {
        let nothing = Text::new("Er is niets gevraagd; alles past.", "Nothing was asked; everything fits.");
        return nothing.get(language).to_owned();
    }
    sentences.join(" ")
}

/// A label within a sentence: its first letter small, so that "Sector (SBI 2008)" keeps its abbreviation.
fn in_a_sentence(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// "a, b en c".
fn listed(parts: &[String], language: Language) -> String {
    let and = match language {
        Language::Nl => " en ",
        Language::En => " and ",
    };
    match parts.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{}{and}{last}", rest.join(", ")),
        None => String::new(),
    }
}

fn near(nearness: Nearness) -> Text {
    match nearness {
        Nearness::Own => Text::new("Werkt in deze regio.", "Works in this region."),
        Nearness::National => Text::new("Werkt in het hele land.", "Works in the whole country."),
        Nearness::Part => Text::new("Werkt in een deel van deze regio.", "Works in a part of this region."),
        Nearness::Unknown => Text::new("Het werkgebied is niet bekend.", "The working area is not known."),
        Nearness::Elsewhere => Text::new("Werkt niet in deze regio.", "Does not work in this region."),
    }
}

fn doors_cell_record(ecosystem: &Ecosystem, dimension: usize, cell: &DoorsCell) -> DoorsCellRecord {
    let dimension = &ecosystem.taxonomy().dimensions()[dimension];
    let [fit_activities, open_activities, not_stated_activities, misfit_activities] = cell.activities;
    let [fit_initiatives, open_initiatives, not_stated_initiatives, misfit_initiatives] = cell.initiatives;
    DoorsCellRecord {
        region: cell.place.code(ecosystem.regions()).to_owned(),
        region_name: place_text(ecosystem, cell.place),
        surveyed: cell.surveyed,
        dimension: dimension.id.to_string(),
        value: dimension.value_code(cell.value).to_owned(),
        value_name: dimension.value(cell.value).map(|value| value.label.clone()).unwrap_or_default(),
        fit_activities,
        open_activities,
        not_stated_activities,
        misfit_activities,
        fit_initiatives,
        open_initiatives,
        not_stated_initiatives,
        misfit_initiatives,
        doors: cell.doors.iter().map(|&(door, ..)| ecosystem.initiatives()[door].id.to_string()).collect(),
        door_fits: cell.doors.iter().map(|&(_, fit, _)| fit.code()).collect(),
        door_nearness: cell.doors.iter().map(|&(.., nearness)| nearness.map(Nearness::code)).collect(),
        tied: cell.tied,
        in_words: cell_in_words(cell),
    }
}

fn cell_in_words(cell: &DoorsCell) -> Text {
    let [fit, open, unstated, _] = cell.initiatives;
    if fit + open + unstated == 0 {
        return if cell.surveyed {
            Text::new("Geen initiatief past.", "No initiative fits.")
        } else {
            Text::new("Niet onderzocht; landelijk past er geen.", "Not surveyed; nationally none fits.")
        };
    }
    let some = |count: usize| if count == 0 { String::from("geen") } else { count.to_string() };
    let mut nl = format!("Initiatieven die bij deze vraag passen: {}", some(fit));
    let mut en = format!("Initiatives that fit this question: {fit}");
    if open + unstated > 0 {
        nl += &format!("; die haar openlaten: {}", open + unstated);
        en += &format!("; that leave it open: {}", open + unstated);
    }
    if cell.tied > 0 {
        nl += &format!("; even goed als de laatste getoonde deur: nog {}", cell.tied);
        en += &format!("; as good as the last door shown: {} more", cell.tied);
    }
    let survey = if cell.surveyed { ("", "") } else { (" Regio niet onderzocht.", " Region not surveyed.") };
    Text::new(format!("{nl}.{}", survey.0), format!("{en}.{}", survey.1))
}
