//! Pages that are about no dataset: what the words mean, and how accessible the pages are.

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::{address, problem_page};
use crate::language::{Language, Text, pick};
use crate::web::asked::Asked;
use crate::web::respond::Prepared;
use crate::web::well_known::Contact;

/// A measure in plain words.
struct Word {
    id: &'static str,
    name: Text,
    meaning: Text,
    caution: Text,
    /// The technical term and where it is defined.
    term: &'static str,
}

#[derive(Template)]
#[template(path = "pages/words.html")]
struct WordsPage {
    language: Language,
    words: Vec<Word>,
}

#[derive(Template)]
#[template(path = "pages/accessibility.html")]
struct AccessibilityPage<'a> {
    language: Language,
    contact: &'a Contact,
}

impl WordsPage {
    fn t<'a>(&self, nl: &'a str, en: &'a str) -> &'a str {
        pick(self.language, nl, en)
    }
}

impl AccessibilityPage<'_> {
    fn t<'a>(&self, nl: &'a str, en: &'a str) -> &'a str {
        pick(self.language, nl, en)
    }
}

pub async fn words(language: Language, request: HttpRequest) -> HttpResponse {
    send(&WordsPage { language, words: all() }, language, &request)
}

pub async fn accessibility(
    language: Language,
    request: HttpRequest,
    contact: actix_web::web::Data<Contact>,
) -> HttpResponse {
    send(&AccessibilityPage { language, contact: &contact }, language, &request)
}

fn send(page: &impl Template, language: Language, request: &HttpRequest) -> HttpResponse {
    match super::visit::render(page, language) {
        Ok(answer) => {
            let (asked, answer) = (Asked::new(request), Prepared::new(answer));
            answer.encode(asked.accept_encoding.as_deref());
            answer.respond(&asked)
        }
        Err(problem) => problem_page(&problem, language),
    }
}

fn all() -> Vec<Word> {
    let word = |id, name: (&str, &str), meaning: (&str, &str), caution: (&str, &str), term| Word {
        id,
        name: Text::new(name.0, name.1),
        meaning: Text::new(meaning.0, meaning.1),
        caution: Text::new(caution.0, caution.1),
        term,
    };
    vec![
        word(
            "activiteit",
            ("Activiteit", "Activity"),
            (
                "Eén concreet aanbod van een initiatief, zoals een scan of een workshop. Hiermee wordt geteld.",
                "One concrete offer of an initiative, such as a scan or a workshop. This is what is counted.",
            ),
            (
                "Veel activiteiten is niet hetzelfde als veel hulp: de ene bereikt tien ondernemers, de andere duizend.",
                "Many activities are not the same as much help: one reaches ten entrepreneurs, another a thousand.",
            ),
            "activity",
        ),
        word(
            "witte-vlek",
            ("Witte vlek", "White spot"),
            (
                "Een soort aanbod dat er in een regio niet is, alleen landelijk is, of veel minder is dan de totalen doen verwachten. Verwacht wordt: het aandeel van de regio maal het aandeel van de soort.",
                "A kind of supply that a region lacks, has only nationally, or has much less of than the totals lead one to expect. Expected is: the share of the region times the share of the kind.",
            ),
            (
                "Bij kleine aantallen kan het toeval zijn; dat staat erbij. En wat niet onderzocht is, is geen witte vlek.",
                "With small numbers it can be chance; that is said. And what was not surveyed is no white spot.",
            ),
            "location quotient, hypergeometric test, Benjamini–Hochberg q",
        ),
        word(
            "verwacht-gevonden",
            ("“8 verwacht, 3 gevonden, kan toeval zijn”", "“8 expected, 3 found, may be chance”"),
            (
                "Zou het aanbod gelijk verdeeld zijn, dan waren het er acht; het zijn er drie. Zo’n verschil komt ook door toeval voor.",
                "If supply were spread evenly there would be eight; there are three. Such a difference also comes about by chance.",
            ),
            (
                "Toeval uitsluiten kan niet met één cel; wel als meer cellen hetzelfde laten zien.",
                "One cell cannot rule out chance; several that show the same can.",
            ),
            "expected count, p, q",
        ),
        word(
            "overlap",
            ("Overlap", "Overlap"),
            (
                "Hoeveel twee initiatieven hetzelfde aanbieden: dezelfde soort hulp, voor dezelfde ondernemers, in hetzelfde gebied. 0% is niets, 100% is gelijk.",
                "How much two initiatives offer the same: the same kind of help, for the same entrepreneurs, in the same area. 0% is nothing, 100% is equal.",
            ),
            (
                "Overlap is niet fout: soms is het gewild. Weinig ingevulde kenmerken maken de uitkomst onzeker; dan staat dat erbij.",
                "Overlap is not wrong: sometimes it is wanted. Few described features make the outcome uncertain; then that is said.",
            ),
            "best-match average of weighted Jaccard indices",
        ),
        word(
            "samenwerking",
            ("Samenwerking", "Collaboration"),
            (
                "Twee initiatieven werken samen als een zelfde organisatie in beide uitvoert of trekt. Alleen hetzelfde geld delen telt niet.",
                "Two initiatives collaborate when the same organisation runs or leads both. Sharing only a funder does not count.",
            ),
            (
                "Wie elkaar alleen kent of doorverwijst, staat meestal niet in de gegevens.",
                "Those who merely know or refer to each other are mostly not in the data.",
            ),
            "shared non-funding actors",
        ),
        word(
            "kwetsbaar",
            ("Kwetsbaar aanbod", "Fragile supply"),
            (
                "Al het eigen aanbod van een soort hangt aan één initiatief.",
                "All own supply of a kind hangs on one initiative.",
            ),
            (
                "Kwetsbaar is niet slecht: een sterk initiatief met vaste financiering kan het goed dragen.",
                "Fragile is not bad: a strong initiative with lasting funding can carry it well.",
            ),
            "single-provider cell",
        ),
        word(
            "sleutelspeler",
            ("Sleutelspeler", "Key player"),
            (
                "Een organisatie die met veel andere in een initiatief zit (contacten), of die groepen verbindt die anders los zouden staan (tussenpositie).",
                "An organisation that shares initiatives with many others (contacts), or connects groups that would otherwise be apart (in between).",
            ),
            (
                "Eén groot initiatief maakt al zijn deelnemers tot contacten van elkaar. Kijk ook naar het aantal initiatieven.",
                "One large initiative makes contacts of all who take part. Look at the number of initiatives too.",
            ),
            "degree, betweenness (Brandes), PageRank",
        ),
        word(
            "cluster",
            ("Cluster", "Cluster"),
            (
                "Een groep organisaties die onderling meer samen doen dan met de rest.",
                "A group of organisations that do more with each other than with the rest.",
            ),
            (
                "Een methode trekt altijd grenzen, ook waar ze er niet zijn. Kijk naar de zekerheid voordat u er een naam aan geeft.",
                "A method always draws borders, even where there are none. Look at the certainty before you name one.",
            ),
            "Leiden, modularity; consensus over seeded runs",
        ),
        word(
            "zekerheid",
            ("Zekerheid van een cluster", "Certainty of a cluster"),
            (
                "Hoe vaak de leden bij elkaar blijven als de berekening honderden keren opnieuw begint.",
                "How often members stay together when the computation starts anew hundreds of times.",
            ),
            (
                "Dit zegt dat de methode zeker is, niet dat de gegevens volledig zijn.",
                "This says that the method is sure, not that the data are complete.",
            ),
            "co-assignment over runs, Jaccard recovery",
        ),
        word(
            "deur",
            ("Deur", "Door"),
            (
                "Een initiatief waar een ondernemer met een bepaald profiel terechtkan.",
                "An initiative that is open to an entrepreneur with a given profile.",
            ),
            (
                "Staat er niet bij voor wie het is, dan telt het als open maar lager dan een uitdrukkelijke keuze.",
                "Where it is not said for whom it is, it counts as open but below an explicit fit.",
            ),
            "match by profile",
        ),
        word(
            "urgentie",
            ("Dringend, aandacht, ter kennisgeving", "Urgent, attention, for information"),
            (
                "Een afgesproken volgorde: eerst wat binnenkort stopt, dan vraag zonder aanbod, dan sterke overlap, dan wat kwetsbaar is.",
                "An agreed order: first what ends soon, then demand without supply, then strong overlap, then what is fragile.",
            ),
            (
                "De volgorde is afgesproken, niet gemeten. Tussen buren in de lijst zegt ze niets.",
                "The order is agreed, not measured. Between neighbours in the list it says nothing.",
            ),
            "urgency 0–1, classes at 0.6 and 0.3",
        ),
        word(
            "basis",
            (
                "Basis: gepubliceerd, geregistreerd, gemodelleerd, gereconstrueerd, fictief",
                "Basis: published, registered, modelled, reconstructed, fictional",
            ),
            (
                "Hoe een cijfer tot stand kwam. Gepubliceerd staat zo in een rapport; gereconstrueerd is nagebouwd op totalen; fictief is verzonnen.",
                "How a figure came about. Published is printed so in a report; reconstructed was rebuilt from totals; fictional is invented.",
            ),
            (
                "Trek uit een reconstructie nooit conclusies over één organisatie.",
                "Never draw conclusions about one organisation from a reconstruction.",
            ),
            "basis",
        ),
    ]
}
