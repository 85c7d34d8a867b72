//! Random tokens, connections and proofs, compared with a plain model of what is admitted.

use std::sync::LazyLock;

use axum::Router;
use axum::http::Method;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use scopegate::dpop::Dpop;
use scopegate::mtls::{CertificateHeader, Mtls};
use scopegate::testing::{TestDpopKey, TestTokens};
use scopegate_tests::client;
use serde_json::{Map, Value};
use tokio::runtime::{Builder, Runtime};

use crate::mtls::service::{app, other, own, unbound};

static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_current_thread().build().unwrap());

/// What a member of `cnf` says.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Member {
    Absent,
    Own,
    Other,
    Invalid,
}

/// What the request has of a certificate.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Sent {
    Nothing,
    Own,
    Other,
    Malformed,
    Twice,
}

/// What the service checks, and where it finds certificates.
#[derive(Clone, Copy, Debug)]
struct Service {
    mtls: Option<Source>,
    requires: bool,
    dpop: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Source {
    Connection,
    Proxy,
}

#[derive(Clone, Copy, Debug)]
struct Cnf {
    certificate: Member,
    key: Member,
    unknown: bool,
}

#[derive(Clone, Copy, Debug)]
struct Case {
    service: Service,
    cnf: Option<Cnf>,
    of_connection: Sent,
    in_header: Sent,
    from_proxy: bool,
    with_proof: bool,
}

fn member() -> impl Strategy<Value = Member> {
    // Mostly one that can be admitted.
    prop_oneof![
        3 => Just(Member::Absent),
        3 => Just(Member::Own),
        1 => Just(Member::Other),
        1 => Just(Member::Invalid),
    ]
}

fn case() -> impl Strategy<Value = Case> {
    let source = prop_oneof![
        2 => Just(Some(Source::Connection)),
        2 => Just(Some(Source::Proxy)),
        1 => Just(None),
    ];
    let service =
        (source, any::<bool>(), any::<bool>()).prop_map(|(mtls, requires, dpop)| Service {
            mtls,
            requires,
            dpop,
        });
    let of_connection = prop_oneof![Just(Sent::Nothing), Just(Sent::Own), Just(Sent::Other)];
    let in_header = prop_oneof![
        2 => Just(Sent::Nothing),
        3 => Just(Sent::Own),
        1 => Just(Sent::Other),
        1 => Just(Sent::Malformed),
        1 => Just(Sent::Twice),
    ];
    let sent = (of_connection, in_header, prop::bool::weighted(0.8));
    let cnf = (member(), member(), prop::bool::weighted(0.1));
    let cnf = prop::option::of(cnf.prop_map(|(certificate, key, unknown)| Cnf {
        certificate,
        key,
        unknown,
    }));
    (service, cnf, sent, any::<bool>()).prop_map(|(service, cnf, sent, with_proof)| {
        let (of_connection, in_header, from_proxy) = sent;
        Case {
            service,
            cnf,
            of_connection,
            in_header,
            from_proxy,
            with_proof,
        }
    })
}

/// The model.
fn is_admitted(case: &Case) -> bool {
    let Service {
        mtls,
        requires,
        dpop,
    } = case.service;
    let (key, certificate) = match case.cnf {
        None => (Member::Absent, Member::Absent),
        Some(cnf) => {
            let members = [cnf.key, cnf.certificate];
            let is_empty = members == [Member::Absent; 2];
            if is_empty || cnf.unknown || members.contains(&Member::Invalid) {
                return false;
            }
            (cnf.key, cnf.certificate)
        }
    };
    let seen = match mtls {
        Some(Source::Connection) => case.of_connection,
        Some(Source::Proxy) if case.from_proxy => case.in_header,
        _ => Sent::Nothing,
    };
    let certificate_is_fine = match certificate {
        Member::Own => seen == Sent::Own,
        Member::Other => seen == Sent::Other,
        _ => mtls.is_none() || !requires,
    };
    let key_is_fine = match key {
        Member::Own => dpop && case.with_proof,
        Member::Other => false,
        _ => !case.with_proof,
    };
    certificate_is_fine && key_is_fine
}

fn router(service: Service) -> Router {
    let mut verifier = TestTokens::new().verifier();
    if service.dpop {
        verifier = verifier.with_dpop(Dpop::new("https://api.example.com").unwrap());
    }
    let mtls = service.mtls.map(|source| match source {
        Source::Connection => Mtls::new(),
        Source::Proxy => Mtls::behind_proxy(CertificateHeader::ClientCert, |parts| {
            parts.extensions.get::<FromProxy>().is_some()
        }),
    });
    match mtls {
        None => app(verifier),
        Some(mtls) if service.requires => app(verifier.with_mtls(mtls.require_bound_tokens())),
        Some(mtls) => app(verifier.with_mtls(mtls)),
    }
}

#[derive(Clone)]
struct FromProxy;

fn token(case: &Case) -> String {
    let Some(cnf) = case.cnf else {
        return unbound().issue();
    };
    let mut members = Map::new();
    let thumbprint = |member, own: String, other: String| match member {
        Member::Absent => None,
        Member::Own => Some(own),
        Member::Other => Some(other),
        Member::Invalid => Some(own + "="),
    };
    let keys = [TestDpopKey::new(), TestDpopKey::other()].map(|key| key.thumbprint());
    let certificates = [own(), other()].map(|certificate| certificate.thumbprint());
    for (name, member, [own, other]) in [
        ("jkt", cnf.key, keys),
        ("x5t#S256", cnf.certificate, certificates),
    ] {
        if let Some(thumbprint) = thumbprint(member, own, other) {
            members.insert(name.to_owned(), thumbprint.into());
        }
    }
    if cnf.unknown {
        members.insert("kid".to_owned(), "a".into());
    }
    unbound().claim("cnf", Value::Object(members)).issue()
}

fn status(case: &Case) -> u16 {
    let token = token(case);
    let mut headers = Vec::new();
    if case.with_proof {
        let proof = TestDpopKey::new().proof("GET", "https://api.example.com/items");
        headers.push(("authorization", format!("DPoP {token}")));
        headers.push(("dpop", proof.access_token(&token).sign()));
    } else {
        headers.push(("authorization", format!("Bearer {token}")));
    }
    let of = |der: &str| ("client-cert", format!(":{}:", STANDARD.encode(der)));
    headers.extend(match case.in_header {
        Sent::Nothing => vec![],
        Sent::Own => vec![of("own")],
        Sent::Other => vec![of("other")],
        Sent::Malformed => vec![("client-cert", STANDARD.encode("own"))],
        Sent::Twice => vec![of("own"), of("own")],
    });
    let mut request = client::request(Method::GET, "/items", &headers);
    match case.of_connection {
        Sent::Own => drop(request.extensions_mut().insert(own())),
        Sent::Other => drop(request.extensions_mut().insert(other())),
        _ => {}
    }
    if case.from_proxy {
        request.extensions_mut().insert(FromProxy);
    }
    let answer = RUNTIME.block_on(client::send(router(case.service), request));
    answer.status
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn who_has_what_the_token_is_bound_to_is_admitted_and_nobody_else(case in case()) {
        let expected = if is_admitted(&case) { 200 } else { 401 };
        prop_assert_eq!(status(&case), expected);
    }
}

/// Else the model would be compared with little.
#[test]
fn cases_of_both_kinds_are_tried() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let cases = (0..2000).map(|_| case().new_tree(&mut runner).unwrap().current());
    let admitted: Vec<_> = cases.filter(is_admitted).collect();
    let by_certificate = admitted
        .iter()
        .filter_map(|case| case.cnf)
        .filter(|cnf| cnf.certificate != Member::Absent);
    assert!((200..1500).contains(&admitted.len()), "{}", admitted.len());
    assert!(by_certificate.count() > 30);
}
