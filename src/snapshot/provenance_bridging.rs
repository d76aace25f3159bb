//! Method and basis of bridging.

use crate::ecosystem::{Basis, Ecosystem};
use crate::language::Text;

/// How bridging is measured.
pub fn method() -> Text {
    Text::new(
        "Bemiddeling telt hoe vaak een actor twee anderen verbindt die niet zelf samenwerken, naar hun niveau, regio of \
         cluster, en deelt dat door wat bij willekeurig verdeelde groepen te verwachten is (Gould en Fernandez). Een \
         scharnier neemt deel aan landelijke én regionale initiatieven; spreiding is de participatiecoëfficiënt over \
         regio's (Guimerà en Amaral); een verbindende actor of brug is een schakel zonder welke actoren los raken.",
        "Brokerage counts how often an actor connects two others that do not work together themselves, by their level, \
         region or cluster, divided by what is to be expected if the groups were dealt out at random (Gould and \
         Fernandez). A hinge takes part in national and in regional initiatives; spread is the participation coefficient \
         over regions (Guimerà and Amaral); an articulation actor or bridge is a link without which actors are cut off.",
    )
}

/// The weakest basis among what bridging uses: who takes part, level and place of actors, level and area of initiatives.
pub fn basis(ecosystem: &Ecosystem) -> Basis {
    let about = ecosystem.about();
    let always = [
        ("participations", "initiative"),
        ("participations", "actor"),
        ("actors", "level"),
        ("actors", "region"),
        ("initiatives", "level"),
        ("initiatives", "regions"),
    ];
    let weakest = about.weakest(&always);
    let from_activities = ecosystem.initiatives().iter().enumerate().any(|(position, initiative)| {
        !initiative.stated_area.is_known() && ecosystem.initiative_area(position).is_known()
    });
    if from_activities { weakest.max(about.basis_of("activities", "regions")) } else { weakest }
}
