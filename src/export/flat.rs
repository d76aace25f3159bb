//! Records as flat tables, and those as CSV: one dialect for programs, one that opens right in Dutch Excel.
//!
//! A field that holds fields becomes a column for each, named `field.inner`; a list of single values becomes one cell,
//! separated by `|` as in our own dataset format; a list of records becomes one cell of JSON, since no flat table can hold
//! it. Null is an empty cell, never 0. Columns come in the order of the record, the same for every page of a list.

use serde::Serialize;
use serde_json::{Map, Value};

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CsvDialect {
    /// RFC 4180: comma, decimal point, UTF-8 without a mark.
    Plain,
    /// Semicolon, decimal comma, UTF-8 with a byte order mark: what Excel with Dutch settings opens by a double click.
    Dutch,
}

/// Columns with rows of single values, all of the same length.
#[derive(Debug, Clone, PartialEq)]
pub struct FlatTable {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Value>>,
}

/// The label that belongs to a code in a column: name of the further column, and the words.
pub type Labels<'a> = &'a dyn Fn(&str, &str) -> Option<(String, String)>;

impl FlatTable {
    /// The table of records that serialize to objects; anything else has no columns and is left out.
    pub fn new(records: &[Value], labels: Labels<'_>) -> Self {
        let mut columns: Vec<String> = Vec::new();
        let flat: Vec<Vec<(String, Value)>> = records
            .iter()
            .filter_map(Value::as_object)
            .map(|record| {
                let mut cells = Vec::with_capacity(record.len());
                flatten("", record, labels, &mut cells);
                cells
            })
            .collect();
        for cells in &flat {
            // Records of one kind mostly have the same columns in the same order.
            let same = columns.len() == cells.len() && columns.iter().zip(cells).all(|(a, (b, _))| a == b);
            if !same {
                merge_columns(&mut columns, cells);
            }
        }
        let rows = flat.into_iter().map(|cells| align(&columns, cells)).collect();
        Self { columns, rows }
    }

    /// The table as CSV with a header row and CRLF line ends.
    ///
    /// A text that a spreadsheet could take for a formula gets an apostrophe in front (OWASP ASVS 5.0, 1.2.10); numbers
    /// stay numbers, negative ones too.
    pub fn csv(&self, dialect: CsvDialect) -> Vec<u8> {
        let mut bytes = Vec::new();
        if dialect == CsvDialect::Dutch {
            bytes.extend_from_slice("\u{feff}".as_bytes());
        }
        let delimiter = if dialect == CsvDialect::Dutch { b';' } else { b',' };
        let mut writer =
            csv::WriterBuilder::new().delimiter(delimiter).terminator(csv::Terminator::CRLF).from_writer(&mut bytes);
        if self.columns.is_empty() {
            drop(writer);
            return bytes;
        }
        // Writing to memory cannot fail.
        let _ = writer.write_record(self.columns.iter().map(|column| harmless(column.clone())));
        for row in &self.rows {
            let _ = writer.write_record(row.iter().map(|value| cell(value, dialect)));
        }
        let _ = writer.flush();
        drop(writer);
        bytes
    }
}

/// A record as a JSON object.
pub fn as_value(record: &impl Serialize) -> Value {
    serde_json::to_value(record).unwrap_or_default()
}

/// The single value at a dotted column name.
pub fn value_at<'a>(record: &'a Value, column: &str) -> Option<&'a Value> {
    column.split('.').try_fold(record, |here, part| here.get(part))
}

fn flatten(prefix: &str, record: &Map<String, Value>, labels: Labels<'_>, cells: &mut Vec<(String, Value)>) {
    for (name, value) in record {
        let column = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        match value {
            Value::Object(inner) => flatten(&column, inner, labels, cells),
            Value::Array(list) if list.iter().any(|item| item.is_object() || item.is_array()) => {
                cells.push((column, Value::String(value.to_string())));
            }
            Value::Array(list) => {
                let words: Vec<String> = list.iter().map(plain).collect();
                cells.push((column, if words.is_empty() { Value::Null } else { Value::String(words.join("|")) }));
            }
            single => {
                let label = single.as_str().and_then(|code| labels(&column, code));
                cells.push((column, single.clone()));
                cells.extend(label.map(|(column, words)| (column, Value::String(words))));
            }
        }
    }
}

/// Puts columns that are new behind the one that they follow in the record.
fn merge_columns(columns: &mut Vec<String>, cells: &[(String, Value)]) {
    let mut after = 0;
    for (column, _) in cells {
        match columns.iter().position(|known| known == column) {
            Some(position) => after = position + 1,
            None => {
                columns.insert(after, column.clone());
                after += 1;
            }
        }
    }
}

fn align(columns: &[String], cells: Vec<(String, Value)>) -> Vec<Value> {
    if cells.len() == columns.len() && cells.iter().zip(columns).all(|((a, _), b)| a == b) {
        return cells.into_iter().map(|(_, value)| value).collect();
    }
    let mut row = vec![Value::Null; columns.len()];
    for (column, value) in cells {
        if let Some(position) = columns.iter().position(|known| *known == column) {
            row[position] = value;
        }
    }
    row
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(words) => words.clone(),
        other => other.to_string(),
    }
}

fn cell(value: &Value, dialect: CsvDialect) -> String {
    match value {
        Value::Number(number) if dialect == CsvDialect::Dutch => number.to_string().replace('.', ","),
        Value::String(words) => harmless(words.clone()),
        other => plain(other),
    }
}

fn harmless(words: String) -> String {
    if words.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']) { format!("'{words}") } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn table(records: &[Value]) -> FlatTable {
        FlatTable::new(records, &|column, code| {
            (column == "region" && code == "PV21").then(|| (String::from("regionName"), String::from("Fryslân")))
        })
    }

    fn text(records: &[Value], dialect: CsvDialect) -> String {
        String::from_utf8(table(records).csv(dialect)).unwrap()
    }

    #[test]
    fn flattens_in_the_order_of_the_record() {
        let records = [
            json!({"region": "PV21", "cell": {"b": "x", "a": null}, "share": -12.25, "list": ["p", "q"], "deep": [{"n": 1}]}),
            json!({"region": "NL", "cell": {"b": "y", "c": 2}, "share": null, "list": [], "deep": []}),
        ];
        assert_eq!(
            text(&records, CsvDialect::Plain),
            "region,regionName,cell.b,cell.c,cell.a,share,list,deep\r\n\
             PV21,Fryslân,x,,,-12.25,p|q,\"[{\"\"n\"\":1}]\"\r\nNL,,y,2,,,,\r\n"
        );
        assert_eq!(
            text(&records[..1], CsvDialect::Dutch),
            "\u{feff}region;regionName;cell.b;cell.a;share;list;deep\r\n\
             PV21;Fryslân;x;;-12,25;p|q;\"[{\"\"n\"\":1}]\"\r\n"
        );
    }

    #[test]
    fn no_text_becomes_a_formula() {
        for evil in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\0x", "=HYPERLINK(\"http://x\";\"y\")"] {
            for dialect in [CsvDialect::Plain, CsvDialect::Dutch] {
                let delimiter = if dialect == CsvDialect::Dutch { b';' } else { b',' };
                let bytes = table(&[json!({"name": evil, "value": -1.5, "tags": [evil]})]).csv(dialect);
                let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(bytes.as_slice());
                let row = reader.records().next().unwrap().unwrap();
                assert_eq!((&row[0], &row[2]), (format!("'{evil}").as_str(), format!("'{evil}").as_str()));
                assert_eq!(&row[1], if dialect == CsvDialect::Dutch { "-1,5" } else { "-1.5" });
            }
        }
    }

    #[test]
    fn nothing_gives_no_columns() {
        assert_eq!(text(&[], CsvDialect::Plain), "");
    }
}
