//! A service of async-graphql, guarded by the rules of its fields.

use async_graphql::{Context, EmptySubscription, Object, Schema};
use async_graphql_axum::{GraphQL, GraphQLBatchRequest, GraphQLResponse};
use axum::body::Body;
use axum::extract::State;
use axum::http::{Method, Request, StatusCode};
use axum::routing::post;
use axum::{Extension, Router};
use scopegate::caller::Callers;
use scopegate::operations::{GraphQl, Operations, Public};
use scopegate::testing::{Coverage, TestTokens};
use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, dependency, level};
use serde_json::{Value, json};
use tower::ServiceExt;

const SECRET: [u8; 32] = [7; 32];

#[derive(SecurityScheme)]
#[oauth2(
    client_credentials(token_url = "token"),
    scopes("read" = "Read notes.", "write" = "Change notes.", implies("read"), "admin" = "All.")
)]
struct OAuth2;

#[dependency(depends = OAuth2)]
fn caller(_token: AccessToken) {}

struct Query;
struct Mutation;

#[Object]
impl Query {
    async fn notes(&self) -> Vec<String> {
        vec!["milk".to_owned()]
    }

    async fn me<'c>(&self, context: &Context<'c>) -> Option<String> {
        let callers = context.data::<Callers>().ok()?;
        callers.iter().next()?.subject().map(str::to_owned)
    }
}

#[Object]
impl Mutation {
    async fn add_note(&self, text: String) -> String {
        text
    }
}

type Notes = Schema<Query, Mutation, EmptySubscription>;

async fn execute(
    State(schema): State<Notes>,
    Extension(callers): Extension<Callers>,
    request: GraphQLBatchRequest,
) -> GraphQLResponse {
    let request = request.into_inner().data(callers);
    schema.execute_batch(request).await.into()
}

fn schema() -> Notes {
    Schema::new(Query, Mutation, EmptySubscription)
}

fn rules() -> Operations<Verifier, GraphQl> {
    let read = level!(scopes = ["read"], depends = caller);
    Operations::new(GraphQl, level!(scopes = ["admin"], depends = caller))
        .query("notes", read)
        .query("me", read)
        .mutation("addNote", level!(scopes = ["write"], depends = caller))
}

fn routes() -> SecureRouter<Verifier> {
    let service = Router::new()
        .route("/graphql", post(execute))
        .with_state(schema());
    SecureRouter::new().operations("/graphql", rules(), service)
}

fn router() -> Router {
    routes().with_state(Verifier::hs256(SECRET).unwrap()).into()
}

async fn send(
    scopes: &[&str],
    request: axum::http::request::Builder,
    body: String,
) -> (StatusCode, Value) {
    let tokens = TestTokens::with_secret(SECRET);
    let token = tokens.token().scopes(scopes).issue();
    let request = request
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .body(Body::from(body))
        .unwrap();
    let response = router().oneshot(request).await.unwrap();
    let status = response.status();
    let body = axum::body::to_bytes(response.into_body(), usize::MAX)
        .await
        .unwrap();
    (status, serde_json::from_slice(&body).unwrap_or_default())
}

async fn ask(scopes: &[&str], body: Value) -> (u16, Value) {
    let (status, answer) = send(scopes, Request::post("/graphql"), body.to_string()).await;
    (status.as_u16(), answer)
}

#[tokio::test]
async fn a_field_needs_its_scope() {
    let (status, answer) = ask(&["read"], json!({ "query": "{ notes me }" })).await;
    assert_eq!((status, &answer["data"]["notes"]), (200, &json!(["milk"])));
    assert!(answer["data"]["me"].is_string(), "{answer}");

    let add = json!({ "query": "mutation { notes: addNote(text: \"{ notes }\") }" });
    let (status, _) = ask(&["read"], add.clone()).await;
    assert_eq!(status, 403);
    let (status, answer) = ask(&["write"], add.clone()).await;
    assert_eq!(
        (status, &answer["data"]["notes"]),
        (200, &json!("{ notes }"))
    );

    let batch = json!([{ "query": "{ notes }" }, add]);
    assert_eq!(ask(&["read"], batch.clone()).await.0, 403);
    let (status, answer) = ask(&["write"], batch).await;
    assert_eq!((status, answer.as_array().map(Vec::len)), (200, Some(2)));
}

#[tokio::test]
async fn what_is_not_listed_needs_the_rule_for_everything_else() {
    let schema = json!({ "query": "{ __schema { queryType { name } } }" });
    assert_eq!(ask(&["write"], schema.clone()).await.0, 403);
    let (status, answer) = ask(&["admin"], schema).await;
    assert_eq!(
        (status, &answer["data"]["__schema"]["queryType"]["name"]),
        (200, &json!("Query"))
    );

    let get = Request::builder()
        .method(Method::GET)
        .uri("/graphql?query=%7Bnotes%7D");
    assert_eq!(
        send(&["write"], get, String::new()).await.0,
        StatusCode::FORBIDDEN
    );
}

/// The service of async-graphql executes documents in URLs, also mutations.
#[tokio::test]
async fn a_public_page_does_not_open_documents_in_urls() {
    let service = Router::new().route_service("/graphql", GraphQL::new(schema()));
    let rules = rules().http(Method::GET, Public);
    let router = SecureRouter::new().operations("/graphql", rules, service);
    let router = router.with_state(Verifier::hs256(SECRET).unwrap());
    let router = router.into_router();
    for (query, expected) in [
        ("query=mutation%7BaddNote(text:%22a%22)%7D", 401),
        ("%71uery=%7Bnotes%7D", 401),
        ("a=b&QUERY=%7Bnotes%7D", 401),
        ("extensions=%7B%7D", 401),
        // No document, which the service says in its answer.
        ("page=1", 200),
    ] {
        let request = Request::get(format!("/graphql?{query}"));
        let request = request.body(Body::empty()).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status().as_u16(), expected, "{query}");
    }
}

#[tokio::test]
async fn a_document_from_elsewhere_is_refused() {
    let hash = json!({ "persistedQuery": { "version": 1, "sha256Hash": "0" } });
    for body in [
        json!({ "extensions": hash }),
        json!({ "query": "{ notes }", "extensions": hash }),
        json!({ "query": "", "documentId": "1" }),
        json!({ "query": "" }),
        json!([]),
    ] {
        let (status, answer) = ask(&["admin"], body).await;
        assert_eq!(status, 400);
        assert!(answer["errors"][0]["message"].is_string(), "{answer}");
    }
    for uri in [
        "/graphql?query=mutation",
        "/graphql?a=b&%51uery=x",
        "/graphql?a;operationName=x",
    ] {
        let body = json!({ "query": "{ notes }" }).to_string();
        assert_eq!(
            send(&["admin"], Request::post(uri), body).await.0,
            StatusCode::BAD_REQUEST,
            "{uri}"
        );
    }
    let body = json!({ "query": "{ notes }" }).to_string();
    let named = Request::post("/graphql?op=notes");
    assert_eq!(send(&["read"], named, body).await.0, StatusCode::OK);
}

#[tokio::test]
async fn coverage_calls_each_field() {
    let tokens = TestTokens::with_secret(SECRET);
    let router = routes().with_state(Verifier::hs256(SECRET).unwrap());
    let coverage = Coverage::new(move |scopes| tokens.token().scopes(scopes).issue());
    let report = coverage.check(router).await.unwrap();
    let expected = [
        "POST /graphql query notes",
        "POST /graphql query me",
        "POST /graphql mutation addNote",
        "ANY /graphql",
    ];
    let mut protected: Vec<_> = report.protected.iter().map(ToString::to_string).collect();
    protected.sort();
    let mut expected = expected.map(ToString::to_string).to_vec();
    expected.sort();
    assert_eq!(protected, expected);
}
