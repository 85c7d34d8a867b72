//! Spans and counters of requests.

mod counted;
mod spans;
