//! Who asks for an outcome first, and which way those concerned would wish it.

/// Which group of readers asks for an outcome first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Harm, and what ends it.
    Safety,
    /// What is reported.
    Reporting,
    /// What happens to people who did nothing.
    InnocentPeople,
    /// Who gets at whose messages.
    Access,
    /// Users who stay, leave, or do not write.
    Trust,
    /// What it takes.
    Cost,
}

impl Family {
    /// Its name for a reader.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Safety => "safety",
            Self::Reporting => "reporting",
            Self::InnocentPeople => "innocent people",
            Self::Access => "access",
            Self::Trust => "trust",
            Self::Cost => "cost",
        }
    }
}

/// Which way those concerned would wish it, all else equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// Less is better for them.
    Lower,
    /// More is better for them.
    Higher,
    /// Neither in itself.
    Neither,
}

impl Better {
    /// Its name for a reader.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Lower => "lower",
            Self::Higher => "higher",
            Self::Neither => "neither",
        }
    }
}
