//! What there is to see of what an offender does.

use crate::model::identity::MarketId;

/// What there is to see of one thing that an offender does.
#[derive(Clone, Copy, Debug)]
pub struct Signals {
    /// Identity in streams.
    pub id: u64,
    /// Files, where files are passed on.
    pub files: u64,
    /// How well the files match lists of known material: 0 not at all, 1 exactly.
    pub matches: f64,
    /// There is an image that no list knows.
    pub new_image: bool,
    /// There is text of grooming or extortion.
    pub text: bool,
    /// Metadata show the behaviour of an offender.
    pub conduct: bool,
    /// There is a trace on a surface that stays readable.
    pub surface: bool,
    /// The messages are encrypted end to end.
    pub encrypted: bool,
    /// They are of a conversation that was moved to the platform.
    pub away: bool,
    /// Market of whoever receives the messages.
    pub to: MarketId,
    /// An incident of it would be about imagery.
    pub imagery: bool,
    /// Many people pass the same files on at the time.
    pub viral: bool,
}

impl Signals {
    /// Something that shows nothing yet, in messages to somebody in a market.
    #[must_use]
    pub fn new(id: u64, to: MarketId, encrypted: bool) -> Self {
        Self {
            id,
            files: 0,
            matches: 0.0,
            new_image: false,
            text: false,
            conduct: false,
            surface: false,
            encrypted,
            away: false,
            to,
            imagery: false,
            viral: false,
        }
    }
}
