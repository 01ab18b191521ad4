//! People, computed when somebody touches them.
//!
//! A platform of 1.6 billion users costs no memory: a person is a number, and market, age, declared age, activity, place in a
//! rollout, taste for encryption and propensity to report and block are pure functions of it. Only what happens to a person is
//! stored, and only for those to whom something happens.
//!
//! Users of a platform in one market and age band are a contiguous range of that cell's people, beginning at a place that follows from
//! the platform's name and size alone; where the ranges of two platforms overlap, a person uses both.

use super::assumptions::World;
use super::chance::{Chance, Decision, name};
pub use super::identity::BAND_NAMES;
use super::identity::{BANDS, Band, ByBand, ById, MarketId, PlatformId};
use super::mechanism::arrival::rules::Act;
use crate::engine::Stream;
use crate::engine::distribution::{cumulative, normal_cdf, normal_quantile, pick};

/// A person: market in the top byte, age band in the next, and a number within that cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Person(u64);

const INDEX_BITS: u32 = 48;
/// Classes of activity, each with as many people.
const ACTIVITIES: usize = 16;

/// Messages written by each class of activity, against those of the most active: a log-normal distribution cut into classes of
/// equal size, each at its mean.
fn activities(spread: f64) -> [f64; ACTIVITIES] {
    // The share of all messages that come from the least active share p of people is the CDF at the quantile of p less the spread.
    let lorenz = |i: usize| normal_cdf(normal_quantile(i as f64 / ACTIVITIES as f64) - spread);
    let most = lorenz(ACTIVITIES) - lorenz(ACTIVITIES - 1);
    std::array::from_fn(|i| (lorenz(i + 1) - lorenz(i)) / most)
}

impl Person {
    fn new(market: MarketId, band: Band, index: u64) -> Self {
        Self((market.index() as u64) << 56 | (band.index() as u64) << INDEX_BITS | index)
    }
    /// The person's market.
    #[must_use]
    pub fn market(self) -> MarketId {
        MarketId::new((self.0 >> 56) as usize)
    }
    /// The person's true age band.
    #[must_use]
    pub fn band(self) -> Band {
        Band::new((self.0 >> INDEX_BITS & 0xFF) as usize)
    }
    /// The person's number among those of the market and band.
    #[must_use]
    pub fn index(self) -> u64 {
        self.0 & ((1 << INDEX_BITS) - 1)
    }
    /// What tells the person's account on a platform from everybody's accounts on the others. There are few age bands, and fewer
    /// than 64 platforms.
    #[must_use]
    pub fn on(self, platform: PlatformId) -> u64 {
        self.0 | (platform.index() as u64) << (INDEX_BITS + 2)
    }
}

/// What a policy can tell apart about an account.
#[derive(Clone, Copy, Debug)]
pub struct Account {
    /// The age band it declares, never below 13–15.
    pub declared: Band,
    /// Its place in a rollout, 0 to 1.
    pub position: f64,
    /// It turns encryption on where uptake exceeds this.
    pub reluctance: f64,
}

#[derive(Clone, Debug)]
struct Cell {
    /// Users of the platform in this market and band.
    users: u64,
    /// Where their range begins.
    start: u64,
}

/// The users of one platform.
#[derive(Clone, Debug)]
pub struct Users {
    name: u64,
    /// By market and band.
    cells: Vec<Cell>,
    /// Running totals of the users by market.
    markets: Vec<f64>,
    /// The same, weighted by how many offend: those who pass on material, and those who approach people.
    offending: [Vec<f64>; 2],
    /// Running totals of the shares by band.
    bands: Vec<f64>,
    ages: ByBand<f64>,
    misstated: ByBand<f64>,
    /// By band: see [`Population::pair_minor`].
    pair_minor: ByBand<f64>,
    /// Running totals of the messages written by class of activity.
    activity: Vec<f64>,
}

impl Users {
    /// The chances that a user of a true band declares 16 or over, and that the same user declares 18 or over.
    fn misstates(&self, band: Band) -> (f64, f64) {
        let own = self.misstated[band];
        (own, own.min(self.misstated[Band::FROM_16]))
    }

    fn cell(&self, market: MarketId, band: Band) -> &Cell {
        &self.cells[market.index() * BANDS + band.index()]
    }

    /// By band: the chance that a minor is declared at either end of a message of a user of that true age, whose partner is any user.
    fn pair_minor(&self) -> ByBand<f64> {
        let declares_minor = |band| if band == Band::ADULT { 0.0 } else { 1.0 - self.misstates(band).1 };
        // The shares of a scenario may add up to a little more than 1.
        let partner = self.ages.iter().map(|(band, share)| share * declares_minor(band)).sum::<f64>().min(1.0);
        ByBand::of(|band| 1.0 - (1.0 - declares_minor(band)) * (1.0 - partner))
    }
}

/// Everybody.
#[derive(Clone, Debug)]
pub struct Population {
    chance: Chance,
    /// Identity of each market.
    market_names: ById<MarketId, u64>,
    platforms: ById<PlatformId, Users>,
}

impl Population {
    /// The people of a world, thinned to its sample.
    #[must_use]
    pub fn new(world: &World, chance: Chance) -> Self {
        let sample = world.sample.number();
        let markets: Vec<&str> = world.market.iter().map(|(name, _)| name).collect();
        let users = |platform: &super::assumptions::Platform, market: &str| platform.market.get(market).map_or(0.0, |m| m.users.number());
        let platforms = world
            .platform
            .iter()
            .map(|(platform_name, platform)| {
                let id = name(platform_name);
                let by_market: Vec<f64> = markets.iter().map(|m| users(platform, m)).collect();
                let offending = [Act::Sharing, Act::Approaching]
                    .map(|act| by_market.iter().zip(world.market.iter()).map(|(users, (_, m))| users * m.offenders.of(act)).collect());
                let ages = platform.ages.get();
                let cells = (0..markets.len() * BANDS)
                    .map(|cell| {
                        let users = (by_market[cell / BANDS] * ages[cell % BANDS] * sample).round() as u64;
                        Cell { users, start: id % users.max(1) }
                    })
                    .collect();
                let mut users = Users {
                    name: id,
                    cells,
                    markets: cumulative(&by_market),
                    offending: offending.map(|weights: Vec<f64>| cumulative(&weights)),
                    bands: cumulative(&ages),
                    ages: ByBand::new(ages),
                    misstated: ByBand::new(platform.misstated_age.get()),
                    pair_minor: ByBand::default(),
                    activity: cumulative(&activities(platform.traffic.activity_spread.number())),
                };
                users.pair_minor = users.pair_minor();
                users
            })
            .collect();
        Self { chance, market_names: markets.iter().map(|m| name(m)).collect(), platforms }
    }

    /// Monthly active accounts of a platform, at full size.
    #[must_use]
    pub fn accounts(&self, platform: PlatformId) -> f64 {
        self.platforms[platform].markets.last().copied().unwrap_or(0.0)
    }

    /// As many accounts of the whole world as bring as many offenders as a platform's, at full size.
    #[must_use]
    pub fn offending(&self, platform: PlatformId, act: Act) -> f64 {
        self.platforms[platform].offending[act as usize].last().copied().unwrap_or(0.0)
    }

    /// The same of a platform in one market.
    #[must_use]
    pub fn offending_in(&self, platform: PlatformId, market: MarketId, act: Act) -> f64 {
        let (running, market) = (&self.platforms[platform].offending[act as usize], market.index());
        running[market] - if market > 0 { running[market - 1] } else { 0.0 }
    }

    /// Monthly active accounts of a platform in one market.
    #[must_use]
    pub fn accounts_in(&self, platform: PlatformId, market: MarketId) -> f64 {
        let (running, market) = (&self.platforms[platform].markets, market.index());
        running[market] - if market > 0 { running[market - 1] } else { 0.0 }
    }

    /// What names a market in a stream.
    #[must_use]
    pub fn market_identity(&self, market: MarketId) -> u64 {
        self.market_names[market]
    }

    /// Share of a platform's users in each age band.
    #[must_use]
    pub fn ages(&self, platform: PlatformId) -> ByBand<f64> {
        self.platforms[platform].ages
    }

    /// A market, drawn in proportion to the platform's users.
    #[must_use]
    pub fn market(&self, platform: PlatformId, u: f64) -> MarketId {
        MarketId::new(pick(u, &self.platforms[platform].markets))
    }

    /// The market of an offender who appears on the platform.
    #[must_use]
    pub fn offender_market(&self, platform: PlatformId, act: Act, u: f64) -> MarketId {
        MarketId::new(pick(u, &self.platforms[platform].offending[act as usize]))
    }

    /// A user of the platform, each equally likely.
    #[must_use]
    pub fn user(&self, platform: PlatformId, stream: &mut Stream) -> Option<Person> {
        let market = self.market(platform, stream.uniform());
        self.user_of(platform, market, stream)
    }

    /// A user of the platform in this market, each equally likely.
    #[must_use]
    pub fn user_of(&self, platform: PlatformId, market: MarketId, stream: &mut Stream) -> Option<Person> {
        let band = Band::new(pick(stream.uniform(), &self.platforms[platform].bands));
        self.user_in(platform, market, band, stream)
    }

    /// A user of the platform, each as likely as their share of the messages. Along a cell the classes of activity take turns, so
    /// that one is drawn by its messages, and then somebody in it.
    #[must_use]
    pub fn writer(&self, platform: PlatformId, stream: &mut Stream) -> Option<Person> {
        let users = &self.platforms[platform];
        let market = self.market(platform, stream.uniform());
        let band = Band::new(pick(stream.uniform(), &users.bands));
        let cell = users.cell(market, band);
        let rounds = cell.users.div_ceil(ACTIVITIES as u64);
        if cell.users == 0 {
            return None;
        }
        // The last round of turns may stop short of a class.
        loop {
            let class = pick(stream.uniform(), &users.activity) as u64;
            let place = stream.below(rounds) * ACTIVITIES as u64 + class;
            if place < cell.users {
                return Some(Person::new(market, band, cell.start + place));
            }
        }
    }

    /// Every user of the platform, with the chance that [`Population::writer`] gives this one.
    #[must_use]
    pub fn writers(&self, platform: PlatformId) -> Vec<(Person, f64)> {
        let users = &self.platforms[platform];
        let share = |running: &[f64], i: usize| (running[i] - if i > 0 { running[i - 1] } else { 0.0 }) / running[running.len() - 1];
        let mut writers = Vec::new();
        for (place, cell) in users.cells.iter().enumerate() {
            let (market, band) = (place / BANDS, place % BANDS);
            let weight = |index: u64| share(&users.activity, index as usize % ACTIVITIES);
            let all: f64 = (0..cell.users).map(weight).sum();
            let here = share(&users.markets, market) * share(&users.bands, band) / all;
            writers.extend(
                (0..cell.users)
                    .map(|index| (Person::new(MarketId::new(market), Band::new(band), cell.start + index), here * weight(index))),
            );
        }
        writers
    }

    /// How far a person departs from others of the age band in using the means to report and to block: two standard normal numbers.
    #[must_use]
    pub fn temper(&self, person: Person) -> [f64; 2] {
        let mut stream = self.chance.of(Decision::Temper, self.identity(person), 0);
        [normal_quantile(stream.uniform()), normal_quantile(stream.uniform())]
    }

    /// A user of the platform in this market and band, each equally likely; none if there is none.
    #[must_use]
    pub fn user_in(&self, platform: PlatformId, market: MarketId, band: Band, stream: &mut Stream) -> Option<Person> {
        let cell = self.platforms[platform].cell(market, band);
        (cell.users > 0).then(|| Person::new(market, band, cell.start + stream.below(cell.users)))
    }

    /// What names a person in a stream: the market by its name, so that a market more changes nobody elsewhere.
    #[must_use]
    pub fn identity(&self, person: Person) -> u64 {
        self.market_names[person.market()].wrapping_add((person.band().index() as u64) << INDEX_BITS).wrapping_add(person.index())
    }

    /// The account that a person has on a platform.
    #[must_use]
    pub fn account(&self, platform: PlatformId, person: Person) -> Account {
        let users = &self.platforms[platform];
        let who = self.identity(person) ^ users.name;
        let mut stream = self.chance.of(Decision::Account, who, 0);
        let ([age, position], reluctance) = (stream.halves(), stream.uniform());
        let (own, adult) = users.misstates(person.band());
        let declared = match age {
            u if u < adult => Band::ADULT,
            u if u < own => Band::FROM_16,
            _ => person.band().max(Band::FROM_13),
        };
        Account { declared, position, reluctance }
    }

    /// The age bands that accounts of a true band may declare, each with its share.
    #[must_use]
    pub fn declared(&self, platform: PlatformId, band: Band) -> [(Band, f64); 3] {
        let (own, adult) = self.platforms[platform].misstates(band);
        [(Band::ADULT, adult), (Band::FROM_16, own - adult), (band.max(Band::FROM_13), 1.0 - own)]
    }

    /// Whether somebody who uses another platform has an account on this one too, where a share of those of the age band do. Where it
    /// has no user nobody has.
    #[must_use]
    pub fn has_account(&self, platform: PlatformId, person: Person, share: f64) -> bool {
        let who = self.identity(person) ^ self.platforms[platform].name;
        self.accounts_in(platform, person.market()) > 0.0 && self.chance.of(Decision::Overlap, who, 0).chance(share)
    }

    /// The chance that a minor is declared at either end of a message of a user of a true band, whose partner is any user.
    #[must_use]
    pub fn pair_minor(&self, platform: PlatformId, band: Band) -> f64 {
        self.platforms[platform].pair_minor[band]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn activity_without_spread_is_equal_and_with_spread_is_skewed() {
        assert!(activities(0.0).iter().all(|a| (a - 1.0).abs() < 1e-12));
        let skewed = activities(1.2);
        assert!(skewed.is_sorted() && (skewed[ACTIVITIES - 1] - 1.0).abs() < 1e-12);
        // The Lorenz curve of a log-normal distribution: the less active half sends the share Φ(-σ) of the messages.
        let half: f64 = skewed[..ACTIVITIES / 2].iter().sum::<f64>() / skewed.iter().sum::<f64>();
        assert!((half - normal_cdf(-1.2)).abs() < 1e-12);
    }
}
