//! Designs beside the plain run of a scenario: points of a sweep, totals alone, draws from a table, and stores that a run goes on from.

use crate::common::smoke;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use veilsim::app::{Event, Progress, Simulated, simulate};
use veilsim::experiment::{Design, Draw, Fixed, Quantiles, Record, Runs, Totals, replicate};
use veilsim::model::{Outcome, Outcomes};
use veilsim::results::{Draws, Memory, Store};

const SMALL: [(&str, &str); 2] = [("horizon", "3 weeks"), ("sample", "0.0002")];

fn design() -> Design {
    Design::of(&smoke(&SMALL))
}

fn bits<R: Record>(runs: &Runs<R>) -> Vec<Vec<Option<u64>>> {
    let of = |run: &R| Outcome::ALL.iter().map(|outcome| run.total(*outcome).map(f64::to_bits)).collect();
    runs.records.iter().flatten().map(of).collect()
}

#[test]
fn totals_alone_are_the_totals_of_everything() {
    let design = design();
    let (everything, totals): (Runs<Outcomes>, Runs<Totals>) = (replicate(&design, 4, 2).unwrap(), replicate(&design, 4, 1).unwrap());
    assert_eq!((bits(&everything), everything.events), (bits(&totals), totals.events));
    let [full, small] = [everything.records[0][0].numbers().count(), totals.records[0][0].numbers().len()];
    assert!(8 * small < 1600 && full > 20 * small, "{full} and {small} numbers");
}

/// A sweep: the baseline under three numbers of reviewers, totals alone.
#[test]
fn a_sweep_keeps_totals_alone_and_shares_its_draws() {
    let staff = "platform.tiktok.review.staff";
    let points = ["20", "100", "4000"].map(|number| {
        let mut point = Design::of(&smoke(&[&SMALL[..], &[(staff, number)]].concat())).points.remove(0);
        point.settings = vec![(staff.to_owned(), number.to_owned())];
        point
    });
    let design = Design { points: points.to_vec(), ..design() };
    let Simulated { runs, planned } = simulate::<Totals>(&design, &mut Fixed(4), None, 2, &()).unwrap();
    assert_eq!((runs.records.len(), runs.replications(), planned), (3, 4, 4));
    let mean = |point: usize| runs.records[point].iter().map(|run| run.total(Outcome::ReviewHours).unwrap()).sum::<f64>() / 4.0;
    assert!(mean(0) < mean(1) && mean(1) < mean(2), "{} {} {}", mean(0), mean(1), mean(2));
    let draws = Draws::of(&design, 4);
    assert!(!draws.parameters().is_empty() && draws.parameters().iter().all(|parameter| parameter.arm.is_none()));
}

/// Ends after so many runs.
struct EndsAfter {
    left: AtomicUsize,
    begun: AtomicUsize,
}

impl Progress for EndsAfter {
    fn hear(&self, event: Event<'_>) {
        match event {
            Event::Began { finished, .. } => self.begun.store(finished as usize, Ordering::Relaxed),
            Event::RunFinished => {
                let _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
            }
            _ => {}
        }
    }

    fn ends(&self) -> bool {
        self.left.load(Ordering::Relaxed) == 0
    }
}

#[test]
fn a_design_that_was_ended_goes_on_from_its_store_to_the_same() {
    let design = design();
    let whole: Runs<Outcomes> = replicate(&design, 6, 1).unwrap();
    let store = Memory::<Outcomes>::default();
    for (left, before) in [(5, 0), (3, 5), (99, 8)] {
        let progress = EndsAfter { left: AtomicUsize::new(left), begun: AtomicUsize::default() };
        let finished = store.take();
        finished.iter().try_for_each(|(task, run)| store.put(*task, run)).unwrap();
        let ended = simulate(&design, &mut Fixed(6), Some(&store), 1, &progress).unwrap();
        assert_eq!((finished.len(), progress.begun.load(Ordering::Relaxed), ended.planned), (before, before, 6));
        finished.iter().try_for_each(|(task, run)| store.put(*task, run)).unwrap();
        if left == 99 {
            assert_eq!((bits(&ended.runs), ended.runs.events), (bits(&whole), whole.events));
        } else {
            assert!(ended.runs.replications() < 6);
        }
    }
}

/// Ends when it has been asked three times.
struct EndsWhenAsked(AtomicUsize);

impl Progress for EndsWhenAsked {
    fn hear(&self, event: Event<'_>) {
        assert!(!matches!(event, Event::RunFinished), "the run was to be given up before its end");
    }

    fn ends(&self) -> bool {
        self.0.fetch_add(1, Ordering::Relaxed) >= 2
    }
}

#[test]
fn a_run_is_given_up_on_the_way() {
    let scenario = smoke(&[("sample", "0.02"), ("horizon", "1 year")]);
    let progress = EndsWhenAsked(AtomicUsize::default());
    let ended = simulate::<Totals>(&Design::of(&scenario), &mut Fixed(2), None, 1, &progress).unwrap();
    assert_eq!((ended.runs.replications(), ended.planned), (0, 2));
    // Once before the run begins, then on its way.
    assert!(progress.0.into_inner() > 2);
}

#[test]
fn draws_are_those_of_the_runs_and_can_come_from_a_table() {
    let mut design = design();
    let draws = Draws::of(&design, 5);
    assert_eq!(draws.plans().len(), 3, "two replications a draw, and one left over");
    let parameter = draws.parameters().iter().find(|parameter| parameter.arm.is_none()).unwrap();
    assert!(parameter.values.len() == 3 && parameter.values[0].to_bits() != parameter.values[1].to_bits());
    // The lowest value, the middle and the highest of one parameter; the others stay where they were.
    let quantiles = Quantiles { paths: vec![parameter.path.clone()], rows: vec![vec![0.0], vec![0.5], vec![1.0]] };
    design.points.iter_mut().for_each(|point| point.draw = Draw::Quantiles(Arc::new(quantiles.clone())));
    let given = Draws::of(&design, 5);
    for (before, after) in draws.parameters().iter().zip(given.parameters()) {
        assert_eq!(before.path, after.path);
        if before.path == parameter.path {
            assert!(after.values.is_sorted() && after.values[0] < after.values[2], "{:?}", after.values);
        } else {
            assert_eq!(before.values, after.values, "{}", before.path);
        }
    }
    let draws = |per_draw: u32| {
        design.per_draw = per_draw.try_into().unwrap();
        Draws::of(&design, 6).plans().len()
    };
    assert_eq!([1, 2, 3].map(draws), [6, 3, 2]);
}
