//! All that is measured.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use axum::Router;
use axum::body::Body;
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderValue, Request, StatusCode, Uri};
#[cfg(feature = "rivals")]
use jsonwebtoken::Algorithm as Theirs;
use scopegate::Algorithm;
use tower_service::Service;

use crate::tokens::{EDDSA, ES256, EXPIRED, HS256, LESS, RS256};
use crate::{bare, ours};
#[cfg(feature = "rivals")]
use crate::{by_hand, floor, signatures};

/// What is done once for a case.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    make: fn() -> Once,
}

/// Does it once more.
pub(crate) type Once = Box<dyn FnMut()>;

impl Case {
    /// Sets it up, and checks its response.
    pub(crate) fn ready(&self) -> Once {
        (self.make)()
    }
}

macro_rules! list {
    ($list:ident: $($name:literal => $make:expr;)*) => {
        const $list: &[Case] = &[$(Case { name: $name, make: || $make }),*];
    };
}

macro_rules! cases {
    ($($cases:tt)*) => { list!(OURS: $($cases)*); };
}

macro_rules! rivals {
    ($($cases:tt)*) => { list!(RIVALS: $($cases)*); };
}

/// The case that all others are compared with.
pub(crate) const BARE: &str = OURS[0].name;

/// The size of a cache, in bytes.
const CACHED: usize = 1024 * 1024;

const OK: StatusCode = StatusCode::OK;
const UNAUTHORIZED: StatusCode = StatusCode::UNAUTHORIZED;

cases! {
    "bare route" => calls(bare::router(), "/items", HS256, OK);
    "public route" => by_secret("/public", HS256, OK);
    "HS256, chain of 1" => by_secret("/1", HS256, OK);
    "HS256, chain of 3" => by_secret("/3", HS256, OK);
    "HS256, chain of 10" => by_secret("/10", HS256, OK);
    "HS256, shared nodes" => by_secret("/shared", HS256, OK);
    "RS256, chain of 3" => by_key(0, Algorithm::RS256, RS256);
    "ES256, chain of 3" => by_key(0, Algorithm::ES256, ES256);
    "EdDSA, chain of 3" => by_key(0, Algorithm::EdDSA, EDDSA);
    "HS256, chain of 3, cached" => calls(ours::router(ours::by_secret(CACHED)), "/3", HS256, OK);
    "RS256, chain of 3, cached" => by_key(CACHED, Algorithm::RS256, RS256);
    "ES256, chain of 3, cached" => by_key(CACHED, Algorithm::ES256, ES256);
    "ES256, three issuers" => several(0);
    "ES256, three issuers, cached" => several(CACHED);
    "no token: 401" => by_secret("/3", "", UNAUTHORIZED);
    "malformed token: 401" => by_secret("/3", "not.a.token", UNAUTHORIZED);
    "another algorithm: 401" => by_secret("/3", RS256, UNAUTHORIZED);
    "wrong signature: 401" => by_secret("/3", &forged(), UNAUTHORIZED);
    "expired token: 401" => by_secret("/3", EXPIRED, UNAUTHORIZED);
    "missing scope: 403" => by_secret("/3", LESS, StatusCode::FORBIDDEN);
}

#[cfg(feature = "rivals")]
rivals! {
    "floor, HS256" => calls(floor::router(), "/items", HS256, OK);
    "by hand, HS256" => by_hand(Theirs::HS256, HS256);
    "by hand, RS256" => by_hand(Theirs::RS256, RS256);
    "by hand, ES256" => by_hand(Theirs::ES256, ES256);
    "by hand, EdDSA" => by_hand(Theirs::EdDSA, EDDSA);
    "HS256 signature alone" => signatures::verify(Theirs::HS256, HS256);
    "RS256 signature alone" => signatures::verify(Theirs::RS256, RS256);
    "ES256 signature alone" => signatures::verify(Theirs::ES256, ES256);
    "EdDSA signature alone" => signatures::verify(Theirs::EdDSA, EDDSA);
}

// Without them, nothing needs a C compiler.
#[cfg(not(feature = "rivals"))]
rivals! {}

pub(crate) fn all() -> impl Iterator<Item = &'static Case> {
    OURS.iter().chain(RIVALS)
}

pub(crate) fn named(name: &str) -> Option<&'static Case> {
    all().find(|case| case.name == name)
}

fn by_secret(path: &'static str, token: &str, status: StatusCode) -> Once {
    calls(ours::router(ours::by_secret(0)), path, token, status)
}

fn by_key(cache: usize, algorithm: Algorithm, token: &str) -> Once {
    calls(
        ours::router(ours::by_key(cache, algorithm)),
        "/3",
        token,
        OK,
    )
}

fn several(cache: usize) -> Once {
    calls(ours::router(ours::by_issuer(cache)), "/3", ES256, OK)
}

#[cfg(feature = "rivals")]
fn by_hand(algorithm: Theirs, token: &str) -> Once {
    calls(by_hand::router(algorithm), "/items", token, OK)
}

/// A token with the signature of another.
fn forged() -> String {
    match (HS256.rsplit_once('.'), EXPIRED.rsplit_once('.')) {
        (Some((signed, _)), Some((_, signature))) => format!("{signed}.{signature}"),
        _ => unreachable!("tokens have parts"),
    }
}

/// Makes a request, calls the router, and drops the response.
fn calls(mut router: Router, path: &'static str, token: &str, status: StatusCode) -> Once {
    let uri = Uri::from_static(path);
    let authorization = HeaderValue::from_maybe_shared(format!("Bearer {token}").into_bytes());
    let authorization = authorization.ok().filter(|_| !token.is_empty());
    let mut call = move || {
        let mut request = Request::new(Body::empty());
        *request.uri_mut() = uri.clone();
        if let Some(authorization) = &authorization {
            request
                .headers_mut()
                .insert(AUTHORIZATION, authorization.clone());
        }
        let mut answer = pin!(router.call(request));
        match answer
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
        {
            Poll::Ready(Ok(response)) => response.status(),
            Poll::Pending => unreachable!("nothing waits"),
        }
    };
    assert_eq!(call(), status, "{path}");
    Box::new(move || {
        call();
    })
}
