//! Method and basis of leave-one-out and of scenarios.

use super::method::{Provenance, provenance};
use super::section::Section;
use crate::ecosystem::{Basis, Ecosystem};
use crate::language::Text;

/// How the losses come about.
pub fn method() -> Text {
    Text::new(
        "Elk initiatief en elke actor is één keer weggelaten. Zonder een actor stoppen de initiatieven waarin hij de enige was \
         die meer doet dan financieren, of de enige; de andere gaan door. Verlies: cellen die leegvallen, alleen landelijk \
         aanbod houden, dun worden of aan één initiatief gaan hangen; deuren, verbindingen en actoren die losraken. De \
         gewichten van het aanbod blijven zoals zij waren. Volgorde: lege cellen, cellen met alleen landelijk aanbod, actoren \
         die losraken, kwetsbare cellen, dunne cellen, verbindingen.",
        "Each initiative and each actor was left out once. Without an actor those initiatives stop in which it was the only \
         one that does more than fund, or the only one; the others go on. Loss: cells that fall empty, are left with national \
         supply only, become thin or come to hang on one initiative; doors, links and actors that are cut off. The weights of \
         offers stay as they were. Order: empty cells, cells with national supply only, actors cut off, fragile cells, thin \
         cells, links.",
    )
}

/// The weakest basis of the links, working areas, roles and offers.
pub fn basis(ecosystem: &Ecosystem) -> Basis {
    let parts = [Section::Centrality, Section::Overlap];
    let weakest = parts.iter().map(|&section| provenance(ecosystem, section).basis);
    let cells = provenance(ecosystem, Section::WhiteSpots);
    // Whose supply it is rests on the single rows, also where the table as a whole was published.
    let rows = cells.exceptions.iter().map(|&(_, basis)| basis).fold(cells.basis, Basis::max);
    let roles = ecosystem.about().basis_of("participations", "role");
    weakest.fold(rows, Basis::max).max(roles)
}

/// Method and basis of a scenario: the weakest of the analyses that are laid side by side.
pub fn scenario_provenance(ecosystem: &Ecosystem) -> Provenance {
    let method = Text::new(
        "De gevraagde wijzigingen zijn in de gegevens aangebracht en daarna is alles opnieuw berekend; wat hier staat zijn de \
         verschillen. Samengevoegd: alle betrokkenen, rollen en activiteiten blijven, doorverwijzingen zijn opgeteld. Clusters \
         horen bij elkaar als zij ten minste de helft van hun leden delen (Jaccard). Er is niets opgeslagen.",
        "The changes were made in the data and then everything was computed anew; what stands here are the differences. \
         Merged: all participants, roles and activities stay, referrals were added up. Clusters belong together where they \
         share at least half of their members (Jaccard). Nothing was stored.",
    );
    let complexity = provenance(ecosystem, Section::Complexity).basis;
    Provenance { basis: basis(ecosystem).max(complexity), exceptions: Vec::new(), method }
}
