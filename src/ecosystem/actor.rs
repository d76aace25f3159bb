//! Organisations.

use super::coded::coded;
use super::region::Place;

coded! {
    /// What sort of organisation an actor is.
    ActorKind {
        Rijk = "rijk", "rijk", "national government";
        Provincie = "provincie", "provincie", "province";
        Gemeente = "gemeente", "gemeente", "municipality";
        Uitvoeringsorganisatie = "uitvoeringsorganisatie", "uitvoeringsorganisatie", "executive agency";
        Rom = "rom", "regionale ontwikkelingsmaatschappij", "regional development agency";
        Kennisinstelling = "kennisinstelling", "kennisinstelling", "research institute";
        Onderwijs = "onderwijs", "onderwijs", "education";
        Brancheorganisatie = "brancheorganisatie", "brancheorganisatie", "trade association";
        Ondernemersorganisatie = "ondernemersorganisatie", "ondernemersorganisatie", "business association";
        Bank = "bank", "bank", "bank";
        Bedrijf = "bedrijf", "bedrijf", "company";
        Stichting = "stichting", "stichting", "foundation";
        Samenwerking = "samenwerking", "samenwerkingsverband", "partnership", "samenwerkingsverband";
        Europa = "europa", "Europese instelling", "European institution";
        Overig = "overig", "overig", "other";
    }
}

coded! {
    /// Whether an actor is public.
    Publicness {
        Public = "publiek", "publiek", "public";
        SemiPublic = "semipubliek", "semipubliek", "semi-public", "semi-publiek";
        Private = "privaat", "privaat", "private";
    }
}

coded! {
    /// The scale on which an actor or initiative works.
    Level {
        European = "european", "Europees", "European", "europa", "eu", "internationaal";
        National = "national", "nationaal", "national", "landelijk", "rijk";
        Regional = "regional", "regionaal", "regional", "provinciaal", "provincie", "regio";
        Local = "local", "lokaal", "local", "gemeentelijk", "gemeente";
    }
}

/// Kind of an actor as the data say it: one of the list, or another word that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StatedKind {
    Listed(ActorKind),
    Other(Box<str>),
}

impl StatedKind {
    pub fn code(&self) -> &str {
        match self {
            Self::Listed(kind) => kind.code(),
            Self::Other(word) => word,
        }
    }
}

/// An organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    pub id: Box<str>,
    pub name: Box<str>,
    pub kind: Option<StatedKind>,
    pub public: Option<Publicness>,
    pub level: Option<Level>,
    /// Where it is, as the data say; [`super::Ecosystem::actor_place`] falls back on what its initiatives serve.
    pub place: Option<Place>,
    pub aliases: Vec<Box<str>>,
    pub url: Option<Box<str>>,
}
