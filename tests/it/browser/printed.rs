//! What comes out of the printer: my province on two sheets, an advice on one, the report without a cut word.
//!
//! Read back with poppler's `pdftotext`; skipped with a word where that is not there.

use std::io::Write as _;
use std::process::{Command, Stdio};

use resvg::usvg::roxmltree::{Document, ParsingOptions};

use super::driver::Browser;
use super::{browser, open};

/// A word on a sheet, in points from its upper left corner.
struct Word {
    text: String,
    left: f64,
    right: f64,
    bottom: f64,
}

/// A sheet of A4 with its words.
struct Sheet {
    width: f64,
    height: f64,
    words: Vec<Word>,
}

/// The sheets of the page that is open; `None` where nothing can read them.
fn sheets(browser: &Browser) -> Option<Vec<Sheet>> {
    let mut reader = match Command::new("pdftotext")
        .args(["-bbox", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
    {
        Ok(reader) => reader,
        Err(_) => {
            println!("skipped: no pdftotext on this machine");
            return None;
        }
    };
    let (pdf, mut pipe) = (browser.print(), reader.stdin.take().unwrap());
    let writer = std::thread::spawn(move || pipe.write_all(&pdf).unwrap());
    let output = reader.wait_with_output().unwrap();
    writer.join().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    // The title may hold anything; the words are what is asked.
    let body = &text[text.find("<doc>").unwrap()..text.find("</doc>").unwrap() + "</doc>".len()];
    let document = Document::parse_with_options(body, ParsingOptions::default()).unwrap();
    let number =
        |node: &resvg::usvg::roxmltree::Node<'_, '_>, name: &str| node.attribute(name).unwrap().parse().unwrap();
    let pages = document.descendants().filter(|node| node.has_tag_name("page"));
    let sheet = |page: resvg::usvg::roxmltree::Node<'_, '_>| Sheet {
        width: number(&page, "width"),
        height: number(&page, "height"),
        words: page
            .children()
            .filter(|node| node.has_tag_name("word"))
            .map(|word| Word {
                text: word.text().unwrap_or_default().to_owned(),
                left: number(&word, "xMin"),
                right: number(&word, "xMax"),
                bottom: number(&word, "yMax"),
            })
            .collect(),
    };
    Some(pages.map(sheet).collect())
}

/// Every word stands whole on its sheet, with a margin.
fn check(sheets: &[Sheet], what: &str) {
    for (number, sheet) in sheets.iter().enumerate() {
        assert!(!sheet.words.is_empty(), "sheet {number} of {what} is empty");
        for word in &sheet.words {
            let fits = word.left > 14.0 && word.right < sheet.width - 14.0 && word.bottom < sheet.height - 14.0;
            assert!(fits, "{:?} does not fit on sheet {number} of {what}", word.text);
        }
    }
}

#[test]
fn my_province_goes_on_two_sheets() {
    let Some(browser) = browser(true) else { return };
    for region in 20..32 {
        let path = format!("/ecosystemen/voorbeeld/provincies/PV{region}?with=voorbeeld-eerder");
        open(&browser, &path);
        let Some(sheets) = sheets(&browser) else { return };
        assert!(sheets.len() <= 2, "{path} takes {} sheets", sheets.len());
        check(&sheets, &path);
    }
}

#[test]
fn an_advice_goes_on_one_sheet() {
    let Some(browser) = browser(true) else { return };
    open(&browser, "/ecosystemen/voorbeeld/toets");
    browser.write("#name", "Werkplaats Noord");
    browser.click("input[name=regions][value=PV22]");
    browser.click("select[name='a0.activity_type'] option[value=advisering]");
    browser.click("button[value=test]");
    browser.expect(".verdict", "T-");
    let Some(sheets) = sheets(&browser) else { return };
    assert_eq!(sheets.len(), 1);
    check(&sheets, "the advice");
    let reference = sheets[0].words.iter().any(|word| word.text.starts_with("T-"));
    assert!(reference, "the reference is on paper");
}

#[test]
fn the_report_prints_whole() {
    let Some(browser) = browser(true) else { return };
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/reports/regioscan-2023");
    for file in ["index.html", "pv27-noord-holland.html"] {
        browser.open(&format!("file://{folder}/{file}"));
        let headings = browser.run("return [...document.querySelectorAll('h1, h2, h3')].map((one) => one.textContent)");
        let Some(sheets) = sheets(&browser) else { return };
        check(&sheets, file);
        // Every heading is on paper, and none stands alone at the foot of a sheet.
        let all: Vec<(usize, &Word)> =
            sheets.iter().enumerate().flat_map(|(at, sheet)| sheet.words.iter().map(move |word| (at, word))).collect();
        for heading in headings.as_array().unwrap().iter().filter_map(|heading| heading.as_str()) {
            let words: Vec<&str> = heading.split_whitespace().collect();
            let mut places = all
                .windows(words.len())
                .filter(|window| window.iter().zip(&words).all(|((_, word), wanted)| word.text == *wanted));
            let is_held = |window: &[(usize, &Word)]| {
                let (sheet, last) = window[window.len() - 1];
                let below = sheets[sheet].words.iter().filter(|word| word.bottom > last.bottom + 4.0);
                below.count() > 0
            };
            assert!(places.any(is_held), "{heading:?} is missing or stands alone in {file}");
        }
    }
}
