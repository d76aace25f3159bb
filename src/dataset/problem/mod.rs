//! Everything that can be wrong or doubtful in a dataset, each as one sentence that says what to do.

mod dutch;
mod english;
mod why;

use crate::ecosystem::NoEffect;
use crate::ecosystem::edit::ConflictReason;
use crate::language::{Language, Text, integer};

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
    /// A table that a dataset rests on has a header only.
    NoRows,
    /// A row above the header.
    TitleRow,
    /// UTF-8 that was taken for Windows-1252 and encoded again; what it is now.
    DoubleEncoding {
        repaired: String,
    },
    /// Two files or sheets are the same table.
    SeveralTables {
        table: &'static str,
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
    /// The table has no ids.
    IdsFromNames,
    /// A name stands where an id is asked, in a table whose rows have ids.
    NamedInsteadOfId {
        table: &'static str,
    },
    DuplicateId {
        first_row: u64,
    },
    /// An id that the named table does not have.
    UnknownReference {
        table: &'static str,
    },
    UnknownRegion,
    /// A municipality stands where a province is asked; its province.
    MunicipalityRead {
        province: String,
    },
    /// Letters of SBI 2025 where those of SBI 2008 are asked.
    SectionsOf2025,
    /// A value outside a closed list; the list.
    UnknownValue {
        allowed: String,
    },
    UnknownRole,
    UnknownKind,
    SeveralValues,
    /// Names with a comma, read as one.
    CommaKept,
    /// A later row says something else of the same thing; what is kept.
    SaysOtherwise {
        kept: String,
    },
    /// The file is one sheet that says everything, and was split.
    FlatSheet,
    /// A file that was read as a shape that it does not have.
    NotThatShape {
        nl: String,
        en: String,
    },
    WrongInteger,
    WrongNumber,
    /// `1.250` in a column that does not show whether the point is a decimal point.
    AmbiguousNumber,
    WrongShare,
    ShareOutOfRange,
    WrongYear,
    WrongDate,
    /// `3/4/2024`: the third of April or the fourth of March.
    AmbiguousDate,
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
            Self::NoRows => "no-rows",
            Self::TitleRow => "title-row",
            Self::DoubleEncoding { .. } => "double-encoding",
            Self::SeveralTables { .. } => "several-tables",
            Self::MissingColumn => "missing-column",
            Self::UnknownColumn => "unknown-column",
            Self::RepeatedColumn => "repeated-column",
            Self::TooManyCells { .. } => "too-many-cells",
            Self::TooFewCells => "too-few-cells",
            Self::SpreadsheetError => "spreadsheet-error",
            Self::EmptyCell => "empty-cell",
            Self::IdsFromNames => "ids-from-names",
            Self::NamedInsteadOfId { .. } => "named-instead-of-id",
            Self::DuplicateId { .. } => "duplicate-id",
            Self::UnknownReference { .. } => "unknown-reference",
            Self::UnknownRegion => "unknown-region",
            Self::MunicipalityRead { .. } => "municipality-read",
            Self::SectionsOf2025 => "sections-of-2025",
            Self::UnknownValue { .. } => "unknown-value",
            Self::UnknownRole => "unknown-role",
            Self::UnknownKind => "unknown-kind",
            Self::SeveralValues => "several-values",
            Self::CommaKept => "comma-kept",
            Self::SaysOtherwise { .. } => "says-otherwise",
            Self::FlatSheet => "flat-sheet",
            Self::NotThatShape { .. } => "not-that-shape",
            Self::WrongInteger => "wrong-integer",
            Self::WrongNumber => "wrong-number",
            Self::AmbiguousNumber => "ambiguous-number",
            Self::WrongShare => "wrong-share",
            Self::ShareOutOfRange => "share-out-of-range",
            Self::WrongYear => "wrong-year",
            Self::WrongDate => "wrong-date",
            Self::AmbiguousDate => "ambiguous-date",
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
            Self::NoRows => ("tabel zonder rijen", "table without rows"),
            Self::TitleRow => ("rij boven de kopregel", "row above the header"),
            Self::DoubleEncoding { .. } => ("dubbel gecodeerde letters hersteld", "doubly encoded letters repaired"),
            Self::SeveralTables { .. } => ("tabel meer dan eens", "table more than once"),
            Self::MissingColumn => ("verplichte kolom ontbreekt", "required column missing"),
            Self::UnknownColumn => ("onbekende kolom", "unknown column"),
            Self::RepeatedColumn => ("dubbele kolom", "repeated column"),
            Self::TooManyCells { .. } => ("te veel cellen in een rij", "too many cells in a row"),
            Self::TooFewCells => ("te weinig cellen in een rij", "too few cells in a row"),
            Self::SpreadsheetError => ("foutwaarde uit het rekenblad", "error value of the spreadsheet"),
            Self::EmptyCell => ("verplichte cel leeg", "required cell empty"),
            Self::IdsFromNames => ("geen id's", "no ids"),
            Self::NamedInsteadOfId { .. } => ("naam in plaats van id", "name instead of id"),
            Self::DuplicateId { .. } => ("dubbele id", "duplicate id"),
            Self::UnknownReference { .. } => ("onbekende verwijzing", "unknown reference"),
            Self::UnknownRegion => ("onbekende regio", "unknown region"),
            Self::MunicipalityRead { .. } => ("gemeente gelezen als provincie", "municipality read as province"),
            Self::SectionsOf2025 => ("secties van SBI 2025", "sections of SBI 2025"),
            Self::UnknownValue { .. } => ("onbekende waarde", "unknown value"),
            Self::UnknownRole => ("onbekende rol", "unknown role"),
            Self::UnknownKind => ("onbekende soort actor", "unknown kind of actor"),
            Self::SeveralValues => ("meer dan één waarde", "more than one value"),
            Self::CommaKept => ("komma in een naam", "comma in a name"),
            Self::SaysOtherwise { .. } => ("een eerdere rij zegt iets anders", "an earlier row says something else"),
            Self::FlatSheet => ("één plat blad", "one flat sheet"),
            Self::NotThatShape { .. } => ("niet van die vorm", "not of that shape"),
            Self::WrongInteger => ("geen geheel getal", "not a whole number"),
            Self::WrongNumber => ("geen getal", "not a number"),
            Self::AmbiguousNumber => ("getal op twee manieren te lezen", "number that can be read in two ways"),
            Self::WrongShare => ("geen aandeel", "not a share"),
            Self::ShareOutOfRange => ("aandeel buiten 0 tot 1", "share outside 0 to 1"),
            Self::WrongYear => ("geen jaartal", "not a year"),
            Self::WrongDate => ("geen datum", "not a date"),
            Self::AmbiguousDate => ("datum op twee manieren te lezen", "date that can be read in two ways"),
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

    /// Why it matters.
    pub fn why(&self) -> Text {
        why::why(self)
    }

    /// What is wrong and what to do about it.
    pub fn sentence(&self, language: Language) -> String {
        match language {
            Language::Nl => dutch::sentence(self),
            Language::En => english::sentence(self),
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
