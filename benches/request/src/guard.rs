//! What a change must not exceed.

use crate::Result;
use crate::cases::{BARE, named};
use crate::measure::{allocations, instructions};

/// For each case, the instructions and the allocations that it adds to those of the bare route.
///
/// Counted with the feature `rust_crypto`, whose code is the same on each processor: valgrind hides that some have
/// instructions for SHA-256.
const LIMITS: &[(&str, u64, u64)] = &[
    ("public route", 339, 0),
    ("HS256, chain of 1", 20_411, 5),
    ("HS256, chain of 3", 20_845, 5),
    ("HS256, chain of 10", 22_054, 5),
    ("HS256, shared nodes", 22_622, 7),
    ("HS256, chain of 3, cached", 3_277, 1),
    ("RS256, chain of 3, cached", 3_640, 1),
    ("ES256, three issuers, cached", 7_534, 7),
    ("no token: 401", 6_336, 4),
    ("malformed token: 401", 9_196, 7),
    ("another algorithm: 401", 16_602, 7),
    ("wrong signature: 401", 23_029, 7),
    ("expired token: 401", 24_245, 7),
    ("missing scope: 403", 27_645, 13),
];

/// How many instructions more than recorded are allowed, in percent.
const TOLERANCE: u64 = 3;

pub(crate) fn run() -> Result<()> {
    let of = |name: &str| named(name).ok_or_else(|| format!("no case `{name}`"));
    let bare = of(BARE)?;
    let (bare_count, bare_allocations) = (instructions(bare)?, allocations(bare).0);
    let mut exceeded = Vec::new();
    for &(name, limit, most) in LIMITS {
        let case = of(name)?;
        let count = instructions(case)?.saturating_sub(bare_count);
        let allocated = allocations(case).0.saturating_sub(bare_allocations);
        println!("{name}: {count} instructions of {limit}, {allocated} allocations of {most}");
        if count > limit + limit * TOLERANCE / 100 || allocated > most {
            exceeded.push(name);
        }
    }
    if exceeded.is_empty() {
        return Ok(());
    }
    Err(format!("more than recorded: {}", exceeded.join(", ")).into())
}
