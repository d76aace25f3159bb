//! The dataset `regioscan-2023`: a reconstructed network on top of the published tables.
//!
//! Source: Regioscan Digitalisering MKB (2023), national synthesis. The report publishes tables, not the initiatives
//! behind them. The tables are in `datasets/regioscan-2023/indicators.csv`; this module makes 220 initiatives, 582
//! activities and the actors around them that reproduce those tables. Everything that the report does not publish is
//! drawn by the rule below and carries the basis `reconstructed`.
//!
//! Must not be here: files, a clock, floating point, a value of a dimension that the report does not publish per
//! activity (sector, size, phase, form, application, bottleneck).
//!
//! # The tables
//!
//! The report prints whole percentages per province, and the number of activities of every province (20 to 87). With
//! fewer than 100 activities, two neighboring counts differ by more than one percentage point, so a printed
//! percentage fits one count only, however halves are rounded. Each cell of figures 7, 12, 19 and 20 is therefore
//! determined on its own, and all row and column totals of the report agree with the result: the integer tables are
//! unique.
//!
//! # The method, in order
//!
//! Seed [`SEED`]; each step draws from its own sequence of the PCG XSL RR 128/64 generator (`random`), in integers.
//!
//! 1. **Initiatives per province** (`supply`): 220 divided in proportion to the activities, by largest remainder.
//! 2. **Activities per initiative**: each initiative gets one; one initiative of the province with most activities
//!    gets 13, the published maximum; the rest goes one by one to an initiative of the province drawn in proportion
//!    to what it has, never above 13.
//! 3. **Type**: the province's types (figure 7) are shuffled and dealt; an initiative takes the first that it does
//!    not have yet, where there is one.
//! 4. **Maturity**: the province's classes (figure 12) are shuffled and dealt, independent of type.
//! 5. **Reach class**: the model of figure 4, by type. Figure 19 has one activity more in `laag` for Limburg and one
//!    more in `hoog` for Noord-Holland, both at the cost of `middel`: there the first activity of modelled class
//!    `middel` takes the published class, and its name says so. The effort class follows figure 4 without exception.
//! 6. **Size of initiatives** (`involvement`): a shuffled deck of 220 numbers of actors, 1 to 12, mean 4.8.
//! 7. **The 18 actors of figure 16** draw exactly their published number of initiatives: first those bound to a
//!    region, then Rabobank, which prefers large initiatives, then the others that work nationwide, among which the
//!    ministry prefers small ones (figure 17 shows the bank above the ministry in linked actors). Initiatives of one
//!    actor are left to further actors.
//! 8. **The seven other provinces** draw half of their initiatives, at most 9.
//! 9. **Further actors** fill the free seats: a municipality of the province (22 %), a numbered nationwide partner
//!    (12 %), else a numbered regional partner: new (55 %) or one that is already there, drawn in proportion to its
//!    initiatives, a quarter of them from a neighboring province of the same part of the country. None exceeds 9
//!    initiatives, because figure 16 lists all with 10 or more.
//! 10. **Roles** (`roles`): one initiator per initiative and a role for every other actor, drawn by kind of actor;
//!     where nobody executes, the initiator does.

mod actors;
mod files;
mod involvement;
mod notes;
mod package;
mod provinces;
mod random;
mod roles;
mod supply;
mod tables;

use super::GeneratedFile;
use tables::PublishedTables;

/// The seed of every draw: the year of the report.
pub const SEED: u64 = 2023;

/// The generated files of the dataset: `actors.csv`, `initiatives.csv`, `participations.csv`, `activities.csv` and
/// `datapackage.json`.
///
/// Always the same bytes. `indicators.csv`, from which it starts, is not among them.
#[must_use]
pub fn regioscan() -> Vec<GeneratedFile> {
    let tables = PublishedTables::embedded();
    let supply = supply::build(&tables);
    let involvement = involvement::build(&tables, &supply.initiatives);
    let participations = roles::assign(&involvement);

    let file = |name: &str, content: String| GeneratedFile { name: name.to_owned(), content };
    vec![
        file("actors.csv", files::actors(&involvement.actors)),
        file("initiatives.csv", files::initiatives(&supply.initiatives)),
        file("participations.csv", files::participations(&supply.initiatives, &involvement.actors, &participations)),
        file("activities.csv", files::activities(&supply)),
        file("datapackage.json", package::datapackage(&supply)),
    ]
}
