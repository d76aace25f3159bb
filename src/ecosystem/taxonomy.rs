//! The ways in which activities are classified: data, not code.

use super::coded::{coded, fold};
use super::initiative::Class;
use crate::language::Text;

/// Position of a value in its [`Dimension`].
pub type ValueIndex = u16;

/// Stands among an activity's values for "open to every value" (`alle`).
pub const EVERY_VALUE: ValueIndex = ValueIndex::MAX;

/// The word for [`EVERY_VALUE`] in data and JSON.
pub const EVERY_VALUE_CODE: &str = "alle";

coded! {
    /// What a dimension says about an offer.
    Aspect {
        Content = "content", "inhoud", "content";
        Method = "method", "methode", "method";
        Target = "target", "doelgroep", "target group";
        Need = "need", "behoefte", "need";
    }
}

/// One value of a dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    pub id: Box<str>,
    pub label: Text,
    /// Other spellings that are read as this value.
    pub aliases: Vec<Box<str>>,
    /// Modelled reach of an activity of this type (Regioscan, figure 4).
    pub reach: Option<Class>,
    /// Modelled effort that it asks of an entrepreneur (Regioscan, figure 4).
    pub effort: Option<Class>,
}

impl Value {
    /// A value of an open list, known only by its word.
    pub fn bare(id: &str) -> Self {
        Self { id: id.into(), label: Text::same(id), aliases: Vec::new(), reach: None, effort: None }
    }

    /// Whether folded words name this value.
    pub fn answers_to(&self, folded: &str) -> bool {
        fold(&self.id) == folded
            || fold(&self.label.nl) == folded
            || fold(&self.label.en) == folded
            || self.aliases.iter().any(|alias| fold(alias) == folded)
    }
}

/// A way to classify activities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dimension {
    /// Such as `activity_type`: the column of `activities.csv`.
    pub id: Box<str>,
    pub label: Text,
    /// Whether an activity may have several values.
    pub several: bool,
    /// Whether values outside the list are accepted as they are.
    pub open: bool,
    /// `None`: not part of an offer, left out of overlap.
    pub aspect: Option<Aspect>,
    /// For an open list: the values that occur, sorted by id.
    pub values: Vec<Value>,
}

impl Dimension {
    pub fn value(&self, index: ValueIndex) -> Option<&Value> {
        self.values.get(usize::from(index))
    }

    /// The code of a value as data and JSON have it, `alle` included.
    pub fn value_code(&self, index: ValueIndex) -> &str {
        if index == EVERY_VALUE { EVERY_VALUE_CODE } else { self.value(index).map_or("", |value| &value.id) }
    }

    pub fn position(&self, id: &str) -> Option<ValueIndex> {
        let found = self.values.iter().position(|value| &*value.id == id)?;
        ValueIndex::try_from(found).ok()
    }
}

/// All dimensions, one of which leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taxonomy {
    dimensions: Vec<Dimension>,
    lead: usize,
}

impl Taxonomy {
    /// # Errors
    /// A sentence, where there is no dimension, two share an id, one has more values than fit, or the lead is unknown.
    pub fn new(dimensions: Vec<Dimension>, lead: &str) -> Result<Self, String> {
        for (position, dimension) in dimensions.iter().enumerate() {
            if dimensions.iter().take(position).any(|earlier| earlier.id == dimension.id) {
                return Err(format!("dimension {} is given twice", dimension.id));
            }
            if dimension.values.len() >= usize::from(EVERY_VALUE) {
                return Err(format!("dimension {} has more than {} values", dimension.id, EVERY_VALUE - 1));
            }
        }
        let lead = dimensions
            .iter()
            .position(|dimension| &*dimension.id == lead)
            .ok_or_else(|| format!("the lead dimension {lead} is not among the dimensions"))?;
        Ok(Self { dimensions, lead })
    }

    pub fn dimensions(&self) -> &[Dimension] {
        &self.dimensions
    }

    /// Position of the lead dimension: the one that white spots are cut by when nothing else is asked.
    pub fn lead(&self) -> usize {
        self.lead
    }

    pub fn position(&self, id: &str) -> Option<usize> {
        self.dimensions.iter().position(|dimension| &*dimension.id == id)
    }
}
