//! Method and basis of suggestions of names.

use crate::ecosystem::{Basis, Ecosystem};
use crate::language::Text;

/// How names are compared, in words.
pub fn method() -> Text {
    Text::new(
        "Namen en aliassen zonder hoofdletters, accenten, rechtsvormen, lidwoorden en afkortingen, vergeleken op gelijkheid, \
         acroniem, spelfout en gedeelde woorden (zeldzame woorden wegen zwaarder). Andere rechtsvorm, soort of regio en een \
         letterlijk gedeelde naam spreken tegen; hetzelfde webadres en gedeelde partners spreken voor. Waarschijnlijk vanaf \
         score 0,9, mogelijk vanaf 0,6; de score is een volgorde, geen kans. Er wordt niets samengevoegd zonder besluit in \
         names.csv.",
        "Names and aliases without capitals, accents, legal forms, articles and abbreviations, compared for equality, \
         acronym, misspelling and shared words (rare words weigh more). Another legal form, kind or region and a name that \
         is shared letter for letter speak against; the same web address and shared partners speak for. Probable from a \
         score of 0.9, possible from 0.6; the score is an order, not a chance. Nothing is merged without a decision in \
         names.csv.",
    )
}

/// The weakest of names and links.
pub fn basis(ecosystem: &Ecosystem) -> Basis {
    let used =
        [("actors", "name"), ("initiatives", "name"), ("participations", "initiative"), ("participations", "actor")];
    ecosystem.about().weakest(&used)
}
