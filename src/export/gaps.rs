//! Records of white spots in depth, with what they say in words.

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::analysis::gaps::{CellDemand, Chance, CountryGap, Gap, Gaps, Unserved};
use crate::analysis::white_spots::{CellStatus, WhiteSpotCell, WhiteSpots};
use crate::ecosystem::{Ecosystem, Place, ValueIndex};
use crate::language::{Language, Text, decimal, integer};
use crate::snapshot::place_name;

/// An initiative as people read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct InitiativeName {
    pub id: String,
    pub name: String,
}

/// What a comparable region offers.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ComparableRecord {
    pub region: String,
    pub region_name: Text,
    /// Cosine of the lead profiles.
    pub similarity: f64,
    pub initiatives: Vec<InitiativeName>,
}

/// Demand in a cell.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DemandRecord {
    pub enterprises: Option<u64>,
    pub share_with_need: Option<f64>,
    /// Code of the region that the share is of, or `NL`.
    pub share_of: Option<String>,
    /// How many of the asked dimensions the share was found for.
    pub share_dimensions: usize,
    /// Enterprises with the need.
    pub need: Option<f64>,
    /// Demand without own supply, and what it counts: `need`, `share` or `enterprises`.
    pub unserved: Option<f64>,
    pub unserved_in: Option<&'static str>,
    pub need_per_activity: Option<f64>,
    pub need_per_door: Option<f64>,
}

/// One cell in depth.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GapRecord {
    /// From 1, over all cells of the answer.
    pub rank: usize,
    pub region: String,
    pub region_name: Text,
    /// Dimension id → value id.
    pub cell: Map<String, Value>,
    /// The values as people read them.
    pub title: Text,
    pub status: &'static str,
    pub own: u64,
    pub national: u64,
    pub expected: Option<f64>,
    pub shortfall: Option<f64>,
    pub shrunken_ratio: Option<f64>,
    pub p_value: Option<f64>,
    pub q_value: Option<f64>,
    pub chance: Option<&'static str>,
    /// "8 verwacht, 3 gevonden, kan toeval zijn".
    pub in_words: Text,
    /// Null where nothing is known of it.
    pub demand: Option<DemandRecord>,
    pub doors: Option<usize>,
    /// Own activities per 1,000 establishments, here and in all surveyed regions.
    pub per_thousand: Option<f64>,
    pub per_thousand_everywhere: Option<f64>,
    pub fragile: bool,
    pub hangs_on: Option<InitiativeName>,
    pub relatedness: Option<f64>,
    pub comparable: Vec<ComparableRecord>,
}

/// One combination of values in the country as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CountryGapRecord {
    pub rank: usize,
    /// `NL`.
    pub region: String,
    /// Dimension id → value id.
    pub cell: Map<String, Value>,
    pub title: Text,
    pub national: u64,
    pub regional: u64,
    pub unknown_area: u64,
    pub doors: usize,
    /// National activities if the national supply followed the need.
    pub expected_by_demand: Option<f64>,
    pub shortfall: Option<f64>,
    pub in_words: Text,
    pub demand: Option<DemandRecord>,
    pub per_thousand: Option<f64>,
}

/// The ranked cells; `white_spots` is the answer that they were made from.
pub fn gap_records(ecosystem: &Ecosystem, white_spots: &WhiteSpots, gaps: &Gaps) -> Vec<GapRecord> {
    let record = |(position, gap): (usize, &Gap)| {
        let cell = &white_spots.cells[gap.cell];
        GapRecord {
            rank: position + 1,
            region: cell.place.code(ecosystem.regions()).to_owned(),
            region_name: place_text(ecosystem, cell.place),
            cell: cell_values(ecosystem, &white_spots.by, &cell.values),
            title: title(ecosystem, &white_spots.by, &cell.values),
            status: cell.status.code(),
            own: cell.own,
            national: cell.national,
            expected: cell.expected,
            shortfall: gap.shortfall,
            shrunken_ratio: gap.shrunken_ratio,
            p_value: cell.p_value,
            q_value: cell.q_value,
            chance: gap.chance.map(Chance::code),
            in_words: cell_in_words(cell, gap.chance),
            demand: demand_record(
                ecosystem,
                gap.demand.as_ref(),
                gap.unserved,
                gap.need_per_activity,
                gap.need_per_door,
            ),
            doors: gap.doors,
            per_thousand: gap.per_thousand,
            per_thousand_everywhere: gap.per_thousand_everywhere,
            fragile: cell.fragile,
            hangs_on: gap.hangs_on.map(|initiative| initiative_name(ecosystem, initiative)),
            relatedness: gap.relatedness,
            comparable: gap
                .comparable
                .iter()
                .map(|offer| ComparableRecord {
                    region: ecosystem.regions().code(offer.region).to_owned(),
                    region_name: place_text(ecosystem, Place::Region(offer.region)),
                    similarity: offer.similarity,
                    initiatives: offer
                        .initiatives
                        .iter()
                        .map(|&initiative| initiative_name(ecosystem, initiative))
                        .collect(),
                })
                .collect(),
        }
    };
    gaps.gaps.iter().enumerate().map(record).collect()
}

/// The ranked combinations of values of the country; `by` are the asked dimensions.
pub fn country_gap_records(ecosystem: &Ecosystem, by: &[usize], gaps: &Gaps) -> Vec<CountryGapRecord> {
    let record = |(position, gap): (usize, &CountryGap)| CountryGapRecord {
        rank: position + 1,
        region: Place::National.code(ecosystem.regions()).to_owned(),
        cell: cell_values(ecosystem, by, &gap.values),
        title: title(ecosystem, by, &gap.values),
        national: gap.national,
        regional: gap.regional,
        unknown_area: gap.unknown_area,
        doors: gap.doors,
        expected_by_demand: gap.expected_by_demand,
        shortfall: gap.shortfall,
        in_words: country_in_words(gap),
        demand: demand_record(ecosystem, gap.demand.as_ref(), gap.unserved, gap.need_per_activity, gap.need_per_door),
        per_thousand: gap.per_thousand,
    };
    gaps.country.iter().enumerate().map(record).collect()
}

pub(super) fn demand_record(
    ecosystem: &Ecosystem,
    demand: Option<&CellDemand>,
    unserved: Option<Unserved>,
    need_per_activity: Option<f64>,
    need_per_door: Option<f64>,
) -> Option<DemandRecord> {
    demand.map(|demand| DemandRecord {
        enterprises: demand.enterprises,
        share_with_need: demand.share,
        share_of: demand.share_of.map(|place| place.code(ecosystem.regions()).to_owned()),
        share_dimensions: demand.share_dimensions,
        need: demand.need,
        unserved: unserved.map(Unserved::amount),
        unserved_in: unserved.map(Unserved::code),
        need_per_activity,
        need_per_door,
    })
}

pub(super) fn initiative_name(ecosystem: &Ecosystem, initiative: u32) -> InitiativeName {
    let initiative = &ecosystem.initiatives()[initiative as usize];
    InitiativeName { id: initiative.id.to_string(), name: initiative.name.to_string() }
}

pub(super) fn place_text(ecosystem: &Ecosystem, place: Place) -> Text {
    Text::new(place_name(ecosystem, place, Language::Nl), place_name(ecosystem, place, Language::En))
}

pub(super) fn cell_values(ecosystem: &Ecosystem, by: &[usize], values: &[ValueIndex]) -> Map<String, Value> {
    let dimensions = ecosystem.taxonomy().dimensions();
    by.iter()
        .zip(values)
        .map(|(&position, &value)| {
            let dimension = &dimensions[position];
            (dimension.id.to_string(), Value::from(dimension.value_code(value)))
        })
        .collect()
}

pub(super) fn title(ecosystem: &Ecosystem, by: &[usize], values: &[ValueIndex]) -> Text {
    let label = |language: Language| -> String {
        let words = by.iter().zip(values).filter_map(|(&position, &value)| {
            let value = ecosystem.taxonomy().dimensions()[position].value(value)?;
            Some(value.label.get(language))
        });
        words.collect::<Vec<_>>().join(" × ")
    };
    Text::new(label(Language::Nl), label(Language::En))
}

/// Expected and found, with what chance says of a shortfall.
pub(super) fn cell_in_words(cell: &WhiteSpotCell, chance: Option<Chance>) -> Text {
    let Some(expected) = cell.expected else {
        return match cell.place {
            Place::Region(_) => Text::new("niet onderzocht", "not surveyed"),
            Place::National => Text::new(
                format!("{} landelijk gevonden", count(cell.national, Language::Nl)),
                format!("{} national found", count(cell.national, Language::En)),
            ),
        };
    };
    let (nl, en) = chance_in_words(chance);
    let words = expected_and_found(expected, cell.own);
    if cell.status == CellStatus::NationalOnly {
        let national = |language| count(cell.national, language);
        return Text::new(
            format!("{} (wel {} landelijk){nl}", words.nl, national(Language::Nl)),
            format!("{} (but {} national){en}", words.en, national(Language::En)),
        );
    }
    Text::new(words.nl + nl, words.en + en)
}

/// What follows after expected and found, with its comma.
pub(super) fn chance_in_words(chance: Option<Chance>) -> (&'static str, &'static str) {
    match chance {
        None => ("", ""),
        Some(Chance::Unlikely) => (", toeval is onwaarschijnlijk", ", chance is unlikely"),
        Some(Chance::MayBe) => (", kan toeval zijn", ", may be chance"),
        Some(Chance::Likely) => (", kan heel goed toeval zijn", ", may very well be chance"),
    }
}

fn country_in_words(gap: &CountryGap) -> Text {
    match gap.expected_by_demand {
        Some(expected) => {
            let words = expected_and_found(expected, gap.national);
            Text::new(format!("naar de vraag {}", words.nl), format!("by demand {}", words.en))
        }
        None => Text::new(
            format!("{} gevonden, vraag niet bekend", count(gap.national, Language::Nl)),
            format!("{} found, demand not known", count(gap.national, Language::En)),
        ),
    }
}

pub(super) fn expected_and_found(expected: f64, found: u64) -> Text {
    Text::new(
        format!("{} verwacht, {} gevonden", about(expected, Language::Nl), count(found, Language::Nl)),
        format!("{} expected, {} found", about(expected, Language::En), count(found, Language::En)),
    )
}

pub(super) fn count(value: u64, language: Language) -> String {
    integer(i64::try_from(value).unwrap_or(i64::MAX), language)
}

/// Below ten with a decimal where that says something.
fn about(value: f64, language: Language) -> String {
    if value > 0.0 && value < 0.05 {
        return match language {
            Language::Nl => String::from("minder dan 0,1"),
            Language::En => String::from("less than 0.1"),
        };
    }
    let text = decimal(value, usize::from(value < 9.95), language);
    match text.strip_suffix(",0").or_else(|| text.strip_suffix(".0")) {
        Some(whole) => whole.to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_was_found_and_whether_it_can_be_chance() {
        let mut cell = WhiteSpotCell {
            place: Place::Region(0),
            values: vec![0],
            own: 3,
            national: 2,
            initiatives: 2,
            expected: Some(8.0),
            location_quotient: Some(0.375),
            p_value: Some(0.03),
            q_value: Some(0.6),
            status: CellStatus::Thin,
            fragile: false,
        };
        assert_eq!(cell_in_words(&cell, Some(Chance::MayBe)).nl, "8 verwacht, 3 gevonden, kan toeval zijn");
        cell.own = 0;
        cell.status = CellStatus::NationalOnly;
        let words = cell_in_words(&cell, Some(Chance::Unlikely));
        assert_eq!(words.nl, "8 verwacht, 0 gevonden (wel 2 landelijk), toeval is onwaarschijnlijk");
        assert_eq!(words.en, "8 expected, 0 found (but 2 national), chance is unlikely");
        cell.expected = None;
        assert_eq!(cell_in_words(&cell, None).nl, "niet onderzocht");
    }

    #[test]
    fn writes_expected_numbers_plainly() {
        let nl = |value| about(value, Language::Nl);
        assert_eq!(
            [nl(8.0), nl(3.26), nl(0.0), nl(0.04), nl(9.96), nl(12.4)],
            ["8", "3,3", "0", "minder dan 0,1", "10", "12"]
        );
        assert_eq!(about(1234.6, Language::En), "1,235");
        let words = expected_and_found(8.0, 3);
        assert_eq!((words.nl.as_str(), words.en.as_str()), ("8 verwacht, 3 gevonden", "8 expected, 3 found"));
    }
}
