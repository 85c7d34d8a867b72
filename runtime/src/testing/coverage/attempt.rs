use std::fmt;

/// The credentials of a call.
///
/// See [`CoverageFailure`](super::CoverageFailure) for an example.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Attempt {
    /// Neither a token nor the headers of the test.
    NoCredentials,
    /// A token without scopes.
    NoScopes,
    /// A token with all scopes but one.
    #[non_exhaustive]
    Without {
        /// The missing scope.
        missing: String,
        /// The scopes of the token.
        scopes: Vec<String>,
    },
    /// A token with all scopes but one that a function may require. It need not be refused.
    #[non_exhaustive]
    WithoutOfSomeRequests {
        /// The missing scope.
        missing: String,
        /// The scopes of the token.
        scopes: Vec<String>,
    },
    /// A token with all scopes, without the headers that are also required.
    #[non_exhaustive]
    TokenOnly {
        /// The scopes of the token.
        scopes: Vec<String>,
    },
    /// A token with all scopes, for an object that belongs to somebody else.
    #[non_exhaustive]
    ForeignObject {
        /// The scopes of the token.
        scopes: Vec<String>,
    },
    /// A token with all scopes that does not say how its user was authenticated.
    #[non_exhaustive]
    NotAuthenticated {
        /// The scopes of the token.
        scopes: Vec<String>,
    },
    /// A token with all scopes whose user was authenticated in a way that is not accepted.
    #[non_exhaustive]
    WrongAcr {
        /// The `acr` of the token.
        acr: &'static str,
        /// The scopes of the token.
        scopes: Vec<String>,
    },
    /// A token with all scopes whose user was authenticated too long ago.
    #[non_exhaustive]
    TooOld {
        /// The scopes of the token.
        scopes: Vec<String>,
    },
    /// No token, but the headers of the test, which must be sufficient.
    HeadersOnly,
    /// A token that must be sufficient, with the headers that are also required.
    #[non_exhaustive]
    Control {
        /// The scopes of the token.
        scopes: Vec<String>,
    },
}

impl Attempt {
    /// The scopes of the token, if there is one.
    pub(super) fn scopes(&self) -> Option<&[String]> {
        match self {
            Self::NoCredentials | Self::HeadersOnly => None,
            Self::NoScopes => Some(&[]),
            Self::Without { scopes, .. }
            | Self::WithoutOfSomeRequests { scopes, .. }
            | Self::TokenOnly { scopes }
            | Self::ForeignObject { scopes }
            | Self::NotAuthenticated { scopes }
            | Self::WrongAcr { scopes, .. }
            | Self::TooOld { scopes }
            | Self::Control { scopes } => Some(scopes),
        }
    }

    /// Whether it must be refused for how its user was authenticated.
    pub(super) fn is_for_step_up(&self) -> bool {
        matches!(
            self,
            Self::NotAuthenticated { .. } | Self::WrongAcr { .. } | Self::TooOld { .. }
        )
    }

    /// Whether it must not be refused.
    pub(super) fn is_control(&self) -> bool {
        matches!(self, Self::HeadersOnly | Self::Control { .. })
    }
}

impl fmt::Display for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoCredentials => f.write_str("without credentials"),
            Self::NoScopes => f.write_str("with a token without scopes"),
            Self::Without { missing, scopes } | Self::WithoutOfSomeRequests { missing, scopes }
                if scopes.is_empty() =>
            {
                write!(f, "with a token without `{missing}`")
            }
            Self::Without { missing, scopes } | Self::WithoutOfSomeRequests { missing, scopes } => {
                write!(
                    f,
                    "with a token for `{}`, without `{missing}`",
                    scopes.join(" ")
                )
            }
            Self::TokenOnly { scopes } => {
                write!(f, "with nothing but a token for `{}`", scopes.join(" "))
            }
            Self::ForeignObject { scopes } => {
                write!(
                    f,
                    "with a token for `{}`, and an object of somebody else",
                    scopes.join(" ")
                )
            }
            Self::NotAuthenticated { scopes } => write!(
                f,
                "with a token for `{}` that does not say how its user was authenticated",
                scopes.join(" ")
            ),
            Self::WrongAcr { acr, scopes } => write!(
                f,
                "with a token for `{}` whose `acr` is `{acr}`",
                scopes.join(" ")
            ),
            Self::TooOld { scopes } => write!(
                f,
                "with a token for `{}` whose user was authenticated too long ago",
                scopes.join(" ")
            ),
            Self::HeadersOnly => {
                f.write_str("with nothing but the headers of the test, which are enough")
            }
            Self::Control { scopes } if scopes.is_empty() => {
                f.write_str("with a token, which is enough")
            }
            Self::Control { scopes } => {
                write!(
                    f,
                    "with a token for `{}`, which is enough",
                    scopes.join(" ")
                )
            }
        }
    }
}
