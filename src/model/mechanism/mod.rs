//! The mechanisms, a folder each: `rules` says what it does, why it matters, what happens without it and where it stops, and declares
//! its parameters; `state` is what only it changes; the effects stand in the folder's `mod`, in the order in which they happen.

pub mod about;
pub mod access;
pub mod accusation;
pub mod adaptation;
pub mod arrival;
pub mod contact;
pub mod conversation;
pub mod detection;
pub mod enforcement;
pub mod investigation;
pub mod list;
pub mod offline;
mod registry;
pub mod regulator;
pub mod reporting;
pub mod review;
pub mod sharing;
pub mod traffic;
pub mod trust;

pub use registry::{Entry, Mechanism, Mechanisms, Switch};
