use scopegate_tests::bearer;

use crate::schemes::service::send;

#[tokio::test]
async fn right_credentials_get_through() {
    for (target, headers, who) in [
        (
            "/opaque",
            &[("authorization", "Bearer opaque-token")][..],
            "opaque",
        ),
        (
            "/login",
            &[("authorization", "Basic dXNlcjpwYXNzOndvcmQ=")],
            "user",
        ),
        (
            "/login-like-fastapi",
            &[("authorization", "basic dXNlcjpwYXNz")],
            "user",
        ),
        ("/header", &[("x-api-key", "k1")], "k1"),
        ("/query?api_key=k2", &[], "k2"),
        ("/session", &[("cookie", "a=b; session=k3")], "k3"),
        ("/either", &[("x-api-key", "k1")], "k1"),
        ("/either", &[("cookie", "session=k3")], "k3"),
        (
            "/either",
            &[("x-api-key", "wrong"), ("cookie", "session=k3")],
            "k3",
        ),
        ("/visitor", &[("cookie", "session=k3")], "k3"),
        ("/visitor", &[("cookie", "other=k3")], ""),
    ] {
        let (status, _, body) = send(target, headers).await;
        assert_eq!((status, body.as_str()), (200, who), "{target} {headers:?}");
    }
}

#[tokio::test]
async fn wrong_credentials_are_refused_with_a_challenge() {
    let key = r#"ApiKey realm="r", in="header", name="X-API-Key""#;
    let session = r#"ApiKey realm="Session", in="cookie", name="session""#;
    let either = format!("{key} | {session}");
    let login = r#"Basic realm="Login", charset="UTF-8""#;
    let bad_token = r#"Bearer realm="r", error="invalid_token""#;
    for (target, headers, status, challenge) in [
        ("/opaque", &[][..], 401, r#"Bearer realm="r""#),
        (
            "/opaque",
            &[("authorization", "Bearer other")],
            401,
            bad_token,
        ),
        ("/opaque", &[("authorization", "Bearer ,")], 401, bad_token),
        (
            "/opaque",
            &[("authorization", "Basic Og==")],
            401,
            r#"Bearer realm="r""#,
        ),
        ("/login", &[], 401, login),
        (
            "/login",
            &[("authorization", "Basic dXNlcjpwYXNz")],
            401,
            login,
        ),
        ("/login", &[("authorization", "Basic rubbish")], 401, login),
        ("/login-like-fastapi", &[], 401, r#"Basic realm="simple""#),
        ("/header", &[("x-api-key", "k2")], 401, key),
        ("/header", &[("x-api-key", "")], 401, key),
        ("/query", &[], 401, "APIKey"),
        ("/query?api_key=k", &[], 401, "APIKey"),
        ("/query?api_key=k2&api%5Fkey=k2", &[], 401, "APIKey"),
        ("/session", &[("cookie", "session=")], 401, session),
        ("/either", &[], 401, &either),
        ("/either", &[("x-api-key", "wrong")], 401, &either),
        ("/visitor", &[("cookie", "session=wrong")], 401, session),
    ] {
        let (found, challenges, body) = send(target, headers).await;
        assert_eq!(
            (found, challenges.as_str()),
            (status, challenge),
            "{target} {headers:?} {body}"
        );
    }
}

#[tokio::test]
async fn credentials_come_once() {
    for (target, name, value) in [
        ("/opaque", "authorization", "Bearer opaque-token"),
        ("/login", "authorization", "Basic dXNlcjpwYXNzOndvcmQ="),
        ("/header", "x-api-key", "k1"),
        ("/session", "cookie", "session=k3"),
    ] {
        let (status, _, body) = send(target, &[(name, value), (name, value)]).await;
        assert_eq!(status, 400, "{target} {body}");
    }
}

#[tokio::test]
async fn a_handler_may_need_credentials_of_two_kinds() {
    let users = bearer(&["users"]);
    let (status, _, body) = send("/both", &[("x-api-key", "k1"), ("authorization", &users)]).await;
    assert_eq!((status, body.as_str()), (200, "k1 1"));
    assert_eq!(send("/both", &[("x-api-key", "k1")]).await.0, 401);
    assert_eq!(send("/both", &[("authorization", &users)]).await.0, 401);
    let none = bearer(&[]);
    let (status, challenge, _) =
        send("/both", &[("x-api-key", "k1"), ("authorization", &none)]).await;
    let expected = r#"Bearer realm="r", error="insufficient_scope", scope="users""#;
    assert_eq!((status, challenge.as_str()), (403, expected));
}
