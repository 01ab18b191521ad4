//! The `veilsim` command.
fn main() {}
