//! The target `published-pdf` for libFuzzer.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| nianbao_fuzz::targets::published::run(data));
