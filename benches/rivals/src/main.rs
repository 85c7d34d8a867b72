//! What a request costs with other crates: the route of FastAPI's tutorial, written as their documentation says.
//!
//! ```sh
//! benches/rivals/run              # over HTTP, beside `benches/http`: table and chart
//! benches/rivals/run in_process   # instructions, allocations, time
//! ```
//!
//! Each refuses a token without the scope, one that is forged and none at all, before it is measured.

#[path = "../../request/src/allocations.rs"]
mod allocations;
#[path = "../../request/src/application.rs"]
mod application;
#[path = "../../request/src/bare.rs"]
mod bare;
mod call;
mod cases;
#[path = "../../request/src/measure.rs"]
mod measure;
mod report;
mod rival;
mod serve;
#[path = "../../request/src/tokens.rs"]
#[allow(dead_code, reason = "not all of them are sent")]
mod tokens;

use std::env;
use std::error::Error;

type Result<T, E = Box<dyn Error>> = std::result::Result<T, E>;

fn main() -> Result<()> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [] => report::print(),
        ["serve"] => serve::run(),
        [measure::TIMES, times, name] => {
            let case = cases::named(name).ok_or("no such case")?;
            measure::run(case, times.parse()?);
            Ok(())
        }
        _ => Err("no arguments, or `serve`".into()),
    }
}
