//! Apache Parquet: a table of nodes and a table of edges, for data platforms. Written with the low-level column writer: one
//! row group, Snappy, no date of writing.

use std::borrow::Cow;
use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as PhysicalType};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::errors::Result;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;

use super::{Column, ExportedNetwork, Values};

/// Parquet counts days from here.
const FIRST_DAY: time::Date = time::macros::date!(1970 - 01 - 01);

/// One column with its name and whether every row has a value.
struct Field<'a> {
    name: &'a str,
    values: Cow<'a, Values>,
    required: bool,
}

/// The nodes: `id`, `label` and the attributes.
///
/// # Errors
/// As the library finds them; writing to memory gives none.
pub fn nodes_parquet(network: &ExportedNetwork) -> Result<Vec<u8>> {
    let texts = |texts: &[String]| Values::Text(texts.iter().cloned().map(Some).collect());
    let own = [("id", texts(&network.ids)), ("label", texts(&network.labels))];
    table(network, own.into_iter(), &network.node_columns)
}

/// The edges: `source`, `target`, `weight` and the attributes.
///
/// # Errors
/// As the library finds them; writing to memory gives none.
pub fn edges_parquet(network: &ExportedNetwork) -> Result<Vec<u8>> {
    let end = |of: &dyn Fn(&(u32, u32)) -> u32| {
        Values::Text(network.ends.iter().map(|ends| Some(network.ids[of(ends) as usize].clone())).collect())
    };
    let weights = Values::Real(network.weights.iter().copied().map(Some).collect());
    let own = [("source", end(&|ends| ends.0)), ("target", end(&|ends| ends.1)), ("weight", weights)];
    table(network, own.into_iter(), &network.edge_columns)
}

fn table(
    network: &ExportedNetwork,
    own: impl Iterator<Item = (&'static str, Values)>,
    columns: &[Column],
) -> Result<Vec<u8>> {
    let own = own.map(|(name, values)| Field { name, values: Cow::Owned(values), required: true });
    let more = columns.iter().map(|column| Field {
        name: column.name,
        values: Cow::Borrowed(&column.values),
        required: false,
    });
    let fields: Vec<Field<'_>> = own.chain(more).collect();
    let types: Result<Vec<_>> = fields.iter().map(|field| field_type(field).map(Arc::new)).collect();
    let schema = Arc::new(Type::group_type_builder("network").with_fields(types?).build()?);
    let about = network.about.texts().into_iter().map(|(name, words)| KeyValue::new(name.to_owned(), words));
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(String::from("ecosysteemkaart"))
        .set_key_value_metadata(Some(about.collect()))
        .build();
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties))?;
    let mut group = writer.next_row_group()?;
    for field in &fields {
        let Some(mut column) = group.next_column()? else { break };
        write(&mut column, field)?;
        column.close()?;
    }
    group.close()?;
    writer.into_inner()
}

fn field_type(field: &Field<'_>) -> Result<Type> {
    let repetition = if field.required { Repetition::REQUIRED } else { Repetition::OPTIONAL };
    let (physical, logical, converted) = match &*field.values {
        Values::Text(_) => (PhysicalType::BYTE_ARRAY, Some(LogicalType::String), ConvertedType::UTF8),
        Values::Integer(_) => (PhysicalType::INT64, None, ConvertedType::NONE),
        Values::Real(_) => (PhysicalType::DOUBLE, None, ConvertedType::NONE),
        Values::Date(_) => (PhysicalType::INT32, Some(LogicalType::Date), ConvertedType::DATE),
    };
    Type::primitive_type_builder(field.name, physical)
        .with_repetition(repetition)
        .with_logical_type(logical)
        .with_converted_type(converted)
        .build()
}

fn write(column: &mut SerializedColumnWriter<'_>, field: &Field<'_>) -> Result<()> {
    fn levels<T>(values: &[Option<T>]) -> Vec<i16> {
        values.iter().map(|value| i16::from(value.is_some())).collect()
    }
    let known = |levels: Vec<i16>| (!field.required).then_some(levels);
    match &*field.values {
        Values::Text(values) => {
            let filled: Vec<ByteArray> = values.iter().flatten().map(|words| ByteArray::from(words.as_str())).collect();
            column.typed::<ByteArrayType>().write_batch(&filled, known(levels(values)).as_deref(), None)?;
        }
        Values::Integer(values) => {
            let filled: Vec<i64> = values.iter().flatten().copied().collect();
            column.typed::<Int64Type>().write_batch(&filled, known(levels(values)).as_deref(), None)?;
        }
        Values::Real(values) => {
            let filled: Vec<f64> = values.iter().flatten().copied().collect();
            column.typed::<DoubleType>().write_batch(&filled, known(levels(values)).as_deref(), None)?;
        }
        Values::Date(values) => {
            let days = |date: &time::Date| (*date - FIRST_DAY).whole_days() as i32;
            let filled: Vec<i32> = values.iter().flatten().map(days).collect();
            column.typed::<Int32Type>().write_batch(&filled, known(levels(values)).as_deref(), None)?;
        }
    }
    Ok(())
}
