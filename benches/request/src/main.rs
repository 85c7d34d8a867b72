//! What a request costs, in one process and without a network.
//!
//! ```sh
//! benches/request/run         # all cases, as a table
//! benches/request/run guard   # instructions and allocations, compared with recorded limits
//! ```
//!
//! A request is made, the router is called, and its response dropped. The same is done for a bare route.

mod allocations;
mod application;
mod bare;
#[cfg(feature = "rivals")]
mod by_hand;
mod cases;
#[cfg(feature = "rivals")]
mod floor;
mod guard;
mod measure;
mod ours;
mod report;
#[cfg(feature = "rivals")]
mod signatures;
mod tokens;

use std::env;
use std::error::Error;

type Result<T, E = Box<dyn Error>> = std::result::Result<T, E>;

fn main() -> Result<()> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [] => report::print(),
        ["guard"] => guard::run(),
        [measure::TIMES, times, name] => {
            let case = cases::named(name).ok_or("no such case")?;
            measure::run(case, times.parse()?);
            Ok(())
        }
        _ => Err("no arguments, or `guard`".into()),
    }
}
