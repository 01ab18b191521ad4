//! `veilsim diff`.

use super::Failure;
use super::streams::say;
use crate::app::{self, AppError, Compared, Difference, Moved};
use crate::scenario::{Change, Stated};
use crate::text::{compact, percent, signed};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  veilsim diff output/tiktok-dms output/fewer-reviewers
  veilsim diff old/scenario.toml new/scenario.toml
  veilsim diff --markdown published output/tiktok-dms > comment.md

Exit codes are those of diff: 0 nothing differs, 1 something does, 2 a mistake in the input.")]
pub(super) struct Diff {
    /// A results directory, or a scenario
    #[arg(value_name = "A")]
    first: PathBuf,
    /// Another
    #[arg(value_name = "B")]
    second: PathBuf,
    /// Write Markdown, for a pull request
    #[arg(long)]
    markdown: bool,
}

impl Diff {
    /// True if nothing differs.
    pub(super) fn run(self) -> Result<bool, Failure> {
        let found = app::compare(&self.first, &self.second).map_err(|error| match error {
            // What cannot be read is no difference.
            AppError::Results(unreadable) => Failure::Usage(unreadable.to_string()),
            other => other.into(),
        })?;
        let [first, second] = [&self.first, &self.second].map(|place| place.display().to_string());
        let style = if self.markdown { Style::Markdown } else { Style::Plain };
        say(style.told(&first, &second, &found))?;
        Ok(found.is_none())
    }
}

/// How it is written.
#[derive(Clone, Copy, PartialEq)]
enum Style {
    Plain,
    Markdown,
}

impl Style {
    fn told(self, first: &str, second: &str, found: &Difference) -> String {
        let mut text = match self {
            Self::Plain => format!("A: {first}\nB: {second}\n"),
            Self::Markdown => format!("**A**: `{first}` · **B**: `{second}`\n"),
        };
        if found.changes.is_empty() {
            text += &line("The scenarios state the same.");
        } else {
            text += &line(&match found.changes.len() {
                1 => "The scenarios differ in one place:".to_owned(),
                n => format!("The scenarios differ in {n} places:"),
            });
            let rows: Vec<[String; 4]> = found.changes.iter().map(row_of_change).collect();
            text += &self.table(["what", "A", "B", "rests on"], &rows);
        }
        if let Some(outcomes) = &found.outcomes {
            text += &self.outcomes(outcomes);
        }
        text.trim_end().to_owned()
    }

    fn outcomes(self, outcomes: &Compared) -> String {
        if outcomes.is_same {
            return line("The results are the same bytes.");
        }
        let mut text = String::new();
        if let Some([before, after]) = &outcomes.versions {
            text += &line(&format!("veilsim {before} wrote A, and veilsim {after} wrote B."));
        }
        let [a, b] = outcomes.draws;
        let how = if outcomes.is_paired {
            format!("Both share seed and draws, so that runs are compared in pairs: {} draws.", a.min(b))
        } else {
            format!("Seeds or draws are not the same, so that {a} draws of A are compared with {b} independent ones of B.")
        };
        text += &line(&how);
        let looked_at = format!("{} outcomes of policies (95 %, Holm's method over all of them)", outcomes.looked_at);
        if outcomes.moved.is_empty() {
            return text + &line(&format!("Nothing moved beyond noise among {looked_at}."));
        }
        text += &line(&format!("{} moved beyond noise among {looked_at}:", outcomes.moved.len()));
        let rows: Vec<[String; 4]> = outcomes.moved.iter().map(row_of_outcome).collect();
        text + &self.table(["outcome", "A", "B", "B less A"], &rows)
    }

    fn table(self, heads: [&str; 4], rows: &[[String; 4]]) -> String {
        match self {
            Self::Markdown => {
                let cells = |cells: Vec<&str>| format!("| {} |\n", cells.join(" | "));
                let escaped = |row: &[String; 4]| row.each_ref().map(|cell| cell.replace('|', "\\|").replace('\n', " "));
                let body: String = rows.iter().map(escaped).map(|row| cells(row.iter().map(String::as_str).collect())).collect();
                format!("\n{}{}{body}", cells(heads.to_vec()), "|---|---|---|---|\n")
            }
            Self::Plain => {
                rows.iter().map(|[what, a, b, more]| format!("  {what}\n    A: {a}\n    B: {b}\n    {}: {more}\n", heads[3])).collect()
            }
        }
    }
}

fn line(words: &str) -> String {
    format!("\n{words}\n")
}

fn row_of_change(Change { path, start, before, after }: &Change) -> [String; 4] {
    let value = |stated: &Option<Stated>| stated.as_ref().map_or_else(|| "not stated".to_owned(), |stated| stated.value.clone());
    let grounds = |stated: &Option<Stated>| stated.as_ref().map(|stated| stated.grounds.clone()).filter(|grounds| !grounds.is_empty());
    let what = start.map_or_else(|| path.clone(), |day| format!("{path}, from day {} on", compact(day)));
    let rests_on = match (grounds(before), grounds(after)) {
        (None, None) => "–".to_owned(),
        (a, b) if a == b => a.unwrap_or_default(),
        (a, b) => [("A", a), ("B", b)].map(|(which, grounds)| format!("{which}: {}", grounds.unwrap_or_else(|| "–".to_owned()))).join("; "),
    };
    [what, value(before), value(after), rests_on]
}

fn row_of_outcome(Moved { arm, outcome, means: [a, b], interval, .. }: &Moved) -> [String; 4] {
    let definition = outcome.definition();
    let share = if *a == 0.0 { String::new() } else { format!(" ({})", percent(100.0 * (b / a - 1.0))) };
    let range = interval.map_or_else(|| ", the same in every run".to_owned(), |i| format!(" [{}, {}]", signed(i.low), signed(i.high)));
    let of = |mean: &f64| format!("{} {}", compact(*mean), definition.unit);
    [format!("{arm}: {}", definition.name), of(a), of(b), format!("{}{share}{range}", signed(b - a))]
}
