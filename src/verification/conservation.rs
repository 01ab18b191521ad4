//! Nothing is lost, and nothing made up.

use super::{Check, Oracle, SMOKE, scenario, sets};
use crate::engine::{Limits, run};
use crate::model::chance::Chance;
use crate::model::identity::Band;
use crate::model::{Outcome, Outcomes, Simulation};
use crate::units::Time;

pub(super) const ORACLE: Oracle = Oracle {
    name: "conservation",
    statement: "At any instant every flag, appeal, report to police, regulator's inquiry and contested mandate that went in has come out or is held; offenders' \
                lost accounts are as many as counted; no more children are harmed than there are episodes of harm",
    checks,
};

/// A busy world whose queues overflow, looked at every fourth day.
fn checks() -> Vec<Check> {
    let overloaded = sets(&[
        ("platform.tiktok.review.staff", "60"),
        ("platform.tiktok.review.expiry", "3 days"),
        ("platform.tiktok.enforcement.appeal-guilty", "0.5"),
        ("sample", "0.002"),
        ("market.row.regulator.safety-inquiries", "1 per day"),
        ("market.us.regulator.privacy-inquiries", "1 per day"),
        ("market.row.regulator.notice", "3 days"),
        ("market.us.regulator.notice", "3 days"),
        ("market.row.regulator.decision", "3 days"),
        ("market.us.regulator.decision", "3 days"),
        ("platform.tiktok.answer.remedies", "0.1"),
        ("platform.tiktok.answer.concedes", "0.1"),
        ("market.row.regulator.mandates", "1"),
        ("market.row.regulator.contest", "5 days"),
        ("market.row.regulator.upheld", "0"),
        ("platform.tiktok.answer.complies", "0"),
        ("arm.default-e2ee.platform.tiktok.review.staff", "10"),
    ]);
    let scenario = scenario(SMOKE, &overloaded);
    let (mut looks, mut open, mut accounts, mut children) = (0, [0; 5], 0, 0);
    let mut through = [0; 5];
    for arm in &scenario.arms[..2] {
        for replication in 0..2 {
            let (mut simulation, mut clock) = Simulation::new(&arm.plan, Chance::new(scenario.seed, replication));
            for day in (0..=112).step_by(4) {
                run(&mut simulation, &mut clock, Limits::until(Time::ZERO.after_days(f64::from(day))));
                looks += 1;
                for (place, (_, balance)) in simulation.balances().into_iter().enumerate() {
                    open[place] += balance.entered.abs_diff(balance.left + balance.held);
                    through[place] = through[place].max(balance.left);
                }
                let lost = |o: &crate::model::offender::Offender| simulation.accounts(o).iter().filter(|account| account.lost).count();
                accounts += simulation.offenders().iter().filter(|o| lost(o) != usize::from(o.lost)).count();
            }
            children += more_children_than_episodes(&simulation.close());
        }
    }
    let balance = |(place, what): (usize, &str)| {
        Check::exact(
            format!("{what} missing or made up at {looks} instants, up to {} gone through", through[place]),
            open[place] as f64,
            0.0,
        )
    };
    let mut checks: Vec<Check> =
        ["flags", "appeals", "reports to police", "inquiries", "contested mandates"].into_iter().enumerate().map(balance).collect();
    checks.push(Check::exact("offenders whose lost accounts are not as many as they are counted to be", accounts as f64, 0.0));
    checks.push(Check::exact("places with more children harmed than episodes of harm, or adults among them", children as f64, 0.0));
    checks
}

fn more_children_than_episodes(outcomes: &Outcomes) -> usize {
    let wrong = |cell: &crate::model::Cell| {
        let value = |o| outcomes.value(o, *cell).unwrap_or(f64::NAN);
        let harmed = value(Outcome::ChildrenHarmed);
        let episodes = value(Outcome::HarmGrooming) + value(Outcome::HarmNewImages) + value(Outcome::HarmSextortion);
        // The sum is rounded once per episode.
        let right = harmed <= episodes + 1e-6 && (cell.band != Some(Band::ADULT.index()) || harmed == 0.0);
        !right
    };
    outcomes.layout().cells().filter(wrong).count()
}
