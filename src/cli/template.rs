//! `template`: a workbook to fill in.

use std::path::PathBuf;

use clap::Args;

use super::{Ending, ReadArgs, write_out};
use crate::export::{TemplateConfig, dataset_template};

#[derive(Debug, Args)]
pub struct TemplateArgs {
    #[command(flatten)]
    read: ReadArgs,
    /// Fill the sheets with a small fictional example.
    #[arg(long)]
    with_example: bool,
    /// Workbook to write.
    #[arg(short, long, value_name = "FILE.xlsx")]
    output: PathBuf,
}

pub(super) fn run(args: &TemplateArgs) -> anyhow::Result<Ending> {
    let language = args.read.lang.into();
    let reading = crate::dataset::without_rows(&args.read.options()?);
    let Some(ecosystem) = reading.ecosystem else {
        eprint!("{}", reading.findings.text(language));
        return Ok(Ending::Errors);
    };
    let with_taxonomy = args.read.taxonomy.is_some();
    let config = TemplateConfig { with_example: args.with_example, with_taxonomy, language };
    write_out(Some(&args.output), &dataset_template(&ecosystem, &config)?)?;
    Ok(Ending::Done)
}
