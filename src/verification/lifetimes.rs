//! How long offenders last, and how many there are.

use super::{ALPHA, Check, Oracle, WORLD, only, plan};
use crate::analysis::kolmogorov;
use crate::model::chance::Chance;
use crate::model::{Outcome, Simulation};

pub(super) const ORACLE: Oracle = Oracle {
    name: "lifetimes",
    statement: "Under a constant hazard, offenders' lifetimes are exponential with the stated mean; in the steady state there are \
                arrivals × lifetime of them, as many at a time as an M/G/∞ queue holds",
    checks,
};

/// [`WORLD`] with ten new traders a day, who stay twenty days and share one known file two times a day.
pub(super) fn traders() -> String {
    let class = "[offender.trader]\nextends = \"trader\"\narrivals = \"10 per day\"\nlifetime = \"20 days\"\nskill-spread = 0\n\
                 accounts = 1\nsharing.rate = \"2 per day\"\nsharing.files = 1\nsharing.known = 1\nsharing.near-duplicate = 0\n\
                 sharing.surface = 0\n[arm.base]";
    WORLD.replace("[arm.base]", class)
}

fn checks() -> Vec<Check> {
    let overrides = [only("none", "main"), super::sets(&[("horizon", "300 days")])].concat();
    let plan = plan(&traders(), &overrides);
    let (mut lifetimes, mut days) = (Vec::new(), Vec::new());
    for replication in 0..30 {
        let (mut simulation, mut clock) = Simulation::new(&plan, Chance::new(8, replication));
        simulation.advance(&mut clock);
        lifetimes.extend(simulation.offenders().iter().map(|o| o.until.since(o.since).days()));
        days.push(simulation.close().total(Outcome::OffenderDays).unwrap_or(f64::NAN));
    }
    let distance = kolmogorov::distance_from(&lifetimes, |x| 1.0 - libm::exp(-x / 20.0));
    // The number at work is M/G/∞, so its time integral has variance 2 a L² (H - L (1 - exp(-H / L))).
    let variance = 2.0 * 10.0 * 400.0 * (300.0 - 20.0 * (1.0 - libm::exp(-15.0)));
    vec![
        Check {
            what: format!("Kolmogorov–Smirnov distance of {} lifetimes from the exponential distribution", lifetimes.len()),
            found: distance.unwrap_or(f64::NAN),
            expected: 0.0,
            margin: kolmogorov::critical_distance(lifetimes.len() as f64, ALPHA),
        },
        Check::mean("offender-days in 300 days: arrivals × lifetime × time", &days, 10.0 * 20.0 * 300.0),
        Check::variance("variance of the offender-days", &days, variance, 0.0),
    ]
}
