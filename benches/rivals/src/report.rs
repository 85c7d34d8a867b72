//! The table of all cases.

use std::collections::HashMap;

use crate::Result;
use crate::cases;
use crate::measure::{allocations, instructions, time};

pub(crate) fn print() -> Result<()> {
    println!("| case | instructions | beside its bare route | allocations | bytes | ns |");
    println!("|---|---:|---:|---:|---:|---:|");
    let mut counts = HashMap::new();
    for case in cases::all() {
        let count = instructions(case)?;
        counts.insert(case.name, count);
        let more = count.saturating_sub(counts[case.beside]);
        let (allocations, bytes) = allocations(case);
        let nanoseconds = time(case).as_nanos();
        let name = case.name;
        println!("| {name} | {count} | +{more} | {allocations} | {bytes} | {nanoseconds} |");
    }
    Ok(())
}
