//! Snapshot and figures → the report that a ministry or a province takes to a meeting.
//!
//! One page for the country and one per region, as HTML that needs nothing but itself: style and figures are inside, so that
//! it can be mailed, printed or kept. Every figure has its table below it, and every table is a CSV file beside the pages.
//! What rests on a reconstruction stands behind a plain word of warning, after all that was published.
//!
//! Must not be here: analysis of its own, HTTP, a clock, files: who asks for a report writes the files.

mod country;
mod csv;
mod document;
mod page;
mod region;
mod sentences;
mod tables;

pub use page::{PageError, ReportFile};

use crate::ecosystem::RegionIndex;
use crate::language::Language;
use crate::snapshot::{Section, Snapshot};

/// Parts of a snapshot that a report tells of.
pub const SECTIONS: &[Section] = &[
    Section::Centrality,
    Section::Clusters,
    Section::Overlap,
    Section::RegionOverlap,
    Section::WhiteSpots,
    Section::Distribution,
    Section::Bridging,
    Section::Complexity,
    Section::Gaps,
];

/// The files of a report: `index.html`, a page per region that has something to tell, and the tables below `csv/`; sorted
/// by path. The same snapshot gives the same bytes.
///
/// # Errors
/// [`PageError`] where a figure does not fit or a page cannot be written.
pub fn report(snapshot: &Snapshot, language: Language) -> Result<Vec<ReportFile>, PageError> {
    let regions: Vec<RegionIndex> = region::told(snapshot);
    let mut files = country::pages(snapshot, &regions, language)?;
    for &region in &regions {
        files.extend(region::pages(snapshot, region, language)?);
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}
