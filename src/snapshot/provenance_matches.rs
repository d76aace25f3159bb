//! Method and basis of matches.

use super::method::area_basis;
use crate::ecosystem::{Basis, Ecosystem};
use crate::language::Text;

/// How activities are ranked, in words.
pub fn method() -> Text {
    Text::new(
        "Per gevraagd kenmerk past een activiteit, staat zij open (voor alles, of zij zegt niets) of past zij niet. Score: wat \
         past plus de helft van wat openstaat, gedeeld door het aantal gevraagde kenmerken; elk kenmerk weegt even zwaar. \
         Eerst komt wat het knelpunt niet mist, dan de hoogste score, dan het eigen gebied vóór landelijk vóór niet bekend. \
         Deuren zijn verschillende initiatieven, elk met hun beste activiteit. Zonder datum tellen ook beëindigde \
         initiatieven mee.",
        "Per asked dimension an activity fits, is open (to all, or it does not say) or does not fit. Score: what fits plus \
         half of what is open, divided by the number of asked dimensions; every dimension weighs the same. First comes \
         what does not miss the need, then the highest score, then the own area before national before not known. Doors \
         are different initiatives, each with its best activity. Without a date initiatives that ended count too.",
    )
}

/// The weakest of what activities belong to, their areas and the asked dimensions.
pub fn basis(ecosystem: &Ecosystem, dimensions: &[usize]) -> Basis {
    let about = ecosystem.about();
    let of = |&position: &usize| about.basis_of("activities", &ecosystem.taxonomy().dimensions()[position].id);
    let rows = about.basis_of("activities", "initiative").max(area_basis(ecosystem));
    dimensions.iter().map(of).fold(rows, Basis::max)
}
