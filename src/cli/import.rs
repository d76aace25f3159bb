//! `import`: a dataset folder from something else.

use std::path::PathBuf;

use clap::Args;

use super::{Ending, ReadArgs};
use crate::dataset::{Imported, Shape, import_path};
use crate::language::{Language, pick};

#[derive(Debug, Args)]
pub struct ImportArgs {
    /// Workbook, CSV, JSON, GraphML, GEXF or list of edges.
    file: PathBuf,
    /// What it is: flat, kumu, graphml, gexf, edges or cordis; recognised when not given.
    #[arg(long = "as", value_name = "SHAPE", value_parser = shape)]
    shape: Option<Shape>,
    /// Folder to write the dataset to: new, empty, or with files of these names only.
    #[arg(short, long)]
    output: PathBuf,
    #[command(flatten)]
    read: ReadArgs,
}

fn shape(words: &str) -> Result<Shape, String> {
    let codes: Vec<&str> = Shape::ALL.iter().map(|shape| shape.code()).collect();
    Shape::from_code(words).ok_or_else(|| format!("choose from {}", codes.join(", ")))
}

pub(super) fn run(args: &ImportArgs) -> anyhow::Result<Ending> {
    let language = args.read.lang.into();
    let imported = match import_path(&args.file, args.shape, &args.read.options()?) {
        Ok(imported) => imported,
        Err(unreadable) => {
            eprintln!("{}", unreadable.message(language));
            return Ok(Ending::Unreadable);
        }
    };
    if imported.files.is_empty() {
        eprint!("{}", imported.findings.text(language));
        return Ok(Ending::Errors);
    }
    super::export::write_folder(&args.output, &imported.files)?;
    print!("{}", said(&imported, language));
    Ok(Ending::Done)
}

/// What was understood, what was left, and what to look at.
fn said(imported: &Imported, language: Language) -> String {
    let mut out = String::new();
    for sentence in &imported.understood {
        out.push_str(sentence.get(language));
        out.push('\n');
    }
    if !imported.left.is_empty() {
        out.push_str(pick(language, "\nNiet overgenomen:\n", "\nLeft aside:\n"));
        for sentence in &imported.left {
            out.push_str("  ");
            out.push_str(sentence.get(language));
            out.push('\n');
        }
    }
    if !imported.findings.is_empty() {
        out.push('\n');
        out.push_str(&imported.findings.text(language));
    }
    out
}
