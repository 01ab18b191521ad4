//! State of investigation: cases, investigators, and the children whom they might find.

use crate::engine::Station;
use crate::model::books::Balance;
use crate::model::flag::Subject;
use crate::model::identity::{ById, CaseId, MarketId, OffenderId, PlatformId, Pool, SearchId};
use crate::model::mechanism::reporting::rules::Kind;
use crate::model::population::Person;
use crate::units::Time;
use rustc_hash::FxHashMap;

/// Classes of urgency: a child may be at risk now, or not.
pub const URGENCIES: usize = 2;

/// A case, from the report until it is closed.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// Identity in streams.
    pub id: u64,
    /// Whom it is about.
    pub subject: Subject,
    /// On which platform.
    pub platform: PlatformId,
    /// Whose police.
    pub market: MarketId,
    /// What it is about.
    pub(super) kind: Kind,
    /// A child told police; no platform reported it.
    pub(super) told: bool,
    /// When the thing happened that it is about.
    pub(super) flagged: Time,
    /// The messages that it is about were encrypted.
    pub(super) encrypted: bool,
    /// Police have content.
    pub(super) content: bool,
    pub(super) actionable: bool,
    pub(super) urgent: bool,
    /// It is the open case of an offender.
    pub(super) opened: bool,
}

/// A child who was not found, and will be in a search to come.
#[derive(Clone, Copy, Debug)]
pub struct Search {
    /// Identity in streams of the case that did not find the child.
    pub case: u64,
    /// The child.
    pub child: Person,
    /// On which platform the case was.
    pub platform: PlatformId,
}

/// The police of every market.
#[derive(Clone, Debug)]
pub struct Police {
    /// Investigators and the cases before them.
    pub(super) stations: ById<MarketId, Station<CaseId>>,
    pub(super) cases: Pool<CaseId, Case>,
    /// By market: the chance that triage opens a case on a report that can be acted on, while nobody waits.
    pub(super) opens: ById<MarketId, f64>,
    /// Searches that will find somebody.
    pub(super) searches: Pool<SearchId, Search>,
    pub(super) received: u64,
    pub(super) closed: u64,
    /// Children whom each offender has harmed and police have not looked for.
    pub(super) victims: FxHashMap<OffenderId, Vec<Person>>,
}

impl Police {
    /// Nobody on duty, and nothing to do. `opens` says of each market how readily cases are opened.
    #[must_use]
    pub fn new(opens: ById<MarketId, f64>) -> Self {
        Self {
            stations: opens.ids().map(|_| Station::new(0, URGENCIES)).collect(),
            opens,
            searches: Pool::default(),
            cases: Pool::default(),
            received: 0,
            closed: 0,
            victims: FxHashMap::default(),
        }
    }

    /// The case, if it is not closed.
    #[must_use]
    #[inline]
    pub fn get(&self, case: CaseId) -> Option<&Case> {
        self.cases.get(case)
    }

    /// A search that will find somebody.
    #[must_use]
    pub fn search(&self, search: SearchId) -> &Search {
        &self.searches[search]
    }

    /// Cases waiting in a market.
    #[must_use]
    pub fn waiting(&self, market: MarketId) -> usize {
        self.stations[market].queue()
    }

    /// The identity that the next case will have.
    #[must_use]
    pub fn next(&self) -> CaseId {
        self.cases.next()
    }

    /// How many cases have been closed.
    #[must_use]
    pub fn closed(&self) -> u64 {
        self.closed
    }

    /// Reports received, closed and under way.
    #[must_use]
    pub fn balance(&self) -> Balance {
        Balance { entered: self.received, left: self.closed, held: self.cases.len() as u64 }
    }
}
