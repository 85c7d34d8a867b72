//! Why a handler has no usable list of alternatives.

use crate::scheme::Scheme;

/// A problem with the alternatives of a handler.
#[derive(Debug, Clone, Copy)]
pub(in crate::graph) enum Problem {
    /// There is none: a request cannot have the credentials for both of these.
    Impossible(&'static Scheme, &'static Scheme),
    /// There is none: no value of `acr` satisfies all that is required of the tokens of this scheme.
    NoAcr(&'static Scheme),
    TooMany,
    TooManySchemes,
    TooManyScopes,
    TooManyStepUps,
    /// Not a problem of the graph, but of the buffer's size.
    NoRoom,
}

impl Problem {
    /// The kind of items of which there are too many, if any.
    pub(in crate::graph) const fn excess(self) -> Option<&'static str> {
        match self {
            Self::Impossible(..) | Self::NoAcr(_) => None,
            Self::TooMany | Self::NoRoom => Some(TOO_MANY),
            Self::TooManySchemes => Some(TOO_MANY_SCHEMES),
            Self::TooManyScopes => Some(TOO_MANY_SCOPES),
            Self::TooManyStepUps => Some(TOO_MANY_STEP_UPS),
        }
    }
}

const TOO_MANY: &str = "this handler accepts more than 256 combinations of credentials and scopes, too many to \
                        review\n\nhelp: use fewer alternatives, or declare a scope that implies several of them";

const TOO_MANY_SCHEMES: &str =
    "this handler requires the credentials of more than 64 security schemes";

const TOO_MANY_SCOPES: &str =
    "this handler requires more than 256 scopes, counted for each security scheme";

const TOO_MANY_STEP_UPS: &str =
    "this handler has more than 64 different requirements of `acr` and `max_age`";
