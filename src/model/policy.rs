//! Policy over time: which rules a platform works by, and for whom.

use super::assumptions::{Encryption, Platform};
use super::identity::{Band, MarketId};
use super::plan::Change;
use super::population::Account;
use super::regime::{ByAge, Regime, with_odds};
use crate::units::{Span, Time};

#[derive(Clone, Debug)]
struct Phase {
    start: Time,
    ramp: Span,
    regime: Regime,
    /// Whether it changes rules that users come under one after another, rather than the platform's own alone.
    personal: bool,
    /// From then on, until the next phase begins, every user is under it.
    settled: Time,
}

impl Phase {
    /// When a user at this place in every rollout comes under it, as far as it alone decides.
    fn turn(&self, position: f64) -> Time {
        if self.personal { self.start.after_days(self.ramp.days() * position) } else { self.start }
    }

    /// Share of the users that it has reached, as far as it alone decides.
    fn reached(&self, now: Time) -> f64 {
        if now < self.start {
            0.0
        } else if self.ramp.0 == 0 || !self.personal {
            1.0
        } else {
            (now.since(self.start).days() / self.ramp.days()).min(1.0)
        }
    }
}

/// When one rollout has reached as many users as another that began after it, if it is the slower.
fn crossing(first: &Phase, second: &Phase) -> Option<Time> {
    let (slow, fast) = (first.ramp.days(), second.ramp.days());
    let (start, later) = (first.start.days(), second.start.days());
    (later > start && slow > fast && fast > 0.0).then(|| Time::ZERO.after_days((later * slow - start * fast) / (slow - fast)))
}

/// The rules of one platform so far. Users come under each change after those before it, so that a later one cuts no rollout short.
#[derive(Clone, Debug)]
pub struct Timeline {
    phases: Vec<Phase>,
    can_encrypt: bool,
    /// At some time not even adults can exchange images.
    bars_images: bool,
    /// The phases whose encryption differs from the one before.
    firsts: Vec<usize>,
    /// When the share of users under each of the rules begins or ends to change, or changes its slope.
    bends: Vec<Time>,
}

impl Timeline {
    /// The rules at the start, in a world with these markets.
    #[must_use]
    pub fn new(before: &Platform, markets: &[&str]) -> Self {
        let regime = Regime::new(before.clone(), markets);
        Self::from_phases(vec![Phase { start: Time::ZERO, ramp: Span(0), regime, personal: true, settled: Time::ZERO }])
    }

    /// The rules change once more; the time of the change is since `origin`.
    pub fn change(&mut self, Change { start, ramp, after, .. }: &Change, markets: &[&str], origin: Time) {
        let mut phases = std::mem::take(&mut self.phases);
        let regime = Regime::new(after.clone(), markets);
        let personal = phases.last().is_none_or(|last| last.regime.personal != regime.personal);
        let start = origin + Span(start.0);
        let settled = phases.last().map_or(start, |last| last.settled).max(if personal { start + *ramp } else { start });
        phases.push(Phase { start, ramp: *ramp, regime, personal, settled });
        *self = Self::from_phases(phases);
    }

    /// What follows from all phases.
    fn from_phases(phases: Vec<Phase>) -> Self {
        let can_encrypt = phases.iter().any(|phase| phase.regime.can_encrypt());
        let firsts =
            (0..phases.len()).filter(|i| *i == 0 || phases[*i].regime.visibility() != phases[*i - 1].regime.visibility()).collect();
        let ramps: Vec<&Phase> = phases.iter().filter(|phase| phase.personal).collect();
        let ends = ramps.iter().flat_map(|p| [p.start, p.start + p.ramp]);
        let crossings = ramps.iter().flat_map(|p| ramps.iter().filter_map(|q| crossing(p, q)));
        let bends = ends.chain(crossings).collect();
        let bars_images = phases.iter().any(|phase| !phase.regime.lets_images_pass([Band::ADULT; 2]));
        Self { phases, can_encrypt, bars_images, firsts, bends }
    }

    /// The rules that hold for the platform itself: its staff, its servers.
    #[must_use]
    #[inline]
    pub fn now(&self, now: Time) -> &Regime {
        &self.phases[self.last(now)].regime
    }

    /// The rules that all users are under, unless some are still coming under them.
    #[inline]
    fn settled(&self, now: Time) -> Option<&Regime> {
        let last = &self.phases[self.last(now)];
        (now >= last.settled).then_some(&last.regime)
    }

    /// The last change so far.
    #[inline]
    fn last(&self, now: Time) -> usize {
        self.phases.iter().rposition(|phase| phase.start <= now).unwrap_or(0)
    }

    /// The rules that hold for a user at this place in every rollout.
    #[must_use]
    #[inline]
    pub fn of(&self, now: Time, position: f64) -> &Regime {
        if let Some(regime) = self.settled(now) {
            return regime;
        }
        &self.phases[self.place_of(now, position)].regime
    }

    /// Every set of rules that some user may be under, at an instant or later, until the next change begins.
    pub fn in_force(&self, at: Time) -> impl Iterator<Item = &Regime> {
        let oldest = if self.settled(at).is_some() { self.last(at) } else { self.place_of(at, 1.0) };
        self.phases[oldest..=self.last(at)].iter().map(|phase| &phase.regime)
    }

    /// Where the rules stand that hold for a user at this place in every rollout.
    fn place_of(&self, now: Time, position: f64) -> usize {
        let under = self.phases.iter().take_while(|phase| phase.turn(position) <= now).count();
        under.max(1) - 1
    }

    /// When a process whose rate a day depends on the platform's rules has had `expected` more events to expect after `from`.
    ///
    /// The rate is constant between changes, so a Poisson process is had from unit exponentials, and is the same in all arms up to
    /// the first change in which they differ.
    #[must_use]
    pub fn after_expecting(&self, from: Time, expected: f64, rate: impl Fn(&Regime) -> f64) -> Time {
        self.after_expecting_at(from, expected, |at| rate(self.now(at)))
    }

    /// The same of a process whose rate from an instant on, until the next change begins, is `rate` of it.
    #[must_use]
    pub fn after_expecting_at(&self, from: Time, mut expected: f64, rate: impl Fn(Time) -> f64) -> Time {
        let mut at = from;
        loop {
            let rate = rate(at);
            let next = self.phases.iter().map(|phase| phase.start).find(|start| *start > at);
            let reached = if rate > 0.0 { at.after_days(expected / rate) } else { Time::NEVER };
            match next {
                Some(next) if reached >= next => {
                    expected -= (rate * next.since(at).days()).min(expected);
                    at = next;
                }
                _ => return reached,
            }
        }
    }

    /// What a rule of the platform itself is over time: from when on it is what. A change that leaves it as it is, is left out.
    #[must_use]
    pub fn steps<T: PartialEq>(&self, rule: impl Fn(&Platform) -> T) -> Vec<(Time, T)> {
        let mut steps: Vec<(Time, T)> = Vec::new();
        for phase in &self.phases {
            let value = rule(&phase.regime.rules);
            if steps.last().is_none_or(|(_, last)| *last != value) {
                steps.push((phase.start, value));
            }
        }
        steps
    }

    /// The time between two instants, cut where something that follows from the platform's own rules changes, and nowhere else.
    #[must_use]
    pub fn pieces<T: PartialEq>(&self, (from, to): (Time, Time), what: impl Fn(&Regime) -> T) -> Vec<(Time, Time)> {
        let mut cuts = vec![from];
        for pair in self.phases.windows(2).filter(|pair| pair[1].start > from && pair[1].start < to) {
            if what(&pair[0].regime) != what(&pair[1].regime) {
                cuts.push(pair[1].start);
            }
        }
        cuts.push(to);
        cuts.dedup();
        cuts.windows(2).map(|ends| (ends[0], ends[1])).collect()
    }

    /// When the share of users under each of the rules begins or ends to change, or changes its slope.
    #[must_use]
    pub fn bends(&self) -> &[Time] {
        &self.bends
    }

    /// Whether all messages between any two of these markets are encrypted.
    #[must_use]
    pub fn encrypts_all(&self, now: Time, markets: &(impl Iterator<Item = MarketId> + Clone)) -> bool {
        let all = |regime: &Regime| markets.clone().all(|market| regime.encryption_of_all([market; 2]) == Some(Encryption::Default));
        self.can_encrypt && self.settled(now).is_some_and(all)
    }

    /// Whether adults can exchange images.
    #[must_use]
    #[inline]
    pub fn adults_exchange_images(&self, now: Time) -> bool {
        !self.bars_images || self.now(now).lets_images_pass([Band::ADULT; 2])
    }

    /// Whether a message from a writer to a reader in two markets is encrypted end to end. `taste` multiplies the writer's odds of
    /// turning encryption on where it is opt-in. Both ends need the feature; where either end's is opt-in, the writer's wish decides.
    /// The two accounts are asked for only if they matter.
    #[must_use]
    #[inline]
    pub fn encrypts(
        &self,
        now: Time,
        markets: [MarketId; 2],
        taste: f64,
        writer: impl FnOnce() -> Account,
        reader: impl FnOnce() -> Account,
    ) -> bool {
        if !self.can_encrypt {
            return false;
        }
        match self.settled(now).and_then(|regime| regime.encryption_of_all(markets)) {
            Some(Encryption::None) => false,
            Some(Encryption::Default) => true,
            _ => self.encrypts_between(now, markets, taste, writer(), reader()),
        }
    }

    fn encrypts_between(&self, now: Time, [from, to]: [MarketId; 2], taste: f64, writer: Account, reader: Account) -> bool {
        let minor = writer.declared < Band::ADULT || reader.declared < Band::ADULT;
        let (at_writer, at_reader) = (self.of(now, writer.position), self.of(now, reader.position));
        match (at_writer.encryption(minor, from), at_reader.encryption(minor, to)) {
            (Encryption::None, _) | (_, Encryption::None) => false,
            (Encryption::Default, Encryption::Default) => true,
            _ => {
                let uptake = at_writer.rules.opt_in_uptake.number().max(at_reader.rules.opt_in_uptake.number());
                writer.reluctance < with_odds(uptake, taste)
            }
        }
    }

    /// Whether any message may have been encrypted at any time so far.
    #[must_use]
    pub fn can_encrypt(&self) -> bool {
        self.can_encrypt
    }

    /// Share of a market's messages that the platform can read at an instant, unless encryption is withdrawn there.
    pub(super) fn readable(&self, now: Time, market: MarketId) -> ByAge {
        if !self.can_encrypt {
            return ByAge::ALL;
        }
        if let Some(regime) = self.settled(now) {
            return regime.readable(market);
        }
        self.encrypted(now, market, |_| true).rest()
    }

    /// Share of a market's messages that are encrypted at an instant, of writers whose rules are `which`.
    fn encrypted(&self, now: Time, market: MarketId, which: impl Fn(&Regime) -> bool) -> ByAge {
        let parts = self.parts(now);
        let encrypted = |is_minor: bool| {
            let mut share = 0.0;
            for (regime, part) in parts.clone().filter(|(regime, _)| which(regime)) {
                for (other, part_of_other) in parts.clone() {
                    let both = part * part_of_other;
                    share += both
                        * match (regime.encryption(is_minor, market), other.encryption(is_minor, market)) {
                            (Encryption::None, _) | (_, Encryption::None) => 0.0,
                            (Encryption::Default, Encryption::Default) => 1.0,
                            _ => regime.rules.opt_in_uptake.number().max(other.rules.opt_in_uptake.number()),
                        };
                }
            }
            // The parts of a whole may add to a little more than it.
            share.min(1.0)
        };
        ByAge { minor: encrypted(true), adult: encrypted(false) }
    }

    /// Share of a market's messages that are encrypted and scanned on the writer's device at an instant, for accounts that declare to
    /// be minors' with chance `minor`.
    #[must_use]
    pub fn scanned_share(&self, now: Time, minor: f64, market: MarketId) -> f64 {
        let scans = |regime: &Regime| regime.rules.detection.client_side_scan.enabled.get();
        if self.phases.iter().any(|phase| scans(&phase.regime)) { self.encrypted(now, market, scans).of(minor) } else { 0.0 }
    }

    /// The rules in force for some user at an instant, with the share of users under each.
    fn parts(&self, now: Time) -> impl Iterator<Item = (&Regime, f64)> + Clone {
        // Users come under the rules in order, so the shares reached fall from one phase to the next. Neighbours alike are one.
        let reached = move |i: usize| self.phases[..=i].iter().map(|phase| phase.reached(now)).fold(1.0, f64::min);
        let share = move |k: usize| reached(self.firsts[k]) - self.firsts.get(k + 1).map_or(0.0, |i| reached(*i));
        (0..self.firsts.len()).map(move |k| (&self.phases[self.firsts[k]].regime, share(k))).filter(|(_, part)| *part > 0.0)
    }

    /// How far back at `now` reaches what is kept for `retention`. What a shorter retention had deleted stays gone when it is made
    /// longer: what is kept then grows by a day a day. Data from before the start were kept under the rules at the start.
    #[must_use]
    pub fn kept(&self, now: Time, retention: impl Fn(&Platform) -> Span) -> Span {
        let under = |phase: &Phase| retention(&phase.regime.rules);
        let last = self.last(now);
        let deleted = self.phases[..=last].windows(2).filter(|pair| pair[0].start < pair[1].start);
        let left = deleted.map(|pair| Span(under(&pair[0]).0 + now.since(pair[1].start).0));
        left.fold(under(&self.phases[last]), |kept, left| Span(kept.0.min(left.0)))
    }

    /// Days of readable message content that the servers hold of an account of a market at `now`: the share of messages that could be
    /// read, integrated over the retention. From `withdrawn` on, nothing is encrypted.
    ///
    /// The share is quadratic between the instants at which a rollout begins, ends or is caught up by another, so Simpson's rule is
    /// exact on each piece.
    #[must_use]
    pub fn readable_days(&self, now: Time, market: MarketId, withdrawn: Option<Time>) -> ByAge {
        self.readable_days_over(self.kept(now, |rules| rules.access.content_retention.get()), now, market, withdrawn)
    }

    /// The same over the last `retention`, whatever the servers keep.
    #[must_use]
    pub fn readable_days_over(&self, retention: Span, now: Time, market: MarketId, withdrawn: Option<Time>) -> ByAge {
        let from = now - retention;
        // Messages from before the start were sent under the rules at the start.
        let before = retention.days() - now.since(from).days();
        let readable = |at: Time| if withdrawn.is_some_and(|since| since <= at) { ByAge::ALL } else { self.readable(at, market) };
        self.integral(self.readable(Time::ZERO, market).times(before), (from, now), withdrawn, readable)
    }

    /// Days between two instants of an account of a market that were scanned on the device: the share of its messages that were encrypted
    /// and scanned there, integrated. From `withdrawn` on, nothing is encrypted.
    #[must_use]
    pub fn scanned_days(&self, from: Time, to: Time, market: MarketId, withdrawn: Option<Time>) -> ByAge {
        let (scans, nothing) = (|regime: &Regime| regime.rules.detection.client_side_scan.enabled.get(), ByAge::ALL.times(0.0));
        if !self.phases.iter().any(|phase| scans(&phase.regime)) {
            return nothing;
        }
        let scanned = |at: Time| if withdrawn.is_some_and(|since| since <= at) { nothing } else { self.encrypted(at, market, scans) };
        self.integral(nothing, (from, to), withdrawn, scanned)
    }

    /// Adds to some days the integral of a share that is quadratic between [`Timeline::bends`] and `cut`.
    fn integral(&self, mut days: ByAge, (from, to): (Time, Time), cut: Option<Time>, share: impl Fn(Time) -> ByAge) -> ByAge {
        let mut cuts: Vec<Time> = self.bends.iter().copied().chain(cut).filter(|t| *t > from && *t < to).collect();
        cuts.extend([from, to]);
        cuts.sort_unstable();
        for piece in cuts.windows(2) {
            let (a, b) = (piece[0], piece[1]);
            if a < b {
                // Inside the piece, lest an end belong to the next one.
                let middle = Time(a.0 + (b.0 - a.0) / 2);
                let (start, end) = (share(a), share(Time(b.0 - 1)));
                let mean = start.plus(share(middle).times(4.0)).plus(end).times(1.0 / 6.0);
                days = days.plus(mean.times(b.since(a).days()));
            }
        }
        days
    }

    /// Share of a market's messages encrypted at an instant, for accounts that declare to be minors' with chance `minor`.
    #[must_use]
    pub fn encrypted_share(&self, now: Time, minor: f64, market: MarketId) -> f64 {
        (1.0 - self.readable(now, market).of(minor)).clamp(0.0, 1.0)
    }
}
