//! A text of a checklist: headings, what is filled in, and what the author must write.

use crate::model::Outcome;
use crate::model::mechanism::Mechanism;
use crate::results::Manifest;
use crate::scenario::{Assumption, Scenario, audit};

/// What stands where only the author can write.
const MARK: &str = "author must write";

/// A text in Markdown, and the number of places in it that the author must write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The text.
    pub text: String,
    /// Places marked "author must write", which the text's head does not count in.
    pub marks: usize,
}

/// A text that is being filled from a scenario and the record of its run.
pub(super) struct Checklist<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) manifest: &'a Manifest,
    /// Every parameter in force.
    pub(super) assumptions: Vec<Assumption>,
    text: String,
    marks: usize,
}

impl<'a> Checklist<'a> {
    pub(super) fn new(scenario: &'a Scenario, manifest: &'a Manifest) -> Self {
        Self { scenario, manifest, assumptions: audit(scenario), text: String::new(), marks: 0 }
    }

    /// A heading, paragraph, list or table.
    pub(super) fn say(&mut self, text: &str) {
        if !text.is_empty() {
            self.text += &format!("{}\n\n", text.trim_end());
        }
    }

    /// A place that only the author can write.
    pub(super) fn ask(&mut self, what: &str) {
        self.marks += 1;
        self.say(&format!("> **{MARK}** ({}): {what}", self.marks));
    }

    /// A table; nothing without rows.
    pub(super) fn table<const N: usize>(&mut self, heads: [&str; N], rows: impl IntoIterator<Item = [String; N]>) {
        let body: String = rows.into_iter().map(|row| format!("| {} |\n", row.each_ref().map(|text| cell(text)).join(" | "))).collect();
        if !body.is_empty() {
            self.say(&format!("| {} |\n|{}\n{body}", heads.join(" | "), "---|".repeat(N)));
        }
    }

    /// The whole text, with its head.
    pub(super) fn end(self, form: &str, reference: &str) -> Text {
        let (run, marks) = (&self.manifest.run, self.marks);
        let count = match marks {
            0 => "Nothing in it is left to the author.".to_owned(),
            1 => format!("One place is marked \"{MARK}\"."),
            n => format!("{n} places are marked \"{MARK}\"."),
        };
        let head = format!(
            "# {}\n\n{form} ({reference}), filled by veilsim {} from the scenario `{}` and the record of its run. {count}\n\n",
            plain(&run.question),
            run.version,
            run.name
        );
        Text { text: head + self.text.trim_end() + "\n", marks }
    }

    /// The policies: what each is called, and when it begins to differ.
    pub(super) fn policies(&mut self) {
        let run = &self.manifest.run;
        let rows = run.arms.iter().enumerate().map(|(place, arm)| {
            let begins = match run.begins.get(place).copied().flatten() {
                _ if *arm == run.baseline => "the baseline".to_owned(),
                None => "never differs from the baseline".to_owned(),
                Some(day) => format!("day {day}"),
            };
            let changes = self.assumptions.iter().filter(|row| row.arm.as_deref() == Some(arm)).count();
            [format!("`{arm}`"), run.title(arm).to_owned(), begins, changes.to_string()]
        });
        let rows: Vec<_> = rows.collect();
        self.table(["policy", "title", "differs from", "values that it changes"], rows);
    }

    /// What each policy changes, and since when.
    pub(super) fn changes(&mut self) {
        let rows: Vec<_> = self
            .assumptions
            .iter()
            .filter_map(|row| {
                let from = row.start.map_or_else(|| "the start".to_owned(), |start| start.to_string());
                Some([format!("`{}`", row.arm.as_ref()?), format!("`{}`", row.path), from, row.value.clone(), rests_on(row)])
            })
            .collect();
        self.table(["policy", "parameter", "from", "value", "rests on"], rows);
    }

    /// The parameters that are ranges.
    pub(super) fn ranges(&mut self) {
        let rows: Vec<_> = self
            .assumptions
            .iter()
            .filter(|row| is_range(row))
            .map(|row| [format!("`{}`", row.path), row.value.clone(), rests_on(row), row.note.clone()])
            .collect();
        self.table(["parameter", "distribution", "rests on", "reason"], rows);
    }

    /// How many parameters there are, and how many of them are ranges.
    pub(super) fn counts(&self) -> (usize, usize) {
        (self.assumptions.len(), self.assumptions.iter().filter(|row| is_range(row)).count())
    }

    /// The evidence that is cited, in the order of its ids.
    pub(super) fn cited(&self) -> Vec<[String; 4]> {
        let mut ids: Vec<&String> = self.assumptions.iter().flat_map(|row| &row.evidence).collect();
        ids.sort();
        ids.dedup();
        let found = ids.into_iter().filter_map(|id| self.scenario.evidence.get(id));
        found
            .map(|row| {
                let figure = format!("{} {}", row.value, row.unit);
                let source = if row.url.is_empty() { row.source.clone() } else { format!("{} <{}>", row.source, row.url) };
                [
                    format!("`{}`", row.id),
                    format!("{}: {figure} ({}, {})", row.quantity, row.place, row.year),
                    row.status.to_string(),
                    source,
                ]
            })
            .collect()
    }

    /// The parameters of the shared world whose paths end in one of these words.
    pub(super) fn values(&mut self, ends: &[&str]) {
        let is_one = |row: &&Assumption| row.arm.is_none() && row.path.rsplit('.').next().is_some_and(|end| ends.contains(&end));
        let rows: Vec<_> = self
            .assumptions
            .iter()
            .filter(is_one)
            .map(|row| [format!("`{}`", row.path), format!("{} {}", row.value, row.unit), rests_on(row)])
            .collect();
        self.table(["parameter", "value", "rests on"], rows);
    }

    /// The outcomes that the answer is given in.
    pub(super) fn outcomes(&mut self) {
        let shown = &self.manifest.charts;
        let ids = if shown.headline.is_empty() { &shown.answer } else { &shown.headline };
        let found = ids.iter().filter_map(|id| Outcome::by_id(id)).map(Outcome::definition);
        let rows: Vec<_> = found.map(|d| [format!("`{}`", d.id), d.name.to_owned(), d.unit.to_owned(), d.definition.to_owned()]).collect();
        self.table(["outcome", "name", "unit", "definition"], rows);
    }

    /// The method that chose the points, if there was one.
    pub(super) fn method(&mut self) {
        if let Some(method) = &self.manifest.method {
            self.say(&format!("The points that were simulated are those of the method `{}`; the record lists them.", method.name()));
        }
    }

    /// Where the scenario plays, and how much of the world is simulated.
    pub(super) fn places(&mut self) {
        let (run, classes) = (&self.manifest.run, self.scenario.base.offender.iter().map(|(name, _)| name));
        let called = |names: &mut dyn Iterator<Item = &str>| names.map(|name| run.called(name)).collect::<Vec<_>>().join(", ");
        let text = format!(
            "Here the platforms are {}; the markets {}; the classes of offenders {}. The share of the world that is simulated is {}.",
            called(&mut run.platforms.iter().map(String::as_str)),
            called(&mut run.markets.iter().map(String::as_str)),
            called(&mut classes.into_iter()),
            run.sample
        );
        self.say(&text);
    }

    /// How many runs there are.
    pub(super) fn replications(&mut self) {
        let (run, per_draw) = (&self.manifest.run, self.manifest.replications_per_draw);
        let draws = run.replications.div_ceil(per_draw.get());
        let stopped = run.precision.as_ref().map_or_else(String::new, |precision| {
            format!(" It stopped there for the precision: {} of the baseline's mean, or {} replications.", precision.share, precision.most)
        });
        let planned = run.planned.map_or_else(String::new, |planned| format!(" It was interrupted: {planned} were planned."));
        self.say(&format!(
            "There are {} replications of each policy, under {draws} draws of the assumptions ({per_draw} replications a draw).{stopped}{planned}",
            run.replications
        ));
    }

    /// Where all chance comes from.
    pub(super) fn seeds(&self) -> String {
        let run = &self.manifest.run;
        let other = run.assumption_seed.map_or_else(String::new, |seed| format!(", that of the draws of the assumptions {seed}"));
        format!("The seed is {}{other}.", run.seed)
    }

    /// With what the result can be proved.
    pub(super) fn proof(&self) -> String {
        let Manifest { run, scenario_hash, digest, .. } = self.manifest;
        format!(
            "`manifest.json` holds scenario, presets and settings in full. `veilsim verify` of version {} simulates the result again and \
             compares every byte; the hash of the scenario is `blake3:{scenario_hash}`, and the digest of all outcomes `blake3:{digest}`.",
            run.version
        )
    }

    /// Whether the scenario switches a mechanism off.
    pub(super) fn is_off(&self, mechanism: Mechanism) -> bool {
        let path = format!("mechanism.{}.enabled", mechanism.entry().name);
        self.assumptions.iter().any(|row| row.arm.is_none() && row.path == path && row.value == "false")
    }
}

fn is_range(row: &Assumption) -> bool {
    row.spec.is_some_and(|spec| spec.is_uncertain())
}

/// What a value rests on.
fn rests_on(row: &Assumption) -> String {
    if row.evidence.is_empty() {
        row.grounds().name().to_owned()
    } else {
        format!("{} ({})", row.grounds().name(), row.evidence.join(", "))
    }
}

/// A cell of a table in Markdown.
fn cell(text: &str) -> String {
    // What is in angle brackets is an address; anything else would be markup.
    let safe = if text.contains("<http") { text.to_owned() } else { text.replace('<', "&lt;") };
    plain(&safe.replace('|', "\\|"))
}

/// A text in one line.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
