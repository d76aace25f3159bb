//! What the categories of an axis are called, and the order in which people expect them.

use crate::analysis::distribution::{Axis, Measure};
use crate::ecosystem::{ActorKind, Class, EVERY_VALUE_CODE, Ecosystem, Level, NATIONAL, Role};
use crate::language::{Language, pick};

/// The name of an axis.
pub(super) fn axis(ecosystem: &Ecosystem, axis: Axis, language: Language) -> String {
    let words = match axis {
        Axis::Dimension(position) => {
            return ecosystem.taxonomy().dimensions()[position].label.get(language).to_owned();
        }
        Axis::Region => pick(language, "Regio", "Region"),
        Axis::ActorLevel => pick(language, "Schaalniveau van de actor", "Level of the actor"),
        Axis::InitiativeLevel => pick(language, "Schaalniveau van het initiatief", "Level of the initiative"),
        Axis::ActorKind => pick(language, "Soort actor", "Kind of actor"),
        Axis::Role => pick(language, "Rol", "Role"),
        Axis::ReachClass => pick(language, "Bereik (ingeschat)", "Reach (modelled)"),
        Axis::EffortClass => pick(language, "Inspanning (ingeschat)", "Effort (modelled)"),
    };
    words.to_owned()
}

/// The name of a category; `None` is not known.
pub(super) fn category(ecosystem: &Ecosystem, axis: Axis, code: Option<&str>, language: Language) -> String {
    let Some(code) = code else { return pick(language, "niet bekend", "not known").to_owned() };
    let found = match axis {
        Axis::Dimension(position) => {
            let dimension = &ecosystem.taxonomy().dimensions()[position];
            let value = dimension.values.iter().find(|value| &*value.id == code);
            let every = (code == EVERY_VALUE_CODE).then(|| pick(language, "alle", "all").to_owned());
            value.map(|value| value.label.get(language).to_owned()).or(every)
        }
        Axis::Region if code == NATIONAL => Some(pick(language, "landelijk", "national").to_owned()),
        Axis::Region => {
            let region = ecosystem.regions().position(code);
            region.map(|region| ecosystem.regions().get(region).name.get(language).to_owned())
        }
        Axis::ActorLevel | Axis::InitiativeLevel => {
            Level::from_words(code).map(|level| level.label(language).to_owned())
        }
        Axis::ActorKind => ActorKind::from_words(code).map(|kind| kind.label(language).to_owned()),
        Axis::Role => Role::from_words(code).map(|role| role.label(language).to_owned()),
        Axis::ReachClass | Axis::EffortClass => Class::from_words(code).map(|class| class.label(language).to_owned()),
    };
    found.unwrap_or_else(|| code.to_owned())
}

/// Where a category stands among its fellows: lists in their own order, the country and what is not known last.
pub(super) fn rank(ecosystem: &Ecosystem, axis: Axis, code: Option<&str>) -> (usize, String) {
    let Some(code) = code else { return (usize::MAX, String::new()) };
    let within = |position: Option<usize>| position.unwrap_or(usize::MAX - 2);
    let position = match axis {
        Axis::Dimension(position) => {
            let dimension = &ecosystem.taxonomy().dimensions()[position];
            within(dimension.values.iter().position(|value| &*value.id == code))
        }
        Axis::Region if code == NATIONAL => usize::MAX - 1,
        Axis::Region => within(ecosystem.regions().position(code).map(usize::from)),
        Axis::ActorLevel | Axis::InitiativeLevel => within(Level::from_words(code).map(|level| level as usize)),
        Axis::ActorKind => within(ActorKind::from_words(code).map(|kind| kind as usize)),
        Axis::Role => within(Role::from_words(code).map(|role| role as usize)),
        Axis::ReachClass | Axis::EffortClass => within(Class::from_words(code).map(|class| class as usize)),
    };
    (position, code.to_owned())
}

/// What is counted.
pub(super) fn measure(measure: Measure, language: Language) -> &'static str {
    match measure {
        Measure::Activities => pick(language, "activiteiten", "activities"),
        Measure::Initiatives => pick(language, "initiatieven", "initiatives"),
        Measure::Actors => pick(language, "actoren", "actors"),
        Measure::Reach => {
            pick(language, "bereikte ondernemers (minimum, niet uniek)", "enterprises reached (minimum, not unique)")
        }
    }
}
