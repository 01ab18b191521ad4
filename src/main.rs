//! The `veilsim` command.

fn main() -> std::process::ExitCode {
    veilsim::cli::main()
}
