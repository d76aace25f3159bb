//! What the consistency test comes down to, in a few plain sentences.

use super::gaps::{cell_in_words, count, place_text, title};
use crate::analysis::consistency::{CellChange, Consistency, ConsistencyConfig};
use crate::analysis::white_spots::CellStatus;
use crate::ecosystem::{Basis, Ecosystem, Place};
use crate::language::{Language, Text, decimal};

/// Initiatives, actors and cells that a sentence names; the lists have them all.
const NAMED: usize = 3;
/// Dimensions filled on both sides below which a pair is too thinly described to judge.
const FEW_DIMENSIONS: usize = 3;

/// Cautions in two groups: those that belong in the advice itself, and those that are listed beside it.
pub(super) struct Cautions {
    pub important: Vec<Text>,
    pub others: Vec<Text>,
}

pub(super) fn cautions(result: &Consistency, basis: Basis, config: &ConsistencyConfig) -> Cautions {
    let mut found = Cautions { important: Vec::new(), others: Vec::new() };
    match basis {
        Basis::Fictional => found.important.push(Text::new(
            "Let op: de gegevens zijn fictief; deze uitkomst zegt niets over de werkelijkheid.",
            "Mind that the data are fictional; this outcome says nothing about reality.",
        )),
        Basis::Reconstructed => found.important.push(Text::new(
            "Let op: een deel van de gegevens is gereconstrueerd; gebruik namen en overlap alleen als voorbeeld.",
            "Mind that part of the data was reconstructed; use names and overlap as an example only.",
        )),
        Basis::Published | Basis::Registered | Basis::Modelled => {}
    }
    let dimensions = result.grounds.dimensions;
    if dimensions > 0 && dimensions < FEW_DIMENSIONS {
        let (nl, en) = if dimensions == 1 { ("kenmerk", "dimension") } else { ("kenmerken", "dimensions") };
        found.important.push(Text::new(
            format!(
                "Het voorstel beschrijft zijn aanbod met {dimensions} {nl}; pas vanaf drie is overlap goed te zien."
            ),
            format!("The proposal describes its offer in {dimensions} {en}; only from three on overlap shows well."),
        ));
    }
    let overlapping =
        result.overlapping.iter().filter(|pair| pair.overlap.is_some_and(|overlap| overlap >= config.overlaps_from));
    let few = overlapping.filter(|pair| pair.dimensions_compared < FEW_DIMENSIONS).count();
    if few > 0 {
        found.important.push(Text::new(
            format!("Bij {} zijn minder dan drie kenmerken vergeleken: te weinig om op te varen.", initiatives_nl(few)),
            format!("For {} fewer than three dimensions were compared: too few to rely on.", initiatives_en(few)),
        ));
    }
    let undescribed = result.grounds.undescribed;
    if undescribed > 0 {
        found.others.push(Text::new(
            format!(
                "Niet te vergelijken door een gebrek aan beschreven activiteiten: {}.",
                initiatives_nl(undescribed)
            ),
            format!("Not comparable for lack of described activities: {}.", initiatives_en(undescribed)),
        ));
    }
    let not_surveyed = result.cells.iter().filter(|change| status(change) == Some(CellStatus::NotSurveyed));
    let mut places: Vec<Place> = not_surveyed.map(|change| change.place).collect();
    places.sort_unstable();
    places.dedup();
    if !places.is_empty() {
        let names: Vec<Text> = places.iter().map(|&place| place_text(&result.ecosystem, place)).collect();
        found.others.push(Text::new(
            format!(
                "Niet onderzocht, dus of daar een witte vlek is valt niet te zeggen: {}.",
                list(&names, Language::Nl)
            ),
            format!("Not surveyed, so whether there is a white spot cannot be said: {}.", list(&names, Language::En)),
        ));
    }
    if !result.ecosystem.initiative_area(result.initiative).is_known() {
        found.others.push(Text::new(
            "Het voorstel noemt geen werkgebied: het is met alle initiatieven vergeleken en telt voor geen regio als aanbod.",
            "The proposal names no working area: it was compared with all initiatives and counts as supply of no region.",
        ));
    }
    let still: Vec<&CellChange> = result
        .cells
        .iter()
        .filter(|change| change.fills == Some(true))
        .filter(|change| change.after.as_ref().is_some_and(|side| side.cell.status.is_gap()))
        .collect();
    if !still.is_empty() {
        let names: Vec<Text> = still.iter().map(|change| cell_name(&result.ecosystem, change)).collect();
        found.others.push(Text::new(
            format!("Ook met het voorstel blijft het aanbod er dun: {}.", list(&names, Language::Nl)),
            format!("With the proposal the supply there remains thin: {}.", list(&names, Language::En)),
        ));
    }
    found
}

fn status(change: &CellChange) -> Option<CellStatus> {
    change.before.as_ref().map(|side| side.cell.status)
}

/// The advice; the important cautions stand in it.
pub(super) fn advice(result: &Consistency, config: &ConsistencyConfig, important: &[Text]) -> Text {
    let mut sentences = Vec::new();
    sentences.extend(overlap_sentence(result, config));
    sentences.extend(cells_sentence(result));
    if result.flags.fits == Some(true) {
        sentences.push(Text::new("Het past naast wat er is.", "It fits beside what is there."));
    }
    sentences.extend_from_slice(important);
    let join =
        |language: Language| sentences.iter().map(|sentence| sentence.get(language)).collect::<Vec<_>>().join(" ");
    Text::new(join(Language::Nl), join(Language::En))
}

fn overlap_sentence(result: &Consistency, config: &ConsistencyConfig) -> Option<Text> {
    let ecosystem = &result.ecosystem;
    let named = |language: Language, from: f64| -> Vec<Text> {
        let others = result.overlapping.iter().filter_map(|pair| {
            let overlap = pair.overlap.filter(|&overlap| overlap >= from)?;
            let other = if pair.a == result.initiative { pair.b } else { pair.a };
            let name = &ecosystem.initiatives()[other].name;
            Some(Text::same(format!("‘{name}’ ({})", decimal(overlap, 2, language))))
        });
        others.collect()
    };
    let flags = result.flags;
    match (flags.overlaps, result.grounds.highest) {
        (Some(true), _) => {
            let runners: Vec<Text> = result
                .actors_to_join
                .iter()
                .filter(|join| join.overlap >= config.overlaps_from && !join.in_proposal)
                .map(|join| Text::same(&*ecosystem.actors()[join.actor].name))
                .collect();
            let (nl, en) = if runners.is_empty() {
                (
                    String::from("ga na of aansluiten beter is dan iets nieuws."),
                    String::from("see whether joining is better than something new."),
                )
            } else {
                (
                    format!("ga na of aansluiten kan, te beginnen bij {}.", list(&runners, Language::Nl)),
                    format!("see whether it can join, to begin with at {}.", list(&runners, Language::En)),
                )
            };
            Some(Text::new(
                format!("Lijkt sterk op {}: {nl}", list(&named(Language::Nl, config.overlaps_from), Language::Nl)),
                format!("Is much like {}: {en}", list(&named(Language::En, config.overlaps_from), Language::En)),
            ))
        }
        (Some(false), Some(highest)) => Some(Text::new(
            format!("Lijkt op geen enkel initiatief sterk (hoogste overlap {}).", decimal(highest, 2, Language::Nl)),
            format!("Is not much like any initiative (highest overlap {}).", decimal(highest, 2, Language::En)),
        )),
        (Some(false), None) => Some(Text::new(
            "Er is in dit werkgebied geen ander initiatief.",
            "There is no other initiative in this working area.",
        )),
        (None, Some(_)) => Some(Text::new(
            "Of het op iets lijkt is niet te zeggen: het voorstel beschrijft zijn aanbod met te weinig kenmerken.",
            "Whether it is like anything cannot be said: the proposal describes its offer in too few dimensions.",
        )),
        (None, None) => Some(Text::new(
            "Of het op iets lijkt is niet te zeggen: er zijn geen beschreven activiteiten om te vergelijken.",
            "Whether it is like anything cannot be said: there are no described activities to compare.",
        )),
    }
}

fn cells_sentence(result: &Consistency) -> Option<Text> {
    let filled: Vec<&CellChange> = result.cells.iter().filter(|change| change.fills == Some(true)).collect();
    match result.flags.fills_gap {
        None => Some(Text::new(
            "Of het een witte vlek vult is niet te zeggen.",
            "Whether it fills a white spot cannot be said.",
        )),
        Some(false) => Some(Text::new("Vult geen witte vlek.", "Fills no white spot.")),
        Some(true) => {
            let names: Vec<Text> = filled
                .iter()
                .map(|change| {
                    let name = cell_name(&result.ecosystem, change);
                    let words =
                        change.before.as_ref().map(|side| cell_in_words(&side.cell, side.chance)).unwrap_or_default();
                    Text::new(format!("{} ({})", name.nl, words.nl), format!("{} ({})", name.en, words.en))
                })
                .collect();
            let number = count(filled.len() as u64, Language::Nl);
            let (spots_nl, spots_en) =
                if filled.len() == 1 { ("witte vlek", "white spot") } else { ("witte vlekken", "white spots") };
            Some(Text::new(
                format!("Vult {number} {spots_nl}: {}.", list(&names, Language::Nl)),
                format!(
                    "Fills {} {spots_en}: {}.",
                    count(filled.len() as u64, Language::En),
                    list(&names, Language::En)
                ),
            ))
        }
    }
}

/// "advisering in Drenthe".
fn cell_name(ecosystem: &Ecosystem, change: &CellChange) -> Text {
    let what = title(ecosystem, &[ecosystem.taxonomy().lead()], &[change.value]);
    match change.place {
        Place::Region(_) => {
            let place = place_text(ecosystem, change.place);
            Text::new(format!("{} in {}", what.nl, place.nl), format!("{} in {}", what.en, place.en))
        }
        Place::National => Text::new(format!("{} in Nederland", what.nl), format!("{} in the Netherlands", what.en)),
    }
}

fn initiatives_nl(number: usize) -> String {
    format!("{} {}", count(number as u64, Language::Nl), if number == 1 { "initiatief" } else { "initiatieven" })
}

fn initiatives_en(number: usize) -> String {
    format!("{} {}", count(number as u64, Language::En), if number == 1 { "initiative" } else { "initiatives" })
}

/// The first items as a sentence lists them, and how many more there are.
fn list(items: &[Text], language: Language) -> String {
    let words: Vec<&str> = items.iter().take(NAMED).map(|item| item.get(language)).collect();
    let (and, more) = match language {
        Language::Nl => ("en", "meer"),
        Language::En => ("and", "more"),
    };
    let rest = items.len().saturating_sub(NAMED);
    match (words.as_slice(), rest) {
        ([], _) => String::new(),
        ([only], _) => (*only).to_owned(),
        ([first @ .., last], 0) => format!("{} {and} {last}", first.join(", ")),
        (all, rest) => format!("{} {and} {} {more}", all.join(", "), count(rest as u64, language)),
    }
}
