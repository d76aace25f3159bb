//! `chart`: a figure of a dataset as SVG or PNG.

use std::path::PathBuf;

use anyhow::anyhow;
use clap::Args;

use super::compare::with_clusters;
use super::{DatasetArgs, Ending, write_out};
use crate::chart::catalog::{ChartName, draw_beside};
use crate::chart::png;
use crate::chart::settings::Settings;
use crate::ecosystem::Ecosystem;
use crate::snapshot::{Snapshot, SnapshotConfig};

#[derive(Debug, Args)]
pub struct ChartArgs {
    #[command(flatten)]
    dataset: DatasetArgs,
    /// Name of the chart.
    #[arg(value_parser = chart_name)]
    name: ChartName,
    /// A parameter of the chart; may be given several times.
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = key_and_value)]
    settings: Vec<(String, String)>,
    /// An earlier version, for the charts that compare; may be given several times, the earliest first.
    #[arg(long, value_name = "DATASET")]
    with: Vec<String>,
    /// File to write, .svg or .png; SVG on standard output when not given.
    #[arg(short, long, value_parser = chart_file)]
    output: Option<PathBuf>,
}

fn chart_name(words: &str) -> Result<ChartName, String> {
    let names: Vec<&str> = ChartName::ALL.iter().map(|chart| chart.code()).collect();
    ChartName::from_code(words).ok_or_else(|| format!("choose from {}", names.join(", ")))
}

fn key_and_value(words: &str) -> Result<(String, String), String> {
    let (key, value) = words.split_once('=').ok_or("write KEY=VALUE")?;
    Ok((key.trim().to_owned(), value.trim().to_owned()))
}

fn chart_file(words: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(words);
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("svg" | "png") => Ok(path),
        _ => Err("give a name that ends in .svg or .png".into()),
    }
}

/// The parameters of the chart, all faults at once.
fn settings(args: &ChartArgs, ecosystem: &Ecosystem) -> anyhow::Result<Settings> {
    let (mut settings, mut faults) = (Settings::default(), Vec::new());
    for (key, value) in &args.settings {
        match args.name.parameter(key) {
            Some(parameter) => {
                if let Err(wrong) = settings.set(parameter, value, ecosystem) {
                    faults.push(wrong.to_string());
                }
            }
            None => {
                let known: Vec<&str> = args.name.parameters().iter().map(|parameter| parameter.key).collect();
                let known = if known.is_empty() { String::from("nothing") } else { known.join(", ") };
                faults.push(format!("{key:?} cannot be set for {}; it takes {known}", args.name.code()));
            }
        }
    }
    if faults.is_empty() { Ok(settings) } else { Err(anyhow!(faults.join("\n"))) }
}

pub(super) fn run(args: &ChartArgs) -> anyhow::Result<Ending> {
    let ecosystem = match args.dataset.read()? {
        Ok(ecosystem) => ecosystem,
        Err(ending) => return Ok(ending),
    };
    let settings = settings(args, &ecosystem)?;
    let sections = args.name.sections().iter().copied().collect();
    let snapshot = Snapshot::compute(ecosystem, &SnapshotConfig { sections, ..SnapshotConfig::default() }, |_| ())?;
    let language = args.dataset.read.lang.into();
    if args.with.len() > args.name.earlier() {
        let (code, most) = (args.name.code(), args.name.earlier());
        return Err(anyhow!("{code} lays at most {most} earlier versions beside a dataset; take --with away"));
    }
    let mut earlier = Vec::new();
    for name in &args.with {
        let dataset = DatasetArgs { dataset: name.clone(), read: args.dataset.read.clone() };
        match dataset.read()? {
            Ok(ecosystem) => earlier.push(with_clusters(ecosystem)?),
            Err(ending) => return Ok(ending),
        }
    }
    let earlier: Vec<&Snapshot> = earlier.iter().collect();
    let drawn = draw_beside(&earlier, &snapshot, args.name, &settings, language)?;
    let svg = drawn.svg;
    let is_png = args.output.as_ref().is_some_and(|path| path.extension().is_some_and(|extension| extension == "png"));
    let bytes = if is_png { png(&svg, 2.0)? } else { svg.into_bytes() };
    write_out(args.output.as_deref(), &bytes)?;
    Ok(Ending::Done)
}
