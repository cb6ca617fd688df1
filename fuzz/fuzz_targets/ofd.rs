//! The target `ofd` for libFuzzer.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| nianbao_fuzz::targets::ofd::run(data));
