//! What every page has around its own words, and how pages write numbers, dates and shares.

use super::address::{self, Screen};
use super::visit::Visit;
use crate::chart::warning;
use crate::ecosystem::{Basis, Ecosystem};
use crate::export::{is_share, measure_label};
use crate::language::{Language, Text, capital, decimal, integer, percentage, pick};
use crate::snapshot::Provenance;

/// A page to go to.
pub struct MenuItem {
    pub href: String,
    pub label: String,
    pub current: bool,
}

/// One option of a list in a form.
pub struct Choice {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

/// Options of which one is chosen, by (value, words).
pub fn choices(options: impl IntoIterator<Item = (String, String)>, chosen: &str) -> Vec<Choice> {
    options.into_iter().map(|(value, label)| Choice { chosen: value == chosen, value, label }).collect()
}

/// What is around a page.
pub struct Frame {
    pub language: Language,
    /// Of the page: the heading and what a browser calls it.
    pub title: String,
    pub dataset: String,
    pub dataset_title: String,
    /// Version and date of the data, as far as known.
    pub dataset_stamp: String,
    pub datasets: Vec<MenuItem>,
    pub menu: Vec<MenuItem>,
    /// The same page in the other language.
    pub other: String,
    /// What must be said of all data of this dataset.
    pub banner: Option<String>,
    /// Where the dataset is in the interface for programs.
    pub api: String,
}

impl Frame {
    pub fn new(visit: &Visit<'_>, title: Text) -> Self {
        let language = visit.language;
        let about = visit.snapshot.ecosystem.about();
        let id = visit.entry.id.as_str();
        let other = match language {
            Language::Nl => Language::En,
            Language::En => Language::Nl,
        };
        let question = if visit.asked.query.is_empty() { String::new() } else { format!("?{}", visit.asked.query) };
        let date = if about.date.is_empty() { String::new() } else { day(&about.date, language) };
        let version = match (about.version.as_str(), language) {
            ("", _) => String::new(),
            (version, Language::Nl) => format!("versie {version}"),
            (version, Language::En) => format!("version {version}"),
        };
        Self {
            language,
            title: title.get(language).to_owned(),
            dataset: id.to_owned(),
            dataset_title: about.title.get(language).to_owned(),
            dataset_stamp: [version, date].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
            datasets: visit
                .datasets
                .iter()
                .map(|(dataset, title)| MenuItem {
                    href: Screen::Overview.address(language, dataset, None),
                    label: title.get(language).to_owned(),
                    current: dataset == id,
                })
                .collect(),
            menu: Screen::MENU
                .iter()
                .map(|&screen| MenuItem {
                    href: screen.address(language, id, None),
                    label: screen.label().get(language).to_owned(),
                    current: screen == visit.screen.in_menu(),
                })
                .collect(),
            other: visit.screen.address(other, id, visit.asked.item.as_deref()) + &question,
            banner: banner(&visit.snapshot.ecosystem, language),
            api: format!("/v1/datasets/{}", crate::export::path_part(id)),
        }
    }

    /// The words in the language of the page.
    pub fn t<'a>(&self, nl: &'a str, en: &'a str) -> &'a str {
        pick(self.language, nl, en)
    }

    pub fn code(&self) -> &'static str {
        self.language.code()
    }

    pub fn other_code(&self) -> &'static str {
        match self.language {
            Language::Nl => "en",
            Language::En => "nl",
        }
    }

    pub fn home(&self) -> &'static str {
        address::home(self.language)
    }

    pub fn words(&self) -> &'static str {
        address::words(self.language)
    }

    pub fn accessibility(&self) -> &'static str {
        address::accessibility(self.language)
    }

    /// The address of another page of this dataset.
    pub fn to(&self, screen: Screen) -> String {
        screen.address(self.language, &self.dataset, None)
    }

    pub fn int(&self, value: &usize) -> String {
        integer(i64::try_from(*value).unwrap_or(i64::MAX), self.language)
    }
}

/// A date as people write it: 28-11-2026 in Dutch, as it is in English.
pub fn day(iso: &str, language: Language) -> String {
    let parts: Vec<&str> = iso.split('-').collect();
    match (parts.as_slice(), language) {
        ([year, month, day], Language::Nl) => {
            format!("{}-{}-{year}", day.trim_start_matches('0'), month.trim_start_matches('0'))
        }
        _ => iso.to_owned(),
    }
}

/// A share in whole percents; a dash where it is not known.
pub fn share(share: Option<f64>, language: Language) -> String {
    share.map_or_else(|| String::from("–"), |share| percentage(share, 0, language))
}

/// A number with decimals; a dash where it is not known.
pub fn number(value: Option<f64>, decimals: usize, language: Language) -> String {
    value.map_or_else(|| String::from("–"), |value| decimal(value, decimals, language))
}

/// A number with up to two decimals: none where it is whole.
pub fn decimals(value: Option<f64>, language: Language) -> String {
    let is_whole = value.is_some_and(|value| (value - value.round()).abs() < 1e-9);
    number(value, if is_whole { 0 } else { 2 }, language)
}

/// A difference with its sign; too small to show is said in words.
fn difference(change: Option<f64>, language: Language) -> String {
    match change {
        None => String::from("–"),
        Some(0.0) => pick(language, "gelijk", "the same").to_owned(),
        Some(change) if change.abs() < 0.005 => pick(language, "vrijwel gelijk", "nearly the same").to_owned(),
        Some(change) if change > 0.0 => format!("+{}", decimals(Some(change), language)),
        Some(change) => decimals(Some(change), language),
    }
}

/// A measure by name, before, after, and the difference; shares as percentages, and their difference in points.
pub type MeasureLine = (String, String, String, String);

/// The line of a measure in a table of measures.
pub fn measure_line(
    measure: &str,
    (before, after): (Option<f64>, Option<f64>),
    change: Option<f64>,
    language: Language,
) -> MeasureLine {
    let label = capital(measure_label(measure).get(language));
    if !is_share(measure) {
        return (label, decimals(before, language), decimals(after, language), difference(change, language));
    }
    let shown = |value: Option<f64>| value.map_or_else(|| String::from("–"), |value| percentage(value, 1, language));
    let change = match difference(change.map(|change| 100.0 * change), language) {
        words if words.ends_with(|letter: char| letter.is_ascii_digit()) => {
            format!("{words} {}", pick(language, "procentpunt", "points"))
        }
        words => words,
    };
    (label, shown(before), shown(after), change)
}

/// A whole number.
pub fn count(value: usize, language: Language) -> String {
    integer(i64::try_from(value).unwrap_or(i64::MAX), language)
}

/// "1 initiatief", "3 initiatieven".
pub fn counted(value: usize, one: (&str, &str), many: (&str, &str), language: Language) -> String {
    let words = if value == 1 { one } else { many };
    format!("{} {}", count(value, language), pick(language, words.0, words.1))
}

/// What a figure rests on, as a page shows it.
pub struct Note {
    pub basis: Basis,
    pub label: &'static str,
    pub method: String,
    /// What must be said before the figures are seen.
    pub warning: Option<String>,
}

impl Note {
    pub fn new(about: &Provenance, language: Language) -> Self {
        Self {
            basis: about.basis,
            label: about.basis.label(language),
            method: about.method.get(language).to_owned(),
            warning: warning(about.basis, language),
        }
    }

    /// Whether the figures open only behind the warning.
    pub fn is_behind(&self) -> bool {
        self.basis == Basis::Reconstructed
    }
}

/// Where everything was invented, every page says so.
fn banner(ecosystem: &Ecosystem, language: Language) -> Option<String> {
    let worst = ecosystem.about().basis.values().map(|table| table.table).max()?;
    match worst {
        Basis::Fictional => warning(worst, language),
        Basis::Reconstructed => Some(
            pick(
                language,
                "Een deel van deze gegevens is een reconstructie. Waar dat zo is, staat het erbij.",
                "Part of these data are a reconstruction. Wherever that is so, it is said.",
            )
            .to_owned(),
        ),
        Basis::Published | Basis::Registered | Basis::Modelled => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_days_and_lists_as_people_do() {
        assert_eq!(day("2026-03-01", Language::Nl), "1-3-2026");
        assert_eq!(day("2026-03-01", Language::En), "2026-03-01");
        assert_eq!(day("onbekend", Language::Nl), "onbekend");
        assert_eq!(counted(1, ("deur", "door"), ("deuren", "doors"), Language::En), "1 door");
    }
}
