//! A proposed initiative in JSON → [`Proposal`], read in the words of the dataset that it is laid beside.
//!
//! The fields are the columns of the dataset's tables. A list may be one text, in which `|` separates as in a cell; an
//! actor may be named by id or by name, and one that is not in the data is new:
//!
//! ```json
//! {
//!   "name": "Digitale werkplaats", "regions": ["Drenthe"], "funding": "tijdelijk",
//!   "actors": [{ "actor": "Rabobank", "role": "financier" }, { "actor": "Werkplaats", "public": "privaat" }],
//!   "activities": [{ "activity_type": "advisering", "sector": ["C", "F"] }]
//! }
//! ```

mod fields;

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value as Json};

use super::activities::is_within;
use super::finding::{Collector, Findings, Place};
use super::ids::Ids;
use super::layout::Table;
use super::problem::Problem;
use super::regions::RegionReader;
use super::scheme::{ListedRegion, Scheme, parse};
use super::spellings::Listed as _;
use super::values::ValueReader;
use super::{dates, numbers, row};
use crate::ecosystem::{
    Actor, ActorKind, Area, Class, Ecosystem, Funding, Initiative, Level, Participant, Particulars, Place as Where,
    Proposal, ProposedActivity, Publicness, Role, Roles, StatedKind, fold,
};
use fields::{Fields, JsonReader, parts};

/// Bytes that a proposal may have.
pub const PROPOSAL_BYTES: usize = 1 << 20;

/// What came of reading a proposal.
#[derive(Debug)]
pub struct ProposalReading {
    pub findings: Findings,
    /// `None` where there is an error among the findings.
    pub proposal: Option<Proposal>,
}

/// Reads a proposal; `name` is what findings call it by. Any bytes give a proposal that can be added, or findings.
pub fn read_proposal(name: &str, bytes: &[u8], ecosystem: &Ecosystem) -> ProposalReading {
    let mut findings = Collector::default();
    let place = Place::file(name);
    let mut proposal = None;
    if bytes.len() > PROPOSAL_BYTES {
        findings.error(place.whole(), Problem::FileTooLarge { limit: PROPOSAL_BYTES as u64 });
    } else {
        match std::str::from_utf8(bytes) {
            Ok(text) => {
                if let Some(json) = parse(text.trim_start_matches('\u{feff}'), &place, &mut findings) {
                    proposal = Reader::new(ecosystem, place, &mut findings).proposal(&json);
                }
            }
            Err(error) => findings.error(place.whole(), Problem::BadJson { detail: error.to_string() }),
        }
    }
    let proposal = proposal.filter(|_| !findings.has_errors());
    ProposalReading { findings: findings.finish(), proposal }
}

struct Reader<'a> {
    ecosystem: &'a Ecosystem,
    json: JsonReader<'a>,
    regions: RegionReader,
    values: Vec<ValueReader>,
    /// Folded names and aliases of actors.
    names: HashMap<String, Vec<usize>>,
    ids: Ids<'a>,
    new_actors: Vec<Actor>,
}

impl<'a> Reader<'a> {
    fn new(ecosystem: &'a Ecosystem, place: Place, findings: &'a mut Collector) -> Self {
        let regions = ecosystem.regions().iter().cloned();
        let scheme = Scheme {
            regions: regions.map(|region| ListedRegion { region, parent: None }).collect(),
            ..Scheme::default()
        };
        let mut names: HashMap<String, Vec<usize>> = HashMap::new();
        for (position, actor) in ecosystem.actors().iter().enumerate() {
            let spellings: BTreeSet<String> =
                std::iter::once(&actor.name).chain(&actor.aliases).map(|name| fold(name)).collect();
            for spelling in spellings.into_iter().filter(|spelling| !spelling.is_empty()) {
                names.entry(spelling).or_default().push(position);
            }
        }
        let actors = ecosystem.actors().iter().map(|actor| (&*actor.id, &*actor.name));
        Self {
            ecosystem,
            json: JsonReader { place, findings },
            regions: RegionReader::new(&scheme),
            values: ecosystem.taxonomy().dimensions().iter().cloned().map(ValueReader::new).collect(),
            names,
            ids: Ids::new("actors", true, actors),
            new_actors: Vec::new(),
        }
    }

    fn proposal(mut self, json: &Json) -> Option<Proposal> {
        let columns = Table::Initiatives.columns().iter().map(|(name, _)| *name);
        let names: Vec<&str> = columns.chain(["actors", "activities"]).collect();
        let fields = self.json.fields(json, "", &names, &[])?;
        let particulars = Particulars {
            contact: self.json.text(&fields, "contact"),
            url: self.json.text(&fields, "url"),
            description: self.json.text(&fields, "description"),
            good_practice: self.json.text(&fields, "good_practice"),
            formerly: self.json.words(&fields, "formerly").into_iter().map(|(_, word)| word.into()).collect(),
            source: self.json.text(&fields, "source"),
        };
        let initiative = Initiative {
            id: self.initiative_id(&fields),
            name: self.json.required(&fields, "name"),
            stated_area: self.area(&fields),
            level: self.json.listed(&fields, "level"),
            start: self.json.read(&fields, "start", dates::date),
            end: self.json.read(&fields, "end", dates::date),
            funding: self.json.listed::<Funding>(&fields, "funding"),
            budget: self.json.read(&fields, "budget", whole_number),
            confirmed_on: self.json.read(&fields, "confirmed_on", dates::date),
            particulars: (particulars != Particulars::default()).then(|| Box::new(particulars)),
        };
        if let (Some(first), Some(last)) = (initiative.start, initiative.end)
            && last < first
        {
            let problem = Problem::EndBeforeStart { start: first.to_string() };
            self.json.wrong(&fields.path_of("end"), problem, &last.to_string(), || None);
        }
        let mut participants = Vec::new();
        for (path, item) in self.json.items(&fields, "actors") {
            participants.extend(self.participant(item, &path));
        }
        let mut activities: Vec<ProposedActivity> = Vec::new();
        let mut taken: BTreeSet<Box<str>> = BTreeSet::new();
        for (number, (path, item)) in self.json.items(&fields, "activities").into_iter().enumerate() {
            let Some(activity) = self.activity(item, &path, &initiative, number + 1, &taken) else { continue };
            taken.insert(activity.id.clone());
            activities.push(activity);
        }
        Some(Proposal { initiative, new_actors: self.new_actors, participants, activities })
    }

    fn initiative_id(&mut self, fields: &Fields<'_>) -> Box<str> {
        let ecosystem = self.ecosystem;
        let is_taken = |id: &str| ecosystem.initiative_position(id).is_some();
        match self.json.text(fields, "id") {
            Some(id) => {
                if is_taken(&id) {
                    self.json.wrong(&fields.path_of("id"), Problem::TakenId, &id, || None);
                }
                id
            }
            None => free("voorstel", is_taken),
        }
    }

    fn activity(
        &mut self,
        json: &Json,
        path: &str,
        initiative: &Initiative,
        number: usize,
        taken: &BTreeSet<Box<str>>,
    ) -> Option<ProposedActivity> {
        let columns = Table::Activities.columns().iter().map(|(name, _)| *name);
        let names: Vec<&str> = columns.filter(|name| *name != "initiative").collect();
        let fields = self.json.fields(json, path, &names, self.ecosystem.taxonomy().dimensions())?;
        let ecosystem = self.ecosystem;
        let is_taken = |id: &str| {
            taken.contains(id) || ecosystem.activities().binary_search_by(|activity| (*activity.id).cmp(id)).is_ok()
        };
        let id = match self.json.text(&fields, "id") {
            Some(id) => {
                if is_taken(&id) {
                    self.json.wrong(&fields.path_of("id"), Problem::TakenId, &id, || None);
                }
                id
            }
            None => free(&format!("{}-{number}", initiative.id), is_taken),
        };
        let stated_area = self.area(&fields);
        self.check_area(&fields, &stated_area, &initiative.stated_area);
        Some(ProposedActivity {
            id,
            name: self.json.text(&fields, "name").unwrap_or_default(),
            stated_area,
            reach: self.json.read(&fields, "reach", whole_number),
            reach_year: self.json.read(&fields, "reach_year", row::year),
            reach_class: self.json.listed::<Class>(&fields, "reach_class"),
            url: self.json.text(&fields, "url"),
            values: (0..self.values.len()).map(|dimension| self.values(&fields, dimension)).collect(),
        })
    }

    /// Warns of an activity outside the area of its initiative, as the reader of datasets does.
    fn check_area(&mut self, fields: &Fields<'_>, inner: &Area, outer: &Area) {
        let regions = self.ecosystem.regions();
        if !is_within(regions, inner, outer) {
            let problem = Problem::AreaOutside { initiative_area: regions.codes(outer).join("|") };
            let path = fields.path_of("regions");
            self.json.findings.warn(
                self.json.place.at(None, Some(&path)),
                problem,
                &regions.codes(inner).join("|"),
                || None,
            );
        }
    }

    /// The codes of an activity in one dimension.
    fn values(&mut self, fields: &Fields<'_>, position: usize) -> Vec<Box<str>> {
        let dimension = &self.ecosystem.taxonomy().dimensions()[position];
        let words = self.json.words(fields, &dimension.id);
        let reader = &mut self.values[position];
        let mut codes: Vec<Box<str>> = Vec::new();
        for (path, word) in words {
            let whole = reader.is_known(&word);
            for part in parts(&word, whole) {
                if let Some(value) = reader.word(part, self.json.place.at(None, Some(&path)), self.json.findings) {
                    codes.push(reader.code(value).into());
                }
            }
        }
        codes.sort_unstable();
        codes.dedup();
        // A list of more than one is wrong even where all but one are empty or the same: the description says one.
        let listed = fields.get(&dimension.id).and_then(|(_, json)| json.as_array()).map_or(0, Vec::len);
        if !dimension.several && codes.len().max(listed) > 1 {
            self.json.wrong(&fields.path_of(&dimension.id), Problem::SeveralValues, &codes.join("|"), || None);
        }
        codes
    }

    fn participant(&mut self, json: &Json, path: &str) -> Option<Participant> {
        let object;
        let json = if json.is_string() {
            object = Json::Object(Map::from_iter([(String::from("actor"), json.clone())]));
            &object
        } else {
            json
        };
        let names = ["actor", "role", "name", "kind", "public", "level", "region"];
        let fields = self.json.fields(json, path, &names, &[])?;
        let words = self.json.required(&fields, "actor");
        let mut roles = Roles::default();
        for (path, role) in self.json.words(&fields, "role") {
            for part in parts(&role, false) {
                let found =
                    row::listed(part, self.json.place.at(None, Some(&path)), &Role::lookup(), self.json.findings);
                roles = found.map_or(roles, |role| roles.union(Roles::of(role)));
            }
        }
        if roles == Roles::default() {
            roles = Roles::UNSTATED;
        }
        let actor = Actor {
            id: words.clone(),
            name: self.json.text(&fields, "name").unwrap_or_else(|| words.clone()),
            kind: self.kind(&fields),
            public: self.json.listed::<Publicness>(&fields, "public"),
            level: self.json.listed::<Level>(&fields, "level"),
            place: self.region(&fields),
            aliases: Vec::new(),
            url: None,
        };
        let id = if words.is_empty() { return None } else { self.actor_id(&fields, actor)? };
        Some(Participant { actor: id, roles })
    }

    /// The id of the actor that is meant: in the data, named before in this proposal, or new.
    fn actor_id(&mut self, fields: &Fields<'_>, mut stated: Actor) -> Option<Box<str>> {
        let folded = fold(&stated.id);
        let by_name = self.names.get(&folded).cloned().unwrap_or_default();
        let known = match (self.ecosystem.actor_position(&stated.id), by_name.as_slice()) {
            (Some(position), _) => Some(position),
            (None, [position]) => Some(*position),
            (None, []) => None,
            (None, several) => {
                let ids: Vec<&str> = several.iter().map(|&actor| &*self.ecosystem.actors()[actor].id).collect();
                let problem = Problem::SeveralActors { ids: ids.join(", ") };
                self.json.wrong(&fields.path_of("actor"), problem, &stated.id, || None);
                return None;
            }
        };
        if let Some(position) = known {
            let actor = self.ecosystem.actors()[position].clone();
            self.check_known(fields, &stated, &actor);
            return Some(actor.id);
        }
        let is_same = |actor: &&Actor| actor.id == stated.id || (!folded.is_empty() && fold(&actor.name) == folded);
        let before = self.new_actors.iter().find(is_same).cloned();
        if let Some(before) = before {
            self.check_known(fields, &stated, &before);
            return Some(before.id);
        }
        if let Some(offer) = self.ids.nearest(&stated.id) {
            let path = fields.path_of("actor");
            self.json
                .findings
                .warn(self.json.place.at(None, Some(&path)), Problem::NewActor, &stated.id, || Some(offer));
        }
        if fields.get("name").is_none() {
            // Named only: the id follows from the name.
            let (ecosystem, new) = (self.ecosystem, &self.new_actors);
            let is_taken =
                |id: &str| ecosystem.actor_position(id).is_some() || new.iter().any(|actor| &*actor.id == id);
            let base = if folded.is_empty() { String::from("actor") } else { folded.replace(' ', "-") };
            stated.id = free(&base, is_taken);
        }
        let id = stated.id.clone();
        self.new_actors.push(stated);
        Some(id)
    }

    /// What is said of an actor that is known must be what is known.
    fn check_known(&mut self, fields: &Fields<'_>, stated: &Actor, known: &Actor) {
        let regions = self.ecosystem.regions();
        let codes = |actor: &Actor| {
            [
                ("name", Some(actor.name.to_string())),
                ("kind", actor.kind.as_ref().map(|kind| kind.code().to_owned())),
                ("public", actor.public.map(|public| public.code().to_owned())),
                ("level", actor.level.map(|level| level.code().to_owned())),
                ("region", actor.place.map(|place| place.code(regions).to_owned())),
            ]
        };
        for ((field, said), (_, found)) in codes(stated).into_iter().zip(codes(known)) {
            if let (Some(_), Some(said)) = (fields.get(field), said)
                && found.as_deref().map(fold) != Some(fold(&said))
            {
                let problem = Problem::KnownOtherwise { known: found.unwrap_or_else(|| String::from("–")) };
                self.json.wrong(&fields.path_of(field), problem, &said, || None);
            }
        }
    }

    /// A kind of the list, or another one that the data have.
    fn kind(&mut self, fields: &Fields<'_>) -> Option<StatedKind> {
        let words = self.json.text(fields, "kind")?;
        let mut used = self.ecosystem.actors().iter().filter_map(|actor| actor.kind.as_ref());
        if let Some(kind) = used.find(|kind| kind.code() == &*words) {
            return Some(kind.clone());
        }
        self.json.listed::<ActorKind>(fields, "kind").map(StatedKind::Listed)
    }

    fn region(&mut self, fields: &Fields<'_>) -> Option<Where> {
        let words = self.json.text(fields, "region")?;
        self.regions.word(&words, self.json.place.at(None, Some(&fields.path_of("region"))), self.json.findings)
    }

    fn area(&mut self, fields: &Fields<'_>) -> Area {
        let (mut national, mut regions) = (false, Vec::new());
        for (path, words) in self.json.words(fields, "regions") {
            for part in parts(&words, false) {
                match self.regions.word(part, self.json.place.at(None, Some(&path)), self.json.findings) {
                    Some(Where::National) => national = true,
                    Some(Where::Region(region)) => regions.push(region),
                    None => {}
                }
            }
        }
        Area::from_parts(national, regions)
    }
}

fn whole_number(text: &str) -> Result<u64, Problem> {
    numbers::integer(text).ok_or(Problem::WrongInteger)
}

/// An id that is not taken: the base, else the base with a number.
fn free(base: &str, is_taken: impl Fn(&str) -> bool) -> Box<str> {
    if !is_taken(base) {
        return base.into();
    }
    let mut numbered = (2_u64..).map(|number| format!("{base}-{number}"));
    numbered.find(|id| !is_taken(id)).unwrap_or_default().into()
}
