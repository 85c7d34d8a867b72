//! Parameters that are no extractors, or read the body.


use std::collections::HashMap;

use axum::Json;
use axum::body::Bytes;
use axum::extract::Request;
use scopegate::dependency;

#[dependency]
fn pagination(_skip: u32, _limit: Option<u32>, _q: &str) {}

#[dependency]
async fn body(_json: Json<HashMap<String, String>>, _bytes: Bytes, _text: String, _request: Request) {}

fn main() {}
