"""The parts of `.ci/release`: what is built, what goes with it, how it is packed."""
