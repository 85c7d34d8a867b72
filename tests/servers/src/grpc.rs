//! gRPC: the health service of tonic, called by tonic's client over HTTP/2.

use axum::Router;
use axum::body::Body;
use axum::http::Method;
use scopegate::operations::{Grpc, Operations, Public};
use scopegate::testing::TestTokens;
use scopegate::{AccessToken, SecureRouter, SecurityScheme, Verifier, dependency, level};
use tokio::net::TcpListener;
use tonic::codegen::InterceptedService;
use tonic::service::Interceptor;
use tonic::transport::{Channel, Endpoint};
use tonic::{Code, Request, Response, Status, Streaming};
use tonic_health::pb::health_client::HealthClient;
use tonic_health::pb::{HealthCheckRequest, HealthCheckResponse};
use tower::ServiceExt;

const SECRET: [u8; 32] = [7; 32];

#[derive(SecurityScheme)]
#[oauth2(
    client_credentials(token_url = "token"),
    scopes("health" = "Ask whether the service is healthy.", "admin" = "All.")
)]
struct OAuth2;

#[dependency(depends = OAuth2)]
fn caller(_token: AccessToken) {}

/// `Check` needs a scope, and everything else another one.
fn operations() -> Operations<Verifier, Grpc> {
    Operations::new(Grpc, level!(scopes = ["admin"], depends = caller)).operation(
        "/grpc.health.v1.Health/Check",
        level!(scopes = ["health"], depends = caller),
    )
}

fn health() -> Router {
    let (_reporter, health) = tonic_health::server::health_reporter();
    tonic::service::Routes::new(health).into_axum_router()
}

fn guarded(operations: Operations<Verifier, Grpc>) -> Router {
    SecureRouter::new()
        .operations("/grpc.health.v1.Health/{*method}", operations, health())
        .with_state(Verifier::hs256(SECRET).unwrap())
        .into()
}

async fn serve(router: Router) -> Channel {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    Endpoint::from_shared(format!("http://{address}"))
        .unwrap()
        .connect()
        .await
        .unwrap()
}

/// Sends a token with these scopes, or none.
#[derive(Clone)]
struct WithToken(Option<&'static [&'static str]>);

impl Interceptor for WithToken {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        if let Some(scopes) = self.0 {
            let token = TestTokens::with_secret(SECRET)
                .token()
                .scopes(scopes)
                .issue();
            let value = format!("Bearer {token}").parse().unwrap();
            request.metadata_mut().insert("authorization", value);
        }
        Ok(request)
    }
}

fn client(
    channel: &Channel,
    scopes: Option<&'static [&'static str]>,
) -> HealthClient<InterceptedService<Channel, WithToken>> {
    HealthClient::with_interceptor(channel.clone(), WithToken(scopes))
}

async fn check(
    channel: &Channel,
    scopes: Option<&'static [&'static str]>,
) -> Result<HealthCheckResponse, Code> {
    let answer = client(channel, scopes).check(service()).await;
    answer
        .map(Response::into_inner)
        .map_err(|status| status.code())
}

async fn watch(
    channel: &Channel,
    scopes: Option<&'static [&'static str]>,
) -> Result<Streaming<HealthCheckResponse>, Code> {
    let answers = client(channel, scopes).watch(service()).await;
    answers
        .map(Response::into_inner)
        .map_err(|status| status.code())
}

/// The whole service is healthy.
fn service() -> HealthCheckRequest {
    HealthCheckRequest {
        service: String::new(),
    }
}

#[tokio::test]
async fn a_method_needs_its_scope() {
    let channel = serve(guarded(operations())).await;
    assert_eq!(check(&channel, None).await, Err(Code::Unauthenticated));
    let refused = check(&channel, Some(&["admin"])).await;
    assert_eq!(refused, Err(Code::PermissionDenied));
    let answer = check(&channel, Some(&["health"])).await.unwrap();
    assert_eq!(answer.status, 1);
}

#[tokio::test]
async fn a_stream_needs_the_rule_for_everything_else() {
    let channel = serve(guarded(operations())).await;
    let refused = watch(&channel, Some(&["health"])).await;
    assert_eq!(refused.err(), Some(Code::PermissionDenied));
    let mut answers = watch(&channel, Some(&["admin"])).await.unwrap();
    assert_eq!(answers.message().await.unwrap().unwrap().status, 1);
}

#[tokio::test]
async fn a_public_method_needs_no_token() {
    let table = Operations::new(Grpc, level!(scopes = ["admin"], depends = caller));
    let table = table.operation("/grpc.health.v1.Health/Check", Public);
    let channel = serve(guarded(table)).await;
    assert!(check(&channel, None).await.is_ok());
    let refused = watch(&channel, None).await;
    assert_eq!(refused.err(), Some(Code::Unauthenticated));
}

#[tokio::test]
async fn a_whole_service_can_be_inside_of_a_layer() {
    let level = level!(scopes = ["health"], depends = caller);
    let layer = level.into_layer(Verifier::hs256(SECRET).unwrap());
    let channel = serve(health().layer(layer)).await;
    assert_eq!(check(&channel, None).await, Err(Code::Unauthenticated));
    let refused = check(&channel, Some(&["admin"])).await;
    assert_eq!(refused, Err(Code::PermissionDenied));
    assert!(check(&channel, Some(&["health"])).await.is_ok());
}

/// tonic executes a call whatever the HTTP method is.
#[tokio::test]
async fn a_method_needs_its_scope_whatever_the_http_method_is() {
    let call = async |router: Router, method: &Method, path: &str| {
        let request = axum::http::Request::builder()
            .method(method)
            .uri(path)
            .header("content-type", "application/grpc")
            .header("te", "trailers");
        let request = request.body(Body::from(&[0; 5][..])).unwrap();
        let answer = router.oneshot(request).await.unwrap();
        let body = axum::body::to_bytes(answer.into_body(), 1000).await;
        !body.unwrap().is_empty()
    };
    let public = || {
        let table = Operations::new(Grpc, level!(scopes = ["admin"], depends = caller));
        guarded(table.operation("/grpc.health.v1.Health/Check", Public))
    };
    let path = "/grpc.health.v1.Health/Check";
    for method in [Method::POST, Method::GET, Method::OPTIONS, Method::PUT] {
        assert!(call(health(), &method, path).await, "{method}: executed");
        assert!(!call(guarded(operations()), &method, path).await);
        assert!(call(public(), &method, path).await, "{method}");
    }
}

/// There are no others: such a rule would open all methods.
#[test]
#[should_panic(expected = "requests with OPTIONS have operations")]
fn a_http_method_has_no_rule() {
    let _ = operations().http(Method::OPTIONS, Public);
}
