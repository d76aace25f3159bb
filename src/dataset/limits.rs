//! How much a dataset may ask of the machine.

/// Bounds on what is read. Beyond one of them reading stops with a finding that names the bound.
///
/// The defaults let a national register through (tens of millions of participations) on an ordinary server. A service
/// that takes uploads from others sets lower ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file: as it lies in a folder, or unpacked from a zip. Never above 4 GiB.
    pub file_bytes: u64,
    /// Bytes of `taxonomy.json` or `datapackage.json`.
    pub document_bytes: u64,
    /// Bytes of one cell.
    pub cell_bytes: usize,
    /// Bytes between two line ends.
    pub line_bytes: usize,
    /// Rows of one table, its header left out.
    pub rows: usize,
    /// Columns of one table, and dimensions of a taxonomy.
    pub columns: usize,
    /// Files in a zip or parts of a workbook.
    pub archive_members: usize,
    /// Bytes of a zip when unpacked, all members together.
    pub archive_bytes: u64,
    /// Bytes of a workbook when unpacked, all parts together.
    pub workbook_bytes: u64,
    /// How many times its packed size a zip or workbook may unpack to. Below [`Limits::ARCHIVE_RATIO_FROM`] any ratio is
    /// accepted, since a small file of equal rows packs well.
    pub archive_ratio: u64,
}

impl Limits {
    /// Unpacked bytes from which [`Limits::archive_ratio`] is held.
    pub const ARCHIVE_RATIO_FROM: u64 = 32 << 20;
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 2 << 30,
            document_bytes: 16 << 20,
            cell_bytes: 1 << 20,
            line_bytes: 16 << 20,
            rows: 50_000_000,
            columns: 1_000,
            archive_members: 10_000,
            archive_bytes: 4 << 30,
            workbook_bytes: 512 << 20,
            archive_ratio: 250,
        }
    }
}
