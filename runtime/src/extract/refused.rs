//! How the application refuses credentials that it checks itself.

/// The methods that refuse credentials of this type.
macro_rules! refused_by_application {
    ($credentials:ident) => {
        impl $credentials {
            /// Refuses the credentials, with the right challenge.
            #[must_use = "a denial has no effect until it is returned as an error"]
            pub fn deny(&self) -> $crate::Denial {
                $crate::Denial::new($crate::DenialReason::Refused, self.at)
            }

            /// Refuses valid credentials whose scopes are not enough: 403, in the scheme's form.
            #[must_use = "a denial has no effect until it is returned as an error"]
            pub fn insufficient_scope(&self) -> $crate::Denial {
                $crate::Denial::new($crate::DenialReason::InsufficientScope, self.at)
            }

            /// Requires a scope of this request, in addition to those that are always required: see
            /// [`AccessToken::require`]. `is_granted` returns whether the credentials grant a scope.
            ///
            /// # Errors
            /// A [`Denial`](crate::Denial) if not: 403 in the scheme's form.
            ///
            /// [`AccessToken::require`]: crate::AccessToken::require
            pub fn require(
                &self,
                scope: impl $crate::DeclaredScope,
                is_granted: impl FnOnce(&str) -> bool,
            ) -> Result<(), $crate::Denial> {
                self.at.require(scope, is_granted)
            }

            /// Refuses a caller who may not do this, whatever the credentials: 403, in the scheme's form, without a
            /// challenge.
            #[must_use = "a denial has no effect until it is returned as an error"]
            pub fn forbid(&self) -> $crate::Denial {
                $crate::Denial::new($crate::DenialReason::Forbidden, self.at)
            }
        }
    };
}
