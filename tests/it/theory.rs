//! Where theory has a closed form, the simulation gives its numbers: queues, Poisson thinning, base rates, lifetimes, compound
//! breaches, exposure under a rollout.
//!
//! Tests are statistical at level [`ALPHA`] each, on fixed seeds; bounds follow from the statistics, not from what passes.

use crate::common::{ALPHA, AUTOMATIC, WORLD, plan, run_of};
use rand_distr::Distribution;
use statrs::distribution::{ChiSquared, ContinuousCDF, Normal};
use veilsim::analysis::kolmogorov::{critical_distance, distance_between};
use veilsim::engine::{Binomial, Key, Poisson, Stream};
use veilsim::model::assumptions::Platform;
use veilsim::model::identity::{Band, MarketId};
use veilsim::model::plan::Change;
use veilsim::model::policy::Timeline;
use veilsim::model::population::Account;
use veilsim::model::{Cell, Outcome, Plan};
use veilsim::units::{Span, Time};

/// Overrides that leave one channel on.
fn only<'a>(channel: &str, paths: &'a [(String, &'static str)]) -> Vec<(&'a str, &'a str)> {
    paths.iter().map(|(path, off)| (path.as_str(), if path.contains(&format!(".{channel}.")) { "true" } else { *off })).collect()
}

fn switches() -> Vec<(String, &'static str)> {
    AUTOMATIC.iter().chain(&["user-reports"]).map(|c| (format!("platform.main.detection.{c}.enabled"), "false")).collect()
}

/// The plan of [`WORLD`] with one channel on and further overrides.
fn one_channel(channel: &str, text: &str, more: &[(&str, &str)]) -> Plan {
    let paths = switches();
    plan(text, &[&only(channel, &paths)[..], more].concat())
}

/// Overrides by which a channel flags one benign item in a thousand, at the recall of 0.8 that is stated for that.
fn operated(channel: &str) -> Vec<(String, &'static str)> {
    let path = |key: &str| format!("platform.main.detection.{channel}.{key}");
    vec![(path("false-positives"), "0.001"), (path("reference-false-positives"), "0.001"), (path("recall"), "0.8")]
}

fn as_pairs<'a>(pairs: &'a [(String, &'static str)]) -> Vec<(&'a str, &'a str)> {
    pairs.iter().map(|(path, value)| (path.as_str(), *value)).collect()
}

#[test]
fn flags_under_a_ramp_are_thinned_by_the_share_that_is_visible() {
    let arm = |extra: &str| {
        WORLD.replace("window = \"100 days\"", "window = \"20 days\"").replace(
            "[arm.base]",
            &format!(
                "[arm.base.platform.main]\nextends = \"default-e2ee\"\n{extra}rollout = {{ start = \"200 days\", ramp = \"100 days\" }}"
            ),
        )
    };
    // During the ramp a share x has the feature, and a message is encrypted where both ends have it: x^2 of them.
    let encrypted = |day: f64| {
        let share = ((day - 200.0) / 100.0).clamp(0.0, 1.0);
        share * share * share / 3.0 * 100.0 + (day - 300.0).max(0.0)
    };
    let cases = [
        ("hash-match", arm(""), true),
        ("text-classifier", arm(""), true),
        ("client-side-scan", arm("detection.client-side-scan.enabled = true\n"), false),
        ("behaviour", arm(""), true),
    ];
    for (channel, text, readable) in cases {
        let operated = operated(channel);
        let scan = if readable { channel } else { "none" };
        let plan = one_channel(scan, &text, &as_pairs(&operated));
        let series = run_of(&plan, 10, 0).series(Outcome::FalseFlags, Cell::ALL);
        assert_eq!(series.len(), 25);
        let mut chi = 0.0;
        let mut cells = 0.0;
        for (w, count) in series.iter().enumerate() {
            let (from, to) = (w as f64 * 20.0, (w + 1) as f64 * 20.0);
            let hidden = encrypted(to) - encrypted(from);
            let expected = 100.0
                * if channel == "behaviour" {
                    20.0
                } else if readable {
                    20.0 - hidden
                } else {
                    hidden
                };
            if expected < 1e-6 {
                assert!(*count == 0.0, "{channel} raised {count} flags in window {w}");
            } else {
                chi += (count - expected) * (count - expected) / expected;
                cells += 1.0;
            }
        }
        let bound = ChiSquared::new(cells).unwrap().inverse_cdf(1.0 - ALPHA / 4.0);
        assert!(chi < bound, "{channel}: chi-squared {chi} of {cells} windows exceeds {bound}; {series:?}");
    }
}

/// A change of [`WORLD`]'s platform.
fn change(start: f64, ramp: f64, sets: &[(&str, &str)]) -> Change {
    let after = plan(WORLD, sets).world.platform.get("main").unwrap().clone();
    Change { platform: "main".to_owned(), start: Time::ZERO.after_days(start), ramp: Span::from_days(ramp), after }
}

#[test]
fn readable_days_are_the_integral_of_what_is_readable() {
    let (adults, minors) = ("platform.main.encryption", "platform.main.encryption-minors");
    let uptake = ("platform.main.opt-in-uptake", "0.4");
    let default = [(adults, "default"), (minors, "default"), uptake];
    let opt_in = [(adults, "opt-in"), (minors, "opt-in"), uptake];
    let nobody = ("platform.main.opt-in-uptake", "0");
    let (opt_in_nobody, default_nobody) = ([opt_in[0], opt_in[1], nobody], [default[0], default[1], nobody]);
    let adults_only = [(adults, "default"), (minors, "none"), uptake];
    let shorter = [(adults, "default"), (minors, "default"), uptake, ("platform.main.access.content-retention", "20 days")];
    let cases = [
        ("one ramp", vec![change(100.0, 60.0, &default)]),
        ("at once", vec![change(140.0, 0.0, &default)]),
        ("opt-in, then default", vec![change(60.0, 30.0, &opt_in), change(150.0, 40.0, &default)]),
        ("adults only", vec![change(90.0, 50.0, &adults_only)]),
        ("a fast ramp amid a slow one", vec![change(50.0, 200.0, &opt_in), change(120.0, 20.0, &default)]),
        // The share encrypted has a kink where the fast ramp catches up with the slow one.
        ("a fast ramp catches up with a slow one", vec![change(10.0, 200.0, &opt_in_nobody), change(80.0, 60.0, &default_nobody)]),
        ("there and back", vec![change(50.0, 80.0, &default), change(100.0, 60.0, &[uptake])]),
        ("retention cut on the way", vec![change(50.0, 150.0, &default), change(120.0, 0.0, &shorter)]),
    ];
    let before = plan(WORLD, &[("platform.main.access.content-retention", "90 days"), uptake]).world.platform.get("main").unwrap().clone();
    let draws = 300_000;
    let z = Normal::standard().inverse_cdf(1.0 - ALPHA / 2.0 / (cases.len() * 8) as f64);
    for (case, (what, mut changes)) in cases.into_iter().enumerate() {
        for c in &mut changes {
            let shortened = c.after.access.content_retention.number() < 21.0;
            if !shortened {
                c.after.access.content_retention = before.access.content_retention.clone();
            }
        }
        let timeline = timeline(&before, &changes);
        for day in [30.0, 133.0, 165.0, 290.0] {
            let now = Time::ZERO.after_days(day);
            let retention = timeline.now(now).rules.access.content_retention.number();
            for minor in [false, true] {
                let declared = if minor { Band::FROM_13 } else { Band::ADULT };
                let mut stream = Key::new(11, case as u64).stream(0, day as u64, u32::from(minor));
                let mut readable = 0_u32;
                for _ in 0..draws {
                    let at = Time::ZERO.after_days((day - retention * stream.uniform()).max(0.0));
                    let mut account = |declared| Account { declared, position: stream.uniform(), reluctance: stream.uniform() };
                    let (writer, reader) = (account(declared), account(Band::ADULT));
                    readable += u32::from(!timeline.encrypts(at, [MarketId::new(0); 2], 1.0, || writer, || reader));
                }
                let p = f64::from(readable) / f64::from(draws);
                let (closed, margin) = (
                    timeline.readable_days(now, MarketId::new(0), None).of(f64::from(u8::from(minor))),
                    z * (p * (1.0 - p) / f64::from(draws)).sqrt(),
                );
                let expected = p * retention;
                // Where every draw agrees, the share is so by the rules; times are rounded to the millisecond.
                let margin = margin * retention + 1e-6;
                assert!((closed - expected).abs() < margin, "{what}, day {day}, minor {minor}: {closed} is not {expected} to ±{margin}");
            }
        }
    }
}

/// Rules and all their changes, in a world of one market.
fn timeline(before: &Platform, changes: &[Change]) -> Timeline {
    let mut timeline = Timeline::new(before, &["us"]);
    for change in changes {
        timeline.change(change, &["us"], Time::ZERO);
    }
    timeline
}

/// What was deleted does not come back: a longer retention fills by a day a day, and a shorter one empties at once.
#[test]
fn what_is_kept_grows_by_a_day_a_day_after_retention_was_raised() {
    let keep = |days: &'static str| [("platform.main.access.metadata-retention", days), ("platform.main.access.content-retention", days)];
    let before = plan(WORLD, &keep("90 days")).world.platform.get("main").unwrap().clone();
    let changes = [(50.0, "20 days"), (60.0, "90 days"), (200.0, "300 days")].map(|(day, days)| change(day, 0.0, &keep(days)));
    let timeline = timeline(&before, &changes);
    for (day, kept) in [
        (0.0, 90.0),
        (49.0, 90.0),
        (50.0, 20.0),
        (59.0, 20.0),
        (60.0, 20.0),
        (65.0, 25.0),
        (130.0, 90.0),
        (200.0, 90.0),
        (300.0, 190.0),
        (410.0, 300.0),
        (999.0, 300.0),
    ] {
        let now = Time::ZERO.after_days(day);
        let metadata = timeline.kept(now, |rules| rules.access.metadata_retention.get()).days();
        let content = timeline.readable_days(now, MarketId::new(0), None).of(0.0);
        assert!((metadata - kept).abs() < 1e-9 && (content - kept).abs() < 1e-9, "day {day}: {metadata} and {content}, not {kept}");
    }
}

/// Poisonings come as a Poisson stream, each raises flags as a Poisson stream while it lasts, and lasts an exponential time: the mean
/// number of flags is the number of poisonings, times the flags a day, times the mean time that each has until the end.
#[test]
fn poisoned_flags_follow_from_how_long_an_entry_stays() {
    let more = [
        ("platform.main.encryption", "default"),
        ("platform.main.encryption-minors", "default"),
        ("platform.main.detection.client-side-scan.false-positives", "0"),
        ("market.us.list.poisoning", "0.02 per day"),
        ("market.us.list.found", "30 days"),
        ("market.us.list.poisoned-flags", "0.5 per day"),
        ("platform.main.detection.list-lawful", "0"),
        ("market.us.list.expanded-flags", "0 per day"),
        ("scanner.collisions", "0 per day"),
    ];
    let plan = one_channel("client-side-scan", WORLD, &more);
    let runs: Vec<[f64; 3]> = (0..60)
        .map(|replication| {
            let run = run_of(&plan, 12, replication);
            [Outcome::PoisonedFlags, Outcome::FalseFlags, Outcome::ListPoisonings].map(|outcome| run.total(outcome).unwrap())
        })
        .collect();
    assert!(runs.iter().all(|run| (run[0] - run[1]).abs() < 0.5), "no other flag is raised");
    let z = Normal::standard().inverse_cdf(1.0 - ALPHA / 4.0);
    let n = runs.len() as f64;
    let holds = |place: usize, expected: f64| {
        let mean = runs.iter().map(|run| run[place]).sum::<f64>() / n;
        let variance = runs.iter().map(|run| (run[place] - mean) * (run[place] - mean)).sum::<f64>() / (n - 1.0);
        let margin = z * (variance / n).sqrt();
        assert!((mean - expected).abs() < margin && margin < expected / 5.0, "{mean} is not {expected} to ±{margin}");
    };
    let (horizon, stays) = (500.0, 30.0);
    holds(2, 0.02 * horizon);
    holds(0, 0.02 * 0.5 * stays * (horizon - stays * (1.0 - libm::exp(-horizon / stays))));
}

/// Given what breaches expose, a Poisson number of the minors among them is harmed, in proportion to what could be read.
#[test]
fn minors_harmed_by_breaches_are_a_share_of_those_exposed() {
    let arm = "[arm.base.platform.main]\nextends = \"default-e2ee\"\nrollout = { start = \"200 days\", ramp = \"100 days\" }";
    let text = WORLD.replace("[arm.base]", arm);
    let more = [
        ("platform.main.access.breach-rate", "0.05 per day"),
        ("platform.main.access.breach-least", "0.01"),
        ("platform.main.access.content-retention", "50 days"),
        ("platform.main.access.insider-abuse", "0 per day"),
        ("platform.main.access.covert-rate", "0 per day"),
        ("market.us.access.endpoint-partner", "0 per day"),
        ("market.us.access.endpoint-state", "0 per day"),
        ("market.us.access.unlawful-demands", "0 per day"),
        ("market.us.access.bulk-orders", "0 per day"),
        ("exposure.mass", "0.02"),
    ];
    let plan = one_channel("none", &text, &more);
    let (mut harmed, mut expected) = (0.0, 0.0);
    for run in (0..20).map(|replication| run_of(&plan, 13, replication)) {
        harmed += run.total(Outcome::HarmedByExposure).unwrap();
        for band in 0..Band::ADULT.index() {
            let cell = Cell { platform: None, market: None, band: Some(band) };
            expected += run.value(Outcome::ContentBreach, cell).unwrap() / 50.0 * 0.02;
        }
    }
    let margin = Normal::standard().inverse_cdf(1.0 - ALPHA / 2.0) * expected.sqrt();
    assert!((harmed - expected).abs() < margin && margin < expected / 20.0, "{harmed} is not {expected} to ±{margin}");
}

/// Where sums are out of reach: the kernel's counts against rejection samplers, by the Kolmogorov–Smirnov distance.
#[test]
fn large_counts_are_distributed_as_by_rejection() {
    const DRAWS: u32 = 20_000;
    let alike = |kernel: &dyn Fn(&mut Stream) -> f64, rejection: &dyn Fn(&mut Stream) -> f64| {
        let sample = |seed, draw: &dyn Fn(&mut Stream) -> f64| -> Vec<f64> {
            (0..DRAWS).map(|i| draw(&mut Key::new(seed, 0).stream(0, 0, i))).collect()
        };
        let distance = distance_between(&sample(1, kernel), &sample(2, rejection)).unwrap();
        let bound = critical_distance(f64::from(DRAWS) / 2.0, ALPHA);
        assert!(distance < bound, "{distance} exceeds {bound}");
    };
    for mean in [60.0, 1e5, 1e9] {
        let (kernel, rejection) = (Poisson::new(mean).unwrap(), rand_distr::Poisson::new(mean).unwrap());
        alike(&|stream| kernel.sample(stream) as f64, &|stream| rejection.sample(stream));
    }
    for p in [1e-6, 0.2, 0.999] {
        let (kernel, rejection) = (Binomial::new(1_000_000_000, p).unwrap(), rand_distr::Binomial::new(1_000_000_000, p).unwrap());
        alike(&|stream| kernel.sample(stream) as f64, &|stream| rejection.sample(stream) as f64);
    }
}
