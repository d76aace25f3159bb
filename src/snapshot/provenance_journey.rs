//! Method and basis of the journey.

use super::provenance_matches;
use crate::analysis::journey::PHASES;
use crate::ecosystem::{Basis, Ecosystem};
use crate::language::Text;

/// How phases are counted, in words.
pub fn method() -> Text {
    Text::new(
        "Een fase wordt bediend door initiatieven met een activiteit die haar noemt en die geen gevraagd kenmerk uitsluit; \
         onzeker is wie over een gevraagd kenmerk niets zegt of een onbekend werkgebied heeft. Fasen worden niet geraden. De \
         ontbrekende schakel is de eerste onbediende fase tussen bediende. Tussen twee fasen leidt wie beide bedient, een \
         doorverwijzing, of een actor die aan beide kanten meer doet dan financieren.",
        "A phase is served by initiatives with an activity that names it and that no asked dimension excludes; uncertain is \
         who says nothing about an asked dimension or has an unknown area. Phases are not guessed. The missing link is the \
         first unserved phase between served ones. From one phase to the next leads who serves both, a referral, or an \
         actor that does more than fund on either side.",
    )
}

/// The weakest of phases, asked dimensions, areas, and the links that hand over.
pub fn basis(ecosystem: &Ecosystem, dimensions: &[usize]) -> Basis {
    let mut used = dimensions.to_vec();
    used.extend(ecosystem.taxonomy().position(PHASES));
    let about = ecosystem.about();
    let links =
        about.weakest(&[("participations", "actor"), ("participations", "initiative"), ("participations", "role")]);
    let referrals = if ecosystem.referrals().is_empty() { links } else { about.basis_of("referrals", "to") };
    provenance_matches::basis(ecosystem, &used).max(links).max(referrals)
}
