//! One table, as CSV, among others that are right; the first byte says which.
#![no_main]

use ecosysteemkaart_fuzz::{FILES, heads, read, seeds, with};
use libfuzzer_sys::fuzz_target;

/// [`FILES`] that are tables.
const TABLES: usize = 9;

fn start() -> Vec<Vec<u8>> {
    let small = FILES[..TABLES].iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
    let number = |name: &str| FILES[..TABLES].iter().zip(0u8..).find(|((other, _), _)| *other == name);
    let both = small.chain(heads(20));
    both.filter_map(|(name, bytes)| Some([&[number(&name)?.1], bytes.as_slice()].concat())).collect()
}

fuzz_target!(init: seeds(start), |bytes: &[u8]| {
    let Some((&number, table)) = bytes.split_first() else { return };
    read("upload.zip", &with(FILES[usize::from(number) % TABLES].0, table));
});
