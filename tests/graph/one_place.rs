//! What a macro repeats has one name, one module and one place in the source, and is not one.

use axum::Router;
use scopegate::routing::get;
use scopegate::{ApiKey, Denial, SecureRouter, SecurityScheme, dependency, level, security};
use scopegate_tests::client;

#[derive(SecurityScheme)]
#[api_key(header = "x-a")]
struct KeyA;

#[derive(SecurityScheme)]
#[api_key(header = "x-b")]
struct KeyB;

async fn status(router: &Router, path: &str, keys: &[&str]) -> u16 {
    let headers: Vec<_> = keys.iter().map(|key| (*key, "k")).collect();
    client::get(router.clone(), path, &headers).await.status
}

#[tokio::test]
async fn a_level_on_one_of_several_functions_lets_nobody_pass_another() {
    macro_rules! routers {
        ($($path:literal $scheme:ident),*) => {[$({
            #[dependency(depends = $scheme)]
            fn user(key: ApiKey) -> Result<(), Denial> {
                if key.matches("k") { Ok(()) } else { Err(key.deny()) }
            }

            #[security(depends = user)]
            async fn handler((): ()) {}

            let routes = SecureRouter::<()>::new().route($path, get(handler));
            (routes, level!(depends = user))
        }),*]};
    }

    let [(a, _), (b, level_b)] = routers!("/a" KeyA, "/b" KeyB);
    let router = a.merge(b).requires(level_b);
    let rules: Vec<_> = router
        .audit()
        .routes
        .iter()
        .map(|route| route.security.to_string())
        .collect();
    assert_eq!(rules, ["KeyB and KeyA", "KeyB"]);
    let router = router.into_router();
    assert_eq!(status(&router, "/a", &["x-b"]).await, 401);
    assert_eq!(status(&router, "/a", &["x-a"]).await, 401);
    assert_eq!(status(&router, "/a", &["x-a", "x-b"]).await, 200);
    assert_eq!(status(&router, "/b", &["x-b"]).await, 200);
}

trait Has {
    type Dependency;
}

struct A;
struct B;

macro_rules! user {
    ($of:ident $scheme:ident) => {
        const _: () = {
            #[dependency(depends = $scheme)]
            fn user(key: ApiKey) -> Result<&'static str, Denial> {
                if key.matches("k") {
                    Ok(stringify!($of))
                } else {
                    Err(key.deny())
                }
            }

            impl Has for $of {
                type Dependency = user;
            }
        };
    };
}

macro_rules! users {
    ($($of:ident $scheme:ident),*) => { $(user!($of $scheme);)* };
}

users!(A KeyA, B KeyB);

type UserA = <A as Has>::Dependency;
type UserB = <B as Has>::Dependency;

#[security]
async fn of_both(
    #[security(depends = UserA)] a: &'static str,
    #[security(depends = UserB)] b: &'static str,
) -> &'static str {
    assert_eq!([a, b], ["A", "B"]);
    "both"
}

#[tokio::test]
async fn a_handler_that_asks_for_several_such_functions_asks_all_of_them() {
    let router = Router::new().route("/", axum::routing::get(of_both));
    assert_eq!(status(&router, "/", &["x-a"]).await, 401);
    assert_eq!(status(&router, "/", &["x-b"]).await, 401);
    assert_eq!(status(&router, "/", &["x-a", "x-b"]).await, 200);
}
