//! One binary, one file a promise.

mod scenarios;
