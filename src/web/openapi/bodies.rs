//! The JSON that can be posted, field by field.

use serde_json::{Map, Value, json};

use super::Served;
use crate::ecosystem::{ActorKind, Class, Ecosystem, Funding, Level, Publicness, Role, SignalStatus};

/// What a question brings with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    Proposal,
    Scenario,
    /// What was decided about a signal.
    Status,
    /// Whether two names are the same.
    Names,
}

impl Body {
    /// Its name among the schemas.
    pub fn name(self) -> &'static str {
        match self {
            Self::Proposal => "Proposal",
            Self::Scenario => "Scenario",
            Self::Status => "SignalStatus",
            Self::Names => "NameDecision",
        }
    }

    /// An example that the shipped datasets answer.
    pub fn example(self) -> Value {
        let proposal = json!({
            "name": "Digiwijzer", "regions": ["PV22"],
            "activities": [{ "name": "Spreekuur", "activity_type": "advisering" }],
        });
        match self {
            Self::Proposal => proposal,
            Self::Scenario => json!({ "add": [proposal] }),
            Self::Status => json!({
                "status": "afgesproken", "owner": "Regiodesk", "date": "2026-03-01", "note": "Samen één loket",
            }),
            Self::Names => json!({ "decision": "same", "note": "Zelfde KVK-nummer" }),
        }
    }

    /// All bodies with their schemas.
    pub fn schemas(served: &Served<'_>) -> [(&'static str, Value); 4] {
        [
            (Self::Proposal.name(), proposal(served)),
            (Self::Scenario.name(), scenario()),
            (Self::Status.name(), status()),
            (Self::Names.name(), names()),
        ]
    }
}

fn text(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

/// Words of a proposal: a number is read as it is written.
fn words(description: &str) -> Value {
    json!({ "type": ["string", "number"], "description": description })
}

fn codes(description: &str, codes: impl Iterator<Item = &'static str>) -> Value {
    json!({ "type": "string", "description": description, "enum": codes.collect::<Vec<_>>() })
}

fn date(description: &str) -> Value {
    json!({ "type": "string", "format": "date", "description": description })
}

/// As [`date`], or not known.
fn day(description: &str) -> Value {
    let unknown = json!({ "type": ["string", "null"], "maxLength": 0 });
    json!({ "anyOf": [{ "type": "string", "format": "date" }, unknown], "description": description })
}

/// Fields that are not required may be null, which is not known; an empty text is the same, as an empty cell is.
fn object(description: &str, required: &[&str], mut properties: Value) -> Value {
    for (name, schema) in properties.as_object_mut().into_iter().flatten() {
        if required.contains(&name.as_str()) {
            continue;
        }
        match schema.get("type").cloned() {
            Some(Value::String(kind)) => schema["type"] = json!([kind, "null"]),
            Some(Value::Array(kinds)) if !kinds.contains(&json!("null")) => {
                schema["type"] = kinds.into_iter().chain([json!("null")]).collect();
            }
            _ => {}
        }
        if let Some(codes) = schema.get_mut("enum").and_then(Value::as_array_mut)
            && !codes.contains(&Value::Null)
        {
            codes.extend([json!(""), Value::Null]);
        }
    }
    json!({
        "type": "object", "description": description, "required": required, "properties": properties,
        "additionalProperties": false,
    })
}

/// A list, or one of its values alone.
fn several(item: Value, description: &str) -> Value {
    json!({ "type": ["array", "string", "number"], "items": item, "description": description })
}

/// As [`several`], of what is no text.
fn alone_or_listed(item: &Value, description: &str) -> Value {
    json!({ "anyOf": [{ "type": ["array", "null"], "items": item }, item], "description": description })
}

fn proposal(served: &Served<'_>) -> Value {
    let codes_or_null: Vec<Option<&str>> = served.regions().into_iter().map(Some).chain([Some(""), None]).collect();
    let regions = json!({
        "type": ["array", "string"], "items": { "type": ["string", "null"], "enum": codes_or_null },
        "description": "Werkgebied, met codes of namen; NL is landelijk.",
    });
    let level = || codes("Schaalniveau.", Level::ALL.iter().map(|level| level.code()));
    let roles: Vec<Option<&str>> = Role::ALL.iter().map(|role| Some(role.code())).chain([Some(""), None]).collect();
    let role = json!({ "type": ["string", "null"], "enum": roles });
    let actor = object(
        "Een actor: een die er al is, met id of naam, of een nieuwe.",
        &["actor"],
        json!({
            "actor": { "type": ["string", "number"], "minLength": 1, "description": "Id of naam." },
            "role": alone_or_listed(&role, "Rol, of meer rollen."),
            "name": words("Naam van een nieuwe actor."),
            "kind": codes("Soort.", ActorKind::ALL.iter().map(|kind| kind.code())),
            "public": codes("Publiek, semipubliek of privaat.", Publicness::ALL.iter().map(|public| public.code())),
            "level": level(),
            "region": { "type": "string", "enum": served.regions() },
        }),
    );
    object(
        "Een voorgesteld initiatief, in de woorden van de dataset; wat ontbreekt, is niet bekend.",
        &["name"],
        json!({
            "id": words("Alleen als het niet al bestaat; anders wordt er een bedacht."),
            "name": { "type": ["string", "number"], "minLength": 1, "description": "Naam." },
            "regions": regions,
            "level": level(),
            "start": day("Eerste dag."),
            "end": day("Laatste dag, niet voor de eerste."),
            "funding": codes("Bekostiging.", Funding::ALL.iter().map(|funding| funding.code())),
            "budget": { "type": ["integer", "string"], "minimum": 0, "description": "Euro." },
            "contact": words("Een loket, geen persoon."),
            "url": words("Adres op het web."),
            "description": words("Omschrijving."),
            "good_practice": words("Wat eraan te leren valt."),
            "formerly": several(json!({ "type": ["string", "number", "null"] }), "Eerdere namen."),
            "confirmed_on": day("Dag waarop het is nagegaan."),
            "source": words("Bron."),
            "actors": alone_or_listed(
                &json!({ "anyOf": [actor, { "type": "string", "minLength": 1 }] }),
                "Wie meedoen; een tekst alleen is een id of naam.",
            ),
            "activities": alone_or_listed(&activity(served.example, &regions), "Wat er wordt aangeboden."),
        }),
    )
}

/// An activity, with the dimensions of a dataset.
fn activity(ecosystem: Option<&Ecosystem>, regions: &Value) -> Value {
    let mut properties: Map<String, Value> = Map::new();
    let mut say = |name: &str, schema: Value| properties.insert(name.to_owned(), schema);
    say("id", words("Alleen als het niet al bestaat."));
    say("name", words("Naam."));
    say("regions", regions.clone());
    say(
        "reach",
        json!({ "type": ["integer", "string"], "minimum": 0, "description": "Bedrijven die worden bereikt." }),
    );
    say("reach_year", json!({ "type": ["integer", "string"], "minimum": 1900, "maximum": 2200 }));
    say("reach_class", codes("Bereik, ruw.", Class::ALL.iter().map(|class| class.code())));
    say("url", words("Adres op het web."));
    for dimension in ecosystem.into_iter().flat_map(|ecosystem| ecosystem.taxonomy().dimensions()) {
        // Null is not known, as an empty cell is.
        let schema = if dimension.open {
            several(json!({ "type": ["string", "number", "null"] }), "Eigen woorden.")
        } else {
            let ids: Vec<Option<&str>> =
                dimension.values.iter().map(|value| Some(&*value.id)).chain([Some(""), None]).collect();
            let value = json!({ "type": ["string", "null"], "enum": ids });
            match dimension.several {
                true => alone_or_listed(&value, "Een of meer waarden."),
                // One value, alone or as a list of one.
                false => json!({ "anyOf": [value, { "type": "array", "items": value, "maxItems": 1 }] }),
            }
        };
        say(&dimension.id, schema);
    }
    object("Een activiteit, met haar kenmerken.", &[], Value::Object(properties))
}

fn scenario() -> Value {
    let id = || json!({ "type": ["string", "number"] });
    let ids = || several(id(), "Ids of namen.");
    let merges = || {
        let merge = object(
            "Wat opgaat in wat blijft, met ids of namen.",
            &["keep", "merge"],
            json!({ "keep": id(), "merge": { "type": ["array", "string", "number"], "minItems": 1, "items": id() } }),
        );
        alone_or_listed(&json!({ "anyOf": [merge, { "type": "null" }] }), "Wat samengaat.")
    };
    object(
        "Wat verdwijnt, samengaat en erbij komt; elk deel kan ontbreken.",
        &[],
        json!({
            "remove": object("Wat verdwijnt.", &[], json!({ "initiatives": ids(), "actors": ids() })),
            "merge": object("Wat samengaat.", &[], json!({ "initiatives": merges(), "actors": merges() })),
            "add": {
                "anyOf": [
                    { "type": ["array", "null"], "maxItems": 50, "items": { "$ref": "#/components/schemas/Proposal" } },
                    { "$ref": "#/components/schemas/Proposal" },
                ],
                "description": "Voorstellen die erbij komen.",
            },
        }),
    )
}

fn status() -> Value {
    object(
        "Wat over een signaal is besloten; het blijft staan als er een nieuwe versie komt.",
        &["status"],
        json!({
            "status": codes("Stand.", SignalStatus::ALL.iter().map(|status| status.code())),
            "owner": text("Wie het oppakt: een organisatie of loket, geen persoon."),
            "date": date("Waarop het af moet of is."),
            "note": text("Toelichting."),
        }),
    )
}

fn names() -> Value {
    object(
        "Of twee namen hetzelfde zijn.",
        &[],
        json!({
            "decision": {
                "type": "string", "enum": ["same", "different"],
                "description": "Null neemt een eerder besluit terug.",
            },
            "note": text("Toelichting."),
        }),
    )
}
