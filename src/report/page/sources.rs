//! Where the numbers that went in came from, and how the policies differ.

use serde::Serialize;

use crate::report::figure::Figure;
use crate::results::RunInfo;
use crate::results::tables::{ALL, AssumptionRow, AuditRow, EvidenceRow};

/// The part of the page on what was assumed.
#[derive(Serialize)]
pub(super) struct Sources<'a> {
    arms: Vec<Arm<'a>>,
    audit: Vec<Counts<'a>>,
    assumptions: Vec<Group<'a>>,
    evidence: Vec<Cited<'a>>,
}

/// What one policy changes.
#[derive(Serialize)]
struct Arm<'a> {
    title: String,
    changes: Vec<Change<'a>>,
}

#[derive(Serialize)]
struct Change<'a> {
    parameter: &'a str,
    /// The value in the world that all share; none for a part of the world that only this policy has.
    before: Option<&'a str>,
    after: &'a str,
    unit: &'a str,
    from: &'a str,
}

#[derive(Serialize)]
struct Counts<'a> {
    topic: &'a str,
    counts: [Option<Figure>; 4],
}

/// Parameters of one table of the scenario.
#[derive(Serialize)]
struct Group<'a> {
    name: &'a str,
    rows: Vec<Stated<'a>>,
}

#[derive(Serialize)]
struct Stated<'a> {
    row: &'a AssumptionRow,
    /// Ids that the list of sources has.
    cited: Vec<&'a str>,
}

#[derive(Serialize)]
struct Cited<'a> {
    row: &'a EvidenceRow,
    value: Option<Figure>,
    /// Its address, where a browser may follow it.
    link: Option<String>,
}

impl<'a> Sources<'a> {
    pub fn new(run: &RunInfo, assumptions: &'a [AssumptionRow], evidence: &'a [EvidenceRow], audit: &'a [AuditRow]) -> Self {
        Self {
            arms: run.arms.iter().map(|arm| Arm { title: run.title(arm).to_owned(), changes: changes(arm, assumptions) }).collect(),
            audit: audit.iter().map(counts).collect(),
            assumptions: groups(assumptions),
            evidence: evidence.iter().map(|row| Cited { row, value: Figure::plain(row.value), link: link(&row.url) }).collect(),
        }
    }
}

/// An address that leads to a page: of no other scheme, which could run something.
fn link(url: &str) -> Option<String> {
    let lower = url.trim().to_ascii_lowercase();
    let plain = ["http://", "https://"].iter().any(|scheme| lower.starts_with(scheme));
    let doi = lower.strip_prefix("doi:").filter(|doi| doi.trim().starts_with("10.")).map(|doi| format!("https://doi.org/{}", doi.trim()));
    if plain { Some(url.trim().to_owned()) } else { doi }
}

fn changes<'a>(arm: &str, assumptions: &'a [AssumptionRow]) -> Vec<Change<'a>> {
    let prefix = format!("arm.{arm}.");
    let own = assumptions.iter().filter(|row| row.arm == arm);
    own.map(|row| {
        let parameter = row.parameter.strip_prefix(&prefix).unwrap_or(&row.parameter);
        let shared = assumptions.iter().find(|other| other.arm == ALL && other.parameter == parameter);
        Change { parameter, before: shared.map(|other| other.value.as_str()), after: &row.value, unit: &row.unit, from: &row.from }
    })
    .collect()
}

fn counts(row: &AuditRow) -> Counts<'_> {
    let topic = if row.topic == ALL { "All together" } else { &row.topic };
    Counts { topic, counts: [row.cited, row.recalled, row.assumed, row.unstated].map(|n| Figure::plain(f64::from(n))) }
}

/// The rows by the first word of their parameter, in the order of the table.
fn groups(assumptions: &[AssumptionRow]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group> = Vec::new();
    for row in assumptions {
        let name = row
            .parameter
            .split_once('.')
            .map_or("settings of the run", |(table, _)| if table == "arm" { "changes by policy" } else { table });
        let stated = Stated { row, cited: row.evidence.split_whitespace().collect() };
        match groups.last_mut() {
            Some(group) if group.name == name => group.rows.push(stated),
            _ => groups.push(Group { name, rows: vec![stated] }),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::link;

    #[test]
    fn only_addresses_of_pages_become_links() {
        for url in ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "file:///etc/passwd", "doi:javascript", "", "//host"]
        {
            assert_eq!(link(url), None, "{url}");
        }
        assert_eq!(link("HTTPS://example.org/a").as_deref(), Some("HTTPS://example.org/a"));
        assert_eq!(link("doi:10.1000/182").as_deref(), Some("https://doi.org/10.1000/182"));
    }
}
