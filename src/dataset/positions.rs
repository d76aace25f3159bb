//! Where an id stands in its table.

use std::collections::HashMap;

use foldhash::fast::RandomState;

/// Numbers that a table of [`Numbered`] may leave open, for each that it has.
const OPEN: usize = 3;

/// Ids to positions.
pub(super) enum Positions<'a> {
    Numbered(Numbered<'a>),
    Any(Any<'a>),
}

impl<'a> Positions<'a> {
    /// Of ids in the order of their positions; of equal ones the last counts.
    pub fn new(ids: impl ExactSizeIterator<Item = &'a str> + DoubleEndedIterator + Clone) -> Self {
        match Numbered::new(ids.clone()) {
            Some(numbered) => Self::Numbered(numbered),
            None => Self::Any(Any::new(ids)),
        }
    }

    pub fn find(&self, id: &str) -> Option<u32> {
        match self {
            Self::Numbered(numbered) => numbered.find(id),
            Self::Any(any) => any.find(id),
        }
    }
}

/// Ids that differ in their number only, as `A0001`, `A0002`, …: looked up by that number. This small a table stays in the
/// caches, where one by the hash of the id does not.
pub(super) struct Numbered<'a> {
    before: &'a str,
    /// Digits of the number, zeros before it included.
    digits: usize,
    lowest: usize,
    /// `u32::MAX`: no such id.
    positions: Vec<u32>,
}

impl<'a> Numbered<'a> {
    /// `None` where ids are of another form, or their numbers lie far apart.
    fn new(ids: impl ExactSizeIterator<Item = &'a str> + DoubleEndedIterator + Clone) -> Option<Self> {
        let (first, last) = (ids.clone().next()?, ids.clone().next_back()?);
        let same = first.bytes().zip(last.bytes()).take_while(|(a, b)| a == b).count();
        // Digits that all have in common are part of the number.
        let digits = first.len() - first.get(..same)?.trim_end_matches(|letter: char| letter.is_ascii_digit()).len();
        let before = first.get(..first.len() - digits)?;
        let found = Self { before, digits, lowest: 0, positions: Vec::new() };
        let (lowest, highest) = (found.number(first)?, found.number(last)?);
        let span = highest.checked_sub(lowest)? + 1;
        if span / (OPEN + 1) > ids.len() {
            return None;
        }
        let mut positions = vec![u32::MAX; span];
        for (id, position) in ids.zip(0..) {
            *positions.get_mut(found.number(id)?.checked_sub(lowest)?)? = position;
        }
        Some(Self { lowest, positions, ..found })
    }

    fn number(&self, id: &str) -> Option<usize> {
        let digits = id.as_bytes().strip_prefix(self.before.as_bytes())?;
        if digits.len() != self.digits || digits.len() > 9 || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        Some(digits.iter().fold(0, |number, digit| 10 * number + usize::from(digit - b'0')))
    }

    fn find(&self, id: &str) -> Option<u32> {
        let position = *self.positions.get(self.number(id)?.checked_sub(self.lowest)?)?;
        (position != u32::MAX).then_some(position)
    }
}

/// Ids of any form. Most are short: these are kept in the table itself, where looking one up needs no look at a text somewhere
/// else in memory.
#[derive(Default)]
pub(super) struct Any<'a> {
    short: HashMap<[u64; 2], u32, RandomState>,
    long: HashMap<&'a str, u32, RandomState>,
}

impl<'a> Any<'a> {
    fn new(ids: impl ExactSizeIterator<Item = &'a str>) -> Self {
        let mut found = Self::default();
        // To grow takes as long as all the rest.
        found.short.reserve(ids.len());
        for (id, position) in ids.zip(0..) {
            match short(id) {
                Some(key) => found.short.insert(key, position),
                None => found.long.insert(id, position),
            };
        }
        found
    }

    fn find(&self, id: &str) -> Option<u32> {
        let found = match short(id) {
            Some(key) => self.short.get(&key),
            None => self.long.get(id),
        };
        found.copied()
    }
}

/// The bytes of a text of at most fifteen, and how many there are.
fn short(id: &str) -> Option<[u64; 2]> {
    let mut bytes = [0; 16];
    let (text, length) = bytes.split_at_mut(15);
    text.get_mut(..id.len())?.copy_from_slice(id.as_bytes());
    // At most fifteen.
    length.fill(id.len() as u8);
    let both = u128::from_le_bytes(bytes);
    Some([both as u64, (both >> 64) as u64])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever the ids look like, each is found where it stands and others are not.
        #[test]
        fn ids_are_found_where_they_stand(
            ids in prop_oneof![
                prop::collection::btree_set("A[0-9]{3}", 0..40),
                prop::collection::btree_set("(A|A1)?0[0-9]{1,2}", 0..40),
                prop::collection::btree_set("[0-9]{1,4}|[a-z é]{0,20}", 0..40),
            ],
            others in prop::collection::vec("A?[0-9]{1,4}|A[0-9]{3}x|[é0-9]{2,11}", 0..20),
        ) {
            let positions = Positions::new(ids.iter().map(String::as_str).collect::<Vec<_>>().into_iter());
            for (id, position) in ids.iter().zip(0..) {
                prop_assert_eq!(positions.find(id), Some(position));
            }
            for other in others.iter().filter(|other| !ids.contains(*other)) {
                prop_assert_eq!(positions.find(other), None);
            }
        }
    }

    #[test]
    fn numbered_ids_take_a_table_where_it_is_small() {
        let is_numbered = |ids: &[&str]| matches!(Positions::new(ids.iter().copied()), Positions::Numbered(_));
        assert!(is_numbered(&["A0001", "A0002", "A0007"]));
        assert!(is_numbered(&["999", "998"].into_iter().collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>()));
        for other in
            [&["A1", "A10"][..], &["A0001", "A9000"], &["A1", "B2"], &["1000000000", "1000000001"], &["x", "y"], &[]]
        {
            assert!(!is_numbered(other), "{other:?}");
        }
    }
}
