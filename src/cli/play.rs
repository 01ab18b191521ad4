//! Playing with a bar of progress, and stopping on Ctrl-C.

use super::Failure;
use crate::experiment::{Course, OnRun};
use indicatif::{ProgressBar, ProgressStyle};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Plays a course to so many replications with a bar on stderr, if that is a terminal.
pub(super) fn play(course: &mut Course<'_>, replications: u32, quiet: bool, on_run: OnRun<'_>) {
    let (finished, runs) = course.progress(replications);
    let bar = if quiet { ProgressBar::hidden() } else { ProgressBar::new(runs) };
    let style = ProgressStyle::with_template("{bar:32} {pos}/{len} runs · {per_sec:.1} · {eta} left");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_position(finished);
    bar.reset_eta();
    bar.enable_steady_tick(Duration::from_millis(250));
    course.play_to(replications, &|number, run| {
        bar.inc(1);
        on_run(number, run)
    });
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
