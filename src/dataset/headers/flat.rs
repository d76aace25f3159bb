//! The columns of one flat sheet, and what people call them.

use super::super::layout::Table;
use super::{ACTOR_NAMES, Groups, INITIATIVE_IDS, INITIATIVE_NAMES, SOURCE, URL, bare};
use crate::ecosystem::Role;

/// A column of one flat sheet that says everything.
pub(in crate::dataset) struct FlatColumn {
    /// Table and column of the format that it goes to.
    pub table: Table,
    pub name: &'static str,
    pub groups: Groups,
}

const fn flat(table: Table, name: &'static str, groups: Groups) -> FlatColumn {
    FlatColumn { table, name, groups }
}

/// The columns of a flat sheet, in the order in which they are looked for. What says nothing of an organisation or activity is
/// about the initiative.
pub(in crate::dataset) const FLAT: &[FlatColumn] = &[
    flat(Table::Initiatives, "id", &[INITIATIVE_IDS]),
    flat(Table::Initiatives, "name", &[INITIATIVE_NAMES, &["initiative"], &["naam", "titel", "title", "name"]]),
    flat(Table::Actors, "id", &[&["actor id", "organisatie id", "organisatiecode", "organisation id"]]),
    flat(
        Table::Actors,
        "name",
        &[ACTOR_NAMES, &["actor", "betrokkene", "betrokkenen", "betrokken organisaties", "organisaties"]],
    ),
    flat(Table::Participations, "role", &[&["rol", "role", "rollen", "roles", "rol organisatie", "rol in initiatief"]]),
    flat(
        Table::Actors,
        "kind",
        &[&[
            "soort organisatie",
            "type organisatie",
            "organisatietype",
            "soort actor",
            "type actor",
            "type of organisation",
            "kind of organisation",
            "kind",
        ]],
    ),
    flat(Table::Actors, "public", &[&["publiek of privaat", "publiek privaat", "public or private", "public"]]),
    flat(
        Table::Actors,
        "region",
        &[
            &["vestigingsprovincie", "provincie organisatie", "regio organisatie", "region of organisation"],
            &["vestigingsplaats", "vestigingsgemeente"],
        ],
    ),
    flat(
        Table::Initiatives,
        "regions",
        &[
            &[
                "regions",
                "regio",
                "regio's",
                "provincie",
                "provincies",
                "werkgebied",
                "region",
                "province",
                "provinces",
                "working area",
            ],
            &["gemeente", "gemeenten", "municipality", "municipalities"],
        ],
    ),
    flat(Table::Initiatives, "level", &[&["niveau", "schaalniveau", "schaal", "level"]]),
    flat(
        Table::Initiatives,
        "start",
        &[&["start", "startdatum", "start datum", "begindatum", "begin datum", "begin", "ingangsdatum", "start date"]],
    ),
    flat(Table::Initiatives, "end", &[&["end", "einddatum", "eind datum", "einde", "eind", "end date"]]),
    flat(
        Table::Initiatives,
        "funding",
        &[&["funding", "financiering", "soort financiering", "bekostiging", "tijdelijk of structureel"]],
    ),
    flat(Table::Initiatives, "budget", &[&["budget", "begroting", "totaal budget", "budget in euro", "bedrag"]]),
    flat(Table::Initiatives, "contact", &[&["contact", "contactpersoon", "contactgegevens"]]),
    flat(Table::Initiatives, "url", URL),
    flat(
        Table::Initiatives,
        "description",
        &[&["description", "omschrijving", "beschrijving", "korte omschrijving"], &["toelichting"]],
    ),
    flat(Table::Initiatives, "formerly", &[&["voorheen", "oude naam", "formerly"]]),
    flat(Table::Initiatives, "confirmed_on", &[&["bevestigd op", "gecontroleerd op", "confirmed on"]]),
    flat(Table::Initiatives, "source", SOURCE),
    flat(
        Table::Activities,
        "name",
        &[&["activiteit", "naam activiteit", "activiteitnaam", "dienst", "aanbod", "activity", "activity name"]],
    ),
    flat(
        Table::Activities,
        "reach",
        &[&["bereik", "aantal bereikt", "bereikte ondernemers", "bereikte bedrijven", "reach"]],
    ),
    flat(Table::Activities, "reach_year", &[&["jaar bereik", "bereik jaar"]]),
    flat(Table::Activities, "reach_class", &[&["bereikklasse"]]),
];

/// The role that a column of organisations is called after, in one or several.
pub(in crate::dataset) fn role_of_title(title: &str) -> Option<Role> {
    let words = bare(title);
    let singular = ["s", "en", "'s"].iter().filter_map(|end| words.strip_suffix(end));
    Role::from_words(&words).or_else(|| singular.into_iter().find_map(Role::from_words))
}
