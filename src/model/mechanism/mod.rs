//! Mechanisms.
pub mod access;
pub mod adaptation;
pub mod contact;
pub mod conversation;
pub mod detection;
pub mod enforcement;
pub mod reporting;
pub mod review;
pub mod sharing;
pub mod traffic;
