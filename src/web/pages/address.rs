//! Where each page is, in both languages: Dutch words below `/`, English ones below `/en/`.

use crate::export::path_part;
use crate::language::{Language, Text};

/// A page about a dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    Overview,
    /// All provinces, to choose from.
    Regions,
    Region,
    Agreements,
    Test,
    WhiteSpots,
    /// One cell of the grid.
    Cell,
    Overlap,
    /// Two initiatives side by side.
    Pair,
    Map,
    KeyPlayers,
    Clusters,
    Cluster,
    Initiatives,
    Initiative,
    Actor,
    Offer,
    Scenario,
    Comparison,
    Monitoring,
    Data,
    /// Names that may stand for one.
    Names,
}

impl Screen {
    /// Those that the menu shows, in its order.
    pub const MENU: &'static [Self] = &[
        Self::Overview,
        Self::Regions,
        Self::Agreements,
        Self::Test,
        Self::WhiteSpots,
        Self::Overlap,
        Self::Map,
        Self::KeyPlayers,
        Self::Clusters,
        Self::Initiatives,
        Self::Offer,
        Self::Scenario,
        Self::Comparison,
        Self::Monitoring,
        Self::Data,
    ];

    /// The words in its address below the dataset; `{id}` stands for what it is about.
    fn path(self, language: Language) -> &'static str {
        let (nl, en) = match self {
            Self::Overview => ("", ""),
            Self::Regions => ("/provincies", "/regions"),
            Self::Region => ("/provincies/{id}", "/regions/{id}"),
            Self::Agreements => ("/afspraken", "/agreements"),
            Self::Test => ("/toets", "/test"),
            Self::WhiteSpots => ("/witte-vlekken", "/white-spots"),
            Self::Cell => ("/witte-vlekken/cel", "/white-spots/cell"),
            Self::Overlap => ("/overlap", "/overlap"),
            Self::Pair => ("/overlap/paar", "/overlap/pair"),
            Self::Map => ("/kaart", "/map"),
            Self::KeyPlayers => ("/sleutelspelers", "/key-players"),
            Self::Clusters => ("/clusters", "/clusters"),
            Self::Cluster => ("/clusters/{id}", "/clusters/{id}"),
            Self::Initiatives => ("/initiatieven", "/initiatives"),
            Self::Initiative => ("/initiatieven/{id}", "/initiatives/{id}"),
            Self::Actor => ("/actoren/{id}", "/actors/{id}"),
            Self::Offer => ("/aanbod", "/offer"),
            Self::Scenario => ("/scenario", "/scenario"),
            Self::Comparison => ("/vergelijken", "/compare"),
            Self::Monitoring => ("/bereik-en-effect", "/reach-and-impact"),
            Self::Data => ("/gegevens", "/data"),
            Self::Names => ("/gegevens/namen", "/data/names"),
        };
        match language {
            Language::Nl => nl,
            Language::En => en,
        }
    }

    /// What the menu calls it.
    pub fn label(self) -> Text {
        match self {
            Self::Overview => Text::new("Overzicht", "Overview"),
            Self::Regions | Self::Region => Text::new("Mijn provincie", "My province"),
            Self::Agreements => Text::new("Afspraken", "Agreements"),
            Self::Test => Text::new("Toets", "Test"),
            Self::WhiteSpots | Self::Cell => Text::new("Witte vlekken", "White spots"),
            Self::Overlap | Self::Pair => Text::new("Overlap", "Overlap"),
            Self::Map => Text::new("Kaart", "Map"),
            Self::KeyPlayers | Self::Actor => Text::new("Sleutelspelers", "Key players"),
            Self::Clusters | Self::Cluster => Text::new("Clusters", "Clusters"),
            Self::Initiatives | Self::Initiative => Text::new("Initiatieven", "Initiatives"),
            Self::Offer => Text::new("Aanbod zoeken", "Find an offer"),
            Self::Scenario => Text::new("Scenario", "Scenario"),
            Self::Comparison => Text::new("Vergelijken", "Compare"),
            Self::Monitoring => Text::new("Bereik en effect", "Reach and impact"),
            Self::Data | Self::Names => Text::new("Gegevens", "Data"),
        }
    }

    /// The entry of the menu that it belongs to.
    pub fn in_menu(self) -> Self {
        match self {
            Self::Region => Self::Regions,
            Self::Cell => Self::WhiteSpots,
            Self::Pair => Self::Overlap,
            Self::Cluster => Self::Clusters,
            Self::Initiative => Self::Initiatives,
            Self::Actor => Self::KeyPlayers,
            Self::Names => Self::Data,
            other => other,
        }
    }

    /// The pattern under which it is mounted.
    pub fn pattern(self, language: Language) -> String {
        format!("{}{}", below(language, "{dataset}"), self.path(language))
    }

    /// Its address. `id` is what it is about, where that is part of the path.
    pub fn address(self, language: Language, dataset: &str, id: Option<&str>) -> String {
        let path = self.path(language).replace("{id}", &path_part(id.unwrap_or_default()));
        below(language, &path_part(dataset)) + &path
    }
}

/// The start page.
pub fn home(language: Language) -> &'static str {
    match language {
        Language::Nl => "/",
        Language::En => "/en/",
    }
}

/// The page that explains the words.
pub fn words(language: Language) -> &'static str {
    match language {
        Language::Nl => "/begrippen",
        Language::En => "/en/terms",
    }
}

/// The statement on accessibility.
pub fn accessibility(language: Language) -> &'static str {
    match language {
        Language::Nl => "/toegankelijkheid",
        Language::En => "/en/accessibility",
    }
}

fn below(language: Language, dataset: &str) -> String {
    match language {
        Language::Nl => format!("/ecosystemen/{dataset}"),
        Language::En => format!("/en/ecosystems/{dataset}"),
    }
}

/// A query that can stand behind an address, `?` included; empty where there is nothing to say.
pub fn query(pairs: &[(&str, &str)]) -> String {
    let said: Vec<String> = pairs
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| format!("{key}={}", path_part(value)))
        .collect();
    if said.is_empty() { String::new() } else { format!("?{}", said.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_hold_any_id() {
        let address = Screen::Actor.address(Language::Nl, "voorbeeld", Some("a/b é"));
        assert_eq!(address, "/ecosystemen/voorbeeld/actoren/a%2Fb%20%C3%A9");
        assert_eq!(query(&[("a", "x&y"), ("b", "")]), "?a=x%26y");
    }
}
