//! The server of `benches/http/run`: the routes of `benches/request`, on one thread. It prints the address, the token and the
//! name of each case, and the name of the case that it is compared with.

#[path = "../../request/src/application.rs"]
mod application;
#[path = "../../request/src/bare.rs"]
mod bare;
#[path = "../../request/src/by_hand.rs"]
mod by_hand;
#[path = "../../request/src/ours.rs"]
#[allow(dead_code, reason = "not all of it is served")]
mod ours;
#[path = "../../request/src/tokens.rs"]
#[allow(dead_code, reason = "not all of them are sent")]
mod tokens;

use std::error::Error;

use axum::Router;
use jsonwebtoken::Algorithm as Theirs;
use scopegate::Algorithm;
use tokio::net::TcpListener;

use crate::tokens::{ES256, HS256, RS256};

/// The size of a cache, in bytes.
const CACHED: usize = 1024 * 1024;

/// What all are compared with: the bare route, which is sent the same token, as a longer one takes longer to receive.
const BARE: &str = "bare route";
const BARE_RS256: &str = "bare route, RS256's token";
const BARE_ES256: &str = "bare route, ES256's token";

struct Case {
    name: &'static str,
    router: Router,
    path: &'static str,
    token: &'static str,
}

fn cases() -> Vec<Case> {
    let case = |name, router, path, token| Case {
        name,
        router,
        path,
        token,
    };
    let ours = |name, verifier, token| case(name, ours::router(verifier), "/3", token);
    let theirs = |name, algorithm, token| case(name, by_hand::router(algorithm), "/items", token);
    vec![
        case(BARE, bare::router(), "/items", HS256),
        case(BARE_RS256, bare::router(), "/items", RS256),
        case(BARE_ES256, bare::router(), "/items", ES256),
        ours("scopegate, HS256", ours::by_secret(0), HS256),
        ours("scopegate, HS256, cached", ours::by_secret(CACHED), HS256),
        ours("scopegate, RS256", ours::by_key(0, Algorithm::RS256), RS256),
        ours(
            "scopegate, RS256, cached",
            ours::by_key(CACHED, Algorithm::RS256),
            RS256,
        ),
        ours("scopegate, ES256", ours::by_key(0, Algorithm::ES256), ES256),
        ours(
            "scopegate, ES256, cached",
            ours::by_key(CACHED, Algorithm::ES256),
            ES256,
        ),
        theirs("by hand, HS256", Theirs::HS256, HS256),
        theirs("by hand, RS256", Theirs::RS256, RS256),
        theirs("by hand, ES256", Theirs::ES256, ES256),
    ]
}

fn main() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let mut router = Router::new();
        for (number, case) in cases().into_iter().enumerate() {
            let Case {
                name, path, token, ..
            } = case;
            router = router.nest(&format!("/{number}"), case.router);
            let beside = match token {
                RS256 => BARE_RS256,
                ES256 => BARE_ES256,
                _ => BARE,
            };
            println!("http://{address}/{number}{path}\t{token}\t{name}\t{beside}");
        }
        println!();
        Ok(axum::serve(listener, router).await?)
    })
}
