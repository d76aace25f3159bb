//! `taxonomy.json` beside tables that are right.
#![no_main]

use ecosysteemkaart_fuzz::{FILES, heads, read, seeds, with};
use libfuzzer_sys::fuzz_target;

const NAME: &str = "taxonomy.json";

fn start() -> Vec<Vec<u8>> {
    let small = FILES.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
    small.chain(heads(0)).filter(|(name, _)| name == NAME).map(|(_, bytes)| bytes).collect()
}

fuzz_target!(init: seeds(start), |bytes: &[u8]| read("upload.zip", &with(NAME, bytes)));
