//! XML as a stream of elements, within bounds: no entities but those of XML itself, no deeper than [`DEEPEST`].

use std::collections::BTreeMap;
use std::ops::Range;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// Attributes by name, as the format has them.
pub(super) type Attributes = BTreeMap<String, String>;

/// Elements within each other; network files need fewer than ten, a sheet with notes some more.
const DEEPEST: usize = 64;

/// A part of a document.
#[derive(Debug)]
pub(super) enum Part {
    /// The start of an element: its name without prefix, and its attributes without theirs.
    Open(String, Attributes),
    Text(String),
    Close(String),
}

/// Calls a function with every part of a document, in order.
///
/// # Errors
/// What is wrong with the document, in the words of the library or our own.
pub(super) fn read(text: &str, mut part: impl FnMut(Part) -> Result<(), String>) -> Result<(), String> {
    let mut reader = Reader::from_str(text);
    let mut depth = 0_usize;
    let mut seen_root = false;
    loop {
        let at = reader.buffer_position();
        let wrong = |error: &dyn std::fmt::Display| format!("byte {at}: {error}");
        match reader.read_event().map_err(|error| wrong(&error))? {
            Event::Start(start) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(wrong(&"elements lie too deep within each other"));
                }
                seen_root = true;
                part(opened(&start).map_err(|error| wrong(&error))?)?;
            }
            Event::Empty(start) => {
                seen_root = true;
                part(opened(&start).map_err(|error| wrong(&error))?)?;
                part(Part::Close(start.local_name().as_ref().to_owned()))?;
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                part(Part::Close(end.local_name().as_ref().to_owned()))?;
            }
            Event::Text(text) => part(Part::Text(text.xml10_content().into_owned()))?,
            Event::CData(text) => part(Part::Text(text.xml10_content().into_owned()))?,
            Event::GeneralRef(reference) => part(Part::Text(referred(&reference).map_err(|error| wrong(&error))?))?,
            // Entities of a document's own can make a small file fill any memory.
            Event::DocType(declared) if declared.contains('[') => {
                return Err(wrong(&"the document declares entities of its own"));
            }
            Event::Eof if !seen_root || depth > 0 => return Err(wrong(&"the document ends too early")),
            Event::Eof => return Ok(()),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

/// The elements at a path of names from the root, in order: their attributes, and where their contents lie. Each can be given
/// to [`read`] by itself.
///
/// # Errors
/// As [`read`].
pub(super) fn within(text: &str, path: &[&str]) -> Result<Vec<(Attributes, Range<usize>)>, String> {
    let mut reader = Reader::from_str(text);
    let mut found = Vec::new();
    let mut open = 0_usize;
    loop {
        let at = reader.buffer_position();
        let wrong = |error: &dyn std::fmt::Display| format!("byte {at}: {error}");
        match reader.read_event().map_err(|error| wrong(&error))? {
            Event::Start(start) if path.get(open).is_some_and(|name| *name == start.local_name().as_ref()) => {
                if open + 1 < path.len() {
                    open += 1;
                    continue;
                }
                let attributes = attributes_of(&start).map_err(|error| wrong(&error))?;
                let contents = reader.read_to_end(start.name()).map_err(|error| wrong(&error))?;
                // Places in a text that is in memory.
                let [from, to] =
                    [contents.start, contents.end].map(|place| usize::try_from(place).unwrap_or(text.len()));
                found.push((attributes, from..to));
            }
            Event::Start(start) => _ = reader.read_to_end(start.name()).map_err(|error| wrong(&error))?,
            Event::Empty(start)
                if open + 1 == path.len() && path.last().is_some_and(|name| *name == start.local_name().as_ref()) =>
            {
                found.push((attributes_of(&start).map_err(|error| wrong(&error))?, 0..0));
            }
            Event::End(_) => open = open.saturating_sub(1),
            Event::DocType(declared) if declared.contains('[') => {
                return Err(wrong(&"the document declares entities of its own"));
            }
            Event::Eof if open > 0 => return Err(wrong(&"the document ends too early")),
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

fn opened(start: &BytesStart<'_>) -> Result<Part, String> {
    Ok(Part::Open(start.local_name().as_ref().to_owned(), attributes_of(start)?))
}

fn attributes_of(start: &BytesStart<'_>) -> Result<Attributes, String> {
    let mut attributes = Attributes::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
        attributes.insert(attribute.key.local_name().as_ref().to_owned(), value.into_owned());
    }
    Ok(attributes)
}

fn referred(reference: &BytesRef<'_>) -> Result<String, String> {
    if let Some(letter) = reference.resolve_char_ref().map_err(|error| error.to_string())? {
        return Ok(letter.to_string());
    }
    let text = match &*reference.xml10_content() {
        "lt" => "<",
        "gt" => ">",
        "amp" => "&",
        "apos" => "'",
        "quot" => "\"",
        other => return Err(format!("the entity &{other}; is not known")),
    };
    Ok(text.to_owned())
}
