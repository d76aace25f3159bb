//! `chart`: a figure of a dataset as SVG or PNG.

use std::path::PathBuf;

use clap::Args;

use super::{DatasetArgs, Ending, write_out};
use crate::chart::catalog::{ChartName, draw};
use crate::chart::png;
use crate::snapshot::{Snapshot, SnapshotConfig};

#[derive(Debug, Args)]
pub struct ChartArgs {
    #[command(flatten)]
    dataset: DatasetArgs,
    /// Name of the chart.
    #[arg(value_parser = chart_name)]
    name: ChartName,
    /// File to write, .svg or .png; SVG on standard output when not given.
    #[arg(short, long, value_parser = chart_file)]
    output: Option<PathBuf>,
}

fn chart_name(words: &str) -> Result<ChartName, String> {
    let names: Vec<&str> = ChartName::ALL.iter().map(|chart| chart.code()).collect();
    ChartName::from_code(words).ok_or_else(|| format!("choose from {}", names.join(", ")))
}

fn chart_file(words: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(words);
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("svg" | "png") => Ok(path),
        _ => Err("give a name that ends in .svg or .png".into()),
    }
}

pub(super) fn run(args: &ChartArgs) -> anyhow::Result<Ending> {
    let ecosystem = match args.dataset.read()? {
        Ok(ecosystem) => ecosystem,
        Err(ending) => return Ok(ending),
    };
    let sections = args.name.sections().iter().copied().collect();
    let snapshot = Snapshot::compute(ecosystem, &SnapshotConfig { sections, ..SnapshotConfig::default() }, |_| ())?;
    let svg = draw(&snapshot, args.name, args.dataset.read.lang.into())
        .ok_or_else(|| anyhow::anyhow!("the chart {} cannot be drawn from this dataset", args.name.code()))?;
    let is_png = args.output.as_ref().is_some_and(|path| path.extension().is_some_and(|extension| extension == "png"));
    let bytes = if is_png { png(&svg, 2.0)? } else { svg.into_bytes() };
    write_out(args.output.as_deref(), &bytes)?;
    Ok(Ending::Done)
}
