//! `example` and `reconstruct`: datasets that were not measured, written from a seed.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;

use super::Ending;
use crate::generate::GeneratedFile;
use crate::generate::example::{ExampleConfig, example};
use crate::generate::regioscan::regioscan;

#[derive(Debug, Args)]
pub struct ExampleArgs {
    /// Number of initiatives.
    #[arg(long, default_value_t = ExampleConfig::default().initiatives)]
    initiatives: usize,
    /// Seed: the same seed gives the same files.
    #[arg(long, default_value_t = ExampleConfig::default().seed)]
    seed: u64,
    /// Folder to write to; made where it is missing.
    #[arg(short, long)]
    output: PathBuf,
}

#[derive(Debug, Args)]
pub struct ReconstructArgs {
    /// Folder to write to; made where it is missing.
    #[arg(short, long)]
    output: PathBuf,
}

pub(super) fn run(args: &ExampleArgs) -> anyhow::Result<Ending> {
    let config = ExampleConfig { initiatives: args.initiatives, seed: args.seed, ..ExampleConfig::default() };
    write_files(&args.output, &example(&config))
}

pub(super) fn reconstruct(args: &ReconstructArgs) -> anyhow::Result<Ending> {
    write_files(&args.output, &regioscan())
}

fn write_files(folder: &Path, files: &[GeneratedFile]) -> anyhow::Result<Ending> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make folder {}", folder.display()))?;
    for file in files {
        let path = folder.join(&file.name);
        std::fs::write(&path, &file.content).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(Ending::Done)
}
