//! `analyse`: all results of a dataset as one JSON document.

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use serde_json::{Value, json};

use super::compare::with_clusters;
use super::pipeline::{self, STEPS};
use super::timings::Timings;
use super::{DatasetArgs, Ending, write_out};
use crate::analysis::overlap::{DEFAULT_MINIMUM, OverlapConfig};
use crate::export::document;
use crate::snapshot::{Section, Snapshot, SnapshotConfig};

#[derive(Debug, Args)]
pub struct AnalyseArgs {
    #[command(flatten)]
    dataset: DatasetArgs,
    /// Sections to compute, separated by commas; all when not given.
    #[arg(long, value_delimiter = ',', value_parser = section)]
    only: Vec<Section>,
    /// Least overlap that is listed, 0 to 1.
    #[arg(long, default_value_t = DEFAULT_MINIMUM, value_parser = share)]
    min_overlap: f64,
    /// An earlier version: clusters that continue one of its keep that id and name.
    #[arg(long, value_name = "DATASET")]
    previous: Option<String>,
    /// Threads to use; all cores when not given. The output is the same.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
    /// Print seconds, peak memory and counts per step instead of the results; with --only of those sections.
    #[arg(long)]
    timings: bool,
    /// Steps to time, separated by commas; all when not given.
    #[arg(long, value_delimiter = ',', value_parser = step, requires = "timings", conflicts_with = "only")]
    steps: Vec<&'static str>,
    /// File to write instead of standard output.
    #[arg(short, long)]
    output: Option<PathBuf>,
}

fn section(words: &str) -> Result<Section, String> {
    let keys: Vec<&str> = Section::ALL.iter().map(|section| section.key()).collect();
    Section::from_key(words).ok_or_else(|| format!("choose from {}", keys.join(", ")))
}

fn step(words: &str) -> Result<&'static str, String> {
    STEPS.iter().copied().find(|step| *step == words).ok_or_else(|| format!("choose from {}", STEPS.join(", ")))
}

fn share(words: &str) -> Result<f64, String> {
    words
        .parse::<f64>()
        .ok()
        .filter(|share| (0.0..=1.0).contains(share))
        .ok_or_else(|| "give a number from 0 to 1".into())
}

pub(super) fn run(args: &AnalyseArgs) -> anyhow::Result<Ending> {
    if let Some(threads) = args.threads {
        rayon::ThreadPoolBuilder::new()
            .num_threads(usize::from(threads))
            .build_global()
            .context("cannot set the number of threads")?;
    }
    let mut timings = Timings::start();
    if args.timings && args.only.is_empty() {
        return time_steps(args, &mut timings);
    }
    let ecosystem = match args.dataset.read()? {
        Ok(ecosystem) => ecosystem,
        Err(ending) => return Ok(ending),
    };
    timings.finish("load");
    let asked: BTreeSet<Section> =
        if args.only.is_empty() { Section::ALL.iter().copied().collect() } else { args.only.iter().copied().collect() };
    let config = SnapshotConfig {
        sections: asked.clone(),
        overlap: OverlapConfig { minimum: args.min_overlap, ..OverlapConfig::default() },
        establishments: crate::dataset::establishments(),
        ..SnapshotConfig::default()
    };
    let mut snapshot = Snapshot::compute(ecosystem, &config, |step| timings.finish(step.key()))?;
    if let Some(previous) = &args.previous {
        let previous = DatasetArgs { dataset: previous.clone(), read: args.dataset.read.clone() };
        match previous.read()? {
            Ok(ecosystem) => snapshot.carry_over(&with_clusters(ecosystem)?),
            Err(ending) => return Ok(ending),
        }
    }
    let mut bytes = if args.timings {
        serde_json::to_vec_pretty(&timings)?
    } else {
        let document = document(&snapshot, |section| asked.contains(&section), args.dataset.read.lang.into());
        serde_json::to_vec_pretty(&document)?
    };
    bytes.push(b'\n');
    write_out(args.output.as_deref(), &bytes)?;
    Ok(Ending::Done)
}

/// Times the steps one by one, each from what the one before it made.
fn time_steps(args: &AnalyseArgs, timings: &mut Timings) -> anyhow::Result<Ending> {
    let wanted = |step: &str| args.steps.is_empty() || args.steps.contains(&step);
    let read = timings.measure(
        "load",
        || args.dataset.read(),
        |read| match read {
            Ok(Ok(ecosystem)) => json!({
                "actors": ecosystem.actors().len(), "initiatives": ecosystem.initiatives().len(),
                "participations": ecosystem.participations().len(), "activities": ecosystem.activities().len(),
            }),
            _ => Value::Null,
        },
    );
    let ecosystem = match read? {
        Ok(ecosystem) => ecosystem,
        Err(ending) => return Ok(ending),
    };
    pipeline::run(&ecosystem, &wanted, timings);
    let mut bytes = serde_json::to_vec_pretty(timings)?;
    bytes.push(b'\n');
    write_out(args.output.as_deref(), &bytes)?;
    Ok(Ending::Done)
}
