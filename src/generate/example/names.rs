//! Invented names, by rule: every one holds an invented town (`places`) or the word "fictief".
//!
//! Must not be here: the name of any existing organisation, programme or place.

use super::places::town_name;

/// Kinds of actor, as the dataset format lists them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ActorKind {
    Rijk,
    Provincie,
    Gemeente,
    Uitvoeringsorganisatie,
    Rom,
    Kennisinstelling,
    Onderwijs,
    Brancheorganisatie,
    Ondernemersorganisatie,
    Bank,
    Bedrijf,
    Stichting,
    Samenwerking,
    Europa,
    Overig,
}

/// Number of kinds.
const KINDS: usize = 15;

impl ActorKind {
    /// Code, publicness and level in the data.
    pub(super) fn codes(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Rijk => ("rijk", "publiek", "national"),
            Self::Provincie => ("provincie", "publiek", "regional"),
            Self::Gemeente => ("gemeente", "publiek", "local"),
            Self::Uitvoeringsorganisatie => ("uitvoeringsorganisatie", "publiek", "national"),
            Self::Rom => ("rom", "semipubliek", "regional"),
            Self::Kennisinstelling => ("kennisinstelling", "semipubliek", "regional"),
            Self::Onderwijs => ("onderwijs", "semipubliek", "regional"),
            Self::Brancheorganisatie => ("brancheorganisatie", "privaat", "national"),
            Self::Ondernemersorganisatie => ("ondernemersorganisatie", "privaat", "local"),
            Self::Bank => ("bank", "privaat", "regional"),
            Self::Bedrijf => ("bedrijf", "privaat", "local"),
            Self::Stichting => ("stichting", "semipubliek", "local"),
            Self::Samenwerking => ("samenwerking", "semipubliek", "regional"),
            Self::Europa => ("europa", "publiek", "european"),
            Self::Overig => ("overig", "privaat", "local"),
        }
    }

    /// First words of names of this kind that stand before a town.
    fn words(self) -> &'static [&'static str] {
        match self {
            Self::Rijk => &["Rijksloket"],
            Self::Provincie => &["Fictief provinciebestuur te"],
            Self::Gemeente => &["Gemeente"],
            Self::Uitvoeringsorganisatie => {
                &["Uitvoeringsdienst", "Omgevingskantoor", "Werkbureau", "Loketdienst", "Meetdienst"]
            }
            Self::Rom => &["Fictieve Ontwikkelmaatschappij"],
            Self::Kennisinstelling => &[
                "Kenniscentrum",
                "Lectoraat Luchtfietsen",
                "Instituut voor Vermoedens",
                "Laboratorium",
                "Denktank",
                "Rekenhuis",
                "Onderzoekskring",
                "Academie",
                "Observatorium",
            ],
            Self::Onderwijs => &[
                "Hogeschool",
                "Vakschool",
                "Avondschool",
                "Ambachtsschool",
                "Leerbedrijf",
                "College",
                "Zeevaartschool",
                "Muziekschool",
                "Tekenschool",
                "Kweekschool",
                "Handelsschool",
                "Zondagsschool",
            ],
            Self::Brancheorganisatie => &[
                "Gilde van Dromenvangers",
                "Gilde van Verhalenwevers",
                "Brancheraad",
                "Gildehuis",
                "Gilde van Molenaars",
                "Bond van Lampenmakers",
                "Vakgroep",
            ],
            Self::Ondernemersorganisatie => &[
                "Ondernemerskring",
                "Bedrijvenkring",
                "Winkeliersgezelschap",
                "Handelskring",
                "Havenkring",
                "Marktbond",
                "Kaailieden",
                "Ambachtsbond",
                "Winkelstraatbond",
                "Parkbeheer",
                "Jonge Ondernemers",
            ],
            Self::Bank => {
                &["Kredietkring", "Spaarkas", "Leenbank", "Borgstellingskas", "Hulpbank", "Muntkas", "Waarborgkas"]
            }
            Self::Bedrijf => &[
                "Weverij",
                "Glasblazerij",
                "Uitvinderij",
                "Zeilmakerij",
                "Klokkengieterij",
                "Rekenkamer Het Telraam",
                "Drukkerij",
                "Regenkwekerij",
                "Molenbouw",
                "Verhalenfabriek",
                "Spijkermakerij",
                "Tandwielhandel",
                "Lampenisterij",
                "Touwslagerij",
                "Papierschepperij",
                "Kaarsenmakerij",
                "Vliegerbouw",
                "Knopenfabriek",
                "Scheepstimmerij",
                "Sterrenkijkerij",
                "Luchtballonvaart",
                "Steenbakkerij",
                "Bellengieterij",
                "Kruidenhandel",
                "Zoutziederij",
                "Hoedenmakerij",
                "Mandenvlechterij",
                "Koperslagerij",
                "Kantklosserij",
                "Sleutelsmederij",
            ],
            Self::Stichting => &[
                "Stichting Vooruitblik",
                "Stichting Open Deur",
                "Stichting Het Kompas",
                "Stichting Nieuwe Draad",
                "Stichting Samenspraak",
                "Stichting De Vuurtoren",
                "Stichting Doorzicht",
                "Stichting Voortvarend",
                "Stichting Verzonnen Ambacht",
                "Stichting De Wegwijzer",
                "Stichting Vlinderslag",
                "Stichting Het Anker",
                "Stichting Eerste Stap",
                "Stichting Lichtpunt",
            ],
            Self::Samenwerking => &[
                "Coöperatie Wij Samen",
                "Verbond",
                "Alliantie",
                "Samenwerkingsverband",
                "Coöperatie De Brug",
                "Deelkring",
                "Gezelschap",
                "Netwerk",
                "Kringloop",
                "Vereniging De Schakel",
                "Tafelgenootschap",
            ],
            Self::Europa => &["Europees Fonds"],
            Self::Overig => &[
                "Volksleeszaal",
                "Radio",
                "Dorpshuis",
                "Museum",
                "Stadsherberg",
                "Volkssterrenwacht",
                "Schouwburg",
                "Buurthuis",
                "Krant",
                "Archief",
            ],
        }
    }
}

/// What an actor is in an initiative.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Initiator,
    Funder,
    Executor,
    Partner,
}

impl Role {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Initiator => "initiator",
            Self::Funder => "funder",
            Self::Executor => "executor",
            Self::Partner => "partner",
        }
    }
}

/// An invented town, with the actors that live there and how many names of each sort it used.
pub(super) struct Town {
    pub(super) name: String,
    pub(super) number: usize,
    pub(super) province: usize,
    /// Actors that background initiatives may ask.
    pub(super) actors: Vec<usize>,
    kind_counts: [usize; KINDS],
    initiative_count: usize,
}

impl Town {
    pub(super) fn new(number: usize, province: usize) -> Self {
        let name = town_name(number);
        Self { name, number, province, actors: Vec::new(), kind_counts: [0; KINDS], initiative_count: 0 }
    }

    /// A name for a further actor of a kind in this town; no two are equal. A repeated word gets
    /// "nr. 2", since a bare number belongs to the name of the town.
    pub(super) fn actor_name(&mut self, kind: ActorKind) -> String {
        let words = kind.words();
        let count = self.kind_counts[kind as usize];
        self.kind_counts[kind as usize] += 1;
        // Towns begin at different words, so that neighbors do not sound alike.
        let word = words[(self.number * 7 + count) % words.len()];
        let repeat = count / words.len();
        let legal_form = match kind {
            ActorKind::Bedrijf => [" B.V.", " V.O.F.", " B.V.", ""][count % 4],
            ActorKind::Samenwerking if word.starts_with("Coöperatie") => " U.A.",
            _ => "",
        };
        let number = if repeat == 0 { String::new() } else { format!(" nr. {}", repeat + 1) };
        format!("{word} {}{number}{legal_form}", self.name)
    }

    /// A name for a further initiative from this town; no two are equal.
    pub(super) fn initiative_name(&mut self) -> String {
        let count = self.initiative_count;
        self.initiative_count += 1;
        let combinations = PROGRAMMES.len() * TOPICS.len();
        // 131 has no common divisor with 16 · 20, so every combination comes before one returns.
        let combination = (self.number * 37 + count * 131) % combinations;
        let programme = PROGRAMMES[combination % PROGRAMMES.len()];
        let topic = TOPICS[combination / PROGRAMMES.len()];
        let repeat = count / combinations;
        let number = if repeat == 0 { String::new() } else { format!(" nr. {}", repeat + 1) };
        format!("{programme} {topic} {}{number}", self.name)
    }
}

const PROGRAMMES: [&str; 16] = [
    "Werkplaats",
    "Loket",
    "Leerkring",
    "Proeftuin",
    "Reisgezelschap",
    "Atelier",
    "Estafette",
    "Wegwijzer",
    "Broedplaats",
    "Spreekuur",
    "Kompas",
    "Karavaan",
    "Speelveld",
    "Tafelronde",
    "Luistertoren",
    "Aanlegsteiger",
];

const TOPICS: [&str; 20] = [
    "Rekenende Weefgetouwen",
    "Slimme Molens",
    "Verstandige Voorraad",
    "Veilige Sloten",
    "Sprekende Machines",
    "Tweelingmodellen",
    "Zuinig Stoken",
    "Kringloopgoed",
    "Verre Markten",
    "Vaardige Handen",
    "Nieuwe Vakmensen",
    "Vindbare Winkels",
    "Gedeelde Gegevens",
    "Denkende Kassen",
    "Rijdende Robots",
    "Lichte Lasten",
    "Open Boeken",
    "Gouden Ideeën",
    "Snelle Levering",
    "Heldere Cijfers",
];

/// National actors that every example has; the first funds what is planted as "only the funder is shared".
pub(super) const NATIONAL_ACTORS: [(&str, ActorKind); 18] = [
    ("Ministerie van Verzonnen Zaken (fictief)", ActorKind::Rijk),
    ("Ministerie van Goede Bedoelingen (fictief)", ActorKind::Rijk),
    ("Uitvoeringsdienst Luchtkastelen (fictief)", ActorKind::Uitvoeringsorganisatie),
    ("Kamer voor Denkbeeldige Ondernemers (fictief)", ActorKind::Uitvoeringsorganisatie),
    ("Academie der Onbestaande Wetenschappen (fictief)", ActorKind::Kennisinstelling),
    ("Koninklijk Verbond van Fabeldieren (fictief)", ActorKind::Brancheorganisatie),
    ("Unie van Zelfbedachte Winkels (fictief)", ActorKind::Brancheorganisatie),
    ("Gilde der Wolkenbouwers (fictief)", ActorKind::Brancheorganisatie),
    ("Bank van Droomleningen (fictief)", ActorKind::Bank),
    ("Spaarbank De Zilveren Maanvis (fictief)", ActorKind::Bank),
    ("Fonds Sprookjesbos (fictief)", ActorKind::Stichting),
    ("Europees Fonds voor Nergensland (fictief)", ActorKind::Europa),
    ("Landelijk Netwerk Wensputten (fictief)", ActorKind::Samenwerking),
    ("Universiteit van Overmorgen (fictief)", ActorKind::Kennisinstelling),
    ("Rekenhuis De Blauwe Olifant (fictief)", ActorKind::Bedrijf),
    ("Raad voor Onwaarschijnlijke Vaardigheden (fictief)", ActorKind::Onderwijs),
    ("Telegraafmaatschappij Het Zwevende Woord (fictief)", ActorKind::Bedrijf),
    ("Vereniging Ondernemers van Atlantis (fictief)", ActorKind::Ondernemersorganisatie),
];

/// Position of the ministry among the actors.
pub(super) const MINISTRY: usize = 0;

/// A further national actor; no two are equal.
pub(super) fn national_name(count: usize) -> (String, ActorKind) {
    const SORTS: [(&str, ActorKind); 6] = [
        ("Landelijke Brancheraad", ActorKind::Brancheorganisatie),
        ("Hoofdkantoor Tovertechniek", ActorKind::Bedrijf),
        ("Nationaal Instituut", ActorKind::Kennisinstelling),
        ("Landelijk Gezelschap", ActorKind::Samenwerking),
        ("Academie", ActorKind::Onderwijs),
        ("Maatschappij van Vernuft", ActorKind::Stichting),
    ];
    let (words, kind) = SORTS[count % SORTS.len()];
    // Town names from further on in the list than an example of national size has towns.
    (format!("{words} {} (fictief)", town_name(700 + count)), kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_in_a_town_do_not_repeat() {
        let mut town = Town::new(3, 0);
        let actors: BTreeSet<String> = (0..200).map(|_| town.actor_name(ActorKind::Bedrijf)).collect();
        let initiatives: BTreeSet<String> = (0..700).map(|_| town.initiative_name()).collect();
        assert_eq!((actors.len(), initiatives.len()), (200, 700));
    }

    #[test]
    fn national_names_do_not_repeat() {
        let names: BTreeSet<String> = (0..3_000).map(|count| national_name(count).0).collect();
        assert_eq!(names.len(), 3_000);
    }
}
