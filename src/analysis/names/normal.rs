//! What is left of a name without what people vary.

use std::collections::BTreeSet;

use crate::ecosystem::fold;
use crate::reference::{Municipality, municipalities_in};

/// Legal forms as they are read after folding, each with the form that it is.
const LEGAL: &[(&str, &[&str])] = &[
    ("bv", &["bv"]),
    ("nv", &["nv"]),
    ("vof", &["vof"]),
    ("cv", &["cv"]),
    ("ua", &["ua", "ba"]),
    ("stichting", &["stichting", "stg", "foundation", "stiftung", "fundacion", "fondazione"]),
    ("vereniging", &["vereniging", "ver", "verein"]),
    ("cooperatie", &["cooperatie", "cooperatieve"]),
    ("ltd", &["ltd", "limited", "plc"]),
    ("llp", &["llp"]),
    ("llc", &["llc"]),
    ("inc", &["inc", "incorporated"]),
    ("corp", &["corp", "corporation"]),
    ("co", &["co", "company"]),
    ("gmbh", &["gmbh", "mbh", "ggmbh"]),
    ("ag", &["ag", "aktiengesellschaft"]),
    ("kg", &["kg", "kommanditgesellschaft"]),
    ("ohg", &["ohg"]),
    ("ev", &["ev"]),
    ("sa", &["sa"]),
    ("sas", &["sas"]),
    ("sarl", &["sarl"]),
    ("gie", &["gie"]),
    ("asbl", &["asbl", "vzw"]),
    ("sprl", &["sprl", "bvba"]),
    ("srl", &["srl"]),
    ("spa", &["spa"]),
    ("scpa", &["scpa"]),
    ("scarl", &["scarl", "scrl"]),
    ("sl", &["sl"]),
    ("lda", &["lda", "ltda"]),
    ("as", &["as", "asa"]),
    ("aps", &["aps"]),
    ("ab", &["ab", "aktiebolag"]),
    ("oy", &["oy", "oyj"]),
    ("sro", &["sro"]),
    ("kft", &["kft"]),
    ("zrt", &["zrt", "rt"]),
    ("doo", &["doo"]),
    ("spzoo", &["spzoo"]),
    ("ae", &["ae"]),
    ("epe", &["epe"]),
];

/// Legal forms in full.
const PHRASES: &[(&[&str], &str)] = &[
    (&["besloten", "vennootschap"], "bv"),
    (&["naamloze", "vennootschap"], "nv"),
    (&["public", "limited", "company"], "ltd"),
    (&["gesellschaft", "mit", "beschrankter", "haftung"], "gmbh"),
    (&["gesellschaft", "mbh"], "gmbh"),
    (&["societa", "consortile", "per", "azioni"], "scpa"),
    (&["societa", "per", "azioni"], "spa"),
    (&["societe", "anonyme"], "sa"),
    (&["sociedad", "anonima"], "sa"),
    (&["sp", "zoo"], "spzoo"),
    (&["sp", "z", "oo"], "spzoo"),
];

/// Legal forms that also stand in front of a name.
const IN_FRONT: &[&str] = &["stichting", "vereniging", "cooperatie", "ab", "gie"];

/// Articles, and the small words between others.
const SMALL: &[&str] = &[
    "de", "het", "een", "den", "der", "des", "van", "voor", "te", "ten", "ter", "in", "aan", "bij", "op", "en", "and",
    "of", "the", "for", "at", "a", "an", "und", "fur", "fuer", "die", "das", "zu", "zur", "von", "im", "la", "le",
    "les", "l", "du", "d", "et", "di", "del", "della", "delle", "dei", "degli", "il", "i", "lo", "e", "da", "do",
    "dos", "das", "el", "los", "las", "y", "och", "og", "um", "em",
];

/// Abbreviations and words of other languages, each under one word.
const SYNONYMS: &[(&str, &[&str])] = &[
    ("provincie", &["prov", "province", "provinciale"]),
    ("gemeente", &["gem", "municipality"]),
    ("ministerie", &["min", "ministry", "ministere"]),
    (
        "universiteit",
        &[
            "univ",
            "university",
            "universitaet",
            "universitat",
            "universite",
            "universita",
            "universidad",
            "universidade",
            "universitet",
            "universitetet",
            "uniwersytet",
            "univerzita",
        ],
    ),
    ("instituut", &["inst", "institute", "institut", "instituto", "istituto", "instytut", "institutt", "institutet"]),
    ("academie", &["academy", "akademia", "akademie", "accademia", "academia"]),
    ("hogeschool", &["hs"]),
    (
        "technisch",
        &["technische", "technical", "tekniska", "technique", "tecnica", "technology", "technologie", "technologies"],
    ),
    (
        "onderzoek",
        &["research", "recherche", "ricerca", "ricerche", "investigacion", "investigaciones", "forschung", "forskning"],
    ),
    ("wetenschap", &["science", "sciences", "wissenschaften", "wetenschappen"]),
    ("centrum", &["centre", "center", "centro", "zentrum"]),
    ("groep", &["group", "groupe", "gruppe"]),
    ("nationaal", &["nationale", "national", "nazionale", "nacional"]),
    ("friesland", &["fryslan"]),
    ("noord", &["noordelijk", "noordelijke", "north"]),
    ("zuid", &["zuidelijk", "zuidelijke", "south"]),
    ("oost", &["oostelijk", "oostelijke", "east"]),
    ("west", &["westelijk", "westelijke"]),
];

/// Words that say what sort of body it is: two different ones are two bodies, however alike the rest.
const BODIES: &[&str] = &[
    "provincie",
    "gemeente",
    "ministerie",
    "waterschap",
    "hoogheemraadschap",
    "universiteit",
    "hogeschool",
    "bank",
    "bibliotheek",
    "rechtbank",
    "veiligheidsregio",
    "omgevingsdienst",
    "ggd",
];

/// Words that many names have and that tell nothing by themselves, beside [`BODIES`].
const COMMON: &[&str] = &[
    "instituut",
    "academie",
    "technisch",
    "onderzoek",
    "wetenschap",
    "centrum",
    "groep",
    "nationaal",
    "nederland",
    "nederlandse",
    "regio",
    "bedrijvenkring",
    "ondernemersvereniging",
    "kamer",
    "koophandel",
    "koninklijke",
    "dienst",
];

/// Points of the compass and the like.
const DIRECTIONS: &[&str] =
    &["noord", "zuid", "oost", "west", "midden", "noordoost", "noordwest", "zuidoost", "zuidwest"];

/// One name, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    pub written: String,
    /// Without case, accents and marks: the baseline.
    pub plain: String,
    /// What counts, in order: no legal forms, articles and small words; synonyms under one word. Never empty unless the
    /// name has no letter or digit.
    pub words: Vec<String>,
    /// The same words as they were written.
    pub raw: Vec<String>,
    /// Those with the small words between them.
    pub spoken: Vec<String>,
    /// The words joined.
    pub compact: String,
    /// The words in alphabetical order.
    pub sorted: Vec<String>,
    pub legal: BTreeSet<&'static str>,
    /// First letters of the words, and of all words with the small ones.
    pub initials: String,
    pub all_initials: String,
    /// Words with a digit, sorted.
    pub numbers: Vec<String>,
    /// Municipalities that it speaks of, each with all that are called so.
    pub places: Vec<Vec<&'static Municipality>>,
}

fn legal_form(word: &str) -> Option<&'static str> {
    LEGAL.iter().find(|(_, spellings)| spellings.contains(&word)).map(|&(form, _)| form)
}

/// A word under its synonym; `ue`, `oe` and `ae` as `u`, `o` and `a`, since umlauts are written both ways.
fn canonical(word: &str) -> String {
    let synonym = SYNONYMS.iter().find(|(code, words)| *code == word || words.contains(&word));
    synonym.map_or_else(|| without_umlauts(word), |&(code, _)| code.to_owned())
}

fn without_umlauts(word: &str) -> String {
    word.replace("ue", "u").replace("oe", "o").replace("ae", "a")
}

pub(super) fn is_body(word: &str) -> bool {
    BODIES.contains(&word)
}

pub(super) fn is_direction(word: &str) -> bool {
    DIRECTIONS.contains(&word)
}

/// Whether a word tells one name from another.
pub(super) fn is_telling(word: &str) -> bool {
    !is_body(word) && !COMMON.contains(&word) && !is_direction(word)
}

/// Folded words; letters that stand alone next to each other are one word: `B.V.` and `b v` are `bv`.
fn split(plain: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut in_letters = false;
    for word in plain.split(' ').filter(|word| !word.is_empty()) {
        let is_letter = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
        match words.last_mut() {
            Some(last) if is_letter && in_letters => last.push_str(word),
            _ => words.push(word.to_owned()),
        }
        in_letters = is_letter;
    }
    words
}

/// Takes legal forms in full out of the words.
fn without_phrases(mut words: Vec<String>, legal: &mut BTreeSet<&'static str>) -> Vec<String> {
    for (phrase, form) in PHRASES {
        while let Some(start) = words.windows(phrase.len()).position(|window| window == *phrase) {
            words.drain(start..start + phrase.len());
            legal.insert(*form);
        }
    }
    words
}

fn initials<'a>(words: impl Iterator<Item = &'a String>) -> String {
    words.filter_map(|word| word.chars().next()).collect()
}

impl Form {
    /// Reads a name.
    pub fn new(written: &str) -> Self {
        let plain = fold(written);
        let mut legal = BTreeSet::new();
        let all = without_phrases(split(&plain), &mut legal);
        let mut kept: Vec<String> = Vec::with_capacity(all.len());
        let mut spoken: Vec<String> = Vec::with_capacity(all.len());
        for (place, word) in all.iter().enumerate() {
            match legal_form(word).filter(|form| place > 0 || IN_FRONT.contains(form)) {
                Some(form) => _ = legal.insert(form),
                None => {
                    spoken.push(word.clone());
                    if !SMALL.contains(&word.as_str()) {
                        kept.push(word.clone());
                    }
                }
            }
        }
        // A name of nothing but small words or legal forms is that.
        let raw = if !kept.is_empty() {
            kept
        } else if !spoken.is_empty() {
            spoken.clone()
        } else {
            split(&plain)
        };
        let words: Vec<String> = raw.iter().map(|word| canonical(word)).collect();
        let mut sorted = words.clone();
        sorted.sort();
        let with_digit = sorted.iter().filter(|word| word.contains(|letter: char| letter.is_ascii_digit()));
        Self {
            written: written.to_owned(),
            // Once more, since the words of synonyms keep theirs.
            compact: without_umlauts(&words.concat()),
            numbers: with_digit.cloned().collect(),
            initials: initials(raw.iter()),
            all_initials: initials(spoken.iter()),
            places: municipalities_in(&plain),
            spoken,
            plain,
            words,
            raw,
            sorted,
            legal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Form;

    fn words(name: &str) -> Vec<String> {
        Form::new(name).words
    }

    #[test]
    fn reads_what_people_vary_as_one() {
        assert_eq!(words("Prov. Fryslân"), words("Provincie Friesland"));
        assert_eq!(words("De Verzonnen Weverij B.V."), words("verzonnen weverij"));
        assert_eq!(words("Coöperatie De Brug U.A."), ["brug"]);
        assert_eq!(words("Handel & Nijverheid"), words("handel and nijverheid"));
        assert_eq!(words("Min. van Spookzaken"), ["ministerie", "spookzaken"]);
        assert_eq!(words("De"), ["de"]);
        assert!(words(" - ").is_empty());
        assert_eq!(Form::new("Kamer van Koophandel").all_initials, "kvk");
        assert!(Form::new("Werk S.p.A.").legal.contains("spa"));
    }
}
