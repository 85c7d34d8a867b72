//! Random tables of rules inside of random routers: who is let in is who is listed, in the audit and in the document.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::Method;
use proptest::collection::{hash_map, vec};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::TestCaseError;
use scopegate::audit::{Route, Security};
use scopegate::operations::{JsonRpc, Mcp, Operation, Operations, Public, ReadOperations};
use scopegate::testing::{Coverage, TestTokens};
use scopegate::{Level, ProtectedResource, SecureRouter, level};
use scopegate_tests::{App, SECRET, bearer, client};
use serde_json::{Value, json};

use super::app::{ADMITTED, caller, service};

/// A rule; `None` is public.
fn level_of(rule: u8) -> Option<Level<App>> {
    match rule {
        0 => Some(level!(depends = caller)),
        1 => Some(level!(scopes = ["read"], depends = caller)),
        2 => Some(level!(scopes = ["write"], depends = caller)),
        3 => Some(level!(scopes = any("read", "admin"), depends = caller)),
        4 => Some(level!(scopes = ["read", "admin"], depends = caller)),
        _ => None,
    }
}

const RULES: u8 = 6;

/// Some of a table, and some that are in none.
fn operations(is_mcp: bool) -> Vec<Operation<'static>> {
    let mut all: Vec<_> = ["ping", "a", "b", "A", "tools/list"]
        .map(Operation::call)
        .to_vec();
    if is_mcp {
        all.extend(["a", "b"].map(|name| Operation::named("tools/call", name)));
        all.push(Operation::named("prompts/get", "a"));
        all.push(Operation::named("resources/read", "a"));
        all.push(Operation::RESPONSE);
    } else {
        all.push(Operation::call("tools/call"));
    }
    all
}

#[derive(Debug, Clone)]
struct Table {
    is_mcp: bool,
    otherwise: u8,
    /// By the number of an operation.
    rules: Vec<(usize, u8)>,
    /// Whether `tools/call` or `prompts/get` has one rule for all names.
    whole: Option<(&'static str, u8)>,
    http: Vec<(Method, u8)>,
    /// Of the router, outermost first.
    around: Vec<u8>,
    prefix: &'static str,
}

fn table() -> impl Strategy<Value = Table> {
    let whole = prop::option::weighted(
        0.3,
        (select(&["prompts/get", "resources/read"][..]), 0..RULES),
    );
    let methods = subsequence(vec![Method::GET, Method::DELETE, Method::OPTIONS], 0..3);
    let http = (methods, vec(0..RULES, 3))
        .prop_map(|(methods, rules)| methods.into_iter().zip(rules).collect());
    (
        any::<bool>(),
        0..RULES - 1,
        hash_map(0..9_usize, 0..RULES, 0..6),
        whole,
        http,
        vec(0..RULES - 1, 0..3),
        select(&["", "/v1"][..]),
    )
        .prop_map(|(is_mcp, otherwise, rules, whole, http, around, prefix)| {
            let all = operations(is_mcp);
            let whole = whole.filter(|_| is_mcp);
            let mut rules: Vec<_> = rules
                .into_iter()
                .filter(|(number, _)| {
                    all.get(*number).is_some_and(|it| {
                        whole.is_none_or(|(method, _)| it.method() != Some(method))
                    })
                })
                .collect();
            rules.sort_unstable();
            Table {
                is_mcp,
                otherwise,
                rules,
                whole,
                http,
                around,
                prefix,
            }
        })
}

impl Table {
    fn fill<R: ReadOperations>(&self, reader: R) -> Operations<App, R> {
        let mut table = Operations::new(reader, level_of(self.otherwise).unwrap());
        let all = operations(self.is_mcp);
        let named = self
            .rules
            .iter()
            .map(|(number, rule)| (all[*number].clone(), *rule));
        let whole = self
            .whole
            .map(|(method, rule)| (Operation::call(method), rule));
        for (operation, rule) in named.chain(whole) {
            table = match self.level(rule) {
                Some(level) => table.operation(operation, level),
                None => table.operation(operation, Public),
            };
        }
        for (method, rule) in &self.http {
            table = match self.level(*rule) {
                Some(level) => table.http(method.clone(), level),
                None => table.http(method.clone(), Public),
            };
        }
        table
    }

    /// Inside of levels, nothing is public.
    fn level(&self, rule: u8) -> Option<Level<App>> {
        level_of(if self.around.is_empty() {
            rule
        } else {
            rule % (RULES - 1)
        })
    }

    fn router(&self) -> SecureRouter {
        let app = App::default();
        let (router, service) = (SecureRouter::new(), service(app.journal.clone()));
        let router = if self.is_mcp {
            router.operations("/rpc", self.fill(Mcp), service)
        } else {
            router.operations("/rpc", self.fill(JsonRpc), service)
        };
        let around = self.around.iter().rev().filter_map(|rule| level_of(*rule));
        let router = around.fold(router, SecureRouter::requires);
        let router = if self.prefix.is_empty() {
            router
        } else {
            SecureRouter::new().nest(self.prefix, router)
        };
        let resource = ProtectedResource::new("https://api.example").unwrap();
        let router = router.protected_resource(resource);
        router.with_state(app)
    }
}

/// What a request asks for.
#[derive(Debug, Clone)]
enum Asked {
    /// By their numbers. Several are a batch.
    Operations(Vec<usize>),
    Method(Method),
}

fn asked() -> impl Strategy<Value = Asked> {
    let methods = vec![
        Method::GET,
        Method::HEAD,
        Method::PUT,
        Method::DELETE,
        Method::OPTIONS,
    ];
    prop_oneof![
        3 => vec(0..10_usize, 1..4).prop_map(Asked::Operations),
        1 => select(methods).prop_map(Asked::Method),
    ]
}

fn message(operation: &Operation<'_>) -> Value {
    let request = Mcp.request(operation);
    serde_json::from_slice(request.body()).unwrap()
}

/// Whether someone with these scopes is let in by all rules.
fn may(rules: &[&Security], scopes: Option<&[&str]>) -> bool {
    rules.iter().all(|rule| match rule {
        Security::Public => true,
        Security::Required { alternatives, .. } => scopes.is_some_and(|granted| {
            let has = |scope: &&str| {
                granted.contains(scope) || *scope == "read" && granted.contains(&"write")
            };
            alternatives
                .iter()
                .any(|all| all.iter().all(|it| it.scopes.iter().all(has)))
        }),
        _ => false,
    })
}

/// The same as an audit has it, from the document.
fn in_document(security: &Value) -> Value {
    let all = security
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|one| one.as_object().unwrap().values());
    all.cloned().collect()
}

fn documented(routes: &[Route], document: &Value, path: &str) -> Result<(), TestCaseError> {
    let post = &document["paths"][path]["post"]["x-operations"];
    for route in routes
        .iter()
        .filter(|route| route.method == "POST" || route.method == "ANY")
    {
        let name = route.operation.as_deref().unwrap_or("*");
        let listed = match &route.security {
            Security::Required { alternatives, .. } => alternatives
                .iter()
                .flatten()
                .map(|it| json!(it.scopes))
                .collect(),
            _ => json!([]),
        };
        prop_assert_eq!(
            in_document(&post[name]["security"]),
            listed,
            "{}: {}",
            name,
            post
        );
    }
    Ok(())
}

/// The scopes of the metadata, and those of all rules.
async fn scopes(app: &axum::Router, routes: &[Route]) -> [BTreeSet<String>; 2] {
    let path = "/.well-known/oauth-protected-resource";
    let answer = client::get_as(app, path, None).await.json();
    let supported = answer["scopes_supported"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let required = routes.iter().flat_map(|route| match &route.security {
        Security::Required { alternatives, .. } => alternatives.clone(),
        _ => Vec::new(),
    });
    let required = required.flatten().flat_map(|credential| credential.scopes);
    let supported = supported
        .iter()
        .map(|scope| scope.as_str().unwrap().to_owned());
    [supported.collect(), required.map(str::to_owned).collect()]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) })]

    #[test]
    fn who_is_let_in_is_who_is_listed(
        table in table(),
        requests in vec((asked(), prop::option::weighted(0.9, subsequence(vec!["read", "write", "admin"], 0..4))), 20),
    ) {
        let router = table.router();
        let audit = router.audit();
        let path = format!("{}/rpc", table.prefix);
        documented(&audit.routes, &serde_json::to_value(router.openapi()).unwrap(), &path)?;
        let rule = |method: &str, operation: Option<String>| {
            let is_it = |route: &&Route| {
                route.path == path && route.method == method && route.operation == operation
            };
            audit.routes.iter().find(is_it).map(|route| &route.security)
        };
        let otherwise = || rule("ANY", None).unwrap();
        let all = operations(table.is_mcp);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let app = router.clone().into_router();
        let [supported, required] = runtime.block_on(scopes(&app, &audit.routes));
        prop_assert_eq!(supported, required);
        for (asked, scopes) in &requests {
            let mut headers = vec![("content-type", "application/json".to_owned())];
            headers.extend(scopes.iter().map(|scopes| ("authorization", bearer(scopes))));
            let (rules, method, body) = match asked {
                Asked::Method(method) => (vec![rule(method.as_str(), None).unwrap_or_else(otherwise)], method, String::new()),
                Asked::Operations(numbers) => {
                    let asked: Vec<_> = numbers.iter().filter_map(|number| all.get(*number)).collect();
                    let rules = asked.iter().map(|asked| {
                        let whole = || rule("POST", asked.method().map(str::to_owned));
                        rule("POST", Some(asked.to_string())).or_else(whole).unwrap_or_else(otherwise)
                    });
                    let rules: Vec<_> = rules.collect();
                    let messages: Vec<_> = asked.iter().map(|it| message(it)).collect();
                    let body = if let [only] = &*messages { only.to_string() } else { json!(messages).to_string() };
                    (rules, &Method::POST, body)
                }
            };
            if rules.is_empty() {
                continue;
            }
            let request = client::request(method.clone(), &path, &headers).map(|_| Body::from(body));
            let answer = runtime.block_on(client::send(&app, request));
            let expected = may(&rules, scopes.as_deref());
            prop_assert_eq!(answer.status == ADMITTED, expected, "{:?} with {:?}: {:?}", asked, scopes, answer);
        }
        let tokens = TestTokens::with_secret(SECRET);
        let coverage = Coverage::new(|scopes| tokens.token().scopes(scopes).issue());
        let report = runtime.block_on(coverage.check(router));
        prop_assert!(report.is_ok(), "{:?}", report);
    }
}
