//! Signals: the work list.

use serde_json::{Map, Value, json};

use crate::analysis::signals::Signals;
use crate::dataset::establishments;
use crate::ecosystem::{Class, SignalKind};
use crate::export::{AboutSection, RecordSchema, SignalRecord, SignalsRecord, signals_record};
use crate::snapshot::{Provenance, Snapshot, SnapshotConfig, SnapshotError, default_signals, provenance_signals};
use crate::store::KeptStatus;
use crate::web::asked::Asked;
use crate::web::catalog::Entry;
use crate::web::openapi::Operation;
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::respond::{self, Answer, ListAbout};

/// What to look at, most urgent first. `region` keeps what is felt there, `signal` kinds (several by commas), `urgency` a
/// class, and `reconstructed=true` adds what rests on a reconstruction.
pub fn signals(asked: &Asked, entry: &Entry, snapshot: &Snapshot, mut query: Query) -> Result<Answer, Problem> {
    let (ecosystem, language) = (&snapshot.ecosystem, query.language());
    let region = query.region(ecosystem);
    let kinds: Vec<(&str, SignalKind)> = SignalKind::ALL.iter().map(|&kind| (kind.code(), kind)).collect();
    let kinds = query.choices("signal", &kinds);
    let classes: Vec<(&str, Class)> = Class::ALL.iter().map(|&class| (class.code(), class)).collect();
    let class = query.choice("urgency", &classes);
    let reconstructed = query.choice("reconstructed", &[("true", true), ("false", false)]).unwrap_or(false);
    let paging = query.paging();
    query.finish()?;
    let found = of(snapshot).map_err(|error| Problem::too_large(language, "signal", error.to_string()))?;
    let mut record = signals_record(ecosystem, found, reconstructed);
    let code = region.map(|region| ecosystem.regions().code(region));
    record.signals.retain(|signal| {
        code.is_none_or(|code| signal.regions.iter().any(|region| region == code))
            && kinds.as_ref().is_none_or(|kinds| kinds.contains(&signal.kind))
            && class.is_none_or(|class| signal.urgency_class == class)
    });
    lay_over(&mut record, &entry.statuses);
    let summary = json!({ "asOf": record.as_of, "kinds": record.kinds });
    let summary = if let Value::Object(fields) = summary { fields } else { Map::new() };
    let about = AboutSection::new(Provenance {
        basis: provenance_signals::basis(ecosystem, reconstructed),
        exceptions: Vec::new(),
        method: provenance_signals::method(),
    });
    respond::list(asked, language, ecosystem, ListAbout { about, summary }, &record.signals, paging)
}

/// The signals of a snapshot, found now, and kept, where they have not come yet.
///
/// # Errors
/// Where a result would not fit.
pub fn of(snapshot: &Snapshot) -> Result<&Signals, SnapshotError> {
    if let Some(found) = snapshot.signals.get() {
        return Ok(found);
    }
    let config = SnapshotConfig { establishments: establishments(), ..SnapshotConfig::default() };
    let found = default_signals(snapshot, &config)?;
    // Who was first meanwhile has the same.
    Ok(snapshot.signals.get_or_init(|| found))
}

/// Lays what was decided over the signals; `statuses` are sorted by key.
pub fn lay_over(record: &mut SignalsRecord, statuses: &[KeptStatus]) {
    for signal in &mut record.signals {
        if let Ok(position) = statuses.binary_search_by(|kept| kept.signal.cmp(&signal.key)) {
            let decided = &statuses[position].status;
            let date = decided.date.map(|date| date.to_string());
            signal.decide(decided.status, decided.owner.as_deref(), date, decided.note.as_deref());
        }
    }
}

pub fn about() -> Operation {
    Operation::list(
        RecordSchema::of::<SignalRecord>(),
        "Signalen",
        "De werklijst: elke overlap zonder samenwerking, witte vlek, kwetsbare cel, aflopend initiatief en onmisbare actor, dringendste eerst.",
    )
    .keys(&["region", "signal", "urgency", "reconstructed"])
    .without_filters()
}
