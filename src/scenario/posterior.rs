//! A posterior: what published figures leave of the ranges of the uncertain parameters, as a table of draws: `posterior.csv`.
//!
//! A row is a member, a column a parameter by its path; a cell is the quantile of the parameter's range. Before the members stands a row
//! with the ranges, and before the table, behind `#`, where it comes from.

use crate::parameter::{Group, each_parameter};
use std::collections::BTreeMap;

use super::Scenario;

/// The name of the first column.
const MEMBER: &str = "member";
/// What stands there in the row of ranges.
const RANGE: &str = "range";

/// Draws of the uncertain parameters that published figures leave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Posterior {
    /// Where it comes from, as name and text.
    pub about: Vec<(String, String)>,
    /// Paths of the parameters.
    pub paths: Vec<String>,
    /// The range of each, as the audit shows it.
    pub ranges: Vec<String>,
    /// By member, the quantile of each.
    pub members: Vec<Vec<f64>>,
}

impl Posterior {
    /// Reads a table.
    ///
    /// # Errors
    /// The first thing in it that no such table has.
    pub fn read(text: &str) -> Result<Self, String> {
        let lines = text.lines().take_while(|line| line.starts_with('#'));
        let about = lines.filter_map(|line| line.trim_start_matches('#').trim().split_once(": "));
        let about = about.map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
        let headers = reader.headers().map_err(|error| error.to_string())?.clone();
        if headers.get(0) != Some(MEMBER) || headers.len() < 2 {
            return Err("the first column is member, and the others are parameters".to_owned());
        }
        let paths: Vec<String> = headers.iter().skip(1).map(str::to_owned).collect();
        let mut rows = reader.records();
        let ranges = rows.next().ok_or("it has no row")?.map_err(|error| error.to_string())?;
        if ranges.get(0) != Some(RANGE) {
            return Err("the first row has the ranges of the parameters".to_owned());
        }
        let ranges = ranges.iter().skip(1).map(str::to_owned).collect();
        let quantile = |cell: &str| cell.parse::<f64>().ok().filter(|q| *q > 0.0 && *q < 1.0).ok_or(format!("{cell} is no quantile"));
        let member = |row: csv::Result<csv::StringRecord>| row.map_err(|error| error.to_string())?.iter().skip(1).map(quantile).collect();
        let members = rows.map(member).collect::<Result<Vec<Vec<f64>>, String>>()?;
        if members.is_empty() { Err("it has no member".to_owned()) } else { Ok(Self { about, paths, ranges, members }) }
    }

    /// The table's text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text: String = self.about.iter().map(|(name, value)| format!("# {name}: {}\n", value.replace(['\n', '\r'], " "))).collect();
        let mut put = |cells: &mut dyn Iterator<Item = String>| {
            let row: Vec<String> = cells.collect();
            text += &(row.join(",") + "\n");
        };
        // A path holds no comma; a range does.
        put(&mut std::iter::once(MEMBER.to_owned()).chain(self.paths.iter().cloned()));
        put(&mut std::iter::once(RANGE.to_owned()).chain(self.ranges.iter().map(|range| format!("\"{range}\""))));
        for (number, member) in self.members.iter().enumerate() {
            put(&mut std::iter::once(number.to_string()).chain(member.iter().map(|quantile| format!("{quantile:.6}"))));
        }
        text
    }

    /// Parameters of a scenario whose range is not that of the posterior, which says nothing of them. One value is a choice of the
    /// scenario, and no such thing.
    #[must_use]
    pub fn strange(&self, scenario: &Scenario) -> Vec<String> {
        let own = ranges(scenario);
        let differs = |(path, range): &(&String, &String)| own.get(*path).is_some_and(|own| own != *range);
        self.paths.iter().zip(&self.ranges).filter(differs).map(|(path, _)| path.clone()).collect()
    }
}

/// The uncertain parameters of all arms of a scenario by path, and their ranges as the audit shows them. Arms share the quantile of a
/// path; where they state several ranges for it, the first is shown.
#[must_use]
pub fn ranges(scenario: &Scenario) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut visit = |group: &mut dyn Group, above: &str| {
        each_parameter(group, &mut |path, _, leaf| {
            if let Some(spec) = leaf.spec().filter(crate::parameter::Spec::is_uncertain) {
                found.entry(format!("{above}{path}")).or_insert_with(|| spec.show(&leaf.kind()));
            }
        });
    };
    for arm in &scenario.arms {
        visit(&mut arm.plan.world.clone(), "");
        for change in &arm.plan.changes {
            visit(&mut change.after.clone(), &format!("platform.{}.", change.platform));
        }
    }
    found
}
