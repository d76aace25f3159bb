//! What the comparison of two versions says in sentences: what changed, and what to beware of.

use super::comparison::{CellChangeRecord, ComparisonRecord};
use crate::analysis::comparison::Comparison;
use crate::ecosystem::Ecosystem;
use crate::language::{Language, Text, percentage};

/// The main changes in two sentences.
pub(super) fn in_words(record: &ComparisonRecord) -> Text {
    let initiatives = &record.initiatives;
    let (new, gone) =
        (initiatives.added - initiatives.added_by_survey, initiatives.ended - initiatives.ended_by_survey);
    let survey = initiatives.added_by_survey + initiatives.ended_by_survey;
    let other = initiatives.renamed + initiatives.renumbered + initiatives.merged + initiatives.split;
    // Changes that the supply of the region itself brought about.
    let cells = |keep: fn(&CellChangeRecord) -> bool| {
        let changed = record.white_spots.iter().flatten();
        changed.filter(|cell| cell.also_in_both && cell.earlier_own != cell.later_own && keep(cell)).count()
    };
    let (closed, opened) = (cells(|cell| cell.change == "closed"), cells(|cell| cell.change == "opened"));
    let emptied = cells(|cell| cell.emptied);
    let nl = format!(
        "Initiatieven: {new} erbij, {gone} gestopt, {other} onder een andere naam of een ander nummer verder; {survey} staan \
         maar in één versie omdat hun regio's in de andere niet zijn onderzocht. Witte vlekken in regio's die beide versies \
         onderzochten: door eigen aanbod {closed} gesloten en {opened} ontstaan; {emptied} keer verdween het laatste eigen \
         aanbod."
    );
    let en = format!(
        "Initiatives: {new} more, {gone} ended, {other} go on under another name or number; {survey} are in one version only \
         because the other did not survey their regions. White spots in regions that both versions surveyed: {closed} closed \
         and {opened} opened by their own supply; {emptied} times the last own supply disappeared."
    );
    Text::new(nl, en)
}

/// Why numbers may differ although the world did not.
pub(super) fn warnings(earlier: &Ecosystem, later: &Ecosystem, found: &Comparison) -> Vec<Text> {
    let mut said = Vec::new();
    if found.actors.pairs.is_empty() && found.initiatives.pairs.is_empty() {
        said.push(Text::new(
            "De twee datasets hebben geen enkele actor en geen enkel initiatief gemeen; het zijn waarschijnlijk geen versies \
             van hetzelfde.",
            "The two datasets have no actor and no initiative in common; they are probably not versions of the same.",
        ));
    }
    let (before, after) = (&earlier.about().date, &later.about().date);
    if !before.is_empty() && !after.is_empty() && before > after {
        said.push(Text::new(
            format!("De eerste dataset is van {before}, de tweede van {after}: de volgorde lijkt omgekeerd."),
            format!("The first dataset is of {before}, the second of {after}: the order seems to be reversed."),
        ));
    }
    said.extend(regions(earlier, later, found));
    said.extend(coverage(found));
    if found.cells.is_none() {
        said.push(Text::new(
            "De versies delen het aanbod naar een ander hoofdkenmerk in; witte vlekken zijn niet te vergelijken.",
            "The versions classify supply by another lead dimension; white spots cannot be compared.",
        ));
    }
    said
}

fn regions(earlier: &Ecosystem, later: &Ecosystem, found: &Comparison) -> Option<Text> {
    let survey = &found.survey;
    if survey.same_regions() {
        return None;
    }
    let named = |ecosystem: &Ecosystem, side: usize, language: Language| -> String {
        let codes = survey.surveyed[side].difference(&survey.both);
        let names = codes.map(|code| match ecosystem.regions().position(code) {
            Some(region) => ecosystem.regions().get(region).name.get(language),
            None => code.as_str(),
        });
        let names: Vec<&str> = names.collect();
        match (names.is_empty(), language) {
            (false, _) => names.join(", "),
            (true, Language::Nl) => String::from("geen"),
            (true, Language::En) => String::from("none"),
        }
    };
    let of = |language| (named(earlier, 0, language), named(later, 1, language));
    let ((first_nl, second_nl), (first_en, second_en)) = (of(Language::Nl), of(Language::En));
    Some(Text::new(
        format!(
            "De versies onderzochten niet dezelfde regio's (alleen in de eerdere: {first_nl}; alleen in de latere: \
             {second_nl}). Wat daar nieuw lijkt kan er al zijn geweest, en omgekeerd: vergelijk de kengetallen over wat beide \
             onderzochten."
        ),
        format!(
            "The versions did not survey the same regions (earlier only: {first_en}; later only: {second_en}). What seems \
             new there may have been there before, and the reverse: compare the key numbers over what both surveyed."
        ),
    ))
}

fn coverage(found: &Comparison) -> Option<Text> {
    match found.survey.coverage {
        [Some(before), Some(after)] if before == after => None,
        [Some(before), Some(after)] => {
            let share = |share, language| percentage(share, 1, language);
            Some(Text::new(
                format!(
                    "De eerdere versie bevat naar schatting {} van alle initiatieven, de latere {}: een deel van het verschil \
                     kan van het zoeken komen, niet van het stelsel.",
                    share(before, Language::Nl),
                    share(after, Language::Nl)
                ),
                format!(
                    "The earlier version holds an estimated {} of all initiatives, the later {}: part of the difference may \
                     come from the search, not from the system.",
                    share(before, Language::En),
                    share(after, Language::En)
                ),
            ))
        }
        _ => Some(Text::new(
            "Niet van beide versies is bekend welk deel van alle initiatieven erin staat. Meer initiatieven kan ook betekenen \
             dat er beter is gezocht.",
            "It is not known of both versions what part of all initiatives they hold. More initiatives may also mean a better \
             search.",
        )),
    }
}
