//! State of offline abuse: whose career an arrest has ended.

use crate::model::identity::OffenderId;
use crate::units::Time;
use rustc_hash::FxHashMap;

/// Careers that were ended. What goes on follows from an offender's identity, and is worked out when it is asked for.
#[derive(Clone, Debug, Default)]
pub struct Ended(pub(super) FxHashMap<OffenderId, Time>);
