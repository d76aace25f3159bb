//! Method of signals, and the basis of each kind.
//!
//! What rests on a reconstruction is not shown unless it is asked for: a work list that leads to phone calls must not name
//! organisations whose part in it was invented by rule. A table that was published may be shown although the rows behind it
//! were reconstructed; the initiatives behind its cells then stay out.

use super::method::{area_basis, offer_basis, white_spots_provenance};
use super::provenance_gaps::demand_basis;
use super::{provenance_monitoring, provenance_referrals};
use crate::ecosystem::{Basis, Ecosystem, SignalKind};
use crate::language::Text;

/// How the work list is made, in words.
pub fn method() -> Text {
    Text::new(
        "Elk signaal verwijst naar de uitkomst van een andere analyse en heeft een vaste sleutel. De urgentie (0 tot 1) volgt per \
         soort een vaste regel: eerst wat binnenkort stopt en aanbod wegneemt, dan onvervulde vraag, dan sterke overlap zonder \
         samenwerking, dan wat kwetsbaar is. Vanaf 0,6 hoog, vanaf 0,3 middel. Wat op een reconstructie berust wordt alleen op \
         verzoek getoond.",
        "Each signal points at the result of another analysis and has a stable key. Urgency (0 to 1) follows a fixed rule per \
         kind: first what ends soon and takes supply away, then unserved demand, then strong overlap without collaboration, then \
         what is fragile. From 0.6 high, from 0.3 middle. What rests on a reconstruction is shown on request only.",
    )
}

/// The weakest basis among the kinds that are shown.
pub fn basis(ecosystem: &Ecosystem, reconstructed: bool) -> Basis {
    let kinds = SignalKind::ALL.iter().map(|&kind| kind_basis(ecosystem, kind));
    kinds.filter(|&basis| reconstructed || is_firm(basis)).max().unwrap_or(Basis::Reconstructed)
}

/// Whether signals of this basis are shown without being asked for.
pub fn is_firm(basis: Basis) -> bool {
    basis != Basis::Reconstructed
}

/// What a kind of signal rests on.
pub fn kind_basis(ecosystem: &Ecosystem, kind: SignalKind) -> Basis {
    let about = ecosystem.about();
    let lead = ecosystem.taxonomy().lead();
    let cells = || {
        let table = white_spots_provenance(ecosystem, &[lead]);
        (demand_basis(ecosystem).map_or(table.basis, |demand| demand.max(table.basis)), table)
    };
    match kind {
        SignalKind::Overlap => rows_basis(ecosystem).max(offer_basis(ecosystem)).max(area_basis(ecosystem)),
        SignalKind::Absent | SignalKind::NationalOnly | SignalKind::Thin => cells().0,
        SignalKind::Fragile => {
            let (basis, table) = cells();
            table.exceptions.iter().map(|&(_, basis)| basis).fold(basis, Basis::max)
        }
        SignalKind::Ending => about
            .weakest(&[("initiatives", "end"), ("activities", "initiative")])
            .max(about.basis_of("activities", &ecosystem.taxonomy().dimensions()[lead].id))
            .max(area_basis(ecosystem)),
        SignalKind::Articulation => rows_basis(ecosystem),
        SignalKind::DeadEnd => provenance_referrals::links_basis(ecosystem),
        SignalKind::Unmeasured => provenance_monitoring::measured_basis(ecosystem),
    }
}

/// Basis of who takes part in which initiative.
pub fn rows_basis(ecosystem: &Ecosystem) -> Basis {
    ecosystem.about().weakest(&[("initiatives", "id"), ("participations", "initiative"), ("participations", "actor")])
}
