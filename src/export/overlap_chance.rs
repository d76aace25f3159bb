//! Records of overlap against chance: one row per figure.

use serde::{Serialize, Serializer};

use crate::analysis::overlap_chance::{AgainstChance, OverlapChance};
use crate::language::{Language, Text, decimal, integer};

/// One figure of the data beside those of the random draws.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OverlapChanceRecord {
    /// `overlappingPairs`, `withoutCollaboration`, `providerPairs`, `sharedActorsPerPair` or `sharedActorsPerSharingPair`.
    pub figure: &'static str,
    /// Aspect of the offer; null for providers.
    pub aspect: Option<&'static str>,
    /// Least overlap with which a pair counts; null for means of shared actors.
    pub min_overlap: Option<f64>,
    /// Null where there is nothing to count.
    #[serde(serialize_with = "plain")]
    pub observed: Option<f64>,
    /// Over the draws; null where none were made.
    #[serde(serialize_with = "plain")]
    pub mean: Option<f64>,
    /// 95 % of the draws lie from `low` to `high`.
    #[serde(serialize_with = "plain")]
    pub low: Option<f64>,
    #[serde(serialize_with = "plain")]
    pub high: Option<f64>,
    /// Draws with at least as much as observed.
    pub at_least: Option<usize>,
    pub p_value: Option<f64>,
    /// Draws that were made.
    pub runs: usize,
    /// Seed of the first draw.
    pub seed: u64,
    /// Activities that could swap their offer with another of the same working area; null for providers.
    pub movable_activities: Option<usize>,
    /// Pairs of initiatives that were compared; null for offers.
    pub compared_pairs: Option<usize>,
    pub in_words: Text,
}

/// Whole numbers without a decimal point, as counts are written.
fn plain<S: Serializer>(value: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) if value.fract() == 0.0 && value.abs() < 9e15 => serializer.serialize_i64(*value as i64),
        other => other.serialize(serializer),
    }
}

/// The rows: per aspect the overlapping pairs and those without collaboration, then the providers.
pub fn overlap_chance_records(found: &OverlapChance) -> Vec<OverlapChanceRecord> {
    let row = |figure, chance: Option<AgainstChance>, runs| {
        let drawn = chance.and_then(|chance| chance.drawn);
        OverlapChanceRecord {
            figure,
            aspect: None,
            min_overlap: Some(found.minimum),
            observed: chance.map(|chance| chance.observed),
            mean: drawn.map(|drawn| drawn.mean),
            low: drawn.map(|drawn| drawn.low),
            high: drawn.map(|drawn| drawn.high),
            at_least: drawn.map(|drawn| drawn.at_least),
            p_value: drawn.map(|drawn| drawn.p_value),
            runs,
            seed: found.first_seed,
            movable_activities: None,
            compared_pairs: None,
            in_words: in_words(chance),
        }
    };
    let mut records = Vec::new();
    for offers in &found.offers {
        for (figure, chance) in
            [("overlappingPairs", offers.overlapping), ("withoutCollaboration", offers.without_collaboration)]
        {
            records.push(OverlapChanceRecord {
                aspect: Some(offers.aspect.code()),
                movable_activities: Some(offers.movable),
                ..row(figure, chance, offers.runs)
            });
        }
    }
    let providers = &found.providers;
    let of_providers = |figure, chance| OverlapChanceRecord {
        compared_pairs: Some(providers.pairs),
        ..row(figure, chance, providers.runs)
    };
    records.push(of_providers("providerPairs", providers.overlapping));
    for (figure, chance) in [
        ("sharedActorsPerPair", providers.shared_actors),
        ("sharedActorsPerSharingPair", providers.shared_actors_where_any),
    ] {
        records.push(OverlapChanceRecord { min_overlap: None, ..of_providers(figure, chance) });
    }
    records
}

/// "25 gevonden; toeval geeft er 0 tot 4: meer dan toeval".
fn in_words(chance: Option<AgainstChance>) -> Text {
    let Some(chance) = chance else {
        return Text::new(
            "niets om te tellen: hiervoor zijn geen gegevens",
            "nothing to count: there are no data for it",
        );
    };
    let number = |value: f64, language| {
        if value.fract() == 0.0 { integer(value as i64, language) } else { decimal(value, 2, language) }
    };
    let nl = |value| number(value, Language::Nl);
    let en = |value| number(value, Language::En);
    let Some(drawn) = chance.drawn else {
        return Text::new(
            format!("{} gevonden; niet met toeval vergeleken, daarvoor is het bestand te groot", nl(chance.observed)),
            format!("{} found; not held against chance, the data are too large for it", en(chance.observed)),
        );
    };
    let fixed = [drawn.low, drawn.high, drawn.mean].iter().all(|&figure| figure == chance.observed);
    let verdict = if fixed {
        Text::new("hier kan toeval niets aan veranderen", "chance can change nothing here")
    } else if chance.observed > drawn.high {
        Text::new("meer dan toeval geeft", "more than chance gives")
    } else if chance.observed < drawn.low {
        Text::new("minder dan toeval geeft", "less than chance gives")
    } else {
        Text::new("dat kan toeval zijn", "that may be chance")
    };
    Text::new(
        format!(
            "{} gevonden; toeval geeft {} tot {}: {}",
            nl(chance.observed),
            nl(drawn.low),
            nl(drawn.high),
            verdict.nl
        ),
        format!("{} found; chance gives {} to {}: {}", en(chance.observed), en(drawn.low), en(drawn.high), verdict.en),
    )
}
