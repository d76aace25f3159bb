//! Answers of participants to monitoring questions.
//!
//! A national survey has millions of rows with a few words in them: rows hold the numbers of their words.

use std::collections::BTreeSet;

use rayon::prelude::*;

/// Answers to monitoring questions about activities.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Responses {
    /// Questions and answers, in order: each is there once, and in a row.
    words: Vec<Box<str>>,
    rows: Vec<Response>,
}

/// How many gave one answer to one question about one activity. Words are positions among those of [`Responses`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Response {
    /// Position in [`super::Ecosystem::activities`].
    pub activity: u32,
    pub question: u32,
    pub answer: u32,
    pub count: u64,
}

impl Responses {
    /// From (activity, question, answer, count) in any order.
    pub fn new(rows: &[(u32, &str, &str, u64)]) -> Self {
        let words: BTreeSet<&str> = rows.iter().flat_map(|&(_, question, answer, _)| [question, answer]).collect();
        let words: Vec<&str> = words.into_iter().collect();
        // Every word is there.
        let number = |word: &str| words.partition_point(|known| *known < word) as u32;
        let rows = rows.iter().map(|&(activity, question, answer, count)| {
            let (question, answer) = (number(question), number(answer));
            Response { activity, question, answer, count }
        });
        Self::of_words(&words, rows.collect())
    }

    /// From rows in any order; words are in order and every one is in a row.
    pub(crate) fn of_words(words: &[&str], rows: Vec<Response>) -> Self {
        let mut responses = Self { words: words.iter().map(|&word| word.into()).collect(), rows };
        responses.sort();
        responses
    }

    /// Sorted by activity, question, answer and count.
    pub fn rows(&self) -> &[Response] {
        &self.rows
    }

    pub fn word(&self, position: u32) -> &str {
        &self.words[position as usize]
    }

    /// Gives rows the new positions of their activities; those of an activity that has none go.
    pub(super) fn moved(&mut self, position: impl Fn(u32) -> Option<u32>) {
        let before = self.rows.len();
        self.rows.retain_mut(|row| match position(row.activity) {
            Some(now) => {
                row.activity = now;
                true
            }
            None => false,
        });
        if self.rows.len() < before {
            let rows: Vec<(u32, &str, &str, u64)> = self
                .rows
                .iter()
                .map(|row| (row.activity, self.word(row.question), self.word(row.answer), row.count))
                .collect();
            // Words that nobody uses any more go too.
            *self = Self::new(&rows);
        } else {
            self.sort();
        }
    }

    fn sort(&mut self) {
        if self.rows.is_sorted_by_key(|row| row.activity) {
            let parts = self.rows.par_chunk_by_mut(|a, b| a.activity == b.activity);
            parts.for_each(|mine| mine.sort_unstable());
        } else {
            // In place: memory for a copy would take as long to get.
            self.rows.par_sort_unstable();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_go_with_the_last_row_that_has_them() {
        let rows = [(2, "nut", "ja", 3), (0, "nut", "nee", 1), (1, "bereik", "soms", 4), (0, "nut", "ja", 2)];
        let mut responses = Responses::new(&rows);
        // Activity 1 goes; the others change places.
        responses.moved(|activity| [Some(5), None, Some(0)][activity as usize]);
        assert_eq!(responses, Responses::new(&[(0, "nut", "ja", 3), (5, "nut", "ja", 2), (5, "nut", "nee", 1)]));
        assert_eq!(*responses.words, ["ja", "nee", "nut"].map(Box::from));
    }
}
