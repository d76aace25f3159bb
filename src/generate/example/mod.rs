//! A wholly fictional ecosystem of national size, made from a seed: every table and dimension
//! filled, in two versions a year apart, with planted truths that tell where an analysis must find
//! overlap, white spots, duplicate names, bridges and changes.
//!
//! The province codes are real; no organisation, town or programme exists. Most links stay within
//! a town or province, some actors are national. The work and the size grow linearly with the
//! number of initiatives. Must not be here: files, a clock, floating point, and figures that
//! anyone measured.

mod background;
mod dimensions;
mod document;
mod draw;
mod model;
mod names;
mod offers;
mod package;
mod places;
mod planted;
mod surveys;
mod tables;
mod truths;

use super::GeneratedFile;
use draw::{Draw, Stream};
use model::{Actor, World};
use names::NATIONAL_ACTORS;

/// Number of initiatives in the second version, unless asked otherwise: that of the Regioscan Digitalisering 2023.
pub const DEFAULT_INITIATIVES: usize = 220;

/// Smallest number of initiatives: the planted truths need so many, and a background to differ from.
pub const MIN_INITIATIVES: usize = 200;

/// Largest number of initiatives, to keep names and memory within bounds.
pub const MAX_INITIATIVES: usize = 2_000_000;

/// Seed of the shipped dataset.
pub const DEFAULT_SEED: u64 = 1;

/// Year of the second version, unless asked otherwise.
pub const DEFAULT_YEAR: u16 = 2026;

/// First year that leaves room for the history before it, and the last one of four digits with the future after it.
const YEARS: (u16, u16) = (1_000, 9_990);

/// Which of the two versions, a year apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Version {
    /// The earlier one, dated the first of March of the year before [`ExampleConfig::year`].
    First,
    /// The later one, dated the first of March of [`ExampleConfig::year`].
    #[default]
    Second,
}

/// Settings of [`example`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExampleConfig {
    /// Initiatives in the second version; taken within [`MIN_INITIATIVES`] and [`MAX_INITIATIVES`]
    /// ([`DEFAULT_INITIATIVES`]). The first version has a few more or less.
    pub initiatives: usize,
    /// Another seed gives another ecosystem with the same kinds of planted truths ([`DEFAULT_SEED`]).
    pub seed: u64,
    /// Calendar year of the second version, taken within 1000 and 9990 ([`DEFAULT_YEAR`]).
    pub year: u16,
    /// Which version to write ([`Version::Second`]).
    pub version: Version,
}

impl Default for ExampleConfig {
    fn default() -> Self {
        Self { initiatives: DEFAULT_INITIATIVES, seed: DEFAULT_SEED, year: DEFAULT_YEAR, version: Version::default() }
    }
}

/// Makes the fictional dataset: its tables, `datapackage.json` and `PLANTED.md`, which says where
/// every planted truth is. The same settings give the same bytes on every machine.
///
/// Both versions of a seed belong together: what stays has the same ids. At the default size there
/// are about 900 actors, 1,300 participations and 582 activities.
pub fn example(config: &ExampleConfig) -> Vec<GeneratedFile> {
    let config = ExampleConfig {
        initiatives: config.initiatives.clamp(MIN_INITIATIVES, MAX_INITIATIVES),
        year: config.year.clamp(YEARS.0, YEARS.1),
        ..*config
    };
    let world = build(config);
    let mut files = tables::tables(&world, config.version);
    files.extend(surveys::surveys(&world, config.version));
    files.push(package::package(&world, config.version));
    files.push(document::document(&world, config.version));
    files
}

/// Both versions of the ecosystem: planted initiatives first, then the background, then what ties them.
fn build(config: ExampleConfig) -> World {
    // About 4.1 actors per initiative: room for six times as many keeps every id as long as the others.
    let id_width = (config.initiatives * 6).to_string().len().max(4);
    let mut world = World {
        config,
        towns: Vec::new(),
        towns_of: Vec::new(),
        national_actors: Vec::new(),
        national_count: 0,
        actors: Vec::new(),
        initiatives: Vec::new(),
        participations: Vec::new(),
        activities: Vec::new(),
        referrals: Vec::new(),
        decisions: Vec::new(),
        truths: truths::Truths::default(),
        planted: 0,
        id_width,
    };
    for (name, kind) in NATIONAL_ACTORS {
        let aliases = if world.actors.is_empty() {
            vec!["MinVZ (fictief)".to_owned(), "VZ (fictief)".to_owned()]
        } else {
            Vec::new()
        };
        let actor = world.add_actor(Actor { name: name.to_owned(), kind, province: None, aliases, standing: false });
        world.national_actors.push(actor);
    }
    background::found_towns(&mut world);
    let mut planting = Draw::new(config.seed, Stream::Planted);
    let loose = planted::before(&mut world, &mut planting);
    background::fill(&mut world, &mut Draw::new(config.seed, Stream::Background));
    planted::after(&mut world, &mut planting, &loose);
    world
}
