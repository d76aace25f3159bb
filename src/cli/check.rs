//! `check`: the findings of a dataset, for people and as JSON.

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::{DatasetArgs, Ending, write_out};
use crate::dataset::{Findings, Severity};

#[derive(Debug, Args)]
pub struct CheckArgs {
    #[command(flatten)]
    dataset: DatasetArgs,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// The JSON that `check` prints.
#[derive(Debug, Serialize)]
struct Report<'a> {
    dataset: &'a str,
    errors: u64,
    warnings: u64,
    findings: &'a Findings,
}

/// The JSON for a dataset that cannot be read at all.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct NotRead<'a> {
    dataset: &'a str,
    unreadable: bool,
    message_nl: String,
    message_en: String,
}

pub(super) fn run(args: &CheckArgs) -> anyhow::Result<Ending> {
    let (name, language) = (args.dataset.dataset.as_str(), args.dataset.read.lang.into());
    let print = |text: String| write_out(None, text.as_bytes());
    match crate::dataset::read(name, &args.dataset.read.options()?) {
        Err(unreadable) => {
            match args.format {
                Format::Text => eprintln!("{}", unreadable.message(language)),
                Format::Json => print(json(&NotRead {
                    dataset: name,
                    unreadable: true,
                    message_nl: unreadable.message(crate::language::Language::Nl),
                    message_en: unreadable.message(crate::language::Language::En),
                })?)?,
            }
            Ok(Ending::Unreadable)
        }
        Ok(reading) => {
            let findings = &reading.findings;
            match args.format {
                Format::Text => print(findings.text(language))?,
                Format::Json => print(json(&Report {
                    dataset: name,
                    errors: findings.count(Severity::Error),
                    warnings: findings.count(Severity::Warning),
                    findings,
                })?)?,
            }
            Ok(if findings.has_errors() { Ending::Errors } else { Ending::Done })
        }
    }
}

fn json(report: &impl Serialize) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(report)? + "\n")
}
