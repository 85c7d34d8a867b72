use crate::graph::Operation;
use crate::graph::node::Kind;
use crate::scheme::Scheme;

/// What a request must present: an expression over schemes with scopes.
///
/// The one value that enforcement, documentation and audit share. `All` of nothing is what a public
/// handler requires.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Requirement {
    /// A token for the scheme that grants every scope.
    Token {
        /// The scheme that verifies it.
        scheme: &'static Scheme,
        /// The merged scopes, outermost first.
        scopes: &'static [&'static str],
    },
    /// Every one of these.
    All(Vec<Self>),
    /// One of these.
    Any(Vec<Self>),
}

/// A way to satisfy a [`Requirement`]: a token for each scheme, with its scopes.
pub type Alternative = Vec<(&'static Scheme, Vec<&'static str>)>;

impl Operation {
    /// What a caller must present.
    #[must_use]
    pub fn requirement(&self) -> Requirement {
        let schemes = self.steps.iter().filter_map(|step| match step.node.kind {
            Kind::Scheme(scheme) => Some(Requirement::Token {
                scheme,
                scopes: &self.scopes[step.scopes.as_range()],
            }),
            _ => None,
        });
        Requirement::All(schemes.collect())
    }
}

impl Requirement {
    /// Whether anyone may call.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.alternatives().iter().any(Vec::is_empty)
    }

    /// Every way to satisfy it, in order. A public handler has one, which asks for nothing.
    ///
    /// A scheme that is required twice appears once, with the scopes of both.
    #[must_use]
    pub fn alternatives(&self) -> Vec<Alternative> {
        match self {
            Self::Token { scheme, scopes } => vec![vec![(*scheme, scopes.to_vec())]],
            Self::Any(any) => any.iter().flat_map(Self::alternatives).collect(),
            Self::All(all) => all.iter().fold(vec![Vec::new()], |ways, next| {
                let next = next.alternatives();
                ways.iter()
                    .flat_map(|way| next.iter().map(|next| both(way, next)))
                    .collect()
            }),
        }
    }
}

/// The way that satisfies both.
fn both(a: &Alternative, b: &Alternative) -> Alternative {
    let mut way = a.clone();
    for (scheme, scopes) in b {
        match way.iter_mut().find(|(known, _)| known.is(scheme)) {
            Some((_, known)) => {
                let new = scopes
                    .iter()
                    .filter(|scope| !known.contains(scope))
                    .copied();
                known.extend(new.collect::<Vec<_>>());
            }
            None => way.push((scheme, scopes.clone())),
        }
    }
    way
}

#[cfg(test)]
mod tests {
    use super::*;

    static A: Scheme = Scheme::named("A", &[]);
    static B: Scheme = Scheme::named("B", &[]);

    fn token(scheme: &'static Scheme, scopes: &'static [&'static str]) -> Requirement {
        Requirement::Token { scheme, scopes }
    }

    fn names(requirement: &Requirement) -> Vec<Vec<(&'static str, Vec<&'static str>)>> {
        let ways = requirement.alternatives();
        let named = |way: &Alternative| way.iter().map(|(s, n)| (s.name, n.clone())).collect();
        ways.iter().map(named).collect()
    }

    #[test]
    fn all_of_nothing_is_public() {
        assert!(Requirement::All(vec![]).is_public());
        assert!(!token(&A, &[]).is_public());
    }

    #[test]
    fn two_schemes_that_are_both_required_are_one_alternative() {
        let both = Requirement::All(vec![token(&A, &["x"]), token(&B, &[])]);
        assert_eq!(names(&both), [vec![("A", vec!["x"]), ("B", vec![])]]);
    }

    #[test]
    fn a_scheme_that_is_required_twice_has_the_scopes_of_both_once() {
        let twice = Requirement::All(vec![token(&A, &["x", "y"]), token(&A, &["y", "z"])]);
        assert_eq!(names(&twice), [vec![("A", vec!["x", "y", "z"])]]);
    }

    #[test]
    fn any_inside_of_all_multiplies_out() {
        let any = Requirement::Any(vec![token(&A, &["x"]), token(&B, &["y"])]);
        let all = Requirement::All(vec![token(&A, &["z"]), any]);
        let ways = [
            vec![("A", vec!["z", "x"])],
            vec![("A", vec!["z"]), ("B", vec!["y"])],
        ];
        assert_eq!(names(&all), ways);
    }
}
