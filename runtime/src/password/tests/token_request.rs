//! Several grants at one path.

use super::*;

async fn read<P: PasswordFormProfile>(body: &str) -> Result<TokenRequest<P>, Answer> {
    let request = request(FORM, body.to_owned());
    match TokenRequest::<P>::from_request(request, &()).await {
        Ok(request) => Ok(request),
        Err(response) => Err(Answer::of(response).await),
    }
}

#[tokio::test]
async fn grants_are_told_apart_by_their_type() {
    let password = "grant_type=password&username=johndoe&password=secret&scope=me";
    match read::<Rfc6750>(password).await.unwrap() {
        TokenRequest::Password(form) => assert_eq!(
            (form.username, form.scopes),
            ("johndoe".into(), vec!["me".into()])
        ),
        other => panic!("{other:?}"),
    }
    let refresh = "grant_type=refresh_token&refresh_token=abc&scope=me+me+items&client_id=a&client_secret=b&username=x";
    match read::<Rfc6750>(refresh).await.unwrap() {
        TokenRequest::RefreshToken(form) => {
            assert_eq!(form.refresh_token, "abc");
            assert_eq!(form.scopes, ["me", "items"]);
            assert_eq!(
                (form.client_id.as_deref(), form.client_secret.as_deref()),
                (Some("a"), Some("b"))
            );
        }
        other => panic!("{other:?}"),
    }
    // FastAPI's tutorial may omit the type.
    let tutorial = read::<FastApi>("username=johndoe&password=secret").await;
    assert!(matches!(tutorial, Ok(TokenRequest::Password(_))));
}

#[tokio::test]
async fn what_is_no_grant_is_refused() {
    for (body, error) in [
        ("grant_type=refresh_token", "invalid_request"),
        ("grant_type=refresh_token&refresh_token=", "invalid_request"),
        (
            "grant_type=refresh_token&refresh_token=a&refresh_token=b",
            "invalid_request",
        ),
        ("grant_type=password&refresh_token=a", "invalid_request"),
        ("refresh_token=a", "invalid_request"),
        ("grant_type=client_credentials", "unsupported_grant_type"),
        (
            "grant_type=Refresh_Token&refresh_token=a",
            "unsupported_grant_type",
        ),
    ] {
        let answer = read::<Rfc6750>(body).await.unwrap_err();
        assert_eq!(answer.status, 400, "{body}");
        assert!(
            answer.body.contains(&format!(r#""error":"{error}""#)),
            "{body}: {}",
            answer.body
        );
        assert!(answer.is_not_stored());
    }
    let answer = read::<FastApi>("grant_type=refresh_token")
        .await
        .unwrap_err();
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains(r#""loc":["body","refresh_token"]"#));
}

#[tokio::test]
async fn debug_shows_no_token_and_no_password() {
    for body in [
        "grant_type=password&username=johndoe&password=s3cret&client_secret=s3cret",
        "grant_type=refresh_token&refresh_token=s3cret&client_secret=s3cret",
    ] {
        let shown = format!("{:?}", read::<Rfc6750>(body).await.unwrap());
        assert!(!shown.contains("s3cret"), "{shown}");
    }
    let response = TokenResponse::bearer("a")
        .refresh_token("s3cret")
        .scope(["me"]);
    assert!(!format!("{response:?}").contains("s3cret"));
    assert_eq!(
        serde_json::to_string(&response).unwrap(),
        r#"{"access_token":"a","token_type":"bearer","refresh_token":"s3cret","scope":"me"}"#
    );
}
