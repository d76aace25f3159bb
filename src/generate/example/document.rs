//! `PLANTED.md`: where the planted truths of a version are, in Dutch and English, with a table of
//! ids per kind that tests can read.
//!
//! Must not be here: the truths themselves (`planted` registers them).

use super::model::World;
use super::truths::Truth;
use super::{GeneratedFile, Version};

/// The words around one kind of truth: key (stable, for tests), titles, and the columns of its table.
struct Section {
    truth: Truth,
    key: &'static str,
    nl: &'static str,
    en: &'static str,
    columns: &'static [&'static str],
}

#[rustfmt::skip] // a table reads better in rows
const SECTIONS: [Section; 35] = [
    Section { truth: Truth::OverlapWithoutCollaboration, key: "overlap-without-collaboration", columns: &["a", "b"],
        nl: "Overlap zonder samenwerking: bijna hetzelfde aanbod in hetzelfde gebied, geen gedeelde actor, geen doorverwijzing.",
        en: "Nearly the same offer in meeting areas, no shared actor, no referral." },
    Section { truth: Truth::OverlapFunderOnly, key: "overlap-funder-only", columns: &["a", "b", "actor", "how"],
        nl: "Overlap waarin alleen een actor is gedeeld die ten minste een van de twee alleen financiert: geen samenwerking.",
        en: "Overlap in which the only shared actor does no more than fund at least one of the two: not collaboration." },
    Section { truth: Truth::OverlapWithCollaboration, key: "overlap-with-collaboration", columns: &["a", "b", "actor", "how"],
        nl: "Overlap met samenwerking: een gedeelde actor die niet alleen financiert, of een doorverwijzing.",
        en: "Overlap with collaboration: a shared actor that does more than fund, or a referral." },
    Section { truth: Truth::LearningCircle, key: "learning-circle", columns: &["initiatives"],
        nl: "Leerkring: hetzelfde aanbod in verschillende provincies, zonder samenwerking.",
        en: "The same offer in different provinces, without collaboration." },
    Section { truth: Truth::AbsentCell, key: "absent", columns: &["region", "activity_type"],
        nl: "Witte vlek: geen eigen en geen landelijk aanbod.",
        en: "White spot: no own and no national supply." },
    Section { truth: Truth::NationalOnlyCell, key: "national-only", columns: &["region", "activity_type", "national initiative"],
        nl: "Alleen landelijk aanbod.",
        en: "National supply only." },
    Section { truth: Truth::ThinCell, key: "thin", columns: &["region", "activity_type", "initiatives"],
        nl: "Dun: minder dan de helft van wat de landelijke mix doet verwachten, van twee initiatieven.",
        en: "Thin: less than half of what the mix of the country lets expect, by two initiatives." },
    Section { truth: Truth::FragileCell, key: "fragile", columns: &["region", "activity_type", "initiative"],
        nl: "Kwetsbaar: al het eigen aanbod is van een initiatief.",
        en: "Fragile: all own supply is of one initiative." },
    Section { truth: Truth::EndingEmptiesCell, key: "ending-empties", columns: &["region", "activity_type", "initiatives", "status after"],
        nl: "Alle eigen aanbieders stoppen binnen twaalf maanden na de datum van deze versie; daarna valt de cel leeg.",
        en: "All own supply ends within twelve months of this version's date; then the cell is empty." },
    Section { truth: Truth::HighDemand, key: "high-demand", columns: &["region", "activity_type"],
        nl: "De lege cel met de grootste vraag: het hoogste aandeel bedrijven met behoefte.",
        en: "The empty cell with most demand: the highest share of enterprises with a need." },
    Section { truth: Truth::DuplicateName, key: "duplicate-names", columns: &["actors", "difference", "decision"],
        nl: "Dezelfde organisatie onder meer dan een naam; bij sommige staat het besluit in names.csv.",
        en: "One organisation under several names; for some names.csv holds the decision." },
    Section { truth: Truth::Lookalike, key: "lookalikes", columns: &["actors", "decision"],
        nl: "Namen die op elkaar lijken van organisaties die niet dezelfde zijn.",
        en: "Names that are alike, of organisations that are not the same." },
    Section { truth: Truth::Articulation, key: "articulation", columns: &["actor", "cut-off initiatives", "mainland initiatives"],
        nl: "Verbindende actor: zonder hem hangen alle andere actoren van de eerste initiatieven los van de rest.",
        en: "Articulation actor: without it all other actors of the first initiatives are cut off from the rest." },
    Section { truth: Truth::Hinge, key: "hinge", columns: &["actor", "national initiatives", "regional initiatives"],
        nl: "Scharnier: een actor in landelijke en regionale initiatieven.",
        en: "Hinge: an actor in national and regional initiatives." },
    Section { truth: Truth::Bridge, key: "bridge", columns: &["actor", "regions", "initiatives"],
        nl: "Brug tussen provincies: een actor met in elk een initiatief.",
        en: "Bridge between provinces: an actor with one initiative in each." },
    Section { truth: Truth::IsolatedActor, key: "isolated-actors", columns: &["actor"],
        nl: "Actor zonder initiatief.",
        en: "Actor without an initiative." },
    Section { truth: Truth::InitiativeWithoutActors, key: "without-actors", columns: &["initiative"],
        nl: "Initiatief zonder actoren.",
        en: "Initiative without actors." },
    Section { truth: Truth::InitiativeWithoutActivities, key: "without-activities", columns: &["initiative"],
        nl: "Initiatief zonder activiteiten.",
        en: "Initiative without activities." },
    Section { truth: Truth::UnknownArea, key: "unknown-area", columns: &["initiative"],
        nl: "Werkgebied niet bekend, ook niet uit de activiteiten.",
        en: "Working area not known, nor from the activities." },
    Section { truth: Truth::AreaFromActivities, key: "area-from-activities", columns: &["initiative", "regions"],
        nl: "Werkgebied alleen bij de activiteiten vermeld.",
        en: "Working area stated by the activities only." },
    Section { truth: Truth::EveryValue, key: "every-value", columns: &["activity", "dimensions"],
        nl: "Activiteit die voor alle waarden openstaat (`alle`).",
        en: "Activity open to every value (`alle`)." },
    Section { truth: Truth::National, key: "national", columns: &["initiative"],
        nl: "Landelijk initiatief (`NL`), onder meer.",
        en: "National initiative (`NL`), among others." },
    Section { truth: Truth::GoodPractice, key: "good-practice", columns: &["initiative"],
        nl: "Goed voorbeeld, met (fictief) bewijs.",
        en: "Good practice, with (fictional) evidence." },
    Section { truth: Truth::DeadEnd, key: "dead-end", columns: &["initiative"],
        nl: "Doodlopende weg: krijgt ondernemers doorverwezen en verwijst niet verder.",
        en: "Dead end: others refer to it, it refers to nobody." },
    Section { truth: Truth::DoorWithoutReferrals, key: "no-referrals-in", columns: &["initiative"],
        nl: "Deur waarnaar niemand verwijst, hoewel zij zelf wel verwijst.",
        en: "Door to which nobody refers, though it refers to others." },
    Section { truth: Truth::FewAnswers, key: "few-answers", columns: &["activity", "respondents"],
        nl: "Te weinig antwoorden om te tonen (minder dan vijf).",
        en: "Too few answers to show (fewer than five)." },
    Section { truth: Truth::Added, key: "added", columns: &["initiative"],
        nl: "Alleen in de latere versie: begonnen tussen de twee.",
        en: "In the later version only: begun between the two." },
    Section { truth: Truth::Ended, key: "ended", columns: &["initiative"],
        nl: "Alleen in de eerdere versie: gestopt tussen de twee.",
        en: "In the earlier version only: ended between the two." },
    Section { truth: Truth::Renamed, key: "renamed", columns: &["initiative", "earlier name", "later name"],
        nl: "Hernoemd met behoud van id; de latere versie noemt de eerdere naam.",
        en: "Renamed under the same id; the later version states the earlier name." },
    Section { truth: Truth::NewId, key: "new-id", columns: &["earlier", "later"],
        nl: "Ander id, dezelfde naam; de latere versie noemt het eerdere id.",
        en: "Another id, the same name; the later version states the earlier id." },
    Section { truth: Truth::GuessedRename, key: "guessed-rename", columns: &["earlier", "later"],
        nl: "Ander id en een naam die erop lijkt, met dezelfde actoren; nergens vermeld, alleen te raden.",
        en: "Another id and a similar name with the same actors; stated nowhere, only to be guessed." },
    Section { truth: Truth::Merged, key: "merged", columns: &["kept", "absorbed"],
        nl: "Samengevoegd: het eerste heeft in de latere versie de actoren en activiteiten van beide en noemt het tweede als eerder id.",
        en: "Merged: in the later version the first has the actors and activities of both and states the second as an earlier id." },
    Section { truth: Truth::CellClosed, key: "cell-closed", columns: &["region", "activity_type", "initiative"],
        nl: "Witte vlek die zich sloot: leeg in de eerdere versie, bediend in de latere.",
        en: "White spot that closed: absent in the earlier version, served in the later." },
    Section { truth: Truth::CellOpened, key: "cell-opened", columns: &["region", "activity_type", "initiative"],
        nl: "Witte vlek die ontstond: bediend in de eerdere versie, leeg in de latere.",
        en: "White spot that opened: served in the earlier version, absent in the later." },
    Section { truth: Truth::NewlySurveyed, key: "newly-surveyed", columns: &["initiative"],
        nl: "Alleen in de latere versie omdat PV29 toen pas is onderzocht: zij bestonden al.",
        en: "In the later version only because PV29 was surveyed for the first time: they existed already." },
];

/// The document of a version.
pub(super) fn document(world: &World, version: Version) -> GeneratedFile {
    let date = world.date(version);
    let opening = format!(
        "# Wat in dit voorbeeld is verstopt\n\n\
         Alles in deze dataset is verzonnen. Hieronder staat per soort waar een waarheid is verstopt die een analyse \
         moet vinden. Het toeval maakt er van de meeste soorten meer; wat hier staat geldt in deze versie \
         ({date}), tenzij een paragraaf over beide versies gaat. PV31 is niet onderzocht, PV29 alleen in de latere \
         versie.\n\n\
         *Everything in this dataset is invented. Below, per kind, where a truth was planted that an analysis must \
         find. Chance adds more of most kinds; what is listed holds in this version ({date}), unless a section is about \
         both versions. PV31 was not surveyed, PV29 only in the later version.*\n\n\
         Gemaakt met / made with: initiatives {}, seed {}, year {}.",
        world.config.initiatives, world.config.seed, world.config.year
    );
    let mut lines = vec![opening];
    for section in &SECTIONS {
        let rows = world.truths.of(section.truth, version);
        if rows.is_empty() {
            continue;
        }
        lines.push(format!("\n## {}\n\n{}\n*{}*\n", section.key, section.nl, section.en));
        lines.push(format!("| {} |", section.columns.join(" | ")));
        lines.push(format!("|{}", " --- |".repeat(section.columns.len())));
        lines.extend(rows.iter().map(|row| format!("| {} |", row.join(" | "))));
    }
    let content = lines.join("\n") + "\n";
    GeneratedFile { name: "PLANTED.md".to_owned(), content }
}
