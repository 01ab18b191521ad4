//! Offenders: individuals in classes.

use super::assumptions::OffenderClass;
use super::identity::{AccountId, Band, ByBand, ById, ClassId, MarketId, OffenderId, PlatformId};
use super::population::Account;
use crate::engine::distribution::{Geometric, cumulative};
use crate::units::Time;
use rustc_hash::FxHashMap;
use std::ops::{Index, IndexMut};

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
    /// When drivers from outside change its arrivals, and the factor from then on; those that change nothing are left out.
    pub drivers: Vec<(Time, f64)>,
}

impl Class {
    /// Works out what follows from a class's parameters. `engage` is the chance of an answer by age band; the count begins at `origin`.
    #[must_use]
    pub fn new(id: u64, rules: &OffenderClass, engage: ByBand<f64>, origin: Time) -> Self {
        let targets = rules.approach.targets.get();
        Self {
            id,
            rules: rules.clone(),
            accounts: rules.accounts.number().round() as u8,
            targets: cumulative(&targets),
            engage: engage.iter().zip(targets).filter(|(_, t)| *t > 0.0).map(|((_, e), _)| *e).fold(0.0, f64::max),
            files: Geometric::new(rules.sharing.files.number()),
            drivers: in_force(rules.driver.iter().map(|(_, driver)| (origin + driver.start.get().get(), driver.arrivals.number()))),
        }
    }
}

/// When dated factors come, and the product of all so far, in order of time; without those that change nothing.
#[must_use]
pub fn in_force(factors: impl Iterator<Item = (Time, f64)>) -> Vec<(Time, f64)> {
    let mut dated: Vec<(Time, f64)> = factors.filter(|(_, factor)| factor.to_bits() != 1.0_f64.to_bits()).collect();
    dated.sort_by_key(|(start, _)| *start);
    let mut product = 1.0;
    for (_, factor) in &mut dated {
        product *= *factor;
        *factor = product;
    }
    dated
}

/// One account of an offender.
#[derive(Clone, Copy, Debug, Default)]
pub struct AccountState {
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
    pub class: ClassId,
    /// Platform at present.
    pub platform: PlatformId,
    /// Market.
    pub market: MarketId,
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
        Account { declared: Band::ADULT, position: f64::from(self.position), reluctance: f64::from(self.reluctance) }
    }
}

/// Every offender so far, with the accounts of each.
#[derive(Clone, Debug, Default)]
pub struct Offenders {
    people: ById<OffenderId, Offender>,
    /// Every offender's accounts, one offender's after another's.
    accounts: Vec<AccountState>,
    /// By offender and platform to which conversations alone were moved: how often the account there was suspended.
    away: FxHashMap<(OffenderId, PlatformId), u16>,
}

impl Offenders {
    /// Adds an offender, whose accounts all work.
    pub(super) fn add(&mut self, offender: Offender) -> OffenderId {
        let first_account = self.accounts.len() as u32;
        self.accounts.resize(self.accounts.len() + usize::from(offender.accounts), AccountState::default());
        self.people.push(Offender { first_account, ..offender })
    }

    /// How many there are.
    #[must_use]
    #[inline]
    pub fn len(&self) -> usize {
        self.people.len()
    }

    /// Whether nobody has offended yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// Everybody's number.
    pub fn ids(&self) -> impl Iterator<Item = OffenderId> + use<> {
        self.people.ids()
    }

    /// The offender, if there is one of this number.
    #[must_use]
    pub fn get(&self, offender: OffenderId) -> Option<&Offender> {
        self.people.get(offender)
    }

    /// Everybody, in the order of appearance.
    #[must_use]
    pub fn as_slice(&self) -> &[Offender] {
        self.people.as_slice()
    }

    /// The accounts of an offender.
    #[must_use]
    pub fn accounts(&self, offender: &Offender) -> &[AccountState] {
        &self.accounts[offender.first_account as usize..][..usize::from(offender.accounts)]
    }

    #[inline]
    fn place(&self, offender: OffenderId, account: AccountId) -> usize {
        self.people[offender].first_account as usize + account.index()
    }

    /// How an account of an offender stands.
    #[must_use]
    #[inline]
    pub fn account(&self, offender: OffenderId, account: AccountId) -> AccountState {
        self.accounts[self.place(offender, account)]
    }

    /// An account works from now on, or does not.
    pub(super) fn set_lost(&mut self, offender: OffenderId, account: AccountId, lost: bool) {
        let place = self.place(offender, account);
        let before = std::mem::replace(&mut self.accounts[place].lost, lost);
        let person = &mut self.people[offender];
        person.lost = person.lost + u8::from(lost) - u8::from(before);
    }

    /// What has been the account is no more. Returns the generation of what takes its place.
    pub(super) fn retire(&mut self, offender: OffenderId, account: AccountId) -> u16 {
        let place = self.place(offender, account);
        let state = &mut self.accounts[place];
        state.generation = state.generation.wrapping_add(1);
        state.generation
    }

    /// The offender continues on another platform with as many new accounts.
    pub(super) fn go_on_at(&mut self, offender: OffenderId, platform: PlatformId) {
        for account in 0..self.people[offender].accounts {
            let account = AccountId::new(usize::from(account));
            self.retire(offender, account);
            self.set_lost(offender, account, false);
        }
        self.people[offender].platform = platform;
    }

    /// How often the account of an offender was suspended on a platform to which conversations alone were moved: tells it from the one
    /// that takes its place.
    #[must_use]
    pub fn generation_away(&self, offender: OffenderId, platform: PlatformId) -> u16 {
        self.away.get(&(offender, platform)).copied().unwrap_or(0)
    }

    /// The account over which an offender goes on with conversations that were moved to a platform is suspended there.
    pub(super) fn suspend_away(&mut self, offender: OffenderId, platform: PlatformId) {
        *self.away.entry((offender, platform)).or_default() += 1;
    }
}

impl Index<OffenderId> for Offenders {
    type Output = Offender;
    #[inline]
    fn index(&self, offender: OffenderId) -> &Offender {
        &self.people[offender]
    }
}

impl IndexMut<OffenderId> for Offenders {
    #[inline]
    fn index_mut(&mut self, offender: OffenderId) -> &mut Offender {
        &mut self.people[offender]
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
