//! Method and basis of consensus clusters.

use crate::ecosystem::{Basis, Ecosystem};
use crate::language::Text;

/// How consensus clusters are found, in words.
pub fn method() -> Text {
    Text::new(
        "Leiden op dezelfde projectie als de clusters, vele keren met telkens een ander startgetal. Actoren die in ten minste \
         de helft van de keren bij elkaar zitten worden met dat aandeel verbonden, en daarop wordt opnieuw geclusterd tot \
         alle keren hetzelfde geven (Lancichinetti en Fortunato 2012). Per actor: hoe vaak hij bij zijn clustergenoten zit, \
         en bij welk ander cluster het meest; twijfelgeval is wie daar ten minste half zo sterk bij hoort. Oordeel per \
         cluster naar hoe goed de keren het terugvinden (gemiddelde beste Jaccard): stevig vanaf 0,85, stabiel vanaf 0,75, \
         twijfelachtig vanaf 0,60 (grenzen van Hennig 2007). Het zegt hoe zeker de methode is, niet hoe volledig de gegevens \
         zijn.",
        "Leiden on the same projection as the clusters, many times with another seed each. Actors that are together at least \
         half of the times are linked with that share, and these links are clustered again until all runs give the same \
         (Lancichinetti and Fortunato 2012). Per actor: how often it is with its cluster mates, and with which other cluster \
         most; a borderline case belongs at least half as strongly there. Verdict per cluster by how well the runs find it \
         again (mean best Jaccard): firm from 0.85, stable from 0.75, doubtful from 0.60 (bounds of Hennig 2007). It tells \
         how sure the method is, not how complete the data are.",
    )
}

/// That of the links; names of clusters use where actors are as well.
pub fn basis(ecosystem: &Ecosystem) -> Basis {
    ecosystem.about().weakest(&[("participations", "initiative"), ("participations", "actor")])
}
