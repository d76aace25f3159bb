//! A zip of a dataset. Nothing is unpacked before the sizes that it states are within the limits, and unpacking stops
//! where they turn out to be untrue.

use std::collections::BTreeSet;

use zip::ZipArchive;
use zip::result::ZipError;

use super::finding::{Collector, Place};
use super::headers::is_called;
use super::layout::Table;
use super::limits::Limits;
use super::problem::Problem;
use super::source::{Input, PACKAGE, TAXONOMY, take};

/// The files of the dataset folder within a zip.
pub(super) struct Archive<R> {
    zip: ZipArchive<R>,
    names: Vec<String>,
    /// Position in the zip per name.
    positions: Vec<usize>,
    /// Bytes that may still be unpacked.
    left: u64,
}

/// Opens a zip. An error says why it is none; limits and unsafe names are findings, upon which no file is offered.
pub(super) fn open<R: Input>(
    reader: R,
    place: &Place,
    limits: &Limits,
    findings: &mut Collector,
) -> Result<Archive<R>, ZipError> {
    let zip = ZipArchive::new(reader)?;
    let mut archive = Archive { names: Vec::new(), positions: Vec::new(), left: limits.archive_bytes, zip };
    if zip_is_safe(&mut archive.zip, limits.archive_bytes, limits, place, findings) {
        archive.choose_folder(place, findings);
    }
    Ok(archive)
}

/// Whether what a zip states about itself is within the limits and no name points outside it.
pub(super) fn zip_is_safe<R: Input>(
    zip: &mut ZipArchive<R>,
    limit: u64,
    limits: &Limits,
    place: &Place,
    findings: &mut Collector,
) -> bool {
    if zip.len() > limits.archive_members {
        let limit = limits.archive_members as u64;
        findings.error(place.whole(), Problem::ArchiveMembers { limit });
        return false;
    }
    let mut safe = true;
    let (mut packed, mut unpacked) = (0_u64, 0_u64);
    for position in 0..zip.len() {
        let member = match zip.by_index_raw(position) {
            Ok(member) => member,
            Err(error) => {
                findings.error(place.whole(), Problem::Unreadable { detail: error.to_string() });
                safe = false;
                continue;
            }
        };
        packed = packed.saturating_add(member.compressed_size());
        unpacked = unpacked.saturating_add(member.size());
        let name = member.name().map(std::borrow::Cow::into_owned).unwrap_or_default();
        if !is_safe(&name) {
            findings.wrong(place.whole(), Problem::UnsafeMemberName, &name, || None);
            safe = false;
        }
    }
    if unpacked > limit {
        findings.error(place.whole(), Problem::ArchiveTooLarge { limit });
        return false;
    }
    let ratio = limits.archive_ratio;
    if unpacked > Limits::ARCHIVE_RATIO_FROM && unpacked > packed.saturating_mul(ratio) {
        findings.error(place.whole(), Problem::ArchiveRatio { limit: ratio });
        return false;
    }
    safe
}

/// A relative path that stays below where it is unpacked.
fn is_safe(name: &str) -> bool {
    let drive = name.as_bytes().get(1) == Some(&b':');
    let steps = name.split(['/', '\\']);
    !name.is_empty()
        && !name.contains('\0')
        && !name.starts_with(['/', '\\'])
        && !drive
        && steps.into_iter().all(|step| step != "..")
}

impl<R: Input> Archive<R> {
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Offers the files of the one folder that holds a dataset, or else of the uppermost one.
    fn choose_folder(&mut self, place: &Place, findings: &mut Collector) {
        let mut members: Vec<(String, String, usize)> = Vec::new();
        for position in 0..self.zip.len() {
            let Ok(member) = self.zip.by_index_raw(position) else { continue };
            let path = member.name().map(|name| name.replace('\\', "/")).unwrap_or_default();
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
            let hidden = path.split('/').any(|step| step.starts_with('.') || step == "__MACOSX");
            if !member.is_dir() && !name.is_empty() && !hidden {
                members.push((folder.to_owned(), name.to_owned(), position));
            }
        }
        let folders: BTreeSet<&str> =
            members.iter().filter(|(_, name, _)| is_of_dataset(name)).map(|(folder, _, _)| folder.as_str()).collect();
        let depth = |folder: &str| if folder.is_empty() { 0 } else { folder.split('/').count() };
        let uppermost = folders.iter().map(|folder| depth(folder)).min();
        let mut candidates = folders.iter().filter(|folder| Some(depth(folder)) == uppermost);
        let chosen = candidates.next().map_or("", |folder| *folder).to_owned();
        if candidates.next().is_some() {
            findings.error(place.whole(), Problem::SeveralDatasets);
            return;
        }
        members.retain(|(folder, _, _)| *folder == chosen);
        members.sort_unstable();
        for (_, name, position) in members {
            self.names.push(name);
            self.positions.push(position);
        }
    }

    /// Unpacks one file of at most `limit` bytes.
    pub fn bytes(&mut self, name: &str, limit: u64, limits: &Limits) -> Result<Vec<u8>, Problem> {
        let broken = |error: ZipError| Problem::Unreadable { detail: error.to_string() };
        let position = self.names.iter().position(|other| other == name).and_then(|at| self.positions.get(at));
        let Some(&position) = position else { return Err(broken(ZipError::FileNotFound)) };
        let member = self.zip.by_index(position).map_err(broken)?;
        // What a zip states need not be true: no more room is made for it than a lie may cost.
        let expected = member.size().min(BELIEVED_BYTES);
        let bytes = take(member, limit.min(self.left), expected).map_err(|problem| match problem {
            Problem::FileTooLarge { limit: met } if met < limit => {
                Problem::ArchiveTooLarge { limit: limits.archive_bytes }
            }
            other => other,
        })?;
        self.left = self.left.saturating_sub(bytes.len() as u64);
        Ok(bytes)
    }
}

/// Bytes for which room is made on the word of a zip alone.
const BELIEVED_BYTES: u64 = 16 << 20;

fn is_of_dataset(name: &str) -> bool {
    let name = name.to_lowercase();
    let stem = name.strip_suffix(".csv");
    name == PACKAGE
        || name == TAXONOMY
        || Table::ALL.iter().any(|table| table.file() == name || stem.is_some_and(|stem| is_called(*table, stem)))
}
