//! Staff as servers of a queue.

/// Whole servers for a staff that is worth `effective` people on duty at all hours, and how much faster than one person each works.
#[must_use]
pub fn servers(effective: f64) -> (usize, f64) {
    if effective <= 0.0 {
        return (0, 1.0);
    }
    let servers = effective.round().max(1.0);
    (servers as usize, effective / servers)
}
