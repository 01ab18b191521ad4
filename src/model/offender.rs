//! Offenders: individuals in classes.

use super::assumptions::OffenderClass;
use super::population::{Account, BANDS};
use crate::engine::distribution::{Geometric, cumulative};
use crate::units::Time;

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
    /// Files in a session of sharing.
    pub files: Geometric,
}

impl Class {
    /// Works out what follows from a class's parameters. `engage` is the chance of an answer by age band.
    #[must_use]
    pub fn new(id: u64, rules: &OffenderClass, engage: [f64; BANDS]) -> Self {
        let targets = rules.approach.targets.get();
        Self {
            id,
            rules: rules.clone(),
            accounts: rules.accounts.number().round() as u8,
            targets: cumulative(&targets),
            engage: (0..BANDS).filter(|b| targets[*b] > 0.0).map(|b| engage[b]).fold(0.0, f64::max),
            files: Geometric::new(rules.sharing.files.number()),
        }
    }
}

/// One account of an offender.
#[derive(Clone, Copy, Debug, Default)]
pub struct Standing {
    /// How often it has been replaced: what tells it from the ones that had its place before.
    pub generation: u16,
    /// It does not work at present.
    pub lost: bool,
}

/// One offender. A person, not an account.
///
/// A large world is bound by memory, and most events touch one offender at random: so a record is one line of cache.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub struct Offender {
    /// Identity in streams.
    pub id: u64,
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
    /// Where the first account stands among all accounts; the others follow.
    pub first_account: u32,
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
    /// Accounts lost at present.
    pub lost: u8,
    /// Skill at not being recognised, in standard deviations of the detection scale.
    pub skill: f32,
    /// Place in a rollout.
    pub position: f32,
    /// Turns encryption on where uptake exceeds this.
    pub reluctance: f32,
}

impl Offender {
    /// Whether any account works.
    #[must_use]
    #[inline]
    pub fn works(&self) -> bool {
        self.lost < self.accounts
    }

    /// What a policy can tell about the offender's accounts: they declare an adult.
    #[must_use]
    #[inline]
    pub fn account(&self) -> Account {
        Account { declared: super::population::ADULT, position: f64::from(self.position), reluctance: f64::from(self.reluctance) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offender_is_one_line_of_cache() {
        assert_eq!(size_of::<Offender>(), 64);
    }
}
