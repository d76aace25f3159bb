//! Every named chart on every shipped dataset, read back with an XML parser: well-formed, inside its canvas, readable, with
//! a legend of every color, and with the same numbers in its table.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use ecosysteemkaart::chart::catalog::{ChartError, ChartName, Drawn, draw, draw_beside};
use ecosysteemkaart::chart::palette::{INK, Rgb, SOFT_INK, WHITE, contrast};
use ecosysteemkaart::chart::settings::{Settings, Takes};
use ecosysteemkaart::chart::table::Datum;
use ecosysteemkaart::chart::{png, text};
use ecosysteemkaart::ecosystem::{About, Ecosystem};
use ecosysteemkaart::language::Language;
use ecosysteemkaart::snapshot::{Section, Snapshot, SnapshotConfig};
use resvg::usvg::roxmltree::{Document, Node};

use super::shipped::read;
use super::support::{World, at_threads};

fn snapshot(ecosystem: Ecosystem) -> Snapshot {
    let sections = [
        Section::Centrality,
        Section::Clusters,
        Section::Overlap,
        Section::RegionOverlap,
        Section::WhiteSpots,
        Section::Distribution,
    ];
    let config = SnapshotConfig { sections: sections.into(), ..SnapshotConfig::default() };
    Snapshot::compute(ecosystem, &config, |_| ()).unwrap()
}

static SHIPPED: LazyLock<Vec<(&str, Snapshot)>> = LazyLock::new(|| {
    let ids = ["voorbeeld", "regioscan-2023", "dienstverlening-2021", "praktijkvoorbeelden-2023"];
    ids.into_iter().map(|id| (id, snapshot(read(id)))).collect()
});

fn of(id: &str) -> &'static Snapshot {
    &SHIPPED.iter().find(|(name, _)| *name == id).unwrap().1
}

fn chart(code: &str) -> ChartName {
    ChartName::from_code(code).unwrap()
}

fn asked(snapshot: &Snapshot, code: &str, pairs: &[(&str, &str)]) -> Result<Drawn, ChartError> {
    let chart = chart(code);
    let mut settings = Settings::default();
    for (key, value) in pairs {
        settings.set(chart.parameter(key).unwrap(), value, &snapshot.ecosystem)?;
    }
    draw(snapshot, chart, &settings, Language::Nl)
}

fn number(node: &Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).and_then(|value| value.parse().ok()).unwrap_or_else(|| panic!("{name} is no number"))
}

fn inherited<'a>(node: &Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.ancestors().find_map(|node| node.attribute(name))
}

fn color(hex: &str) -> Rgb {
    let part = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    Rgb(part(1), part(3), part(5))
}

/// Left, top, right, bottom of a line of text, turned ones too.
fn text_box(node: &Node<'_, '_>) -> [f64; 4] {
    let size: f64 = inherited(node, "font-size").and_then(|value| value.parse().ok()).unwrap();
    let bold = inherited(node, "font-weight") == Some("bold");
    let width = text::width(node.text().unwrap_or_default(), size, bold);
    let before = match inherited(node, "text-anchor") {
        Some("middle") => width / 2.0,
        Some("end") => width,
        _ => 0.0,
    };
    let (x, y, high) = (number(node, "x"), number(node, "y"), text::CAP_HEIGHT * size);
    if node.attribute("transform").is_some() {
        // A quarter turn to the left: the text runs upward from (x, y).
        [x - high, y + before - width, x, y + before]
    } else {
        [x - before, y - high, x - before + width, y]
    }
}

fn group<'a>(node: &Node<'a, '_>) -> Option<&'a str> {
    node.ancestors().filter_map(|node| node.attribute("class")).last()
}

fn check(svg: &str, about: &str) {
    let document = Document::parse(svg).unwrap_or_else(|error| panic!("{about}: {error}"));
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"), "{about}");
    for tag in ["title", "desc"] {
        let node = root.children().find(|node| node.has_tag_name(tag)).unwrap();
        assert!(!node.text().unwrap_or_default().trim().is_empty(), "{about}: {tag}");
    }
    let classes: BTreeSet<&str> = root.descendants().filter_map(|node| node.attribute("class")).collect();
    assert!(classes.contains("header") && classes.contains("footer"), "{about}");
    assert!(classes.contains("legend") || classes.contains("empty"), "{about}: no legend");
    let (width, height) = (number(&root, "width"), number(&root, "height"));
    assert!((600.0..=12_000.0).contains(&width) && (200.0..=12_000.0).contains(&height), "{about}: {width} × {height}");
    let lines: Vec<Node<'_, '_>> = root.descendants().filter(|node| node.has_tag_name("text")).collect();
    let boxes: Vec<[f64; 4]> = lines.iter().map(text_box).collect();
    for (node, b) in lines.iter().zip(&boxes) {
        let inside = b[0] >= -0.5 && b[1] >= 0.0 && b[2] <= width + 0.5 && b[3] <= height;
        assert!(inside, "{about}: {:?} at {b:?} of {width} × {height}", node.text());
        let ink = color(inherited(node, "fill").unwrap());
        let known = [INK, SOFT_INK, WHITE, Rgb(0, 0, 0)].contains(&ink);
        assert!(known || contrast(ink, WHITE) >= 4.5, "{about}: {:?} in {}", node.text(), ink.hex());
    }
    for (i, a) in boxes.iter().enumerate() {
        for (j, b) in boxes[..i].iter().enumerate() {
            let apart = a[0] >= b[2] - 1.0 || b[0] >= a[2] - 1.0 || a[1] >= b[3] - 1.0 || b[1] >= a[3] - 1.0;
            // The letter of a disc may lie under the halo of a label, which the network map keeps free itself.
            let letters = group(&lines[i]) == Some("letters") || group(&lines[j]) == Some("letters");
            assert!(apart || letters, "{about}: {:?} over {:?}", lines[i].text(), lines[j].text());
        }
    }
    every_color_is_in_the_legend(&root, about);
}

/// Fills of what carries meaning are in the legend, or white.
fn every_color_is_in_the_legend(root: &Node<'_, '_>, about: &str) {
    let fills = |classes: &[&str]| -> BTreeSet<String> {
        root.descendants()
            .filter(|node| ["rect", "circle", "polygon"].contains(&node.tag_name().name()))
            .filter(|node| group(node).is_some_and(|class| classes.contains(&class)))
            .filter_map(|node| inherited(&node, "fill").map(str::to_owned))
            .filter(|fill| fill != "none" && *fill != WHITE.hex())
            .collect()
    };
    let used = fills(&["cells", "tiles", "bars", "nodes", "fields"]);
    let listed = fills(&["legend", "labels"]);
    let missing: Vec<&String> = used.difference(&listed).filter(|fill| **fill != INK.hex()).collect();
    // A single panel of bars without marks needs no legend: its heading says what they are.
    let bars_only = root.descendants().any(|node| node.attribute("class") == Some("bars"));
    assert!(missing.is_empty() || (bars_only && missing.len() == 1), "{about}: {missing:?}");
}

#[test]
fn every_chart_of_every_dataset_can_be_read() {
    for (id, snapshot) in SHIPPED.iter() {
        for chart in ChartName::ALL {
            for language in [Language::Nl, Language::En] {
                let about = format!("{id} {} {}", chart.code(), language.code());
                let drawn = draw(snapshot, *chart, &Settings::default(), language).unwrap();
                check(&drawn.svg, &about);
                let widths: BTreeSet<usize> = drawn.table.rows.iter().map(Vec::len).collect();
                assert!(widths.len() <= 1 && widths.iter().all(|width| *width == drawn.table.columns.len()), "{about}");
                assert!(!drawn.table.rows.is_empty() || drawn.svg.contains("class=\"empty\""), "{about}: no table");
                let title = snapshot.ecosystem.about().title.get(language);
                assert!(drawn.svg.contains(&text::escape(title)), "{about}");
            }
        }
    }
}

#[test]
fn every_choice_of_every_parameter_can_be_drawn() {
    for id in ["voorbeeld", "regioscan-2023"] {
        for chart in ChartName::ALL {
            for parameter in chart.parameters() {
                let values: Vec<String> = match parameter.takes {
                    Takes::Integer { least, most, .. } => vec![least.to_string(), most.to_string()],
                    Takes::Initiative => parameter.allowed(&of(id).ecosystem).unwrap().into_iter().take(2).collect(),
                    _ => parameter.allowed(&of(id).ecosystem).unwrap(),
                };
                for value in values {
                    let about = format!("{id} {} {}={value}", chart.code(), parameter.key);
                    match asked(of(id), chart.code(), &[(parameter.key, &value)]) {
                        Ok(drawn) => check(&drawn.svg, &about),
                        Err(ChartError::Parameter(wrong)) => assert!(!wrong.allowed.is_empty(), "{about}"),
                        Err(error) => panic!("{about}: {error}"),
                    }
                }
            }
        }
    }
}

#[test]
fn wrong_values_are_refused_with_what_can_be_asked() {
    let wrong = |code: &str, pair| match asked(of("voorbeeld"), code, &[pair]) {
        Err(ChartError::Parameter(wrong)) => wrong,
        other => panic!("{code}: {other:?}"),
    };
    assert_eq!(wrong("province-tiles", ("split", "x")).allowed, ["none", "lead"]);
    assert_eq!(wrong("key-players", ("top", "1000000")).allowed, ["1 … 60"]);
    assert!(wrong("white-spots", ("by", "planet")).allowed.contains(&String::from("sector")));
    assert!(wrong("overlap-pair", ("a", "I9999")).allowed.contains(&String::from("I0001")));
    let same = asked(of("voorbeeld"), "overlap-pair", &[("a", "I0041"), ("b", "I0041")]);
    assert!(matches!(same, Err(ChartError::Parameter(_))));
    let split = asked(of("voorbeeld"), "province-tiles", &[("measure", "white-spots"), ("split", "lead")]);
    assert!(matches!(split, Err(ChartError::Parameter(_))));
}

#[test]
fn an_empty_dataset_gives_pictures_that_say_so() {
    let empty = snapshot(World::new().build());
    for chart in ChartName::ALL {
        let drawn = draw(&empty, *chart, &Settings::default(), Language::Nl).unwrap();
        check(&drawn.svg, chart.code());
        let says = drawn.svg.contains("class=\"empty\"");
        // Twelve provinces of which nothing is known are something to show, and so are classes that were modelled.
        let shows = ["province-tiles", "distribution"].contains(&chart.code());
        assert!(says || shows, "{}", chart.code());
        assert!(png(&drawn.svg, 1.0).is_ok());
    }
    assert_eq!(About::named("x").id, "x");
}

#[test]
fn the_same_bytes_for_any_number_of_threads_and_any_order_of_rows() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/voorbeeld-eerder");
    let world = super::support::world_from_csv(&folder);
    let all = |ecosystem: Ecosystem| -> Vec<String> {
        let snapshot = snapshot(ecosystem);
        let charts = ChartName::ALL.iter();
        charts.map(|chart| draw(&snapshot, *chart, &Settings::default(), Language::Nl).unwrap().svg).collect()
    };
    let once = at_threads(1, || all(world.build()));
    let again = at_threads(4, || all(world.shuffled(7).build()));
    for (chart, (a, b)) in ChartName::ALL.iter().zip(once.iter().zip(&again)) {
        assert!(a == b, "{}", chart.code());
    }
}

/// Figures 6, 7, 12, 16, 19 and 20 of the Regioscan: what it printed is what these data give, after rounding.
#[test]
fn the_regioscan_gives_its_printed_figures() {
    for (figure, printed) in [("6", 12), ("7", 144), ("12", 48), ("16", 18), ("19", 36), ("20", 36), ("21", 12)] {
        let table = asked(of("regioscan-2023"), "regioscan", &[("figure", figure)]).unwrap().table;
        let column = table.columns.iter().position(|name| name == "gedrukt in de bron").unwrap();
        let mut compared = 0;
        for row in &table.rows {
            match (&row[column - 1], &row[column]) {
                (Datum::Share(ours, _), Datum::Share(theirs, _)) => {
                    assert!((ours - theirs).abs() <= 0.005 + 1e-9, "figure {figure}: {row:?}");
                    compared += 1;
                }
                (Datum::Count(ours), Datum::Number(theirs, _)) => {
                    assert_eq!(*ours as f64, *theirs, "figure {figure}: {row:?}");
                    compared += 1;
                }
                // Reach was printed by type, and is in no row of the reconstruction.
                (Datum::Unknown, Datum::Number(theirs, _)) => {
                    assert!(figure == "21" && *theirs > 0.0, "figure {figure}: {row:?}");
                    compared += 1;
                }
                (_, Datum::Unknown) => assert!(figure == "16" || figure == "12", "figure {figure}: {row:?}"),
                other => panic!("figure {figure}: {other:?}"),
            }
        }
        assert_eq!(compared, printed, "figure {figure}");
    }
}

/// Figures of which the source gives no numbers say so.
#[test]
fn figures_without_printed_numbers_guess_nothing() {
    for figure in ["8", "9", "10", "11", "13", "14", "15", "18"] {
        for id in ["voorbeeld", "regioscan-2023"] {
            let drawn = asked(of(id), "regioscan", &[("figure", figure)]).unwrap();
            assert!(drawn.table.columns.iter().all(|name| name != "gedrukt in de bron"), "{figure}");
            let says = drawn.svg.contains("plaatje zonder getallen") || drawn.svg.contains("class=\"empty\"");
            assert!(says, "{id} figure {figure}");
        }
    }
}

#[test]
fn regions_that_nobody_surveyed_are_not_empty() {
    let tiles = asked(of("voorbeeld"), "province-tiles", &[("measure", "white-spots")]).unwrap().table;
    let limburg = tiles.rows.iter().find(|row| row[0] == Datum::words("Limburg")).unwrap();
    assert_eq!(limburg[1], Datum::Unknown);
    let matrix = asked(of("voorbeeld"), "region-overlap", &[]).unwrap().svg;
    assert!(matrix.contains("Limburg") && matrix.contains(">?<"));
}

/// Who stayed stays in place: the later map starts from the earlier one. Every actor of either version is on it.
#[test]
fn two_versions_lie_on_one_map() {
    let earlier = snapshot(read("voorbeeld-eerder"));
    let later = of("voorbeeld");
    let compared = draw_beside(&[&earlier], later, chart("comparison"), &Settings::default(), Language::Nl).unwrap();
    check(&compared.svg, "comparison");
    let fates = |name: &str| compared.table.rows.iter().filter(|row| row[3] == Datum::words(name)).count();
    let gone = fates("niet meer in deze versie");
    assert!(gone > 0 && fates("nieuw in deze versie") > 0 && fates("meer contacten dan eerder") > 0);
    assert_eq!(compared.table.rows.len(), later.ecosystem.actors().len() + gone);
    let document = Document::parse(&compared.svg).unwrap();
    let nodes = document.descendants().find(|node| node.attribute("class") == Some("nodes")).unwrap();
    assert_eq!(nodes.descendants().filter(|node| node.has_tag_name("circle")).count(), compared.table.rows.len());
    let alone = draw(later, chart("comparison"), &Settings::default(), Language::Nl).unwrap();
    assert!(alone.svg.contains("Er is geen eerdere versie gevraagd"));
}

/// A region beside itself: of each version what that version has, and nothing of a region that it does not know or survey.
#[test]
fn a_history_has_the_numbers_of_each_version() {
    let earlier = snapshot(read("voorbeeld-eerder"));
    let later = of("voorbeeld");
    let regioscan = of("regioscan-2023");
    let history = |region: &str, versions: &[&Snapshot]| {
        let mut settings = Settings::default();
        let chart = chart("complexity-history");
        settings.set(chart.parameter("region").unwrap(), region, &later.ecosystem).unwrap();
        draw_beside(versions, later, chart, &settings, Language::Nl).unwrap()
    };
    let drawn = history("PV22", &[regioscan, &earlier]);
    check(&drawn.svg, "complexity-history");
    let row_of = |snapshot: &Snapshot| {
        let table = asked(snapshot, "complexity", &[]).unwrap().table;
        table.rows.iter().find(|row| row[0] == Datum::words("Drenthe")).unwrap()[1..].to_vec()
    };
    let rows: Vec<Vec<Datum>> = drawn.table.rows.iter().map(|row| row[1..].to_vec()).collect();
    assert_eq!(rows, [regioscan, &earlier, later].map(row_of));
    assert_ne!(rows[1], rows[2]);
    let dates = [regioscan, &earlier, later].map(|snapshot| Datum::words(&*snapshot.ecosystem.about().date));
    assert_eq!(drawn.table.rows.iter().map(|row| row[0].clone()).collect::<Vec<_>>(), dates);
    // Every number that is known is a point, drawn as a disc on a wider one.
    let known = rows.iter().flat_map(|row| &row[2..]).filter(|datum| **datum != Datum::Unknown).count();
    let document = Document::parse(&drawn.svg).unwrap();
    let points = document.descendants().filter(|node| node.attribute("class") == Some("points"));
    let discs = points.flat_map(|group| group.descendants()).filter(|node| node.has_tag_name("circle")).count();
    assert_eq!(discs, 2 * known);
    // Nobody surveyed Limburg this time.
    let limburg = history("PV31", &[&earlier]);
    assert!(limburg.table.rows[1][1..].iter().all(|datum| *datum == Datum::Unknown) && limburg.svg.contains(">?<"));
    // The weakest basis of all counts.
    assert!(drawn.svg.contains("Fictief voorbeeld"));
    assert!(history("PV22", &[]).svg.contains("geen eerdere versie gevraagd"));
}

/// Every actor is in the map of actors, every initiative beside them in two-mode, every cluster in the map of clusters.
#[test]
fn every_node_is_in_the_picture() {
    let snapshot = of("voorbeeld");
    let (actors, initiatives) = (snapshot.ecosystem.actors().len(), snapshot.ecosystem.initiatives().len());
    let clusters = snapshot.clusters.get().unwrap().clusters.len();
    for (depth, circles, squares) in
        [("actors", actors, 0), ("two-mode", actors, initiatives), ("clusters", clusters, 0)]
    {
        let drawn = asked(snapshot, "network-map", &[("depth", depth)]).unwrap();
        let document = Document::parse(&drawn.svg).unwrap();
        let nodes = document.descendants().find(|node| node.attribute("class") == Some("nodes")).unwrap();
        // A cluster of one region is a pie of one piece, drawn as a disc on its disc.
        let places = |tag: &str| -> BTreeSet<(String, String)> {
            let shapes = nodes.descendants().filter(|node| node.has_tag_name(tag));
            let x = if tag == "circle" { ["cx", "cy"] } else { ["x", "y"] };
            shapes.map(|node| (node.attribute(x[0]).unwrap().into(), node.attribute(x[1]).unwrap().into())).collect()
        };
        assert_eq!((places("circle").len(), places("rect").len()), (circles, squares), "{depth}");
        let marked = drawn.svg.contains("bruggenbouwer");
        assert_eq!(marked, depth != "clusters", "{depth}: bridging actors are marked and explained");
    }
}
