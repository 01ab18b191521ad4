//! List: what devices are scanned for, and who comes to decide it: what it is, and its parameters.

use crate::model::chance::Decision;
use crate::model::mechanism::about::About;
use crate::parameter::Param;
use crate::units::{PerTime, Span};

/// What the mechanism does.
pub const ABOUT: About = About {
    title: "List: what devices are scanned for, and who comes to decide it",
    does: "Where messages are scanned on the device, the list may come to reach beyond abuse material, by market; and entries that match \
        lawful content may get into it. Until such entries are found and removed, ordinary users who hold that content are flagged by \
        the scan, a Poisson stream in proportion to the accounts whose messages are encrypted and scanned.",
    matters: "Nobody outside can see what a list holds: its scope and its integrity are what critics of scanning on the device ask about \
        (M10; evidence: `photodna_whitebox`, `pha_robust_counter`). No figure says how often either happens, so both are hazards over \
        wide ranges, shown as a probability over time.",
    switched_off: "The list stays as it is.",
    limits: "A list can be tampered with from the first day on which some devices are scanned. A list once expanded stays so to the end of \
        the run; what it is expanded to is not simulated. Who holds content that a poisoned entry matches does not depend on who they \
        are or how much they write. The lists of servers are taken to be sound: no evidence here speaks of theirs. Reviewers take a \
        match with a poisoned entry for what any false flag is to them.",
};

crate::parameters! {
    /// What may happen in one market to the list that devices are scanned for, while they are scanned.
    pub struct List {
        /// Expansion of a platform's list beyond abuse material. An axis, not an estimate.
        "expansion" [shared] expansion: Param<PerTime>,
        /// Cases in which entries that match lawful content get into a platform's list. An axis, not an estimate.
        "poisoning" [shared] poisoning: Param<PerTime>,
        /// Mean time until such entries are found and removed.
        "found" [shared] found: Param<Span>,
        /// Flags of ordinary users that such entries raise until then, per million accounts whose messages are all scanned.
        "poisoned-flags" [shared] poisoned_flags: Param<PerTime>,
    }
}

/// What somebody does to a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Tampering {
    /// It comes to reach beyond abuse.
    Expansion,
    /// Entries that match lawful content get in.
    Poisoning,
}

impl Tampering {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Expansion, Self::Poisoning];

    pub(super) fn decision(self) -> Decision {
        match self {
            Self::Expansion => Decision::Expansion,
            Self::Poisoning => Decision::Poisoning,
        }
    }

    pub(super) fn rate(self, rules: &List) -> f64 {
        match self {
            Self::Expansion => rules.expansion.number(),
            Self::Poisoning => rules.poisoning.number(),
        }
    }
}
