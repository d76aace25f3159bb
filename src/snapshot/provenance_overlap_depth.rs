//! Method and basis of what is built on overlap: chance, offers made again, learning circles.

use super::method::{area_basis, offer_basis};
use crate::ecosystem::{Basis, Ecosystem};
use crate::language::Text;

/// How overlap is held against chance.
pub fn chance_method() -> Text {
    Text::new(
        "Aanbod: elk kenmerk apart willekeurig herverdeeld over de activiteiten met hetzelfde werkgebied, onbekend blijft onbekend; geteld zijn de paren \
         initiatieven met voldoende overlap. Aanbieders: actoren en initiatieven willekeurig opnieuw verbonden, waarbij elk \
         zijn aantal verbindingen houdt (curveball, Strona e.a. 2014). p is het deel van de trekkingen, de gevonden stand \
         meegeteld, met ten minste zoveel; het interval bevat 95% van de trekkingen.",
        "Offers: each dimension dealt out anew at random among the activities of the same working area, unknown stays unknown; counted are the pairs of \
         initiatives that overlap enough. Providers: actors and initiatives linked anew at random, each keeping its number of \
         links (curveball, Strona et al. 2014). p is the share of the draws, the observed one included, with at least as \
         much; the interval holds 95% of the draws.",
    )
}

/// How offers that are there several times are found.
pub fn reinvented_method() -> Text {
    Text::new(
        "Activiteiten van dezelfde soort met een eigen, niet landelijk werkgebied, waarvan het aanbod twee aan twee voldoende \
         overeenkomt (gewogen Jaccard). Wie samenwerkt, direct of via een ander in de groep, telt als één; genoemd zijn groepen \
         met ten minste twee die niet samenwerken, in gebieden die elkaar niet raken.",
        "Activities of the same kind with an own, not national, working area of which every two have a like offer (weighted \
         Jaccard). Those who work together, directly or through another of the group, count as one; listed are groups with at \
         least two that do not work together, in areas that do not meet.",
    )
}

/// How learning circles are made.
pub fn circles_method() -> Text {
    Text::new(
        "Groepen van 4 tot 12 initiatieven die twee aan twee hetzelfde aanbieden (overlap ten minste het minimum), in gebieden \
         die elkaar niet raken, zonder samenwerking. De groepen groeien vanuit het sterkst overlappende paar; niemand zit in \
         twee groepen.",
        "Groups of 4 to 12 initiatives of which every two offer the same (overlap of at least the minimum), in areas that do \
         not meet, without collaboration. Groups grow from the pair that overlaps most; nobody is in two groups.",
    )
}

/// The weakest of the links with their roles, the offers, the working areas and the referrals.
pub fn basis(ecosystem: &Ecosystem) -> Basis {
    let about = ecosystem.about();
    let links = [("participations", "initiative"), ("participations", "actor"), ("participations", "role")];
    let mut basis = about.weakest(&links).max(offer_basis(ecosystem)).max(area_basis(ecosystem));
    if !ecosystem.activities().is_empty() {
        basis = basis.max(about.basis_of("activities", "initiative"));
    }
    if !ecosystem.referrals().is_empty() {
        basis = basis.max(about.weakest(&[("referrals", "from"), ("referrals", "to")]));
    }
    basis
}
