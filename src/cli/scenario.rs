//! `scenario`: what would be different if initiatives or actors were removed, merged or added.

use std::path::PathBuf;

use clap::Args;

use super::test_initiative::read_at_most;
use super::{DatasetArgs, Ending, write_out};
use crate::analysis::scenario::{ScenarioConfig, scenario};
use crate::dataset::{SCENARIO_BYTES, read_scenario};
use crate::export::scenario_document;
use crate::language::Language;

#[derive(Debug, Args)]
pub struct ScenarioArgs {
    #[command(flatten)]
    dataset: DatasetArgs,
    /// What to remove, merge and add, as JSON.
    scenario: PathBuf,
    /// File to write instead of standard output.
    #[arg(short, long)]
    output: Option<PathBuf>,
}

pub(super) fn run(args: &ScenarioArgs) -> anyhow::Result<Ending> {
    let language: Language = args.dataset.read.lang.into();
    let Some(bytes) = read_at_most(&args.scenario, SCENARIO_BYTES, language) else { return Ok(Ending::Unreadable) };
    let ecosystem = match args.dataset.read()? {
        Ok(ecosystem) => ecosystem,
        Err(ending) => return Ok(ending),
    };
    let reading = read_scenario(&args.scenario.display().to_string(), &bytes, &ecosystem);
    if !reading.findings.is_empty() {
        eprint!("{}", reading.findings.text(language));
    }
    let Some(edited) = reading.edited else { return Ok(Ending::Errors) };
    let result = scenario(&ecosystem, &edited, &ScenarioConfig::default())?;
    let mut printed = serde_json::to_vec_pretty(&scenario_document(&ecosystem, &edited, &result))?;
    printed.push(b'\n');
    write_out(args.output.as_deref(), &printed)?;
    Ok(Ending::Done)
}
