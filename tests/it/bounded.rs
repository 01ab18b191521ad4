//! Work without end is refused before it begins, and no more is refused than must be.

use crate::common::{folder_with, scenario, sets, short_run, smoke, smoke_text, texts, veilsim};
use std::path::Path;
use std::process::{Command, Stdio};
use veilsim::experiment::{Design, Limits, Run, Task, TooMuch, within, work};
use veilsim::model::Outcomes;
use veilsim::scenario::load;

/// The smoke scenario without its arms, with others.
fn with_arms(arms: &str) -> String {
    format!("{}{arms}", smoke_text().split("[arm.").next().unwrap())
}

#[test]
fn a_rate_with_zeros_too_many_is_refused_before_the_run() {
    let cases = [
        ("offender.trader.arrivals", "1e9 per day"),
        ("offender.trader.sharing.rate", "1e9 per day"),
        ("offender.groomer.approach.rate", "1e9 per day"),
        ("platform.tiktok.access.breach-rate", "1e9 per day"),
        ("platform.tiktok.access.covert-rate", "1e9 per day"),
        ("platform.tiktok.access.insider-abuse", "1e9 per day"),
        ("platform.tiktok.traffic.messages", "1e9 per day"),
        ("platform.tiktok.traffic.conversations", "1e9 per day"),
        ("platform.tiktok.traffic.updates", "1e9 per day"),
        ("platform.tiktok.detection.user-reports.false-reports", "1e9 per day"),
        ("market.us.access.bulk-orders", "1e9 per day"),
        ("market.us.list.poisoning", "1e9 per day"),
        ("market.us.list.expansion", "1e9 per day"),
        ("market.us.regulator.safety-inquiries", "1e9 per day"),
        ("offender.trader.lifetime", "1000 years"),
        ("market.us.offenders.sharing", "1e9"),
        ("platform.tiktok.attraction.sharing", "1e9"),
        ("offender.trader.sharing.rate", "{ log-uniform = [\"1 per day\", \"1e9 per day\"] }"),
    ];
    for (path, value) in cases {
        // Long enough that the rate is beyond any patience; a single day of some rates is not.
        let found = scenario(&smoke_text(), &[(path, value), ("sample", "1")]);
        let refused = within(&found, Limits::default());
        assert!(refused.is_err(), "{path} = {value} is let through");
        assert!(refused.unwrap_err().to_string().contains("raise the limit with --most-"), "{path}");
    }
}

#[test]
fn the_parameter_and_a_remedy_are_named_and_the_limit_can_be_raised() {
    let arms = "[arm.a]\n[arm.b.platform.tiktok]\nextends = \"default-e2ee\"\n";
    let folder = folder_with(&[("flat.toml", &with_arms(arms))]);
    let flat = folder.path().join("flat.toml").display().to_string();
    let day = ["--set", "horizon=1 day", "--set"];
    for (command, set, path) in [
        ("run", "offender.trader.arrivals=1e9 per day", "offender.trader."),
        ("check", "offender.trader.sharing.rate=1e9 per day", "offender.trader.arrivals × lifetime × sharing.rate"),
        ("trace", "platform.tiktok.access.breach-rate=1e9 per day", "platform.tiktok.access.breach-rate"),
    ] {
        let output = veilsim(&[&[command, &flat], &day[..], &[set, "--set", "window=1 day"]].concat());
        let (_, said) = texts(&output);
        assert!(output.status.code() == Some(2) && said.contains(path) && said.contains("lower"), "{command}: {said}");
    }
    let many = scenario(&smoke_text(), &[("replications", "4000000000")]);
    assert!(matches!(within(&many, Limits::default()), Err(TooMuch::Memory { remedy, .. }) if remedy == "replications"));
    let tight = ["check", "scenarios/smoke.toml", "--most-events"];
    assert_eq!(veilsim(&[&tight[..], &["10"]].concat()).status.code(), Some(2));
    assert!(veilsim(&[&tight[..], &["1e9"]].concat()).status.success());
}

#[test]
fn the_work_of_a_run_is_at_least_what_it_takes() {
    for path in ["scenarios/smoke.toml", "scenarios/deterrence.toml"] {
        let scenario = load(path.as_ref(), &sets(&[("horizon", "32 weeks"), ("window", "4 weeks"), ("sample", "0.0005")])).unwrap();
        let design = Design { seed: 1, ..Design::of(&scenario) };
        for point in 0..2 {
            let run: Run<Outcomes> = design.simulate(Task { replication: 0, point });
            let (expected, events) = (work(&design.drawn(point, 0)).events, run.events);
            assert!(expected >= events as f64 && expected < 100.0 * events as f64, "{path}: {events} events of {expected}");
        }
    }
}

/// The most memory that a run of a world takes, in bytes, as the system counts it.
#[cfg(target_os = "linux")]
fn peak(scenario: &Path, pairs: &[(&str, &str)]) -> f64 {
    let out = scenario.with_file_name("out");
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("veilsim"));
    command.arg("run").arg(scenario).args(["--replications", "1", "--threads", "1", "--quiet", "--tables-only", "--out"]).arg(&out);
    command.args(pairs.iter().flat_map(|(path, value)| ["--set".to_owned(), format!("{path}={value}")]));
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let (status, mut peak) = (format!("/proc/{}/status", child.id()), 0.0_f64);
    while child.try_wait().unwrap().is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let told = text.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
        peak = peak.max(1024.0 * told.unwrap_or(0.0));
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    assert!(child.wait().unwrap().success());
    peak
}

#[cfg(target_os = "linux")]
#[test]
fn the_memory_of_a_run_is_bounded_and_not_far_from_the_bound() {
    let folder = folder_with(&[("s.toml", &with_arms("[arm.only]\n"))]);
    let file = folder.path().join("s.toml");
    let base = [
        ("warm-up", "0 days"),
        ("platform.tiktok.traffic.conversations", "1 per day"),
        ("platform.tiktok.review.expiry", "1 year"),
        ("sample", "0.001"),
    ];
    let few = peak(&file, &[&base[..], &[("sample", "0.00001")]].concat());
    // Nobody looks at them, and all wait; or somebody looks at each, and remembers who was looked at, or who was wronged.
    for (staff, specificity) in [("0", "0.9"), ("9_000_000", "0.99"), ("9_000_000", "0")] {
        let world = [
            ("platform.tiktok.detection.text-classifier.false-positives", "0.02"),
            ("platform.tiktok.review.staff", staff),
            ("platform.tiktok.review.specificity", specificity),
            ("platform.tiktok.review.specificity-blind", specificity),
        ];
        let pairs = [&base[..], &world].concat();
        let plan = load(&file, &sets(&pairs)).unwrap().arms.remove(0).plan;
        let (taken, bound) = (peak(&file, &pairs), work(&plan).bytes);
        // Tables take what `few` does; charts, which take more, are left out.
        assert!(
            (staff != "0" || taken > few + 1e7) && taken < few + bound && bound < 6.0 * taken,
            "{staff}, {specificity}: {taken:.2e} of {bound:.2e}, {few:.2e}"
        );
    }
}

/// A record may be anybody's: it cannot make `verify` work for ever.
#[test]
fn verify_does_no_more_work_than_a_run_may() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    assert!(short_run(&out, &[]).status.success());
    let file = out.join("manifest.json");
    let honest = std::fs::read_to_string(&file).unwrap();
    let verify = |more: &[&str]| veilsim(&[&["verify", &out.display().to_string(), "--quiet"], more].concat());
    let scale = "\"sample\",\n      \"0.0003\"";
    for (was, becomes, says) in [
        ("\"replications\": 3,", "\"replications\": 4000000000,", "the results of 12000000000 runs"),
        (scale, "\"offender.trader.arrivals\",\n      \"1e9 per day\"", "most of them come from offender.trader.arrivals"),
        (scale, "\"platform.tiktok.access.breach-rate\",\n      \"1e9 per day\"", "platform.tiktok.access.breach-rate"),
    ] {
        assert!(honest.contains(was), "{was}");
        std::fs::write(&file, honest.replace(was, becomes)).unwrap();
        let (code, (_, said)) = {
            let output = verify(&[]);
            (output.status.code(), texts(&output))
        };
        assert!(code == Some(2) && said.contains(says), "{says}: {said}");
    }
    std::fs::write(&file, honest).unwrap();
    assert_eq!(verify(&["--most-events", "1000"]).status.code(), Some(2));
    assert!(verify(&[]).status.success());
}

#[test]
fn many_runs_together_are_bounded_too() {
    let whole = smoke(&[("replications", "200000"), ("sample", "0.1")]);
    assert!(matches!(within(&whole, Limits { events: 1e8, bytes: 1e12 }), Err(TooMuch::Together { runs, .. }) if runs > 599_999.0));
    assert_eq!(within(&whole, Limits { events: 1e12, bytes: 1e12 }), Ok(()));
}
