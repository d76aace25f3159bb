//! GEXF, as other programs write it.
#![no_main]

use ecosysteemkaart::dataset::Shape;
use ecosysteemkaart_fuzz::{import, seeds};
use libfuzzer_sys::fuzz_target;

fn start() -> Vec<Vec<u8>> {
    [r##"<gexf><graph><attributes class="node"><attribute id="0" title="type"/></attributes><nodes><node id="a" label="A"/><node id="p" label="P"><attvalues><attvalue for="0" value="project"/></attvalues></node></nodes><edges><edge source="a" target="p" weight="2"/></edges></graph></gexf>"##].map(|seed| seed.as_bytes().to_vec()).to_vec()
}

fuzz_target!(init: seeds(start), |bytes: &[u8]| import("x.gexf", bytes, Shape::Gexf));
