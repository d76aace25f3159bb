//! White spots of a snapshot as a figure.

use crate::analysis::white_spots::WhiteSpots;
use crate::language::Language;
use crate::snapshot::Snapshot;

pub(super) fn white_spots(_: &Snapshot, _: &WhiteSpots, _: Language) -> Option<String> {
    None
}
