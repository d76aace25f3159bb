//! Proposals: read from JSON with every fault at once, and added to an ecosystem.

use std::sync::LazyLock;

use ecosysteemkaart::dataset::{PROPOSAL_BYTES, ProposalReading, Severity, read_proposal};
use ecosysteemkaart::ecosystem::{CannotAdd, Ecosystem, Participant, Proposal, ProposedActivity, Publicness, Roles};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::shipped::read;
use super::support::World;
use super::worlds::worlds;

static EXAMPLE: LazyLock<Ecosystem> = LazyLock::new(|| read("voorbeeld"));

impl World {
    /// The same rows without an initiative and everything that hangs on it; actors stay.
    pub fn without(&self, initiative: &str) -> Self {
        let mut world = self.clone();
        world.initiatives.retain(|row| row.id != initiative);
        world.participations.retain(|row| row.0 != initiative);
        world.activities.retain(|row| row.initiative != initiative);
        world.referrals.retain(|row| row.0 != initiative && row.1 != initiative);
        world
    }

    /// An initiative of these rows as somebody would propose it, its rows last first.
    pub fn proposal_of(&self, id: &str) -> Proposal {
        let whole = self.build();
        let position = whole.initiative_position(id).expect("a known initiative");
        let mine = self.participations.iter().rev().filter(|row| row.0 == id);
        let participants = mine.map(|(_, actor, role)| Participant {
            actor: actor.as_str().into(),
            roles: role.map_or(Roles::UNSTATED, Roles::of),
        });
        let activities = whole.activities_of(position).iter().rev().map(|&activity| {
            let activity = &whole.activities()[activity as usize];
            let row = self.activity_row(&activity.id);
            let words = |dimension: &super::support::DimensionRow| {
                row.values.get(dimension.id).into_iter().flatten().map(|word| word.as_str().into()).collect()
            };
            ProposedActivity {
                id: activity.id.clone(),
                name: activity.name.clone(),
                stated_area: activity.stated_area.clone(),
                reach: activity.reach,
                reach_year: activity.reach_year,
                reach_class: activity.reach_class,
                url: activity.url.clone(),
                values: self.dimensions.iter().map(words).collect(),
            }
        });
        Proposal {
            initiative: whole.initiatives()[position].clone(),
            new_actors: Vec::new(),
            participants: participants.collect(),
            activities: activities.collect(),
        }
    }

    /// The same in JSON: lists in some fields, `|` in others.
    pub fn json_of(&self, id: &str) -> Value {
        let row = self.initiatives.iter().find(|row| row.id == id).expect("a known initiative");
        let joined = |words: &super::support::Words| words.iter().cloned().collect::<Vec<_>>().join("|");
        let mine = self.participations.iter().filter(|link| link.0 == id);
        let actors: Vec<Value> =
            mine.map(|(_, actor, role)| json!({ "actor": actor, "role": role.map(|role| role.code()) })).collect();
        let activities: Vec<Value> = self
            .activities
            .iter()
            .filter(|activity| activity.initiative == id)
            .map(|activity| {
                let mut fields = Map::new();
                fields.insert("id".into(), activity.id.clone().into());
                fields.insert("regions".into(), joined(&activity.regions).into());
                fields.insert("reach".into(), activity.reach.into());
                fields.insert("reach_class".into(), activity.reach_class.map(|class| class.code()).into());
                for (dimension, words) in &activity.values {
                    fields.insert(dimension.clone(), words.iter().cloned().collect::<Vec<_>>().into());
                }
                fields.into()
            })
            .collect();
        json!({
            "id": id, "name": id, "regions": row.regions, "level": row.level.map(|level| level.code()),
            "start": row.start.map(|day| day.to_string()), "end": row.end.map(|day| day.to_string()),
            "actors": actors, "activities": activities,
        })
    }
}

fn written_out(ecosystem: &Ecosystem) -> String {
    format!("{:?}", ecosystem.contents())
}

fn ask(ecosystem: &Ecosystem, proposal: &Value) -> ProposalReading {
    read_proposal("proposal.json", proposal.to_string().as_bytes(), ecosystem)
}

/// (path, problem, nearest) of the errors, by path.
fn errors(reading: &ProposalReading) -> Vec<(String, &'static str, Option<String>)> {
    let errors = reading.findings.iter().filter(|finding| finding.severity == Severity::Error);
    let mut found: Vec<_> = errors
        .map(|finding| (finding.column.clone().unwrap_or_default(), finding.problem.code(), finding.nearest.clone()))
        .collect();
    found.sort();
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn an_initiative_taken_out_and_proposed_again_gives_what_was_there(world in worlds(), pick in any::<usize>()) {
        prop_assume!(!world.initiatives.is_empty());
        let id = world.initiatives[pick % world.initiatives.len()].id.clone();
        // Referrals cannot be proposed.
        let mut whole = world.clone();
        whole.referrals.retain(|row| row.0 != id && row.1 != id);
        let rest = world.without(&id).build();
        let before = written_out(&rest);
        let with = rest.with(&world.proposal_of(&id)).expect("it was there");
        prop_assert_eq!(written_out(&with), written_out(&whole.build()));
        prop_assert_eq!(written_out(&rest), before);
        // What is there cannot be added again.
        let twice = matches!(with.with(&world.proposal_of(&id)), Err(CannotAdd::Taken { .. }));
        prop_assert!(twice);
        // Areas and places follow.
        for (position, row) in with.initiatives().iter().enumerate() {
            let area = with.regions().codes(with.initiative_area(position)).join(" ");
            let wanted = match whole.initiative_area(&row.id) {
                super::support::Served::Unknown => String::new(),
                super::support::Served::National => String::from("NL"),
                super::support::Served::Regions(codes) => codes.into_iter().collect::<Vec<_>>().join(" "),
            };
            prop_assert_eq!(area, wanted);
        }
        for (position, row) in with.actors().iter().enumerate() {
            let place = with.actor_place(position).map(|place| place.code(with.regions()).to_owned());
            prop_assert_eq!(place, whole.actor_region(&row.id));
        }
    }

    #[test]
    fn in_json_it_is_the_same_proposal(world in worlds(), pick in any::<usize>()) {
        prop_assume!(!world.initiatives.is_empty());
        let id = world.initiatives[pick % world.initiatives.len()].id.clone();
        // The model takes an end before the start; the reader does not.
        let row = &world.initiatives[pick % world.initiatives.len()];
        prop_assume!(row.start.is_none() || row.end.is_none() || row.start <= row.end);
        let rest = world.without(&id).build();
        let reading = ask(&rest, &world.json_of(&id));
        prop_assert_eq!(errors(&reading), vec![]);
        let with = rest.with(&reading.proposal.expect("no errors")).expect("it can be added");
        let direct = rest.with(&world.proposal_of(&id)).expect("it can be added");
        prop_assert_eq!(written_out(&with), written_out(&direct));
    }

    #[test]
    fn any_bytes_give_a_proposal_that_can_be_added_or_errors(bytes in vec(any::<u8>(), 0..300)) {
        sound(&bytes)?;
    }

    #[test]
    fn any_json_gives_a_proposal_that_can_be_added_or_errors(json in hostile()) {
        sound(json.to_string().as_bytes())?;
    }
}

fn sound(bytes: &[u8]) -> Result<(), TestCaseError> {
    let reading = read_proposal("proposal.json", bytes, &EXAMPLE);
    prop_assert_eq!(reading.proposal.is_none(), reading.findings.has_errors());
    if let Some(proposal) = reading.proposal {
        let with = EXAMPLE.with(&proposal);
        prop_assert!(with.is_ok(), "{:?} {:?}", with.err(), proposal);
    }
    Ok(())
}

/// JSON with our keys and words in right and wrong places.
fn hostile() -> impl Strategy<Value = Value> {
    const WORDS: [&str; 20] = [
        "",
        " ",
        "Drenthe",
        "NL|PV20",
        "alle",
        "C|F;G",
        "klein",
        "advisering",
        "A0001",
        "A0004",
        "voorstel",
        "I0001",
        "nieuw",
        "2024-02-30",
        "2024-01-01",
        "50%",
        "uitvoerder",
        "\u{0}",
        "🦀é",
        "|;|",
    ];
    const KEYS: [&str; 20] = [
        "id",
        "name",
        "regions",
        "level",
        "start",
        "end",
        "funding",
        "budget",
        "actors",
        "activities",
        "actor",
        "role",
        "kind",
        "public",
        "region",
        "activity_type",
        "sector",
        "application",
        "reach",
        "Sector",
    ];
    let leaf = prop_oneof![
        (0..WORDS.len()).prop_map(|word| Value::from(WORDS[word])),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
        "\\PC{0,12}".prop_map(Value::from),
    ];
    let nested = leaf.prop_recursive(4, 48, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::from),
            vec((0..KEYS.len(), inner), 0..8)
                .prop_map(|fields| fields.into_iter().map(|(key, value)| (KEYS[key].to_owned(), value)).collect()),
        ]
    });
    // Half of them are a right proposal with one field replaced.
    prop_oneof![
        nested.clone(),
        (0..KEYS.len(), nested, 0..4_u8).prop_map(|(key, value, place)| {
            let mut proposal = json!({ "name": "Nieuw", "actors": [{ "actor": "A0001" }], "activities": [{}] });
            match place {
                0 => proposal["actors"][0][KEYS[key]] = value,
                1 => proposal["activities"][0][KEYS[key]] = value,
                _ => proposal[KEYS[key]] = value,
            }
            proposal
        }),
    ]
}

#[test]
fn every_fault_is_found_at_once_with_its_path() {
    let reading = ask(
        &EXAMPLE,
        &json!({
            "nam": "x", "regions": ["Drenthe", "Frysland"], "start": "2026-13-01", "end": "gisteren",
            "funding": "tijdlijk", "budget": "veel", "id": "I0001",
            "actors": [{ "role": "uitvoerdr" }, { "actor": "A0001", "public": "privaat" }, 7],
            "activities": [
                { "activity_type": ["advisring"], "sektor": "C", "reach": -3, "size": ["klein", true] },
                { "activity_type": "advisering|signaleren", "id": "I0001-1", "sector": "C|Z" },
                { "activity_type": [null, "advisering"] },
            ],
        }),
    );
    let wanted: Vec<(&str, &str, Option<&str>)> = vec![
        ("activities[0].activity_type[0]", "unknown-value", Some("advisering")),
        ("activities[0].reach", "wrong-integer", None),
        ("activities[0].sektor", "unknown-field", Some("sector")),
        ("activities[0].size[1]", "wrong-shape", None),
        ("activities[1].activity_type", "several-values", None),
        ("activities[1].id", "taken-id", None),
        ("activities[1].sector", "unknown-value", None),
        ("activities[2].activity_type", "several-values", None),
        ("actors[0].actor", "missing-field", None),
        ("actors[0].role", "unknown-value", Some("executor")),
        ("actors[1].public", "known-otherwise", None),
        ("actors[2]", "wrong-shape", None),
        ("budget", "wrong-integer", None),
        ("end", "wrong-date", None),
        ("funding", "unknown-value", Some("tijdelijk")),
        ("id", "taken-id", None),
        ("nam", "unknown-field", Some("name")),
        ("name", "missing-field", None),
        ("regions[1]", "unknown-region", Some("Friesland")),
        ("start", "wrong-date", None),
    ];
    let wanted: Vec<_> =
        wanted.into_iter().map(|(path, code, nearest)| (path.to_owned(), code, nearest.map(str::to_owned))).collect();
    assert_eq!(errors(&reading), wanted);
    assert!(reading.proposal.is_none());
    // The sentence of an unknown field lists those that there are.
    let unknown = reading.findings.iter().find(|finding| finding.column.as_deref() == Some("nam")).unwrap();
    assert!(unknown.message(ecosysteemkaart::language::Language::Nl).contains("funding, budget"));
    let turned = ask(&EXAMPLE, &json!({ "name": "x", "start": "2026-02-01", "end": "2026-01-01" }));
    assert_eq!(errors(&turned), [("end".to_owned(), "end-before-start", None)]);
}

#[test]
fn actors_are_named_by_id_or_name_and_others_are_new() {
    let reading = ask(
        &EXAMPLE,
        &json!({
            "name": "Nieuw",
            "actors": [
                "ministerie van VERZONNEN zaken – fictief",
                { "actor": "A0001", "role": ["financier", "uitvoerder"] },
                { "actor": "Gloednieuwe Werkplaats", "kind": "bedrijf", "public": "privaat", "region": "Drenthe" },
                { "actor": "gloednieuwe werkplaats", "role": "partner" },
                { "actor": "X-1", "name": "Zeldzaam" },
            ],
        }),
    );
    let proposal = reading.proposal.expect("no errors");
    assert_eq!((&*proposal.initiative.id, proposal.activities.len()), ("voorstel", 0));
    let new: Vec<(&str, &str)> = proposal.new_actors.iter().map(|actor| (&*actor.id, &*actor.name)).collect();
    assert_eq!(new, [("gloednieuwe-werkplaats", "Gloednieuwe Werkplaats"), ("X-1", "Zeldzaam")]);
    assert_eq!(proposal.new_actors[0].public, Some(Publicness::Private));
    let with = EXAMPLE.with(&proposal).unwrap();
    let position = with.initiative_position("voorstel").unwrap() as u32;
    let links = with.participations().iter().filter(|link| link.initiative == position);
    let found: Vec<(&str, Vec<&str>)> = links
        .map(|link| (&*with.actors()[link.actor as usize].id, link.roles.iter().map(|role| role.code()).collect()))
        .collect();
    assert_eq!(
        found,
        [("A0001", vec!["funder", "executor"]), ("X-1", vec![]), ("gloednieuwe-werkplaats", vec!["partner"])]
    );
    // The id is free for the next proposal no more.
    assert_eq!(&*ask(&with, &json!({ "name": "Ook nieuw" })).proposal.unwrap().initiative.id, "voorstel-2");
    // A new name that is nearly one in the data: a warning, not an error.
    let near = ask(&EXAMPLE, &json!({ "name": "x", "actors": "Ministerie van Verzonen Zaken (fictief)" }));
    let warning = near.findings.iter().next().unwrap();
    assert_eq!((warning.severity, warning.problem.code()), (Severity::Warning, "new-actor"));
    assert_eq!((warning.nearest.as_deref(), near.proposal.unwrap().new_actors.len()), (Some("A0001"), 1));
    // Two actors of one name: the id must be given.
    let twins = World::new().actors(&["É", "e"]).build();
    let unclear = ask(&twins, &json!({ "name": "x", "actors": [{ "actor": "E" }] }));
    assert_eq!(errors(&unclear), [("actors[0].actor".to_owned(), "several-actors", None)]);
    assert!(ask(&twins, &json!({ "name": "x", "actors": [{ "actor": "e" }] })).proposal.is_some());
}

#[test]
fn words_are_read_as_in_the_tables() {
    let reading = ask(
        &EXAMPLE,
        &json!({
            "name": "Nieuw", "regions": "Fryslân; PV22", "budget": "1.250.000", "level": "Provinciaal", "funding": "temporary",
            "activities": {
                "activity_type": "Advisering", "sector": "C|F", "size": ["klein", "MICRO; klein"],
                "phase": "alle", "application": ["iets heel nieuws", "robotica"], "reach": 120, "regions": ["PV29"],
            },
        }),
    );
    // The activity lies outside its initiative: a warning, as in a dataset.
    let codes: Vec<&str> = reading.findings.iter().map(|finding| finding.problem.code()).collect();
    assert_eq!(codes, ["area-outside"]);
    let proposal = reading.proposal.unwrap();
    assert_eq!((proposal.initiative.budget, proposal.activities[0].reach), (Some(1_250_000), Some(120)));
    assert_eq!(EXAMPLE.regions().codes(&proposal.initiative.stated_area), ["PV21", "PV22"]);
    let of = |id: &str| -> Vec<&str> {
        let dimension = EXAMPLE.taxonomy().position(id).unwrap();
        proposal.activities[0].values[dimension].iter().map(|word| &**word).collect()
    };
    assert_eq!((of("activity_type"), of("sector")), (vec!["advisering"], vec!["C", "F"]));
    assert_eq!((of("size"), of("phase")), (vec!["klein", "micro"], vec!["alle"]));
    assert_eq!(of("application"), ["iets heel nieuws", "robotica"]);
    // A value that the open list did not have takes its place among the others.
    let with = EXAMPLE.with(&proposal).unwrap();
    let values = |ecosystem: &Ecosystem| {
        ecosystem.taxonomy().dimensions()[ecosystem.taxonomy().position("application").unwrap()].values.len()
    };
    assert_eq!(values(&with), values(&EXAMPLE) + 1);
}

#[test]
fn what_is_too_much_is_refused() {
    let codes = |bytes: &[u8]| -> Vec<&'static str> {
        let reading = read_proposal("p", bytes, &EXAMPLE);
        assert!(reading.proposal.is_none());
        reading.findings.iter().map(|finding| finding.problem.code()).collect()
    };
    assert_eq!(codes(&vec![b' '; PROPOSAL_BYTES + 1]), ["file-too-large"]);
    assert_eq!(codes("[".repeat(400_000).as_bytes()), ["bad-json"]);
    assert_eq!(codes(format!("{{\"name\":{}", "[{\"a\":".repeat(100_000)).as_bytes()), ["bad-json"]);
    assert_eq!(
        (codes(b""), codes(b"\xff\xfe"), codes(b"[]")),
        (vec!["bad-json"], vec!["bad-json"], vec!["wrong-shape"])
    );
    let many = |field: &str| json!({ "name": "x", field: vec![json!({ "actor": "a" }); 201] }).to_string();
    assert_eq!(codes(many("actors").as_bytes()), ["too-many-items"]);
    assert_eq!(codes(many("activities").as_bytes()), ["too-many-items"]);
    let words = json!({ "name": "x", "activities": [{ "application": vec!["a"; 201] }] }).to_string();
    assert_eq!(codes(words.as_bytes()), ["too-many-items"]);
    assert_eq!(codes(json!({ "name": "x".repeat(10_001) }).to_string().as_bytes()), ["cell-too-long"]);
    // Unknown fields without end are counted, not all listed.
    let fields: Map<String, Value> = (0..50_000).map(|number| (format!("f{number}"), Value::Null)).collect();
    let reading = read_proposal("p", Value::from(fields).to_string().as_bytes(), &EXAMPLE);
    assert!(reading.findings.iter().len() < 1_100 && reading.findings.count(Severity::Error) == 50_001);
}

#[test]
fn only_what_is_known_can_be_added() {
    let base = ask(&EXAMPLE, &json!({ "name": "x", "actors": ["A0001"], "activities": [{ "sector": "C" }] }))
        .proposal
        .unwrap();
    let add = |change: &dyn Fn(&mut Proposal)| {
        let mut proposal = base.clone();
        change(&mut proposal);
        EXAMPLE.with(&proposal).err()
    };
    assert_eq!(add(&|_| ()), None);
    assert_eq!(
        add(&|proposal| proposal.participants[0].actor = "nobody".into()),
        Some(CannotAdd::UnknownActor { id: "nobody".into() })
    );
    let sector = EXAMPLE.taxonomy().position("sector").unwrap();
    assert_eq!(
        add(&|proposal| proposal.activities[0].values[sector] = vec!["Z".into()]),
        Some(CannotAdd::UnknownValue { dimension: "sector".into(), value: "Z".into() })
    );
    assert!(matches!(
        add(&|proposal| proposal.activities[0].values.clear()),
        Some(CannotAdd::Dimensions { found: 0, .. })
    ));
    assert!(matches!(
        add(&|proposal| proposal.activities[0].id = "I0001-1".into()),
        Some(CannotAdd::Taken { table: "activities", .. })
    ));
    assert!(matches!(
        add(&|proposal| proposal.new_actors.push(EXAMPLE.actors()[0].clone())),
        Some(CannotAdd::Taken { table: "actors", .. })
    ));
}
