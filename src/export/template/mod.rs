//! An empty workbook to fill in: a sheet per table with the titles that the reader knows, drop-down lists of what may be chosen,
//! and a sheet that explains.
//!
//! Lists are offers: several values with `|` between them, and values of open lists, may be typed. The sheets "Lees mij"
//! (Read me) and "Lijsten" (Lists) are no tables; the reader knows them by name.

mod sheets;

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, Formula, Workbook, Worksheet, XlsxError,
};

use self::sheets::{List, SHEETS, TemplateColumn, TemplateSheet};
use super::tables::{taxonomy_json, write_json};
use crate::ecosystem::{ActorKind, Class, Dimension, Ecosystem, Funding, Level, NATIONAL, Publicness, Role, Ruling};
use crate::language::{Language, pick};

/// Rows below the header that have lists and formats.
const ROWS: u32 = 2_000;
/// Letters of a hint that Excel takes; longer ones are cut.
const HINT_LETTERS: usize = 250;

/// What to write into a template.
#[derive(Debug, Clone, Copy, Default)]
pub struct TemplateConfig {
    /// Fills the sheets with a small fictional example.
    pub with_example: bool,
    /// Adds the taxonomy as a sheet, so that the workbook is read by it.
    pub with_taxonomy: bool,
    pub language: Language,
}

/// A code with the word for it.
type Choice = (String, String);

/// A workbook to fill in, by the taxonomy and regions of an ecosystem.
///
/// # Errors
/// As the library finds them; none are known.
pub fn dataset_template(ecosystem: &Ecosystem, config: &TemplateConfig) -> Result<Vec<u8>, XlsxError> {
    let language = config.language;
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_ymd(1970, 1, 1)?;
    let title = pick(language, "Sjabloon Ecosysteemkaart", "Ecosysteemkaart template");
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&made));
    let lists = Lists::new(ecosystem, language);
    let dimensions = ecosystem.taxonomy().dimensions();
    explain(workbook.add_worksheet(), dimensions, language)?;
    for sheet in &SHEETS {
        let columns = titles(sheet, dimensions, language);
        fill(workbook.add_worksheet(), sheet, &columns, &lists, config)?;
    }
    lists.write(workbook.add_worksheet(), language)?;
    if config.with_taxonomy {
        write_json(workbook.add_worksheet(), "taxonomy.json", &taxonomy_json(ecosystem))?;
    }
    workbook.save_to_buffer()
}

/// A column as it is shown.
struct Shown<'a> {
    name: &'a str,
    title: String,
    is_required: bool,
    about: String,
    list: ListKey<'a>,
}

/// A fixed list, or the values of a dimension.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum ListKey<'a> {
    Fixed(List),
    Dimension(&'a str),
}

/// Name of a sheet.
fn called(sheet: &TemplateSheet, language: Language) -> &'static str {
    pick(language, sheet.nl, sheet.table)
}

fn titles<'a>(sheet: &TemplateSheet, dimensions: &'a [Dimension], language: Language) -> Vec<Shown<'a>> {
    let fixed = sheet.columns.iter().map(|column: &TemplateColumn| Shown {
        name: column.name,
        title: match language {
            Language::Nl => column.nl.to_owned(),
            Language::En => column.name.replace('_', " "),
        },
        is_required: column.is_required,
        about: pick(language, column.about_nl, column.about_en).to_owned(),
        list: ListKey::Fixed(column.list),
    });
    let of_dimension = |dimension: &'a Dimension| Shown {
        name: &dimension.id,
        title: dimension.label.get(language).to_owned(),
        is_required: false,
        about: about_dimension(dimension, language),
        list: ListKey::Dimension(&dimension.id),
    };
    let dimensions = dimensions.iter().filter(|_| sheet.has_dimensions).map(of_dimension);
    fixed.chain(dimensions).collect()
}

fn about_dimension(dimension: &Dimension, language: Language) -> String {
    let several = pick(language, "meer waarden met | ertussen", "several values with | between them");
    let one = pick(language, "één waarde", "one value");
    let own = pick(language, "eigen woorden mogen", "words of your own are fine");
    let listed = pick(language, "kies uit de lijst", "choose from the list");
    let every = pick(language, "„alle” is open voor elke waarde", "“alle” is open to every value");
    format!("{}; {}; {every}", if dimension.open { own } else { listed }, if dimension.several { several } else { one })
}

/// Every list that can be chosen from, with the place that it has on the sheet of lists.
struct Lists<'a> {
    lists: BTreeMap<ListKey<'a>, Vec<Choice>>,
}

impl<'a> Lists<'a> {
    fn new(ecosystem: &'a Ecosystem, language: Language) -> Self {
        let coded = |codes: &[(&'static str, &'static str)]| -> Vec<Choice> {
            codes.iter().map(|(code, label)| ((*code).to_owned(), (*label).to_owned())).collect()
        };
        macro_rules! of {
            ($list:ty) => {
                coded(&<$list>::ALL.iter().map(|one| (one.code(), one.label(language))).collect::<Vec<_>>())
            };
        }
        let mut lists: BTreeMap<ListKey<'a>, Vec<Choice>> = BTreeMap::new();
        let mut put = |key, choices: Vec<Choice>| {
            if !choices.is_empty() {
                lists.insert(key, choices);
            }
        };
        put(ListKey::Fixed(List::Kinds), of!(ActorKind));
        put(ListKey::Fixed(List::Public), of!(Publicness));
        put(ListKey::Fixed(List::Levels), of!(Level));
        put(ListKey::Fixed(List::Fundings), of!(Funding));
        put(ListKey::Fixed(List::Roles), of!(Role));
        put(ListKey::Fixed(List::Classes), of!(Class));
        put(ListKey::Fixed(List::Decisions), of!(Ruling));
        let whole = (NATIONAL.to_owned(), pick(language, "Nederland", "Netherlands").to_owned());
        let regions = ecosystem.regions().iter();
        let regions = regions.map(|region| (region.code.to_string(), region.name.get(language).to_owned()));
        put(ListKey::Fixed(List::Regions), std::iter::once(whole).chain(regions).collect());
        for dimension in ecosystem.taxonomy().dimensions() {
            let values = dimension.values.iter();
            let values = values.map(|value| (value.id.to_string(), value.label.get(language).to_owned()));
            put(ListKey::Dimension(&dimension.id), values.collect());
        }
        Self { lists }
    }

    /// The word for a code, or the code where there is no list.
    fn word(&self, key: ListKey<'a>, code: &str) -> String {
        let found = self.lists.get(&key).and_then(|choices| choices.iter().find(|(known, _)| known == code));
        found.map_or_else(|| code.to_owned(), |(_, label)| label.clone())
    }

    /// Where a list stands, as a formula says it.
    fn range(&self, key: ListKey<'a>, language: Language) -> Option<String> {
        if let ListKey::Fixed(List::Ids(table)) = key {
            let sheet = SHEETS.iter().find(|sheet| sheet.table == table)?;
            return Some(format!("='{}'!$A$2:$A${}", called(sheet, language), ROWS + 1));
        }
        let position = self.lists.keys().position(|known| *known == key)?;
        let count = self.lists.get(&key)?.len();
        let column = rust_xlsxwriter::utility::column_number_to_name(position as u16);
        Some(format!("='{}'!${column}$2:${column}${}", lists_sheet(language), count + 1))
    }

    fn write(&self, sheet: &mut Worksheet, language: Language) -> Result<(), XlsxError> {
        sheet.set_name(lists_sheet(language))?;
        let header = Format::new().set_bold();
        for (column, (key, choices)) in self.lists.iter().enumerate() {
            let column = column as u16;
            let title = match key {
                ListKey::Dimension(id) => (*id).to_owned(),
                ListKey::Fixed(list) => SHEETS
                    .iter()
                    .flat_map(|sheet| sheet.columns)
                    .find(|column| column.list == *list)
                    .map_or_else(String::new, |column| pick(language, column.nl, column.name).to_owned()),
            };
            sheet.set_column_width(column, 28.0)?;
            sheet.write_string_with_format(0, column, title, &header)?;
            for (row, (_, label)) in choices.iter().enumerate() {
                sheet.write_string(row as u32 + 1, column, label)?;
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        Ok(())
    }
}

fn lists_sheet(language: Language) -> &'static str {
    pick(language, "Lijsten", "Lists")
}

fn fill(
    sheet: &mut Worksheet,
    table: &TemplateSheet,
    columns: &[Shown<'_>],
    lists: &Lists<'_>,
    config: &TemplateConfig,
) -> Result<(), XlsxError> {
    let language = config.language;
    sheet.set_name(called(table, language))?;
    if !table.is_required {
        sheet.set_tab_color("B0B7BF");
    }
    let (plain, needed) = (Format::new().set_bold(), Format::new().set_bold().set_background_color("FFE699"));
    let date = Format::new().set_num_format("yyyy-mm-dd");
    for (number, column) in columns.iter().enumerate() {
        let number = number as u16;
        let format = if column.is_required { &needed } else { &plain };
        sheet.write_string_with_format(0, number, &column.title, format)?;
        sheet.set_column_width(number, (column.title.chars().count() as f64 + 4.0).clamp(14.0, 34.0))?;
        if column.list == ListKey::Fixed(List::Date) {
            sheet.set_column_format(number, &date)?;
        }
        let hint: String = column.about.chars().take(HINT_LETTERS).collect();
        let validation = DataValidation::new().show_error_message(false);
        let validation = match lists.range(column.list, language) {
            Some(range) => validation.allow_list_formula(Formula::new(range)),
            None => validation.allow_any_value(),
        };
        sheet.add_data_validation(1, number, ROWS, number, &validation.set_input_message(hint)?)?;
    }
    for (row, cells) in table.example.iter().enumerate().filter(|_| config.with_example) {
        for (name, codes) in *cells {
            let Some((number, column)) = columns.iter().enumerate().find(|(_, column)| column.name == *name) else {
                continue;
            };
            let (row, number) = (row as u32 + 1, number as u16);
            match (column.list, codes.parse::<f64>()) {
                (ListKey::Fixed(List::Date), _) => {
                    let day = ExcelDateTime::parse_from_str(codes)?;
                    sheet.write_datetime_with_format(row, number, &day, &date)?;
                }
                (ListKey::Fixed(List::Free), Ok(value)) => drop(sheet.write_number(row, number, value)?),
                (key, _) => {
                    let words: Vec<String> = codes.split('|').map(|code| lists.word(key, code)).collect();
                    sheet.write_string(row, number, words.join("|"))?;
                }
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, ROWS, columns.len().saturating_sub(1) as u16)?;
    Ok(())
}

/// The sheet that says what goes where.
fn explain(sheet: &mut Worksheet, dimensions: &[Dimension], language: Language) -> Result<(), XlsxError> {
    sheet.set_name(pick(language, "Lees mij", "Read me"))?;
    let (bold, plain) = (Format::new().set_bold(), Format::new());
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (column, width) in [30.0, 12.0, 70.0].into_iter().enumerate() {
        sheet.set_column_width(column as u16, width)?;
    }
    let mut row = 0;
    let mut line = |cells: [&str; 3], format: &Format| -> Result<(), XlsxError> {
        for (column, cell) in cells.into_iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string_with_format(row, column as u16, cell, format)?;
        }
        row += 1;
        Ok(())
    };
    let steps: [(&str, &str); 7] = [
        ("Zo vult u deze werkmap in", "How to fill in this workbook"),
        (
            "1. Zet elke organisatie en elk initiatief één keer op zijn blad, met een eigen korte id.",
            "1. Put every organisation and every initiative on its sheet once, with a short id of its own.",
        ),
        (
            "2. Zet in het blad over deelname wie aan wat meedoet, en als wat.",
            "2. Say on the sheet participations who takes part in what, and as what.",
        ),
        (
            "3. Zet bij activiteiten wat elk initiatief aanbiedt. Grijze tabbladen mogen leeg blijven.",
            "3. Say under activities what every initiative offers. Grey sheets may stay empty.",
        ),
        (
            "4. Gele kolommen zijn verplicht. Leeg betekent: niet bekend.",
            "4. Yellow columns are required. Empty means: not known.",
        ),
        (
            "5. Meer waarden in één cel staan met | ertussen. Kies uit de lijst of typ.",
            "5. Several values in one cell have | between them. Choose from the list or type.",
        ),
        (
            "6. Controleer het bestand op de pagina Gegevens, of met: ecosysteemkaart check BESTAND.xlsx",
            "6. Check the file on the page Data, or with: ecosysteemkaart check FILE.xlsx",
        ),
    ];
    for (number, (nl, en)) in steps.into_iter().enumerate() {
        line([pick(language, nl, en), "", ""], if number == 0 { &bold } else { &plain })?;
    }
    for table in &SHEETS {
        line([""; 3], &wrap)?;
        line([called(table, language), "", pick(language, table.about_nl, table.about_en)], &bold)?;
        for column in titles(table, dimensions, language) {
            let required = if column.is_required { pick(language, "verplicht", "required") } else { "" };
            line([&column.title, required, &column.about], &wrap)?;
        }
    }
    Ok(())
}
