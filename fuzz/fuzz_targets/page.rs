//! The target `page` for libFuzzer.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| nianbao_fuzz::targets::page::run(data));
