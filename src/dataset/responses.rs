//! `responses.csv`: millions of rows of a national survey, with few words in them.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use foldhash::fast::RandomState;
use rayon::prelude::*;

use super::columns::{Column, Columns};
use super::finding::Collector;
use super::ids::{Finder, Ids};
use super::layout::Table;
use super::numbers;
use super::row::Row;
use super::rows::clean_rows;
use super::table::TextTable;
use crate::ecosystem::{Response, Responses, Taxonomy};

pub(super) fn read(
    table: &TextTable,
    taxonomy: &Taxonomy,
    activities: &Ids<'_>,
    findings: &mut Collector,
) -> Responses {
    let columns = Columns::find(table, Table::Responses, taxonomy, findings);
    if !columns.complete {
        return Responses::default();
    }
    let columns = ["activity", "question", "answer", "count"].map(|name| columns.get(name));
    if let Some(responses) = read_clean(table, &columns, activities) {
        return responses;
    }
    let [activity, question, answer, count] = &columns;
    let mut rows = Vec::with_capacity(table.len());
    for row in Row::all(table) {
        let activity = activities.reference(row, activity, findings);
        let question = row.required(question, findings);
        let answer = row.required(answer, findings);
        row.required(count, findings);
        let count = row.integer(count, findings);
        if let (Some(activity), Some(question), Some(answer), Some(count)) = (activity, question, answer, count) {
            rows.push((activity, question, answer, count));
        }
    }
    Responses::new(&rows)
}

/// The rows of a large table of which there is nothing to report.
fn read_clean(table: &TextTable, columns: &[Column; 4], activities: &Ids<'_>) -> Option<Responses> {
    let [activity, question, answer, count] = columns;
    let (finder, parts) = (activities.finder(), Mutex::new(Vec::new()));
    let part = || Part { activities: finder(), words: Words::default(), first: None, parts: &parts };
    let mut rows = clean_rows(table, part, |row, part| {
        part.first.get_or_insert(row.position);
        let found = part.activities.find(row.text(activity));
        let (question, answer) = (row.text(question), row.text(answer));
        let number = numbers::integer(row.text(count));
        let response = Response {
            activity: found.unwrap_or_default(),
            question: part.words.number(question),
            answer: part.words.number(answer),
            count: number.unwrap_or_default(),
        };
        (response, found.is_some() && number.is_some() && !question.is_empty() && !answer.is_empty())
    })?;
    let mut parts = parts.into_inner().unwrap_or_else(PoisonError::into_inner);
    parts.sort_unstable_by_key(|&(first, _)| first);
    let words: BTreeSet<&str> = parts.iter().flat_map(|(_, words)| words).copied().collect();
    let words: Vec<&str> = words.into_iter().collect();
    let mut rest = rows.as_mut_slice();
    let mut tasks = Vec::with_capacity(parts.len());
    for (first, words) in parts.iter().rev() {
        let (before, mine) = rest.split_at_mut(*first);
        tasks.push((mine, words));
        rest = before;
    }
    tasks.into_par_iter().for_each(|(mine, own)| {
        // Every word of a part is there.
        let numbers: Vec<u32> = own.iter().map(|word| words.partition_point(|known| known < word) as u32).collect();
        for row in mine {
            row.question = numbers[row.question as usize];
            row.answer = numbers[row.answer as usize];
        }
    });
    Some(Responses::of_words(&words, rows))
}

/// Rows that follow each other and are read by one thread, with the words in them.
struct Part<'i, 't, 'p> {
    activities: Finder<'i, 't>,
    words: Words<'t>,
    /// The first of the rows.
    first: Option<usize>,
    /// The words of each part by their numbers in it, with its first row.
    parts: &'p Mutex<Vec<(usize, Vec<&'t str>)>>,
}

impl Drop for Part<'_, '_, '_> {
    fn drop(&mut self) {
        if let Some(first) = self.first {
            let words = std::mem::take(&mut self.words.words);
            self.parts.lock().unwrap_or_else(PoisonError::into_inner).push((first, words));
        }
    }
}

/// Words, numbered as they come.
#[derive(Default)]
struct Words<'t> {
    words: Vec<&'t str>,
    numbers: HashMap<&'t str, u32, RandomState>,
}

impl<'t> Words<'t> {
    fn number(&mut self, word: &'t str) -> u32 {
        *self.numbers.entry(word).or_insert_with(|| {
            self.words.push(word);
            self.words.len() as u32 - 1
        })
    }
}
