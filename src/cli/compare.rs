//! `compare`: two versions of a dataset as one JSON document.

use std::path::PathBuf;

use clap::Args;

use super::{DatasetArgs, Ending, ReadArgs, write_out};
use crate::ecosystem::Ecosystem;
use crate::export::comparison_record;
use crate::snapshot::{Section, Snapshot, SnapshotConfig, compare};

#[derive(Debug, Args)]
pub struct CompareArgs {
    /// The earlier version: a folder, .zip, .xlsx or .ods, or the name of a shipped dataset.
    #[arg(value_name = "EARLIER")]
    earlier: String,
    /// The later version.
    #[arg(value_name = "LATER")]
    later: String,
    #[command(flatten)]
    read: ReadArgs,
    /// File to write instead of standard output.
    #[arg(short, long)]
    output: Option<PathBuf>,
}

pub(super) fn run(args: &CompareArgs) -> anyhow::Result<Ending> {
    let mut versions = Vec::new();
    for dataset in [&args.earlier, &args.later] {
        let dataset = DatasetArgs { dataset: dataset.clone(), read: args.read.clone() };
        match dataset.read()? {
            Ok(ecosystem) => versions.push(with_clusters(ecosystem)?),
            Err(ending) => return Ok(ending),
        }
    }
    let [earlier, later] = versions.as_slice() else { return Ok(Ending::Unreadable) };
    let found = compare(earlier, later)?;
    let mut bytes = serde_json::to_vec_pretty(&comparison_record(earlier, later, &found))?;
    bytes.push(b'\n');
    write_out(args.output.as_deref(), &bytes)?;
    Ok(Ending::Done)
}

/// A snapshot with centrality and clusters.
pub(super) fn with_clusters(ecosystem: Ecosystem) -> anyhow::Result<Snapshot> {
    let sections = [Section::Centrality, Section::Clusters].into_iter().collect();
    Ok(Snapshot::compute(ecosystem, &SnapshotConfig { sections, ..SnapshotConfig::default() }, |_| ())?)
}
