//! The command line: one file per command. Parses, calls, prints; knows no analysis.

mod analyse;
mod audit;
mod chart;
mod check;
mod compare;
mod example;
mod export;
mod import;
mod names;
mod pipeline;
mod report;
mod scenario;
mod serve;
mod settings;
mod template;
mod test_initiative;
mod timings;
mod token;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::dataset::{Overlay, ReadOptions};
use crate::ecosystem::Ecosystem;
use crate::language::Language;

/// Map and metrics of the organisations and programmes that help Dutch small businesses.
///
/// Without a command it serves the shipped datasets.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: serve::ServeArgs,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve datasets over HTTP.
    Serve(serve::ServeArgs),
    /// Check a dataset and print its findings: exit 0 without errors, 1 with, 2 when it cannot be read.
    Check(check::CheckArgs),
    /// Analyse a dataset and print one JSON document.
    Analyse(analyse::AnalyseArgs),
    /// Draw a chart of a dataset as SVG or PNG.
    Chart(chart::ChartArgs),
    /// Write the report of a dataset: a page for the country and one per region, with every table as a file.
    Report(report::ReportArgs),
    /// Write the network or the dataset for other tools: Gephi, igraph, networkx, Kumu, VOSviewer, Excel, data platforms.
    Export(export::ExportArgs),
    /// Write an empty workbook to fill in, with drop-down lists and an explanation.
    Template(template::TemplateArgs),
    /// Make a dataset folder of something else: a flat sheet, Kumu, GraphML, GEXF, edges, participants of projects.
    Import(import::ImportArgs),
    /// Write a fictional ecosystem with documented truths planted in it.
    Example(example::ExampleArgs),
    /// Write the reconstruction of the Regioscan anew from its published tables.
    Reconstruct(example::ReconstructArgs),
    /// Lay a proposed initiative beside a dataset: does it overlap, fill a gap, or fit?
    TestInitiative(test_initiative::TestInitiativeArgs),
    /// Say what would be different if initiatives or actors were removed, merged or added.
    Scenario(scenario::ScenarioArgs),
    /// Compare two versions of a dataset and print one JSON document.
    Compare(compare::CompareArgs),
    /// Names that probably stand for one organisation or initiative, with evidence.
    Names(names::NamesArgs),
    /// Make, revoke and list the tokens that writing takes.
    Token(token::TokenArgs),
    /// Print who changed what when, oldest first.
    Audit(audit::AuditArgs),
}

/// The dataset of a command.
#[derive(Debug, Args)]
struct DatasetArgs {
    /// A folder, .zip, .xlsx or .ods, or the name of a shipped dataset.
    dataset: String,
    #[command(flatten)]
    read: ReadArgs,
}

/// How to read datasets.
#[derive(Debug, Clone, Args)]
struct ReadArgs {
    /// Taxonomy to lay over the dataset's own.
    #[arg(long, value_name = "FILE")]
    taxonomy: Option<PathBuf>,
    /// Leave the decisions of names.csv undone.
    #[arg(long)]
    without_decisions: bool,
    /// Language of sentences and labels.
    #[arg(long, value_enum, default_value_t = Lang::Nl)]
    lang: Lang,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Lang {
    Nl,
    En,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Nl => Self::Nl,
            Lang::En => Self::En,
        }
    }
}

impl ReadArgs {
    fn options(&self) -> anyhow::Result<ReadOptions> {
        let overlay = |path: &PathBuf| {
            let text =
                std::fs::read_to_string(path).with_context(|| format!("cannot read taxonomy {}", path.display()))?;
            Ok::<_, anyhow::Error>(Overlay { name: path.display().to_string(), text })
        };
        let taxonomy = self.taxonomy.as_ref().map(overlay).transpose()?;
        Ok(ReadOptions { taxonomy, without_decisions: self.without_decisions, ..ReadOptions::default() })
    }
}

/// What a command ends with.
enum Ending {
    Done,
    /// The data have errors; they have been printed.
    Errors,
    /// There was nothing to read; why has been printed.
    Unreadable,
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Done => Self::SUCCESS,
            Ending::Errors => Self::from(1),
            Ending::Unreadable => Self::from(2),
        }
    }
}

impl DatasetArgs {
    /// Reads the dataset; findings that stand in the way are printed on standard error.
    fn read(&self) -> anyhow::Result<Result<Ecosystem, Ending>> {
        let language = self.read.lang.into();
        let reading = match crate::dataset::read(&self.dataset, &self.read.options()?) {
            Ok(reading) => reading,
            Err(unreadable) => {
                eprintln!("{}", unreadable.message(language));
                return Ok(Err(Ending::Unreadable));
            }
        };
        Ok(reading.ecosystem.ok_or_else(|| {
            eprint!("{}", reading.findings.text(language));
            Ending::Errors
        }))
    }
}

/// Writes to a file, or to standard output where none is named.
fn write_out(path: Option<&Path>, bytes: &[u8]) -> anyhow::Result<()> {
    use std::io::Write as _;
    match path {
        Some(path) => std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display())),
        None => {
            let written = std::io::stdout().lock().write_all(bytes);
            match written {
                // Who reads less than we print, as `head` does, has had enough.
                Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
                other => other.context("cannot write to standard output"),
            }
        }
    }
}

/// Runs the command that the arguments ask for.
///
/// # Errors
/// What cannot be mended here, with its causes.
pub fn run() -> anyhow::Result<ExitCode> {
    let cli = Cli::parse();
    let ending = match cli.command {
        None => serve::run(&cli.serve),
        Some(Command::Serve(args)) => serve::run(&args),
        Some(Command::Check(args)) => check::run(&args),
        Some(Command::Analyse(args)) => analyse::run(&args),
        Some(Command::Chart(args)) => chart::run(&args),
        Some(Command::Report(args)) => report::run(&args),
        Some(Command::Export(args)) => export::run(&args),
        Some(Command::Template(args)) => template::run(&args),
        Some(Command::Import(args)) => import::run(&args),
        Some(Command::Example(args)) => example::run(&args),
        Some(Command::Reconstruct(args)) => example::reconstruct(&args),
        Some(Command::TestInitiative(args)) => test_initiative::run(&args),
        Some(Command::Scenario(args)) => scenario::run(&args),
        Some(Command::Compare(args)) => compare::run(&args),
        Some(Command::Names(args)) => names::run(&args),
        Some(Command::Token(args)) => token::run(&args),
        Some(Command::Audit(args)) => audit::run(&args),
    };
    ending.map(ExitCode::from)
}
