use std::fmt;

use super::step_up::Shown;
use super::{Credential, Security};
use crate::graph::{Alternative, Demand};
use crate::scheme::{SchemeKind, TokenPlace};

impl Security {
    pub(super) fn of(alternatives: Vec<Alternative>, of_some_requests: &[&'static str]) -> Self {
        if alternatives.iter().all(Vec::is_empty) {
            return Self::Public;
        }
        let credentials = |alternative: Alternative| {
            let credential = |Demand {
                                  scheme,
                                  scopes,
                                  step_up,
                              }| Credential {
                scheme: scheme.name,
                scopes,
                acr: step_up.acr.unwrap_or_default(),
                max_age: step_up.max_age,
                kind: scheme.kind,
                place: scheme.place,
                implications: scheme
                    .scopes
                    .iter()
                    .filter(|scope| !scope.implies.is_empty())
                    .map(|scope| (scope.name, scope.implies))
                    .collect(),
                of_some_requests: of_some_requests
                    .iter()
                    .copied()
                    .filter(|scope| scheme.declares(scope))
                    .collect(),
            };
            alternative.into_iter().map(credential).collect()
        };
        Self::Required {
            alternatives: alternatives.into_iter().map(credentials).collect(),
        }
    }

    /// Whether a caller without credentials is admitted.
    #[must_use]
    pub fn is_open(&self) -> bool {
        match self {
            Self::Public | Self::Unprotected => true,
            Self::Required { alternatives } => alternatives.iter().any(Vec::is_empty),
        }
    }
}

impl fmt::Display for Security {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let alternatives = match self {
            Self::Public => return f.write_str("public"),
            Self::Unprotected => return f.write_str("UNPROTECTED"),
            Self::Required { alternatives } => alternatives,
        };
        for (i, alternative) in alternatives.iter().enumerate() {
            if i > 0 {
                f.write_str(" or ")?;
            }
            let grouped = alternatives.len() > 1 && alternative.len() > 1;
            if grouped {
                f.write_str("(")?;
            }
            fmt_alternative(alternative, f)?;
            if grouped {
                f.write_str(")")?;
            }
        }
        Ok(())
    }
}

fn fmt_alternative(credentials: &[Credential], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if credentials.is_empty() {
        return f.write_str("anyone");
    }
    for (i, credential) in credentials.iter().enumerate() {
        if i > 0 {
            f.write_str(" and ")?;
        }
        write!(f, "{credential}")?;
    }
    Ok(())
}

impl Credential {
    /// Whether it requires something of the authentication of the token's user.
    pub(crate) fn steps_up(&self) -> bool {
        !self.acr.is_empty() || self.max_age.is_some()
    }

    /// Whether it is in a cookie that also counts for pages of other sites.
    fn counts_across_sites(&self) -> bool {
        match self.kind {
            SchemeKind::ApiKey { cross_site, .. } => cross_site,
            _ => matches!(
                self.place,
                TokenPlace::Cookie {
                    cross_site: true,
                    ..
                }
            ),
        }
    }
}

impl fmt::Display for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.scheme)?;
        let cross_site = self.counts_across_sites().then(|| "cross_site".to_owned());
        let (acr, max_age) = (&*self.acr, self.max_age);
        let step_up = self.steps_up().then(|| Shown { acr, max_age }.to_string());
        let notes: Vec<_> = cross_site.into_iter().chain(step_up).collect();
        if !notes.is_empty() {
            write!(f, "({})", notes.join(", "))?;
        }
        if self.scopes.is_empty() {
            return Ok(());
        }
        write!(f, "[{}]", self.scopes.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credential(scheme: &'static str, scopes: &[&'static str]) -> Credential {
        Credential {
            scheme,
            scopes: scopes.to_vec(),
            acr: Vec::new(),
            max_age: None,
            kind: SchemeKind::OAuth2,
            place: TokenPlace::BEARER,
            implications: Vec::new(),
            of_some_requests: Vec::new(),
        }
    }

    fn shown(alternatives: Vec<Vec<Credential>>) -> String {
        Security::Required { alternatives }.to_string()
    }

    #[test]
    fn alternatives_and_what_is_required_together_can_be_told_apart() {
        let both = vec![credential("A", &["x", "y"]), credential("B", &[])];
        assert_eq!(shown(vec![both.clone()]), "A[x y] and B");
        let or = vec![both, vec![credential("C", &["z"])]];
        assert_eq!(shown(or), "(A[x y] and B) or C[z]");
    }

    #[test]
    fn what_is_required_of_the_user_stands_before_the_scopes() {
        let credential = Credential {
            acr: vec!["phr", "phrh"],
            max_age: Some(900),
            ..credential("A", &["x"])
        };
        assert_eq!(
            shown(vec![vec![credential]]),
            "A(acr=phr|phrh, max_age=15min)[x]"
        );
    }

    #[test]
    fn optional_credentials_are_open() {
        let alternatives = vec![vec![credential("A", &[])], vec![]];
        assert_eq!(shown(alternatives.clone()), "A or anyone");
        assert!(Security::Required { alternatives }.is_open());
    }
}
