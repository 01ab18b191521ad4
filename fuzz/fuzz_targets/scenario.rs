//! Any text is answered with a scenario or with problems. From the folder above:
//! `cargo +nightly fuzz run scenario fuzz/corpus/scenario scenarios scenarios/presets tests/it/bad`.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Err(problems) = veilsim::scenario::parse("fuzz", text, &[]) {
        assert!(!problems.list.is_empty());
    }
});
