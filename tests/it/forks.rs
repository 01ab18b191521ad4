//! What policies have in common is simulated once and forked where they part: each policy by itself has the same runs to the byte.

use crate::common::{sets, smoke_with};
use std::sync::atomic::{AtomicU64, Ordering};
use veilsim::experiment::{Design, Observer, Run, Runner, Task, replicate};
use veilsim::model::Outcomes;
use veilsim::scenario::{Scenario, load};

const REPLICATIONS: u32 = 2;

/// Every number of every run, and its events.
type Numbers = Vec<(Task, Vec<u64>, u64)>;

fn numbers(task: Task, run: &Run<Outcomes>) -> (Task, Vec<u64>, u64) {
    (task, run.record.numbers().map(f64::to_bits).collect(), run.events)
}

/// Each run by itself.
fn alone(design: &Design) -> Numbers {
    design.tasks(REPLICATIONS).into_iter().map(|task| numbers(task, &design.simulate(task))).collect()
}

/// These runs together, on so many threads.
fn together(design: &Design, tasks: &[Task], threads: usize) -> Numbers {
    let runs: Vec<(Task, Run<Outcomes>)> = Runner::new(threads).unwrap().run(design, tasks, &());
    let mut found: Numbers = runs.iter().map(|(task, run)| numbers(*task, run)).collect();
    found.sort_by_key(|(task, ..)| *task);
    found
}

fn assert_same(scenario: &Scenario, what: &str) {
    let design = Design::of(scenario);
    let (alone, tasks) = (alone(&design), design.tasks(REPLICATIONS));
    for threads in [1, 5] {
        let together = together(&design, &tasks, threads);
        let differing = alone.iter().zip(&together).find(|(a, b)| a != b).map(|(a, _)| a.0);
        assert!(alone.len() == together.len() && differing.is_none(), "{what}, {threads} threads: {differing:?} differs");
    }
}

/// Changes at the same time and apart, on the way to encryption and back, on two platforms, with regulators and adversaries at work.
const ARMS: &str = r#"
[arm.encrypts.platform.tiktok]
extends = "default-e2ee"
rollout = { start = "1 week", ramp = "3 days" }
[arm.encrypts-again.platform.tiktok]
extends = "default-e2ee"
rollout = { start = "1 week", ramp = "3 days" }
[arm.scans.platform.tiktok]
extends = "e2ee-client-side-scanning"
rollout = { start = "1 week", ramp = "3 days" }
[arm.encrypts-later.platform.tiktok]
extends = "default-e2ee"
rollout = { start = "2 weeks", ramp = "0 days" }
[[arm.goes-back.change]]
start = "1 week"
ramp = "3 days"
platform.tiktok.extends = "e2ee-client-side-scanning"
[[arm.goes-back.change]]
start = "2 weeks"
ramp = "1 day"
platform.tiktok.extends = "readable"
[[arm.goes-back.change]]
start = "18 days"
ramp = "1 day"
platform.tiktok.extends = "e2ee-client-side-scanning"
[arm.from-the-start.platform.tiktok]
extends = "default-e2ee"
[arm.more-staff.platform.tiktok]
extends = "default-e2ee"
review.staff = 500
rollout = { start = "1 week", ramp = "3 days" }
"#;

const BUSY: [(&str, &str); 10] = [
    ("horizon", "4 weeks"),
    ("warm-up", "2 weeks"),
    ("window", "1 week"),
    ("sample", "0.0005"),
    ("scanner.extraction", "0.2 per day"),
    ("scanner.evasion-learning", "0.2 per day"),
    ("market.us.regulator.safety-inquiries", "0.2 per day"),
    ("market.us.regulator.privacy-inquiries", "0.2 per day"),
    ("market.us.list.poisoning", "0.1 per day"),
    ("platform.tiktok.access.breach-rate", "0.1 per day"),
];

#[test]
fn policies_that_part_anywhere_are_what_they_are_alone() {
    assert_same(&smoke_with(ARMS, &BUSY), "busy");
}

#[test]
fn so_are_they_where_every_message_is_simulated() {
    let mut small = smoke_with(ARMS, &[&BUSY[..3], &[("sample", "0.00001")]].concat());
    small.arms.iter_mut().for_each(|arm| arm.plan.explicit = true);
    assert_same(&small, "explicit");
}

#[test]
fn the_policies_of_every_shipped_scenario_are_what_they_are_alone() {
    for file in std::fs::read_dir("scenarios").unwrap().map(|entry| entry.unwrap().path()) {
        if file.extension().is_some_and(|extension| extension == "toml") {
            let small = sets(&[("sample", "0.00002"), ("warm-up", "8 weeks")]);
            assert_same(&load(&file, &small).unwrap(), &file.display().to_string());
        }
    }
}

#[test]
fn a_part_of_the_policies_and_any_order_give_the_same() {
    let design = Design::of(&smoke_with(ARMS, &BUSY));
    let alone = alone(&design);
    let some: Vec<Task> = design.tasks(REPLICATIONS).into_iter().filter(|task| [3, 4, 5, 7].contains(&task.point)).collect();
    let expected: Numbers = alone.iter().filter(|(task, ..)| some.contains(task)).cloned().collect();
    assert_eq!(together(&design, &some, 2).len(), expected.len());
    assert!(together(&design, &some, 2) == expected, "what a resumed run has still to do");
    let points = design.points.iter().rev().cloned().collect::<Vec<_>>();
    let last = points.len() - 1;
    let turned = Design { points, ..design.clone() };
    for (task, run, events) in together(&turned, &turned.tasks(REPLICATIONS), 2) {
        let by_itself = alone.iter().find(|(own, ..)| (own.replication, last - own.point) == (task.replication, task.point)).unwrap();
        assert!(by_itself.1 == run && by_itself.2 == events, "{task:?} in reverse order");
    }
}

/// Gives up after so many looks.
struct Impatient(AtomicU64);

impl<R> Observer<R> for Impatient {
    fn finished(&self, _: Task, _: &Run<R>) -> std::ops::ControlFlow<()> {
        std::ops::ControlFlow::Continue(())
    }

    fn gives_up(&self) -> bool {
        self.0.fetch_add(1, Ordering::Relaxed) >= 1
    }
}

#[test]
fn what_is_given_up_on_the_way_leaves_whole_runs_that_are_right() {
    let design = Design::of(&smoke_with(ARMS, &BUSY));
    let alone = alone(&design);
    let left: Vec<(Task, Run<Outcomes>)> = Runner::new(1).unwrap().run(&design, &design.tasks(REPLICATIONS), &Impatient(AtomicU64::new(0)));
    assert!(left.len() < alone.len());
    assert!(left.iter().map(|(task, run)| numbers(*task, run)).all(|run| alone.contains(&run)));
}

#[test]
fn an_arm_equal_to_another_is_a_copy_and_costs_nothing() {
    let events = |arms: &str| {
        let runs = replicate::<Outcomes>(&Design::of(&smoke_with(arms, &BUSY)), 1, 1).unwrap();
        (runs.events, runs.records.iter().map(|runs| runs[0].numbers().map(f64::to_bits).collect::<Vec<_>>()).collect::<Vec<_>>())
    };
    let ((once, alone), (twice, both)) = (events(""), events("[arm.twin]\n"));
    assert!(both[0] == both[1] && both[0] == alone[0] && twice == 2 * once);
}

#[test]
fn a_policy_that_is_traced_is_the_same() {
    let design = Design::of(&smoke_with(ARMS, &BUSY));
    let runs = replicate::<Outcomes>(&design, 1, 2).unwrap();
    for point in 0..design.points.len() {
        let traced = design.trace(Task { replication: 0, point }, &mut |_, _| ());
        let bits = |run: &Outcomes| run.numbers().map(f64::to_bits).collect::<Vec<_>>();
        assert!(bits(&traced) == bits(&runs.records[point][0]), "{}", design.points[point].arm);
    }
}
