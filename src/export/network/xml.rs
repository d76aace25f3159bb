//! Writing XML: elements with attributes, and texts that any XML 1.0 reader gets back as they were.

use quick_xml::Writer;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::name::QName;

/// Writes one document to memory, which cannot fail.
pub(super) struct Xml {
    writer: Writer<Vec<u8>>,
}

impl Xml {
    pub fn new() -> Self {
        let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
        let _ = writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        Self { writer }
    }

    fn start<'a>(name: &'a str, attributes: &[(&'a str, &str)]) -> BytesStart<'a> {
        let mut start = BytesStart::new(name);
        for (name, value) in attributes {
            start.push_attribute(Attribute { key: QName(name), value: escaped(value).into() });
        }
        start
    }

    pub fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let _ = self.writer.write_event(Event::Start(Self::start(name, attributes)));
    }

    pub fn close(&mut self, name: &str) {
        let _ = self.writer.write_event(Event::End(BytesEnd::new(name)));
    }

    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let _ = self.writer.write_event(Event::Empty(Self::start(name, attributes)));
    }

    /// An element that holds text.
    pub fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.open(name, attributes);
        let _ = self.writer.write_event(Event::Text(BytesText::from_escaped(escaped(text))));
        self.close(name);
    }

    pub fn finish(self) -> Vec<u8> {
        let mut bytes = self.writer.into_inner();
        bytes.push(b'\n');
        bytes
    }
}

/// Markup and white space that a reader would normalise as references. What XML 1.0 cannot hold in any form (control
/// characters, U+FFFE, U+FFFF) becomes `\u{1}` and the like, so that two ids stay two.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push_str(&format!("&#{};", u32::from(letter))),
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => out.push_str(&format!("\\u{{{:x}}}", u32::from(letter))),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_is_left_that_xml_cannot_hold() {
        assert_eq!(escaped("a<b>&\"c\"'d'"), "a&lt;b&gt;&amp;&quot;c&quot;'d'");
        assert_eq!(escaped("\t\r\n"), "&#9;&#13;&#10;");
        assert_eq!(escaped("\0\u{1}\u{B}\u{FFFF}"), "\\u{0}\\u{1}\\u{b}\\u{ffff}");
        assert_eq!(escaped("Fryslân 🙂 \u{7F}\u{85}"), "Fryslân 🙂 \u{7F}\u{85}");
    }
}
