//! Which names are compared at all.

use std::collections::BTreeMap;

use super::normal::Form;

/// Names in a block at most: a word that more of them have does not say which two may be one.
pub const MOST_IN_BLOCK: usize = 50;

/// Letters of the beginning and end of a name that make a block.
const EDGE: usize = 5;

/// Pairs of records to compare, sorted, and how many blocks were left out because they are too large.
///
/// Records share a block when they share a word, all words, the beginning or end of the joined words, or the initials. A
/// block of at most [`MOST_IN_BLOCK`] = k records gives k(k − 1)/2 pairs, so that n records with w words each are compared in
/// at most n (w + 6)(k − 1)/2 pairs: for 100,000 names of four words some 25 million, and in practice a tenth of it.
pub(super) fn candidates(records: &[Vec<Form>]) -> (Vec<(u32, u32)>, usize) {
    let mut blocks: BTreeMap<(u8, String), Vec<u32>> = BTreeMap::new();
    for (position, forms) in records.iter().enumerate() {
        let mut keys: Vec<(u8, String)> = forms.iter().flat_map(keys).collect();
        keys.sort();
        keys.dedup();
        keys.into_iter().for_each(|key| blocks.entry(key).or_default().push(position as u32));
    }
    let mut pairs = Vec::new();
    let mut too_large = 0;
    for members in blocks.values() {
        if members.len() > MOST_IN_BLOCK {
            too_large += 1;
            continue;
        }
        for (at, &one) in members.iter().enumerate() {
            pairs.extend(members[at + 1..].iter().map(|&other| (one, other)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    (pairs, too_large)
}

fn keys(form: &Form) -> Vec<(u8, String)> {
    if form.compact.is_empty() {
        return Vec::new();
    }
    let letters: Vec<char> = form.compact.chars().collect();
    let edge = EDGE.min(letters.len());
    let mut keys: Vec<(u8, String)> = form.words.iter().map(|word| (0, word.clone())).collect();
    keys.push((1, letters[..edge].iter().collect()));
    keys.push((2, letters[letters.len() - edge..].iter().collect()));
    keys.push((3, form.compact.clone()));
    keys.push((4, form.sorted.concat()));
    // An acronym that stands alone meets the initials of what it stands for.
    for initials in [&form.initials, &form.all_initials] {
        keys.push((5, initials.clone()));
    }
    if form.words.len() == 1 {
        keys.push((5, form.compact.clone()));
    }
    keys
}
