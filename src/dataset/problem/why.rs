//! Why a finding matters: what becomes of the map, of its figures or of the dataset.

use super::Problem;
use crate::language::Text;

/// What follows from a kind of problem, in one sentence.
pub(super) fn why(problem: &Problem) -> Text {
    let (nl, en) = match problem {
        Problem::MissingTable { .. } | Problem::MissingColumn | Problem::EmptyFile | Problem::NoRows => (
            "Zonder organisaties, initiatieven en wie waaraan meedoet is er geen netwerk.",
            "Without organisations, initiatives and who takes part in what there is no network.",
        ),
        Problem::UnknownFile | Problem::UnknownColumn | Problem::TitleRow | Problem::UnknownField { .. } => (
            "Wat hier staat komt niet in de kaart en niet in de cijfers.",
            "What stands here gets into neither the map nor the figures.",
        ),
        Problem::FileTooLarge { .. }
        | Problem::LineTooLong { .. }
        | Problem::CellTooLong { .. }
        | Problem::TooManyRows { .. }
        | Problem::TooManyColumns { .. }
        | Problem::ArchiveMembers { .. }
        | Problem::ArchiveTooLarge { .. }
        | Problem::ArchiveRatio { .. }
        | Problem::UnsafeMemberName
        | Problem::TooManyValues { .. }
        | Problem::TooManyRegions { .. }
        | Problem::TooManyItems { .. } => (
            "Een grens beschermt de computer; een half gelezen dataset zou verkeerde cijfers geven.",
            "A bound protects the machine; a dataset that is half read would give wrong figures.",
        ),
        Problem::SeveralDatasets
        | Problem::SeveralTables { .. }
        | Problem::Unreadable { .. }
        | Problem::NulByte
        | Problem::UnclosedQuote
        | Problem::BadJson { .. }
        | Problem::WrongShape { .. }
        | Problem::NotThatShape { .. }
        | Problem::MissingField
        | Problem::RepeatedColumn
        | Problem::TooManyCells { .. }
        | Problem::Internal { .. } => (
            "Wat hier wordt bedoeld is niet zeker, en een gok zou ongemerkt in de cijfers komen.",
            "What is meant here is not certain, and a guess would get into the figures unnoticed.",
        ),
        Problem::MixedEncoding | Problem::DoubleEncoding { .. } => (
            "Namen met verkeerde letters worden niet als dezelfde organisatie herkend.",
            "Names with wrong letters are not recognised as the same organisation.",
        ),
        Problem::TooFewCells | Problem::SpreadsheetError | Problem::EmptyCell | Problem::NothingStated { .. } => (
            "Wat ontbreekt telt als onbekend, nooit als nul; met te veel onbekend zegt een cijfer weinig.",
            "What is missing counts as not known, never as zero; with too much unknown a figure says little.",
        ),
        Problem::IdsFromNames
        | Problem::NamedInsteadOfId { .. }
        | Problem::DuplicateId { .. }
        | Problem::UnknownReference { .. }
        | Problem::UnknownId { .. }
        | Problem::TakenId
        | Problem::SeveralActors { .. }
        | Problem::KnownOtherwise { .. }
        | Problem::NewActor
        | Problem::CommaKept
        | Problem::SaysOtherwise { .. }
        | Problem::FlatSheet
        | Problem::RepeatedRow => (
            "Wie met wie samenwerkt volgt uit deze verwijzingen: één fout verbindt de verkeerde, of niemand.",
            "Who works with whom follows from these references: one mistake links the wrong ones, or nobody.",
        ),
        Problem::UnknownRegion
        | Problem::MunicipalityRead { .. }
        | Problem::AreaOutside { .. }
        | Problem::UnknownSurveyedRegion
        | Problem::UnknownParent
        | Problem::ParentCircle => (
            "Witte vlekken en de vergelijking van regio's rusten op het werkgebied.",
            "White spots and the comparison of regions rest on the working area.",
        ),
        Problem::UnknownValue { .. }
        | Problem::SectionsOf2025
        | Problem::SeveralValues
        | Problem::UnknownDimension
        | Problem::UnknownLead
        | Problem::RepeatedInTaxonomy => (
            "Overlap en witte vlekken vergelijken wat in dezelfde woorden is ingedeeld.",
            "Overlap and white spots compare what is classified in the same words.",
        ),
        Problem::UnknownRole | Problem::UnknownKind => (
            "Wie trekt, betaalt of uitvoert, en wie publiek is, volgt uit deze woorden.",
            "Who leads, pays or executes, and who is public, follows from these words.",
        ),
        Problem::WrongInteger
        | Problem::WrongNumber
        | Problem::AmbiguousNumber
        | Problem::WrongShare
        | Problem::ShareOutOfRange => (
            "Een verkeerd gelezen getal scheelt al gauw een factor duizend in bereik of behoefte.",
            "A number that is read wrongly easily differs a thousandfold in reach or demand.",
        ),
        Problem::WrongYear | Problem::WrongDate | Problem::AmbiguousDate | Problem::EndBeforeStart { .. } => (
            "Wat loopt en wat binnen een jaar eindigt volgt uit deze datums.",
            "What is running and what ends within a year follows from these dates.",
        ),
        Problem::UnknownName | Problem::DecisionWithoutEffect { .. } | Problem::KeptElsewhere { .. } => (
            "Zonder dit besluit tellen twee namen als twee organisaties.",
            "Without this decision two names count as two organisations.",
        ),
        Problem::Impossible { .. } => (
            "Van wijzigingen die elkaar tegenspreken is geen uitkomst te geven.",
            "Changes that contradict each other have no outcome.",
        ),
        Problem::Further(problem) => return why(problem),
    };
    Text::new(nl, en)
}
