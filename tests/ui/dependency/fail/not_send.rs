//! Futures that cannot move between threads.


use std::rc::Rc;

use scopegate::dependency;

#[dependency]
async fn get_limit() -> u32 {
    let limit = Rc::new(1);
    std::future::ready(()).await;
    *limit
}

fn main() {}
