//! Where the files of a dataset come from: a folder, a zip, the binary itself, or the sheets of a workbook.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{Cursor, Read, Seek};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use super::archive::Archive;
use super::csv_text;
use super::finding::{Collector, Place};
use super::headers::{Called, Wanted, find_table, is_of_a_table};
use super::layout::Table;
use super::limits::Limits;
use super::problem::Problem;
use super::room::defaults;
use super::spellings::nearest;
use super::table::TextTable;
use super::workbook::Workbook;

/// The datasets that are part of the binary, a folder each.
#[derive(RustEmbed)]
#[folder = "datasets/"]
struct Shipped;

/// The names of the two files that describe a dataset.
pub(super) const TAXONOMY: &str = "taxonomy.json";
pub(super) const PACKAGE: &str = "datapackage.json";

/// A dataset as a set of tables and describing files.
pub(super) enum Source<'b> {
    Folder {
        folder: PathBuf,
        names: Vec<String>,
    },
    Shipped {
        id: String,
        names: Vec<String>,
    },
    File(Archive<File>),
    Bytes(Archive<Cursor<&'b [u8]>>),
    Workbook(Box<Workbook<'b>>),
    /// Files in memory, by name.
    Files(Vec<(String, Vec<u8>)>),
}

impl Source<'_> {
    /// The files of a folder, by name.
    pub fn folder(folder: &Path) -> std::io::Result<Self> {
        let mut names = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.path().is_file()
                && let Ok(name) = entry.file_name().into_string()
            {
                names.push(name);
            }
        }
        names.sort_unstable();
        Ok(Self::Folder { folder: folder.to_owned(), names })
    }

    /// A shipped dataset; without files where there is none of this name.
    pub fn shipped(id: &str) -> Self {
        let mut names: Vec<String> = Shipped::iter()
            .filter_map(|path| path.strip_prefix(id)?.strip_prefix('/').map(str::to_owned))
            .filter(|name| !name.contains('/'))
            .collect();
        names.sort_unstable();
        Self::Shipped { id: id.to_owned(), names }
    }

    /// A table. `None`: not there, or with findings that say what is wrong with it.
    pub fn table(&mut self, table: Table, limits: &Limits, findings: &mut Collector) -> Option<TextTable> {
        if let Self::Workbook(workbook) = self {
            return workbook.table(table, limits, findings);
        }
        let names = self.names();
        let stems: Vec<&str> = names.iter().filter_map(|name| stem_of(name)).collect();
        let file_of = |stem: &str| names.iter().find(|name| stem_of(name) == Some(stem)).cloned();
        let name = match find_table(table, stems.iter().copied()) {
            Called::Once(stem) => file_of(stem),
            Called::Twice(stem) => {
                let second = Place::file(file_of(stem).unwrap_or_default());
                findings.error(second.whole(), Problem::SeveralTables { table: table.name() });
                return None;
            }
            Called::Nowhere => None,
        };
        let Some(name) = name else {
            if table.is_required() {
                let offers = names
                    .iter()
                    .filter(|name| stem_of(name).is_none_or(|stem| !is_of_a_table(stem, stems.iter().copied())));
                let offer =
                    nearest(&table.file(), offers.map(|name| (name.as_str(), name.as_str()))).map(str::to_owned);
                let problem = Problem::MissingTable { columns: table.required_columns() };
                findings.wrong(Place::file(table.file()).whole(), problem, "", || offer);
            }
            return None;
        };
        let place = Place::file(name.as_str());
        let bytes = self.bytes(&name, limits.file_bytes, limits, findings)?;
        csv_text::read(bytes, place, Some(Wanted::Table(table)), limits, findings)
    }

    /// The text of a describing file. `None`: not there, or with findings.
    pub fn document(&mut self, name: &str, limits: &Limits, findings: &mut Collector) -> Option<String> {
        if let Self::Workbook(workbook) = self {
            return workbook.document(name, limits, findings);
        }
        let name = self.find(name)?;
        let bytes = self.bytes(&name, limits.document_bytes, limits, findings)?;
        Some(csv_text::decode(bytes, &Place::file(name), findings))
    }

    /// Reports tables that are there but are none of a dataset.
    pub fn report_unknown(&self, findings: &mut Collector) {
        let offers: Vec<&str> = Table::ALL.iter().map(|table| table.name()).collect();
        let offer = |stem: &str| nearest(stem, offers.iter().map(|name| (*name, *name))).map(str::to_owned);
        if let Self::Workbook(workbook) = self {
            for place in workbook.unknown_sheets() {
                let sheet = place.sheet.as_deref().unwrap_or_default();
                findings.warn(place.whole(), Problem::UnknownFile, "", || offer(sheet));
            }
            return;
        }
        let names = self.names();
        let stems: Vec<&str> = names.iter().filter_map(|name| stem_of(name)).collect();
        for name in names.iter() {
            let Some(stem) = stem_of(name) else { continue };
            if !is_of_a_table(stem, stems.iter().copied()) {
                let offer = || offer(&stem.to_lowercase()).map(|stem| format!("{stem}.csv"));
                findings.warn(Place::file(name.as_str()).whole(), Problem::UnknownFile, "", offer);
            }
        }
    }

    fn names(&self) -> Cow<'_, [String]> {
        match self {
            Self::Folder { names, .. } | Self::Shipped { names, .. } => Cow::Borrowed(names),
            Self::File(archive) => Cow::Borrowed(archive.names()),
            Self::Bytes(archive) => Cow::Borrowed(archive.names()),
            Self::Workbook(_) => Cow::Owned(Vec::new()),
            Self::Files(files) => Cow::Owned(files.iter().map(|(name, _)| name.clone()).collect()),
        }
    }

    /// The name as the source spells it: as given, else in any case.
    fn find(&self, name: &str) -> Option<String> {
        let names = self.names();
        let found = names.iter().find(|other| *other == name);
        found.or_else(|| names.iter().find(|other| other.eq_ignore_ascii_case(name))).cloned()
    }

    fn bytes(&mut self, name: &str, limit: u64, limits: &Limits, findings: &mut Collector) -> Option<Vec<u8>> {
        let bytes = match self {
            Self::Folder { folder, .. } => open_file(&folder.join(name), limit),
            Self::Shipped { id, .. } => match Shipped::get(&format!("{id}/{name}")) {
                Some(file) => Ok(file.data.into_owned()),
                None => return None,
            },
            Self::File(archive) => archive.bytes(name, limit, limits),
            Self::Bytes(archive) => archive.bytes(name, limit, limits),
            Self::Workbook(_) => return None,
            Self::Files(files) => match files.iter().find(|(known, _)| known == name) {
                Some((_, bytes)) => Ok(bytes.clone()),
                None => return None,
            },
        };
        match bytes {
            Ok(bytes) => Some(bytes),
            Err(problem) => {
                findings.error(Place::file(name).whole(), problem);
                None
            }
        }
    }
}

/// The name of a CSV file without its end.
fn stem_of(name: &str) -> Option<&str> {
    let cut = name.len().checked_sub(".csv".len())?;
    let (stem, end) = name.split_at_checked(cut)?;
    end.eq_ignore_ascii_case(".csv").then_some(stem)
}

/// The ids of the shipped datasets, sorted.
pub(super) fn shipped_ids() -> Vec<String> {
    let actors = format!("/{}", Table::Actors.file());
    let mut ids: Vec<String> = Shipped::iter()
        .filter_map(|path| path.strip_suffix(&actors).map(str::to_owned))
        .filter(|id| !id.contains('/'))
        .collect();
    ids.sort_unstable();
    ids
}

/// SHA-256 of a shipped dataset in hexadecimal: of the lines that `sha256sum *` prints in its folder.
pub(super) fn shipped_sha256(id: &str) -> String {
    let Source::Shipped { names, .. } = Source::shipped(id) else { return String::new() };
    let hexadecimal = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let lines = names.iter().filter_map(|name| {
        let file = Shipped::get(&format!("{id}/{name}"))?;
        Some(format!("{}  {name}\n", hexadecimal(&Sha256::digest(&file.data))))
    });
    hexadecimal(&Sha256::digest(lines.collect::<String>()))
}

fn open_file(path: &Path, limit: u64) -> Result<Vec<u8>, Problem> {
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    let size = file.metadata().map_or(0, |about| about.len());
    if size > limit {
        return Err(Problem::FileTooLarge { limit });
    }
    match usize::try_from(size) {
        Ok(size) if size >= 2 * PIECE => in_pieces(&file, size).map_err(|error| unreadable(&error)),
        _ => take(file, limit, size),
    }
}

/// Bytes of a large file that one thread reads at a time.
const PIECE: usize = 1 << 21;

/// Getting memory for a large file and copying it takes as long as finding its rows, so several threads do it.
#[cfg(unix)]
fn in_pieces(file: &File, size: usize) -> std::io::Result<Vec<u8>> {
    use std::os::unix::fs::FileExt;

    let mut bytes = defaults(size);
    let pieces = bytes.par_chunks_mut(PIECE).enumerate();
    pieces.try_for_each(|(number, piece)| file.read_exact_at(piece, (number * PIECE) as u64))?;
    Ok(bytes)
}

#[cfg(not(unix))]
fn in_pieces(mut file: &File, size: usize) -> std::io::Result<Vec<u8>> {
    let mut bytes = vec![0; size];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// All bytes of a reader that holds no more than a limit. Nothing beyond the limit is read; room is made for the bytes
/// that are expected.
pub(super) fn take(reader: impl Read, limit: u64, expected: u64) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::with_capacity(usize::try_from(expected.min(limit)).unwrap_or_default());
    let read = reader.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    if read as u64 > limit { Err(Problem::FileTooLarge { limit }) } else { Ok(bytes) }
}

fn unreadable(error: &std::io::Error) -> Problem {
    Problem::Unreadable { detail: error.to_string() }
}

/// What both kinds of archive read from.
pub(super) trait Input: Read + Seek {}
impl<R: Read + Seek> Input for R {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_file_in_pieces_has_all_its_bytes() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("large.csv");
        // No piece is like another, and the last one is short.
        let bytes: Vec<u8> = (0..2 * PIECE as u32 + 77).map(|number| (number ^ (number >> 13)) as u8).collect();
        fs::write(&path, &bytes).expect("a file");
        assert!(open_file(&path, u64::MAX) == Ok(bytes));
        assert_eq!(open_file(&path, 1_000), Err(Problem::FileTooLarge { limit: 1_000 }));
    }
}
