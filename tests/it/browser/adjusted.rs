//! Pages as people adjust them: larger letters, more space between them, no motion, colours seen otherwise.

use std::collections::BTreeSet;

use super::{PAGES, browser, open};

/// Twice as large letters (WCAG 1.4.4), and the spacing of WCAG 1.4.12.
const ADJUSTMENTS: &[(&str, &str)] = &[
    ("letters of 200%", "html { font-size: 200% !important }"),
    (
        "text spacing",
        "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } \
         p { margin-bottom: 2em !important }",
    ),
];

/// Text that does not fit its box, where what does not fit is not shown; and how much wider than the window the page is.
const CUT: &str = "
const sheet = new CSSStyleSheet();
sheet.replaceSync(arguments[0]);
document.adoptedStyleSheets = [sheet];
const cut = [...document.body.querySelectorAll('*')].filter((one) => {
  const style = getComputedStyle(one);
  const hides = (overflow) => overflow === 'hidden' || overflow === 'clip';
  return one.checkVisibility() && one.textContent.trim() && !one.closest('.hidden, svg, select, option')
    && ((hides(style.overflowX) && one.scrollWidth > one.clientWidth + 1) || (hides(style.overflowY) && one.scrollHeight > one.clientHeight + 1));
}).map((one) => one.outerHTML.slice(0, 120));
return [document.documentElement.scrollWidth - document.documentElement.clientWidth, cut];";

#[test]
fn nothing_is_lost_with_larger_letters_or_more_space() {
    let Some(browser) = browser(true) else { return };
    browser.resize(1280, 900);
    for page in PAGES {
        for (name, style) in ADJUSTMENTS {
            open(&browser, page);
            let found = browser.run_with(CUT, style);
            assert!(found[0].as_i64().unwrap() <= 0, "{page} is {} px too wide with {name}", found[0]);
            assert_eq!(found[1], serde_json::json!([]), "{page} with {name}");
        }
    }
    // The measure itself sees a cut text.
    open(&browser, PAGES[0]);
    let found = browser.run_with(CUT, "h1 { height: 4px; overflow: hidden }");
    assert_eq!(found[1].as_array().unwrap().len(), 1);
}

#[test]
fn nothing_moves_for_who_wants_no_motion() {
    let Some(browser) = browser(true) else { return };
    const MOVES: &str = "
        const moving = [...document.querySelectorAll('*')].filter((one) => {
          const style = getComputedStyle(one);
          return style.animationName !== 'none' || style.transitionDuration.split(', ').some((time) => parseFloat(time) > 0);
        }).map((one) => one.outerHTML.slice(0, 80));
        return [getComputedStyle(document.documentElement).scrollBehavior, document.getAnimations().length, moving];";
    for page in PAGES {
        open(&browser, page);
        browser.prefer("prefers-reduced-motion", "reduce");
        assert_eq!(browser.run(MOVES), serde_json::json!(["auto", 0, []]), "{page}");
    }
    open(&browser, PAGES[0]);
    browser.prefer("prefers-reduced-motion", "no-preference");
    assert_eq!(browser.run(MOVES)[0], "smooth");
}

/// What a cell of the grid says can be told without its colour, in light and in dark.
#[test]
fn states_of_cells_differ_however_colours_are_seen() {
    let Some(browser) = browser(true) else { return };
    open(&browser, "/ecosystemen/voorbeeld/witte-vlekken");
    for scheme in ["light", "dark"] {
        browser.prefer("prefers-color-scheme", scheme);
        for vision in ["none", "deuteranopia", "protanopia", "tritanopia", "achromatopsia"] {
            browser.vision(vision);
            let states = browser.pictures("main .legend .cell");
            assert_eq!(states.len(), 6);
            let different: BTreeSet<&Vec<u8>> = states.iter().collect();
            assert_eq!(different.len(), states.len(), "{scheme}, {vision}");
        }
    }
}
