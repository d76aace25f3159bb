//! Method and basis of referral.

use super::method::area_basis;
use crate::ecosystem::{Basis, Ecosystem};
use crate::language::Text;

/// How referral is measured, in words.
pub fn method() -> Text {
    Text::new(
        "Een verwijzing is een paar initiatieven waartussen doorverwijzingen zijn geteld. Omhoog: van lokaal naar regionaal, \
         landelijk of Europees. Doodlopend: anderen verwijzen ernaar, zelf verwijst het nergens heen; alleen tweede lijn mag een \
         eindpunt zijn. Bereikbaarheid: het deel van de eerstelijnsdeuren in een regio (of van alle, als geen eerste lijn bekend \
         is) van waaruit een passend initiatief met geen, een of twee verwijzingen te vinden is.",
        "A link is a pair of initiatives between which referrals were counted. Up: from local to regional, national or European. \
         Dead end: others refer to it, it refers nowhere; only the second line may be an end point. Reach: the share of \
         first-line doors in a region (or of all, where no first line is known) from which a fitting initiative is found with \
         no, one or two referrals.",
    )
}

/// The weakest of the referrals, levels, areas, and the classification behind lines and profiles.
pub fn basis(ecosystem: &Ecosystem) -> Basis {
    let about = ecosystem.about();
    let dimension = &ecosystem.taxonomy().dimensions()[crate::analysis::referrals::reach::default_dimension(ecosystem)];
    links_basis(ecosystem)
        .max(about.weakest(&[("initiatives", "level"), ("activities", "initiative"), ("activities", &dimension.id)]))
        .max(area_basis(ecosystem))
}

/// Who refers to whom, and which line they are.
pub(super) fn links_basis(ecosystem: &Ecosystem) -> Basis {
    let about = ecosystem.about();
    let basis =
        about.weakest(&[("referrals", "from"), ("referrals", "to"), ("referrals", "count"), ("initiatives", "id")]);
    let line = ecosystem.taxonomy().position("service_line");
    match line.filter(|&position| ecosystem.classification().column(position).is_filled()) {
        Some(_) => basis.max(about.basis_of("activities", "service_line")),
        None => basis,
    }
}
