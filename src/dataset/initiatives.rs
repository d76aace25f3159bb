//! `initiatives.csv`.

use super::columns::Columns;
use super::finding::Collector;
use super::layout::Table;
use super::problem::Problem;
use super::regions::RegionReader;
use super::rows::{RowIds, Rows, read_rows};
use super::spellings::Listed;
use super::table::TextTable;
use crate::ecosystem::{Funding, Initiative, Level, Particulars, Taxonomy};

pub(super) fn read(
    table: &TextTable,
    taxonomy: &Taxonomy,
    regions: &mut RegionReader,
    findings: &mut Collector,
) -> Rows<Initiative> {
    let columns = Columns::find(table, Table::Initiatives, taxonomy, findings);
    if !columns.complete {
        return Rows::none(false);
    }
    let ids = RowIds::new(&columns, table, findings);
    let (name, area, level) = (columns.get("name"), columns.get("regions"), columns.get("level"));
    let (start, end, confirmed) = (columns.get("start"), columns.get("end"), columns.get("confirmed_on"));
    let (funding, budget) = (columns.get("funding"), columns.get("budget"));
    let (contact, url, description) = (columns.get("contact"), columns.get("url"), columns.get("description"));
    let (practice, formerly, source) = (columns.get("good_practice"), columns.get("formerly"), columns.get("source"));
    let (levels, fundings) = (Level::lookup(), Funding::lookup());
    let initiatives = read_rows(table, regions, findings, |row, regions, findings| {
        let row_id = ids.of(row, findings);
        let row_name = row.required(&name, findings);
        let particulars = Particulars {
            contact: row.words(&contact),
            url: row.words(&url),
            description: row.words(&description),
            good_practice: row.words(&practice),
            formerly: row.parts(&formerly).map(Into::into).collect(),
            source: row.words(&source),
        };
        let initiative = Initiative {
            id: row_id.as_deref().unwrap_or_default().into(),
            name: row_name.unwrap_or_default().into(),
            stated_area: regions.area(row, &area, findings),
            level: row.listed(&level, &levels, findings),
            start: row.date(&start, findings),
            end: row.date(&end, findings),
            funding: row.listed(&funding, &fundings, findings),
            budget: row.integer(&budget, findings),
            confirmed_on: row.date(&confirmed, findings),
            particulars: (particulars != Particulars::default()).then(|| Box::new(particulars)),
        };
        if let (Some(first), Some(last)) = (initiative.start, initiative.end)
            && last < first
        {
            let problem = Problem::EndBeforeStart { start: row.text(&start).to_owned() };
            findings.wrong(row.at(&end), problem, row.text(&end), || None);
        }
        initiative
    });
    let (rows, _) = Rows::sorted(table, initiatives, |initiative| &initiative.id, findings);
    Rows { ids_are_names: ids.are_names, ..rows }
}
