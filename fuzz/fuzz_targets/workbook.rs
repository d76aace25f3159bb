//! A workbook of Excel or LibreOffice with one of its parts replaced; the first byte says which. A part without bytes is left out.
#![no_main]

use std::io::{Cursor, Read as _};
use std::sync::LazyLock;

use ecosysteemkaart::export::tables::dataset_workbook;
use ecosysteemkaart_fuzz::{let_the_reader_catch, open_document, read, seeds, small, stored};
use libfuzzer_sys::fuzz_target;
use zip::ZipArchive;

static PARTS: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let workbook = dataset_workbook(&small()).expect("a small workbook");
    let mut zip = ZipArchive::new(Cursor::new(workbook)).expect("a workbook is a zip");
    let count = zip.len();
    let part = |position| {
        let mut member = zip.by_index(position).expect("a member");
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes).expect("room in memory");
        (member.name().expect("a name of ours").into_owned(), bytes)
    };
    (0..count).map(part).collect()
});

/// The parts of both, those of LibreOffice behind the others.
static BOTH: LazyLock<[Vec<(String, Vec<u8>)>; 2]> = LazyLock::new(|| [PARTS.clone(), open_document()]);

fn start() -> Vec<Vec<u8>> {
    let parts = BOTH.iter().flatten().zip(0u8..);
    parts.map(|((_, bytes), number)| [&[number], bytes.as_slice()].concat()).collect()
}

fn init() {
    let_the_reader_catch();
    seeds(start);
}

fuzz_target!(init: init(), |bytes: &[u8]| {
    let Some((&number, rest)) = bytes.split_first() else { return };
    let number = usize::from(number) % BOTH.iter().flatten().count();
    let [excel, open] = &*BOTH;
    let (parts, number) = if number < excel.len() { (excel, number) } else { (open, number - excel.len()) };
    let parts = parts.iter().enumerate().map(|(position, (name, part))| {
        (name.as_str(), if position == number { rest } else { part.as_slice() })
    });
    read("upload", &stored(parts.filter(|(_, part)| !part.is_empty())));
});
