//! Frames of the map that moves, in a real browser: 2,000 actors with some 20,000 links.
//!
//! `cargo bench --profile dev --bench map` (the browser does the work): needs `chromedriver`. Zooms in and out and shifts for
//! some seconds, and prints the time between frames, median and 95th percentile. A headless browser draws without a
//! graphics card, so a screen is faster.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark may fail loudly")]
#![allow(dead_code, reason = "the journeys use more of the driver")]

#[path = "../tests/it/browser/driver.rs"]
mod driver;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use ecosysteemkaart::dataset::ReadOptions;
use ecosysteemkaart::web::{Catalog, Contact, ServerConfig, Source};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;

const ACTORS: usize = 2_000;
const LINKS: usize = 20_000;
/// Groups that mostly work among themselves.
const GROUPS: usize = 40;
const PARTNERS: usize = 4;

/// Initiatives of four partners, four of five within one group, until there are links enough.
fn write_dataset(folder: &Path) {
    let mut random = Pcg64::seed_from_u64(2023);
    let mut actors = String::from("id,name,kind,level,region\n");
    for actor in 0..ACTORS {
        writeln!(actors, "A{actor:04},Organisatie {actor},gemeente,regional,PV{}", 20 + actor % 12).unwrap();
    }
    let (mut initiatives, mut participations) =
        (String::from("id,name,level,regions\n"), String::from("initiative,actor,role\n"));
    let (mut links, mut initiative) = (BTreeSet::new(), 0);
    while links.len() < LINKS {
        let group = random.random_range(0..GROUPS);
        let is_within = random.random_range(0..5) > 0;
        let mut partners = BTreeSet::new();
        while partners.len() < PARTNERS {
            let actor = random.random_range(0..ACTORS);
            partners.insert(if is_within { actor - actor % GROUPS + group } else { actor });
        }
        writeln!(initiatives, "I{initiative:04},Initiatief {initiative},regional,PV{}", 20 + group % 12).unwrap();
        for &actor in &partners {
            writeln!(participations, "I{initiative:04},A{actor:04},executor").unwrap();
            links.extend(partners.range(..actor).map(|&other| (other, actor)));
        }
        initiative += 1;
    }
    for (name, rows) in [("actors", actors), ("initiatives", initiatives), ("participations", participations)] {
        std::fs::write(folder.join(format!("{name}.csv")), rows).unwrap();
    }
}

/// Zooms for a hundred frames and shifts for a hundred, one step in each, and hands over the times between frames.
const MOVE: &str = "
const done = arguments[0], canvas = document.querySelector('.map canvas'), times = [];
canvas.focus();
let step = 0, before = performance.now();
function frame(now) {
  times.push(now - before);
  before = now;
  if (++step > 200) return done(times.slice(1));
  const box = canvas.getBoundingClientRect();
  if (step <= 100) canvas.dispatchEvent(new WheelEvent('wheel', { deltaY: step % 50 < 25 ? -1 : 1, clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 }));
  else canvas.dispatchEvent(new KeyboardEvent('keydown', { key: step % 50 < 25 ? 'ArrowLeft' : 'ArrowRight' }));
  requestAnimationFrame(frame);
}
requestAnimationFrame(frame);";

fn main() {
    let folder = tempfile::tempdir().unwrap();
    write_dataset(folder.path());
    let (send, receive) = std::sync::mpsc::channel();
    let config = ServerConfig {
        listen: "127.0.0.1:0".parse().unwrap(),
        catalog: Catalog::new(vec![(String::from("groot"), Source::Path(folder.path().to_owned()))]),
        read: ReadOptions::default(),
        cache_mib: 256,
        computations: 64,
        compute_threads: 0,
        requests_per_minute: None,
        trusted_proxies: Vec::new(),
        contact: Contact::default(),
    };
    std::thread::spawn(move || ecosysteemkaart::web::run(config, |address| send.send(address).unwrap()));
    let address = receive.recv().unwrap();
    let Some(browser) = driver::Browser::start(true) else {
        println!("skipped: no chromedriver on this machine");
        return;
    };
    // The page asks again by itself until the dataset is there.
    for _ in 0..60 {
        browser.open(&format!("http://{address}/ecosystemen/groot/kaart"));
        if browser.run("return document.body.dataset.dataset ?? null").is_string() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_secs(1));
    }
    browser.expect("#gezien", "punten");
    println!("{}", browser.text("#gezien"));
    let mut times: Vec<f64> =
        browser.run_later(MOVE).as_array().expect("times").iter().filter_map(serde_json::Value::as_f64).collect();
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!(
        "milliseconds between frames: median {:.1}, 95% {:.1}, slowest {:.1} ({} frames)",
        at(0.5),
        at(0.95),
        at(1.0),
        times.len()
    );
}
