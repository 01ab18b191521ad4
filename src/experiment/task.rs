//! What one run of a design is called.

/// One run of a design. In order, the runs of replication 0 come first, point by point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Task {
    /// Which replication of it.
    pub replication: u32,
    /// Place of the point.
    pub point: usize,
}
