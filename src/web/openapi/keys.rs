//! Every query key once: what it means and what it takes.

use serde_json::{Value, json};

use super::{Answered, Operation, Served};
use crate::analysis::distribution::{Axis, Measure};
use crate::analysis::gaps::Chance;
use crate::analysis::names::Certainty;
use crate::analysis::offer::OverlapAspect;
use crate::analysis::white_spots::CellStatus;
use crate::chart::settings::{Parameter, Takes};
use crate::ecosystem::{ActorKind, Class, Level, Role, SignalKind};
use crate::export::RecordSchema;
use crate::export::network::NetworkKind;
use crate::web::api::charts::FORMATS;
use crate::web::decisions::MOST_TESTS;
use crate::web::query::MAX_PAGE_SIZE;

/// The description of one query key of an operation.
pub fn parameter(key: &str, operation: &Operation, served: &Served<'_>) -> Value {
    let (description, schema) = describe(key, operation, served);
    let mut parameter = json!({
        "name": name(key), "in": "query", "required": key.ends_with('!'), "description": description, "schema": schema,
    });
    if parameter["schema"]["type"] == "array" {
        parameter["style"] = json!("form");
        parameter["explode"] = json!(false);
    }
    parameter
}

/// The key itself, without what is said of it.
pub fn name(key: &str) -> &str {
    key.split(['!', '=']).next().unwrap_or(key)
}

fn one_of<'a>(codes: impl IntoIterator<Item = &'a str>) -> Value {
    json!({ "type": "string", "enum": codes.into_iter().collect::<Vec<_>>() })
}

fn several_of(codes: &[String]) -> Value {
    json!({ "type": "array", "items": { "type": "string", "enum": codes } })
}

fn describe(key: &str, operation: &Operation, served: &Served<'_>) -> (&'static str, Value) {
    let levels = || one_of(Level::ALL.iter().map(|level| level.code()));
    let dimensions = || -> Vec<String> {
        let all = served.example.map(|ecosystem| ecosystem.taxonomy().dimensions()).unwrap_or_default();
        all.iter().map(|dimension| dimension.id.to_string()).collect()
    };
    let axes = || -> Value {
        let mut codes: Vec<String> = Axis::FIXED.iter().map(|&(code, _)| code.to_owned()).collect();
        codes.extend(dimensions());
        json!({ "type": "string", "enum": codes })
    };
    if let Answered::Picture(chart) = operation.answer
        && let Some(parameter) = chart.parameter(key)
    {
        return of_chart(parameter, served);
    }
    match key {
        "lang" => ("Taal van zinnen en labels; gaat voor Accept-Language.", one_of(["nl", "en"])),
        "page" => ("Nummer van de pagina, vanaf 1.", json!({ "type": "integer", "minimum": 1, "maximum": u32::MAX })),
        "pageSize" => (
            "Aantal regels per pagina. CSV komt geheel als noch page noch pageSize is gegeven.",
            json!({ "type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE }),
        ),
        "pageSize=tests" => (
            "Aantal toetsen per pagina; honderd als er niets is gevraagd.",
            json!({ "type": "integer", "minimum": 1, "maximum": MOST_TESTS }),
        ),
        "format" => match operation.answer {
            Answered::Picture(_) => (
                "Gaat voor Accept: het beeld, of de getallen erin als csv of csv-nl.",
                one_of(FORMATS.iter().map(|&(format, _)| format)),
            ),
            _ => (
                "Gaat voor Accept: csv volgens RFC 4180, csv-nl met puntkomma, decimale komma en BOM voor Excel.",
                one_of(["json", "csv", "csv-nl"]),
            ),
        },
        "sort" => (
            "Velden waarop wordt gesorteerd, met een min ervoor aflopend; onbekend komt achteraan.",
            several_of(&sort_words(&operation.answer)),
        ),
        "fields" => {
            let names = fields(&operation.answer).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
            ("Velden die gegeven worden, in deze volgorde.", several_of(&names))
        }
        "kind" => ("Alleen actoren van deze soort.", one_of(ActorKind::ALL.iter().map(|kind| kind.code()))),
        "level" => ("Alleen actoren van dit schaalniveau.", levels()),
        "initiativeLevel" => ("Alleen initiatieven van dit schaalniveau.", levels()),
        "role" => ("Alleen betrokkenheid in deze rol.", one_of(Role::ALL.iter().map(|role| role.code()))),
        "asOf" => (
            "Alleen initiatieven die op deze dag lopen; begin en einde die niet bekend zijn, staan open.",
            json!({ "type": "string", "format": "date" }),
        ),
        "region" => ("Regio, met haar code of naam.", one_of(served.regions())),
        "minOverlap" => ("Kleinste overlap die meetelt.", json!({ "type": "number", "minimum": 0, "maximum": 1 })),
        "aspect" => (
            "Welke kenmerken van het aanbod worden vergeleken.",
            one_of(OverlapAspect::ALL.iter().map(|aspect| aspect.code())),
        ),
        "scope" => ("Alleen waar werkgebieden elkaar raken, of overal.", one_of(["area", "everywhere"])),
        "withExample" => ("Of er een klein verzonnen voorbeeld in staat.", one_of(["true", "false"])),
        "collaborates" => ("Alleen paren die wel, of die niet samenwerken.", one_of(["true", "false"])),
        "by" => {
            let mut schema = several_of(&dimensions());
            for (word, value) in [("minItems", json!(1)), ("maxItems", json!(3)), ("uniqueItems", json!(true))] {
                schema[word] = value;
            }
            ("Eén tot drie kenmerken waarnaar cellen worden ingedeeld.", schema)
        }
        "by=one" => ("Het kenmerk waarnaar wordt ingedeeld.", one_of(dimensions().iter().map(String::as_str))),
        "with!" => (
            "De dataset waarmee wordt vergeleken, of een versie ervan als DATASET@VERSIE; die geldt als de eerdere.",
            json!({ "type": "string", "examples": served.datasets }),
        ),
        "with" => (
            "De eerdere dataset, of een versie ervan als DATASET@VERSIE.",
            json!({ "type": "string", "examples": served.datasets }),
        ),
        "with=several" => (
            "Eerdere datasets, of versies ervan als DATASET@VERSIE, met komma's ertussen, de oudste eerst.",
            json!({ "type": "array", "items": { "type": "string" }, "examples": [served.datasets] }),
        ),
        "version" => (
            "Nummer van een eerdere versie van de dataset; de laatste als het niet is gegeven.",
            json!({ "type": "integer", "minimum": 1, "maximum": i64::MAX }),
        ),
        "view=referrals" => (
            "Welke lijst: verwijzingen, deuren, schaalniveaus of bereikbaarheid.",
            one_of(["links", "doors", "levels", "reach"]),
        ),
        "by=monitoring" => (
            "Welke lijst: antwoorden per vraag, regio, hoofdwaarde of initiatief, dekking, of gepubliceerde cijfers.",
            one_of(["question", "region", "lead", "initiative", "coverage", "indicators"]),
        ),
        "network" => (
            "Welk netwerk: actoren met initiatieven, of een projectie op een van beide.",
            one_of(NetworkKind::ALL.iter().map(|kind| kind.code())),
        ),
        "question" => ("Alleen deze vraag, met haar nummer.", json!({ "type": "string", "minLength": 1 })),
        "initiative" => ("Alleen wat dit initiatief raakt, met zijn id.", json!({ "type": "string", "minLength": 1 })),
        "signal" => {
            let codes: Vec<String> = SignalKind::ALL.iter().map(|kind| kind.code().to_owned()).collect();
            let mut schema = several_of(&codes);
            schema["minItems"] = json!(1);
            ("Alleen signalen van deze soorten.", schema)
        }
        "of" => ("Alleen actoren, of alleen initiatieven.", one_of(["actors", "initiatives"])),
        "certainty" => ("Alleen wat zo zeker is.", one_of(Certainty::ALL.iter().map(|certainty| certainty.code()))),
        "urgency" => ("Alleen signalen met deze urgentie.", one_of(Class::ALL.iter().map(|class| class.code()))),
        "reconstructed" => ("Ook wat op een reconstructie rust.", one_of(["true", "false"])),
        "view" => (
            "Welke lijst: rollen, soorten actoren, initiatiefnemers of de markttoets.",
            one_of(["roles", "kinds", "initiators", "market"]),
        ),
        "what" => ("Waarvan wordt weggelaten.", one_of(["initiatives", "actors"])),
        "doors" => ("Hoeveel deuren apart worden genoemd.", json!({ "type": "integer", "minimum": 1, "maximum": 50 })),
        "runs" => ("Aantal lotingen.", json!({ "type": "integer", "minimum": 19, "maximum": 999 })),
        "runs=consensus" => ("Aantal runs.", json!({ "type": "integer", "minimum": 2, "maximum": 1000 })),
        "status" => ("Alleen cellen met deze status.", one_of(CellStatus::ALL.iter().map(|status| status.code()))),
        "chance" => {
            ("Alleen cellen met dit oordeel over toeval.", one_of(Chance::ALL.iter().map(|chance| chance.code())))
        }
        "scale" => ("De regio's, of het land als geheel.", one_of(["regions", "country"])),
        "rows" => ("Wat op de rijen staat.", axes()),
        "columns" => ("Wat op de kolommen staat.", axes()),
        "measure" => ("Wat wordt geteld.", one_of(Measure::ALL.iter().map(|measure| measure.code()))),
        "resolution" => (
            "Fijnheid van de clusters: hoger geeft meer en kleinere.",
            json!({ "type": "number", "minimum": 0.001, "maximum": 1000 }),
        ),
        "seed" => {
            ("Eerste startgetal van het toeval.", json!({ "type": "integer", "minimum": 1, "maximum": 1_000_000 }))
        }
        _ => ("", json!({ "type": "string" })),
    }
}

/// A parameter of a chart.
fn of_chart(parameter: &Parameter, served: &Served<'_>) -> (&'static str, Value) {
    let schema = match (parameter.takes, served.example) {
        (Takes::Integer { least, most, .. }, _) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        (Takes::Region, Some(_)) => one_of(served.regions()),
        (Takes::Initiative, _) | (_, None) => json!({ "type": "string", "minLength": 1 }),
        (_, Some(ecosystem)) => {
            let allowed = parameter.allowed(ecosystem).unwrap_or_default();
            one_of(allowed.iter().map(String::as_str))
        }
    };
    (parameter.meaning.nl, schema)
}

/// Fields of the record of a list, with whether they hold a single value.
fn fields(answer: &Answered) -> Vec<(String, bool)> {
    match answer {
        Answered::List(records) => {
            let mut fields: Vec<(String, bool)> = Vec::new();
            for field in records.iter().flat_map(RecordSchema::fields) {
                if !fields.iter().any(|(known, _)| *known == field.0) {
                    fields.push(field);
                }
            }
            fields
        }
        Answered::Document(_) | Answered::Picture(_) | Answered::File(_) => Vec::new(),
    }
}

/// Fields with a single value, up and down.
fn sort_words(answer: &Answered) -> Vec<String> {
    let single = fields(answer).into_iter().filter(|&(_, single)| single);
    single.flat_map(|(name, _)| [name.clone(), format!("-{name}")]).collect()
}
