//! The dimension values of all activities, column by column.

use super::taxonomy::{EVERY_VALUE, ValueIndex};

/// The values of one dimension for all activities.
///
/// Compressed rows: `offsets` has one entry more than there are activities, never decreases, starts at 0 and ends at the
/// length of `values`; the values of activity `a` are `values[offsets[a]..offsets[a + 1]]`, strictly increasing. No
/// value: not known. The single value [`EVERY_VALUE`]: open to all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    offsets: Vec<u32>,
    values: Vec<ValueIndex>,
}

impl Default for Column {
    fn default() -> Self {
        Self { offsets: vec![0], values: Vec::new() }
    }
}

impl Column {
    pub fn with_capacity(activities: usize) -> Self {
        let mut offsets = Vec::with_capacity(activities + 1);
        offsets.push(0);
        Self { offsets, values: Vec::with_capacity(activities) }
    }

    /// Adds the next activity. `EVERY_VALUE` swallows single values beside it.
    pub fn push(&mut self, values: &mut Vec<ValueIndex>) {
        if values.len() > 1 {
            values.sort_unstable();
            values.dedup();
        }
        if values.last() == Some(&EVERY_VALUE) {
            values.clear();
            values.push(EVERY_VALUE);
        }
        self.values.extend_from_slice(values);
        // A column of 2^32 values would need more memory than a dataset may have.
        self.offsets.push(u32::try_from(self.values.len()).unwrap_or(u32::MAX));
    }

    /// Count of activities.
    pub fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The values of one activity; empty where not known.
    pub fn of(&self, activity: usize) -> &[ValueIndex] {
        &self.values[self.offsets[activity] as usize..self.offsets[activity + 1] as usize]
    }

    /// The values of all activities, one after the other.
    pub fn all(&self) -> &[ValueIndex] {
        &self.values
    }

    /// Whether any activity has a value.
    pub fn is_filled(&self) -> bool {
        !self.values.is_empty()
    }

    /// The column in another order of activities: `order[new] = old`.
    #[must_use]
    pub fn reordered(self, order: &[u32]) -> Self {
        if order.len() == self.len() && order.iter().zip(0..).all(|(&old, new)| old == new) {
            return self;
        }
        let mut column = Self::with_capacity(order.len());
        for &old in order {
            column.values.extend_from_slice(self.of(old as usize));
            column.offsets.push(column.values.len() as u32);
        }
        column
    }

    /// The column with value numbers changed: `renumber[old] = new`. For open lists that are sorted after reading.
    #[must_use]
    pub fn renumbered(self, renumber: &[ValueIndex]) -> Self {
        if renumber.iter().zip(0..).all(|(&new, old)| new == old) {
            return self;
        }
        let mut column = Self::with_capacity(self.len());
        let mut scratch = Vec::new();
        for activity in 0..self.len() {
            scratch.clear();
            scratch.extend(
                self.of(activity)
                    .iter()
                    .map(|&value| if value == EVERY_VALUE { EVERY_VALUE } else { renumber[usize::from(value)] }),
            );
            column.push(&mut scratch);
        }
        column
    }
}

/// One column per dimension, in the order of the taxonomy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Classification {
    pub columns: Vec<Column>,
}

impl Classification {
    pub fn column(&self, dimension: usize) -> &Column {
        &self.columns[dimension]
    }
}
