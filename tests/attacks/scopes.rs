//! Tokens that are valid, but grant less than some reader would see in them.

use scopegate::{Algorithm, DenialReason};

use crate::attacks::forge::now;
use crate::attacks::issuer::Issuer;
use crate::attacks::service::call_at;

fn token(issuer: &Issuer, members: &str) -> String {
    let payload = format!(r#"{{"sub":"johndoe","exp":{},{members}}}"#, now() + 3600);
    issuer.key.token(issuer.header(""), payload)
}

/// What RFC 6749 section 3.3 does not call `admin` between single spaces, and claims that are not about scopes.
const NOT_ADMIN: [&str; 38] = [
    r#""scope":"""#,
    r#""scope":"me""#,
    r#""scope":"Admin""#,
    r#""scope":"ADMIN""#,
    r#""scope":"admin2""#,
    r#""scope":"administrator""#,
    r#""scope":"admi""#,
    r#""scope":"me\tadmin""#,
    r#""scope":"me\nadmin""#,
    r#""scope":"me\u00a0admin""#,
    r#""scope":"me\u2003admin""#,
    r#""scope":"me\u0000admin""#,
    r#""scope":"me,admin""#,
    r#""scope":"me;admin""#,
    r#""scope":"me+admin""#,
    r#""scope":"me%20admin""#,
    r#""scope":"[\"admin\"]""#,
    r#""scope":"\"admin\"""#,
    r#""scope":"\\admin""#,
    r#""scope":"\u0430dmin""#,
    r#""scope":"\uff41dmin""#,
    r#""scope":"*""#,
    r#""scope":"admin:*""#,
    r#""scopes":["me admin"]"#,
    r#""scopes":[" admin"]"#,
    r#""scopes":["admin\n"]"#,
    r#""scopes":["me\u0020admin"]"#,
    r#""scp":["me admin"]"#,
    r#""scope":["me admin"]"#,
    r#""scope":["[\"admin\"]"]"#,
    r#""scope":["admin,me"]"#,
    r#""scopes":"me,admin""#,
    r#""scopes":"[admin]""#,
    r#""scope":null,"scopes":null,"scp":null"#,
    r#""Scope":"admin""#,
    r#""scope ":"admin""#,
    r#""roles":["admin"],"permissions":["admin"],"groups":["admin"]"#,
    r#""x":{"scope":"admin"},"authorization_details":[{"scope":"admin"}]"#,
];

#[tokio::test]
async fn no_other_spelling_of_a_scope_grants_it() {
    let issuer = Issuer::of(Algorithm::ES256);
    for members in NOT_ADMIN {
        let answer = call_at("/admin", &issuer.verifier, &token(&issuer, members)).await;
        let answer = answer.unwrap();
        assert_eq!(answer.status, 403, "{members}");
        assert_eq!(
            answer.reason(),
            Some(DenialReason::InsufficientScope),
            "{members}"
        );
        assert!(
            answer
                .joined_challenges()
                .contains(r#"error="insufficient_scope""#),
            "{members}"
        );
    }
}

#[tokio::test]
async fn the_scope_itself_grants_it() {
    let issuer = Issuer::of(Algorithm::ES256);
    for members in [
        r#""scope":"admin""#,
        r#""scope":"me admin""#,
        r#""scope":"\u0061dmin""#,
        r#""scopes":["me","admin"]"#,
        r#""scp":"me admin""#,
        r#""scp":["admin"]"#,
        r#""scope":["me","admin"]"#,
        r#""scopes":"me admin""#,
        r#""scope":null,"scp":"admin""#,
    ] {
        let answer = call_at("/admin", &issuer.verifier, &token(&issuer, members)).await;
        assert_eq!(answer.unwrap().status, 200, "{members}");
    }
}
