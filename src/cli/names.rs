//! `names`: which names probably stand for one, and how well that is guessed.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, ValueEnum};

use super::{DatasetArgs, Ending, write_out};
use crate::analysis::names::measure::{Measurement, TruthRow, measure};
use crate::analysis::names::{Names, names};
use crate::ecosystem::Ecosystem;
use crate::ecosystem::edit::Subject;
use crate::export::{NamesRecord, names_record};
use crate::language::Language;

/// Organisations with missed pairs that a measurement lists.
const LISTED: usize = 12;

#[derive(Debug, Args)]
pub struct NamesArgs {
    #[command(flatten)]
    dataset: DatasetArgs,
    /// Only actors, or only initiatives.
    #[arg(long, value_enum)]
    of: Option<Of>,
    /// csv has the columns of names.csv: put same or different in the last one.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Measure on a truth set (name, same_organisation, perhaps country) and leave the dataset aside.
    #[arg(long, value_name = "TRUTH.csv")]
    measure: Option<PathBuf>,
    /// File to write instead of standard output.
    #[arg(short, long)]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Of {
    Actors,
    Initiatives,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Csv,
    Json,
}

pub(super) fn run(args: &NamesArgs) -> anyhow::Result<Ending> {
    if let Some(path) = &args.measure {
        write_out(args.output.as_deref(), measured_text(&measure(&truth(path)?)).as_bytes())?;
        return Ok(Ending::Done);
    }
    let ecosystem = match args.dataset.read()? {
        Ok(ecosystem) => ecosystem,
        Err(ending) => return Ok(ending),
    };
    let subjects = match args.of {
        Some(Of::Actors) => vec![Subject::Actor],
        Some(Of::Initiatives) => vec![Subject::Initiative],
        None => vec![Subject::Actor, Subject::Initiative],
    };
    let found: Vec<Names> = subjects.into_iter().map(|subject| names(&ecosystem, subject)).collect();
    let record = names_record(&ecosystem, &found);
    let printed = match args.format {
        Format::Json => serde_json::to_string_pretty(&record)? + "\n",
        Format::Csv => csv_text(&record)?,
        Format::Text => text(&ecosystem, &record, args.dataset.read.lang.into()),
    };
    write_out(args.output.as_deref(), printed.as_bytes())?;
    Ok(Ending::Done)
}

/// The suggestions as undecided rows of `names.csv`.
fn csv_text(record: &NamesRecord) -> anyhow::Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["keep", "merge", "decision"])?;
    for pair in &record.suggestions {
        writer.write_record([pair.keep.as_str(), pair.merge.as_str(), ""])?;
    }
    Ok(String::from_utf8(writer.into_inner().context("cannot write CSV")?)?)
}

fn text(ecosystem: &Ecosystem, record: &NamesRecord, language: Language) -> String {
    let pick = |nl, en| if language == Language::Nl { nl } else { en };
    let mut out = format!("{}\n", ecosystem.about().title.get(language));
    for (certainty, title) in [
        ("probable", pick("Waarschijnlijk hetzelfde", "Probably the same")),
        ("possible", pick("Mogelijk hetzelfde", "Possibly the same")),
    ] {
        let pairs: Vec<_> = record.suggestions.iter().filter(|pair| pair.certainty == certainty).collect();
        let _ = writeln!(out, "\n{title}: {}", pairs.len());
        for pair in pairs {
            let _ = writeln!(out, "  {:.2}  {}  {}", pair.score, pair.keep, pair.keep_name);
            let _ = writeln!(out, "        {}  {}", pair.merge, pair.merge_name);
            let label = pair.likeness_label.get(language);
            let links = pick("gedeelde partners", "shared partners");
            let _ = write!(out, "        {label}; {links}: {}", pair.shared_partners);
            if !pair.conflicts.is_empty() {
                let _ = write!(out, "; {}: {}", pick("ertegen", "against"), pair.conflicts.join(", "));
            }
            out.push('\n');
        }
    }
    if !record.decisions.is_empty() {
        let _ = writeln!(out, "\n{}", pick("Besluiten (names.csv)", "Decisions (names.csv)"));
    }
    for row in &record.decisions {
        let said = match (row.outcome, &row.reason_text) {
            ("merged", _) => format!(
                "{}; {}: {}, {}: {}",
                pick("samengevoegd", "merged"),
                pick("betrokkenheden behouden", "links kept"),
                row.links_kept,
                pick("opgeteld bij een die er was", "summed with one that was there"),
                row.links_summed,
            ),
            (_, Some(reason)) => reason.get(language).to_owned(),
            _ => pick("blijven apart", "stay apart").to_owned(),
        };
        let _ = writeln!(out, "  {} {}: {said}", row.keep, row.merge);
    }
    out
}

fn truth(path: &Path) -> anyhow::Result<Vec<TruthRow>> {
    let shown = path.display();
    let mut reader = csv::Reader::from_path(path).with_context(|| format!("cannot read {shown}"))?;
    let headers = reader.headers().with_context(|| format!("cannot read {shown}"))?.clone();
    let column = |name: &str| headers.iter().position(|header| header == name);
    let needed = |name: &str| column(name).with_context(|| format!("{shown} has no column {name}; add it"));
    let (name, organisation, place) = (needed("name")?, needed("same_organisation")?, column("country"));
    let mut rows = Vec::new();
    for row in reader.records() {
        let row = row.with_context(|| format!("cannot read {shown}"))?;
        let cell = |at: usize| row.get(at).unwrap_or_default().to_owned();
        let place = place.map(cell).filter(|place| !place.is_empty());
        rows.push(TruthRow { name: cell(name), same_organisation: cell(organisation), place });
    }
    Ok(rows)
}

fn measured_text(found: &Measurement) -> String {
    let mut out =
        format!("{} names, {} organisations, {} pairs the same\n", found.rows, found.organisations, found.pairs);
    let _ = writeln!(out, "\npart      method    suggested  right   same  precision  recall");
    let ratio = |ratio: Option<f64>| ratio.map_or_else(|| String::from("-"), |ratio| format!("{ratio:.3}"));
    for score in &found.scores {
        let (part, method) = (score.part.code(), score.method.code());
        let (precision, recall) = (ratio(score.precision), ratio(score.recall));
        let (suggested, right, same) = (score.suggested, score.right, score.same);
        let _ = writeln!(out, "{part:9} {method:9} {suggested:9} {right:6} {same:6}  {precision:>9}  {recall:>6}");
    }
    let _ = writeln!(out, "\nprobable, by likeness: suggested, right");
    for (likeness, (suggested, right)) in &found.by_likeness {
        let _ = writeln!(out, "  {:14} {suggested:5} {right:5}", likeness.code());
    }
    let _ = writeln!(out, "\nmissed pairs, by organisation (the most first)");
    for missed in found.missed.iter().take(LISTED) {
        let [one, other] = &missed.example;
        let _ = writeln!(out, "  {:4}  {}: {one} | {other}", missed.pairs, missed.organisation);
    }
    let _ = writeln!(out, "\nprobable, but two organisations in the truth set: {}", found.mistakes.len());
    for mistake in &found.mistakes {
        let [one, other] = &mistake.names;
        let [first, second] = &mistake.organisations;
        let (part, likeness) = (mistake.part.code(), mistake.likeness.code());
        let _ = writeln!(out, "  {part}, {likeness}: {one} | {other} ({first} | {second})");
    }
    out
}
