//! Signals in plain words.

use time::Date;

use super::area_text;
use crate::analysis::complexity::ending::EmptiedCell;
use crate::analysis::gaps::{Chance, Unserved};
use crate::analysis::signals::urgency::DEFAULT_LEAST_DIMENSIONS;
use crate::analysis::signals::{Evidence, Signal};
use crate::ecosystem::{Area, Ecosystem, Funding, Place, SignalKind, ValueIndex};
use crate::export::gaps::{chance_in_words, count, expected_and_found};
use crate::language::{Language, Text, percentage};

/// Cells that a sentence names; more are counted.
const NAMED_CELLS: usize = 3;

/// One or two sentences that a reader without further explanation understands.
pub(super) fn sentence(ecosystem: &Ecosystem, signal: &Signal) -> Text {
    let words = Words { ecosystem, signal };
    match &signal.evidence {
        Evidence::Overlap { overlap, dimensions_compared, .. } => words.overlap(*overlap, *dimensions_compared),
        Evidence::Cell { value, own, national, expected, chance, unserved, .. } => {
            let found = words.white_spot(*value, *own, *national, *expected, *chance);
            joined(found, unserved.map(demand))
        }
        Evidence::Fragile { value, funding, .. } => words.fragile(*value, *funding),
        Evidence::Ending { end, days_left, emptied } => words.ending(*end, *days_left, emptied),
        Evidence::Articulation { cut_off, .. } => words.articulation(*cut_off),
        Evidence::DeadEnd { referrals, end_point, .. } => words.dead_end(*referrals, *end_point),
        Evidence::Unmeasured { activities, .. } => words.unmeasured(*activities),
    }
}

struct Words<'a> {
    ecosystem: &'a Ecosystem,
    signal: &'a Signal,
}

impl Words<'_> {
    fn initiative(&self, position: usize) -> &str {
        let initiative = self.signal.initiatives.get(position);
        initiative.map_or("", |&initiative| &*self.ecosystem.initiatives()[initiative].name)
    }

    fn value(&self, value: ValueIndex) -> Text {
        let taxonomy = self.ecosystem.taxonomy();
        let value = taxonomy.dimensions()[taxonomy.lead()].value(value);
        value.map_or_else(Text::default, |value| value.label.clone())
    }

    /// "in Drenthe", or "" where the area is not known.
    fn place(&self) -> Text {
        let places: Vec<Place> = match &self.signal.area {
            Area::Unknown => return Text::default(),
            Area::National => vec![Place::National],
            Area::Regions(regions) => regions.iter().map(|&region| Place::Region(region)).collect(),
        };
        let names = area_text(self.ecosystem, &places);
        Text::new(format!(" in {}", names.nl), format!(" in {}", names.en))
    }

    fn overlap(&self, overlap: f64, dimensions_compared: usize) -> Text {
        let (a, b, place) = (self.initiative(0), self.initiative(1), self.place());
        let share = |language| percentage(overlap, 0, language);
        let found = Text::new(
            format!("{a} en {b} bieden{} voor {} hetzelfde aan en werken niet samen.", place.nl, share(Language::Nl)),
            format!("{a} and {b} offer {} the same{} and do not work together.", share(Language::En), place.en),
        );
        let thin = Text::new(
            "Zij zijn op te weinig kenmerken beschreven om dat zeker te weten.",
            "Too few of their features are described to be sure.",
        );
        joined(found, (dimensions_compared < DEFAULT_LEAST_DIMENSIONS).then_some(thin))
    }

    fn white_spot(
        &self,
        value: ValueIndex,
        own: u64,
        national: u64,
        expected: Option<f64>,
        chance: Option<Chance>,
    ) -> Text {
        let (value, place) = (self.value(value), self.place());
        let (chance_nl, chance_en) = chance_in_words(chance);
        let numbers = expected.map_or_else(Text::default, |expected| {
            let numbers = expected_and_found(expected, own);
            Text::new(format!(": {}{chance_nl}", numbers.nl), format!(": {}{chance_en}", numbers.en))
        });
        match self.signal.kind {
            SignalKind::NationalOnly => Text::new(
                format!(
                    "Van ‘{}’ is er{} geen eigen aanbod, alleen landelijk ({}).",
                    value.nl,
                    place.nl,
                    activities(national).nl
                ),
                format!(
                    "There is no supply of ‘{}’{} of its own, only national ({}).",
                    value.en,
                    place.en,
                    activities(national).en
                ),
            ),
            SignalKind::Thin => Text::new(
                format!("Het aanbod van ‘{}’ is{} dun{}.", value.nl, place.nl, numbers.nl),
                format!("The supply of ‘{}’{} is thin{}.", value.en, place.en, numbers.en),
            ),
            _ => Text::new(
                format!("Van ‘{}’ is er{} geen aanbod, ook niet landelijk{}.", value.nl, place.nl, numbers.nl),
                format!("There is no supply of ‘{}’{}, nor any national supply{}.", value.en, place.en, numbers.en),
            ),
        }
    }

    fn fragile(&self, value: ValueIndex, funding: Option<Funding>) -> Text {
        let (value, place, name) = (self.value(value), self.place(), self.initiative(0));
        let found = Text::new(
            format!("Al het eigen aanbod van ‘{}’{} komt van {name}.", value.nl, place.nl),
            format!("All supply of ‘{}’ of its own{} is of {name}.", value.en, place.en),
        );
        let temporary = Text::new("De financiering daarvan is tijdelijk.", "Its funding is temporary.");
        joined(found, (funding == Some(Funding::Temporary)).then_some(temporary))
    }

    fn ending(&self, end: Date, days_left: i64, emptied: &[EmptiedCell]) -> Text {
        let name = self.initiative(0);
        let days = |nl: bool| match (days_left, nl) {
            (1, true) => String::from("1 dag"),
            (1, false) => String::from("1 day"),
            (days, true) => format!("{days} dagen"),
            (days, false) => format!("{days} days"),
        };
        let date = format!("{}-{}-{}", end.day(), u8::from(end.month()), end.year());
        let found = Text::new(
            format!("{name} stopt op {date}, over {}.", days(true)),
            format!("{name} ends on {end}, in {}.", days(false)),
        );
        let cell = |cell: &EmptiedCell| {
            let (place, value) = (area_text(self.ecosystem, &[cell.place]), self.value(cell.value));
            Text::new(format!("‘{}’ in {}", value.nl, place.nl), format!("‘{}’ in {}", value.en, place.en))
        };
        let mut cells: Vec<Text> = emptied.iter().take(NAMED_CELLS).map(cell).collect();
        if emptied.len() > NAMED_CELLS {
            let more = emptied.len() - NAMED_CELLS;
            cells.push(Text::new(format!("en nog {more}"), format!("and {more} more")));
        }
        let list = |language| cells.iter().map(|cell| cell.get(language)).collect::<Vec<_>>().join(", ");
        let own = emptied.iter().all(|cell| cell.own > 0);
        let alone = emptied.iter().all(|cell| cell.initiatives.len() == 1);
        let (own_nl, own_en) = if own { ("eigen ", " of its own") } else { ("", "") };
        let (with_nl, with_en) = if alone {
            ("Daarmee valt", "")
        } else {
            ("Samen met andere die stoppen valt dan", "together with others that end, ")
        };
        let lost = Text::new(
            format!("{with_nl} het laatste {own_nl}aanbod weg van {}.", list(Language::Nl)),
            format!("With it, {with_en}the last supply{own_en} goes of {}.", list(Language::En)),
        );
        joined(found, (!emptied.is_empty()).then_some(lost))
    }

    fn articulation(&self, cut_off: usize) -> Text {
        let name = self.signal.actor.map_or("", |actor| &*self.ecosystem.actors()[actor].name);
        let (nl, en) = match cut_off {
            1 => (String::from("raakt 1 andere actor"), String::from("1 other actor is")),
            many => (format!("raken {many} andere actoren"), format!("{many} other actors are")),
        };
        Text::new(
            format!("Zonder {name} {nl} los van de rest van het netwerk."),
            format!("Without {name} {en} cut off from the rest of the network."),
        )
    }

    fn dead_end(&self, referrals: u64, end_point: Option<bool>) -> Text {
        let name = self.initiative(0);
        let found = Text::new(
            format!(
                "Ondernemers worden {} keer naar {name} verwezen; van daar wordt niemand doorverwezen.",
                count(referrals, Language::Nl)
            ),
            format!(
                "Entrepreneurs are referred to {name} {} times; nobody is referred on from there.",
                count(referrals, Language::En)
            ),
        );
        let specialist = Text::new(
            "Het is alleen tweede lijn: dat kan de bedoeling zijn.",
            "It is second line only: that may be as intended.",
        );
        joined(found, (end_point == Some(true)).then_some(specialist))
    }

    fn unmeasured(&self, activities: usize) -> Text {
        let name = self.initiative(0);
        let offered = self::activities(activities as u64);
        Text::new(
            format!(
                "Van {name} ({}) is niet bekend hoeveel ondernemers het bereikt of wat het hun oplevert.",
                offered.nl
            ),
            format!("It is not known how many entrepreneurs {name} ({}) reaches, or what it brings them.", offered.en),
        )
    }
}

fn activities(number: u64) -> Text {
    match number {
        1 => Text::new("1 activiteit", "1 activity"),
        _ => Text::new(
            format!("{} activiteiten", count(number, Language::Nl)),
            format!("{} activities", count(number, Language::En)),
        ),
    }
}

/// Demand without supply of its own.
fn demand(unserved: Unserved) -> Text {
    let whole = |amount: f64, language| crate::language::decimal(amount, 0, language);
    match unserved {
        Unserved::Need(amount) => Text::new(
            format!(
                "Naar schatting vinden {} ondernemingen met deze behoefte daar geen eigen aanbod.",
                whole(amount, Language::Nl)
            ),
            format!(
                "About {} enterprises with this need find no supply of its own there.",
                whole(amount, Language::En)
            ),
        ),
        Unserved::Share(share) => Text::new(
            format!(
                "{} van de ondernemingen heeft deze behoefte en vindt daar geen eigen aanbod.",
                percentage(share, 0, Language::Nl)
            ),
            format!(
                "{} of the enterprises have this need and find no supply of its own there.",
                percentage(share, 0, Language::En)
            ),
        ),
        Unserved::Enterprises(amount) => Text::new(
            format!(
                "Het gaat om {} ondernemingen; hoeveel daarvan deze behoefte hebben is niet bekend.",
                whole(amount, Language::Nl)
            ),
            format!("It concerns {} enterprises; how many have this need is not known.", whole(amount, Language::En)),
        ),
    }
}

/// Two sentences, or the first alone.
fn joined(first: Text, second: Option<Text>) -> Text {
    match second {
        Some(second) => Text::new(format!("{} {}", first.nl, second.nl), format!("{} {}", first.en, second.en)),
        None => first,
    }
}
