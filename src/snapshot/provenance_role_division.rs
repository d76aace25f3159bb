//! Method and basis of role division.

use super::provenance_matches;
use crate::ecosystem::{Basis, Ecosystem};
use crate::language::Text;

/// How core roles are derived, in words.
pub fn method() -> Text {
    Text::new(
        "Coördineren en uitvoeren volgen bijlage 3 van de actieagenda mkb-dienstverlening (2023). Een initiatiefnemer \
         of financier coördineert, een uitvoerder voert uit; wie een activiteit van het type netwerken & coördineren uitvoert, \
         coördineert daarmee. Van een partner of onbekende rol is het niet bekend. Die afleiding is van ons. Markttoets: \
         aanbieders die meer doen dan financieren, naar publiek, semipubliek en privaat.",
        "Coordinating and executing follow annex 3 of the action agenda (2023). An initiator or funder \
         coordinates, an executor executes; who executes an activity of the type networking and coordination thereby \
         coordinates. Of a partner or unknown role it is not known. That derivation is ours. Market: suppliers that do more than fund, by \
         public, semi-public and private.",
    )
}

/// The weakest of roles, levels, kinds and natures of actors, areas and the dimension; core roles are modelled at best.
pub fn basis(ecosystem: &Ecosystem, by: usize) -> Basis {
    let columns = [
        ("participations", "initiative"),
        ("participations", "actor"),
        ("participations", "role"),
        ("actors", "level"),
        ("actors", "kind"),
        ("actors", "public"),
    ];
    let used = ecosystem.about().weakest(&columns);
    provenance_matches::basis(ecosystem, &[by]).max(used).max(Basis::Modelled)
}
