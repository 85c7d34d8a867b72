//! A body that does not compile is reported as if there were no attribute.


use scopegate::dependency;

#[dependency]
async fn get_db() -> u32 {
    let connection = connect();
    connection
}

#[dependency]
async fn get_name() -> String {
    1
}

fn main() {}
