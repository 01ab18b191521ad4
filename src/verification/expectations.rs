//! What runs had to expect, and what happened in them.

use super::{Check, Oracle, Sets, WORLD, only, plan, runs_of, sets};
use crate::analysis::{mean, variance};
use crate::model::expectation::is_expected;
use crate::model::{Cell, Outcome, Outcomes, Plan};

pub(super) const ORACLE: Oracle = Oracle {
    name: "expectations",
    statement: "What a run had to expect of access, of tampering with lists and of harm by exposure has the mean of what happens, and varies \
                less, also where rules change in a rollout after a warm-up and regulators step in; it does not depend on how time is cut \
                into windows",
    checks,
};

/// Standard errors within which expectations and events must agree on average.
const ERRORS: f64 = 4.0;
const RUNS: u64 = 2500;

/// Rules that change: messages are encrypted and scanned on the device, more is kept of one thing and less of another, and the rates of
/// access change too.
const CHANGE: &str = r#"
[arm.base.platform.main]
encryption = "default"
encryption-minors = "opt-in"
detection.client-side-scan.enabled = true
access.content-retention = "120 days"
access.metadata-retention = "20 days"
access.breach-rate = "0.02 per day"
access.insider-accounts = 9
answer.safeguards = 0.6
rollout = { start = "110 days", ramp = "70 days" }
"#;

/// Every path of access is open, to accounts of two markets, and lists are tampered with.
fn open() -> Sets {
    let of_platform = [
        ("employees", "100"),
        ("insider-abuse", "0.0001 per day"),
        ("insider-undetected", "2"),
        ("insider-accounts", "4"),
        ("breach-rate", "0.01 per day"),
        ("breach-least", "0.01"),
        ("breach-tail", "1.5"),
        ("covert-rate", "0.02 per day"),
        ("covert-accounts", "30"),
        ("lawful-factor", "0.8"),
        ("content-retention", "30 days"),
        ("vanishing", "0.2"),
        ("metadata-retention", "60 days"),
        ("open-backups", "0.4"),
        ("backup-history", "90 days"),
    ];
    let of_market = [
        ("access.lawful-demands", "0.05 per day"),
        ("access.lawful-accounts", "2"),
        ("access.lawful-produced", "0.7"),
        ("access.lawful-content", "0.6"),
        ("access.unlawful-demands", "0.03 per day"),
        ("access.unlawful-records", "0.02 per day"),
        ("access.bulk-orders", "0.01 per day"),
        ("access.bulk-share", "0.1"),
        ("access.endpoint-partner", "0.03 per day"),
        ("access.endpoint-state", "0.05 per day"),
        ("access.endpoint-substitution", "2"),
        ("access.endpoint-scanner", "1.5"),
        ("access.endpoint-history", "200 days"),
        ("list.expansion", "0.002 per day"),
        ("list.poisoning", "0.003 per day"),
        ("regulator.safety-inquiries", "0.01 per day"),
        ("regulator.privacy-inquiries", "0.01 per day"),
        ("regulator.notice", "20 days"),
        ("regulator.notices", "1"),
    ];
    let own = of_platform.map(|(key, value)| (format!("platform.main.access.{key}"), value.to_owned()));
    let there = ["us", "eu"].into_iter().flat_map(|m| of_market.map(|(key, value)| (format!("market.{m}.{key}"), value.to_owned())));
    let rest = sets(&[
        ("platform.main.market.eu.users", "400_000"),
        ("platform.main.answer.safeguards", "0.9"),
        ("platform.main.answer.remedies", "0.7"),
        ("platform.main.answer.concedes", "0.5"),
        ("platform.main.answer.in-reach", "true"),
        ("exposure.targeted", "0.3"),
        ("exposure.mass", "0.0001"),
        ("mechanism.traffic.enabled", "false"),
        ("horizon", "300 days"),
        ("window", "70 days"),
    ]);
    [only("none", "main"), own.into(), there.collect(), rest].concat()
}

/// Rules that stay, and rules that change after a warm-up.
fn worlds() -> [(&'static str, Plan); 2] {
    let changed = format!("{WORLD}{CHANGE}");
    let warm_up = sets(&[("warm-up", "45 days")]);
    [("", plan(WORLD, &open())), (", rules change", plan(&changed, &[open(), warm_up].concat()))]
}

fn checks() -> Vec<Check> {
    let mut checks = Vec::new();
    for (place, (world, plan)) in worlds().into_iter().enumerate() {
        let runs = runs_of(&plan, 11 + place as u64, RUNS);
        let mut looser = 0;
        for outcome in Outcome::ALL.iter().copied().filter(|outcome| is_expected(*outcome)) {
            let happened: Vec<f64> = runs.iter().filter_map(|run| run.total(outcome)).collect();
            let expected: Vec<f64> = runs.iter().filter_map(|run| run.expected(outcome, Cell::ALL)).collect();
            looser += usize::from(variance(&expected) > variance(&happened));
            checks.push(agree(format!("{} on average{world}", outcome.definition().id), &happened, &expected));
        }
        checks.push(Check::exact(format!("outcomes whose expectation varies more than they do{world}"), looser as f64, 0.0));
    }
    checks.extend(windows());
    checks
}

/// The mean of what happened beside that of what was to be expected, run by run.
fn agree(what: String, happened: &[f64], expected: &[f64]) -> Check {
    let gaps: Vec<f64> = happened.iter().zip(expected).map(|(happened, expected)| happened - expected).collect();
    let error = variance(&gaps).map_or(f64::NAN, |spread| (spread / gaps.len() as f64).sqrt());
    let [found, expected] = [happened, expected].map(|values| mean(values).unwrap_or(f64::NAN));
    Check { what, found, expected, margin: ERRORS * error }
}

/// Cases are integrated piece by piece: other pieces must give the same. (Demands and devices are counted at the ends of windows, and
/// are left out.)
fn windows() -> Vec<Check> {
    let none = ["lawful-demands", "unlawful-demands", "unlawful-records", "endpoint-partner", "endpoint-state"];
    let none = none.iter().flat_map(|key| ["us", "eu"].map(|market| (format!("market.{market}.access.{key}"), "0 per day".to_owned())));
    let base: Sets = [open(), none.collect(), sets(&[("warm-up", "45 days")])].concat();
    let runs = |window: &str| runs_of(&plan(&format!("{WORLD}{CHANGE}"), &[base.clone(), sets(&[("window", window)])].concat()), 5, 8);
    let (whole, cut) = (runs("300 days"), runs("7 days"));
    let of = |outcome: Outcome| {
        let total = |runs: &[Outcomes]| runs.iter().filter_map(|run| run.expected(outcome, Cell::ALL)).sum::<f64>();
        Check {
            what: format!("{}, windows of a week", outcome.definition().id),
            found: total(&cut),
            expected: total(&whole),
            margin: 1e-5 * total(&whole),
        }
    };
    [Outcome::ContentUnlawful, Outcome::MetadataUnlawful, Outcome::HarmedByExposure, Outcome::ListExpanded, Outcome::ListPoisonings]
        .map(of)
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Simulation;
    use crate::model::chance::Chance;
    use proptest::prelude::*;

    /// Rates, and the outcomes that have nothing to expect without them.
    const RATES: [(&[&str], &[Outcome]); 9] = [
        (&["platform.main.access.insider-abuse"], &[Outcome::ContentInsider, Outcome::MetadataInsider]),
        (&["platform.main.access.breach-rate"], &[Outcome::ContentBreach, Outcome::MetadataBreach]),
        (&["platform.main.access.covert-rate"], &[Outcome::ContentCovert, Outcome::MetadataCovert]),
        (&["market.us.access.bulk-orders"], &[Outcome::ContentBulk, Outcome::MetadataBulk]),
        (&["market.us.access.lawful-demands"], &[Outcome::LawfulDemands, Outcome::ContentLawful, Outcome::ContentBackup]),
        (
            &["market.us.access.unlawful-demands", "market.us.access.unlawful-records"],
            &[Outcome::ContentUnlawfulDemand, Outcome::MetadataUnlawfulDemand],
        ),
        (&["market.us.access.endpoint-partner", "market.us.access.endpoint-state"], &[Outcome::ContentEndpoint, Outcome::MetadataEndpoint]),
        (&["market.us.list.expansion"], &[Outcome::ListExpanded, Outcome::ScanExpanded]),
        (&["market.us.list.poisoning"], &[Outcome::ListPoisoned, Outcome::ListPoisonings]),
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn nothing_is_expected_at_a_rate_of_zero_and_something_else(zero in prop::collection::vec(any::<bool>(), RATES.len())) {
            let none = RATES.iter().zip(&zero).filter(|(_, zero)| **zero).flat_map(|((paths, _), _)| *paths);
            let rates = none.map(|path| ((*path).to_owned(), "0 per day".to_owned()));
            let alone = sets(&[("platform.main.market.eu.users", "0")]);
            let text = CHANGE.replace("access.breach-rate = \"0.02 per day\"\n", "");
            let plan = plan(&format!("{WORLD}{text}"), &[open(), rates.collect(), alone].concat());
            let run = Simulation::run(&plan, Chance::new(1, 0)).0;
            for ((paths, outcomes), zero) in RATES.iter().zip(zero) {
                for outcome in *outcomes {
                    let expected = run.expected(*outcome, Cell::ALL).unwrap();
                    prop_assert_eq!(expected == 0.0, zero, "{} is {} of {:?}", outcome.definition().id, expected, paths);
                    prop_assert!(!zero || run.total(*outcome) == Some(0.0));
                }
            }
        }
    }
}
