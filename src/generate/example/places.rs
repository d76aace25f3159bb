//! The provinces as the example uses them, and the towns it invents in them.
//!
//! The province codes are the real ones, since every map and table is drawn by them; no town, and
//! no organisation, exists. Must not be here: the name of any real place below a province.

/// Number of provinces.
pub(super) const PROVINCES: usize = 12;

/// CBS codes of the provinces; everything here refers to them by position.
pub(super) const CODES: [&str; PROVINCES] =
    ["PV20", "PV21", "PV22", "PV23", "PV24", "PV25", "PV26", "PV27", "PV28", "PV29", "PV30", "PV31"];

/// Position of the province that no version surveyed (PV31): it has no initiative.
pub(super) const NEVER_SURVEYED: usize = 11;

/// Position of the province that only the second version surveyed (PV29).
pub(super) const LATER_SURVEYED: usize = 9;

/// Share of the initiatives per province, in hundredths of the regional ones.
pub(super) const INITIATIVE_WEIGHTS: [usize; PROVINCES] = [8, 6, 5, 11, 5, 11, 10, 13, 18, 4, 9, 0];

/// Thousands of fictional enterprises per province: round numbers, large provinces have more.
pub(super) const ENTERPRISES: [usize; PROVINCES] = [70, 80, 60, 140, 60, 290, 220, 510, 540, 50, 370, 130];

/// The provinces that initiatives of several provinces combine with: pairs of surveyed ones.
const PARTNERS: [&[usize]; PROVINCES] = [
    &[1, 2],
    &[0, 2],
    &[0, 1, 3],
    &[2, 5],
    &[5, 7],
    &[3, 4, 6],
    &[5, 7, 8],
    &[4, 6, 8],
    &[6, 7, 10],
    &[],
    &[8, 5],
    &[],
];

/// The provinces that a province works with across its border.
pub(super) fn partners(province: usize) -> &'static [usize] {
    PARTNERS.get(province).copied().unwrap_or_default()
}

/// Code of a province by its position.
pub(super) fn code(province: usize) -> &'static str {
    CODES.get(province).copied().unwrap_or("NL")
}

/// First halves of town names: words for what does not exist.
const HEADS: [&str; 60] = [
    "Nergens",
    "Wolken",
    "Fabel",
    "Schijn",
    "Droom",
    "Sprookjes",
    "Mythe",
    "Nooit",
    "Luchtkasteel",
    "Gissel",
    "Alsof",
    "Ergens",
    "Misschien",
    "Wellicht",
    "Verzinsel",
    "Denkbeeld",
    "Schimmen",
    "Nevel",
    "Kabouter",
    "Eenhoorn",
    "Tover",
    "Griffioen",
    "Kwinkslag",
    "Knipoog",
    "Raadsel",
    "Wensdroom",
    "Utopia",
    "Fantasie",
    "Hersenschim",
    "Waan",
    "Legende",
    "Sage",
    "Vertelsel",
    "Ooit",
    "Watals",
    "Hypothese",
    "Praatjes",
    "Kletspraat",
    "Luchtbel",
    "Zeepbel",
    "Papieren",
    "Karton",
    "Theater",
    "Decor",
    "Coulissen",
    "Masker",
    "Goochel",
    "Verdwaal",
    "Dwaal",
    "Niemands",
    "Nimmer",
    "Overal",
    "Voorbeeld",
    "Proef",
    "Model",
    "Spook",
    "Flarden",
    "Speelgoed",
    "Zandkasteel",
    "Maskerade",
];

/// Second halves of town names.
const TAILS: [&str; 18] = [
    "huizen", "dam", "veen", "wijk", "kerke", "burg", "loo", "drecht", "sluis", "oord", "stede", "hoven", "mere",
    "brugge", "zijl", "haven", "rade", "bergen",
];

/// Name of the town with this number: every number gives another name.
///
/// The first 60 towns differ in their first half, so that in an example of national size no two
/// towns are mistaken for one; after all combinations a number follows.
pub(super) fn town_name(number: usize) -> String {
    let round = number / HEADS.len();
    // 7 · 60 + 1 and 18 have no common divisor, so a head meets every tail before one returns.
    let tail = (7 * number + round) % TAILS.len();
    let repeat = round / TAILS.len();
    let head = HEADS[number % HEADS.len()];
    let tail = TAILS[tail];
    if repeat == 0 { format!("{head}{tail}") } else { format!("{head}{tail} {}", repeat + 1) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_town_has_its_own_name() {
        let names: BTreeSet<String> = (0..5_000).map(town_name).collect();
        assert_eq!(names.len(), 5_000);
    }

    #[test]
    fn partner_provinces_are_surveyed_and_mutual_or_open() {
        for (province, partners) in PARTNERS.iter().enumerate() {
            for partner in *partners {
                assert!(*partner != province && *partner != NEVER_SURVEYED && *partner != LATER_SURVEYED);
            }
        }
    }
}
