//! What people call things: the outcomes of the answer in plain words, alike on the page, in charts and on the console, and parameters.

use super::charts::lower_first;
use crate::model::Outcome;
use crate::results::RunInfo;
use crate::scenario::describe;

/// The outcomes of the answer, each as a plural, so that it rises or falls in a sentence.
const PLAIN: [(Outcome, &str); 8] = [
    (Outcome::ChildrenHarmed, "Children harmed in conversations"),
    (Outcome::HarmedByExposure, "Children harmed by exposure"),
    (Outcome::ChildrenSafeguarded, "Children found by police"),
    (Outcome::ActionableReports, "Reports police can act on"),
    (Outcome::InnocentContentExamined, "Innocent people whose messages a person read"),
    (Outcome::AccountsScanned, "Account-days of content examined by a machine"),
    (Outcome::InnocentSuspended, "Innocent people suspended"),
    (Outcome::ContentUnlawful, "Account-days of content exposed beyond lawful demands"),
];

/// What people call an outcome; its id where there is none.
#[must_use]
pub fn outcome_name(id: &str) -> &str {
    let Some(outcome) = Outcome::by_id(id) else { return id };
    PLAIN.iter().find(|(plain, _)| *plain == outcome).map_or(outcome.definition().name, |(_, name)| name)
}

/// A parameter in the words of its documentation, with the market or platform that it is of.
pub(super) fn parameter(run: &RunInfo, path: &str) -> String {
    let path = path.strip_prefix("arm.").and_then(|rest| rest.split_once('.')).map_or(path, |(_, below)| below);
    let Some(description) = describe().into_iter().find(|description| description.is_of(path)) else {
        return path.rsplit('.').next().unwrap_or_default().replace('-', " ");
    };
    let parts = description.path.split('.').zip(path.split('.'));
    let of: Vec<&str> = parts.filter(|(own, _)| own.starts_with('<')).map(|(_, name)| run.called(name)).collect();
    let said = lower_first(description.doc.split(". ").next().unwrap_or_default().trim_end_matches('.'));
    if of.is_empty() { said } else { format!("{said} ({})", of.join(", ")) }
}
