//! The tests in `http` with no feature of scopegate: a feature adds API, and changes no behaviour.
