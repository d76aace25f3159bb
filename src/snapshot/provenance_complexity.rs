//! Method and basis of the key numbers of complexity.

use super::method::{area_basis, offer_basis};
use crate::ecosystem::{Basis, Ecosystem};
use crate::language::Text;

/// How the key numbers are made, in words.
pub fn method() -> Text {
    Text::new(
        "Kengetallen van het geheel en per regio, over initiatieven met de regio in hun eigen werkgebied. Deuren: \
         initiatieven die een ondernemer daar kan binnenlopen, landelijke meegeteld. Dubbel aanbod: activiteiten met een \
         tegenhanger (gelijkenis ten minste 0,6) bij een ander initiatief in hetzelfde gebied. Soorten aanbod: het aantal \
         soorten dat er in feite is (e tot de macht entropie), voor alle regio's teruggerekend naar een even grote \
         steekproef. Marges van rangnummers: evenveel initiatieven willekeurig weggelaten als er vermoedelijk ontbreken.",
        "Key numbers of the whole and by region, over initiatives with the region in their own working area. Doors: \
         initiatives that an entrepreneur there can walk into, national ones included. Redundancy: activities with a twin \
         (likeness at least 0.6) at another initiative in the same area. Types: the number of types there are in effect \
         (e to the power of entropy), brought back to an equally large sample for all regions. Ranges of ranks: as many \
         initiatives left out at random as are thought to be missing.",
    )
}

/// The weakest of the links, working areas, offers, types, and what is said of funding and end dates.
pub fn basis(ecosystem: &Ecosystem) -> Basis {
    let about = ecosystem.about();
    let lead = &ecosystem.taxonomy().dimensions()[ecosystem.taxonomy().lead()].id;
    let mut basis = about
        .weakest(&[("participations", "initiative"), ("participations", "actor"), ("activities", lead)])
        .max(area_basis(ecosystem))
        .max(offer_basis(ecosystem));
    if ecosystem.initiatives().iter().any(|initiative| initiative.funding.is_some()) {
        basis = basis.max(about.basis_of("initiatives", "funding"));
    }
    if ecosystem.initiatives().iter().any(|initiative| initiative.end.is_some()) {
        basis = basis.max(about.basis_of("initiatives", "end"));
    }
    basis
}
