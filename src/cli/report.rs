//! `report`: pages for the country and every region, with their tables as files.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;

use super::{DatasetArgs, Ending};
use crate::report::{SECTIONS, report};
use crate::snapshot::{Snapshot, SnapshotConfig};

#[derive(Debug, Args)]
pub struct ReportArgs {
    #[command(flatten)]
    dataset: DatasetArgs,
    /// Folder to write to; it is made where it is not there. `reports/` and the name of the dataset when not given.
    #[arg(short, long)]
    output: Option<PathBuf>,
}

pub(super) fn run(args: &ReportArgs) -> anyhow::Result<Ending> {
    let ecosystem = match args.dataset.read()? {
        Ok(ecosystem) => ecosystem,
        Err(ending) => return Ok(ending),
    };
    let folder = args.output.clone().unwrap_or_else(|| PathBuf::from("reports").join(&ecosystem.about().id));
    let config = SnapshotConfig {
        sections: SECTIONS.iter().copied().collect(),
        establishments: crate::dataset::establishments(),
        ..SnapshotConfig::default()
    };
    let snapshot = Snapshot::compute(ecosystem, &config, |_| ())?;
    for file in report(&snapshot, args.dataset.read.lang.into())? {
        let path = folder.join(&file.path);
        let parent = path.parent().unwrap_or(&folder);
        std::fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        std::fs::write(&path, &file.bytes).with_context(|| format!("cannot write {}", path.display()))?;
    }
    eprintln!("{}", folder.join("index.html").display());
    Ok(Ending::Done)
}
