//! One table, as CSV, among others that are right; the first byte says which. The order of its rows says nothing.
#![no_main]

use ecosysteemkaart_fuzz::{FILES, heads, read, same, seeds, with};
use libfuzzer_sys::fuzz_target;

/// [`FILES`] that are tables.
const TABLES: usize = 9;

fn start() -> Vec<Vec<u8>> {
    let small = FILES[..TABLES].iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
    let number = |name: &str| FILES[..TABLES].iter().zip(0u8..).find(|((other, _), _)| *other == name);
    let both = small.chain(heads(20));
    both.filter_map(|(name, bytes)| Some([&[number(&name)?.1], bytes.as_slice()].concat())).collect()
}

/// The rows in the other order, where it is plain what a row is.
fn turned(table: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(table).ok().filter(|text| !text.contains(['"', '\r', '\0']))?;
    let (header, rows) = text.split_once('\n').filter(|(header, _)| !header.trim().is_empty())?;
    let rows: Vec<&str> = rows.lines().rev().collect();
    Some([header, &rows.join("\n")].join("\n").into_bytes())
}

fuzz_target!(init: seeds(start), |bytes: &[u8]| {
    let Some((&number, table)) = bytes.split_first() else { return };
    let name = FILES[usize::from(number) % TABLES].0;
    let upload = with(name, table);
    read("upload.zip", &upload);
    if let Some(turned) = turned(table) {
        assert!(same(&upload, &with(name, &turned)), "the order of rows shows");
    }
});
