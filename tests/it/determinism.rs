//! A replication is a pure function of (scenario, seed, index): the same bytes on any number of threads, with the arms in any order,
//! in any number of replications; another seed gives other numbers; a value set anew to what it is shifts nothing.

use crate::common::{Named, all_runs, bits, names, short_run, smoke};
use veilsim::experiment::{Design, Runs, Task, replicate};
use veilsim::model::Outcomes;
use veilsim::results::digests;
use veilsim::scenario::Scenario;

const SMALL: [(&str, &str); 3] = [("horizon", "4 weeks"), ("sample", "0.0003"), ("replications", "3")];

fn small() -> Scenario {
    smoke(&SMALL)
}

/// All numbers of all runs: by arm, then replication.
fn numbers(scenario: &Scenario, threads: usize) -> Vec<Vec<Vec<Named>>> {
    let (platforms, markets) = names(scenario);
    all_runs(scenario, threads).iter().map(|runs| runs.iter().map(|run| bits(run, &platforms, &markets)).collect()).collect()
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let scenario = small();
    let one = numbers(&scenario, 1);
    for threads in [2, 5, 0] {
        assert!(one == numbers(&scenario, threads), "{threads} threads");
    }
    assert!(one[0][0] != one[0][1] && one[0][0] != one[1][0], "replications differ, and arms do");
}

#[test]
fn arms_in_another_order_give_the_same_bits_and_digests() {
    let scenario = small();
    let names: Vec<&str> = scenario.arms.iter().map(|arm| arm.name.as_str()).collect();
    let design = Design::of(&scenario);
    let straight: Runs<Outcomes> = replicate(&design, 3, 2).unwrap();
    for order in [[2, 1, 0], [1, 2, 0], [0, 2, 1]] {
        let points = order.map(|i| design.points[i].clone()).to_vec();
        let turned = replicate(&Design { points, ..design.clone() }, 3, 2).unwrap();
        for (place, arm) in order.into_iter().enumerate() {
            // Values that are absent are not equal to themselves; the digest holds their bits.
            assert_eq!(format!("{:?}", turned.records[place]), format!("{:?}", straight.records[arm]), "{}", names[arm]);
        }
        let (arms, all) = digests(&order.map(|i| names[i]), &turned);
        let (expected, expected_all) = digests(&names, &straight);
        assert_eq!(all, expected_all);
        assert!(order.into_iter().enumerate().all(|(place, arm)| arms[place] == expected[arm]));
        assert_eq!(turned.events, straight.events);
    }
}

#[test]
fn a_replication_is_the_same_in_any_number_of_them_and_alone() {
    let few = small();
    let many = smoke(&[SMALL[0], SMALL[1], ("replications", "6")]);
    let (few_runs, many_runs) = (numbers(&few, 2), numbers(&many, 2));
    let (platforms, markets) = names(&few);
    let design = Design::of(&many);
    for arm in 0..few.arms.len() {
        assert!(few_runs[arm][..] == many_runs[arm][..3]);
        for replication in [2, 0, 5] {
            let alone: Outcomes = design.simulate(Task { replication, point: arm }).record;
            assert!(bits(&alone, &platforms, &markets) == many_runs[arm][replication as usize], "replication {replication} alone");
        }
    }
}

#[test]
fn another_seed_gives_other_numbers_in_every_replication() {
    let other = numbers(&smoke(&[SMALL[0], SMALL[1], SMALL[2], ("seed", "2")]), 2);
    for (arm, runs) in numbers(&small(), 2).iter().enumerate() {
        for run in runs {
            assert!(other[arm].iter().all(|o| o != run));
        }
    }
}

#[test]
fn a_setting_that_nothing_hangs_on_shifts_nothing() {
    let plain = numbers(&small(), 2);
    let unrelated = [
        ("title", "Another title"),
        // The value that it has already.
        ("platform.tiktok.review.staff", "400"),
        // The device is not scanned in any arm of this scenario.
        ("platform.tiktok.detection.client-side-scan.delay", "3 days"),
        // Accidental sharers approach nobody.
        ("offender.accidental.conversation.image", "0.9"),
    ];
    for set in unrelated {
        assert!(plain == numbers(&smoke(&[&SMALL[..], &[set]].concat()), 2), "{}", set.0);
    }
    // A known parameter in the place of an uncertain one leaves the quantiles of the others where they were.
    let known = smoke(&[&SMALL[..], &[("platform.tiktok.access.covert-accounts", "1000")]].concat());
    let (platforms, markets) = names(&known);
    let changed: Vec<String> = plain[0][0]
        .iter()
        .zip(bits(&all_runs(&known, 2)[0][0], &platforms, &markets))
        .filter(|(a, b)| **a != *b)
        .map(|(a, _)| a.0.clone())
        .collect();
    assert!(changed.iter().all(|place| ["covert", "unlawful"].iter().any(|word| place.contains(word))), "{changed:?}");
}

#[test]
fn a_digest_tells_runs_apart_by_one_bit_of_any_replication() {
    let scenario = small();
    let mut design = Design::of(&scenario);
    design.points.truncate(1);
    let run = |seed, replications| replicate::<Outcomes>(&Design { seed, ..design.clone() }, replications, 1).unwrap();
    let digest = |runs: &_| digests(&["keep-readable"], runs).1;
    let (whole, shorter) = (run(1, 2), run(1, 1));
    let mut swapped = whole.clone();
    swapped.records[0].reverse();
    let all = [digest(&whole), digest(&shorter), digest(&swapped), digest(&run(3, 2))];
    assert!((0..4).all(|i| (i + 1..4).all(|j| all[i] != all[j])), "{all:?}");
    assert_eq!(all[0], digest(&run(1, 2)));
}

#[test]
fn the_command_line_writes_the_same_bytes_on_one_thread_and_on_two() {
    let folder = tempfile::tempdir().unwrap();
    let [one, two] = ["1", "2"].map(|threads| -> Vec<_> {
        let out = folder.path().join(threads);
        assert!(short_run(&out, &["--threads", threads]).status.success());
        crate::common::files_below(&out)
            .into_iter()
            .map(move |f| (f.strip_prefix(&out).unwrap().to_owned(), std::fs::read(f).unwrap()))
            .collect()
    });
    assert!(one.len() > 10);
    for (a, b) in one.iter().zip(&two) {
        assert_eq!(a.0, b.0);
        assert!(a.1 == b.1, "{} differs", a.0.display());
    }
    assert_eq!(one.len(), two.len());
}
