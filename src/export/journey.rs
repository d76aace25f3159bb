//! Records of the journey: one per region and phase, and one per region.

use serde::Serialize;
use utoipa::ToSchema;

use super::gaps::place_text;
use crate::analysis::journey::{Handoff, Journey, PhaseService, PhaseStatus, PlaceJourney};
use crate::ecosystem::Ecosystem;
use crate::language::{Language, Text};

/// One phase in one region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PhaseRecord {
    pub region: String,
    pub region_name: Text,
    pub phase: String,
    pub phase_name: Text,
    /// From 1, in the order of the journey.
    pub position: usize,
    pub status: &'static str,
    /// True where this is the first unserved phase between served ones.
    pub missing_link: bool,
    /// Ids of initiatives.
    pub own: Vec<String>,
    pub national: Vec<String>,
    /// Area or a value of the profile is not known.
    pub perhaps: Vec<String>,
    /// The phase after this one; null for the last.
    pub next_phase: Option<String>,
    /// Whether anything leads there; null where either is not served.
    pub handed_on: Option<bool>,
    pub shared_initiatives: Option<usize>,
    pub referrals: Option<usize>,
    pub shared_actors: Option<usize>,
}

/// One region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct JourneyRecord {
    pub region: String,
    pub region_name: Text,
    pub surveyed: bool,
    /// Activities for this profile here, and those of them that name no phase.
    pub activities: usize,
    pub without_phase: usize,
    pub served: Vec<String>,
    pub unserved: Vec<String>,
    pub missing_link: Option<String>,
    /// Phases after which an entrepreneur must find the next door alone.
    pub broken_after: Vec<String>,
    pub in_words: Text,
}

/// The whole answer. Without phases in the data both lists are empty and `reason` says why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct JourneysRecord {
    pub known: bool,
    pub reason: Option<Text>,
    pub regions: Vec<JourneyRecord>,
    pub phases: Vec<PhaseRecord>,
}

/// The records of a result.
pub fn journeys_record(ecosystem: &Ecosystem, journey: &Journey) -> JourneysRecord {
    let Some(dimension) = journey.dimension else {
        let reason = Text::new(
            "De gegevens noemen bij geen enkele activiteit een fase van de ondernemersreis; fasen worden niet geraden.",
            "The data name no phase of the journey for any activity; phases are not guessed.",
        );
        return JourneysRecord { known: false, reason: Some(reason), regions: Vec::new(), phases: Vec::new() };
    };
    let words = Words { ecosystem, dimension };
    JourneysRecord {
        known: true,
        reason: None,
        regions: journey.places.iter().map(|place| words.region(place)).collect(),
        phases: journey.places.iter().flat_map(|place| words.phases(place)).collect(),
    }
}

struct Words<'a> {
    ecosystem: &'a Ecosystem,
    dimension: usize,
}

impl Words<'_> {
    fn code(&self, phase: &PhaseService) -> String {
        self.ecosystem.taxonomy().dimensions()[self.dimension].value_code(phase.phase).to_owned()
    }

    fn label(&self, phase: &PhaseService) -> Text {
        let value = self.ecosystem.taxonomy().dimensions()[self.dimension].value(phase.phase);
        value.map(|value| value.label.clone()).unwrap_or_default()
    }

    fn ids(&self, initiatives: &[usize]) -> Vec<String> {
        initiatives.iter().map(|&initiative| self.ecosystem.initiatives()[initiative].id.to_string()).collect()
    }

    fn phases(&self, place: &PlaceJourney) -> Vec<PhaseRecord> {
        let count = |phase: &PhaseService, of: fn(&Handoff) -> usize| phase.handoff.as_ref().map(of);
        let record = |(position, phase): (usize, &PhaseService)| PhaseRecord {
            region: place.place.code(self.ecosystem.regions()).to_owned(),
            region_name: place_text(self.ecosystem, place.place),
            phase: self.code(phase),
            phase_name: self.label(phase),
            position: position + 1,
            status: phase.status.code(),
            missing_link: place.missing_link == Some(position),
            own: self.ids(&phase.own),
            national: self.ids(&phase.national),
            perhaps: self.ids(&phase.perhaps),
            next_phase: place.phases.get(position + 1).map(|next| self.code(next)),
            handed_on: phase.handoff.as_ref().map(|handoff| !handoff.is_empty()),
            shared_initiatives: count(phase, |handoff| handoff.initiatives.len()),
            referrals: count(phase, |handoff| handoff.referrals.len()),
            shared_actors: count(phase, |handoff| handoff.actors.len()),
        };
        place.phases.iter().enumerate().map(record).collect()
    }

    fn region(&self, place: &PlaceJourney) -> JourneyRecord {
        let codes = |holds: &dyn Fn(&PhaseService) -> bool| -> Vec<String> {
            place.phases.iter().filter(|phase| holds(phase)).map(|phase| self.code(phase)).collect()
        };
        JourneyRecord {
            region: place.place.code(self.ecosystem.regions()).to_owned(),
            region_name: place_text(self.ecosystem, place.place),
            surveyed: place.surveyed,
            activities: place.activities,
            without_phase: place.without_phase,
            served: codes(&|phase| phase.status.is_served()),
            unserved: codes(&|phase| phase.status == PhaseStatus::Unserved),
            missing_link: place.missing_link.and_then(|position| place.phases.get(position)).map(|p| self.code(p)),
            broken_after: codes(&|phase| phase.handoff.as_ref().is_some_and(Handoff::is_empty)),
            in_words: Text::new(self.sentence(place, Language::Nl), self.sentence(place, Language::En)),
        }
    }

    fn sentence(&self, place: &PlaceJourney, language: Language) -> String {
        let pick = |nl: &str, en: &str| match language {
            Language::Nl => nl.to_owned(),
            Language::En => en.to_owned(),
        };
        if !place.surveyed {
            return pick("Niet onderzocht.", "Not surveyed.");
        }
        let labels = |holds: &dyn Fn(&PhaseService) -> bool| -> String {
            let found = place.phases.iter().filter(|phase| holds(phase));
            found.map(|phase| self.label(phase).get(language).to_lowercase()).collect::<Vec<_>>().join(", ")
        };
        let missing = place.missing_link.and_then(|position| place.phases.get(position));
        let unserved = labels(&|phase| phase.status == PhaseStatus::Unserved);
        let uncertain = labels(&|phase| phase.status == PhaseStatus::Uncertain);
        let broken = labels(&|phase| phase.handoff.as_ref().is_some_and(Handoff::is_empty));
        let mut parts: Vec<String> = Vec::new();
        if let Some(missing) = missing {
            let label = self.label(missing).get(language).to_lowercase();
            parts.push(format!("{} {label}.", pick("De ontbrekende schakel is", "The missing link is")));
        }
        if !unserved.is_empty() {
            parts.push(format!("{} {unserved}.", pick("Geen aanbod gevonden voor", "No supply found for")));
        }
        if !uncertain.is_empty() {
            parts.push(format!("{} {uncertain}.", pick("Alleen onzeker aanbod voor", "Only uncertain supply for")));
        }
        if !broken.is_empty() {
            let start = pick("Niets leidt verder na", "Nothing leads on after");
            parts.push(format!("{start} {broken}."));
        }
        if parts.is_empty() {
            parts.push(pick(
                "Elke fase wordt bediend en leidt naar de volgende.",
                "Every phase is served and leads to the next.",
            ));
        }
        if place.without_phase > 0 {
            let (count, of) = (place.without_phase, place.activities);
            parts.push(match language {
                Language::Nl => format!("Activiteiten zonder bekende fase: {count} van {of}."),
                Language::En => format!("Activities without a known phase: {count} of {of}."),
            });
        }
        parts.join(" ")
    }
}
