//! One binary, one file a promise.

mod calibration;
mod cli;
mod common;
mod determinism;
mod golden;
mod limits;
mod mechanisms;
mod null_policy;
mod oracles;
mod precision;
mod report;
mod resume;
mod scenarios;
mod shipped;
mod signs;
mod structure;
mod tables;
mod theory;
mod trace;
mod worlds;
