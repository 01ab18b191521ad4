//! One binary, one file a promise.

mod bounds;
mod calibration;
mod cli;
mod common;
mod determinism;
mod docs;
mod features;
mod golden;
mod influence;
mod limits;
mod mechanisms;
mod mutation;
mod null_policy;
mod oracles;
mod police;
mod precision;
mod readme;
mod regulator;
mod report;
mod resume;
mod scenarios;
mod schema;
mod shipped;
mod signs;
mod structure;
mod tables;
mod theory;
mod trace;

mod worlds;
