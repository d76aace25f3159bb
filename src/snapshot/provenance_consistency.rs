//! Method and basis of the consistency test.

use super::method::{Provenance, provenance};
use super::provenance_gaps::gaps_basis;
use super::section::Section;
use crate::ecosystem::Ecosystem;
use crate::language::Text;

/// How the test is done.
pub fn method() -> Text {
    Text::new(
        "Het voorstel is aan de gegevens toegevoegd en daarna is alles opnieuw geteld. Overlap: het aanbod lijkt voor 0,5 of \
         meer op dat van een ander initiatief in hetzelfde gebied; de activiteiten van het voorstel tellen mee in het gewicht \
         van elk kenmerk. Witte vlek: het voegt eigen aanbod toe waar dat ontbrak, alleen landelijk was of dun. Past: geen van \
         beide. Veld: wie in hetzelfde gebied al hetzelfde soort aanbod heeft. Er is niets opgeslagen.",
        "The proposal was added to the data and then everything was counted anew. Overlap: the offer is for 0.5 or more like \
         that of another initiative in the same area; the activities of the proposal count in the weight of each value. White \
         spot: it adds own supply where there was none, only national supply, or little. Fits: neither. Field: who offers the \
         same type in the same area already. Nothing was stored.",
    )
}

/// Method, and the weakest basis of the analyses that the test is made of.
pub fn consistency_provenance(ecosystem: &Ecosystem) -> Provenance {
    let parts = [Section::Overlap, Section::WhiteSpots, Section::Complexity];
    let weakest = parts.iter().map(|&section| provenance(ecosystem, section).basis);
    let basis = weakest.fold(gaps_basis(ecosystem), Ord::max);
    Provenance { basis, exceptions: Vec::new(), method: method() }
}
