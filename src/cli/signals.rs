//! The user's wish to end a run.

use super::Failure;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Signals by which a user, a scheduler or a limit of processor time ends a run.
#[cfg(unix)]
const SIGNALS: [i32; 4] = [SIGINT, SIGTERM, signal_hook::consts::SIGHUP, signal_hook::consts::SIGXCPU];
#[cfg(not(unix))]
const SIGNALS: [i32; 2] = [SIGINT, SIGTERM];

/// Whether the user wants the run to end.
#[derive(Clone, Debug, Default)]
pub(super) struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// From here on, Ctrl-C and its like end the run, and give up the runs in hand; a second one ends it at once. One that whoever
    /// started the program has it ignore, as `nohup` does, stays ignored. A run that ends at once has this exit code.
    pub(super) fn listen(code: u8) -> Result<Self, Failure> {
        let interrupt = Self::default();
        let ignored = ignored();
        for signal in SIGNALS.into_iter().filter(|signal| ignored >> (signal - 1) & 1 == 0) {
            let heard = || Arc::clone(&interrupt.0);
            let registered = flag::register_conditional_shutdown(signal, i32::from(code), heard());
            let registered = registered.and_then(|_| flag::register(signal, heard()));
            registered.map_err(|error| Failure::Usage(format!("Ctrl-C cannot be heard: {error}")))?;
        }
        Ok(interrupt)
    }

    pub(super) fn is_heard(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Signals ignored from the start, a bit each, where the system says so in a file.
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default()
}
