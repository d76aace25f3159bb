//! What people decided about names and signals: laid over a dataset, whatever its version.

use std::collections::BTreeMap;

use time::Date;
use time::macros::format_description;

use super::{By, Store, StoreError, within};
use crate::ecosystem::{NameDecision, SignalStatus};

/// A decision on two names that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptName {
    pub dataset: String,
    pub decision: NameDecision,
    pub note: Option<String>,
    pub by: By,
}

/// What to keep of a signal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewStatus {
    pub status: SignalStatus,
    /// A desk or organisation.
    pub owner: Option<String>,
    pub date: Option<Date>,
    pub note: Option<String>,
}

/// The status of a signal that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptStatus {
    pub dataset: String,
    /// Key of the signal.
    pub signal: String,
    pub status: NewStatus,
    pub by: By,
}

impl Store {
    /// Keeps a decision on two names.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was kept.
    pub async fn decide_name(
        &self,
        dataset: &str,
        decision: &NameDecision,
        note: Option<&str>,
        by: &By,
    ) -> Result<(), StoreError> {
        let which = format!("{dataset}: {} {} {}", decision.keep, decision.decision, decision.merge);
        let work = async {
            let mut change = self.change(by, "name-decision", &which).await?;
            sqlx::query(
                "INSERT INTO name_decisions (number, dataset, keep, merge, decision, note, who, at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            )
            .bind(change.number)
            .bind(dataset)
            .bind(&*decision.keep)
            .bind(&*decision.merge)
            .bind(&*decision.decision)
            .bind(note)
            .bind(&by.who)
            .bind(super::micros(by.at))
            .execute(&mut *change.transaction)
            .await?;
            change.transaction.commit().await
        };
        within("keeping a decision on names", work).await
    }

    /// The decisions on names that hold, by dataset and names.
    ///
    /// # Errors
    /// [`StoreError`] where the database does not answer.
    pub async fn name_decisions(&self) -> Result<Vec<KeptName>, StoreError> {
        type Row = (String, String, String, String, Option<String>, String, i64);
        let rows =
            sqlx::query_as("SELECT dataset, keep, merge, decision, note, who, at FROM name_decisions ORDER BY number");
        let rows: Vec<Row> = within("the decisions on names", rows.fetch_all(&self.pool)).await?;
        let mut last = BTreeMap::new();
        for (dataset, keep, merge, decision, note, who, at) in rows {
            let key = (dataset.clone(), keep.clone(), merge.clone());
            let decision = NameDecision { keep: keep.into(), merge: merge.into(), decision: decision.into() };
            last.insert(key, KeptName { dataset, decision, note, by: By::read(who, at) });
        }
        Ok(last.into_values().collect())
    }

    /// Keeps what was decided about a signal.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was kept.
    pub async fn set_status(&self, dataset: &str, signal: &str, status: &NewStatus, by: &By) -> Result<(), StoreError> {
        let which = format!("{dataset}: {signal} {}", status.status.code());
        let work = async {
            let mut change = self.change(by, "signal", &which).await?;
            sqlx::query(
                "INSERT INTO signal_statuses (number, dataset, signal, status, owner, date, note, who, at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            )
            .bind(change.number)
            .bind(dataset)
            .bind(signal)
            .bind(status.status.code())
            .bind(status.owner.as_deref())
            .bind(status.date.map(|date| date.to_string()))
            .bind(status.note.as_deref())
            .bind(&by.who)
            .bind(super::micros(by.at))
            .execute(&mut *change.transaction)
            .await?;
            change.transaction.commit().await
        };
        within("keeping the status of a signal", work).await
    }

    /// The statuses of signals that hold, by dataset and key.
    ///
    /// # Errors
    /// [`StoreError`] where the database does not answer.
    pub async fn statuses(&self) -> Result<Vec<KeptStatus>, StoreError> {
        type Row = (String, String, String, Option<String>, Option<String>, Option<String>, String, i64);
        let rows = sqlx::query_as(
            "SELECT dataset, signal, status, owner, date, note, who, at FROM signal_statuses ORDER BY number",
        );
        let rows: Vec<Row> = within("the statuses of signals", rows.fetch_all(&self.pool)).await?;
        let mut last = BTreeMap::new();
        for (dataset, signal, status, owner, date, note, who, at) in rows {
            // A status that a later program knows and this one does not stays in the database.
            let Some(status) = SignalStatus::ALL.iter().copied().find(|known| known.code() == status) else { continue };
            let date = date.and_then(|date| Date::parse(&date, format_description!("[year]-[month]-[day]")).ok());
            let status = NewStatus { status, owner, date, note };
            let key = (dataset.clone(), signal.clone());
            last.insert(key, KeptStatus { dataset, signal, status, by: By::read(who, at) });
        }
        Ok(last.into_values().collect())
    }
}
