//! The pages in a real browser: what the four users come for, from start to end, in both languages, with and without scripts.
//!
//! Skipped with a word where there is no `chromedriver`. With `ECOSYSTEEMKAART_AXE` naming a file of axe-core, every page is
//! examined with it too.

mod adjusted;
mod driver;
mod printed;

use std::net::SocketAddr;
use std::sync::LazyLock;

use ecosysteemkaart::dataset::ReadOptions;
use ecosysteemkaart::web::{Catalog, Contact, ServerConfig, Source};

use self::driver::Browser;

static SERVICE: LazyLock<SocketAddr> = LazyLock::new(|| {
    let (send, receive) = std::sync::mpsc::channel();
    let shipped = |id: &str| (id.to_owned(), Source::Shipped(id.to_owned()));
    let config = ServerConfig {
        listen: "127.0.0.1:0".parse().unwrap(),
        catalog: Catalog::new(["voorbeeld", "voorbeeld-eerder", "regioscan-2023"].map(shipped).to_vec()),
        read: ReadOptions::default(),
        cache_mib: 64,
        computations: 64,
        compute_threads: 0,
        requests_per_minute: None,
        trusted_proxies: Vec::new(),
        contact: Contact::default(),
    };
    std::thread::spawn(move || ecosysteemkaart::web::run(config, |address| send.send(address).unwrap()));
    receive.recv().unwrap()
});

fn browser(with_scripts: bool) -> Option<Browser> {
    let browser = Browser::start(with_scripts);
    if browser.is_none() {
        println!("skipped: no chromedriver on this machine");
    }
    browser
}

fn at(path: &str) -> String {
    format!("http://{}{path}", *SERVICE)
}

/// Opens a page once its dataset is there; a page that waits asks again by itself.
fn open(browser: &Browser, path: &str) {
    browser.open(&at(path));
    browser.wait("body[data-dataset], main:not(:has([role=status]))");
}

/// What the console complains of, but for pages that wait for their dataset: these say 503, and ask again.
fn complaints(browser: &Browser) -> Vec<String> {
    browser.complaints().into_iter().filter(|line| !line.contains("status of 503")).collect()
}

/// The words of a journey in one language.
struct Words {
    home: &'static str,
    below: &'static str,
    province: &'static str,
    regions: &'static str,
    closer: &'static str,
    doors: &'static str,
    contacts: &'static str,
}

const LANGUAGES: [Words; 2] = [
    Words {
        home: "/",
        below: "/ecosystemen/voorbeeld",
        province: "Mijn provincie",
        regions: "/provincies",
        closer: "Kenmerk voor kenmerk",
        doors: "De drie beste deuren",
        contacts: "contacten in beeld",
    },
    Words {
        home: "/en/",
        below: "/en/ecosystems/voorbeeld",
        province: "My province",
        regions: "/regions",
        closer: "Feature by feature",
        doors: "The three best doors",
        contacts: "contacts in view",
    },
];

/// The regisseur, a province, an adviser and somebody who builds a dashboard.
fn journeys(browser: &Browser, words: &Words, with_scripts: bool) {
    let nl = words.home == "/";
    let pick = |dutch: &'static str, english: &'static str| if nl { dutch } else { english };
    // Who does the same without working together?
    open(browser, words.home);
    browser.wait("table.grid");
    browser.click(&format!("nav a[href='{}/overlap']", words.below));
    browser.click("table.plain tbody tr:first-child td.number a");
    browser.expect("main", words.closer);
    // A province: what changed, what ends, where nothing is.
    browser.click(&format!("nav a[href='{}{}']", words.below, words.regions));
    browser.expect("h1", words.province);
    browser.click(&format!("a[href='{}{}/PV22']", words.below, words.regions));
    browser.expect("h1", "Drenthe");
    browser.click("select[name=with] option[value=voorbeeld-eerder]");
    browser.click("form.row button");
    browser.expect("main", pick("Vergeleken met", "Compared with"));
    open(browser, &format!("{}{}", words.below, pick("/witte-vlekken", "/white-spots")));
    browser.click("td.cell.absent a");
    browser.expect("main", pick("Witte vlek", "White spot"));
    // An entrepreneur at the counter.
    browser.click(&format!("nav a[href='{}{}']", words.below, pick("/aanbod", "/offer")));
    browser.click("select[name=region] option[value=PV22]");
    browser.click("select[name=bottleneck] option[value=weten]");
    browser.click("main form button");
    browser.expect("main", words.doors);
    assert!(!browser.text("article.door").is_empty());
    // A new scheme.
    browser.click(&format!("nav a[href='{}{}']", words.below, pick("/toets", "/test")));
    browser.write("#name", "Werkplaats Noord");
    browser.click("input[name=regions][value=PV22]");
    browser.click("select[name='a0.activity_type'] option[value=advisering]");
    browser.click("button[value=test]");
    browser.expect(".verdict", "Werkplaats Noord");
    browser.expect(".verdict", "T-");
    // A dashboard.
    browser.click("footer a[href='/docs']");
    browser.expect("h1", "interface");
    // The network.
    open(browser, &format!("{}{}", words.below, pick("/kaart", "/map")));
    if with_scripts {
        browser.expect("#gezien", pick("punten", "nodes"));
        browser.click("#punten tbody tr:first-child button");
        browser.expect("#gezien", words.contacts);
        assert!(browser.address().contains("focus="), "{}", browser.address());
        let before = browser.address();
        browser.press(&["\u{e012}", "\u{e012}", "+"]);
        assert_ne!(browser.address(), before);
        // Whoever gets the address sees the same.
        let shared = browser.address();
        open(browser, "/begrippen");
        browser.open(&shared);
        browser.expect("#gezien", words.contacts);
    } else {
        assert!(browser.run("return document.querySelector('main img').naturalWidth > 300") == true);
        browser.click("select[name=depth] option[value=clusters]");
        browser.click("main form button");
        browser.wait_for_address("depth=clusters");
    }
    assert_eq!(complaints(browser), Vec::<String>::new());
}

#[test]
fn four_users_find_what_they_come_for() {
    for with_scripts in [true, false] {
        let Some(browser) = browser(with_scripts) else { return };
        for words in &LANGUAGES {
            journeys(&browser, words, with_scripts);
        }
    }
}

/// Every page but those about one thing, of which one each is enough.
const PAGES: &[&str] = &[
    "/",
    "/en/",
    "/begrippen",
    "/toegankelijkheid",
    "/nergens",
    "/docs",
    "/ecosystemen/voorbeeld/provincies",
    "/ecosystemen/voorbeeld/provincies/PV22?with=voorbeeld-eerder",
    "/ecosystemen/voorbeeld/afspraken",
    "/ecosystemen/voorbeeld/toets",
    "/ecosystemen/voorbeeld/witte-vlekken",
    "/ecosystemen/voorbeeld/witte-vlekken/cel?region=PV22&value=advisering",
    "/ecosystemen/voorbeeld/overlap",
    "/ecosystemen/voorbeeld/overlap/paar?a=I0001&b=I0002",
    "/ecosystemen/voorbeeld/kaart",
    "/ecosystemen/voorbeeld/sleutelspelers",
    "/ecosystemen/voorbeeld/clusters",
    "/ecosystemen/voorbeeld/clusters/A0001",
    "/ecosystemen/voorbeeld/initiatieven",
    "/ecosystemen/voorbeeld/initiatieven/I0001",
    "/ecosystemen/voorbeeld/actoren/A0001",
    "/ecosystemen/voorbeeld/aanbod?region=PV22",
    "/ecosystemen/voorbeeld/scenario",
    "/ecosystemen/voorbeeld/vergelijken?with=voorbeeld-eerder",
    "/ecosystemen/voorbeeld/bereik-en-effect",
    "/ecosystemen/voorbeeld/gegevens",
    "/ecosystemen/voorbeeld/gegevens/namen",
    "/en/ecosystems/regioscan-2023/map",
    "/en/ecosystems/voorbeeld/agreements",
    "/en/ecosystems/voorbeeld/regions/PV20",
    "/en/ecosystems/voorbeeld/test",
    "/en/ecosystems/voorbeeld/data",
];

#[test]
fn pages_fit_a_narrow_window_and_the_keyboard() {
    let Some(browser) = browser(true) else { return };
    for page in PAGES {
        browser.resize(336, 900);
        open(&browser, page);
        let wide = browser.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assert!(wide.as_i64() <= Some(0), "{page} is {wide} px too wide");
        // The first stop of the keyboard is the link to the content.
        browser.press(&["\u{e004}"]);
        let first = browser.run("return document.activeElement.getAttribute('href')");
        assert_eq!(first, "#inhoud", "{page}");
        // Everything that can be pressed is large enough (WCAG 2.5.8), but for links within a sentence.
        let small = browser.run(
            "return [...document.querySelectorAll('button, select, summary, input:not([type=hidden], [type=radio], [type=checkbox])')] \
             .filter((one) => one.checkVisibility()).map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()]) \
             .filter(([, box]) => box.height > 0 && (box.height < 24 || box.width < 24)).map(([html]) => html)",
        );
        assert_eq!(small, serde_json::json!([]), "{page}");
    }
    let missing: Vec<String> = complaints(&browser).into_iter().filter(|line| !line.contains("/nergens")).collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn axe_finds_nothing() {
    let Some(axe) = std::env::var_os("ECOSYSTEEMKAART_AXE") else {
        println!("skipped: ECOSYSTEEMKAART_AXE names no file of axe-core");
        return;
    };
    let axe = std::fs::read_to_string(axe).unwrap();
    let Some(browser) = browser(true) else { return };
    let mut found = Vec::new();
    for page in PAGES {
        for dark in [false, true] {
            open(&browser, page);
            if page.contains("/kaart") {
                browser.expect("#gezien", "punten");
            }
            browser.prefer("prefers-color-scheme", if dark { "dark" } else { "light" });
            browser.run(&axe);
            let report = browser.run_later(
                "const done = arguments[0]; \
                 axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }) \
                 .then((report) => done(report.violations.map((one) => \
                 `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}`)))",
            );
            for one in report.as_array().unwrap_or_else(|| panic!("{page}: {report}")) {
                found.push(format!("{page} (dark {dark}): {}", one.as_str().unwrap_or_default()));
            }
        }
    }
    assert_eq!(found, Vec::<String>::new(), "{found:#?}");
}
