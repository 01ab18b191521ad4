//! Scanning on the device and its adversaries: each parameter moves what it says, and nothing where no device is scanned.

use crate::common::{ENCRYPTED, all_runs, assert_none, assert_same_but, assert_some, smoke, sum};
use veilsim::model::{Outcome, Outcomes};

/// The first arm of the smoke world for half a year, with messages encrypted from before the start, and devices scanned or not.
fn year(scans: bool, more: &[(&str, &str)]) -> Vec<Outcomes> {
    let scan = ("platform.tiktok.detection.client-side-scan.enabled", if scans { "true" } else { "false" });
    let base = [
        ("sample", "0.001"),
        ("replications", "2"),
        ("horizon", "26 weeks"),
        ("scanner.evasion", "0.9"),
        ("scanner.evasion-learning", "20 per year"),
        ("scanner.extraction", "20 per year"),
        ("scanner.collisions", "1 per day"),
        ("market.row.list.expansion", "20 per year"),
        ("market.row.list.expanded-flags", "1 per day"),
        ("market.row.list.chilled", "0.2"),
        scan,
    ];
    all_runs(&smoke(&[&base[..], &ENCRYPTED, more].concat()), 2).remove(0)
}

#[test]
fn each_adversary_moves_what_it_says() {
    use Outcome::{CraftedFlags, ExpandedFlags, MessagesChilled, TrueDevice};
    let base = year(true, &[]);
    assert_some(&base, &[CraftedFlags, ExpandedFlags, MessagesChilled, TrueDevice, Outcome::MessagesScanned]);
    let pairs = [
        ("scanner.evasion", "0", TrueDevice, true),
        ("scanner.evasion-learning", "0.01 per year", TrueDevice, true),
        ("scanner.extraction", "0.01 per year", CraftedFlags, false),
        ("scanner.collisions", "0.1 per day", CraftedFlags, false),
        ("market.row.list.expanded-flags", "0.1 per day", ExpandedFlags, false),
        ("market.row.list.chilled", "0.05", MessagesChilled, false),
    ];
    for (path, less, outcome, rises) in pairs {
        let other = year(true, &[(path, less)]);
        let [before, after] = [&base, &other].map(|runs| sum(runs, outcome));
        assert!((after > before) == rises && (after - before).abs() > 0.0, "{path}: {} from {before} to {after}", outcome.definition().id);
    }
    let off = year(true, &[("mechanism.list.enabled", "false")]);
    assert_none(&off, &[CraftedFlags, ExpandedFlags]);
    assert!(sum(&off, TrueDevice) > sum(&base, TrueDevice));
}

#[test]
fn where_no_device_is_scanned_there_are_no_adversaries() {
    let base = year(false, &[]);
    assert_none(&base, &[Outcome::CraftedFlags, Outcome::ExpandedFlags, Outcome::ScannedDevice]);
    for (path, value) in [
        ("scanner.evasion", "0"),
        ("scanner.extraction", "0 per day"),
        ("market.row.list.chilled", "0"),
        ("scanner.collisions", "9 per day"),
    ] {
        assert_same_but(&base, &year(false, &[(path, value)]), &[]);
    }
}

#[test]
fn what_is_readable_is_scanned_on_servers_and_what_is_not_on_devices() {
    let [both, devices, neither] = [(true, "true"), (true, "false"), (false, "false")].map(|(scan, server)| {
        let channels = ["hash-match", "image-classifier", "text-classifier"].map(|c| format!("platform.tiktok.detection.{c}.enabled"));
        let mut off: Vec<(&str, &str)> = channels.iter().map(|path| (path.as_str(), server)).collect();
        // Messages to and from minors stay readable.
        off.push(("arm.keep-readable.platform.tiktok.encryption-minors", "none"));
        year(scan, &off)
    });
    let of = |runs: &[Outcomes]| [Outcome::ScannedServer, Outcome::ScannedDevice, Outcome::AccountsScanned].map(|o| sum(runs, o));
    let ([server, device, all], [none, alone, _], nothing) = (of(&both), of(&devices), of(&neither));
    assert!(server > 0.0 && device > 0.0 && all > device && none == 0.0, "{server} {device} {all} {none}");
    assert!(device.to_bits() == alone.to_bits() && nothing.iter().all(|days| *days == 0.0), "{device} {alone} {nothing:?}");
}
