//! List: what devices are scanned for, and who comes to decide it: what it is, and its parameters.

use crate::model::chance::Decision;
use crate::model::mechanism::about::About;
use crate::model::outcome::Outcome;
use crate::parameter::Param;
use crate::units::{PerTime, Share, Span};

/// What the mechanism does.
pub const ABOUT: About = About {
    title: "List: what devices are scanned for, and who comes to decide it",
    does: "Where messages are scanned on the device, the list may come to reach beyond abuse material, by market; and entries that match \
        lawful content may get into it. Until such entries are found and removed, ordinary users who hold that content are flagged by \
        the scan, a Poisson stream in proportion to the accounts whose messages are encrypted and scanned; an expanded list flags lawful \
        content too, and people hold messages back for it. Scanners have adversaries: while any platform scans devices, somebody may find \
        a way past the scan and share it, which from that day everybody with malice has; and somebody may take the list, or how files \
        are matched, from a device, and from then on people are sent files that were crafted to match.",
    matters: "Nobody outside can see what a list holds: its scope and its integrity are what critics of scanning on the device ask about \
        (M10; evidence: `photodna_whitebox`, `pha_robust_counter`). No figure says how often either happens, so both are hazards over \
        wide ranges, shown as a probability over time. Whether evasion works is disputed (`css_evasion_rate` against \
        `pha_robust_counter`): its range spans the dispute.",
    switched_off: "The list stays as it is, nobody finds a way past the scan, and nobody crafts what it flags.",
    limits: "A list can be tampered with from the first day on which some devices are scanned. A list once expanded stays so to the end of \
        the run; what it is expanded to is not simulated, and everybody is taken to know of it at once. A way past the scan works from one day \
        on for all, at the same share of files, and is never closed; those without malice do not use it, and scanning deters as it did \
        before. Scanning on servers, which nobody outside can take apart, is taken to have no such adversaries. Who holds content that a poisoned entry matches does not depend on who they \
        are or how much they write. Only lists on devices grow or are poisoned here, though the cases of expansion that are known are of lists \
        on servers and in networks: what servers match beyond abuse is not counted, and expanded scanning harms nobody. Reviewers take a \
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
        /// Flags of ordinary users for lawful content once the list is expanded, per million accounts whose messages are all scanned.
        "expanded-flags" [shared] expanded_flags: Param<PerTime>,
        /// Share of messages not written since the device scans them for more than abuse, once the list is expanded.
        "chilled" [shared] chilled: Param<Share>,
    }
    /// What people do against scanning on the device, in the whole world, from the first day on which any platform has devices scanned.
    pub struct Scanner {
        /// Share of their files that offenders with malice get past the scan, once a way is known.
        "evasion" [shared] evasion: Param<Share>,
        /// Finding and sharing of a way past the scan.
        "evasion-learning" [shared] evasion_learning: Param<PerTime>,
        /// Taking of the list, or of how files are matched, from a device.
        "extraction" [shared] extraction: Param<PerTime>,
        /// Flags of ordinary users by files crafted to match, from then on, per million accounts whose messages are all scanned.
        "collisions" [shared] collisions: Param<PerTime>,
    }
}

/// Why the scan flags lawful content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Somebody got it onto the list.
    Poisoned,
    /// The list was expanded.
    Expanded,
    /// It was crafted to match.
    Crafted,
}

impl Cause {
    /// What its flags are counted as.
    #[must_use]
    pub fn outcome(self) -> Outcome {
        match self {
            Self::Poisoned => Outcome::PoisonedFlags,
            Self::Expanded => Outcome::ExpandedFlags,
            Self::Crafted => Outcome::CraftedFlags,
        }
    }

    pub(super) fn flags(self, list: &List, scanner: &Scanner) -> f64 {
        match self {
            Self::Poisoned => list.poisoned_flags.number(),
            Self::Expanded => list.expanded_flags.number(),
            Self::Crafted => scanner.collisions.number(),
        }
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
