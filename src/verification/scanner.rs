//! Whose messages machines look into, and the adversaries of scanning on the device.

use super::{Check, Oracle, Sets, WORLD, only, plan, runs_of, sets, totals};
use crate::model::Cell;
use crate::model::Outcome::{CraftedFlags, ExpandedFlags, ScannedDevice, ScannedServer, TrueDevice};

pub(super) const ORACLE: Oracle = Oracle {
    name: "scanner",
    statement: "Account-days scanned are the integral of what can be read, or is encrypted and scanned; a way past the scan and crafted \
                matches come after an exponential time, so that what is flagged is the integral of its distribution",
    checks,
};

/// [`WORLD`] without false flags, whose users all come under encryption and a scan of devices from day 200 to day 300.
fn rollout() -> Vec<Check> {
    let arm = "[arm.base.platform.main]\nextends = \"default-e2ee\"\ndetection.client-side-scan.enabled = true\n\
               rollout = { start = \"200 days\", ramp = \"100 days\" }";
    let text = WORLD.replace("[arm.base]", arm);
    let run = &runs_of(&plan(&text, &only("hash-match", "main")), 31, 1)[0];
    // Both ends of a message need the feature: of a share x of the users, x² of the messages.
    let hidden = |day: f64| {
        let x = ((day - 200.0) / 100.0).clamp(0.0, 1.0);
        x * x * x / 3.0 * 100.0 + (day - 300.0).max(0.0)
    };
    let mut checks = Vec::new();
    for (number, from) in [0.0, 100.0, 200.0, 300.0, 400.0].into_iter().enumerate() {
        let days = hidden(from + 100.0) - hidden(from);
        for (what, outcome, expected) in [("devices", ScannedDevice, days), ("servers", ScannedServer, 100.0 - days)] {
            let found = run.series(outcome, Cell::ALL)[number];
            let what = format!("account-days scanned on {what} from day {from} on");
            checks.push(Check { what, found, expected: 1e6 * expected, margin: 1.0 });
        }
    }
    checks
}

/// [`WORLD`] with all messages encrypted and all devices scanned, a scan that sees everything, and no other channel.
fn scanned(more: &[(&str, &str)]) -> Sets {
    let always = [
        ("platform.main.encryption", "default"),
        ("platform.main.encryption-minors", "default"),
        ("platform.main.detection.client-side-scan.recall", "1"),
        ("platform.main.detection.client-side-scan.false-positives", "0"),
        ("platform.main.detection.client-side-scan.delay", "0 days"),
        ("mechanism.enforcement.enabled", "false"),
        ("mechanism.investigation.enabled", "false"),
        ("scanner.evasion", "0"),
        ("market.us.list.expansion", "0 per day"),
        ("market.us.list.poisoning", "0 per day"),
    ];
    [only("client-side-scan", "main"), sets(&always), sets(more)].concat()
}

fn checks() -> Vec<Check> {
    let mut checks = rollout();
    let horizon = 500.0;
    // Days in the run that follow what comes at a rate.
    let after = |rate: f64| horizon - (1.0 - libm::exp(-rate * horizon)) / rate;
    let traders = "[offender.trader]\nextends = \"trader\"\narrivals = \"0.0005475702 per day\"\nlifetime = \"1000 years\"\nskill-spread = 0\n\
                   accounts = 1\nsharing.rate = \"0.1 per day\"\nsharing.files = 1\nsharing.known = 1\nsharing.near-duplicate = 0\n\
                   sharing.surface = 0\n[arm.base]";
    let learned = scanned(&[("scanner.evasion", "0.8"), ("scanner.evasion-learning", "0.01 per day"), ("scanner.collisions", "0 per day")]);
    let runs = runs_of(&plan(&WORLD.replace("[arm.base]", traders), &learned), 32, 200);
    let sessions = 200.0 * 0.1;
    let flags = sessions * (horizon - 0.8 * after(0.01));
    checks.push(Check::mean("flags of the scan, a fifth of them once a way past it is known", &totals(&runs, TrueDevice), flags));
    let crafted = scanned(&[("scanner.extraction", "0.01 per day"), ("scanner.collisions", "0.4 per day")]);
    let expanded = scanned(&[
        ("market.us.list.expansion", "0.01 per day"),
        ("market.us.list.expanded-flags", "0.4 per day"),
        ("market.us.list.chilled", "0"),
        ("scanner.collisions", "0 per day"),
    ]);
    for (what, outcome, overrides) in [
        ("flags crafted to match, once the list was taken", CraftedFlags, crafted),
        ("flags for lawful content, once the list was expanded", ExpandedFlags, expanded),
    ] {
        let runs = runs_of(&plan(WORLD, &overrides), 33, 200);
        checks.push(Check::mean(what, &totals(&runs, outcome), 0.4 * after(0.01)));
    }
    checks
}
