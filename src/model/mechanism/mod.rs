//! The mechanisms, one file each: what it does, why it matters, its parameters with their meaning, its limits.
//!
//! | file | what happens |
//! |---|---|
//! | [`traffic`] | ordinary messages, and the false flags among them |
//! | [`arrival`] | offenders appear |
//! | [`contact`] | an offender approaches, somebody answers |
//! | [`conversation`] | from an answer to harm |
//! | [`sharing`] | abuse material is passed on |
//! | [`detection`] | what a platform can see, and what it recognises |
//! | [`review`] | people look at what was flagged |
//! | [`reporting`] | from an incident to a report |
//! | [`enforcement`] | what happens to the account, and appeals |
//! | [`investigation`] | what police do with reports |
//! | [`adaptation`] | what offenders do after losing an account |
//! | [`trust`] | what users make of it all |
//! | [`regulator`] | inquiry, notice, fine, mandate, and the platform's answer |
//! | [`access`] | who gets at messages and metadata |

pub mod access;
pub mod adaptation;
pub mod arrival;
pub mod contact;
pub mod conversation;
pub mod detection;
pub mod enforcement;
pub mod investigation;
pub mod regulator;
pub mod reporting;
pub mod review;
pub mod sharing;
pub mod traffic;
pub mod trust;
