//! What people call sheets and columns: the one place with every Dutch and English spelling beside the names of the format.
//!
//! A spelling counts without case, accents and marks ([`fold`]), and without what stands behind it in brackets. The names of the
//! format themselves, and the ids and labels of dimensions, always win over a spelling from here.

mod flat;
mod two_rows;

pub(super) use flat::{FLAT, FlatColumn, role_of_title};
pub(super) use two_rows::joined;

use super::layout::Table;
use crate::ecosystem::fold;

/// Spellings of one column, in groups: those of an earlier group win over those of a later one. Two headers of one group
/// contradict each other.
type Groups = &'static [&'static [&'static str]];

const INITIATIVE_IDS: &[&str] = &["initiatief id", "id initiatief", "initiatiefcode", "initiative id"];
const INITIATIVE_NAMES: &[&str] = &[
    "initiatief",
    "naam initiatief",
    "initiatiefnaam",
    "naam van het initiatief",
    "project",
    "naam project",
    "projectnaam",
    "programma",
    "naam programma",
    "regeling",
    "naam regeling",
    "gemeenschappelijke regeling",
    "initiative name",
    "name of initiative",
    "programme",
    "scheme",
];
const ACTOR_NAMES: &[&str] = &[
    "organisatie",
    "naam organisatie",
    "organisatienaam",
    "naam van de organisatie",
    "naam actor",
    "actornaam",
    "partij",
    "naam partij",
    "aanbieder",
    "naam aanbieder",
    "betrokken organisatie",
    "betrokken partij",
    "organisation",
    "organization",
    "organisation name",
    "organization name",
    "name of organisation",
    "provider",
];
const REGION: Groups = &[
    &["regio", "provincie", "vestigingsprovincie", "naam provincie", "province"],
    &["gemeente", "vestigingsgemeente", "vestigingsplaats", "plaats", "municipality", "place"],
];
const REGIONS: Groups = &[
    &["regio", "regio's", "provincie", "provincies", "werkgebied", "region", "province", "provinces", "working area"],
    &["gemeente", "gemeenten", "municipality", "municipalities"],
];
const URL: Groups = &[&["website", "webadres", "webpagina", "link", "internetadres", "web site", "web address"]];
const SOURCE: Groups = &[&["bron", "bronnen", "bronvermelding"]];
const IDS: &[&str] = &["code", "kenmerk", "nummer", "nr", "volgnummer", "number", "no"];

/// Spellings of a column of the format, without its own name.
fn groups(table: Table, column: &str) -> Groups {
    match (table, column) {
        (Table::Actors, "id") => &[&["actor id", "organisatie id", "organisatiecode", "organisation id"], IDS],
        (Table::Initiatives, "id") => &[INITIATIVE_IDS, IDS],
        (Table::Activities, "id") => &[&["activiteit id", "activiteitcode", "activity id"], IDS],
        (Table::Actors, "name") => &[&["naam"], ACTOR_NAMES, &["actor"]],
        (Table::Initiatives, "name") => &[&["naam"], INITIATIVE_NAMES, &["titel", "title", "initiative"]],
        (Table::Activities, "name") => &[&[
            "naam",
            "naam activiteit",
            "activiteitnaam",
            "activiteit",
            "dienst",
            "aanbod",
            "activity",
            "activity name",
        ]],
        (Table::Actors, "kind") => &[
            &[
                "soort",
                "soort organisatie",
                "soort actor",
                "type organisatie",
                "organisatietype",
                "type actor",
                "actortype",
            ],
            &["type", "categorie", "organisation type", "type of organisation", "kind of organisation", "category"],
        ],
        (Table::Actors, "public") => &[&["publiek", "publiek of privaat", "publiek privaat", "public or private"]],
        (Table::Actors | Table::Initiatives, "level") => {
            &[&["niveau", "schaalniveau", "schaal", "bestuursniveau", "bestuurslaag", "scale"]]
        }
        (Table::Actors | Table::Demand | Table::Indicators, "region") => REGION,
        (Table::Initiatives | Table::Activities, "regions") => REGIONS,
        (Table::Actors, "aliases") => &[
            &["aliassen", "alias", "andere namen", "ook bekend als", "other names", "also known as"],
            &["afkorting", "afkortingen", "abbreviation", "abbreviations"],
        ],
        (_, "url") => URL,
        (_, "source") => SOURCE,
        (Table::Initiatives, "start") => {
            &[&["startdatum", "start datum", "begindatum", "begin datum", "begin", "ingangsdatum", "start date"]]
        }
        (Table::Initiatives, "end") => &[&["einddatum", "eind datum", "einde", "eind", "end date"]],
        (Table::Initiatives, "funding") => {
            &[&["financiering", "soort financiering", "bekostiging", "tijdelijk of structureel", "type of funding"]]
        }
        (Table::Initiatives, "budget") => &[&[
            "begroting",
            "bedrag",
            "totaal budget",
            "totale begroting",
            "budget in euro",
            "subsidiebedrag",
            "amount",
        ]],
        (Table::Initiatives, "contact") => &[
            &["contactpersoon", "contactgegevens", "contact person"],
            &["e mail", "email", "e mailadres", "emailadres", "mailadres"],
        ],
        (Table::Initiatives, "description") => {
            &[&["omschrijving", "beschrijving", "korte omschrijving"], &["toelichting", "samenvatting", "summary"]]
        }
        (Table::Initiatives, "good_practice") => {
            &[&["goed voorbeeld", "goede praktijk", "best practice", "praktijkvoorbeeld"]]
        }
        (Table::Initiatives, "formerly") => {
            &[&["voorheen", "oude naam", "vroegere naam", "voormalige naam", "former name", "formerly known as"]]
        }
        (Table::Initiatives, "confirmed_on") => {
            &[&["bevestigd op", "gecontroleerd op", "laatst gecontroleerd", "datum bevestiging", "checked on"]]
        }
        (Table::Participations, "initiative") => &[INITIATIVE_IDS, INITIATIVE_NAMES, IDS],
        (Table::Activities, "initiative") => &[INITIATIVE_IDS, INITIATIVE_NAMES],
        (Table::Participations, "actor") => &[
            &["actor id", "organisatie id", "organisatiecode", "organisation id"],
            ACTOR_NAMES,
            &["betrokkene", "deelnemer", "partner", "participant"],
        ],
        (Table::Participations, "role") => &[&["rol", "rollen", "rol organisatie", "rol in initiatief", "roles"]],
        (Table::Activities, "reach") => &[&[
            "bereik",
            "aantal bereikt",
            "bereikte ondernemers",
            "bereikte bedrijven",
            "aantal bereikte ondernemers",
            "enterprises reached",
        ]],
        (Table::Activities, "reach_year") => &[&["jaar bereik", "bereik jaar", "jaar van bereik"], &["jaar", "year"]],
        (Table::Activities, "reach_class") => &[&["bereikklasse", "klasse bereik", "bereik klasse"]],
        (Table::Demand, "enterprises") => {
            &[&["ondernemingen", "bedrijven", "aantal ondernemingen", "aantal bedrijven", "number of enterprises"]]
        }
        (Table::Demand, "share_with_need") => &[&["aandeel met behoefte", "aandeel behoefte", "share in need"]],
        (Table::Indicators, "measure") => &[&["maat", "maatstaf", "indicator", "meting"]],
        (Table::Indicators, "value") => &[&["waarde"]],
        (Table::Indicators, "unit") => &[&["eenheid"]],
        (Table::Indicators, "n") => &[&["aantal respondenten", "respondenten"]],
        (Table::Responses, "activity") => &[&["activiteit", "activiteit id", "activity id"]],
        (Table::Responses, "question") => &[&["vraag"]],
        (Table::Responses, "answer") => &[&["antwoord"]],
        (Table::Responses | Table::Referrals, "count") => &[&["aantal", "number"]],
        (Table::Referrals, "from") => &[&["van"]],
        (Table::Referrals, "to") => &[&["naar"]],
        (Table::Names, "keep") => &[&["behouden", "blijft"]],
        (Table::Names, "merge") => &[&["samenvoegen", "vervalt"]],
        (Table::Names, "decision") => &[&["besluit", "beslissing"]],
        _ => &[],
    }
}

/// Spellings of a dimension of the default taxonomy, beside its id and labels.
fn dimension_groups(dimension: &str) -> Groups {
    match dimension {
        "activity_type" => &[&["soort activiteit", "activiteittype", "activiteitstype", "type aanbod"], &["type"]],
        "sector" => &[
            &["sectoren", "sbi", "sbi sectie", "sbi letter", "sbi 2008", "sbi 2025", "sector sbi 2025"],
            &["branche", "branches"],
        ],
        "size" => &[&["bedrijfsgrootte", "bedrijfsomvang", "grootteklasse", "company size"]],
        "phase" => &[&["bedrijfsfase", "levensfase", "fase bedrijf"]],
        "maturity" => &[&["digitale volwassenheid", "maturiteit"]],
        "application" => &[&["toepassingen", "applications"]],
        "theme" => &[&["thema's", "themes"]],
        "bottleneck" => &[&["knelpunten", "bottlenecks"]],
        "journey_phase" => &[&["ondernemersreis", "fase ondernemersreis"]],
        _ => &[],
    }
}

/// Names of sheets and files, without the name of the format.
fn table_spellings(table: Table) -> &'static [&'static str] {
    match table {
        Table::Actors => &["actoren", "organisaties", "organisations", "organizations", "partijen", "aanbieders"],
        Table::Initiatives => {
            &["initiatieven", "projecten", "programma's", "regelingen", "projects", "programmes", "schemes"]
        }
        Table::Participations => {
            &["deelnames", "deelname", "betrokkenheid", "betrokkenen", "participaties", "koppelingen", "rolverdeling"]
        }
        Table::Activities => &["activiteiten", "diensten", "aanbod", "services", "offers"],
        Table::Demand => &["behoefte", "vraag"],
        Table::Indicators => &["indicatoren"],
        Table::Responses => &["antwoorden"],
        Table::Referrals => &["doorverwijzingen", "verwijzingen"],
        Table::Names => &["naambesluiten", "besluiten over namen"],
    }
}

/// Which of some names stands for a table.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Called<'n> {
    Nowhere,
    Once(&'n str),
    /// Two of them in other words, none by the name of the format; the second.
    Twice(&'n str),
}

/// Looks for a table among the names of sheets, or of files without `.csv`: by the name of the format, as given or in any case,
/// else in other words.
pub(super) fn find_table<'n>(table: Table, names: impl Iterator<Item = &'n str> + Clone) -> Called<'n> {
    let own = names.clone().find(|name| *name == table.name());
    let own = own.or_else(|| names.clone().find(|name| name.trim().eq_ignore_ascii_case(table.name())));
    if let Some(own) = own {
        return Called::Once(own);
    }
    let mut called = names.filter(|name| is_called(table, name));
    match (called.next(), called.next()) {
        (None, _) => Called::Nowhere,
        (Some(one), None) => Called::Once(one),
        (Some(_), Some(second)) => Called::Twice(second),
    }
}

/// Whether a sheet or file stem is called as a table may be called, beside the name of the format.
pub(super) fn is_called(table: Table, name: &str) -> bool {
    let name = fold(name);
    table_spellings(table).iter().any(|spelling| fold(spelling) == name)
}

/// The tables that some names stand for; the other names belong to no table.
pub(super) fn is_of_a_table<'n>(name: &str, names: impl Iterator<Item = &'n str> + Clone) -> bool {
    Table::ALL.iter().any(|table| match find_table(*table, names.clone()) {
        Called::Once(found) => found == name,
        Called::Twice(_) => is_called(*table, name),
        Called::Nowhere => false,
    })
}

/// Bytes of the longest text that is looked at as the name of a column.
const LONGEST_TITLE: usize = 200;

/// A header without what stands behind it in brackets.
fn bare(header: &str) -> String {
    fold(header.split(['(', '[']).next().unwrap_or_default())
}

/// Headers of a table to positions, by spelling.
pub(super) struct Titles {
    folded: Vec<String>,
    bare: Vec<String>,
}

impl Titles {
    pub fn new<'h>(header: impl Iterator<Item = &'h str> + Clone) -> Self {
        // Longer texts are no titles.
        let short = header.map(|title| if title.len() > LONGEST_TITLE { "" } else { title });
        Self { folded: short.clone().map(fold).collect(), bare: short.map(bare).collect() }
    }

    /// Positions whose title is one of the words, in their order.
    pub fn called(&self, words: &[&str]) -> Vec<usize> {
        let words: Vec<String> = words.iter().map(|word| fold(word)).collect();
        self.folded
            .iter()
            .enumerate()
            .filter(|(_, title)| words.contains(title))
            .map(|(position, _)| position)
            .collect()
    }

    /// Free positions that are called in one of the words of the first group that has any.
    pub fn in_words(&self, groups: Groups, is_free: impl Fn(usize) -> bool) -> Vec<usize> {
        for group in groups {
            let words: Vec<String> = group.iter().map(|word| fold(word)).collect();
            let titles = self.folded.iter().zip(&self.bare).enumerate();
            let called = titles.filter(|(position, (folded, bare))| {
                is_free(*position) && (words.contains(folded) || (!bare.is_empty() && words.contains(bare)))
            });
            let called: Vec<usize> = called.map(|(position, _)| position).collect();
            if !called.is_empty() {
                return called;
            }
        }
        Vec::new()
    }

    /// Free positions that are called like a column of the format in other words: those of the first group that has any.
    pub fn spelled(&self, table: Table, column: &str, is_free: impl Fn(usize) -> bool) -> Vec<usize> {
        let own = self.own_in_brackets(column, &is_free);
        if own.is_empty() { self.in_words(groups(table, column), is_free) } else { own }
    }

    /// As [`Titles::spelled`], of a dimension of the default taxonomy.
    pub fn spelled_dimension(&self, dimension: &str, is_free: impl Fn(usize) -> bool) -> Vec<usize> {
        let own = self.own_in_brackets(dimension, &is_free);
        if own.is_empty() { self.in_words(dimension_groups(dimension), is_free) } else { own }
    }

    /// The name of the format with something in brackets behind it.
    fn own_in_brackets(&self, name: &str, is_free: &impl Fn(usize) -> bool) -> Vec<usize> {
        let name = fold(name);
        let titles = self.bare.iter().enumerate();
        titles.filter(|(position, bare)| is_free(*position) && **bare == name).map(|(position, _)| position).collect()
    }
}

/// Whose header is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Table(Table),
    /// One sheet that says everything.
    Flat,
}

/// How much a row looks like the header that is wanted: whether every column that cannot be missed is there, and how many
/// columns are known.
pub(super) fn likeness<'c>(wanted: Wanted, cells: impl Iterator<Item = &'c str> + Clone) -> (bool, usize) {
    let titles = Titles::new(cells.clone());
    let table = match wanted {
        Wanted::Table(table) => table,
        Wanted::Flat => {
            let has = |of: Table, names: &[&str]| {
                let mut columns = FLAT.iter().filter(|column| column.table == of && names.contains(&column.name));
                columns.any(|column| !titles.in_words(column.groups, |_| true).is_empty())
            };
            let roles = cells.filter(|cell| role_of_title(cell).is_some()).count();
            let known = FLAT.iter().filter(|column| !titles.in_words(column.groups, |_| true).is_empty()).count();
            let complete =
                has(Table::Initiatives, &["id", "name"]) && (has(Table::Actors, &["id", "name"]) || roles > 0);
            return (complete, known + roles);
        }
    };
    let (mut complete, mut known) = (true, 0);
    for (column, required) in table.columns() {
        let found = !titles.called(&[column]).is_empty() || !titles.spelled(table, column, |_| true).is_empty();
        known += usize::from(found);
        complete &= found || !required || (*column == "id" && table.can_be_known_by_name());
    }
    (complete, known)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// A spelling that stands for two columns, or for two tables, would be a guess.
    #[test]
    fn no_spelling_has_two_meanings() {
        let mut tables = BTreeMap::new();
        for table in Table::ALL {
            for spelling in table_spellings(table).iter().copied().chain([table.name()]) {
                assert_eq!(tables.insert(fold(spelling), table), None, "{spelling}");
            }
            let mut columns: BTreeMap<String, &str> = BTreeMap::new();
            for (column, _) in table.columns() {
                let spellings = groups(table, column).iter().flat_map(|group| group.iter());
                for spelling in spellings.copied().chain([*column]) {
                    if let Some(other) = columns.insert(fold(spelling), column) {
                        assert_eq!(other, *column, "{spelling} in {}", table.name());
                    }
                }
            }
        }
    }

    #[test]
    fn headers_as_a_province_writes_them() {
        let header = ["Naam initiatief *", "Startdatum", "Budget (€)", "Provincie(s)", "Opmerkingen"];
        assert_eq!(likeness(Wanted::Table(Table::Initiatives), header.into_iter()), (true, 4));
        let header = ["Naam initiatief", "Aanbieder", "Rol"];
        assert_eq!(likeness(Wanted::Table(Table::Participations), header.into_iter()), (true, 3));
        assert_eq!(likeness(Wanted::Table(Table::Actors), ["Overzicht van actoren", "", ""].into_iter()), (false, 0));
    }
}
