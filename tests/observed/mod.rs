//! Spans and counters of requests.

mod counted;
