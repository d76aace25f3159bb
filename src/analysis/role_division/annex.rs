//! What annex 3 of the action agenda gives each kind of actor, beside what is found.

use std::collections::BTreeMap;

use super::CoreRoles;
use crate::ecosystem::{ActorKind, Ecosystem, StatedKind};

/// The core roles that annex 3 (2023, figure on p. 26 and the text on p. 26 and 27) gives a kind of actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnnexRoles {
    pub coordinates: bool,
    pub executes: bool,
}

/// `None` for kinds that the annex does not name.
///
/// Coordinating: the ministry (national supply), the provinces (regional supply), organised business (demand). Executing:
/// departments, agencies and development agencies (national supply), authorities and platforms (regional supply), and the
/// others that the text lists for "doing": business associations, research and education, and private parties.
pub fn annex_roles(kind: &StatedKind) -> Option<AnnexRoles> {
    use ActorKind::{
        Bank, Bedrijf, Brancheorganisatie, Europa, Gemeente, Kennisinstelling, Ondernemersorganisatie, Onderwijs,
        Overig, Provincie, Rijk, Rom, Samenwerking, Stichting, Uitvoeringsorganisatie,
    };
    let StatedKind::Listed(kind) = kind else { return None };
    let (coordinates, executes) = match kind {
        Rijk | Provincie | Ondernemersorganisatie => (true, true),
        Brancheorganisatie => (true, false),
        Gemeente | Uitvoeringsorganisatie | Rom | Samenwerking | Kennisinstelling | Onderwijs | Bank | Bedrijf => {
            (false, true)
        }
        Stichting | Europa | Overig => return None,
    };
    Some(AnnexRoles { coordinates, executes })
}

/// One kind of actor that takes part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindRoles {
    /// `None`: not known.
    pub kind: Option<Box<str>>,
    /// `None`: not named by the annex.
    pub annex: Option<AnnexRoles>,
    /// Actors that take part, increasing within each; those with both roles count in both.
    pub actors: usize,
    pub coordinating: Vec<usize>,
    pub executing: Vec<usize>,
    pub untold: usize,
}

/// By code of the kind, unknown last.
pub(super) fn kind_roles(ecosystem: &Ecosystem, actors: &BTreeMap<usize, CoreRoles>) -> Vec<KindRoles> {
    let mut kinds: BTreeMap<(bool, &str), KindRoles> = BTreeMap::new();
    for (&actor, roles) in actors {
        let stated = ecosystem.actors()[actor].kind.as_ref();
        let code = stated.map(StatedKind::code);
        let kind = kinds.entry((code.is_none(), code.unwrap_or(""))).or_insert_with(|| KindRoles {
            kind: code.map(Into::into),
            annex: stated.and_then(annex_roles),
            actors: 0,
            coordinating: Vec::new(),
            executing: Vec::new(),
            untold: 0,
        });
        kind.actors += 1;
        if roles.coordinates {
            kind.coordinating.push(actor);
        }
        if roles.executes {
            kind.executing.push(actor);
        }
        kind.untold += usize::from(*roles == CoreRoles::default());
    }
    kinds.into_values().collect()
}
