//! The two languages of the product and how they write numbers.
//!
//! A sentence is written where it is used, as a [`Text`] or as a match over [`Language`], so that a missing translation
//! cannot compile. Nothing here knows the domain.

mod number;

pub use number::{decimal, integer, percentage};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A language of the user. Dutch is the default everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    #[default]
    Nl,
    En,
}

impl Language {
    /// The language of a code such as `nl`, `NL` or `en-GB`; `None` for any other language.
    pub fn from_code(code: &str) -> Option<Self> {
        match code.split(['-', '_']).next()?.trim().to_ascii_lowercase().as_str() {
            "nl" => Some(Self::Nl),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The two-letter code, as in `lang="nl"`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Nl => "nl",
            Self::En => "en",
        }
    }
}

/// One of two texts.
#[must_use]
pub fn pick<'a>(language: Language, nl: &'a str, en: &'a str) -> &'a str {
    match language {
        Language::Nl => nl,
        Language::En => en,
    }
}

/// The same words with a capital.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// "a, b en c".
#[must_use]
pub fn enumerated<T: AsRef<str>>(words: &[T], language: Language) -> String {
    match words {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., end] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {} {}", first.join(", "), pick(language, "en", "and"), end.as_ref())
        }
    }
}

/// One label or sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct Text {
    pub nl: String,
    pub en: String,
}

impl Text {
    pub fn new(nl: impl Into<String>, en: impl Into<String>) -> Self {
        Self { nl: nl.into(), en: en.into() }
    }

    /// The same words in both languages: for names.
    pub fn same(words: impl Into<String>) -> Self {
        let words = words.into();
        Self { nl: words.clone(), en: words }
    }

    pub fn get(&self, language: Language) -> &str {
        pick(language, &self.nl, &self.en)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enumerates_as_people_do() {
        assert_eq!(enumerated(&["a", "b", "c"], Language::Nl), "a, b en c");
        assert_eq!(enumerated(&["a", "b"], Language::En), "a and b");
        assert_eq!(enumerated::<&str>(&[], Language::En), "");
    }
}
