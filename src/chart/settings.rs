//! What can be asked of a chart: its parameters, and settings that have been checked against them.

use std::collections::BTreeMap;

use crate::ecosystem::{Ecosystem, RegionIndex, fold};
use crate::language::{Language, Text};

/// Words in both languages that are known when the program is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    pub nl: &'static str,
    pub en: &'static str,
}

impl Words {
    pub const fn new(nl: &'static str, en: &'static str) -> Self {
        Self { nl, en }
    }

    pub fn get(self, language: Language) -> &'static str {
        match language {
            Language::Nl => self.nl,
            Language::En => self.en,
        }
    }

    pub fn text(self) -> Text {
        Text::new(self.nl, self.en)
    }
}

/// One code that a parameter takes, and what it is called in the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    pub code: &'static str,
    pub label: Words,
}

impl Choice {
    pub const fn new(code: &'static str, nl: &'static str, en: &'static str) -> Self {
        Self { code, label: Words::new(nl, en) }
    }
}

/// What a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// One of these; the first is meant where nothing is asked.
    One(&'static [Choice]),
    /// A whole number from a range; `usual` is meant where nothing is asked.
    Integer { least: u64, most: u64, usual: u64 },
    /// The id of an initiative of the dataset.
    Initiative,
    /// A region of the dataset, by code or name.
    Region,
    /// The id of a dimension of the dataset.
    Dimension,
    /// The id of a dimension of the dataset, or a fixed axis.
    Axis,
}

/// One parameter of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    pub key: &'static str,
    pub meaning: Words,
    pub takes: Takes,
}

/// The fixed axes of a distribution, beside the dimensions.
pub const AXES: &[&str] =
    &["region", "actorLevel", "initiativeLevel", "actorKind", "role", "reachClass", "effortClass"];

impl Parameter {
    /// The values that can be named in a list, for answers and for words of refusal; `None`: any whole number of a range.
    pub fn allowed(&self, ecosystem: &Ecosystem) -> Option<Vec<String>> {
        match self.takes {
            Takes::One(choices) => Some(choices.iter().map(|choice| choice.code.to_owned()).collect()),
            Takes::Integer { .. } => None,
            Takes::Initiative => {
                Some(ecosystem.initiatives().iter().map(|initiative| initiative.id.to_string()).collect())
            }
            Takes::Region => Some(ecosystem.regions().iter().map(|region| region.code.to_string()).collect()),
            Takes::Dimension => Some(dimensions(ecosystem).collect()),
            Takes::Axis => Some(AXES.iter().map(ToString::to_string).chain(dimensions(ecosystem)).collect()),
        }
    }

    /// What is meant where nothing is asked; `None`: the chart chooses by the data.
    pub fn usual(&self) -> Option<String> {
        match self.takes {
            Takes::One(choices) => choices.first().map(|choice| choice.code.to_owned()),
            Takes::Integer { usual, .. } => Some(usual.to_string()),
            Takes::Initiative | Takes::Region | Takes::Dimension | Takes::Axis => None,
        }
    }

    /// The value as it is kept: the code of a region that was named.
    fn read(&self, words: &str, ecosystem: &Ecosystem) -> Option<String> {
        match self.takes {
            Takes::Integer { least, most, .. } => words
                .parse::<u64>()
                .ok()
                .filter(|number| (least..=most).contains(number))
                .map(|number| number.to_string()),
            Takes::Region => region(ecosystem, words).map(|region| ecosystem.regions().code(region).to_owned()),
            Takes::Initiative => ecosystem.initiative_position(words).map(|_| words.to_owned()),
            Takes::One(choices) => {
                choices.iter().find(|choice| choice.code == words).map(|choice| choice.code.to_owned())
            }
            Takes::Dimension => ecosystem.taxonomy().position(words).map(|_| words.to_owned()),
            Takes::Axis => {
                (AXES.contains(&words) || ecosystem.taxonomy().position(words).is_some()).then(|| words.to_owned())
            }
        }
    }
}

fn dimensions(ecosystem: &Ecosystem) -> impl Iterator<Item = String> {
    ecosystem.taxonomy().dimensions().iter().map(|dimension| dimension.id.to_string())
}

/// A region by code, name or another spelling.
fn region(ecosystem: &Ecosystem, words: &str) -> Option<RegionIndex> {
    let regions = ecosystem.regions();
    let folded = fold(words);
    regions.position(words).or_else(|| {
        let found = regions.iter().position(|region| {
            let spellings = [&*region.code, &region.name.nl, &region.name.en];
            spellings
                .into_iter()
                .chain(region.aliases.iter().map(AsRef::as_ref))
                .any(|spelling| fold(spelling) == folded)
        });
        found.and_then(|position| RegionIndex::try_from(position).ok())
    })
}

/// A value that a parameter does not take.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{value:?} is not possible for {key}; choose from {}", .allowed.join(", "))]
pub struct WrongValue {
    pub key: String,
    pub value: String,
    /// What it does take; of a long list the first.
    pub allowed: Vec<String>,
}

/// Values that a refusal names at most.
const NAMED: usize = 200;

/// The parameters of one question, checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    values: BTreeMap<&'static str, String>,
}

impl Settings {
    /// Takes a value for a parameter.
    ///
    /// # Errors
    /// [`WrongValue`] with what can be asked.
    pub fn set(&mut self, parameter: &Parameter, words: &str, ecosystem: &Ecosystem) -> Result<(), WrongValue> {
        if let Some(value) = parameter.read(words, ecosystem) {
            self.values.insert(parameter.key, value);
            return Ok(());
        }
        let mut allowed = match parameter.takes {
            Takes::Integer { least, most, .. } => vec![format!("{least} … {most}")],
            _ => parameter.allowed(ecosystem).unwrap_or_default(),
        };
        if allowed.len() > NAMED {
            allowed.truncate(NAMED);
            allowed.push(String::from("…"));
        }
        Err(WrongValue { key: parameter.key.to_owned(), value: words.to_owned(), allowed })
    }

    /// What was asked, or what is meant where nothing was asked; `None` where the chart is to choose.
    pub fn get(&self, parameter: &Parameter) -> Option<String> {
        self.values.get(parameter.key).cloned().or_else(|| parameter.usual())
    }

    /// The choice of a parameter that takes one of a list.
    pub fn choice(&self, parameter: &Parameter) -> Choice {
        let Takes::One(choices) = parameter.takes else { return Choice::new("", "", "") };
        let asked = self.values.get(parameter.key);
        let found = choices.iter().find(|choice| asked.is_some_and(|code| code == choice.code));
        found.or_else(|| choices.first()).copied().unwrap_or(Choice::new("", "", ""))
    }

    /// The number of a parameter that takes one.
    pub fn integer(&self, parameter: &Parameter) -> usize {
        self.get(parameter).and_then(|words| words.parse().ok()).unwrap_or(0)
    }
}
