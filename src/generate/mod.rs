//! Programs that write datasets: the reconstruction on the published Regioscan tables and the fictional example.
//!
//! Pure: they return file names and contents. Must not be here: files, a clock, unseeded randomness.

pub mod example;
pub mod regioscan;

/// A file that a generator made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneratedFile {
    /// Name inside the dataset folder, such as `actors.csv`.
    pub name: String,
    /// The whole content, UTF-8 with line ends `\n`.
    pub content: String,
}
