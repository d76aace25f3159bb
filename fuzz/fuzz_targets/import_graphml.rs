//! GraphML, as other programs write it.
#![no_main]

use ecosysteemkaart::dataset::Shape;
use ecosysteemkaart_fuzz::{import, seeds};
use libfuzzer_sys::fuzz_target;

fn start() -> Vec<Vec<u8>> {
    [r##"<graphml><key id="k" attr.name="type" for="node"/><graph><node id="a"/><node id="p"><data key="k">project</data></node><edge source="a" target="p"/></graph></graphml>"##].map(|seed| seed.as_bytes().to_vec()).to_vec()
}

fuzz_target!(init: seeds(start), |bytes: &[u8]| import("x.graphml", bytes, Shape::GraphMl));
