//! Title, word of warning and footer of a figure about a part of a snapshot.

use super::catalog::Drawing;
use super::figure::{FooterLine, Frame};
use crate::ecosystem::{Basis, Ecosystem};
use crate::language::{Language, Text};
use crate::snapshot::Provenance;

/// The frame of a figure: `title` stands before the title of the dataset.
pub(super) fn frame(drawing: &Drawing<'_>, id: &str, title: &str, subtitle: String, about: &Provenance) -> Frame {
    let language = drawing.language;
    let ecosystem = &drawing.snapshot.ecosystem;
    let word = |nl: &str, en: &str| Text::new(nl, en).get(language).to_owned();
    let mut footer = vec![FooterLine::new(word("Gegevens", "Data"), source(ecosystem, language))];
    if !ecosystem.about().sources.is_empty() {
        footer.push(FooterLine::new(word("Bron", "Source"), ecosystem.about().sources.join("; ")));
    }
    footer.push(FooterLine::new(word("Methode", "Method"), about.method.get(language)));
    footer.push(FooterLine::new(word("Basis", "Basis"), about.basis.label(language)));
    Frame {
        id: id.to_owned(),
        title: format!("{title} – {}", ecosystem.about().title.get(language)),
        subtitle,
        warning: warning(about.basis, language),
        footer,
        language,
    }
}

/// Title, version and date of a dataset in one line.
fn source(ecosystem: &Ecosystem, language: Language) -> String {
    let about = ecosystem.about();
    let mut source = vec![about.title.get(language).to_owned()];
    if !about.version.is_empty() {
        source.push(format!("{} {}", Text::new("versie", "version").get(language), about.version));
    }
    if !about.date.is_empty() {
        source.push(about.date.clone());
    }
    source.join(" · ")
}

/// What must be said of figures that were not observed.
pub fn warning(basis: Basis, language: Language) -> Option<String> {
    let text = match basis {
        Basis::Published | Basis::Registered => return None,
        Basis::Modelled => Text::new(
            "Deels gemodelleerd: sommige gegevens zijn een inschatting, geen registratie.",
            "Partly modelled: some data are an estimate, not a record.",
        ),
        Basis::Reconstructed => Text::new(
            "Reconstructie: deze verbanden zijn nagebouwd op de gepubliceerde totalen en zijn niet zo waargenomen. Trek er \
             geen conclusies over afzonderlijke organisaties uit.",
            "Reconstruction: these links were rebuilt from the published totals and were not observed. Draw no conclusions \
             about single organisations from them.",
        ),
        Basis::Fictional => Text::new(
            "Fictief voorbeeld: organisaties, initiatieven en aantallen zijn verzonnen.",
            "Fictional example: organisations, initiatives and numbers are invented.",
        ),
    };
    Some(text.get(language).to_owned())
}
