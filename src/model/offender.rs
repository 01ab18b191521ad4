//! Offenders: individuals in classes.

use super::assumptions::OffenderClass;
use super::population::{Account, BANDS};
use crate::engine::distribution::cumulative;
use crate::units::Time;

/// Most accounts that one offender runs.
pub const MOST_ACCOUNTS: u8 = 128;

/// A class of offenders, with what follows from its parameters worked out.
#[derive(Clone, Debug)]
pub struct Class {
    /// The class's identity in streams.
    pub id: u64,
    /// Its parameters.
    pub rules: OffenderClass,
    /// Accounts that one person runs.
    pub accounts: u8,
    /// Running totals of the ages approached.
    pub targets: Vec<f64>,
    /// The greatest chance of an answer among the ages approached: approaches are thinned by it.
    pub engage: f64,
}

impl Class {
    /// Works out what follows from a class's parameters. `engage` is the chance of an answer by age band.
    #[must_use]
    pub fn new(id: u64, rules: &OffenderClass, engage: [f64; BANDS]) -> Self {
        let targets = rules.approach.targets.get();
        Self {
            id,
            rules: rules.clone(),
            accounts: rules.accounts.number().round().clamp(1.0, f64::from(MOST_ACCOUNTS)) as u8,
            targets: cumulative(&targets),
            engage: (0..BANDS).filter(|b| targets[*b] > 0.0).map(|b| engage[b]).fold(0.0, f64::max),
        }
    }
}

/// One offender. A person, not an account.
#[derive(Clone, Copy, Debug)]
pub struct Offender {
    /// Identity in streams.
    pub id: u64,
    /// Accounts lost at present, a bit each.
    pub lost: u128,
    /// First act, or the start of the run.
    pub since: Time,
    /// Gives up then, if nothing else ends it.
    pub until: Time,
    /// Working since, if any account works.
    pub active_since: Time,
    /// Sharing sessions so far, those without an account included.
    pub shares: u32,
    /// Answerable approaches so far, those without an account included.
    pub approaches: u32,
    /// Accounts lost so far.
    pub losses: u16,
    /// Police have an open case.
    pub under_investigation: bool,
    /// Class, by its place in the order of names.
    pub class: u8,
    /// Platform at present.
    pub platform: u8,
    /// Market.
    pub market: u8,
    /// Accounts run, lost ones included.
    pub accounts: u8,
    /// Skill at not being recognised, in standard deviations of the detection scale.
    pub skill: f32,
    /// Place in a rollout.
    pub position: f32,
    /// Turns encryption on where uptake exceeds this.
    pub reluctance: f32,
}

impl Offender {
    /// Whether an account is lost at present.
    #[must_use]
    pub fn has_lost(&self, account: u8) -> bool {
        self.lost >> account & 1 == 1
    }

    /// Whether any account works.
    #[must_use]
    pub fn works(&self) -> bool {
        self.lost.count_ones() < u32::from(self.accounts)
    }

    /// What a policy can tell about the offender's accounts: they declare an adult.
    #[must_use]
    pub fn account(&self) -> Account {
        Account { declared: super::population::ADULT, position: f64::from(self.position), reluctance: f64::from(self.reluctance) }
    }
}
