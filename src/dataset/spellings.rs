//! From what people write to what is meant: closed lists, and the nearest entry for what is not in them.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::ecosystem::{ActorKind, Aspect, Basis, Class, Funding, Level, Publicness, Role, fold};

/// Letters beyond which nothing is compared: longer texts are not misspelt entries.
const COMPARED_LETTERS: usize = 100;

/// Spellings that are compared at most, of a list without end.
const COMPARED_OFFERS: usize = 1_000;

/// Codes that a sentence lists at most.
const LISTED_CODES: usize = 40;

/// Likeness from which an entry is offered: three letters in ten may differ.
const LIKENESS: f64 = 0.6;

/// Everything that is read as an entry of a list.
///
/// The exact spelling wins over one that only differs in case, accents and marks; of two entries with one spelling the
/// first wins.
#[derive(Debug, Clone)]
pub(super) struct Spellings<T> {
    exact: HashMap<String, T, RandomState>,
    folded: HashMap<String, T, RandomState>,
    /// Folded spelling and what to offer for it, in the order of the list.
    offers: Vec<(String, String)>,
    /// The codes, for a sentence.
    codes: Vec<String>,
}

impl<T: Copy> Spellings<T> {
    pub fn new() -> Self {
        Self { exact: HashMap::default(), folded: HashMap::default(), offers: Vec::new(), codes: Vec::new() }
    }

    /// Adds an entry: its code, what to offer for a near miss, and all it may be called.
    pub fn add<'s>(&mut self, entry: T, code: &'s str, offer: &str, spellings: impl IntoIterator<Item = &'s str>) {
        self.codes.push(code.to_owned());
        for spelling in std::iter::once(code).chain(spellings) {
            self.exact.entry(spelling.to_owned()).or_insert(entry);
            let folded = fold(spelling);
            if !folded.is_empty() {
                self.folded.entry(folded.clone()).or_insert(entry);
                self.offers.push((folded, offer.to_owned()));
            }
        }
    }

    /// Adds an entry that is only known by this one spelling, letter for letter.
    pub fn add_exact(&mut self, entry: T, spelling: &str) {
        self.exact.entry(spelling.to_owned()).or_insert(entry);
    }

    /// Adds spellings of an entry without offering them for a near miss.
    pub fn add_folded(&mut self, entry: T, spellings: &[String]) {
        for spelling in spellings {
            self.folded.entry(fold(spelling)).or_insert(entry);
        }
    }

    pub fn find(&self, words: &str) -> Option<T> {
        self.exact.get(words).or_else(|| self.folded.get(&fold(words))).copied()
    }

    /// What was probably meant.
    pub fn nearest(&self, words: &str) -> Option<String> {
        let offers = self.offers.iter().take(COMPARED_OFFERS);
        nearest(words, offers.map(|(folded, offer)| (folded.as_str(), offer.as_str()))).map(str::to_owned)
    }

    /// The codes, as a sentence lists them.
    pub fn listing(&self) -> String {
        let listed = self.codes.get(..LISTED_CODES).unwrap_or(&self.codes).join(", ");
        if self.codes.len() > LISTED_CODES { listed + ", …" } else { listed }
    }
}

/// The offer whose folded spelling is most like the words (normalised Damerau–Levenshtein); of equals the first. Words
/// that differ in a digit name different things (`PV29`, `PV99`), so that is never a near miss.
pub(super) fn nearest<'o>(words: &str, offers: impl Iterator<Item = (&'o str, &'o str)>) -> Option<&'o str> {
    if words.chars().nth(COMPARED_LETTERS).is_some() {
        return None;
    }
    let folded = fold(words);
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let wanted = digits(&folded);
    let mut best = (LIKENESS, None);
    for (spelling, offer) in
        offers.filter(|(spelling, _)| spelling.len() <= 2 * COMPARED_LETTERS && digits(spelling) == wanted)
    {
        let likeness = strsim::normalized_damerau_levenshtein(&folded, spelling);
        if likeness > best.0 {
            best = (likeness, Some(offer));
        }
    }
    best.1
}

/// A closed list of the typed model.
pub(super) trait Listed: Copy + 'static {
    fn all() -> &'static [Self];
    fn code(self) -> &'static str;
    fn spellings(self) -> &'static [&'static str];

    fn lookup() -> Spellings<Self> {
        let mut spellings = Spellings::new();
        for entry in Self::all() {
            spellings.add(*entry, entry.code(), entry.code(), entry.spellings().iter().copied());
        }
        spellings
    }
}

macro_rules! listed {
    ($($list:ty),+) => { $(
        impl Listed for $list {
            fn all() -> &'static [Self] {
                Self::ALL
            }
            fn code(self) -> &'static str {
                self.code()
            }
            fn spellings(self) -> &'static [&'static str] {
                self.spellings()
            }
        }
    )+ };
}
listed!(ActorKind, Aspect, Basis, Class, Funding, Level, Publicness, Role);
