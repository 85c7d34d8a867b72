//! What a case costs: instructions, allocations, time.

use std::env;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::Result;
use crate::allocations;
use crate::cases::Case;

/// The option that runs a case for valgrind: `--times N CASE`.
pub(crate) const TIMES: &str = "--times";

const FEW: u64 = 50;
const MANY: u64 = 250;

/// User-space instructions of one run, as valgrind counts them: the difference of two counts, so that neither the start
/// of the process nor that of the router is in it.
pub(crate) fn instructions(case: &Case) -> Result<u64> {
    let (few, many) = (counted(case, FEW)?, counted(case, MANY)?);
    Ok(many.saturating_sub(few) / (MANY - FEW))
}

fn counted(case: &Case, times: u64) -> Result<u64> {
    let output = Command::new("valgrind")
        .args([
            "--tool=cachegrind",
            "--cache-sim=no",
            "--cachegrind-out-file=/dev/null",
        ])
        .arg(env::current_exe()?)
        .args([TIMES, &times.to_string(), case.name])
        .output()?;
    let log = String::from_utf8_lossy(&output.stderr);
    let count = log.lines().find_map(|line| line.split_once("I   refs:"));
    let count = count.map(|(_, count)| count.replace([',', ' '], ""));
    match count.map(|count| count.parse()) {
        Some(Ok(count)) if output.status.success() => Ok(count),
        _ => Err(format!("valgrind failed with `{}`: {log}", case.name).into()),
    }
}

/// Runs a case that often, for valgrind.
pub(crate) fn run(case: &Case, times: u64) {
    let mut once = case.ready();
    for _ in 0..times {
        once();
    }
}

/// Allocations of one run, and their bytes, on average.
pub(crate) fn allocations(case: &Case) -> (u64, u64) {
    let mut once = case.ready();
    let before = allocations::so_far();
    for _ in 0..MANY {
        once();
    }
    let after = allocations::so_far();
    (
        (after.count - before.count) / MANY,
        (after.bytes - before.bytes) / MANY,
    )
}

/// The least time of one run, of several rounds: other work on the machine only adds to it.
pub(crate) fn time(case: &Case) -> Duration {
    const ROUNDS: u32 = 30;
    let mut once = case.ready();
    let mut times = 1;
    let mut least = Duration::MAX;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for _ in 0..times {
            once();
        }
        let took = start.elapsed();
        least = least.min(took / times);
        if took < Duration::from_millis(5) {
            times *= 2;
        }
    }
    least
}
