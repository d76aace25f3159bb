//! Flat sheets as CSV, lists of edges and of participants; the first byte says which.
#![no_main]

use ecosysteemkaart::dataset::Shape;
use ecosysteemkaart_fuzz::{import, seeds};
use libfuzzer_sys::fuzz_target;

const SHAPES: [Shape; 4] = [Shape::Flat, Shape::Edges, Shape::Cordis, Shape::Kumu];

fn start() -> Vec<Vec<u8>> {
    let seeds = [
        "\0Titel\n\nInitiatief;Trekker;Partners;Provincie;Startdatum;Type activiteit\nA;Een;\"Twee; Drie\";Gem. Emmen;1-3-2024;Scans\n",
        "\u{1}Source,Target\na,X\nb,X\n",
        "\u{2}projectID;name;country;role\n1;A;NL;coordinator\n",
        "\u{3}From,To,Type\na,b,x\n",
    ];
    seeds.map(|seed| seed.as_bytes().to_vec()).to_vec()
}

fuzz_target!(init: seeds(start), |bytes: &[u8]| {
    let Some((&number, rest)) = bytes.split_first() else { return };
    import("x.csv", rest, SHAPES[usize::from(number) % SHAPES.len()]);
});
