//! Offers as bits, so that what two activities share is one `and` per 64 tokens and its weight is looked up byte by byte
//! instead of being summed token by token.

/// Words of 64 tokens that a mask may have; with more tokens in use lists are compared instead.
const MOST_WORDS: usize = 4;
const BYTES: usize = 8;

/// A mask of tokens per activity. Bit r stands for the token of rank r, and tokens rank by weight: the rarest first.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bits {
    words: usize,
    /// `words` per activity.
    masks: Vec<u64>,
    /// Summed weight of the tokens of a byte: `sums[256 * position + byte]`, positions counted from rank 0.
    sums: Vec<f64>,
    /// `words` per rank: all tokens of the same dimension.
    kin: Vec<u64>,
}

impl Bits {
    /// Masks of rows of ranks. `weights` and `dimensions` are by rank; `None` where there are too many ranks.
    pub fn new<'r>(
        rows: impl ExactSizeIterator<Item = &'r [u32]>,
        rank_of: &[u32],
        weights: &[f64],
        dimensions: &[u32],
    ) -> Option<Self> {
        let words = weights.len().div_ceil(64).max(1);
        if words > MOST_WORDS {
            return None;
        }
        let mut masks = vec![0_u64; words * rows.len()];
        for (mask, row) in masks.chunks_exact_mut(words).zip(rows) {
            for &token in row {
                set(mask, rank_of[token as usize] as usize);
            }
        }
        let mut sums = Vec::with_capacity(words * BYTES * 256);
        for position in 0..words * BYTES {
            let weight = |bit: usize| weights.get(8 * position + bit).copied().unwrap_or(0.0);
            sums.extend((0..256_usize).map(|byte| (0..8).filter(|bit| byte >> bit & 1 == 1).map(weight).sum::<f64>()));
        }
        let mut kin = vec![0_u64; words * weights.len()];
        for (mask, dimension) in kin.chunks_exact_mut(words).zip(dimensions) {
            let same = dimensions.iter().enumerate().filter(|(_, other)| *other == dimension);
            same.for_each(|(rank, _)| set(mask, rank));
        }
        Some(Self { words, masks, sums, kin })
    }

    fn mask(&self, activity: usize) -> &[u64] {
        &self.masks[activity * self.words..(activity + 1) * self.words]
    }

    /// Summed weight of the tokens of an activity.
    pub fn total(&self, activity: usize) -> f64 {
        self.mask(activity).iter().enumerate().map(|(word, &mask)| self.weight(word, mask)).sum()
    }

    /// Summed weight of the tokens that both have, and whether they are of two dimensions at least.
    pub fn shared(&self, a: usize, b: usize) -> (f64, bool) {
        let (mut sum, mut lowest, mut several) = (0.0, None, false);
        for (word, (x, y)) in self.mask(a).iter().zip(self.mask(b)).enumerate() {
            let both = x & y;
            if both != 0 {
                sum += self.weight(word, both);
                let first = *lowest.get_or_insert(64 * word + both.trailing_zeros() as usize);
                several |= both & !self.kin[first * self.words + word] != 0;
            }
        }
        (sum, several)
    }

    fn weight(&self, word: usize, mask: u64) -> f64 {
        let tables = &self.sums[word * BYTES * 256..(word + 1) * BYTES * 256];
        let bytes = mask.to_le_bytes();
        tables.chunks_exact(256).zip(bytes).map(|(table, byte)| table[usize::from(byte)]).sum()
    }
}

fn set(mask: &mut [u64], bit: usize) {
    mask[bit / 64] |= 1 << (bit % 64);
}
