//! A Kumu blueprint.
#![no_main]

use ecosysteemkaart::dataset::Shape;
use ecosysteemkaart_fuzz::{import, seeds};
use libfuzzer_sys::fuzz_target;

fn start() -> Vec<Vec<u8>> {
    [r##"{"elements": [{"label": "A", "type": "gemeente"}, {"_id": "p", "label": "P", "type": "project", "attributes": {"regions": ["PV20", "NL"]}}], "connections": [{"from": "A", "to": "p", "role": "trekker"}]}"##].map(|seed| seed.as_bytes().to_vec()).to_vec()
}

fuzz_target!(init: seeds(start), |bytes: &[u8]| import("x.json", bytes, Shape::Kumu));
