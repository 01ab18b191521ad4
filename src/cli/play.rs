//! Playing with a bar of progress, and stopping on Ctrl-C.

use super::Failure;
use crate::experiment::{Batch, Course, OnRun, Precision};
use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How far a course goes.
pub(super) struct Goal {
    /// The most replications.
    pub(super) replications: u32,
    /// The precision at which it may stop before.
    pub(super) precision: Option<Precision>,
}

impl Goal {
    /// The numbers of replications after which the course may stop.
    fn looks(&self) -> Vec<u32> {
        self.precision.as_ref().map_or_else(|| vec![self.replications], Precision::looks)
    }

    /// How many replications a batch should have: its own, if it is precise enough.
    pub(super) fn planned(&self, batch: &Batch) -> u32 {
        let replications = batch.replications();
        let precise = |precision: &Precision| precision.looks().contains(&replications) && precision.is_reached(batch);
        if self.precision.as_ref().is_some_and(precise) { replications } else { self.replications }
    }
}

/// Plays a course to its goal with a bar on stderr, if that is a terminal.
pub(super) fn play(course: &mut Course<'_>, goal: &Goal, quiet: bool, on_run: OnRun<'_>) {
    let bar = if quiet { ProgressBar::hidden() } else { ProgressBar::new(0) };
    let style = ProgressStyle::with_template("{bar:32} {pos}/{len} runs · {rate} a second · {eta} left");
    let rate = |state: &ProgressState, text: &mut dyn std::fmt::Write| {
        // A bar that cannot be written is in nobody's way.
        let _ = write!(text, "{:.1}", state.per_sec());
    };
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).with_key("rate", rate));
    bar.enable_steady_tick(Duration::from_millis(250));
    for look in goal.looks() {
        let (finished, runs) = course.progress(look);
        bar.set_length(runs);
        bar.set_position(finished);
        bar.reset_eta();
        course.play_to(look, &|number, run| {
            bar.inc(1);
            on_run(number, run)
        });
        let replications = course.batch().replications();
        if replications < look || goal.planned(course.batch()) == replications {
            break;
        }
    }
    bar.finish_and_clear();
}

/// Whether the user wants the run to end.
#[derive(Clone)]
pub(super) struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// From here on, Ctrl-C ends the run after the runs in hand; a second one at once.
    pub(super) fn listen(quiet: bool) -> Result<Self, Failure> {
        let interrupt = Self(Arc::default());
        let heard = interrupt.clone();
        let handler = move || {
            if heard.0.swap(true, Ordering::Relaxed) {
                std::process::exit(i32::from(super::INTERRUPTED));
            }
            if !quiet {
                eprintln!("stopping after the runs in hand; once more stops at once and loses these");
            }
        };
        ctrlc::set_handler(handler).map_err(|error| Failure::Usage(format!("Ctrl-C cannot be heard: {error}")))?;
        Ok(interrupt)
    }

    /// A break once the user wants the run to end.
    pub(super) fn flow(&self) -> ControlFlow<()> {
        if self.0.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}
