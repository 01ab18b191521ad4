//! The law of a regulator's course: the chance that a platform has withdrawn encryption from a market by an instant, worked out beside
//! the course that a run happens to take.
//!
//! Inquiries depend on the rules and on chance of their own, and on nothing else in a run. So their course is a Markov process whose
//! rates the rules give, and its law follows from the rules alone. The chances of its states are moved on in steps of a tenth of the
//! shortest stage, four days at most, forth through the stages for half of a step and back for the other half (Strang, *SIAM Journal on
//! Numerical Analysis* 5, 1968, 506–517), which leaves an error of the order of the step's square.

use super::rules::{Answer, Regulator};
use crate::model::identity::MarketId;
use crate::model::policy::Timeline;
use crate::model::regime::ByAge;
use crate::units::Time;

/// The longest step, and the shortest, in days.
const STEPS: (f64, f64) = (4.0, 0.25);
/// Steps of the shortest stage.
const OF_A_STAGE: f64 = 10.0;

/// The chance of each state of the course.
#[derive(Clone, Copy, Debug)]
struct Chances {
    /// No inquiry is under way.
    idle: f64,
    /// Inquiries on safety and on privacy, before the notice.
    opened: [f64; 2],
    /// Likewise, before the decision.
    noticed: [f64; 2],
    /// A mandate is contested.
    contested: f64,
    /// Encryption is withdrawn.
    withdrawn: f64,
}

/// What moves the course at an instant.
struct Course<'a> {
    rules: &'a Regulator,
    answer: &'a Answer,
    /// Share of the market's messages that are encrypted, as long as encryption is not withdrawn.
    encrypted: f64,
}

impl Course<'_> {
    /// Share of those in a stage of this mean length who leave it in so many days.
    fn leave(mean: f64, days: f64) -> f64 {
        if mean > 0.0 { -libm::expm1(-days / mean) } else { 1.0 }
    }

    /// Whether what an inquiry was opened for is still there.
    fn causes(&self) -> [f64; 2] {
        [self.encrypted > 0.0, self.encrypted < 1.0].map(|cause| f64::from(u8::from(cause)))
    }

    fn open(&self, at: &mut Chances, days: f64) {
        let reach = f64::from(u8::from(self.answer.in_reach.get()));
        let safety = reach * self.rules.safety_inquiries.number() * self.encrypted;
        let privacy = reach * self.rules.privacy_inquiries.number() * (1.0 - self.encrypted);
        if safety + privacy > 0.0 {
            let out = at.idle * Self::leave(1.0 / (safety + privacy), days);
            at.idle -= out;
            at.opened[0] += out * safety / (safety + privacy);
            at.opened[1] += out * privacy / (safety + privacy);
        }
    }

    fn notice(&self, at: &mut Chances, days: f64) {
        let leave = Self::leave(self.rules.notice.get().days(), days);
        let remedied = [self.answer.concedes.number(), self.answer.remedies.number()];
        for (on, cause) in self.causes().into_iter().enumerate() {
            let out = at.opened[on] * leave;
            let given = out * self.rules.notices.number() * cause;
            at.opened[on] -= out;
            at.noticed[on] += given * (1.0 - remedied[on]);
            at.idle += out - given;
            *if on == 0 { &mut at.withdrawn } else { &mut at.idle } += given * remedied[on];
        }
    }

    fn decide(&self, at: &mut Chances, days: f64) {
        let leave = Self::leave(self.rules.decision.get().days(), days);
        let [on_safety, on_privacy] = at.noticed.map(|chance| chance * leave);
        let mandated = on_safety * self.rules.mandates.number() * self.causes()[0];
        at.noticed[0] -= on_safety;
        at.noticed[1] -= on_privacy;
        at.withdrawn += mandated * self.answer.complies.number();
        at.contested += mandated * (1.0 - self.answer.complies.number());
        at.idle += on_safety - mandated + on_privacy;
    }

    fn contest(&self, at: &mut Chances, days: f64) {
        let out = at.contested * Self::leave(self.rules.contest.get().days(), days);
        at.contested -= out;
        at.withdrawn += out * self.rules.upheld.number();
        at.idle += out * (1.0 - self.rules.upheld.number());
    }

    fn step(&self, at: &mut Chances, days: f64) {
        let stages = [Self::open, Self::notice, Self::decide, Self::contest];
        stages.iter().chain(stages.iter().rev()).for_each(|stage| stage(self, at, 0.5 * days));
    }
}

/// The law of one platform's course in one market, as far as it is worked out.
#[derive(Clone, Debug)]
pub(in crate::model) struct Law {
    now: Time,
    chances: Chances,
    /// By instant: days of an account's messages that would have been encrypted until then, each counted by the chance that encryption
    /// was withdrawn by its time.
    opened: Vec<(Time, ByAge)>,
}

impl Default for Law {
    fn default() -> Self {
        let chances = Chances { idle: 1.0, opened: [0.0; 2], noticed: [0.0; 2], contested: 0.0, withdrawn: 0.0 };
        Self { now: Time::ZERO, chances, opened: vec![(Time::ZERO, ByAge::ALL.times(0.0))] }
    }
}

impl Law {
    /// Works it out until `to`. `minor` is the mean chance that a minor is declared at either end of a message.
    pub(super) fn advance(&mut self, to: Time, rules: &Regulator, timeline: &Timeline, market: MarketId, minor: f64) {
        let stages = [&rules.notice, &rules.decision, &rules.contest].map(|stage| stage.get().days());
        let shortest = stages.into_iter().filter(|mean| *mean > 0.0).fold(f64::INFINITY, f64::min);
        let longest = (shortest / OF_A_STAGE).clamp(STEPS.1, STEPS.0);
        while self.now < to {
            let next = self.now.after_days(longest).min(to);
            let (days, middle) = (next.since(self.now).days(), Time(self.now.0 + (next.0 - self.now.0) / 2));
            let hidden = timeline.readable(middle, market).rest();
            let answer = &timeline.now(middle).rules.answer;
            let before = self.chances.withdrawn;
            Course { rules, answer, encrypted: hidden.of(minor).clamp(0.0, 1.0) }.step(&mut self.chances, days);
            let opened = hidden.times(days * f64::midpoint(before, self.chances.withdrawn));
            let so_far = self.opened[self.opened.len() - 1].1;
            self.opened.push((next, so_far.plus(opened)));
            self.now = next;
        }
    }

    /// Days of an account's messages between two instants that are to be expected to be readable since encryption was withdrawn, and
    /// would not be otherwise. Nothing was withdrawn before the start.
    pub(in crate::model) fn opened(&self, from: Time, to: Time) -> ByAge {
        self.until(to).plus(self.until(from).times(-1.0))
    }

    fn until(&self, at: Time) -> ByAge {
        let after = self.opened.partition_point(|(time, _)| *time <= at);
        let (before, sum) = self.opened[after.max(1) - 1];
        let Some((next, more)) = self.opened.get(after) else { return sum };
        let share = at.since(before).days() / next.since(before).days();
        sum.times(1.0 - share).plus(more.times(share))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameter::{Source, Spec, each_parameter};

    /// Rules of which these values are stated, the rest 0.
    fn stated<G: crate::parameter::Group + Default>(values: &[(&str, f64)]) -> G {
        let mut rules = G::default();
        each_parameter(&mut rules, &mut |path, _, leaf| {
            let value = values.iter().find(|(name, _)| *name == path).map_or(0.0, |(_, value)| *value);
            leaf.set(Spec::Constant(value), Source::default());
            leaf.draw(0.5);
        });
        rules
    }

    /// The chances after so many days in steps of one day.
    fn after(days: u32, rules: &[(&str, f64)], answer: &[(&str, f64)], encrypted: f64) -> Chances {
        let (rules, answer): (Regulator, Answer) = (stated(rules), stated(&[&[("in-reach", 1.0)], answer].concat()));
        let mut at = Law::default().chances;
        (0..days).for_each(|_| Course { rules: &rules, answer: &answer, encrypted }.step(&mut at, 1.0));
        let all = at.idle + at.opened.iter().chain(&at.noticed).sum::<f64>() + at.contested + at.withdrawn;
        assert!((all - 1.0).abs() < 1e-12, "{at:?}");
        at
    }

    #[test]
    fn stages_without_length_leave_the_first_case_of_a_poisson_process() {
        let rules = [("safety-inquiries", 0.004), ("notices", 1.0), ("mandates", 1.0)];
        let found = after(300, &rules, &[("complies", 1.0)], 0.5).withdrawn;
        assert!((found - (1.0 - libm::exp(-0.6))).abs() < 1e-3, "{found}");
        assert!(after(300, &rules, &[("complies", 1.0)], 0.0).withdrawn == 0.0, "nothing is encrypted");
        assert!(after(300, &rules, &[], 0.5).withdrawn == 0.0, "a mandate contested in no time, never upheld");
    }

    #[test]
    fn two_stages_one_after_the_other_have_their_closed_form() {
        // Inquiries at 0.01 a day, each conceded at a notice 40 days later on average.
        let (a, b, t) = (0.01, 1.0 / 40.0, 120.0);
        let rules = [("safety-inquiries", a), ("notice", 40.0), ("notices", 1.0)];
        let truth = 1.0 - (b * libm::exp(-a * t) - a * libm::exp(-b * t)) / (b - a);
        let found = after(120, &rules, &[("concedes", 1.0)], 1.0).withdrawn;
        assert!((found / truth - 1.0).abs() < 1e-4, "{found} {truth}");
    }

    #[test]
    fn what_holds_the_regulator_elsewhere_delays_it() {
        let stages = [("notice", 30.0), ("notices", 1.0), ("decision", 60.0), ("mandates", 0.8), ("contest", 90.0), ("upheld", 0.5)];
        let rules = [&[("safety-inquiries", 0.01), ("privacy-inquiries", 0.02)][..], &stages].concat();
        let alone: Vec<(&str, f64)> = rules.iter().copied().filter(|(name, _)| *name != "privacy-inquiries").collect();
        let withdrawn = |rules: &[(&str, f64)], answer: &[(&str, f64)]| after(700, rules, answer, 0.6).withdrawn;
        assert!(withdrawn(&rules, &[]) < withdrawn(&alone, &[]), "inquiries into privacy keep those into safety waiting");
        assert!(withdrawn(&rules, &[]) < withdrawn(&rules, &[("complies", 0.5)]));
        assert!(withdrawn(&rules, &[("complies", 0.5)]) < withdrawn(&rules, &[("complies", 0.5), ("concedes", 0.5)]));
    }
}
