//! Small ecosystems in words: rows with ids and codes, as a person would write them down, and [`World::build`], which
//! turns them into the typed model.

use std::collections::{BTreeMap, BTreeSet};

use ecosysteemkaart::ecosystem::{
    About, Activity, Actor, Area, Aspect, Class, Column, Contents, Dimension, EVERY_VALUE, Ecosystem, Initiative,
    Level, Participation, Place, Referral, Region, RegionIndex, Regions, Role, Roles, StatedKind, Taxonomy, Value,
    ValueIndex,
};
use ecosysteemkaart::language::Text;
use time::Date;

pub type Words = BTreeSet<String>;

pub const PROVINCES: [&str; 12] =
    ["PV20", "PV21", "PV22", "PV23", "PV24", "PV25", "PV26", "PV27", "PV28", "PV29", "PV30", "PV31"];

pub fn words(list: &[&str]) -> Words {
    list.iter().map(ToString::to_string).collect()
}

#[derive(Debug, Clone)]
pub struct DimensionRow {
    pub id: &'static str,
    pub aspect: Option<Aspect>,
    pub several: bool,
    pub open: bool,
    /// Of a closed list, in an order that is not that of their bytes.
    pub values: Vec<&'static str>,
}

#[derive(Debug, Clone, Default)]
pub struct ActorRow {
    pub id: String,
    pub kind: Option<String>,
    pub level: Option<Level>,
    /// A region code or `NL`.
    pub region: Option<String>,
}

#[derive(Debug, Clone, Default)]
pub struct InitiativeRow {
    pub id: String,
    pub regions: Words,
    pub level: Option<Level>,
    pub start: Option<Date>,
    pub end: Option<Date>,
}

#[derive(Debug, Clone, Default)]
pub struct ActivityRow {
    pub id: String,
    pub initiative: String,
    pub regions: Words,
    /// dimension → values
    pub values: BTreeMap<String, Words>,
    pub reach: Option<u64>,
    pub reach_class: Option<Class>,
}

/// A working area in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Served {
    Unknown,
    National,
    Regions(Words),
}

impl Served {
    pub fn of(codes: &Words) -> Self {
        if codes.contains("NL") {
            Self::National
        } else if codes.is_empty() {
            Self::Unknown
        } else {
            Self::Regions(codes.clone())
        }
    }

    pub fn own(&self) -> Words {
        if let Self::Regions(codes) = self { codes.clone() } else { Words::new() }
    }
}

#[derive(Debug, Clone)]
pub struct World {
    /// (code, parent)
    pub regions: Vec<(String, Option<String>)>,
    pub dimensions: Vec<DimensionRow>,
    pub lead: String,
    pub surveyed: Words,
    pub actors: Vec<ActorRow>,
    pub initiatives: Vec<InitiativeRow>,
    /// (initiative, actor, role); rows may repeat.
    pub participations: Vec<(String, String, Option<Role>)>,
    pub activities: Vec<ActivityRow>,
    /// (from, to, count)
    pub referrals: Vec<(String, String, u64)>,
}

/// Six dimensions with every aspect, none included; lists closed and open, single and several.
pub fn default_dimensions() -> Vec<DimensionRow> {
    let row = |id, aspect, several, open, values: &[&'static str]| DimensionRow {
        id,
        aspect,
        several,
        open,
        values: values.to_vec(),
    };
    vec![
        row("activity_type", Some(Aspect::Method), false, false, &["signaleren", "advisering", "kennisplatform"]),
        row("sector", Some(Aspect::Target), true, false, &["C", "A", "G"]),
        row("application", Some(Aspect::Content), true, true, &[]),
        row("bottleneck", Some(Aspect::Need), true, false, &["willen", "weten"]),
        row("service_line", Some(Aspect::Method), true, false, &["eerste", "tweede"]),
        row("journey_phase", None, true, false, &["willen", "ontmoeten"]),
    ]
}

/// Modelled reach and effort that the tests give to values of `activity_type`.
pub fn modelled_classes(value: &str) -> (Option<Class>, Option<Class>) {
    match value {
        "advisering" => (Some(Class::Middle), Some(Class::High)),
        "signaleren" => (Some(Class::High), Some(Class::Low)),
        _ => (None, None),
    }
}

impl World {
    /// No rows yet, the twelve provinces, [`default_dimensions`].
    pub fn new() -> Self {
        Self {
            regions: PROVINCES.iter().map(|code| ((*code).to_owned(), None)).collect(),
            dimensions: default_dimensions(),
            lead: "activity_type".to_owned(),
            surveyed: Words::new(),
            actors: Vec::new(),
            initiatives: Vec::new(),
            participations: Vec::new(),
            activities: Vec::new(),
            referrals: Vec::new(),
        }
    }

    pub fn with_regions(mut self, codes: &[&str]) -> Self {
        self.regions = codes.iter().map(|code| ((*code).to_owned(), None)).collect();
        self
    }

    pub fn actors(mut self, ids: &[&str]) -> Self {
        self.actors.extend(ids.iter().map(|id| ActorRow { id: (*id).to_owned(), ..ActorRow::default() }));
        self
    }

    /// An initiative with partners.
    pub fn initiative(mut self, id: &str, regions: &[&str], partners: &[&str]) -> Self {
        self.initiatives.push(InitiativeRow { id: id.to_owned(), regions: words(regions), ..InitiativeRow::default() });
        self.participations.extend(partners.iter().map(|actor| (id.to_owned(), (*actor).to_owned(), None)));
        self
    }

    pub fn role(mut self, initiative: &str, actor: &str, role: Role) -> Self {
        self.participations.push((initiative.to_owned(), actor.to_owned(), Some(role)));
        self
    }

    pub fn activity(mut self, id: &str, initiative: &str, regions: &[&str], values: &[(&str, &[&str])]) -> Self {
        self.activities.push(ActivityRow {
            id: id.to_owned(),
            initiative: initiative.to_owned(),
            regions: words(regions),
            values: values.iter().map(|(dimension, list)| ((*dimension).to_owned(), words(list))).collect(),
            ..ActivityRow::default()
        });
        self
    }

    pub fn referral(mut self, from: &str, to: &str, count: u64) -> Self {
        self.referrals.push((from.to_owned(), to.to_owned(), count));
        self
    }

    /// Actors linked one to one: an initiative of two actors per link, so that count and Newman weight are 1.
    pub fn graph(ids: &[&str], links: &[(&str, &str)]) -> Self {
        let world = World::new().actors(ids);
        links.iter().fold(world, |world, (a, b)| world.initiative(&format!("{a}-{b}"), &[], &[a, b]))
    }

    /// The same rows in another order.
    pub fn shuffled(&self, seed: u64) -> Self {
        use rand::seq::SliceRandom;
        use rand_pcg::rand_core::SeedableRng;
        let mut random = rand_pcg::Pcg64::seed_from_u64(seed);
        let mut world = self.clone();
        world.actors.shuffle(&mut random);
        world.initiatives.shuffle(&mut random);
        world.participations.shuffle(&mut random);
        world.activities.shuffle(&mut random);
        world.referrals.shuffle(&mut random);
        world.regions.shuffle(&mut random);
        world
    }

    pub fn build(&self) -> Ecosystem {
        Ecosystem::new(self.contents()).expect("the rows of a test are consistent")
    }

    pub fn contents(&self) -> Contents {
        let codes: Vec<String> =
            self.regions.iter().map(|(code, _)| code.clone()).collect::<Words>().into_iter().collect();
        let region = |code: &str| codes.iter().position(|known| known == code).expect("a known region") as RegionIndex;
        let area = |listed: &Words| {
            let own = listed.iter().filter(|code| *code != "NL").map(|code| region(code)).collect();
            Area::from_parts(listed.contains("NL"), own)
        };
        let parent_of: BTreeMap<&String, &Option<String>> =
            self.regions.iter().map(|(code, parent)| (code, parent)).collect();
        let regions = codes.iter().map(|code| Region {
            code: code.as_str().into(),
            name: Text::same(code.clone()),
            parent: parent_of[code].as_deref().map(region),
            aliases: Vec::new(),
        });
        let regions = Regions::new(regions.collect()).expect("regions of a test are consistent");
        let dimensions: Vec<Dimension> = self.dimensions.iter().map(|row| self.dimension(row)).collect();
        let taxonomy = Taxonomy::new(dimensions, &self.lead).expect("the taxonomy of a test is consistent");
        let mut about = About::named("test");
        about.surveyed_regions = self.surveyed.clone();
        let mut contents = Contents::empty(about, taxonomy, regions);

        contents.actors = sorted(&self.actors, |row| &row.id)
            .map(|row| Actor {
                id: row.id.as_str().into(),
                name: row.id.as_str().into(),
                kind: row.kind.as_deref().map(|kind| StatedKind::Other(kind.into())),
                public: None,
                level: row.level,
                place: row.region.as_deref().map(|code| match code {
                    "NL" => Place::National,
                    code => Place::Region(region(code)),
                }),
                aliases: Vec::new(),
                url: None,
            })
            .collect();
        contents.initiatives = sorted(&self.initiatives, |row| &row.id)
            .map(|row| Initiative {
                id: row.id.as_str().into(),
                name: row.id.as_str().into(),
                stated_area: area(&row.regions),
                level: row.level,
                start: row.start,
                end: row.end,
                funding: None,
                budget: None,
                confirmed_on: None,
                particulars: None,
            })
            .collect();
        let positions =
            |ids: Vec<&str>| -> BTreeMap<String, u32> { ids.into_iter().map(str::to_owned).zip(0..).collect() };
        let actors = positions(contents.actors.iter().map(|row| &*row.id).collect());
        let initiatives = positions(contents.initiatives.iter().map(|row| &*row.id).collect());
        let (actor, initiative) = (|id: &str| actors[id], |id: &str| initiatives[id]);
        let mut links: BTreeMap<(u32, u32), Roles> = BTreeMap::new();
        for (in_initiative, by_actor, role) in &self.participations {
            let roles = links.entry((initiative(in_initiative), actor(by_actor))).or_default();
            *roles = roles.union(role.map_or(Roles::UNSTATED, Roles::of));
        }
        contents.participations =
            links.into_iter().map(|((initiative, actor), roles)| Participation { initiative, actor, roles }).collect();
        contents.referrals = self
            .referrals
            .iter()
            .map(|(from, to, count)| Referral { from: initiative(from), to: initiative(to), count: *count })
            .collect();
        contents.activities = sorted(&self.activities, |row| &row.id)
            .map(|row| Activity {
                id: row.id.as_str().into(),
                name: "".into(),
                initiative: initiative(&row.initiative),
                stated_area: area(&row.regions),
                reach: row.reach,
                reach_year: None,
                reach_class: row.reach_class,
                url: None,
            })
            .collect();
        for (column, dimension) in contents.classification.columns.iter_mut().zip(contents.taxonomy.dimensions()) {
            *column = Column::with_capacity(self.activities.len());
            for row in sorted(&self.activities, |row| &row.id) {
                let stated = row.values.get(&*dimension.id).into_iter().flatten();
                let mut values: Vec<ValueIndex> = stated
                    .map(|word| match word.as_str() {
                        "alle" => EVERY_VALUE,
                        word => dimension.position(word).expect("a known value"),
                    })
                    .collect();
                column.push(&mut values);
            }
        }
        contents
    }

    fn dimension(&self, row: &DimensionRow) -> Dimension {
        let value = |id: &str| {
            let (reach, effort) = modelled_classes(id);
            Value { reach, effort, ..Value::bare(id) }
        };
        let values = if row.open {
            self.values_of(row.id).iter().map(|id| value(id)).collect()
        } else {
            row.values.iter().map(|id| value(id)).collect()
        };
        Dimension {
            id: row.id.into(),
            label: Text::same(row.id),
            several: row.several,
            open: row.open,
            aspect: row.aspect,
            values,
        }
    }
}

fn sorted<T>(rows: &[T], id: impl Fn(&T) -> &str) -> impl Iterator<Item = &T> {
    let mut rows: Vec<&T> = rows.iter().collect();
    rows.sort_by(|a, b| id(a).as_bytes().cmp(id(b).as_bytes()));
    rows.into_iter()
}

/// The three required tables of a dataset; any region code is accepted, roles are read where they are ours.
pub fn world_from_csv(folder: &std::path::Path) -> World {
    let table = |name: &str| -> Vec<BTreeMap<String, String>> {
        let path = folder.join(name);
        let reader = csv::Reader::from_path(&path);
        let mut reader = reader.unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()));
        reader.deserialize().collect::<Result<_, _>>().expect("rows as wide as their header")
    };
    let mut world = World::new();
    let mut codes = Words::new();
    for row in table("actors.csv") {
        let region = row.get("region").filter(|code| !code.is_empty()).cloned();
        codes.extend(region.clone());
        world.actors.push(ActorRow { id: row["id"].clone(), region, ..ActorRow::default() });
    }
    for row in table("initiatives.csv") {
        let listed = row.get("regions").map_or("", String::as_str);
        let regions: Words = listed.split('|').filter(|code| !code.is_empty()).map(str::to_owned).collect();
        codes.extend(regions.clone());
        world.initiatives.push(InitiativeRow { id: row["id"].clone(), regions, ..InitiativeRow::default() });
    }
    for row in table("participations.csv") {
        let role = row.get("role").and_then(|word| Role::from_words(word));
        world.participations.push((row["initiative"].clone(), row["actor"].clone(), role));
    }
    codes.remove("NL");
    world.regions = codes.into_iter().map(|code| (code, None)).collect();
    world
}

/// Runs on a pool of so many threads.
pub fn at_threads<T: Send>(threads: usize, run: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool").install(run)
}

/// The same result on 1, 2 and 5 threads and for rows in another order.
pub fn assert_steady<T: PartialEq + std::fmt::Debug + Send>(world: &World, run: impl Fn(&Ecosystem) -> T + Sync) {
    let ecosystem = world.build();
    let first = at_threads(1, || run(&ecosystem));
    // Written out, two doubles are the same only if their bits are.
    let bits = |result: &T| format!("{result:?}");
    for (threads, seed) in [(2, 7), (5, 8), (1, 9)] {
        let again = at_threads(threads, || run(&ecosystem));
        assert!(first == again && bits(&first) == bits(&again), "{threads} threads: {first:?} {again:?}");
        let other_order = world.shuffled(seed).build();
        let again = at_threads(threads, || run(&other_order));
        assert!(first == again && bits(&first) == bits(&again), "other order, {threads} threads: {first:?} {again:?}");
    }
}

pub fn round12(value: f64) -> f64 {
    (value * 1e12).round() / 1e12
}

pub fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9
}

pub fn close_option(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => close(a, b),
        _ => false,
    }
}

/// A file of outside figures.
pub fn reference_figures(file: &str) -> serde_json::Value {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference").join(file);
    serde_json::from_str(&std::fs::read_to_string(path).expect("a reference file")).expect("valid JSON")
}
