//! A run event by event, as a table, as JSON lines, or in words.

use crate::model::identity::{BAND_NAMES, MarketId, PlatformId};
use crate::model::trace::{Party, TraceRecord};
use crate::model::{Plan, Simulation};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{Error, Result, Write};

/// How a trace is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TraceFormat {
    /// A table with a header.
    Csv,
    /// One JSON object a line.
    Jsonl,
    /// A sentence a line.
    Words,
}

/// An event as it is written.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TraceRow {
    /// Days since the count began; before that, negative.
    pub day: f64,
    /// A word for the event.
    pub event: String,
    /// Whom or what it is about; empty where it concerns all.
    pub subject: String,
    /// Who else is concerned.
    pub with: String,
    /// Platform, where there is one.
    pub platform: String,
    /// Market, where there is one.
    pub market: String,
    /// What happens, in words.
    pub what: String,
    /// Outcomes counted: id and amount, for the people simulated, before a sample is scaled up.
    pub counted: String,
    /// Identity of the subject: the same in every arm in which the event happens.
    pub identity: String,
}

/// Somebody or something of whom a trace tells.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mention {
    /// What `--follow` calls it.
    pub id: String,
    /// An offender's class; else empty.
    pub class: String,
    /// Events that concern it.
    pub events: u64,
    /// Day of the first.
    pub first_day: f64,
    /// Day of the last.
    pub last_day: f64,
}

/// Writes a trace.
pub struct TraceWriter<'a, W: Write> {
    out: Output<W>,
    labels: Labels<'a>,
    /// The one thing of which is told, if not of all.
    follow: Option<String>,
    rows: u64,
}

enum Output<W: Write> {
    Csv(Box<csv::Writer<W>>),
    Jsonl(W),
    Words(W),
}

impl<'a, W: Write> TraceWriter<'a, W> {
    /// A writer of a trace of `plan`, of all that happens or of what concerns one.
    pub fn new(plan: &'a Plan, format: TraceFormat, follow: Option<String>, out: W) -> Self {
        let out = match format {
            TraceFormat::Csv => Output::Csv(Box::new(csv::Writer::from_writer(out))),
            TraceFormat::Jsonl => Output::Jsonl(out),
            TraceFormat::Words => Output::Words(out),
        };
        Self { out, labels: Labels::new(plan), follow, rows: 0 }
    }

    /// Writes an event, if it concerns whom the trace follows.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&mut self, simulation: &Simulation, record: &TraceRecord) -> Result<()> {
        let parties = self.labels.parties(&record.parties);
        if self.follow.as_ref().is_some_and(|followed| !parties.contains(followed)) {
            return Ok(());
        }
        self.rows += 1;
        let row = self.labels.row(simulation, record, &parties);
        match &mut self.out {
            Output::Csv(out) => out.serialize(row).map_err(io_error),
            Output::Jsonl(out) => {
                serde_json::to_writer(&mut *out, &row)?;
                out.write_all(b"\n")
            }
            Output::Words(out) => writeln!(out, "{}", sentence(&row)),
        }
    }

    /// Ends the trace; gives the number of events written.
    ///
    /// # Errors
    /// If what is still buffered cannot be written.
    pub fn finish(self) -> Result<u64> {
        match self.out {
            Output::Csv(mut out) => out.flush()?,
            Output::Jsonl(mut out) | Output::Words(mut out) => out.flush()?,
        }
        Ok(self.rows)
    }
}

/// The error beneath one of the CSV writer: a closed pipe must be told from others.
fn io_error(error: csv::Error) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => Error::other(format!("{other:?}")),
    }
}

fn sentence(row: &TraceRow) -> String {
    let part = |before: &str, text: &str| if text.is_empty() { String::new() } else { format!("{before}{text}") };
    let who = part("", &row.subject) + &part(" with ", &row.with) + &part(" on ", &row.platform) + &part(" in ", &row.market);
    format!("day {:>8.3}  {}{}{}", row.day, row.what, part("  · ", &who), part("  · counted: ", &row.counted))
}

/// Lists everybody and everything of whom a run tells.
pub struct Mentions<'a> {
    labels: Labels<'a>,
    kind: String,
    found: BTreeMap<String, Mention>,
}

impl<'a> Mentions<'a> {
    /// A list of those of a kind: offender, user, flag, report or conversation.
    #[must_use]
    pub fn new(plan: &'a Plan, kind: &str) -> Self {
        Self { labels: Labels::new(plan), kind: format!("{kind}:"), found: BTreeMap::new() }
    }

    /// Notes whom an event concerns.
    pub fn note(&mut self, simulation: &Simulation, record: &TraceRecord) {
        let day = simulation.day(record.at);
        let labels = self.labels.parties(&record.parties);
        for (label, party) in labels.into_iter().zip(&record.parties).filter(|(label, _)| label.starts_with(&self.kind)) {
            let class = self.labels.class(simulation, *party);
            let new = || Mention { id: label.clone(), class, events: 0, first_day: day, last_day: day };
            let mention = self.found.entry(label.clone()).or_insert_with(new);
            mention.events += 1;
            mention.last_day = day;
        }
    }

    /// Writes the list as a table, those with the most events first.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(self, out: impl Write) -> Result<()> {
        let mut list: Vec<Mention> = self.found.into_values().collect();
        list.sort_by(|a, b| b.events.cmp(&a.events).then(a.first_day.total_cmp(&b.first_day)).then(a.id.cmp(&b.id)));
        let mut writer = csv::Writer::from_writer(out);
        list.iter().try_for_each(|mention| writer.serialize(mention)).map_err(io_error)?;
        writer.flush()
    }
}

/// What people and things are called. Flags, reports and conversations are numbered as they are met.
struct Labels<'a> {
    platforms: Vec<&'a str>,
    markets: Vec<&'a str>,
    classes: Vec<&'a str>,
    numbers: BTreeMap<(&'static str, u64), usize>,
    /// How many there are of each kind.
    counts: BTreeMap<&'static str, usize>,
}

impl<'a> Labels<'a> {
    fn new(plan: &'a Plan) -> Self {
        let world = &plan.world;
        Self {
            platforms: world.platform.iter().map(|(name, _)| name).collect(),
            markets: world.market.iter().map(|(name, _)| name).collect(),
            classes: world.offender.iter().map(|(name, _)| name).collect(),
            numbers: BTreeMap::new(),
            counts: BTreeMap::new(),
        }
    }

    fn parties(&mut self, parties: &[Party]) -> Vec<String> {
        parties.iter().map(|party| self.label(*party)).collect()
    }

    fn label(&mut self, party: Party) -> String {
        match party {
            Party::Offender(number) => format!("offender:{}", number.index()),
            Party::User(person) => {
                format!("user:{}.{}.{}", self.markets[person.market().index()], BAND_NAMES[person.band().index()], person.index())
            }
            Party::Flag(identity) => self.numbered("flag", identity),
            Party::Report(identity) => self.numbered("report", identity),
            Party::Conversation(identity) => self.numbered("conversation", identity),
        }
    }

    fn numbered(&mut self, kind: &'static str, identity: u64) -> String {
        let number = *self.numbers.entry((kind, identity)).or_insert_with(|| {
            let count = self.counts.entry(kind).or_default();
            *count += 1;
            *count - 1
        });
        format!("{kind}:{number}")
    }

    fn class(&self, simulation: &Simulation, party: Party) -> String {
        match party {
            Party::Offender(number) => self.classes[simulation.offenders()[number.index()].class.index()].to_owned(),
            _ => String::new(),
        }
    }

    fn row(&self, simulation: &Simulation, record: &TraceRecord, parties: &[String]) -> TraceRow {
        let name = |place: Option<usize>, names: &[&str]| place.map_or_else(String::new, |place| names[place].to_owned());
        let counted =
            record.counted.iter().map(|(outcome, amount)| format!("{} {}", outcome.definition().id, (amount * 1e3).round() / 1e3));
        TraceRow {
            day: simulation.day(record.at),
            event: record.event.to_owned(),
            subject: parties.first().cloned().unwrap_or_default(),
            with: parties.get(1..).unwrap_or_default().join(" "),
            platform: name(record.platform.map(PlatformId::index), &self.platforms),
            market: name(record.market.map(MarketId::index), &self.markets),
            what: record.what.clone(),
            counted: counted.collect::<Vec<_>>().join(", "),
            identity: format!("{:016x}", record.identity),
        }
    }
}
