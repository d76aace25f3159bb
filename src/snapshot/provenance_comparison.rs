//! Method and basis of the comparison of two versions.

use super::provenance_complexity;
use crate::ecosystem::{Basis, Ecosystem};
use crate::language::Text;

/// How versions are compared, in words.
pub fn method() -> Text {
    Text::new(
        "Hetzelfde is wat hetzelfde id heeft, anders wat de latere versie zelf als eerder id of eerdere naam noemt, anders \
         wat als enige dezelfde naam heeft. Wat overblijft wordt geraden: namen die voor ten minste 80% gelijk zijn \
         (bewerkingsafstand) bij ten minste de helft gedeelde actoren of initiatieven; zo'n paar heet geraden. Kengetallen \
         staan er twee keer: over alles, en over wat beide versies onderzochten. Clusters zijn gekoppeld op ten minste de \
         helft gemeenschappelijke leden (Jaccard). Een witte vlek is gesloten of ontstaan waar beide versies de regio \
         onderzochten. Rangnummers: naar het aantal verbonden actoren, onder de actoren die in beide versies voorkomen.",
        "Things are the same when they have the same id, else when the later version itself states the earlier id or name, \
         else when they alone have the same name. What is left is guessed: names that are at least 80% alike (edit \
         distance) with at least half of their actors or initiatives in common; such a pair is called guessed. Key numbers \
         are given twice: over everything, and over what both versions surveyed. Clusters are matched on at least half of \
         their members in common (Jaccard). A white spot closed or opened where both versions surveyed the region. Ranks: \
         by the number of linked actors, among the actors of both versions.",
    )
}

/// The weakest basis of either version behind any part: the key numbers, the names, and where actors are.
pub fn basis(earlier: &Ecosystem, later: &Ecosystem) -> Basis {
    let one = |ecosystem: &Ecosystem| {
        let names = [("actors", "name"), ("initiatives", "name"), ("initiatives", "formerly"), ("activities", "name")];
        provenance_complexity::basis(ecosystem).max(ecosystem.about().weakest(&names))
    };
    one(earlier).max(one(later))
}
