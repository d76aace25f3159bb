//! Two names beside each other.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::normal::{Form, is_body, is_direction, is_telling};
use crate::reference::Municipality;

/// How two names are alike, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// The same but for case, accents and marks.
    SameLetters,
    /// The same without legal forms, articles and small words, with synonyms read as one.
    Normalised,
    /// The same words, cut or ordered otherwise.
    OtherSpacing,
    OtherOrder,
    /// One adds its own acronym.
    AddedAcronym,
    /// A letter or two differ, in a word that hardly occurs elsewhere.
    Misspelling,
    /// Letters differ, but both words occur elsewhere or nothing else tells the names apart.
    NearlySame,
    /// One is the acronym of the other.
    Acronym,
    /// One has all words of the other and more.
    Contained,
    /// Most words are shared, by weight.
    MostWords,
}

impl Likeness {
    pub const ALL: &'static [Self] = &[
        Self::SameLetters,
        Self::Normalised,
        Self::OtherSpacing,
        Self::OtherOrder,
        Self::AddedAcronym,
        Self::Misspelling,
        Self::NearlySame,
        Self::Acronym,
        Self::Contained,
        Self::MostWords,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::SameLetters => "same-letters",
            Self::Normalised => "normalised",
            Self::OtherSpacing => "other-spacing",
            Self::OtherOrder => "other-order",
            Self::AddedAcronym => "added-acronym",
            Self::Misspelling => "misspelling",
            Self::NearlySame => "nearly-same",
            Self::Acronym => "acronym",
            Self::Contained => "contained",
            Self::MostWords => "most-words",
        }
    }

    /// Score before conflicts and support; `share` is the weight of the shared words in all words.
    fn score(self, share: f64) -> f64 {
        match self {
            Self::SameLetters => 0.99,
            Self::Normalised => 0.97,
            Self::OtherSpacing | Self::OtherOrder => 0.95,
            Self::AddedAcronym => 0.94,
            Self::Misspelling => 0.92,
            Self::NearlySame | Self::Acronym => 0.75,
            Self::Contained => 0.55 + 0.3 * share,
            Self::MostWords => 0.5 + 0.25 * share,
        }
    }
}

/// How often words occur, in records.
#[derive(Debug, Default)]
pub(super) struct Frequencies {
    counts: FxHashMap<String, u32>,
    records: usize,
}

impl Frequencies {
    pub fn new(records: &[Vec<Form>]) -> Self {
        let mut counts = FxHashMap::default();
        for forms in records {
            let words: BTreeSet<&String> = forms.iter().flat_map(|form| &form.words).collect();
            words.into_iter().for_each(|word| *counts.entry(word.clone()).or_insert(0) += 1);
        }
        Self { counts, records: records.len() }
    }

    pub fn of(&self, word: &str) -> u32 {
        self.counts.get(word).copied().unwrap_or(0)
    }

    /// ln(1 + n / records with the word); words that tell nothing weigh 0.3 of it.
    fn weight(&self, word: &str) -> f64 {
        let rarity = libm::log(1.0 + self.records as f64 / f64::from(self.of(word).max(1)));
        if is_telling(word) { rarity } else { 0.3 * rarity }
    }

    fn total<'a>(&self, words: impl IntoIterator<Item = &'a str>) -> f64 {
        words.into_iter().map(|word| self.weight(word)).sum()
    }
}

/// What two names have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct NameMatch {
    pub likeness: Likeness,
    pub score: f64,
    pub share: f64,
    pub legal_forms_differ: bool,
}

/// Words of one and not of the other, words of the other, and words of both; as often as they occur.
fn leftovers<'a>(a: &'a Form, b: &'a Form) -> [Vec<&'a str>; 3] {
    let mut counts: BTreeMap<&str, i32> = BTreeMap::new();
    b.words.iter().for_each(|word| *counts.entry(word).or_default() += 1);
    let (mut only_a, mut both) = (Vec::new(), Vec::new());
    for word in &a.words {
        match counts.get_mut(word.as_str()) {
            Some(left) if *left > 0 => {
                *left -= 1;
                both.push(word.as_str());
            }
            _ => only_a.push(word.as_str()),
        }
    }
    let mut only_b = Vec::new();
    // The last of repeated words are the ones that are over.
    for word in b.words.iter().rev() {
        if let Some(left) = counts.get_mut(word.as_str())
            && *left > 0
        {
            *left -= 1;
            only_b.push(word.as_str());
        }
    }
    only_b.reverse();
    [only_a, only_b, both]
}

/// Whether letters are the beginnings of words, in order, from the first word on: `ifremer` of *Institut Français de
/// Recherche pour l'Exploitation de la Mer*.
fn spells(letters: &[char], words: &[Vec<char>], used: usize) -> bool {
    if letters.is_empty() {
        return used >= 2;
    }
    (0..words.len()).take(if used == 0 { 1 } else { words.len() }).any(|at| {
        let most = words[at].len().min(3).min(letters.len());
        (1..=most).any(|length| {
            letters[..length] == words[at][..length] && spells(&letters[length..], &words[at + 1..], used + 1)
        })
    })
}

fn is_acronym_of(word: &str, words: &[String]) -> bool {
    let letters: Vec<char> = word.chars().collect();
    let words: Vec<Vec<char>> = words.iter().map(|word| word.chars().collect()).collect();
    // Longer words are no acronyms, and the search would take long.
    (3..=10).contains(&letters.len()) && words.len() <= 12 && spells(&letters, &words, 0)
}

/// The one word that a name has beyond the other, if that is an acronym of the rest.
fn adds_acronym(extra: &[&str], longer: &Form) -> bool {
    let [word] = extra else { return false };
    let rest = |words: &'_ [String]| -> Vec<String> { words.iter().filter(|other| other != word).cloned().collect() };
    is_acronym_of(word, &rest(&longer.raw)) || is_acronym_of(word, &rest(&longer.spoken))
}

/// Whether one is the acronym of the other; words that both have set aside.
fn is_acronym(short: &Form, long: &Form, only_short: &[&str], only_long: &[&str], both: &[&str]) -> bool {
    let [word] = only_short else { return false };
    let length = word.chars().count();
    if both.is_empty() {
        return length >= 3 && short.words.len() == 1 && (long.initials == *word || long.all_initials == *word);
    }
    let initials: String = only_long.iter().filter_map(|word| word.chars().next()).collect();
    length >= 2 && only_long.len() >= 2 && initials == *word
}

/// Whether two words are one but for a slip: the same first letter, one edit from five letters on, two from nine.
fn is_slip(a: &str, b: &str) -> bool {
    let shortest = a.chars().count().min(b.chars().count());
    let allowed = match shortest {
        0..=4 => return false,
        5..=8 => 1,
        _ => 2,
    };
    a.chars().next() == b.chars().next() && strsim::osa_distance(a, b) <= allowed
}

fn has_digit(word: &str) -> bool {
    word.contains(|letter: char| letter.is_ascii_digit())
}

/// Misspelt words, paired in order of the first name; `None` where a word has no counterpart.
fn slips<'a>(only_a: &[&'a str], only_b: &[&'a str]) -> Option<Vec<(&'a str, &'a str)>> {
    if only_a.len() != only_b.len() || !(1..=2).contains(&only_a.len()) {
        return None;
    }
    let mut left = only_b.to_vec();
    let mut found = Vec::new();
    for &word in only_a {
        let at = left.iter().position(|&other| !has_digit(word) && is_slip(word, other))?;
        found.push((word, left.remove(at)));
    }
    Some(found)
}

fn misspelling(a: &Form, b: &Form, leftovers: &[Vec<&str>; 3], frequencies: &Frequencies) -> Option<Likeness> {
    let [only_a, only_b, both] = leftovers;
    if let Some(slips) = slips(only_a, only_b) {
        let is_rare = |&(one, other): &(&str, &str)| frequencies.of(one).min(frequencies.of(other)) <= 2;
        let is_sure = slips.iter().all(is_rare) && both.iter().any(|word| is_telling(word));
        return Some(if is_sure { Likeness::Misspelling } else { Likeness::NearlySame });
    }
    // A slip in where words are cut.
    let letters = a.compact.chars().count().min(b.compact.chars().count());
    let allowed = match letters {
        0..=11 => return None,
        12..=19 => 1,
        _ => 2,
    };
    let may_be = a.words.len() != b.words.len()
        && a.numbers.is_empty()
        && a.compact.len().abs_diff(b.compact.len()) <= allowed
        && a.compact.chars().next() == b.compact.chars().next();
    (may_be && strsim::osa_distance(&a.compact, &b.compact) <= allowed).then_some(Likeness::Misspelling)
}

/// Whether each name speaks of a municipality that the other does not, and these two were there at the same time.
fn are_of_two_places(a: &Form, b: &Form) -> bool {
    let shares = |one: &[&Municipality], other: &Form| {
        other.places.iter().flatten().any(|place| one.iter().any(|known| known.code == place.code))
    };
    let lacking = |of: &'_ Form, other: &Form| -> Vec<&'static Municipality> {
        of.places.iter().filter(|place| !shares(place, other)).flatten().copied().collect()
    };
    let [only_a, only_b] = [lacking(a, b), lacking(b, a)];
    only_a.iter().any(|one| only_b.iter().any(|other| one.existed_beside(other)))
}

/// Compares two names; `None` where nothing suggests that they are one, or something says that they are not: other numbers,
/// other sorts of bodies, other points of the compass, other municipalities. Symmetric.
pub(super) fn compare(a: &Form, b: &Form, frequencies: &Frequencies) -> Option<NameMatch> {
    if a.compact.is_empty() || b.compact.is_empty() || a.numbers != b.numbers {
        return None;
    }
    let leftovers = leftovers(a, b);
    let [only_a, only_b, both] = &leftovers;
    let differ = |is: fn(&str) -> bool| {
        let [one, other] = [only_a, only_b].map(|only| only.iter().any(|word| is(word)));
        (one, other)
    };
    if differ(is_body) == (true, true) || differ(is_direction).0 || differ(is_direction).1 {
        return None;
    }
    if are_of_two_places(a, b) {
        return None;
    }
    let weights = [both, only_a, only_b].map(|words| frequencies.total(words.iter().copied()));
    let share = weights[0] / (weights[0] + weights[1] + weights[2]);
    let acronym = || is_acronym(a, b, only_a, only_b, both) || is_acronym(b, a, only_b, only_a, both);
    let likeness = if a.plain == b.plain {
        Likeness::SameLetters
    } else if a.words == b.words {
        Likeness::Normalised
    } else if a.compact == b.compact {
        Likeness::OtherSpacing
    } else if a.sorted == b.sorted {
        Likeness::OtherOrder
    } else if (only_b.is_empty() && adds_acronym(only_a, a)) || (only_a.is_empty() && adds_acronym(only_b, b)) {
        Likeness::AddedAcronym
    } else if acronym() {
        Likeness::Acronym
    } else if let Some(likeness) = misspelling(a, b, &leftovers, frequencies) {
        likeness
    } else if (only_a.is_empty() || only_b.is_empty()) && share >= 0.5 {
        Likeness::Contained
    } else if share >= 0.6 {
        Likeness::MostWords
    } else {
        return None;
    };
    let legal_forms_differ = !a.legal.is_empty() && !b.legal.is_empty() && a.legal.is_disjoint(&b.legal);
    Some(NameMatch { likeness, score: likeness.score(share), share, legal_forms_differ })
}
