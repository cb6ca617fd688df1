//! Hostile input for everything that `nianbao` reads: targets, seeds, and what changes them.
//!
//! A target takes any bytes at all and must come back: no panic, no broken promise (the
//! asserts), in time and memory that the driver measures. `README.md` says how to run them,
//! on a stable compiler by the driver, or by libFuzzer.

pub mod checks;
pub mod memory;
pub mod minimise;
pub mod mutate;
pub mod random;
pub mod run;
pub mod samples;
pub mod targets;
pub mod words;
