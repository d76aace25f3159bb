//! Any bytes as an upload: zips and workbooks.
#![no_main]

use ecosysteemkaart::export::tables::{dataset_workbook, zipped};
use ecosysteemkaart_fuzz::{FILES, heads, let_the_reader_catch, open_document, read, seeds, small, stored};
use libfuzzer_sys::fuzz_target;

fn start() -> Vec<Vec<u8>> {
    let files = FILES.iter().map(|(name, text)| (*name, text.as_bytes()));
    let below: Vec<(String, &str)> = FILES.iter().map(|(name, text)| (format!("map/{name}"), *text)).collect();
    vec![
        stored(files.take(3)),
        stored(below.iter().map(|(name, text)| (name.as_str(), text.as_bytes()))),
        zipped(&heads(20)).expect("room in memory"),
        dataset_workbook(&small()).expect("a small workbook"),
        stored(open_document().iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))),
    ]
}

fn init() {
    let_the_reader_catch();
    seeds(start);
}

fuzz_target!(init: init(), |bytes: &[u8]| read("upload.zip", bytes));
