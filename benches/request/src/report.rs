//! The table of all cases.

use crate::Result;
use crate::cases::{self, BARE};
use crate::measure::{allocations, instructions, time};

pub(crate) fn print() -> Result<()> {
    println!("| case | instructions | beside the bare route | allocations | bytes | ns |");
    println!("|---|---:|---:|---:|---:|---:|");
    let mut bare = 0;
    for case in cases::all() {
        let count = instructions(case)?;
        if case.name == BARE {
            bare = count;
        }
        let more = count.saturating_sub(bare);
        let (allocations, bytes) = allocations(case);
        let nanoseconds = time(case).as_nanos();
        let name = case.name;
        println!("| {name} | {count} | +{more} | {allocations} | {bytes} | {nanoseconds} |");
    }
    Ok(())
}
