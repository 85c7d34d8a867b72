//! Distinguishes access tokens from the other tokens of their issuer.

use serde_json::Value;

use super::claim_path::ClaimPath;
use super::payload::Payload;
use super::values::Any;

/// Claims that name the kind of a token: `token_type` of RFC 7662 section 2.2 (and of some JWTs), `token_use` of
/// Cognito and Ory, `typ` of Keycloak. Each with its values for access tokens, in any case (RFC 6749 section 5.1).
const NAMES: [(&str, &[&str]); 3] = [
    (
        "token_type",
        &[
            "Bearer",
            "DPoP",
            "access_token",
            "access",
            "urn:ietf:params:oauth:token-type:access_token",
        ],
    ),
    ("token_use", &["access_token", "access"]),
    (
        "typ",
        &[
            "Bearer",
            "DPoP",
            "at+jwt",
            "application/at+jwt",
            "access_token",
            "access",
            "JWT",
        ],
    ),
];

/// Other claims that name the kind of a token for some providers: `type` of glewlwyd, `idtyp` of Entra.
const MORE: [&str; 2] = ["type", "idtyp"];

/// Kinds that are not access tokens.
const OTHERS: [&str; 9] = [
    "id",
    "id_token",
    "serialized-id",
    "refresh",
    "refresh_token",
    "offline",
    "offline_token",
    "logout",
    "logout_token",
];

/// A claim for which a token is refused, since it is not an access token: one that names another kind, or one that
/// OpenID Connect Core 1.0 defines for ID tokens only. The latter is ignored if the token is known to be an access
/// token: `is_told` by a rule that it satisfies, or by its own kind. `is_required` are claims that a rule compares.
pub(crate) fn of_another(
    payload: &Payload<'_>,
    is_told: bool,
    is_required: impl Fn(&str) -> bool,
) -> Option<&'static str> {
    let named = [&payload.token_type, &payload.token_use, &payload.typ];
    let mut is_named = false;
    for ((claim, names), value) in NAMES.iter().zip(named) {
        match value {
            None => {}
            Some(_) if is_required(claim) => {}
            Some(Any::Text(name)) if is_one_of(name, names) => {
                // Some providers set `Bearer` in refresh tokens as well, and `JWT` is any kind.
                is_named |= *claim != "token_type" && !name.eq_ignore_ascii_case("JWT");
            }
            Some(_) => return Some(claim),
        }
    }
    if is_told || is_named {
        return None;
    }
    payload.claim_of_id_tokens()
}

/// Whether this value of this claim identifies an access token.
pub(crate) fn is_told_by(claim: &ClaimPath, value: &Value) -> bool {
    let mut names = NAMES.iter().map(|(claim, _)| claim).chain(&MORE);
    let names_kind = names.any(|name| claim.is_named(name));
    names_kind && (value.as_str()).is_some_and(|name| !is_one_of(name, &OTHERS))
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| name.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{ClaimPath, Payload, is_told_by, of_another};

    fn refused(json: &str) -> Option<&'static str> {
        of_another(&Payload::parse(json).unwrap(), false, |_| false)
    }

    #[test]
    fn only_names_of_access_tokens_are_accepted() {
        for (claim, good) in [
            ("token_type", "Bearer"),
            ("token_type", "bearer"),
            ("token_type", "DPoP"),
            ("token_type", "access_token"),
            ("token_use", "access_token"),
            ("token_use", "access"),
            ("typ", "Bearer"),
            ("typ", "at+jwt"),
            ("typ", "JWT"),
        ] {
            assert_eq!(refused(&json!({ claim: good }).to_string()), None, "{good}");
        }
        for claim in ["token_type", "token_use", "typ"] {
            assert_eq!(refused(&json!({ claim: null }).to_string()), None);
            for other in [
                json!("refresh_token"),
                json!("id_token"),
                json!("ID"),
                json!("Refresh"),
                json!("Offline"),
                json!("Serialized-ID"),
                json!("logout+jwt"),
                json!("N_A"),
                json!("mac"),
                json!(""),
                json!(" Bearer"),
                json!("Bearer "),
                json!("Bearer,refresh_token"),
                json!(1),
                json!(true),
                json!(["Bearer"]),
                json!({ "Bearer": true }),
            ] {
                let json = json!({ claim: other }).to_string();
                assert_eq!(refused(&json), Some(claim), "{json}");
            }
        }
    }

    #[test]
    fn claims_of_id_tokens_count_unless_the_token_is_known_to_be_an_access_token() {
        for claim in ["nonce", "at_hash", "c_hash"] {
            let with = |more: &str| format!(r#"{{"{claim}":"a"{more}}}"#);
            assert_eq!(refused(&with("")), Some(claim));
            assert_eq!(refused(&with(r#","token_type":"Bearer""#)), Some(claim));
            assert_eq!(refused(&with(r#","typ":"JWT""#)), Some(claim));
            assert_eq!(refused(&with(r#","typ":"ID""#)), Some("typ"));
            assert_eq!(refused(&with(r#","typ":"Bearer""#)), None);
            assert_eq!(refused(&with(r#","token_use":"access""#)), None);
            assert_eq!(refused(&format!(r#"{{"{claim}":null}}"#)), None);
            let json = with("");
            let payload = Payload::parse(&json).unwrap();
            assert_eq!(of_another(&payload, true, |_| false), None);
        }
    }

    #[test]
    fn a_rule_tells_the_kinds_apart_if_it_asks_for_the_name_of_a_kind() {
        let tells =
            |claim: &str, value: Value| is_told_by(&ClaimPath::new(claim.to_owned()), &value);
        for (claim, value) in [
            ("/typ", "Bearer"),
            ("typ", "Bearer"),
            ("token_use", "access"),
            ("type", "access_token"),
            ("/idtyp", "app"),
        ] {
            assert!(tells(claim, value.into()), "{claim}");
        }
        for (claim, value) in [
            ("/typ", json!("ID")),
            ("token_use", json!("id")),
            ("/tid", json!("Bearer")),
            ("/a/typ", json!("Bearer")),
            ("typ", json!(1)),
            ("typ", json!(null)),
        ] {
            assert!(!tells(claim, value), "{claim}");
        }
    }
}
