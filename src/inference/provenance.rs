//! From a scenario to the tables that say where its numbers came from.

use super::analysis::{Analysis, Put, Study};
use crate::parameter::Spec;
use crate::results::ResultsError;
use crate::results::tables::{ALL, AssumptionRow, AuditRow, EvidenceRow};
use crate::scenario::evidence::Evidence;
use crate::scenario::{Assumption, Grounds, audit};
use std::collections::{BTreeMap, BTreeSet};

impl Analysis for AssumptionRow {
    fn each(study: &Study, put: Put<'_, Self>) -> Result<(), ResultsError> {
        audit(study.results.scenario()).iter().try_for_each(|row| put(&assumption(row)))
    }
}

/// Evidence that published figures come from is here too.
impl Analysis for EvidenceRow {
    fn each(study: &Study, put: Put<'_, Self>) -> Result<(), ResultsError> {
        let scenario = study.results.scenario();
        let rows = audit(scenario);
        let own = rows.iter().flat_map(|row| &row.evidence).map(String::as_str);
        let cited: BTreeSet<&str> = own.chain(study.published.iter().flat_map(|row| row.evidence.split_whitespace())).collect();
        cited.into_iter().filter_map(|id| scenario.evidence.get(id)).try_for_each(|row| put(&evidence(row)))
    }
}

impl Analysis for AuditRow {
    fn each(study: &Study, put: Put<'_, Self>) -> Result<(), ResultsError> {
        counts(&audit(study.results.scenario())).iter().try_for_each(put)
    }
}

/// What a distribution is called, and nothing for a value that is known.
fn distribution(spec: Spec) -> &'static str {
    match spec {
        Spec::Constant(_) => "",
        Spec::Uniform(..) => "uniform",
        Spec::LogUniform(..) => "log-uniform",
        Spec::Triangular(..) => "triangular",
    }
}

/// What was assumed of a parameter.
pub(super) fn assumption(a: &Assumption) -> AssumptionRow {
    let range = a.spec.and_then(|spec| match spec {
        Spec::Constant(_) => None,
        Spec::Uniform(low, high) | Spec::LogUniform(low, high) | Spec::Triangular(low, _, high) => Some([low, high]),
    });
    AssumptionRow {
        arm: a.arm.clone().unwrap_or_else(|| ALL.to_owned()),
        parameter: a.path.clone(),
        from: a.start.map_or_else(String::new, |start| start.to_string()),
        value: a.value.clone(),
        unit: a.unit.to_owned(),
        distribution: a.spec.map_or("", distribution).to_owned(),
        low: range.map(|range| range[0]),
        mode: if let Some(Spec::Triangular(_, mode, _)) = a.spec { Some(mode) } else { None },
        high: range.map(|range| range[1]),
        evidence: a.evidence.join(" "),
        status: a.status.map_or_else(|| Grounds::Unstated.name().to_owned(), |s| s.to_string()),
        confidence: a.confidence.map_or_else(String::new, |c| c.to_string()),
        caveat: [a.note.as_str(), &a.caveat].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" · "),
    }
}

fn evidence(e: &Evidence) -> EvidenceRow {
    EvidenceRow {
        id: e.id.clone(),
        quantity: e.quantity.clone(),
        value: e.value,
        unit: e.unit.clone(),
        year: e.year.clone(),
        place: e.place.clone(),
        status: e.status.to_string(),
        confidence: e.confidence.to_string(),
        source: e.source.clone(),
        url: e.url.clone(),
        caveat: e.caveat.clone(),
    }
}

/// Values by topic, the whole first.
fn counts(rows: &[Assumption]) -> Vec<AuditRow> {
    let row = |topic: String, of: &[&Assumption]| {
        let count = |grounds: Grounds| of.iter().filter(|row| row.grounds() == grounds).count() as u32;
        let [cited, recalled, assumed, unstated] = Grounds::ALL.map(count);
        AuditRow { topic, cited, recalled, assumed, unstated }
    };
    let mut topics: BTreeMap<String, Vec<&Assumption>> = BTreeMap::new();
    for assumption in rows {
        topics.entry(assumption.topic()).or_default().push(assumption);
    }
    let whole = row(ALL.to_owned(), &rows.iter().collect::<Vec<_>>());
    std::iter::once(whole).chain(topics.into_iter().map(|(topic, of)| row(topic, &of))).collect()
}
