//! The published tables, read from the `indicators.csv` of the dataset, which is built into the program.
//!
//! Must not be here: numbers that are not in that file.

use std::collections::BTreeMap;

const INDICATORS: &str = include_str!("../../../datasets/regioscan-2023/indicators.csv");

/// The activity types, in the order of figure 6.
pub(super) const ACTIVITY_TYPES: [&str; 12] = [
    "signaleren",
    "netwerken-coordineren",
    "gezamenlijke-faciliteiten",
    "werken-met-studenten",
    "onderwijs-studenten",
    "onderwijs-professionals",
    "advisering",
    "subsidies-financiering",
    "workshops-kennisevents",
    "onderzoek-ontwikkeling",
    "scans-assessments",
    "kennisplatform",
];

/// The classes of maturity, reach and effort, low to high.
pub(super) const CLASSES: [&str; 3] = ["laag", "middel", "hoog"];

/// Region, activity type, maturity, measure.
type Key = (String, String, String, String);

/// Every published number, by what it says.
pub(super) struct PublishedTables {
    values: BTreeMap<Key, u64>,
}

impl PublishedTables {
    /// The tables of the file that is built in.
    ///
    /// The file is part of the program, so a row that cannot be read is a fault of ours; a test proves that there is
    /// none.
    pub(super) fn embedded() -> Self {
        let mut reader = csv::Reader::from_reader(INDICATORS.as_bytes());
        let rows = reader.deserialize::<(String, String, String, String, u64, String, Option<u64>, String)>();
        let values = rows
            .flatten()
            .map(|(region, kind, maturity, measure, value, ..)| ((region, kind, maturity, measure), value))
            .collect();
        Self { values }
    }

    fn value(&self, region: &str, activity_type: &str, maturity: &str, measure: &str) -> u64 {
        let key = (region.to_owned(), activity_type.to_owned(), maturity.to_owned(), measure.to_owned());
        self.values.get(&key).copied().unwrap_or(0)
    }

    /// Number of initiatives that the report describes.
    pub(super) fn initiatives(&self) -> u64 {
        self.value("NL", "", "", "initiatives_surveyed")
    }

    /// Largest number of activities in one initiative.
    pub(super) fn largest_initiative(&self) -> u64 {
        self.value("NL", "", "", "activities_per_initiative_maximum")
    }

    /// Number of activities of a province (figure 7), or of the country for `NL` (figure 6).
    pub(super) fn activities(&self, region: &str) -> u64 {
        self.value(region, "", "", "activities")
    }

    /// Number of activities of a province and type (figure 7).
    pub(super) fn activities_of_type(&self, region: &str, activity_type: &str) -> u64 {
        self.value(region, activity_type, "", "activities")
    }

    /// Number of activities of a province and maturity (figure 12); an empty maturity is the unspecified class.
    pub(super) fn activities_of_maturity(&self, region: &str, maturity: &str) -> u64 {
        let measure = if maturity.is_empty() { "activities_maturity_unspecified" } else { "activities" };
        self.value(region, "", maturity, measure)
    }

    /// Number of activities of a province and reach class (figure 19).
    pub(super) fn activities_of_reach(&self, region: &str, class: &str) -> u64 {
        self.value(region, "", "", &format!("activities_reach_class_{class}"))
    }

    /// The modelled reach class of an activity type (figure 4).
    pub(super) fn modelled_reach(&self, activity_type: &str) -> &'static str {
        match self.value("", activity_type, "", "modelled_reach_class") {
            1 => "laag",
            2 => "middel",
            3 => "hoog",
            _ => "",
        }
    }

    /// Number of initiatives in which an actor of figure 16 is involved.
    pub(super) fn involved_initiatives(&self, actor: &str) -> u64 {
        self.value("NL", "", "", &format!("involved_initiatives:{actor}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_built_in_file_is_read_once() {
        let rows = INDICATORS.lines().count() - 1;
        assert_eq!(PublishedTables::embedded().values.len(), rows);
    }
}
