//! Everything that can be wrong or doubtful in a dataset, each as one sentence that says what to do.

use crate::ecosystem::NoEffect;
use crate::ecosystem::edit::ConflictReason;
use crate::language::{Language, integer};

/// What a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Problem {
    /// A required table is not there; its required columns.
    MissingTable {
        columns: String,
    },
    UnknownFile,
    SeveralDatasets,
    EmptyFile,
    FileTooLarge {
        limit: u64,
    },
    LineTooLong {
        limit: u64,
    },
    CellTooLong {
        limit: u64,
    },
    TooManyRows {
        limit: u64,
    },
    TooManyColumns {
        limit: u64,
    },
    ArchiveMembers {
        limit: u64,
    },
    ArchiveTooLarge {
        limit: u64,
    },
    ArchiveRatio {
        limit: u64,
    },
    UnsafeMemberName,
    /// A file, member or sheet that cannot be read; what the reader of that format says.
    Unreadable {
        detail: String,
    },
    NulByte,
    MixedEncoding,
    UnclosedQuote,
    BadJson {
        detail: String,
    },
    MissingColumn,
    UnknownColumn,
    RepeatedColumn,
    TooManyCells {
        expected: u64,
    },
    TooFewCells,
    SpreadsheetError,
    EmptyCell,
    DuplicateId {
        first_row: u64,
    },
    /// An id that the named table does not have.
    UnknownReference {
        table: &'static str,
    },
    UnknownRegion,
    /// A value outside a closed list; the list.
    UnknownValue {
        allowed: String,
    },
    UnknownRole,
    UnknownKind,
    SeveralValues,
    WrongInteger,
    WrongNumber,
    WrongShare,
    ShareOutOfRange,
    WrongYear,
    WrongDate,
    EndBeforeStart {
        start: String,
    },
    NothingStated {
        columns: &'static str,
    },
    RepeatedRow,
    AreaOutside {
        initiative_area: String,
    },
    UnknownName,
    /// A decision on names that nothing comes of.
    DecisionWithoutEffect {
        reason: NoEffect,
    },
    /// Other decisions keep another one; its id.
    KeptElsewhere {
        kept: String,
    },
    UnknownSurveyedRegion,
    /// A JSON value of another shape than expected.
    WrongShape {
        nl: &'static str,
        en: &'static str,
    },
    UnknownDimension,
    UnknownLead,
    RepeatedInTaxonomy,
    UnknownParent,
    ParentCircle,
    TooManyValues {
        limit: u64,
    },
    TooManyRegions {
        limit: u64,
    },
    /// A field that a proposal does not have; those it has.
    UnknownField {
        allowed: String,
    },
    MissingField,
    TooManyItems {
        limit: u64,
    },
    /// An id that the dataset has already.
    TakenId,
    /// A name that several actors have; their ids.
    SeveralActors {
        ids: String,
    },
    /// Something about an actor that the data say otherwise; what they say.
    KnownOtherwise {
        known: String,
    },
    NewActor,
    /// An id, in a scenario, that the data do not have in this table.
    UnknownId {
        table: &'static str,
    },
    /// A change of a scenario that contradicts another one.
    Impossible {
        reason: ConflictReason,
    },
    /// Contents that the typed model refuses although the reader let them through: a fault of the program.
    Internal {
        detail: String,
    },
    /// More of the same kind in the same file, counted but not listed.
    Further(Box<Problem>),
}

impl Problem {
    /// A short name that stays the same: for filters and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Self::MissingTable { .. } => "missing-table",
            Self::UnknownFile => "unknown-file",
            Self::SeveralDatasets => "several-datasets",
            Self::EmptyFile => "empty-file",
            Self::FileTooLarge { .. } => "file-too-large",
            Self::LineTooLong { .. } => "line-too-long",
            Self::CellTooLong { .. } => "cell-too-long",
            Self::TooManyRows { .. } => "too-many-rows",
            Self::TooManyColumns { .. } => "too-many-columns",
            Self::ArchiveMembers { .. } => "archive-members",
            Self::ArchiveTooLarge { .. } => "archive-too-large",
            Self::ArchiveRatio { .. } => "archive-ratio",
            Self::UnsafeMemberName => "unsafe-member-name",
            Self::Unreadable { .. } => "unreadable",
            Self::NulByte => "nul-byte",
            Self::MixedEncoding => "mixed-encoding",
            Self::UnclosedQuote => "unclosed-quote",
            Self::BadJson { .. } => "bad-json",
            Self::MissingColumn => "missing-column",
            Self::UnknownColumn => "unknown-column",
            Self::RepeatedColumn => "repeated-column",
            Self::TooManyCells { .. } => "too-many-cells",
            Self::TooFewCells => "too-few-cells",
            Self::SpreadsheetError => "spreadsheet-error",
            Self::EmptyCell => "empty-cell",
            Self::DuplicateId { .. } => "duplicate-id",
            Self::UnknownReference { .. } => "unknown-reference",
            Self::UnknownRegion => "unknown-region",
            Self::UnknownValue { .. } => "unknown-value",
            Self::UnknownRole => "unknown-role",
            Self::UnknownKind => "unknown-kind",
            Self::SeveralValues => "several-values",
            Self::WrongInteger => "wrong-integer",
            Self::WrongNumber => "wrong-number",
            Self::WrongShare => "wrong-share",
            Self::ShareOutOfRange => "share-out-of-range",
            Self::WrongYear => "wrong-year",
            Self::WrongDate => "wrong-date",
            Self::EndBeforeStart { .. } => "end-before-start",
            Self::NothingStated { .. } => "nothing-stated",
            Self::RepeatedRow => "repeated-row",
            Self::AreaOutside { .. } => "area-outside",
            Self::UnknownName => "unknown-name",
            Self::DecisionWithoutEffect { .. } => "decision-without-effect",
            Self::KeptElsewhere { .. } => "kept-elsewhere",
            Self::UnknownSurveyedRegion => "unknown-surveyed-region",
            Self::WrongShape { .. } => "wrong-shape",
            Self::UnknownDimension => "unknown-dimension",
            Self::UnknownLead => "unknown-lead",
            Self::RepeatedInTaxonomy => "repeated-in-taxonomy",
            Self::UnknownParent => "unknown-parent",
            Self::ParentCircle => "parent-circle",
            Self::TooManyValues { .. } => "too-many-values",
            Self::TooManyRegions { .. } => "too-many-regions",
            Self::UnknownField { .. } => "unknown-field",
            Self::MissingField => "missing-field",
            Self::TooManyItems { .. } => "too-many-items",
            Self::TakenId => "taken-id",
            Self::SeveralActors { .. } => "several-actors",
            Self::KnownOtherwise { .. } => "known-otherwise",
            Self::NewActor => "new-actor",
            Self::UnknownId { .. } => "unknown-id",
            Self::Impossible { .. } => "impossible-change",
            Self::Internal { .. } => "internal",
            Self::Further(problem) => problem.code(),
        }
    }

    /// A few words for the kind of problem: a line of a summary.
    pub fn title(&self, language: Language) -> &'static str {
        let (nl, en) = match self {
            Self::MissingTable { .. } => ("verplicht bestand ontbreekt", "required file missing"),
            Self::UnknownFile => ("onbekend bestand", "unknown file"),
            Self::SeveralDatasets => ("meer dan één dataset", "more than one dataset"),
            Self::EmptyFile => ("leeg bestand", "empty file"),
            Self::FileTooLarge { .. } => ("bestand te groot", "file too large"),
            Self::LineTooLong { .. } => ("regel te lang", "line too long"),
            Self::CellTooLong { .. } => ("cel te lang", "cell too long"),
            Self::TooManyRows { .. } => ("te veel rijen", "too many rows"),
            Self::TooManyColumns { .. } => ("te veel kolommen", "too many columns"),
            Self::ArchiveMembers { .. } => ("te veel bestanden in de zip", "too many files in the zip"),
            Self::ArchiveTooLarge { .. } => ("uitgepakt te groot", "too large when unpacked"),
            Self::ArchiveRatio { .. } => ("verdacht sterk ingepakt", "packed suspiciously tight"),
            Self::UnsafeMemberName => ("onveilige bestandsnaam in de zip", "unsafe file name in the zip"),
            Self::Unreadable { .. } => ("niet te lezen", "cannot be read"),
            Self::NulByte => ("geen tekstbestand", "not a text file"),
            Self::MixedEncoding => ("gemengde tekencodering", "mixed character encoding"),
            Self::UnclosedQuote => ("aanhalingsteken niet gesloten", "quote not closed"),
            Self::BadJson { .. } => ("ongeldige JSON", "invalid JSON"),
            Self::MissingColumn => ("verplichte kolom ontbreekt", "required column missing"),
            Self::UnknownColumn => ("onbekende kolom", "unknown column"),
            Self::RepeatedColumn => ("dubbele kolom", "repeated column"),
            Self::TooManyCells { .. } => ("te veel cellen in een rij", "too many cells in a row"),
            Self::TooFewCells => ("te weinig cellen in een rij", "too few cells in a row"),
            Self::SpreadsheetError => ("foutwaarde uit het rekenblad", "error value of the spreadsheet"),
            Self::EmptyCell => ("verplichte cel leeg", "required cell empty"),
            Self::DuplicateId { .. } => ("dubbele id", "duplicate id"),
            Self::UnknownReference { .. } => ("onbekende verwijzing", "unknown reference"),
            Self::UnknownRegion => ("onbekende regio", "unknown region"),
            Self::UnknownValue { .. } => ("onbekende waarde", "unknown value"),
            Self::UnknownRole => ("onbekende rol", "unknown role"),
            Self::UnknownKind => ("onbekende soort actor", "unknown kind of actor"),
            Self::SeveralValues => ("meer dan één waarde", "more than one value"),
            Self::WrongInteger => ("geen geheel getal", "not a whole number"),
            Self::WrongNumber => ("geen getal", "not a number"),
            Self::WrongShare => ("geen aandeel", "not a share"),
            Self::ShareOutOfRange => ("aandeel buiten 0 tot 1", "share outside 0 to 1"),
            Self::WrongYear => ("geen jaartal", "not a year"),
            Self::WrongDate => ("geen datum", "not a date"),
            Self::EndBeforeStart { .. } => ("einde voor begin", "end before start"),
            Self::NothingStated { .. } => ("rij zonder gegeven", "row without a figure"),
            Self::RepeatedRow => ("herhaalde rij", "repeated row"),
            Self::AreaOutside { .. } => ("activiteit buiten werkgebied", "activity outside the working area"),
            Self::UnknownName => ("onbekende naam", "unknown name"),
            Self::DecisionWithoutEffect { .. } => ("besluit zonder gevolg", "decision without effect"),
            Self::KeptElsewhere { .. } => ("andere naam blijft", "another name is kept"),
            Self::UnknownSurveyedRegion => ("onbekende onderzochte regio", "unknown surveyed region"),
            Self::WrongShape { .. } => ("onverwachte inhoud", "unexpected content"),
            Self::UnknownDimension => ("onbekende dimensie", "unknown dimension"),
            Self::UnknownLead => ("onbekende leidende dimensie", "unknown lead dimension"),
            Self::RepeatedInTaxonomy => ("dubbel in de taxonomie", "repeated in the taxonomy"),
            Self::UnknownParent => ("onbekende bovenliggende regio", "unknown parent region"),
            Self::ParentCircle => ("regio's in een kring", "regions in a circle"),
            Self::TooManyValues { .. } => ("te veel verschillende waarden", "too many different values"),
            Self::TooManyRegions { .. } => ("te veel regio's", "too many regions"),
            Self::UnknownField { .. } => ("onbekend veld", "unknown field"),
            Self::MissingField => ("verplicht veld ontbreekt", "required field missing"),
            Self::TooManyItems { .. } => ("te lange lijst", "list too long"),
            Self::TakenId => ("id al in gebruik", "id already in use"),
            Self::SeveralActors { .. } => ("naam van meer dan één actor", "name of several actors"),
            Self::KnownOtherwise { .. } => ("anders dan in de gegevens", "otherwise in the data"),
            Self::NewActor => ("nieuwe actor", "new actor"),
            Self::UnknownId { .. } => ("onbekende id", "unknown id"),
            Self::Impossible { .. } => ("onmogelijke wijziging", "impossible change"),
            Self::Internal { .. } => ("fout in het programma", "fault in the program"),
            Self::Further(problem) => return problem.title(language),
        };
        match language {
            Language::Nl => nl,
            Language::En => en,
        }
    }

    /// What is wrong and what to do about it.
    pub fn sentence(&self, language: Language) -> String {
        match language {
            Language::Nl => dutch(self),
            Language::En => english(self),
        }
    }
}

fn bytes(limit: u64, language: Language) -> String {
    let (size, unit) = match limit {
        0..1024 => (limit, "byte"),
        1024..0x10_0000 => (limit >> 10, "KiB"),
        0x10_0000..0x4000_0000 => (limit >> 20, "MiB"),
        _ => (limit >> 30, "GiB"),
    };
    format!("{} {unit}", count(size, language))
}

fn count(limit: u64, language: Language) -> String {
    integer(i64::try_from(limit).unwrap_or(i64::MAX), language)
}

fn dutch(problem: &Problem) -> String {
    let nl = Language::Nl;
    match problem {
        Problem::MissingTable { columns } => {
            format!("Dit verplichte bestand (of blad) ontbreekt. Voeg het toe, met ten minste de kolommen {columns}.")
        }
        Problem::UnknownFile => "Dit bestand (of blad) hoort niet bij een dataset en wordt niet gelezen. Controleer de naam of laat het weg.".into(),
        Problem::SeveralDatasets => "De zip bevat meer dan één map met een dataset. Maak een zip per dataset.".into(),
        Problem::EmptyFile => "Het bestand (of blad) is leeg. Zet ten minste een kopregel met de kolomnamen in rij 1.".into(),
        Problem::FileTooLarge { limit } => format!("Het bestand is groter dan {}. Splits de dataset of verhoog de grens.", bytes(*limit, nl)),
        Problem::LineTooLong { limit } => format!("Deze regel is langer dan {}. Controleer of het bestand wel een CSV-bestand met regeleinden is.", bytes(*limit, nl)),
        Problem::CellTooLong { limit } => format!("Deze cel is langer dan {}. Kort de tekst in of controleer de aanhalingstekens.", bytes(*limit, nl)),
        Problem::TooManyRows { limit } => format!("De tabel heeft meer dan {} rijen. Splits de dataset of verhoog de grens.", count(*limit, nl)),
        Problem::TooManyColumns { limit } => format!("De tabel heeft meer dan {} kolommen (of de taxonomie zoveel dimensies). Verwijder wat er niet bij hoort.", count(*limit, nl)),
        Problem::ArchiveMembers { limit } => format!("Er zitten meer dan {} bestanden in. Neem alleen de bestanden van de dataset op.", count(*limit, nl)),
        Problem::ArchiveTooLarge { limit } => format!("Uitgepakt is dit groter dan {}. Splits de dataset of verhoog de grens.", bytes(*limit, nl)),
        Problem::ArchiveRatio { limit } => format!("Dit pakt uit tot meer dan {} maal zijn omvang en wordt daarom niet geopend. Lever de dataset als map met CSV-bestanden aan.", count(*limit, nl)),
        Problem::UnsafeMemberName => "De naam van dit bestand wijst buiten de zip. Maak de zip opnieuw, met gewone bestandsnamen zonder .. en zonder begin van een pad.".into(),
        Problem::Unreadable { detail } => format!("Dit kan niet worden gelezen ({detail}). Sla het opnieuw op en probeer het nog eens."),
        Problem::NulByte => "Hier staat een NUL-teken: dit is geen tekstbestand. Sla de tabel op als CSV (UTF-8).".into(),
        Problem::MixedEncoding => "Het bestand is geen geldige UTF-8 en is als Windows-1252 gelezen, maar er lijkt ook UTF-8 in te staan. Controleer letters met accenten en sla het op als CSV (UTF-8).".into(),
        Problem::UnclosedQuote => "Het aanhalingsteken dat in deze rij begint wordt nergens gesloten. Sluit het, of verdubbel een aanhalingsteken dat bij de tekst hoort.".into(),
        Problem::BadJson { detail } => format!("Dit is geen geldige JSON ({detail}). Herstel het op deze plaats."),
        Problem::MissingColumn => "Deze verplichte kolom ontbreekt. Voeg de kolom toe of herstel de naam in de kopregel.".into(),
        Problem::UnknownColumn => "Deze kolom is niet bekend en wordt niet gelezen. Controleer de naam, of neem de dimensie op in taxonomy.json.".into(),
        Problem::RepeatedColumn => "Deze kolom komt meer dan eens voor. Laat er één staan.".into(),
        Problem::TooManyCells { expected } => format!("Deze rij heeft meer cellen dan de kopregel ({}). Zet tekst met een scheidingsteken tussen aanhalingstekens.", count(*expected, nl)),
        Problem::TooFewCells => "Deze rij heeft minder cellen dan de kopregel; wat ontbreekt geldt als niet bekend. Vul de rij aan als dat niet de bedoeling is.".into(),
        Problem::SpreadsheetError => "Dit is een foutwaarde van het rekenblad. Herstel de formule of maak de cel leeg.".into(),
        Problem::EmptyCell => "Deze cel is verplicht en leeg. Vul haar in of verwijder de rij.".into(),
        Problem::DuplicateId { first_row } => format!("Deze id staat al in rij {}. Geef elke rij een eigen id.", count(*first_row, nl)),
        Problem::UnknownReference { table } => format!("Deze id komt niet voor in {table}. Herstel de id of voeg de rij daar toe."),
        Problem::UnknownRegion => "Deze regio is niet bekend. Gebruik een code of naam uit de taxonomie, of NL voor heel Nederland; voor eigen regio's is er taxonomy.json.".into(),
        Problem::UnknownValue { allowed } => format!("Deze waarde staat niet in de lijst. Kies uit: {allowed}."),
        Problem::UnknownRole => "Deze rol is niet bekend; de betrokkenheid telt mee zonder rol. Kies uit: initiator, funder, executor, partner.".into(),
        Problem::UnknownKind => "Deze soort actor is niet bekend en blijft staan zoals zij is geschreven. Kies zo mogelijk een soort uit de lijst.".into(),
        Problem::SeveralValues => "Hier mag maar één waarde staan. Kies er één, of splits de rij.".into(),
        Problem::WrongInteger => "Dit is geen geheel getal van nul of hoger. Schrijf het als 1250 of 1.250.".into(),
        Problem::WrongNumber => "Dit is geen getal. Schrijf het als 12.5 of 12,5, zonder eenheid.".into(),
        Problem::WrongShare => "Dit is geen aandeel. Schrijf het als 0.5, 0,5 of 50%.".into(),
        Problem::ShareOutOfRange => "Een aandeel ligt tussen 0 en 1. Schrijf een percentage met een procentteken, zoals 50%.".into(),
        Problem::WrongYear => "Dit is geen jaartal tussen 1900 en 2200. Schrijf het met vier cijfers, zoals 2023.".into(),
        Problem::WrongDate => "Dit is geen bestaande datum. Schrijf haar als jaar-maand-dag, zoals 2023-04-30.".into(),
        Problem::EndBeforeStart { start } => format!("Het einde ligt voor het begin ({start}). Herstel een van beide datums."),
        Problem::NothingStated { columns } => format!("Deze rij zegt niets: {columns} zijn leeg of ontbreken. Vul er ten minste één in of verwijder de rij."),
        Problem::RepeatedRow => "Dezelfde actor staat met dezelfde rol al bij dit initiatief; hij telt één keer. Verwijder de herhaling.".into(),
        Problem::AreaOutside { initiative_area } => format!("Dit gebied ligt buiten dat van het initiatief ({initiative_area}). Controleer welk van de twee klopt."),
        Problem::UnknownName => "Deze naam of id komt niet voor bij de actoren en initiatieven; de beslissing heeft geen gevolg. Herstel of verwijder haar.".into(),
        Problem::DecisionWithoutEffect { reason } => reason.sentence().get(nl).to_owned(),
        Problem::KeptElsewhere { kept } => format!("Andere besluiten voegen deze samen met {kept}; die blijft. Zet {kept} in keep, of verander het andere besluit."),
        Problem::UnknownSurveyedRegion => "Deze onderzochte regio is niet bekend en wordt overgeslagen. Gebruik een code of naam uit de taxonomie.".into(),
        Problem::WrongShape { nl, .. } => format!("Hier wordt iets anders verwacht: {nl}. Herstel dit."),
        Problem::UnknownDimension => "Deze dimensie bestaat niet; weglaten heeft geen gevolg. Controleer de id.".into(),
        Problem::UnknownLead => "De leidende dimensie (lead) komt niet voor in de taxonomie. Kies een dimensie die er is.".into(),
        Problem::RepeatedInTaxonomy => "Dit komt meer dan eens voor. Laat er één staan.".into(),
        Problem::UnknownParent => "De bovenliggende regio (parent) komt niet voor in de lijst. Voeg haar toe of herstel de code.".into(),
        Problem::ParentCircle => "Deze regio ligt, via de bovenliggende regio's (parent), in zichzelf, of de keten is langer dan 32. Herstel de keten.".into(),
        Problem::TooManyValues { limit } => format!("Deze dimensie heeft meer dan {} verschillende waarden. Staat hier vrije tekst in plaats van een indeling?", count(*limit, nl)),
        Problem::TooManyRegions { limit } => format!("Er zijn meer dan {} verschillende regio's. Staat hier iets anders dan een regiocode?", count(*limit, nl)),
        Problem::UnknownField { allowed } => format!("Dit veld is niet bekend. Kies uit: {allowed}."),
        Problem::MissingField => "Dit veld is verplicht. Vul het in.".into(),
        Problem::TooManyItems { limit } => format!("Deze lijst heeft meer dan {} onderdelen. Kort haar in.", count(*limit, nl)),
        Problem::TakenId => "Deze id staat al in de gegevens. Kies een andere, of laat de id weg.".into(),
        Problem::SeveralActors { ids } => format!("Meer dan één actor heet zo. Geef de id: {ids}."),
        Problem::KnownOtherwise { known } => format!("Deze actor staat al in de gegevens, waarin dit anders is ({known}). Laat het veld weg, of geef de actor een eigen id."),
        Problem::NewActor => "Deze actor staat niet in de gegevens en telt als nieuw. Controleer de naam.".into(),
        Problem::UnknownId { table } => format!("Deze id komt niet voor in {table}. Geef de id van iets dat in de gegevens staat."),
        Problem::Impossible { reason } => impossible(*reason).0.into(),
        Problem::Internal { detail } => format!("Het programma kan deze dataset niet verwerken ({detail}). Meld dit met het bestand erbij."),
        Problem::Further(problem) => format!("Meer van hetzelfde, niet apart genoemd. {}", dutch(problem)),
    }
}

fn english(problem: &Problem) -> String {
    let en = Language::En;
    match problem {
        Problem::MissingTable { columns } => {
            format!("This required file (or sheet) is missing. Add it, with at least the columns {columns}.")
        }
        Problem::UnknownFile => "This file (or sheet) is not part of a dataset and is not read. Check its name or leave it out.".into(),
        Problem::SeveralDatasets => "The zip holds more than one folder with a dataset. Make one zip per dataset.".into(),
        Problem::EmptyFile => "The file (or sheet) is empty. Put at least a header with the column names in row 1.".into(),
        Problem::FileTooLarge { limit } => format!("The file is larger than {}. Split the dataset or raise the limit.", bytes(*limit, en)),
        Problem::LineTooLong { limit } => format!("This line is longer than {}. Check that the file is a CSV file with line ends.", bytes(*limit, en)),
        Problem::CellTooLong { limit } => format!("This cell is longer than {}. Shorten the text or check the quotes.", bytes(*limit, en)),
        Problem::TooManyRows { limit } => format!("The table has more than {} rows. Split the dataset or raise the limit.", count(*limit, en)),
        Problem::TooManyColumns { limit } => format!("The table has more than {} columns (or the taxonomy as many dimensions). Remove what does not belong there.", count(*limit, en)),
        Problem::ArchiveMembers { limit } => format!("It holds more than {} files. Include only the files of the dataset.", count(*limit, en)),
        Problem::ArchiveTooLarge { limit } => format!("Unpacked this is larger than {}. Split the dataset or raise the limit.", bytes(*limit, en)),
        Problem::ArchiveRatio { limit } => format!("This unpacks to more than {} times its size and is therefore not opened. Deliver the dataset as a folder of CSV files.", count(*limit, en)),
        Problem::UnsafeMemberName => "The name of this file points outside the zip. Make the zip again, with plain file names without .. and without the start of a path.".into(),
        Problem::Unreadable { detail } => format!("This cannot be read ({detail}). Save it again and retry."),
        Problem::NulByte => "There is a NUL character here: this is not a text file. Save the table as CSV (UTF-8).".into(),
        Problem::MixedEncoding => "The file is not valid UTF-8 and was read as Windows-1252, but it seems to hold UTF-8 as well. Check letters with accents and save it as CSV (UTF-8).".into(),
        Problem::UnclosedQuote => "The quote that opens in this row is never closed. Close it, or double a quote that belongs to the text.".into(),
        Problem::BadJson { detail } => format!("This is not valid JSON ({detail}). Repair it at this place."),
        Problem::MissingColumn => "This required column is missing. Add the column or correct its name in the header.".into(),
        Problem::UnknownColumn => "This column is not known and is not read. Check its name, or add the dimension to taxonomy.json.".into(),
        Problem::RepeatedColumn => "This column occurs more than once. Keep one.".into(),
        Problem::TooManyCells { expected } => format!("This row has more cells than the header ({}). Put text that holds a delimiter between quotes.", count(*expected, en)),
        Problem::TooFewCells => "This row has fewer cells than the header; what is missing counts as not known. Complete the row if that is not intended.".into(),
        Problem::SpreadsheetError => "This is an error value of the spreadsheet. Repair the formula or empty the cell.".into(),
        Problem::EmptyCell => "This cell is required and empty. Fill it or remove the row.".into(),
        Problem::DuplicateId { first_row } => format!("This id already stands in row {}. Give every row its own id.", count(*first_row, en)),
        Problem::UnknownReference { table } => format!("This id does not occur in {table}. Correct the id or add the row there."),
        Problem::UnknownRegion => "This region is not known. Use a code or name from the taxonomy, or NL for the whole country; regions of your own go into taxonomy.json.".into(),
        Problem::UnknownValue { allowed } => format!("This value is not in the list. Choose from: {allowed}."),
        Problem::UnknownRole => "This role is not known; the participation counts without a role. Choose from: initiator, funder, executor, partner.".into(),
        Problem::UnknownKind => "This kind of actor is not known and is kept as written. Choose a kind from the list where possible.".into(),
        Problem::SeveralValues => "Only one value may stand here. Choose one, or split the row.".into(),
        Problem::WrongInteger => "This is not a whole number of zero or more. Write it as 1250 or 1.250.".into(),
        Problem::WrongNumber => "This is not a number. Write it as 12.5 or 12,5, without a unit.".into(),
        Problem::WrongShare => "This is not a share. Write it as 0.5, 0,5 or 50%.".into(),
        Problem::ShareOutOfRange => "A share lies between 0 and 1. Write a percentage with a percent sign, such as 50%.".into(),
        Problem::WrongYear => "This is not a year between 1900 and 2200. Write it with four digits, such as 2023.".into(),
        Problem::WrongDate => "This is not an existing date. Write it as year-month-day, such as 2023-04-30.".into(),
        Problem::EndBeforeStart { start } => format!("The end lies before the start ({start}). Correct one of the two dates."),
        Problem::NothingStated { columns } => format!("This row says nothing: {columns} are empty or missing. Fill at least one or remove the row."),
        Problem::RepeatedRow => "The same actor already stands in this initiative with the same role; it counts once. Remove the repetition.".into(),
        Problem::AreaOutside { initiative_area } => format!("This area lies outside that of the initiative ({initiative_area}). Check which of the two is right."),
        Problem::UnknownName => "This name or id does not occur among the actors and initiatives; the decision has no effect. Correct or remove it.".into(),
        Problem::DecisionWithoutEffect { reason } => reason.sentence().get(en).to_owned(),
        Problem::KeptElsewhere { kept } => format!("Other decisions merge this with {kept}, which is kept. Put {kept} in keep, or change the other decision."),
        Problem::UnknownSurveyedRegion => "This surveyed region is not known and is skipped. Use a code or name from the taxonomy.".into(),
        Problem::WrongShape { en, .. } => format!("Something else is expected here: {en}. Correct this."),
        Problem::UnknownDimension => "This dimension does not exist; dropping it has no effect. Check the id.".into(),
        Problem::UnknownLead => "The lead dimension (lead) is not in the taxonomy. Choose a dimension that is.".into(),
        Problem::RepeatedInTaxonomy => "This occurs more than once. Keep one.".into(),
        Problem::UnknownParent => "The parent region is not in the list. Add it or correct the code.".into(),
        Problem::ParentCircle => "Through its parents this region lies within itself, or the chain is longer than 32. Repair the chain.".into(),
        Problem::TooManyValues { limit } => format!("This dimension has more than {} different values. Is this free text instead of a classification?", count(*limit, en)),
        Problem::TooManyRegions { limit } => format!("There are more than {} different regions. Does this hold something else than region codes?", count(*limit, en)),
        Problem::UnknownField { allowed } => format!("This field is not known. Choose from: {allowed}."),
        Problem::MissingField => "This field is required. Fill it in.".into(),
        Problem::TooManyItems { limit } => format!("This list has more than {} items. Shorten it.", count(*limit, en)),
        Problem::TakenId => "This id is in the data already. Choose another, or leave the id out.".into(),
        Problem::SeveralActors { ids } => format!("Several actors have this name. Give the id: {ids}."),
        Problem::KnownOtherwise { known } => format!("This actor is in the data already, where this is different ({known}). Leave the field out, or give the actor an id of its own."),
        Problem::NewActor => "This actor is not in the data and counts as new. Check the name.".into(),
        Problem::UnknownId { table } => format!("This id does not occur in {table}. Give the id of something that is in the data."),
        Problem::Impossible { reason } => impossible(*reason).1.into(),
        Problem::Internal { detail } => format!("The program cannot process this dataset ({detail}). Report this together with the file."),
        Problem::Further(problem) => format!("More of the same, not listed one by one. {}", english(problem)),
    }
}

/// Why a change is impossible and what to do, in Dutch and English.
fn impossible(reason: ConflictReason) -> (&'static str, &'static str) {
    match reason {
        ConflictReason::Unknown => {
            ("Dit staat niet in de gegevens. Herstel de id.", "This is not in the data. Correct the id.")
        }
        ConflictReason::MergedIntoItself => (
            "Dit kan niet met zichzelf worden samengevoegd. Noem het alleen bij keep of alleen bij merge.",
            "This cannot be merged into itself. Name it under keep only, or under merge only.",
        ),
        ConflictReason::RemovedAndKept => (
            "Dit wordt verwijderd, maar er wordt ook iets mee samengevoegd. Kies een van beide.",
            "This is removed, while something is merged into it as well. Choose one of the two.",
        ),
        ConflictReason::RemovedAndMerged => (
            "Dit wordt verwijderd en ook samengevoegd. Kies een van beide.",
            "This is removed and merged as well. Choose one of the two.",
        ),
        ConflictReason::MergedTwice => (
            "Dit wordt met meer dan één ander samengevoegd. Noem het één keer.",
            "This is merged into more than one other. Name it once.",
        ),
        ConflictReason::KeptAndMerged => (
            "Dit blijft bij de ene samenvoeging en gaat op in een andere. Zet alles wat samengaat bij één keep.",
            "One merge keeps this and another one absorbs it. Put everything that goes together under one keep.",
        ),
    }
}
