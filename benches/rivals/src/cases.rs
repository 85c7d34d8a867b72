//! All that is measured.

use axum::Router;

use crate::bare;
use crate::call::{self, Call};
use crate::rival::{
    actix, aliri, axum_jwt_auth, huskarl, oauth_resource_server, poem, tower_oauth2,
};
use crate::tokens::{HS256, LESS, RS256};

/// As [`RS256`], without the scopes of the route. Only here is it sent.
const RS256_LESS: &str = include_str!("../../request/tokens/rs256_less.jwt").trim_ascii_end();

/// A route of a rival, or the bare one of its framework.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    /// The bare route of the same framework.
    pub(crate) beside: &'static str,
    /// What may call it.
    pub(crate) token: &'static str,
    /// What may not, since it lacks a scope. None for a bare route.
    less: Option<&'static str>,
    pub(crate) app: App,
}

/// An application of one of the frameworks.
#[derive(Clone, Copy)]
pub(crate) enum App {
    Axum(fn() -> Router),
    /// The path in the only application.
    Actix(&'static str),
    Poem(&'static str),
}

const AXUM: &str = "axum, bare route";
const ACTIX: &str = "actix-web, bare route";
const POEM: &str = "poem-openapi, bare route";

const CASES: &[Case] = &[
    bare(AXUM, App::Axum(bare::router)),
    of_secret("aliri_axum, HS256", AXUM, App::Axum(aliri::by_secret)),
    of_secret(
        "axum-jwt-auth, HS256",
        AXUM,
        App::Axum(axum_jwt_auth::router),
    ),
    of_key("aliri_axum, RS256", App::Axum(aliri::by_key)),
    of_key("huskarl-axum, RS256", App::Axum(huskarl::router)),
    of_key(
        "oauth-resource-server, RS256",
        App::Axum(oauth_resource_server::router),
    ),
    of_key(
        "tower-oauth2-resource-server, RS256",
        App::Axum(tower_oauth2::router),
    ),
    bare(ACTIX, App::Actix(actix::BARE)),
    of_secret("actix-web-grants, HS256", ACTIX, App::Actix(actix::GUARDED)),
    bare(POEM, App::Poem(poem::BARE)),
    of_secret("poem-openapi, HS256", POEM, App::Poem(poem::GUARDED)),
];

const fn bare(name: &'static str, app: App) -> Case {
    Case {
        name,
        beside: name,
        token: HS256,
        less: None,
        app,
    }
}

const fn of_secret(name: &'static str, beside: &'static str, app: App) -> Case {
    Case {
        name,
        beside,
        token: HS256,
        less: Some(LESS),
        app,
    }
}

const fn of_key(name: &'static str, app: App) -> Case {
    Case {
        name,
        beside: AXUM,
        token: RS256,
        less: Some(RS256_LESS),
        app,
    }
}

pub(crate) fn all() -> &'static [Case] {
    CASES
}

pub(crate) fn named(name: &str) -> Option<&'static Case> {
    CASES.iter().find(|case| case.name == name)
}

impl Case {
    /// Sets it up, and checks its responses.
    pub(crate) fn ready(&self) -> Call {
        self.check();
        self.call(Some(self.token))
    }

    /// What is measured must be a success, and what is compared must be a check.
    ///
    /// # Panics
    /// If the rival accepts too much, or too little.
    pub(crate) fn check(&self) {
        let status = |token: Option<&str>| self.call(token)();
        assert_eq!(status(Some(self.token)), 200, "{}", self.name);
        let Some(less) = self.less else { return };
        assert_eq!(status(Some(less)), 403, "{}: a scope is missing", self.name);
        for bad in [Some(forged(self.token, less)), None] {
            let status = status(bad.as_deref());
            assert!(
                matches!(status, 400 | 401),
                "{}: {status} for {bad:?}",
                self.name
            );
        }
    }

    fn call(&self, token: Option<&str>) -> Call {
        match self.app {
            App::Axum(router) => call::axum(router(), token),
            App::Actix(path) => call::actix(path, token),
            App::Poem(path) => call::poem(path, token),
        }
    }
}

/// A token with the signature of another.
fn forged(token: &str, other: &str) -> String {
    let (signed, _) = token.rsplit_once('.').expect("a token");
    let (_, signature) = other.rsplit_once('.').expect("a token");
    format!("{signed}.{signature}")
}
