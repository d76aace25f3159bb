//! What a user of the dataset must know, in Dutch and English.
//!
//! Must not be here: the technical description of the tables.

/// The remarks, as (Dutch, English). `departing` names the two activities whose reach class departs from figure 4.
pub(super) fn notes(departing: &[String]) -> Vec<(String, String)> {
    let fixed = FIXED.iter().map(|&(nl, en)| (nl.to_owned(), en.to_owned()));
    let ids = departing.join(", ");
    let nl = format!(
        "Bereikklassen: figuur 19 wijkt af van het model van figuur 4. Limburg heeft één activiteit meer in laag en \
         Noord-Holland één meer in hoog, telkens ten koste van middel (landelijk 145, 391 en 46 in plaats van 144, \
         393 en 45). Daarom staat reach_class per activiteit in de data. De twee afwijkende activiteiten zijn \
         gemarkeerd in hun naam: {ids}. Welke activiteiten het in werkelijkheid zijn, is niet gepubliceerd."
    );
    let en = format!(
        "Reach classes: figure 19 departs from the model of figure 4. Limburg has one activity more in laag and \
         Noord-Holland one more in hoog, both at the cost of middel (nationwide 145, 391 and 46 instead of 144, 393 \
         and 45). That is why reach_class is stored per activity. The two that depart are marked in their names: \
         {ids}. Which activities they are in reality was not published."
    );
    fixed.chain([(nl, en)]).collect()
}

const FIXED: [(&str, &str); 12] = [
    (
        "Dit is geen opname van het werkelijke netwerk. De provincietabellen naar type, maturiteit, bereik en \
         inspanning en het aantal initiatieven van 18 aanbieders zijn gepubliceerd; de initiatieven, de verdeling van \
         de activiteiten daarover, wie aan welk initiatief deelneemt, en alle rollen zijn gereconstrueerd met een \
         vaste rekenregel. Ook bij de 18 gepubliceerde aanbieders is alleen het aantal initiatieven echt.",
        "This is no record of the real network. The province tables by type, maturity, reach and effort and the \
         number of initiatives of 18 actors are published; the initiatives, how activities are divided over them, who \
         takes part in which one, and all roles are reconstructed by a fixed rule. Even of the 18 published actors \
         only the number of initiatives is real.",
    ),
    (
        "Gemeenten en de zeven overige provincies dragen hun echte naam, maar hun deelname is gereconstrueerd: er \
         volgt niets uit over wat zij doen. Regionale en landelijke partners met een nummer zijn plaatsvervangers.",
        "Municipalities and the seven other provinces bear their real names, but their part is reconstructed: nothing \
         follows from it about what they do. Regional and nationwide partners with a number are placeholders.",
    ),
    (
        "De gehele getallen per provincie zijn afgeleid uit de gedrukte percentages van de figuren 7, 12, 19 en 20. \
         Geen provincie heeft 100 activiteiten of meer, dus bij elk percentage past precies één aantal, hoe er ook is \
         afgerond; alle rij- en kolomtotalen van het rapport kloppen met het resultaat.",
        "The whole numbers per province are derived from the printed percentages of figures 7, 12, 19 and 20. No \
         province has 100 activities or more, so exactly one number fits each percentage, however it was rounded; all \
         row and column totals of the report agree with the result.",
    ),
    (
        "Het rapport spreekt in paragraaf 3.1 één keer van 477 geanalyseerde activiteiten; figuur 6, figuur 7 en de \
         rest van de tekst tellen 582. Hier geldt 582.",
        "Section 3.1 of the report speaks once of 477 analyzed activities; figure 6, figure 7 and the rest of the \
         text count 582. Here 582 holds.",
    ),
    (
        "De figuren 8 tot en met 11, 13 tot en met 15 en 18 zijn afbeeldingen waarvan de tekst geen getallen geeft \
         (sector, omvang, leeftijd, digitaliseringsvorm, toepassing, knelpunt, marktfalen). Ze zijn niet nagemaakt en \
         er is niets uit geraden.",
        "Figures 8 to 11, 13 to 15 and 18 are pictures of which the text gives no numbers (sector, size, phase, form \
         of digitalization, application, bottleneck, market failure). They are not reproduced and nothing was guessed \
         from them.",
    ),
    (
        "Figuur 17 is een afbeelding van het netwerk. Overgenomen is alleen wat de tekst erover zegt: de Rabobank \
         heeft met meer andere aanbieders een link dan het ministerie, en het noorden en het oosten zijn als groep te \
         zien.",
        "Figure 17 is a picture of the network. Only what the text says of it is taken over: Rabobank is linked to \
         more actors than the ministry, and the north and the east show as groups.",
    ),
    (
        "220 van de circa 400 initiatieven zijn beschreven (paragraaf 4.1). Het rapport noemt ook grofweg 3 \
         activiteiten per initiatief; 582 gedeeld door 220 is 2,65.",
        "220 of about 400 initiatives were described (section 4.1). The report also says roughly 3 activities per \
         initiative; 582 divided by 220 is 2.65.",
    ),
    (
        "Bereik: de twaalf getallen van figuur 21 tellen op tot 109.339; de tekst rondt af op circa 110.000 en noemt \
         dat circa 25% van het mkb, maar het zijn minima en geen unieke ondernemers. Bereik per activiteit is niet \
         gepubliceerd en staat niet in de data.",
        "Reach: the twelve numbers of figure 21 add up to 109,339; the text rounds this to about 110,000 and calls it \
         about 25% of small businesses, yet they are minima and not unique enterprises. Reach per activity was not \
         published and is not in the data.",
    ),
    (
        "De inspanningsklasse staat niet per activiteit in de data: ze volgt zonder uitzondering uit het type (figuur \
         4), en dat geeft precies figuur 20.",
        "The effort class is not stored per activity: it follows from the type without exception (figure 4), and that \
         gives exactly figure 20.",
    ),
    (
        "Elk gereconstrueerd initiatief ligt in één provincie, omdat de provincietabellen elke activiteit één keer \
         tellen. Hoeveel initiatieven een provincie heeft is niet gepubliceerd: 220 is verdeeld naar het aantal \
         activiteiten. Niet gespecificeerde maturiteit is een lege cel.",
        "Every reconstructed initiative lies in one province, because the province tables count each activity once. \
         The number of initiatives per province was not published: 220 is divided in proportion to activities. \
         Unspecified maturity is an empty cell.",
    ),
    (
        "Soort, publiek karakter, schaalniveau en thuisregio van de 18 aanbieders staan niet in het rapport; ze zijn \
         door ons ingevuld. Het rapport noemt hun aantallen een ondergrens.",
        "Kind, publicness, level and home region of the 18 actors are not in the report; we filled them in. The \
         report calls their numbers a lower bound.",
    ),
    (
        "Kleine oneffenheden van het rapport: de toelichting bij figuur 12 noemt \"Zuid-Utrecht\" (bedoeld lijkt \
         Utrecht), de toelichting bij figuur 21 \"Gezamenlijke activiteiten\" (bedoeld lijkt gezamenlijke \
         faciliteiten), en het figuurnummer 22 komt twee keer voor.",
        "Small flaws of the report: the text with figure 12 names \"Zuid-Utrecht\" (Utrecht seems meant), the text \
         with figure 21 \"Gezamenlijke activiteiten\" (joint facilities seem meant), and the figure number 22 occurs \
         twice.",
    ),
];
