//! How records are described to others: JSON Schemas by name, as an OpenAPI document holds them.

use serde_json::Value;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::ecosystem::{Basis, Class, Level, QuestionCategory, SignalKind, SignalStatus};

/// Closed lists are written by their codes.
macro_rules! schema_of_codes {
    ($($list:ident: $meaning:literal;)+) => { $(
        impl PartialSchema for $list {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .enum_values(Some(Self::ALL.iter().map(|value| value.code())))
                    .description(Some($meaning))
                    .into()
            }
        }

        impl ToSchema for $list {}
    )+ };
}

schema_of_codes! {
    Basis: "How a figure came about, from firm to invented.";
    Class: "A rough class, of reach, effort or urgency.";
    Level: "The scale at which an organisation or initiative works.";
    QuestionCategory: "What a question of the monitoring asks about (Regioscan, table 1).";
    SignalKind: "What an analysis brings up for action.";
    SignalStatus: "What people decided about a signal.";
}

/// The schema of a record and of all records within it.
#[derive(Debug, Clone, Copy)]
pub struct RecordSchema {
    name: fn() -> String,
    schema: fn() -> RefOr<Schema>,
    within: fn(&mut Vec<(String, RefOr<Schema>)>),
}

impl RecordSchema {
    pub fn of<T: ToSchema>() -> Self {
        Self { name: || T::name().into_owned(), schema: T::schema, within: T::schemas }
    }

    pub fn name(&self) -> String {
        (self.name)()
    }

    /// The record itself first, then those within it; one may come twice.
    pub fn all(&self) -> Vec<(String, RefOr<Schema>)> {
        let mut all = vec![(self.name(), (self.schema)())];
        (self.within)(&mut all);
        all
    }

    /// Names of the record's fields in order, each with whether it holds a single value.
    pub fn fields(&self) -> Vec<(String, bool)> {
        let schema = serde_json::to_value((self.schema)()).unwrap_or_default();
        let Some(properties) = schema["properties"].as_object() else { return Vec::new() };
        let single = |schema: &Value| {
            let is = |kind: &Value| ["string", "number", "integer", "boolean"].iter().any(|single| kind == single);
            let kind = &schema["type"];
            is(kind) || kind.as_array().is_some_and(|kinds| kinds.iter().any(is))
        };
        properties.iter().map(|(name, schema)| (name.clone(), single(schema))).collect()
    }
}
