//! What a reader must know before using the numbers.

use super::{Column, Row};

words! {
    /// What kind of warning it is.
    WarningKind {
        /// The run was interrupted.
        #[default]
        Partial "partial-run",
        /// The precision asked for was not reached.
        Imprecise "imprecise",
        /// Too few replications for the intervals.
        FewReplications "few-replications",
        /// A part of the world was simulated.
        Sampled "sampled",
        /// A stage of the pipeline is empty, though the one before it is not.
        EmptyStage "empty-stage",
        /// Nobody is harmed.
        NothingHappens "nothing-happens",
        /// A queue closes much of what comes to it unseen.
        Overloaded "overloaded",
        /// A few runs make a mean.
        RareRuns "rare-runs",
        /// A mean lies beyond what the parameters alone allow.
        OutOfBounds "out-of-bounds",
        /// The baseline rises or falls though no rule changes in it.
        NotStationary "not-stationary",
        /// The last days are less than a window of the time series.
        LeftOver "partial-window",
        /// There are so many arms that tables hold no breakdown by market or age band, and page and charts the first arms alone.
        ManyArms "many-arms",
        /// No effect of the assumptions on an outcome can be told from chance.
        NotTold "no-effect-told",
        /// What is left out of a method's answer.
        LeftOut "left-out",
        /// Values rest on evidence from memory.
        Recalled "recalled-evidence",
        /// Values have no word on their source.
        Unstated "unstated-source",
    }
}

impl WarningKind {
    /// Whether it limits what the intervals say, so that it belongs beside the answer.
    #[must_use]
    pub fn is_of_the_answer(self) -> bool {
        matches!(self, Self::Partial | Self::Imprecise | Self::FewReplications | Self::RareRuns)
    }
}

table! {
    /// Something a reader must know before using the numbers.
    "warnings.csv" WarningRow {
        /// Short name, to search for.
        warning: WarningKind,
        /// What is the case.
        cause: String,
        /// What to do about it.
        remedy: String,
    }
}
