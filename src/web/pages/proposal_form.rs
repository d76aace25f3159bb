//! The form of a proposal: its fields, and what was typed in them as the JSON that proposals are read from.
//!
//! A field is named by the path that findings name it by, so that what is wrong stands beside it.

use serde_json::{Map, Value as Json, json};

use super::frame::Choice;
use super::posted::Typed;
use super::visit::Visit;
use crate::ecosystem::{Dimension, Funding, Level, NATIONAL, Role};
use crate::language::{Language, capital, pick};

/// Activities that the form can grow to.
pub const MOST_ACTIVITIES: usize = 12;

/// A dimension of an activity.
pub struct DimensionField {
    pub name: String,
    pub label: String,
    pub several: bool,
    /// None: an open list, typed as words.
    pub choices: Vec<Choice>,
    pub words: String,
    pub fault: Option<String>,
    pub is_lead: bool,
}

/// One activity.
pub struct ActivityField {
    pub number: usize,
    pub dimensions: Vec<DimensionField>,
    pub fault: Option<String>,
}

/// The whole form.
pub struct ProposalForm {
    pub name: String,
    pub start: String,
    pub end: String,
    pub budget: String,
    pub actors: String,
    pub pasted: String,
    pub regions: Vec<Choice>,
    pub levels: Vec<Choice>,
    pub fundings: Vec<Choice>,
    pub activities: Vec<ActivityField>,
    pub roles: String,
    faults: Vec<(String, String)>,
}

impl ProposalForm {
    /// The form with what was typed.
    pub fn new(visit: &Visit<'_>, typed: &Typed) -> Self {
        let (ecosystem, language) = (&visit.snapshot.ecosystem, visit.language);
        let chosen = |field: &str, value: &str| typed.all(field).any(|one| one == value);
        let choice = |field: &str, value: &str, label: String| Choice {
            value: value.to_owned(),
            label,
            chosen: chosen(field, value),
        };
        let mut regions =
            vec![choice("regions", NATIONAL, pick(language, "heel Nederland", "the whole country").to_owned())];
        regions.extend(
            ecosystem
                .regions()
                .iter()
                .map(|region| choice("regions", &region.code, region.name.get(language).to_owned())),
        );
        let unknown = |field: &str| choice(field, "", pick(language, "niet bekend", "not known").to_owned());
        let text = |field: &str| typed.get(field).to_owned();
        let roles: Vec<&str> = Role::ALL.iter().map(|role| role.label(language)).collect();
        Self {
            name: text("name"),
            start: text("start"),
            end: text("end"),
            budget: text("budget"),
            actors: text("actors"),
            pasted: text("pasted"),
            regions,
            levels: std::iter::once(unknown("level"))
                .chain(Level::ALL.iter().map(|one| choice("level", one.code(), capital(one.label(language)))))
                .collect(),
            fundings: std::iter::once(unknown("funding"))
                .chain(Funding::ALL.iter().map(|one| choice("funding", one.code(), capital(one.label(language)))))
                .collect(),
            activities: (0..activities(typed)).map(|number| activity(visit, typed, number)).collect(),
            roles: roles.join(", "),
            faults: typed.faults.iter().map(|fault| (fault.parameter.clone(), fault.detail.clone())).collect(),
        }
    }

    /// What is wrong with a field, or with a part of it.
    pub fn fault(&self, field: &str) -> Option<&str> {
        let is_part =
            |path: &str| path == field || path.strip_prefix(field).is_some_and(|rest| rest.starts_with(['[', '.']));
        self.faults.iter().find(|(path, _)| is_part(path)).map(|(_, detail)| detail.as_str())
    }

    /// Everything that is wrong, for the top of the form.
    pub fn all_faults(&self) -> &[(String, String)] {
        &self.faults
    }
}

/// How many activities the form shows.
fn activities(typed: &Typed) -> usize {
    let asked: usize = typed.get("n").parse().unwrap_or(1);
    let more = usize::from(typed.get("do") == "more");
    (asked + more).clamp(1, MOST_ACTIVITIES)
}

fn activity(visit: &Visit<'_>, typed: &Typed, number: usize) -> ActivityField {
    let (ecosystem, language) = (&visit.snapshot.ecosystem, visit.language);
    let lead = ecosystem.taxonomy().lead();
    let path = format!("activities[{}]", position(typed, number));
    let field = |(at, dimension): (usize, &Dimension)| {
        let name = format!("a{number}.{}", dimension.id);
        let fault_path = format!("{path}.{}", dimension.id);
        let fault = typed.faults.iter().find(|fault| fault.parameter.starts_with(&fault_path));
        let choices = if dimension.open {
            Vec::new()
        } else {
            dimension
                .values
                .iter()
                .map(|value| Choice {
                    value: value.id.to_string(),
                    label: value.label.get(language).to_owned(),
                    chosen: typed.all(&name).any(|one| *one == *value.id),
                })
                .collect()
        };
        DimensionField {
            label: capital(dimension.label.get(language)),
            several: dimension.several,
            words: if dimension.open { typed.get(&name).to_owned() } else { String::new() },
            choices,
            fault: fault.map(|fault| fault.detail.clone()),
            is_lead: at == lead,
            name,
        }
    };
    let whole = typed.faults.iter().find(|fault| fault.parameter == path);
    let mut dimensions: Vec<DimensionField> = ecosystem.taxonomy().dimensions().iter().enumerate().map(field).collect();
    // What leads comes first.
    dimensions.sort_by_key(|one| !one.is_lead);
    ActivityField { number: number + 1, dimensions, fault: whole.map(|fault| fault.detail.clone()) }
}

/// The place of an activity of the form among those that say something, which are the ones that are sent on.
fn position(typed: &Typed, number: usize) -> usize {
    (0..number).filter(|&earlier| says_something(typed, earlier)).count()
}

fn says_something(typed: &Typed, number: usize) -> bool {
    let prefix = format!("a{number}.");
    typed.fields.iter().any(|(name, value)| name.starts_with(&prefix) && !value.trim().is_empty())
}

/// The proposal that was typed, as JSON; `roles` are read in either language.
pub fn json_of(typed: &Typed, dimensions: &[Dimension], language: Language) -> Json {
    let mut proposal = Map::new();
    for field in ["name", "start", "end", "budget", "level", "funding"] {
        let words = typed.get(field).trim();
        if !words.is_empty() {
            proposal.insert(field.to_owned(), json!(words));
        }
    }
    let regions: Vec<&str> = typed.all("regions").filter(|code| !code.is_empty()).collect();
    if !regions.is_empty() {
        proposal.insert(String::from("regions"), json!(regions));
    }
    let actors: Vec<Json> = typed.get("actors").lines().filter_map(|line| actor(line, language)).collect();
    if !actors.is_empty() {
        proposal.insert(String::from("actors"), json!(actors));
    }
    let described = (0..activities(typed)).filter(|&number| says_something(typed, number));
    let offered: Vec<Json> = described
        .map(|number| {
            let mut fields = Map::new();
            for dimension in dimensions {
                let name = format!("a{number}.{}", dimension.id);
                let values: Vec<&str> = typed
                    .all(&name)
                    .flat_map(|words| words.split('|'))
                    .map(str::trim)
                    .filter(|word| !word.is_empty())
                    .collect();
                match values.as_slice() {
                    [] => {}
                    [one] => {
                        fields.insert(dimension.id.to_string(), json!(one));
                    }
                    several => {
                        fields.insert(dimension.id.to_string(), json!(several));
                    }
                }
            }
            Json::Object(fields)
        })
        .collect();
    if !offered.is_empty() {
        proposal.insert(String::from("activities"), json!(offered));
    }
    Json::Object(proposal)
}

/// "Rabobank; financier".
fn actor(line: &str, language: Language) -> Option<Json> {
    let (name, role) = line.split_once(';').map_or((line, ""), |(name, role)| (name, role));
    let (name, role) = (name.trim(), role.trim());
    if name.is_empty() {
        return None;
    }
    let known = Role::ALL.iter().find(|known| known.label(language).eq_ignore_ascii_case(role));
    Some(match (role, known) {
        ("", _) => json!({ "actor": name }),
        (_, Some(known)) => json!({ "actor": name, "role": known.code() }),
        (words, None) => json!({ "actor": name, "role": words }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_becomes_a_proposal() {
        let fields = [
            ("name", " Werkplaats "),
            ("regions", "PV22"),
            ("regions", "PV20"),
            ("actors", "Rabobank; financier\n\nNieuw"),
            ("n", "3"),
            ("a0.sector", ""),
            ("a2.sector", "C"),
            ("a2.sector", "F"),
            ("a2.theme", "ai| data "),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let typed = Typed { fields, ..Typed::default() };
        let dimension = |id: &str, open| Dimension {
            id: id.into(),
            label: crate::language::Text::same(id),
            several: true,
            open,
            aspect: None,
            values: Vec::new(),
        };
        let found = json_of(&typed, &[dimension("sector", false), dimension("theme", true)], Language::Nl);
        let expected = json!({
            "name": "Werkplaats", "regions": ["PV22", "PV20"],
            "actors": [{ "actor": "Rabobank", "role": "funder" }, { "actor": "Nieuw" }],
            "activities": [{ "sector": ["C", "F"], "theme": ["ai", "data"] }],
        });
        assert_eq!(found, expected);
        assert_eq!((position(&typed, 2), activities(&typed)), (0, 3));
    }
}
