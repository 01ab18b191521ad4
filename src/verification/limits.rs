//! Where the answer is known without theory: nobody looks, nothing is kept, nobody errs.

use super::{CHANNELS, Check, Oracle, SMOKE, Sets, only, runs_of, scenario, sets};
use crate::model::outcome::Family;
use crate::model::{Outcome, Outcomes};

pub(super) const ORACLE: Oracle = Oracle {
    name: "limits",
    statement: "Where no channel sees and nobody reports, nothing is detected; without retention, a breach exposes no content; a perfect \
                reviewer wrongs nobody; with every channel off and nobody choosing a platform for it, or staying on one, encryption changes no harm by offenders",
    checks,
};

const RUNS: u64 = 3;

/// Runs of an arm of the smoke test.
fn runs(arm: usize, overrides: &[Sets]) -> Vec<Outcomes> {
    let few = sets(&[("sample", "0.0005"), ("platform.tiktok.review.staff", "4000")]);
    runs_of(&scenario(SMOKE, &[few, overrides.concat()].concat()).arms[arm].plan, 1, RUNS)
}

fn sum(runs: &[Outcomes], outcomes: &[Outcome]) -> f64 {
    runs.iter().flat_map(|run| outcomes.iter().map(|o| run.total(*o).unwrap_or(f64::NAN))).sum()
}

/// That outcomes are zero in a limit and not so without it, lest nothing be seen.
fn vanishes(what: &str, limit: &[Outcomes], normal: &[Outcomes], outcomes: &[Outcome]) -> Vec<Check> {
    let seen = f64::from(u8::from(sum(normal, outcomes) > 0.0));
    vec![Check::exact(what, sum(limit, outcomes), 0.0), Check::exact(format!("{what}: some otherwise (1 yes)"), seen, 1.0)]
}

fn checks() -> Vec<Check> {
    use Outcome::{
        ContentBreach, ContentHeld, FalseFlags, Incidents, InnocentDays, InnocentReported, InnocentSuspended, OffendersRemoved, Reports,
        TrueFlags,
    };
    let busy = sets(&[("platform.tiktok.access.breach-rate", "30 per year")]);
    let normal = runs(0, std::slice::from_ref(&busy));
    // Who stays on a platform for its encryption can be approached. Offenders move by who watches, and nobody does.
    let nobody_leaves = sets(&[("mechanism.trust.enabled", "false")]);
    let blind: Vec<Vec<Outcomes>> = [0, 1].map(|arm| runs(arm, &[only("none", "tiktok"), nobody_leaves.clone()])).into();
    let mut checks = vanishes(
        "flags, incidents, reports and removals where nobody looks or reports",
        &blind[0],
        &normal,
        &[TrueFlags, FalseFlags, Incidents, Reports, OffendersRemoved],
    );
    let forgetful = runs(0, &[busy, sets(&[("platform.tiktok.access.content-retention", "0 days")])]);
    checks.extend(vanishes("content exposed by breaches, or held, without retention", &forgetful, &normal, &[ContentBreach, ContentHeld]));
    let review =
        ["sensitivity", "sensitivity-blind", "sensitivity-account", "specificity", "specificity-blind"].map(|key| format!("review.{key}"));
    let automatic = CHANNELS[..6].iter().map(|channel| format!("detection.{channel}.automatic"));
    let perfect = review.into_iter().map(|path| (path, "1")).chain(automatic.map(|path| (path, "0")));
    let perfect: Sets = perfect.map(|(path, value)| (format!("platform.tiktok.{path}"), value.to_owned())).collect();
    let wronged = [InnocentSuspended, InnocentDays, InnocentReported];
    checks.extend(vanishes("people suspended or reported by a perfect reviewer who did nothing", &runs(0, &[perfect]), &normal, &wronged));
    checks.push(Check::exact("numbers on safety that encryption moves where nobody looks or reports", differing_harm(&blind) as f64, 0.0));
    checks.push(Check::exact(
        "episodes of sextortion there (1 some)",
        f64::from(u8::from(sum(&blind[0], &[Outcome::HarmSextortion]) > 0.0)),
        1.0,
    ));
    checks
}

/// Outcomes of the safety family that differ anywhere between two arms, apart from harm by exposure, which needs no offender here.
fn differing_harm(arms: &[Vec<Outcomes>]) -> usize {
    let safety: Vec<Outcome> =
        Outcome::ALL.iter().copied().filter(|o| o.definition().family == Family::Safety && *o != Outcome::HarmedByExposure).collect();
    let differ = |(a, b): (&Outcomes, &Outcomes)| {
        let cells = a.layout().cells().flat_map(|cell| safety.iter().map(move |o| (*o, cell)));
        cells.filter(|(o, cell)| a.value(*o, *cell).map(f64::to_bits) != b.value(*o, *cell).map(f64::to_bits)).count()
    };
    arms[0].iter().zip(&arms[1]).map(differ).sum()
}
