//! Long work: on a thread of its own, while the thread that asked for it hears Ctrl-C, tells of progress and leaves Python to others.

use crate::error::{failed, undone};
use pyo3::prelude::*;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use veilsim::app::{AppError, Event, Progress};

/// How often Ctrl-C is listened for, and progress is told.
const TICK: Duration = Duration::from_millis(50);
/// Work that was told to end has so long; what it does after that, such as to write a file, is not waited for.
const PATIENCE: Duration = Duration::from_millis(300);

/// What the work tells, and whether it is to end.
#[derive(Default)]
pub(crate) struct Watch {
    ends: AtomicBool,
    finished: AtomicU64,
    runs: AtomicU64,
    /// Lines that have not been passed on; of a warning, true.
    said: Mutex<Vec<(bool, String)>>,
}

impl Progress for Watch {
    fn hear(&self, event: Event<'_>) {
        match event {
            Event::Began { finished, runs } => {
                self.finished.store(finished, Ordering::Relaxed);
                self.runs.store(runs, Ordering::Relaxed);
            }
            Event::RunFinished => drop(self.finished.fetch_add(1, Ordering::Relaxed)),
            _ => {}
        }
        if let Some(line) = event.line() {
            self.said.lock().unwrap_or_else(PoisonError::into_inner).push((matches!(event, Event::Altered(_)), line));
        }
    }

    fn ends(&self) -> bool {
        self.ends.load(Ordering::Relaxed)
    }
}

impl Watch {
    /// Passes lines on to the logger `veilsim`, and calls `progress(finished, runs)` if these have changed since it was `told`.
    fn pass_on(&self, py: Python<'_>, progress: Option<&Py<PyAny>>, told: &mut (u64, u64)) -> PyResult<()> {
        let said = std::mem::take(&mut *self.said.lock().unwrap_or_else(PoisonError::into_inner));
        for (is_warning, line) in said {
            let logger = py.import("logging")?.call_method1("getLogger", ("veilsim",))?;
            logger.call_method1(if is_warning { "warning" } else { "info" }, ("%s", line))?;
        }
        let now = (self.finished.load(Ordering::Relaxed), self.runs.load(Ordering::Relaxed));
        if let Some(progress) = progress.filter(|_| now != *told) {
            progress.call1(py, now)?;
        }
        *told = now;
        Ok(())
    }
}

/// Does `work` on another thread. Ctrl-C, or an error of `progress`, ends it, and is what is raised.
pub(crate) fn wait<T: Send + 'static>(
    py: Python<'_>,
    progress: Option<&Py<PyAny>>,
    work: impl FnOnce(&Watch) -> Result<T, AppError> + Send + 'static,
) -> PyResult<T> {
    let watch = Arc::new(Watch::default());
    let (sender, messages) = channel();
    let (messages, of_work) = (Mutex::new(messages), Arc::clone(&watch));
    std::thread::Builder::new().name("veilsim".to_owned()).spawn(move || {
        // Nobody may wait any longer.
        let _ = sender.send(work(&of_work));
    })?;
    let (mut told, mut ended) = ((0, 0), None::<(PyErr, Instant)>);
    loop {
        let received = py.detach(|| messages.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(TICK));
        match (received, ended.take()) {
            (Ok(_), Some((wish, _))) => return Err(wish),
            (Ok(done), None) => {
                watch.pass_on(py, progress, &mut told)?;
                return done.map_err(undone);
            }
            (Err(RecvTimeoutError::Disconnected), _) => {
                return Err(failed("veilsim came to an unexpected end; its last words are on stderr"));
            }
            (Err(RecvTimeoutError::Timeout), Some((wish, since))) => {
                if since.elapsed() > PATIENCE {
                    return Err(wish);
                }
                ended = Some((wish, since));
            }
            (Err(RecvTimeoutError::Timeout), None) => {
                if let Err(wish) = py.check_signals().and_then(|()| watch.pass_on(py, progress, &mut told)) {
                    watch.ends.store(true, Ordering::Relaxed);
                    ended = Some((wish, Instant::now()));
                }
            }
        }
    }
}
