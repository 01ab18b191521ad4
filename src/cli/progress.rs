//! What happens in a run, as the terminal shows it: a bar of progress, and lines of talk.

use super::signals::Interrupt;
use super::streams::talk;
use crate::app::{Event, Progress};
use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Shows progress on stderr: a bar if that is a terminal, and lines, unless it is to be quiet.
pub(super) struct Console {
    quiet: bool,
    bar: ProgressBar,
    interrupt: Interrupt,
    /// Whether the user has been told that the wish to end is heard.
    told: AtomicBool,
}

impl Console {
    pub(super) fn new(quiet: bool, interrupt: Interrupt) -> Self {
        let bar = if quiet { ProgressBar::hidden() } else { ProgressBar::new(0) };
        let style = ProgressStyle::with_template("{bar:32} {pos}/{len} runs · {rate} a second · {eta} left");
        let rate = |state: &ProgressState, text: &mut dyn std::fmt::Write| {
            // A bar that cannot be written stops nothing.
            let _ = write!(text, "{:.1}", state.per_sec());
        };
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).with_key("rate", rate));
        Self { quiet, bar, interrupt, told: AtomicBool::new(false) }
    }

    /// A line of talk, above the bar.
    pub(super) fn talk(&self, line: &str) {
        if !self.quiet {
            self.bar.suspend(|| talk(line));
        }
    }
}

impl Progress for Console {
    fn hear(&self, event: Event<'_>) {
        match event {
            Event::Began { finished, runs } => {
                self.bar.set_length(runs);
                self.bar.set_position(finished);
                self.bar.reset_eta();
                self.bar.enable_steady_tick(Duration::from_millis(250));
            }
            Event::RunFinished => self.bar.inc(1),
            Event::Writing => self.bar.finish_and_clear(),
            _ => {}
        }
        if let Some(line) = event.line() {
            self.talk(&line);
        }
    }

    fn ends(&self) -> bool {
        let heard = self.interrupt.is_heard();
        if heard && !self.told.swap(true, Ordering::Relaxed) {
            self.talk("stopping: the runs in hand are given up; once more stops at once, and writes nothing");
        }
        heard
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
