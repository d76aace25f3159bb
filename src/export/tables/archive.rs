//! The dataset as a zip of CSV files, a Data Package by itself.

use std::io::{Cursor, Write as _};

use serde_json::Value as Json;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{Cell, DatasetTable, dataset_tables, package_json, taxonomy_json};
use crate::ecosystem::Ecosystem;

/// The files of a dataset: name and bytes. CSV with commas, CRLF and decimal points (RFC 4180), texts guarded against
/// formulas.
pub fn dataset_files(ecosystem: &Ecosystem) -> Vec<(String, Vec<u8>)> {
    let tables = dataset_tables(ecosystem);
    let pretty = |json: &Json| {
        let mut bytes = serde_json::to_vec_pretty(json).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    };
    let mut files = vec![
        (String::from("datapackage.json"), pretty(&package_json(ecosystem, &tables))),
        (String::from("taxonomy.json"), pretty(&taxonomy_json(ecosystem))),
    ];
    files.extend(tables.iter().map(|table| (format!("{}.csv", table.name), csv_of(table))));
    files
}

/// Files as a zip without times, so that the same files give the same bytes.
///
/// # Errors
/// As the library finds them; a file of more than 4 GiB.
pub fn zipped(files: &[(String, Vec<u8>)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for (name, bytes) in files {
        zip.start_file(name.as_str(), options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn csv_of(table: &DatasetTable) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record(table.columns.iter().map(|column| guarded(&column.name)));
    for row in &table.rows {
        let _ = writer.write_record(row.iter().map(|cell| match cell {
            Cell::Empty => String::new(),
            Cell::Text(words) => guarded(words),
            Cell::Integer(number) => number.to_string(),
            Cell::Real(number) => real(*number),
            Cell::Date(date) => date.to_string(),
        }));
    }
    writer.into_inner().unwrap_or_default()
}

/// A number with a fraction of which the point cannot be taken for Dutch thousands (`7.125`).
fn real(number: f64) -> String {
    let text = number.to_string();
    match text.split_once('.') {
        Some((_, fraction)) if fraction.len() == 3 => format!("{text}0"),
        _ => text,
    }
}

/// A text that a spreadsheet could take for a formula, with an apostrophe in front (OWASP ASVS 5.0, 1.2.10). So has one that
/// begins with apostrophes before such a sign: the reader takes exactly one away.
fn guarded(words: &str) -> String {
    let first = words.trim_start_matches('\'').chars().next();
    let is_formula = first.is_some_and(|first| matches!(first, '=' | '+' | '-' | '@' | '\t' | '\r' | '\0'));
    if is_formula { format!("'{words}") } else { words.to_owned() }
}
