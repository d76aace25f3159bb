//! Method and basis of white spots in depth.

use super::method::{Provenance, white_spots_provenance};
use crate::ecosystem::{Basis, Ecosystem};
use crate::language::Text;

/// How the ranking came about.
pub fn gaps_method() -> Text {
    Text::new(
        "Witte vlekken op volgorde: eerst de vraag zonder eigen aanbod (ondernemingen × aandeel met behoefte × het deel van het \
         verwachte aanbod dat ontbreekt), daarna verwacht min eigen. De verhouding is bij kleine aantallen naar 1 getrokken \
         (gamma-Poisson, naar DuMouchel 1999); kans volgens de hypergeometrische verdeling: q tot 0,05 is toeval \
         onwaarschijnlijk, p vanaf 0,20 kan het heel goed toeval zijn. Vestigingen: CBS StatLine 81578NED. Nabijheid: wat \
         initiatieven buiten de regio samen aanbieden (Hidalgo e.a. 2007). Vergelijkbare regio's: cosinus van het aanbod per \
         hoofdwaarde. Land: het landelijke aanbod verdeeld naar de vraag.",
        "White spots in order: first the demand without own supply (enterprises × share with a need × the part of the expected \
         supply that is missing), then expected minus own. With small numbers the ratio is drawn to 1 (gamma–Poisson, after \
         DuMouchel 1999); chance by the hypergeometric distribution: up to q 0.05 chance is unlikely, from p 0.20 it may very \
         well be chance. Establishments: CBS StatLine 81578NED. Relatedness: what initiatives outside the region offer together \
         (Hidalgo et al. 2007). Comparable regions: cosine of the supply per lead value. Country: the national supply divided \
         by demand.",
    )
}

/// The weakest basis behind the ranking over the lead dimension.
pub fn gaps_basis(ecosystem: &Ecosystem) -> Basis {
    weakest(ecosystem, &[ecosystem.taxonomy().lead()])
}

fn weakest(ecosystem: &Ecosystem, by: &[usize]) -> Basis {
    let table = white_spots_provenance(ecosystem, by);
    let rows = table.exceptions.iter().map(|&(_, basis)| basis).fold(table.basis, Basis::max);
    demand_basis(ecosystem).map_or(rows, |demand| rows.max(demand))
}

pub(super) fn demand_basis(ecosystem: &Ecosystem) -> Option<Basis> {
    let columns = [("demand", "enterprises"), ("demand", "share_with_need")];
    (!ecosystem.demand().is_empty()).then(|| ecosystem.about().weakest(&columns))
}

/// Method and basis over given dimensions: where the very table was published its counts keep that basis, and so does what
/// follows from them alone.
pub fn gaps_provenance(ecosystem: &Ecosystem, by: &[usize]) -> Provenance {
    let table = white_spots_provenance(ecosystem, by);
    let basis = weakest(ecosystem, by);
    let from_counts = [
        "own",
        "national",
        "expected",
        "shortfall",
        "shrunkenRatio",
        "pValue",
        "qValue",
        "chance",
        "inWords",
        "status",
        "perThousand",
        "perThousandEverywhere",
    ];
    let exceptions =
        if table.basis < basis { from_counts.iter().map(|&field| (field, table.basis)).collect() } else { Vec::new() };
    Provenance { basis, exceptions, method: gaps_method() }
}
