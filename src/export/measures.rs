//! What measures of complexity and of the network are called, and which of them are shares.

use crate::language::Text;

/// Measures that are a share of a whole: people read them as a percentage.
const SHARES: &[&str] =
    &["redundancy", "overlapWithoutCollaboration", "coveredCells", "temporaryShare", "reachableShare"];

/// Whether a measure is a share of a whole.
pub fn is_share(measure: &str) -> bool {
    SHARES.contains(&measure)
}

/// What a key number is called.
pub fn measure_label(measure: &str) -> Text {
    let (nl, en) = match measure {
        "initiatives" => ("initiatieven", "initiatives"),
        "actors" => ("actoren", "actors"),
        "activities" => ("activiteiten", "activities"),
        "doors" => ("deuren", "doors"),
        "redundancy" => ("aandeel dubbel aanbod", "share of redundant activities"),
        "redundantActivities" => ("activiteiten met een tegenhanger", "activities with a twin"),
        "overlapWithoutCollaboration" => {
            ("aandeel overlap zonder samenwerking", "share of overlap without collaboration")
        }
        "pairsWithoutCollaboration" => {
            ("paren met overlap zonder samenwerking", "overlapping pairs without collaboration")
        }
        "overlappingPairs" => ("paren met overlap", "overlapping pairs"),
        "types" => ("soorten aanbod", "types of offer"),
        "effectiveTypes" => {
            ("soorten aanbod in feite, bij gelijke steekproef", "effective types, at equal sample size")
        }
        "effectiveTypesObserved" => ("soorten aanbod in feite", "effective types"),
        "coveredCells" => ("aandeel gedekte cellen", "share of covered cells"),
        "cellsCovered" => ("gedekte cellen", "covered cells"),
        "temporaryShare" => ("aandeel tijdelijk", "share that is temporary"),
        "temporaryInitiatives" => ("tijdelijke initiatieven", "temporary initiatives"),
        "endingWithinYear" => ("initiatieven die binnen een jaar eindigen", "initiatives that end within a year"),
        "links" => ("verbonden paren actoren", "linked pairs of actors"),
        "density" => ("dichtheid van het netwerk", "density of the network"),
        "meanPathLength" => ("gemiddelde afstand tussen actoren", "mean distance between actors"),
        "reachableShare" => ("aandeel paren dat elkaar kan bereiken", "share of pairs that can reach each other"),
        "modularity" => ("modulariteit", "modularity"),
        other => return Text::same(other),
    };
    Text::new(nl, en)
}
