//! Gathering findings while reading.

use std::collections::HashMap;

use super::{At, Finding, Findings, LISTED_PER_KIND, MORE_ROWS, Place, Severity, rank, shorten};
use crate::dataset::problem::Problem;

type Group = (Place, Option<String>, Option<String>, Problem);

/// Gathers findings while reading: groups equal warnings and stops listing where a kind runs wild.
#[derive(Debug, Default)]
pub(in crate::dataset) struct Collector {
    findings: Vec<Finding>,
    /// Warnings by what they have in common, to their position.
    groups: HashMap<Group, usize>,
    /// Listed so far per file and kind.
    listed: HashMap<(Place, &'static str), u64>,
    /// Position of the finding that counts the unlisted ones.
    further: HashMap<(Place, &'static str), usize>,
    errors: bool,
    /// How often something was reported.
    reports: u64,
}

impl Collector {
    /// How often something was reported so far, whether it is listed or not.
    pub fn reports(&self) -> u64 {
        self.reports
    }

    pub fn has_errors(&self) -> bool {
        self.errors
    }

    /// An error without a value or suggestion.
    pub fn error(&mut self, at: At<'_>, problem: Problem) {
        self.add(Severity::Error, at, problem, "", || None);
    }

    /// An error about what stands in a cell. The suggestion is only worked out where the finding is listed.
    pub fn wrong(&mut self, at: At<'_>, problem: Problem, value: &str, nearest: impl FnOnce() -> Option<String>) {
        self.add(Severity::Error, at, problem, value, nearest);
    }

    pub fn warn(&mut self, at: At<'_>, problem: Problem, value: &str, nearest: impl FnOnce() -> Option<String>) {
        let value_shown = shorten(value);
        let key = (at.place.clone(), at.column.map(str::to_owned), value_shown, problem.clone());
        if let Some(finding) = self.groups.get(&key).and_then(|&position| self.findings.get_mut(position)) {
            finding.count += 1;
            self.reports += 1;
            if let Some(row) = at.row
                && finding.more_rows.len() < MORE_ROWS
            {
                finding.more_rows.push(row);
            }
            return;
        }
        if let Some(position) = self.add(Severity::Warning, at, problem, value, nearest) {
            self.groups.insert(key, position);
        }
    }

    /// A warning that was counted by the reader itself: it occurs in the row given and in `more_rows`, `count` times.
    pub fn warn_counted(&mut self, at: At<'_>, problem: Problem, value: &str, more_rows: Vec<u64>, count: u64) {
        if let Some(position) = self.add(Severity::Warning, at, problem, value, || None)
            && let Some(finding) = self.findings.get_mut(position)
        {
            finding.more_rows = more_rows;
            finding.count = count;
        }
    }

    /// Takes over what was found in a part of a file, which has its place there under a path.
    pub fn take_over(&mut self, place: &Place, findings: Findings, path: &str) {
        for finding in findings.0 {
            let column = match &finding.column {
                Some(column) => format!("{path}.{column}"),
                None => path.to_owned(),
            };
            let (problem, value) = (finding.problem, finding.value.unwrap_or_default());
            self.add(finding.severity, place.at(finding.row, Some(&column)), problem, &value, || finding.nearest);
        }
    }

    /// Takes over everything that was found in other files.
    pub fn append(&mut self, findings: Findings) {
        self.errors |= findings.has_errors();
        self.findings.extend(findings.0);
    }

    /// Takes over what was found in the parts of a table, in their order: then it is as if one had gathered it all. Takes
    /// nothing, and says so with `false`, where a kind may run wild: what is still listed depends on all parts.
    pub fn take_parts(&mut self, parts: Vec<Self>) -> bool {
        let mut listed = self.listed.clone();
        for (kind, count) in parts.iter().flat_map(|part| &part.listed) {
            *listed.entry(kind.clone()).or_default() += count;
        }
        if parts.iter().any(|part| !part.further.is_empty()) || listed.values().any(|&count| count > LISTED_PER_KIND) {
            return false;
        }
        for part in parts {
            self.reports += part.reports;
            self.errors |= part.errors;
            let mut groups: Vec<Option<Group>> = vec![None; part.findings.len()];
            for (group, position) in part.groups {
                groups[position] = Some(group);
            }
            for (finding, group) in part.findings.into_iter().zip(groups) {
                let known = group.as_ref().and_then(|group| self.groups.get(group).copied());
                if let Some(known) = known.and_then(|position| self.findings.get_mut(position)) {
                    known.count += finding.count;
                    known.more_rows.extend(finding.row.into_iter().chain(finding.more_rows));
                    known.more_rows.truncate(MORE_ROWS);
                    continue;
                }
                let place = Place { file: finding.file.clone(), sheet: finding.sheet.clone() };
                *self.listed.entry((place, finding.problem.code())).or_default() += 1;
                self.groups.extend(group.map(|group| (group, self.findings.len())));
                self.findings.push(finding);
            }
        }
        true
    }

    fn add(
        &mut self,
        severity: Severity,
        at: At<'_>,
        problem: Problem,
        value: &str,
        nearest: impl FnOnce() -> Option<String>,
    ) -> Option<usize> {
        self.reports += 1;
        self.errors |= severity == Severity::Error;
        let kind = (at.place.clone(), problem.code());
        let listed = self.listed.entry(kind.clone()).or_default();
        let is_listed = *listed < LISTED_PER_KIND;
        if !is_listed && let Some(finding) = self.further.get(&kind).and_then(|&at| self.findings.get_mut(at)) {
            finding.count += 1;
            return None;
        }
        *listed += 1;
        let position = self.findings.len();
        if !is_listed {
            self.further.insert(kind, position);
        }
        self.findings.push(Finding {
            severity,
            file: at.place.file.clone(),
            sheet: at.place.sheet.clone(),
            row: at.row.filter(|_| is_listed),
            column: at.column.filter(|_| is_listed).and_then(shorten),
            value: if is_listed { shorten(value) } else { None },
            problem: if is_listed { problem } else { Problem::Further(Box::new(problem)) },
            nearest: if is_listed { nearest() } else { None },
            count: 1,
            more_rows: Vec::new(),
        });
        is_listed.then_some(position)
    }

    pub fn finish(self) -> Findings {
        let mut findings = self.findings;
        findings.sort_by(|a, b| {
            let unlisted = |finding: &Finding| matches!(finding.problem, Problem::Further(_));
            let key = |finding: &Finding| (rank(finding), unlisted(finding), finding.row);
            key(a)
                .cmp(&key(b))
                .then_with(|| (&a.file, &a.sheet, &a.column).cmp(&(&b.file, &b.sheet, &b.column)))
                .then_with(|| (a.problem.code(), &a.value).cmp(&(b.problem.code(), &b.value)))
        });
        Findings(findings)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A row that says something: of which kind, and about what.
    type Said = (u8, u8);

    fn tell(findings: &mut Collector, place: &Place, row: usize, (kind, value): Said) {
        let at = place.at(Some(row as u64 + 2), Some(["kind", "level"][usize::from(value % 2)]));
        let words = format!("w{}", value / 2);
        let offer = || Some(format!("near {words}"));
        match kind {
            0 => findings.warn(at, Problem::UnknownKind, &words, offer),
            1 => findings.warn(at, Problem::UnknownRole, "", || None),
            2 => findings.wrong(at, Problem::WrongInteger, &words, || None),
            3 => findings.error(at, Problem::EmptyCell),
            _ => {}
        }
    }

    fn gathered(place: &Place, rows: &[(usize, Said)]) -> Collector {
        let mut findings = Collector::default();
        rows.iter().for_each(|&(row, said)| tell(&mut findings, place, row, said));
        findings
    }

    proptest! {
        /// However rows are cut in parts, it is as if one had gathered it all.
        #[test]
        fn parts_come_to_the_whole(
            said in prop::collection::vec((0_u8..6, 0_u8..8), 0..120),
            cuts in prop::collection::vec(0_usize..120, 0..5),
        ) {
            let place = Place::file("actors.csv");
            let rows: Vec<(usize, Said)> = said.into_iter().enumerate().collect();
            let mut ends: Vec<usize> = cuts.into_iter().map(|cut| cut.min(rows.len())).chain([0, rows.len()]).collect();
            ends.sort_unstable();
            let parts = ends.windows(2).map(|cut| gathered(&place, &rows[cut[0]..cut[1]])).collect();
            let (mut whole, mut taken) = (gathered(&place, &[(0, (3, 1))]), gathered(&place, &[(0, (3, 1))]));
            rows.iter().for_each(|&(row, said)| tell(&mut whole, &place, row, said));
            prop_assert!(taken.take_parts(parts));
            // What comes afterwards is grouped with what was taken.
            tell(&mut whole, &place, 500, (0, 1));
            tell(&mut taken, &place, 500, (0, 1));
            prop_assert_eq!((whole.reports(), whole.has_errors()), (taken.reports(), taken.has_errors()));
            prop_assert_eq!(whole.finish(), taken.finish());
        }
    }

    #[test]
    fn what_runs_wild_is_not_taken() {
        let place = Place::file("actors.csv");
        let wrong = |rows: std::ops::Range<usize>| gathered(&place, &rows.map(|row| (row, (2, 0))).collect::<Vec<_>>());
        let half = LISTED_PER_KIND as usize / 2;
        let mut findings = Collector::default();
        assert!(!findings.take_parts(vec![wrong(0..half), wrong(half..2 * half + 1)]));
        assert!(!findings.take_parts(vec![wrong(0..2 * half + 1)]));
        assert_eq!(findings.reports(), 0);
        assert!(findings.take_parts(vec![wrong(0..half), wrong(half..2 * half)]));
        assert_eq!(findings.finish(), wrong(0..2 * half).finish());
    }
}
