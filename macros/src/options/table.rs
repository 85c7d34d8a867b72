//! The options of all attributes. A row has the name, where the option is allowed, and an example for each place.
//!
//! Which options are known, allowed, suggested and shown as examples follows from the rows.

use super::place::{Attr, Grant, Place};
use super::spec::{Positional, Spec};

/// Every row, in the order in which messages list them.
pub(super) fn rows() -> impl Iterator<Item = &'static Spec> + Clone {
    TABLE.iter().copied()
}

/// The row of the option with this name.
pub(super) fn row(name: &str) -> Option<&'static Spec> {
    rows().find(|spec| spec.name == name)
}

/// The options that are allowed at `place`, in the order in which messages list them.
pub(crate) fn options_at(place: Place) -> impl Iterator<Item = &'static Spec> + Clone {
    rows().filter(move |spec| spec.is_at(place))
}

const OAUTH2: Place = Place::Scheme(Attr::OAuth2);
const OPENID_CONNECT: Place = Place::Scheme(Attr::OpenIdConnect);
const HTTP_BEARER: Place = Place::Scheme(Attr::HttpBearer);
const HTTP_BASIC: Place = Place::Scheme(Attr::HttpBasic);
const API_KEY: Place = Place::Scheme(Attr::ApiKey);

const IN_PASSWORD: Place = Place::Flow(Grant::Password);
const IN_AUTHORIZATION_CODE: Place = Place::Flow(Grant::AuthorizationCode);
const IN_CLIENT_CREDENTIALS: Place = Place::Flow(Grant::ClientCredentials);
const IN_IMPLICIT: Place = Place::Flow(Grant::Implicit);

/// Where a dependency is named.
const EDGES: &[Place] = &[
    Place::Handler,
    Place::Dependency,
    Place::Parameter,
    Place::Level,
];
const FUNCTIONS: &[Place] = &[Place::Handler, Place::Dependency];
const FUNCTIONS_AND_PARAMETERS: &[Place] = &[Place::Handler, Place::Dependency, Place::Parameter];
const SCHEMES: &[Place] = &[OAUTH2, OPENID_CONNECT, HTTP_BEARER, HTTP_BASIC, API_KEY];
/// Schemes whose credentials scopegate verifies.
const VERIFIED: &[Place] = &[OAUTH2, OPENID_CONNECT];
/// Schemes whose credentials are tokens.
const TOKENS: &[Place] = &[OAUTH2, OPENID_CONNECT, HTTP_BEARER];
const UNVERIFIED: &[Place] = &[HTTP_BEARER, HTTP_BASIC, API_KEY];

const NOT_VERIFIED: &str =
    "scopegate does not verify these credentials: the function that depends on them does";

/// Defines a static for each row, and the list of all of them.
macro_rules! table {
    ($($name:ident: $row:expr;)*) => {
        $(pub(crate) static $name: Spec = $row;)*

        /// Every option, in the order in which messages list them.
        static TABLE: &[&Spec] = &[$(&$name),*];
    };
}

table! {
    DEPENDS: Spec {
        name: "depends",
        forms: &[(EDGES, "depends = get_current_user")],
        positional: Positional::Path,
        ..Spec::EMPTY
    };
    URL: Spec {
        name: "url",
        forms: &[(
            &[OPENID_CONNECT],
            "url = \"https://issuer.example/.well-known/openid-configuration\"",
        )],
        positional: Positional::Url,
        is_required: true,
        ..Spec::EMPTY
    };
    BEARER_FORMAT: Spec {
        name: "bearer_format",
        forms: &[(&[HTTP_BEARER], "bearer_format = \"opaque\"")],
        ..Spec::EMPTY
    };
    HEADER: Spec {
        name: "header",
        forms: &[
            (&[API_KEY], "header = \"X-API-Key\""),
            (TOKENS, "header = \"X-Token\""),
        ],
        ..Spec::EMPTY
    };
    QUERY: Spec {
        name: "query",
        forms: &[(&[API_KEY], "query = \"api_key\"")],
        reasons: &[(
            TOKENS,
            "a token in the query ends up in logs (RFC 6750 section 2.3): use a header, a cookie or a subprotocol",
        )],
        ..Spec::EMPTY
    };
    COOKIE: Spec {
        name: "cookie",
        forms: &[
            (&[API_KEY], "cookie = \"__Host-session\""),
            (TOKENS, "cookie = \"__Host-token\""),
        ],
        ..Spec::EMPTY
    };
    PREFIX: Spec {
        name: "prefix",
        forms: &[(TOKENS, "prefix = \"Token\"")],
        ..Spec::EMPTY
    };
    SUBPROTOCOL: Spec {
        name: "subprotocol",
        forms: &[(TOKENS, "subprotocol = \"access_token\"")],
        ..Spec::EMPTY
    };
    CROSS_SITE: Spec {
        name: "cross_site",
        forms: &[(&[OAUTH2, OPENID_CONNECT, HTTP_BEARER, API_KEY], "cross_site")],
        reasons: &[(&[HTTP_BASIC], "it is for cookies")],
        ..Spec::EMPTY
    };
    PASSWORD: Spec {
        name: "password",
        forms: &[(&[OAUTH2], "password(token_url = \"token\")")],
        ..Spec::EMPTY
    };
    AUTHORIZATION_CODE: Spec {
        name: "authorization_code",
        forms: &[(
            &[OAUTH2],
            "authorization_code(authorization_url = \"authorize\", token_url = \"token\")",
        )],
        ..Spec::EMPTY
    };
    CLIENT_CREDENTIALS: Spec {
        name: "client_credentials",
        forms: &[(&[OAUTH2], "client_credentials(token_url = \"token\")")],
        ..Spec::EMPTY
    };
    IMPLICIT: Spec {
        name: "implicit",
        forms: &[(&[OAUTH2], "implicit(authorization_url = \"authorize\")")],
        ..Spec::EMPTY
    };
    AUTHORIZATION_URL: Spec {
        name: "authorization_url",
        forms: &[(
            &[IN_AUTHORIZATION_CODE, IN_IMPLICIT],
            "authorization_url = \"authorize\"",
        )],
        positional: Positional::Url,
        is_required: true,
        ..Spec::EMPTY
    };
    TOKEN_URL: Spec {
        name: "token_url",
        forms: &[(
            &[IN_PASSWORD, IN_AUTHORIZATION_CODE, IN_CLIENT_CREDENTIALS],
            "token_url = \"token\"",
        )],
        positional: Positional::Url,
        is_required: true,
        ..Spec::EMPTY
    };
    REFRESH_URL: Spec {
        name: "refresh_url",
        forms: &[(
            &[IN_PASSWORD, IN_AUTHORIZATION_CODE, IN_CLIENT_CREDENTIALS, IN_IMPLICIT],
            "refresh_url = \"token\"",
        )],
        ..Spec::EMPTY
    };
    SCOPES: Spec {
        name: "scopes",
        forms: &[
            (EDGES, "scopes = [\"items\"]"),
            (SCHEMES, "scopes(\"items\" = \"Read items.\")"),
        ],
        positional: Positional::Scopes,
        ..Spec::EMPTY
    };
    ACR: Spec {
        name: "acr",
        forms: &[(EDGES, "acr = \"phr\"")],
        ..Spec::EMPTY
    };
    MAX_AGE: Spec {
        name: "max_age",
        forms: &[(EDGES, "max_age = 15min")],
        ..Spec::EMPTY
    };
    PUBLIC: Spec {
        name: "public",
        forms: &[(&[Place::Handler], "public")],
        reasons: &[(&[Place::Level], "serve public handlers on a router without levels")],
        ..Spec::EMPTY
    };
    OPTIONAL: Spec {
        name: "optional",
        forms: &[(FUNCTIONS_AND_PARAMETERS, "optional")],
        reasons: &[(&[Place::Level], "a level always requires credentials")],
        ..Spec::EMPTY
    };
    CACHE: Spec {
        name: "cache",
        forms: &[(FUNCTIONS_AND_PARAMETERS, "cache = false")],
        reasons: &[(
            &[Place::Level],
            "`cache` has no effect on a level: its value is discarded",
        )],
        ..Spec::EMPTY
    };
    CHECKS_SCOPES: Spec {
        name: "checks_scopes",
        forms: &[(&[Place::Dependency], "checks_scopes")],
        is_fact: true,
        ..Spec::EMPTY
    };
    MAY_REQUIRE: Spec {
        name: "may_require",
        forms: &[(FUNCTIONS, "may_require = [\"items:write\"]")],
        reasons: &[
            (&[Place::Parameter], "it is about the whole function: write it in the attribute above"),
            (&[Place::Level], "a level requires its scopes of every request: write `scopes`"),
        ],
        ..Spec::EMPTY
    };
    PERMISSION: Spec {
        name: "permission",
        forms: &[(&[Place::Dependency], "permission = \"item:owner\"")],
        reasons: &[(
            &[Place::Handler, Place::Parameter],
            "a dependency decides about an object: write it above that function",
        )],
        ..Spec::EMPTY
    };
    NOT_FOUND: Spec {
        name: "not_found",
        forms: &[(&[Place::Dependency], "not_found")],
        is_fact: true,
        ..Spec::EMPTY
    };
    DEPRECATED: Spec {
        name: "deprecated",
        forms: &[(&[Place::Handler], "deprecated")],
        is_fact: true,
        ..Spec::EMPTY
    };
    ISSUER: Spec {
        name: "issuer",
        forms: &[(VERIFIED, "issuer = \"https://issuer.example\"")],
        reasons: &[(UNVERIFIED, NOT_VERIFIED)],
        ..Spec::EMPTY
    };
    ISSUERS: Spec {
        name: "issuers",
        forms: &[(
            VERIFIED,
            "issuers = [\"https://one.example\", \"https://two.example\"]",
        )],
        reasons: &[(UNVERIFIED, NOT_VERIFIED)],
        ..Spec::EMPTY
    };
    VERIFIER: Spec {
        name: "verifier",
        forms: &[(VERIFIED, "verifier = RefreshTokens")],
        reasons: &[(UNVERIFIED, NOT_VERIFIED)],
        ..Spec::EMPTY
    };
    REALM: Spec {
        name: "realm",
        forms: &[(SCHEMES, "realm = \"example\"")],
        ..Spec::EMPTY
    };
    PROFILE: Spec {
        name: "profile",
        forms: &[(SCHEMES, "profile = rfc6750")],
        ..Spec::EMPTY
    };
    REJECTION: Spec {
        name: "rejection",
        forms: &[
            (&[Place::Handler], "rejection = MyRejection"),
            (SCHEMES, "rejection = MyRejection"),
        ],
        ..Spec::EMPTY
    };
    CRATE: Spec {
        name: "crate",
        forms: &[
            (&[Place::Handler, Place::Dependency, Place::Level], "crate = scopegate"),
            (SCHEMES, "crate = scopegate"),
        ],
        ..Spec::EMPTY
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::parse_alone;

    #[test]
    fn every_option_has_one_row() {
        let mut names: Vec<_> = TABLE.iter().map(|spec| spec.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), TABLE.len());
    }

    #[test]
    fn every_example_is_an_option_of_its_row() {
        for spec in TABLE {
            for (places, example) in spec.forms {
                let option = parse_alone(&example.parse().unwrap());
                assert_eq!(option.unwrap().name, spec.name, "{example}");
                assert!(!places.is_empty(), "{example}");
            }
        }
    }

    #[test]
    fn what_editors_show_of_a_macro_lists_its_options() {
        let macros = [
            ("security", Place::Handler),
            ("dependency", Place::Dependency),
            ("level", Place::Level),
        ];
        for (name, place) in macros {
            let (before, _) = include_str!("../lib.rs")
                .split_once(&format!("pub fn {name}("))
                .unwrap();
            let (_, shown) = before.rsplit_once("Options: ").unwrap();
            let (shown, _) = shown.split_once('.').unwrap();
            let mut shown: Vec<_> = shown.split('`').skip(1).step_by(2).collect();
            let mut options: Vec<_> = options_at(place).map(|spec| spec.name).collect();
            shown.sort_unstable();
            options.sort_unstable();
            assert_eq!(shown, options, "{name}");
        }
    }

    #[test]
    fn no_option_is_refused_where_it_may_stand() {
        for spec in TABLE {
            for (places, reason) in spec.reasons {
                for place in *places {
                    assert!(spec.example(*place).is_none(), "{}: {reason}", spec.name);
                }
            }
        }
    }
}
