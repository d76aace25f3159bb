//! Method and basis of monitoring.

use super::method::{Provenance, area_basis};
use crate::ecosystem::{Basis, Ecosystem};
use crate::language::Text;

/// How monitoring is counted, in words.
pub fn method() -> Text {
    Text::new(
        "Bekend bereik: activiteiten met een aantal bereikte ondernemingen; een gemodelleerde klasse telt niet. Bekende impact: \
         activiteiten waarvan deelnemers vragen hebben beantwoord. Antwoorden op de tien vragen van de Regioscan (2023, tabel \
         1): aantallen, aandelen en 95%-betrouwbaarheidsinterval volgens Wilson. Groepen met minder dan vijf antwoorden worden \
         niet getoond, en ook geen groep waaruit zo'n groep af te leiden is.",
        "Reach known: activities with a number of enterprises reached; a modelled class does not count. Impact known: \
         activities about which participants answered questions. Answers to the ten questions of the Regioscan (2023, table \
         1): counts, shares and 95 % interval by Wilson. Groups with fewer than five answers are not shown, nor is any group \
         from which such a group could be worked out.",
    )
}

/// The weakest of the activities, their areas and types, and what is known of reach and answers; indicators stand apart.
pub fn provenance(ecosystem: &Ecosystem) -> Provenance {
    let about = ecosystem.about();
    let lead = &ecosystem.taxonomy().dimensions()[ecosystem.taxonomy().lead()].id;
    let basis = measured_basis(ecosystem).max(area_basis(ecosystem)).max(about.basis_of("activities", lead));
    let published = about.basis_of("indicators", "value");
    let exceptions = if ecosystem.indicators().is_empty() || published == basis {
        Vec::new()
    } else {
        vec![("indicators", published)]
    };
    Provenance { basis, exceptions, method: method() }
}

/// Basis of which activities are measured.
pub(super) fn measured_basis(ecosystem: &Ecosystem) -> Basis {
    let about = ecosystem.about();
    let mut basis = about.weakest(&[("activities", "id"), ("activities", "initiative")]);
    if ecosystem.activities().iter().any(|activity| activity.reach.is_some()) {
        basis = basis.max(about.basis_of("activities", "reach"));
    }
    if !ecosystem.responses().rows().is_empty() {
        basis = basis.max(about.weakest(&[("responses", "activity"), ("responses", "count")]));
    }
    basis
}
