//! Random routers inside of random levels: whom the audit lists is let in, and nobody else.

use std::panic::catch_unwind;
use std::time::Duration;

use axum::http::Method;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestCaseError;
use scopegate::audit::{Credential, Security};
use scopegate::routing::{self, get};
use scopegate::testing::{Coverage, TestTokens};
use scopegate::{
    AccessToken, ApiKey, Denial, SecureRouter, SecurityScheme, dependency, level, security,
};
use scopegate_tests::client::{Answer, request, send};
use scopegate_tests::{App, SECRET};

#[derive(SecurityScheme)]
#[oauth2(
    authorization_code(authorization_url = "authorize", token_url = "token"),
    scopes("read" = "Read.", "pay" = "Pay.", implies("read")),
)]
struct People;

/// Of the same people, for another device.
#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), header = "X-Badge")]
struct Badge;

/// Reads the same token as `People`.
#[derive(SecurityScheme)]
#[oauth2(
    authorization_code(authorization_url = "authorize", token_url = "token"),
    scopes("pay" = "Pay."),
)]
struct Staff;

#[derive(SecurityScheme)]
#[api_key(header = "X-Key")]
struct Key;

#[dependency(depends = People)]
fn user(token: AccessToken) -> Result<String, Denial> {
    token.claims().sub.clone().ok_or_else(|| token.deny())
}

#[dependency(depends = Badge)]
fn badge(_token: AccessToken) -> String {
    "a badge".to_owned()
}

#[dependency(depends = Staff)]
fn staff(_token: AccessToken) -> String {
    "staff".to_owned()
}

#[dependency(acr = ["pwd", "mfa"], depends = staff)]
fn weak_staff(name: String) -> String {
    name
}

#[dependency(depends = Key)]
fn key(key: ApiKey) -> Result<String, Denial> {
    if key.matches("key") {
        Ok("a key".to_owned())
    } else {
        Err(key.deny())
    }
}

#[dependency(acr = ["phr", "mfa"], depends = user)]
fn strong(name: String) -> String {
    name
}

#[dependency(max_age = 5min, depends = user)]
fn recent(name: String) -> String {
    name
}

#[dependency(scopes = ["pay"], depends = user)]
fn payer(name: String) -> String {
    name
}

#[dependency(acr = "phr", max_age = 1h, depends = badge)]
fn strong_badge(name: String) -> String {
    name
}

#[dependency]
fn all(
    #[security(depends = strong)] a: String,
    #[security(max_age = 1h, depends = user)] b: String,
) -> String {
    a + &b
}

#[dependency(depends = any(recent, key))]
fn recent_or_key(name: String) -> String {
    name
}

#[dependency(depends = any(strong, strong_badge))]
fn strong_or_badge(name: String) -> String {
    name
}

#[security(depends = user)]
async fn plain(_name: String) {}

#[security(acr = "phr", scopes = ["read"], depends = strong)]
async fn strict(_name: String) {}

#[security(acr = ["mfa", "pwd"], max_age = 1h, depends = user)]
async fn weak(_name: String) {}

#[security(depends = any(strong, payer))]
async fn strong_or_payer(_name: String) {}

#[security(depends = any(recent, key, strong_badge))]
async fn any_credentials(_name: String) {}

#[security(scopes = any("read", "pay"), max_age = 1h, depends = any(recent, strong))]
async fn any_scopes(_name: String) {}

#[security]
async fn two_tokens(
    #[security(acr = ["mfa", "phr"], depends = user)] _a: String,
    #[security(max_age = 5min, depends = badge)] _b: String,
    #[security(scopes = ["read"], depends = recent, cache = false)] _c: String,
) {
}

#[security]
async fn with_key(
    #[security(max_age = 5min, depends = any(user, strong_badge))] _a: String,
    #[security(depends = key)] _b: String,
) {
}

#[security(acr = "phr", depends = all)]
async fn shared(_name: String) {}

#[security]
async fn one_token_for_two(
    #[security(acr = ["phr", "mfa"], depends = user)] _a: String,
    #[security(scopes = ["pay"], max_age = 5min, depends = staff)] _b: String,
) {
}

#[security(depends = any(weak_staff, strong_badge, strong))]
async fn staff_or_others(_name: String) {}

#[security(acr = "phr", optional, depends = user)]
async fn optional(_name: Option<String>) {}

const HANDLERS: u8 = 14;
const LEVELS: u8 = 10;

/// A router with one route, in different ways.
fn router(handler: u8) -> SecureRouter<App> {
    let new = SecureRouter::new;
    match handler {
        0 => new().route("/", get(plain)),
        1 => new().route("/", get(strict)),
        2 => new().route("/", routing::any(weak)),
        3 => new().fallback(strong_or_payer),
        4 => new().route("/", get(any_credentials)),
        5 => new().merge(new().route("/", get(any_scopes))),
        6 => new().route("/", get(two_tokens)),
        7 => new().route("/", get(with_key)),
        8 => new().fallback(shared),
        9 => new().route("/", get(one_token_for_two)),
        10 => new().route("/", get(staff_or_others)),
        11 => new()
            .route("/", routing::post(plain))
            .method_not_allowed_fallback(strict),
        12 => {
            let level = level!(acr = "phr", scopes = ["read"], depends = strong);
            let service = axum::Router::new().fallback(async || ());
            new().protected("/", level, service)
        }
        _ => new().route("/", get(optional)),
    }
}

fn inside(router: SecureRouter<App>, level: u8) -> SecureRouter<App> {
    match level {
        0 => router.requires(level!(depends = user)),
        1 => router.requires(level!(acr = ["phr", "mfa"], depends = user)),
        2 => router.requires(level!(acr = "mfa", max_age = 1h, depends = user)),
        3 => router.requires(level!(scopes = ["read"], depends = recent)),
        4 => router.requires(level!(depends = strong_badge)),
        5 => router.requires(level!(depends = recent_or_key)),
        6 => router.requires(level!(max_age = 1h, depends = strong_or_badge)),
        7 => router.requires(level!(depends = weak_staff)),
        8 => router.requires(level!(
            scopes = ["pay"],
            acr = ["mfa", "phr"],
            depends = staff
        )),
        _ => router.requires(level!(depends = all)),
    }
}

#[derive(Debug, Clone)]
struct Token {
    scopes: Vec<&'static str>,
    acr: Option<&'static str>,
    /// How many minutes ago its user was authenticated.
    age: Option<u64>,
}

impl Token {
    fn issue(&self) -> String {
        let mut token = TestTokens::with_secret(SECRET).token().scopes(&self.scopes);
        if let Some(acr) = self.acr {
            token = token.acr(acr);
        }
        if let Some(age) = self.age {
            token = token.authenticated(Duration::from_secs(60 * age));
        }
        token.issue()
    }

    /// As the audit says.
    fn is_enough_for(&self, credential: &Credential) -> bool {
        let is_implied = |scope: &str| scope == "read" && self.scopes.contains(&"pay");
        let is_granted = |scope: &&str| self.scopes.contains(scope) || is_implied(scope);
        let has_acr = self.acr.is_some_and(|acr| credential.acr.contains(&acr));
        let is_recent = |most: u32| self.age.is_some_and(|age| 60 * age <= u64::from(most));
        credential.scopes.iter().all(is_granted)
            && (credential.acr.is_empty() || has_acr)
            && credential.max_age.is_none_or(is_recent)
    }
}

#[derive(Debug, Clone)]
struct Caller {
    token: Option<Token>,
    badge: Option<Token>,
    has_key: bool,
}

impl Caller {
    async fn call(&self, app: &SecureRouter, method: &Method) -> Answer {
        let mut headers = Vec::new();
        headers.extend(
            self.token
                .iter()
                .map(|token| ("authorization", format!("Bearer {}", token.issue()))),
        );
        headers.extend(self.badge.iter().map(|badge| ("x-badge", badge.issue())));
        headers.extend(self.has_key.then(|| ("x-key", "key".to_owned())));
        send(app.clone(), request(method.clone(), "/", &headers)).await
    }

    fn has(&self, credential: &Credential) -> bool {
        let enough = |token: &Option<Token>| {
            token
                .as_ref()
                .is_some_and(|it| it.is_enough_for(credential))
        };
        match credential.scheme {
            "People" | "Staff" => enough(&self.token),
            "Badge" => enough(&self.badge),
            _ => self.has_key,
        }
    }
}

fn token() -> impl Strategy<Value = Token> {
    let scopes = select(vec![vec![], vec!["read"], vec!["pay"], vec!["read", "pay"]]);
    let acr = select(&[None, Some("phr"), Some("mfa"), Some("pwd")][..]);
    let age = select(&[None, Some(0), Some(4), Some(6), Some(59), Some(61)][..]);
    (scopes, acr, age).prop_map(|(scopes, acr, age)| Token { scopes, acr, age })
}

fn caller() -> impl Strategy<Value = Caller> {
    let badge = prop::option::weighted(0.7, token());
    (
        prop::option::weighted(0.8, token()),
        badge,
        prop::bool::weighted(0.7),
    )
        .prop_map(|(token, badge, has_key)| Caller {
            token,
            badge,
            has_key,
        })
}

/// Calls a route, and compares the answer with what the audit says.
async fn compare(
    app: &SecureRouter,
    rule: &Security,
    caller: &Caller,
    method: &Method,
) -> Result<(), TestCaseError> {
    let Security::Required { alternatives, .. } = rule else {
        return Err(TestCaseError::fail("a route is public"));
    };
    let answer = caller.call(app, method).await;
    let is_admitted = answer.status == 200;
    let mut listed = alternatives.iter();
    let is_listed = listed.any(|all| all.iter().all(|it| caller.has(it)));
    // With poor credentials, nobody passes where they are optional.
    if !rule.is_open() || is_admitted {
        prop_assert_eq!(
            is_admitted,
            is_listed,
            "{} {:?}: {:?}",
            rule,
            caller,
            answer
        );
    }
    Ok(())
}

/// Does what the first challenge says, until the request is accepted.
async fn follow(
    app: &SecureRouter,
    rule: &Security,
    mut caller: Caller,
) -> Result<(), TestCaseError> {
    (caller.badge, caller.has_key) = (
        Some(Token {
            scopes: Vec::new(),
            acr: Some("phr"),
            age: Some(0),
        }),
        true,
    );
    let told = |challenge: &str, name: &str| {
        let (_, value) = challenge.split_once(&format!(r#"{name}=""#))?;
        Some(value.split_once('"').unwrap().0.to_owned())
    };
    for _ in 0..6 {
        let answer = caller.call(app, &Method::GET).await;
        if answer.status == 200 {
            return Ok(());
        }
        let challenges = answer.challenges();
        let challenge = challenges.iter().find(|it| {
            [r#"realm="People""#, r#"realm="Staff""#]
                .iter()
                .any(|realm| it.contains(realm))
        });
        let Some(challenge) = challenge else {
            return Ok(()); // No token is asked for: the badge is not enough for that.
        };
        let token = caller.token.get_or_insert(Token {
            scopes: Vec::new(),
            acr: None,
            age: None,
        });
        if let Some(scopes) = told(challenge, "scope") {
            let known = ["read", "pay"]
                .into_iter()
                .filter(|it| scopes.split(' ').any(|scope| scope == *it));
            token.scopes.extend(known);
        }
        if let Some(acr) = told(challenge, "acr_values") {
            let first = acr.split(' ').next().unwrap();
            token.acr = ["phr", "mfa", "pwd"].into_iter().find(|it| *it == first);
        }
        if told(challenge, "max_age").is_some() {
            token.age = Some(0);
        }
    }
    Err(TestCaseError::fail(format!(
        "nobody gets in by {rule}: {caller:?}"
    )))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(50) })]

    #[test]
    fn whom_the_audit_lists_is_let_in_and_nobody_else(
        handler in 0..HANDLERS,
        levels in vec(0..LEVELS, 0..4),
        callers in vec(caller(), 12),
    ) {
        let build = || levels.iter().fold(router(handler), |router, level| inside(router, *level));
        let built = catch_unwind(|| {
            let app: SecureRouter = build().with_state(App::default());
            let routes = app.audit().routes;
            let mut others = routes.iter().filter(|route| route.method == "OTHER");
            let rule = others.next().unwrap_or(&routes[0]).security.clone();
            (app, rule)
        });
        // Levels that contradict a handler.
        let Ok((app, rule)) = built else { return Ok(()) };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            for caller in &callers {
                for method in [Method::GET, Method::HEAD] {
                    compare(&app, &rule, caller, &method).await?;
                }
            }
            follow(&app, &rule, callers[0].clone()).await?;
            let tokens = || TestTokens::with_secret(SECRET).token();
            let coverage = Coverage::new(|scopes| tokens().scopes(scopes).issue())
                .step_up(|_, scopes, user| tokens().scopes(scopes).authentication(user).issue())
                .header("x-key", "key");
            let report = coverage.check(app.clone()).await;
            prop_assert!(report.is_ok(), "{rule}: {:?}", report);
            Ok(())
        })?;
    }
}
