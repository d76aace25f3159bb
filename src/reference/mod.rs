//! What is known of the Netherlands beside any dataset: provinces by every code that they go by, municipalities with their
//! province, and the sections of SBI 2025.
//!
//! Sources: the value lists of TOOI (provinces and municipalities, state of 29 January 2026), NUTS 2021 and 2024 of Eurostat, and
//! SBI 2008 and 2025 of CBS; the tables and their sources are in `datasets/reference`.

use std::collections::HashMap;
use std::sync::LazyLock;

use time::Date;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use crate::ecosystem::fold;

const ISO_DATE: &[BorrowedFormatItem<'static>] = format_description!("[year]-[month]-[day]");

/// A province and what it is called elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Province {
    /// Of CBS, such as `PV21`.
    pub code: String,
    pub name: String,
    /// Address in the thesaurus of government organisations (TOOI).
    pub tooi: String,
    /// Such as `FR`.
    pub abbreviation: String,
    /// Before and since NUTS 2024.
    pub nuts2: [String; 2],
}

/// A municipality and the province that it lies in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Municipality {
    /// Of CBS, such as `GM0014`.
    pub code: String,
    pub name: String,
    /// Code of the province.
    pub province: String,
    /// First and last day; `None` where the list does not say, or it is still there.
    pub start: Option<Date>,
    pub end: Option<Date>,
}

impl Municipality {
    /// Whether both were there on some day: two that never were may be one that was renamed.
    pub fn existed_beside(&self, other: &Self) -> bool {
        let ends_before =
            |one: &Self, other: &Self| matches!((one.end, other.start), (Some(end), Some(start)) if end < start);
        !ends_before(self, other) && !ends_before(other, self)
    }
}

fn rows(table: &str) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(table.as_bytes()).into_records().filter_map(Result::ok).collect()
}

fn cell(row: &csv::StringRecord, position: usize) -> String {
    row.get(position).unwrap_or_default().to_owned()
}

static PROVINCES: LazyLock<Vec<Province>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../datasets/reference/provinces.csv")).into_iter();
    rows.map(|row| Province {
        code: cell(&row, 0),
        name: cell(&row, 1),
        tooi: cell(&row, 2),
        abbreviation: cell(&row, 3),
        nuts2: [cell(&row, 4), cell(&row, 5)],
    })
    .collect()
});

static MUNICIPALITIES: LazyLock<Vec<Municipality>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../datasets/reference/municipalities.csv")).into_iter();
    rows.map(|row| Municipality {
        code: cell(&row, 0),
        name: cell(&row, 1),
        province: cell(&row, 2),
        start: Date::parse(&cell(&row, 3), ISO_DATE).ok(),
        end: Date::parse(&cell(&row, 4), ISO_DATE).ok(),
    })
    .collect()
});

/// Sections of SBI 2025: letter, and the section of SBI 2008 that it was part of.
static SBI_2025: LazyLock<Vec<[String; 3]>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../datasets/reference/sbi_2025.csv")).into_iter();
    rows.map(|row| [cell(&row, 0), cell(&row, 1), cell(&row, 2)]).collect()
});

/// Municipalities by folded name, code and TOOI address.
static BY_WORDS: LazyLock<HashMap<String, Vec<usize>>> = LazyLock::new(|| {
    let mut by_words: HashMap<String, Vec<usize>> = HashMap::new();
    for (position, one) in MUNICIPALITIES.iter().enumerate() {
        // `Bergen (NH)` is called Bergen too, as is `Bergen (L)`: which one is meant then does not show.
        let bare = one.name.split(" (").next().unwrap_or_default();
        let tooi = format!("https://identifier.overheid.nl/tooi/id/gemeente/{}", one.code.to_lowercase());
        let mut words = vec![fold(&one.name), fold(bare), fold(&one.code), fold(&tooi)];
        words.sort_unstable();
        words.dedup();
        for words in words {
            by_words.entry(words).or_default().push(position);
        }
    }
    by_words
});

/// Words of the longest name of a municipality.
static MOST_WORDS: LazyLock<usize> = LazyLock::new(|| {
    let words = |one: &Municipality| fold(&one.name).split(' ').count();
    MUNICIPALITIES.iter().map(words).max().unwrap_or_default()
});

/// The twelve provinces, by code.
pub fn provinces() -> &'static [Province] {
    &PROVINCES
}

/// Every municipality since the list begins, by code; those that are no more included.
pub fn municipalities() -> &'static [Municipality] {
    &MUNICIPALITIES
}

/// The municipality that words stand for: a name, perhaps after `gemeente` or `gem.`, a code of CBS, or an address of TOOI. With a
/// day only those that existed on it; without one those of today go before those that are no more. `None` where there is none, or
/// several in different provinces.
pub fn municipality(words: &str, day: Option<Date>) -> Option<&'static Municipality> {
    let folded = fold(words);
    let name = ["gemeente ", "gem ", "municipality of "].iter().find_map(|before| folded.strip_prefix(before));
    let found = BY_WORDS.get(name.unwrap_or(&folded))?;
    let all = found.iter().filter_map(|&position| MUNICIPALITIES.get(position));
    let existed = |one: &&Municipality, day: Date| {
        one.start.is_none_or(|start| start <= day) && one.end.is_none_or(|end| day <= end)
    };
    let mut chosen: Vec<&Municipality> = match day {
        Some(day) => all.filter(|one| existed(one, day)).collect(),
        None => all.clone().filter(|one| one.end.is_none()).collect(),
    };
    if chosen.is_empty() && day.is_none() {
        chosen = found.iter().filter_map(|&position| MUNICIPALITIES.get(position)).collect();
    }
    let first = *chosen.first()?;
    chosen.iter().all(|one| one.province == first.province).then_some(first)
}

/// The municipalities that folded words speak of, from left to right, the longest name first; of each all that are called so.
pub fn municipalities_in(folded: &str) -> Vec<Vec<&'static Municipality>> {
    let words: Vec<&str> = folded.split(' ').collect();
    let (mut found, mut from) = (Vec::new(), 0);
    while from < words.len() {
        let longest = (1..=(*MOST_WORDS).min(words.len() - from)).rev();
        let named = longest.filter_map(|length| Some((length, BY_WORDS.get(&words[from..from + length].join(" "))?)));
        let Some((length, positions)) = named.into_iter().next() else {
            from += 1;
            continue;
        };
        found.push(positions.iter().filter_map(|&position| MUNICIPALITIES.get(position)).collect());
        from += length;
    }
    found
}

/// The section of SBI 2008 that a letter of SBI 2025 was part of: from J on the letters shifted. In a few sections activities
/// moved too; those do not show in a letter.
pub fn sbi_2008_section(sbi_2025: &str) -> Option<&'static str> {
    SBI_2025.iter().find(|[code, ..]| code.eq_ignore_ascii_case(sbi_2025.trim())).map(|[_, _, old]| old.as_str())
}

/// The section of SBI 2008 that a section of SBI 2025 was part of, by its name.
pub fn sbi_2025_names() -> impl Iterator<Item = (&'static str, &'static str)> {
    SBI_2025.iter().map(|[_, name, old]| (name.as_str(), old.as_str()))
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn tables_are_whole() {
        assert_eq!((provinces().len(), municipalities().len(), SBI_2025.len()), (12, 605, 22));
        let current = municipalities().iter().filter(|one| one.end.is_none()).count();
        assert_eq!(current, 342, "CBS counts 342 municipalities since 2023");
        let known = |one: &Municipality| provinces().iter().any(|province| province.code == one.province);
        assert!(municipalities().iter().all(known));
    }

    #[test]
    fn municipalities_by_name_code_and_day() {
        let province = |words: &str, day| municipality(words, day).map(|one| one.province.as_str());
        for words in [
            "Groningen",
            "Gem. Groningen",
            "gemeente GRONINGEN",
            "GM0014",
            "https://identifier.overheid.nl/tooi/id/gemeente/gm0014",
        ] {
            assert_eq!(province(words, None), Some("PV20"), "{words}");
        }
        assert_eq!(province("Sudwest Fryslan", None), Some("PV21"));
        // Haren merged into Groningen at the end of 2018.
        assert_eq!(province("Haren", None), Some("PV20"));
        assert_eq!(province("Haren", Some(date!(2018 - 12 - 31))), Some("PV20"));
        assert_eq!(province("Haren", Some(date!(2019 - 01 - 01))), None);
        assert_eq!(province("Bergen", None), None, "in Noord-Holland and in Limburg");
        assert_eq!(province("Bergen (L)", None), Some("PV31"));
        assert_eq!(province("Atlantis", None), None);
    }

    #[test]
    fn municipalities_in_names_of_others() {
        let found = |words: &str| -> Vec<Vec<&str>> {
            let named = municipalities_in(&fold(words));
            named.into_iter().map(|all| all.into_iter().map(|one| one.name.as_str()).collect()).collect()
        };
        assert_eq!(found("Gemeente Bergen (NH.)"), [["Bergen (NH)"]]);
        assert_eq!(found("Bergen L."), [["Bergen (L)"]]);
        assert_eq!(found("Bergen"), [["Bergen (NH)", "Bergen (L)"]]);
        assert_eq!(found("Bibliotheek Geldrop-Mierlo en Helmond"), [["Geldrop-Mierlo"], ["Helmond"]]);
        assert!(found("Waterschap Aa en Maas").is_empty());
        let one = |words: &str| municipalities_in(words)[0][0];
        assert!(one("assen").existed_beside(one("asten")));
        // Dantumadeel is called Dantumadiel since 1 January 2009.
        assert!(!one("dantumadeel").existed_beside(one("dantumadiel")));
    }

    #[test]
    fn letters_shift_from_j_on() {
        for (new, old) in [("A", "A"), ("I", "I"), ("J", "J"), ("K", "J"), ("L", "K"), ("R", "Q"), ("V", "U")] {
            assert_eq!(sbi_2008_section(new), Some(old));
        }
        assert_eq!(sbi_2008_section("W"), None);
    }
}
