//! Method and basis of the rows themselves: what the data say, without an analysis.

use super::method::Provenance;
use crate::ecosystem::{Basis, Ecosystem};
use crate::language::Text;

/// Rows of a table as they are in the data; `tables` are those that the records draw on, the first is their own.
pub fn rows_provenance(ecosystem: &Ecosystem, tables: &[&str]) -> Provenance {
    let about = ecosystem.about();
    let basis = |table: &&str| about.basis.get(*table).map_or(Basis::Registered, |basis| basis.table);
    Provenance {
        basis: tables.iter().map(basis).max().unwrap_or(Basis::Registered),
        exceptions: Vec::new(),
        method: Text::new(
            "Zoals de gegevens het zeggen; een werkgebied of plaats die niet is opgegeven, volgt uit de activiteiten en \
             initiatieven.",
            "As the data say; a working area or place that is not stated follows from the activities and initiatives.",
        ),
    }
}
