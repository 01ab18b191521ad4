//! One binary, one file a promise.

#![expect(clippy::disallowed_methods, reason = "the bound of a test need not be the same bit on every machine")]

mod cli;
mod common;
mod determinism;
mod golden;
mod limits;
mod mutation;
mod null_policy;
mod precision;
mod readme;
mod resume;
mod sampling;
mod scenarios;
mod schema;
mod shipped;
mod structure;
mod tables;
mod theory;
mod trace;
mod worlds;
