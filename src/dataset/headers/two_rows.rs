//! A header over two rows: what columns are about above (`Initiatief`, `Organisatie`), what they are called below (`Naam`, `Soort`).
//!
//! Read as one only where the lower row can be nothing but a header: under what says "initiative" it says "name", and under
//! "organisation" too, or it names roles. What a column under another title means is not guessed at: it keeps both words, and is
//! left aside unless together they are known.

use std::collections::BTreeSet;

use super::super::layout::Table;
use super::flat::{FLAT, role_of_title};
use super::{bare, is_called};
use crate::ecosystem::fold;

/// The column of a flat sheet that a title stands for.
fn known(title: &str) -> Option<(Table, &'static str)> {
    let title = fold(title);
    let column =
        FLAT.iter().find(|column| column.groups.iter().flat_map(|group| group.iter()).any(|word| fold(word) == title));
    column.map(|column| (column.table, column.name))
}

/// Two titles as one that is known.
fn together(upper: &str, lower: &str) -> Option<String> {
    let ways = [format!("{lower} {upper}"), format!("{upper} {lower}"), format!("{lower} of {upper}")];
    ways.into_iter().find(|title| known(title).is_some())
}

/// A title above others in the singular, and what the columns below it are about.
fn about(upper: &str) -> (String, Option<Table>) {
    let upper = match bare(upper) {
        words if is_called(Table::Initiatives, &words) => String::from("initiatief"),
        words if is_called(Table::Actors, &words) => String::from("organisatie"),
        words => words,
    };
    let named = ["naam", "name"].iter().find_map(|name| known(&together(&upper, name)?));
    let of = named.filter(|(_, column)| *column == "name").map(|(table, _)| table);
    (upper, of)
}

/// The titles of two rows as those of one header; `None` where it is not certain that both are.
pub(in crate::dataset) fn joined(upper: &[&str], lower: &[&str]) -> Option<Vec<String>> {
    let is_title = |cell: &&&str| !cell.is_empty();
    if upper.iter().filter(is_title).count() < 2 || lower.iter().filter(is_title).count() < 3 {
        return None;
    }
    let (mut titles, mut groups, mut group) = (Vec::new(), BTreeSet::new(), (String::new(), None));
    let (mut named, mut meanings) = (BTreeSet::new(), BTreeSet::new());
    for position in 0..upper.len().max(lower.len()) {
        let [above, below] = [upper, lower].map(|row| row.get(position).copied().unwrap_or_default());
        if !above.is_empty() {
            group = about(above);
            groups.insert(group.0.clone());
        }
        let is_role = role_of_title(below).is_some();
        let title = if below.is_empty() || fold(above) == fold(below) {
            above.to_owned()
        } else if let Some(both) = together(&group.0, below) {
            if let Some(meaning) = known(&both) {
                // Two columns of one meaning: which one counts does not show.
                if !meanings.insert(meaning) {
                    return None;
                }
                if meaning.1 == "name" {
                    named.insert(meaning.0);
                }
            }
            both
        } else if group.1 == Some(Table::Initiatives) || group.0.is_empty() || is_role {
            if is_role {
                named.insert(Table::Actors);
            }
            below.to_owned()
        } else {
            format!("{}: {below}", group.0)
        };
        titles.push(title);
    }
    let is_certain = groups.len() > 1 && named.contains(&Table::Initiatives) && named.contains(&Table::Actors);
    is_certain.then_some(titles)
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn titles_over_two_rows() {
        let upper = ["Initiatieven", "", "", "Organisatie", "", "Contact", "Rol"];
        let lower = ["Naam", "Startdatum", "Provincie", "Naam", "Soort", "Provincie", ""];
        let titles = joined(&upper, &lower).expect("a header");
        let wanted = [
            "naam initiatief",
            "startdatum",
            "provincie",
            "naam organisatie",
            "soort organisatie",
            "contact: provincie",
            "rol",
        ];
        assert_eq!(titles.iter().map(|title| title.to_lowercase()).collect::<Vec<_>>(), wanted);
        let roles = joined(&["Initiatief", "", "Partijen", ""], &["Naam", "Regio", "Trekker", "Partners"]);
        assert_eq!(roles.expect("a header"), ["Naam initiatief", "Regio", "Trekker", "Partners"]);
    }

    #[test]
    fn rows_of_data_are_no_titles() {
        for (upper, lower) in [
            (["Initiatief", "", "Organisatie"], ["Scan", "Drenthe", "Kring Noord"]),
            (["Naam initiatief", "Provincie", "Organisatie"], ["Naam", "Drenthe", "Kring"]),
            // Names of columns under titles that say nothing of initiatives.
            (["Algemeen", "", "Wie"], ["Naam initiatief", "Provincie", "Naam organisatie"]),
            (["Overzicht 2024", "", ""], ["Naam initiatief", "Provincie", "Organisatie"]),
        ] {
            assert_eq!(joined(&upper, &lower), None, "{upper:?} {lower:?}");
        }
    }
}
