//! `test-initiative`: a proposed initiative laid beside a dataset.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{DatasetArgs, Ending, write_out};
use crate::analysis::consistency::{ConsistencyConfig, consistency};
use crate::dataset::{PROPOSAL_BYTES, establishments, read_proposal};
use crate::export::consistency_document;
use crate::language::Language;

#[derive(Debug, Args)]
pub struct TestInitiativeArgs {
    #[command(flatten)]
    dataset: DatasetArgs,
    /// The proposal: an initiative with its actors and activities, as JSON.
    proposal: PathBuf,
    /// File to write instead of standard output.
    #[arg(short, long)]
    output: Option<PathBuf>,
}

pub(super) fn run(args: &TestInitiativeArgs) -> anyhow::Result<Ending> {
    let language: Language = args.dataset.read.lang.into();
    let Some(bytes) = read_at_most(&args.proposal, PROPOSAL_BYTES, language) else { return Ok(Ending::Unreadable) };
    let ecosystem = match args.dataset.read()? {
        Ok(ecosystem) => ecosystem,
        Err(ending) => return Ok(ending),
    };
    let reading = read_proposal(&args.proposal.display().to_string(), &bytes, &ecosystem);
    if !reading.findings.is_empty() {
        eprint!("{}", reading.findings.text(language));
    }
    let Some(proposal) = reading.proposal else { return Ok(Ending::Errors) };
    let config = ConsistencyConfig::default();
    let result = consistency(&ecosystem, &proposal, &establishments(), &config)?;
    let mut printed = serde_json::to_vec_pretty(&consistency_document(&ecosystem, &result, &config))?;
    printed.push(b'\n');
    write_out(args.output.as_deref(), &printed)?;
    Ok(Ending::Done)
}

/// Reads a file, or says why it cannot be read. One byte more than it may have shows that it is too large; the rest need not
/// be read.
pub(super) fn read_at_most(path: &Path, most_bytes: usize, language: Language) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let opened = File::open(path);
    match opened.and_then(|file| file.take(most_bytes as u64 + 1).read_to_end(&mut bytes)) {
        Ok(_) => Some(bytes),
        Err(error) => {
            let path = path.display();
            match language {
                Language::Nl => {
                    eprintln!("„{path}” kan niet worden gelezen ({error}). Controleer het pad en de rechten.")
                }
                Language::En => eprintln!("“{path}” cannot be read ({error}). Check the path and the permissions."),
            }
            None
        }
    }
}
