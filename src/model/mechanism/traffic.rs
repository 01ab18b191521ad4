//! Traffic.
use crate::model::parameter::Param;
use crate::units::{PerTime, Share};

crate::parameters! {
    /// How much ordinary users write, per account of the platform.
    pub struct Traffic {
        /// Direct messages sent by one account.
        "messages" messages: Param<PerTime>,
        /// Share of direct messages that carry an image or a video.
        "images" images: Param<Share>,
        /// Conversations begun by one account with somebody it has not written to before.
        "conversations" conversations: Param<PerTime>,
        /// Changes by one account to what stays readable under every regime: profile, group photo, group name.
        "updates" updates: Param<PerTime>,
    }
}
