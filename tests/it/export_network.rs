//! The exported network against sets of ids and the records of `analyse`; every format against every other, read by parsers
//! that are not ours.

use std::collections::{BTreeMap, BTreeSet};

use ecosysteemkaart::analysis::selection::{Filters, Selection};
use ecosysteemkaart::chart::palette;
use ecosysteemkaart::dataset::{ReadOptions, read_shipped};
use ecosysteemkaart::ecosystem::{Ecosystem, Role};
use ecosysteemkaart::export::network::{
    ExportedNetwork, GROUP_COLORS, MOST_EDGES, NetworkKind, NetworkPart, OTHER_COLOR, TooManyEdges, Value,
    exported_network,
};
use ecosysteemkaart::export::{ExportFormat, Exported, Source, centrality_records};
use ecosysteemkaart::language::Language;
use ecosysteemkaart::snapshot::{Section, Snapshot, SnapshotConfig};
use proptest::prelude::*;
use quick_xml::events::Event;
use serde_json::Value as Json;

use super::folder::Folder;
use super::support::{World, assert_steady};
use super::worlds::worlds;

fn measured(ecosystem: Ecosystem) -> Snapshot {
    let sections = [Section::Centrality, Section::Clusters].into_iter().collect();
    Snapshot::compute(ecosystem, &SnapshotConfig { sections, ..SnapshotConfig::default() }, |_| ()).unwrap()
}

fn described(snapshot: &Snapshot, kind: NetworkKind, most: u64) -> Result<ExportedNetwork, TooManyEdges> {
    let part = NetworkPart {
        ecosystem: &snapshot.ecosystem,
        network: &snapshot.network,
        centrality: snapshot.centrality.get().unwrap(),
        clusters: snapshot.clusters.get().unwrap(),
        has_initiative: &|_| true,
    };
    exported_network(part, kind, most, Language::Nl)
}

fn exported(ecosystem: &Ecosystem, kind: NetworkKind) -> ExportedNetwork {
    described(&measured(ecosystem.clone()), kind, MOST_EDGES).unwrap()
}

fn files(network: &ExportedNetwork, format: ExportFormat) -> Vec<Vec<u8>> {
    match format.export(&Source::Network(network)).unwrap() {
        Exported::File(bytes) => vec![bytes],
        Exported::Files(files) => files.into_iter().map(|(_, bytes)| bytes).collect(),
    }
}

const NETWORK_FORMATS: [ExportFormat; 6] = [
    ExportFormat::Graphml,
    ExportFormat::Gexf,
    ExportFormat::Kumu,
    ExportFormat::Vosviewer,
    ExportFormat::Json,
    ExportFormat::Parquet,
];

/// (end, end, weight) of all edges, by id.
fn edges(network: &ExportedNetwork) -> BTreeSet<(String, String, u64)> {
    let ends = network.ends.iter().zip(&network.weights);
    ends.map(|(&(a, b), &weight)| (network.ids[a as usize].clone(), network.ids[b as usize].clone(), weight as u64))
        .collect()
}

fn text(network: &ExportedNetwork, columns: &str, name: &str, position: usize) -> Option<String> {
    let columns = if columns == "node" { &network.node_columns } else { &network.edge_columns };
    match columns.iter().find(|column| column.name == name)?.value(position)? {
        Value::Text(words) => Some(words.to_owned()),
        other => Some(format!("{other:?}")),
    }
}

/// Initiative → actors, from the rows.
fn members(world: &World) -> BTreeMap<String, BTreeSet<String>> {
    let mut members: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (initiative, actor, _) in &world.participations {
        members.entry(initiative.clone()).or_default().insert(actor.clone());
    }
    members
}

/// Pairs of members of one group with how many groups have both.
fn pairs<'a>(groups: impl Iterator<Item = &'a BTreeSet<String>>) -> BTreeSet<(String, String, u64)> {
    let mut counts: BTreeMap<(String, String), u64> = BTreeMap::new();
    for group in groups {
        for a in group {
            for b in group.iter().filter(|b| a < *b) {
                *counts.entry((a.clone(), b.clone())).or_default() += 1;
            }
        }
    }
    counts.into_iter().map(|((a, b), count)| (a, b, count)).collect()
}

fn sorted_ids(ids: impl Iterator<Item = String>) -> Vec<String> {
    ids.collect::<BTreeSet<_>>().into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn nodes_and_edges_are_those_of_the_rows(world in worlds()) {
        let snapshot = measured(world.build());
        let actors = sorted_ids(world.actors.iter().map(|row| row.id.clone()));
        let initiatives = sorted_ids(world.initiatives.iter().map(|row| row.id.clone()));
        let members = members(&world);

        let two_mode = described(&snapshot, NetworkKind::TwoMode, MOST_EDGES).unwrap();
        let links = members.iter().flat_map(|(i, actors)| actors.iter().map(|a| (a.clone(), i.clone(), 1)));
        prop_assert_eq!(edges(&two_mode), links.collect::<BTreeSet<_>>());
        prop_assert_eq!(&two_mode.ids, &actors.iter().chain(&initiatives).cloned().collect::<Vec<_>>());
        for (edge, &(a, b)) in two_mode.ends.iter().enumerate() {
            let (a, b) = (&two_mode.ids[a as usize], &two_mode.ids[b as usize]);
            let said = world.participations.iter().filter(|(i, actor, _)| i == b && actor == a);
            let said: BTreeSet<Role> = said.filter_map(|(.., role)| *role).collect();
            let said: Vec<&str> = said.into_iter().map(Role::code).collect();
            prop_assert_eq!(text(&two_mode, "edge", "roles", edge), (!said.is_empty()).then(|| said.join("|")));
        }

        let projected = described(&snapshot, NetworkKind::Actors, MOST_EDGES).unwrap();
        prop_assert_eq!(edges(&projected), pairs(members.values()));
        prop_assert_eq!(&projected.ids, &actors);
        let mut of_actor: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for (initiative, actor, _) in &world.participations {
            of_actor.entry(actor).or_default().insert(initiative.clone());
        }
        let projected = described(&snapshot, NetworkKind::Initiatives, MOST_EDGES).unwrap();
        prop_assert_eq!(edges(&projected), pairs(of_actor.values()));
        prop_assert_eq!(&projected.ids, &initiatives);
    }

    #[test]
    fn the_same_bytes_for_any_rows_and_threads(world in worlds(), kind in 0_usize..3) {
        let kind = NetworkKind::ALL[kind];
        assert_steady(&world, |ecosystem: &Ecosystem| {
            let network = exported(ecosystem, kind);
            NETWORK_FORMATS.map(|format| files(&network, format))
        });
    }
}

#[test]
fn actors_carry_what_analyse_says_of_them() {
    let ecosystem = read_shipped("voorbeeld", &ReadOptions::default()).unwrap().ecosystem.unwrap();
    let snapshot = measured(ecosystem);
    let network = described(&snapshot, NetworkKind::TwoMode, MOST_EDGES).unwrap();
    let centrality = snapshot.centrality.get().unwrap();
    let records = centrality_records(&snapshot.ecosystem, &snapshot.network, centrality, snapshot.clusters.get());
    for record in records {
        let node = network.ids.iter().position(|id| *id == record.actor).unwrap();
        let record = serde_json::to_value(record).unwrap();
        assert_eq!(record["name"], network.labels[node]);
        for column in &network.node_columns {
            let Some(said) = record.get(column.name) else { continue };
            let value = match column.value(node) {
                None => Json::Null,
                Some(Value::Text(words)) => words.into(),
                Some(Value::Integer(number)) => number.into(),
                Some(Value::Real(number)) => number.into(),
                Some(Value::Date(date)) => date.to_string().into(),
            };
            assert_eq!(value, *said, "{} of {}", column.name, network.ids[node]);
        }
    }
}

/// Nodes and edges of a file as (node → label), (end, end): in the order of the file.
type Read = (Vec<(String, String)>, Vec<(String, String)>);

fn of_xml(bytes: &[u8]) -> Read {
    let text = std::str::from_utf8(bytes).unwrap();
    assert!(text.chars().all(|c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)), "XML 1.0");
    let mut reader = quick_xml::Reader::from_str(text);
    let (mut nodes, mut edges): Read = (Vec::new(), Vec::new());
    let mut in_label = false;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                let attribute = |name: &str| {
                    let found = start.attributes().map(Result::unwrap).find(|one| one.key.as_ref() == name);
                    found.map(|one| quick_xml::escape::unescape(&one.value).unwrap().into_owned())
                };
                match start.name().as_ref() {
                    "node" => nodes.push((attribute("id").unwrap(), attribute("label").unwrap_or_default())),
                    "edge" => edges.push((attribute("source").unwrap(), attribute("target").unwrap())),
                    "data" => in_label = attribute("key").as_deref() == Some("n_label"),
                    _ => {}
                }
            }
            Event::Text(words) if in_label => nodes.last_mut().unwrap().1.push_str(&words),
            Event::GeneralRef(reference) if in_label => {
                let words = quick_xml::escape::unescape(&format!("&{};", &*reference)).unwrap().into_owned();
                nodes.last_mut().unwrap().1.push_str(&words);
            }
            Event::End(_) => in_label = false,
            Event::Eof => return (nodes, edges),
            _ => {}
        }
    }
}

fn of_json(bytes: &[u8], nodes: &str, label: &str, edges: &str, ends: [&str; 2]) -> Read {
    let document: Json = serde_json::from_slice(bytes).unwrap();
    let list = |pointer: &str| document.pointer(pointer).unwrap().as_array().unwrap().clone();
    let word = |record: &Json, key: &str| record[key].as_str().unwrap().to_owned();
    let nodes = list(nodes).iter().map(|node| (word(node, "id"), word(node, label))).collect();
    (nodes, list(edges).iter().map(|edge| (word(edge, ends[0]), word(edge, ends[1]))).collect())
}

fn of_parquet(bytes: Vec<u8>, columns: [&str; 2]) -> Vec<(String, String)> {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let reader = SerializedFileReader::new(actix_web::web::Bytes::from(bytes)).unwrap();
    let rows = reader.get_row_iter(None).unwrap().map(Result::unwrap);
    rows.map(|row| {
        let word = |wanted: &str| {
            let (_, field) = row.get_column_iter().find(|(name, _)| *name == wanted).unwrap();
            match field {
                parquet::record::Field::Str(words) => words.clone(),
                other => panic!("{other:?}"),
            }
        };
        (word(columns[0]), word(columns[1]))
    })
    .collect()
}

fn read_all(network: &ExportedNetwork) -> Vec<(&'static str, Read)> {
    NETWORK_FORMATS
        .iter()
        .map(|&format| {
            let mut files = files(network, format);
            let read = match format {
                ExportFormat::Graphml | ExportFormat::Gexf => of_xml(&files[0]),
                ExportFormat::Kumu => of_json(&files[0], "/elements", "label", "/connections", ["from", "to"]),
                ExportFormat::Vosviewer => {
                    of_json(&files[0], "/network/items", "label", "/network/links", ["source_id", "target_id"])
                }
                ExportFormat::Json => of_json(&files[0], "/nodes", "label", "/edges", ["source", "target"]),
                _ => {
                    let edges = of_parquet(files.remove(1), ["source", "target"]);
                    (of_parquet(files.remove(0), ["id", "label"]), edges)
                }
            };
            (format.code(), read)
        })
        .collect()
}

fn expected(network: &ExportedNetwork) -> Read {
    let ends = |&(a, b): &(u32, u32)| (network.ids[a as usize].clone(), network.ids[b as usize].clone());
    (network.ids.iter().cloned().zip(network.labels.iter().cloned()).collect(), network.ends.iter().map(ends).collect())
}

#[test]
fn hostile_names_are_the_same_in_every_format() {
    let names = [
        "<&\"']]>",
        "=1+1",
        "@SUM(A1)",
        "🙂 Fryslân",
        "regel een\nregel twee",
        "tab\tin",
        "&amp;",
        "'=1",
        "a,b;c|d",
        "<script>alert(1)</script>",
        "-- --> <!--",
        "\u{202E}omgekeerd",
    ];
    let quoted = |words: &str| format!("\"{}\"", words.replace('"', "\"\""));
    let rows: String = names.iter().enumerate().map(|(n, name)| format!("a{n}<&\"\"'>,{}\n", quoted(name))).collect();
    let rows = rows.replace("<&\"\"'>", "<&'>");
    let links: String = (0..names.len()).map(|n| format!("i1,a{n}<&'>,\n")).collect();
    let folder = Folder::new()
        .with("actors.csv", format!("id,name\n{rows}"))
        .with("participations.csv", format!("initiative,actor,role\n{links}"));
    for kind in NetworkKind::ALL {
        let network = exported(&folder.ecosystem(), *kind);
        let wanted = expected(&network);
        for (format, read) in read_all(&network) {
            assert_eq!(read, wanted, "{format}");
        }
    }
}

#[test]
fn what_xml_cannot_hold_is_spelled_out_and_ids_stay_apart() {
    let folder = Folder::new()
        .with("actors.csv", "id,name\na\u{1}b,Een\u{8}\na\u{2}b,Twee\u{FFFF}\n")
        .with("participations.csv", "initiative,actor\ni1,a\u{1}b\ni1,a\u{2}b\n");
    let network = exported(&folder.ecosystem(), NetworkKind::Actors);
    let (nodes, edges) = expected(&network);
    for (format, read) in read_all(&network) {
        if format == "graphml" || format == "gexf" {
            let spelled = |n: u32| format!("a\\u{{{n}}}b");
            let labels = [String::from("Een\\u{8}"), String::from("Twee\\u{ffff}")];
            assert_eq!(read.0, [(spelled(1), labels[0].clone()), (spelled(2), labels[1].clone())], "{format}");
            assert_eq!(read.1, [(spelled(1), spelled(2))], "{format}");
        } else {
            assert_eq!(read, (nodes.clone(), edges.clone()), "{format}");
        }
    }
}

#[test]
fn an_id_that_both_sides_have_is_told_apart() {
    let world = World::new().actors(&["x", "y"]).initiative("x", &[], &["x", "y"]);
    let network = exported(&world.build(), NetworkKind::TwoMode);
    assert_eq!(network.ids, ["actor:x", "actor:y", "initiative:x"]);
    assert_eq!(exported(&world.build(), NetworkKind::Actors).ids, ["x", "y"]);
    for (format, read) in read_all(&network) {
        assert_eq!(read, expected(&network), "{format}");
    }
}

#[test]
fn edges_are_counted_before_they_are_made() {
    let many: Vec<String> = (0..40).map(|n| format!("a{n}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let snapshot = measured(World::new().actors(&many).initiative("i", &[], &many).build());
    // 40 × 39 / 2 pairs of actors; 40 links; a single initiative.
    assert_eq!(described(&snapshot, NetworkKind::Actors, 780).unwrap().ends.len(), 780);
    let refused = described(&snapshot, NetworkKind::Actors, 779);
    assert_eq!(refused.unwrap_err(), TooManyEdges { edges: 780, most: 779 });
    let refused = described(&snapshot, NetworkKind::TwoMode, 39);
    assert_eq!(refused.unwrap_err(), TooManyEdges { edges: 40, most: 39 });
    assert!(described(&snapshot, NetworkKind::Initiatives, 0).unwrap().ends.is_empty());
}

#[test]
fn a_part_has_only_what_passes() {
    let world =
        World::new().actors(&["a", "b", "c"]).initiative("x", &["PV20"], &["a", "b"]).role("x", "c", Role::Funder);
    let ecosystem = world.initiative("y", &[], &["c"]).build();
    let filters = Filters { role: Some(Role::Funder), ..Filters::default() };
    let selection = Selection::new(&ecosystem, &filters);
    let mut snapshot = measured(ecosystem.clone());
    snapshot.network = selection.network(&ecosystem);
    let network = described(&snapshot, NetworkKind::TwoMode, MOST_EDGES).unwrap();
    assert_eq!(edges(&network), BTreeSet::from([(String::from("c"), String::from("x"), 1)]));
}

#[test]
fn colors_are_those_of_the_network_map() {
    let of = |color: palette::Rgb| [color.0, color.1, color.2];
    assert_eq!(GROUP_COLORS, palette::GROUPS.map(of));
    assert_eq!(OTHER_COLOR, of(palette::OTHER));
}

#[test]
fn files_have_the_keys_of_their_formats() {
    let ecosystem = read_shipped("praktijkvoorbeelden-2023", &ReadOptions::default()).unwrap().ecosystem.unwrap();
    let network = exported(&ecosystem, NetworkKind::TwoMode);
    let gexf = String::from_utf8(files(&network, ExportFormat::Gexf).remove(0)).unwrap();
    let nodes = network.ids.len();
    for mark in ["<viz:position ", "<viz:color ", "<viz:size "] {
        assert_eq!(gexf.matches(mark).count(), nodes, "{mark}");
    }
    assert!(gexf.contains("lastmodifieddate=\"2023-11-01\"") && gexf.contains("defaultedgetype=\"undirected\""));
    // https://app.vosviewer.com/docs/file-types/json-file-type/
    let document: Json = serde_json::from_slice(&files(&network, ExportFormat::Vosviewer)[0]).unwrap();
    let keys = |json: &Json| json.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    let allowed = |list: &[&str]| list.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
    assert_eq!(keys(&document), allowed(&["network", "info"]));
    assert_eq!(keys(&document["network"]), allowed(&["items", "links", "clusters"]));
    let of_item = allowed(&["id", "label", "description", "url", "x", "y", "cluster", "weights", "scores"]);
    for item in document["network"]["items"].as_array().unwrap() {
        assert!(keys(item).is_subset(&of_item), "{item}");
        assert!(item["weights"].as_object().unwrap().values().all(|weight| weight.as_f64().unwrap() >= 0.0));
        assert!(item.get("cluster").is_none_or(|cluster| (1..=1000).contains(&cluster.as_u64().unwrap())));
        assert!(["x", "y"].iter().all(|axis| item[*axis].as_f64().unwrap().abs() <= 1.0));
    }
    for link in document["network"]["links"].as_array().unwrap() {
        assert_eq!(keys(link), allowed(&["source_id", "target_id", "strength"]));
    }
    // https://docs.kumu.io/guides/import/blueprints
    let document: Json = serde_json::from_slice(&files(&network, ExportFormat::Kumu)[0]).unwrap();
    assert_eq!(keys(&document), allowed(&["elements", "connections"]));
    for connection in document["connections"].as_array().unwrap() {
        assert!(keys(connection).is_superset(&allowed(&["id", "from", "to", "direction"])));
    }
    // networkx: node_link_graph.
    let document: Json = serde_json::from_slice(&files(&network, ExportFormat::Json)[0]).unwrap();
    assert_eq!(keys(&document), allowed(&["directed", "multigraph", "graph", "nodes", "edges"]));
}

#[test]
fn a_large_network_keeps_its_colors_and_sizes_without_positions() {
    use ecosysteemkaart::export::network::MOST_PLACED_NODES;
    let ecosystem = World::new().actors(&["a", "b"]).initiative("i", &[], &["a", "b"]).build();
    let mut network = exported(&ecosystem, NetworkKind::Actors);
    let more = MOST_PLACED_NODES - 1;
    network.ids.extend((0..more).map(|n| format!("n{n}")));
    network.labels.extend((0..more).map(|n| format!("n{n}")));
    network.groups.resize(more + 2, None);
    network.node_columns.clear();
    let gexf = String::from_utf8(files(&network, ExportFormat::Gexf).remove(0)).unwrap();
    assert_eq!((gexf.matches("<viz:size").count(), gexf.matches("<viz:position").count()), (more + 2, 0));
    let document: Json = serde_json::from_slice(&files(&network, ExportFormat::Vosviewer)[0]).unwrap();
    assert!(document["network"]["items"][0].get("x").is_none());
}
