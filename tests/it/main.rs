//! One binary, one file a promise.

mod cli;
mod common;
mod determinism;
mod golden;
mod limits;
mod null_policy;
mod sampling;
mod scenarios;
mod structure;
mod tables;
mod theory;
mod worlds;
