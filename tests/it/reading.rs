//! What good datasets become, whatever their spelling.

use ecosysteemkaart::dataset::{Severity, read, shipped};
use ecosysteemkaart::ecosystem::{ActorKind, Area, Place, Role, StatedKind};

use crate::folder::{Folder, contents};

#[test]
fn three_tables_are_enough() {
    let ecosystem = Folder::new().ecosystem();
    assert_eq!(ecosystem.actors().len(), 2);
    let emmen = &ecosystem.actors()[0];
    assert_eq!((&*emmen.id, &*emmen.name), ("a1", "Gemeente Emmen"));
    assert_eq!(emmen.kind, Some(StatedKind::Listed(ActorKind::Gemeente)));
    let drenthe = ecosystem.regions().position("PV22").unwrap();
    assert_eq!(emmen.place, Some(Place::Region(drenthe)));
    assert_eq!(ecosystem.actors()[1].place, Some(Place::National));
    assert_eq!(ecosystem.regions().codes(&ecosystem.initiatives()[1].stated_area), ["PV20", "PV21"]);
    let funder = ecosystem.participations()[1];
    assert_eq!((funder.initiative, funder.actor), (0, 1));
    assert!(funder.roles.only_funds());
    assert!(ecosystem.activities().is_empty());
    assert_eq!(ecosystem.regions().len(), 12);
    let lead = &ecosystem.taxonomy().dimensions()[ecosystem.taxonomy().lead()];
    assert_eq!((&*lead.id, lead.values.len()), ("activity_type", 12));
}
