use crate::graph::node::{Edge, Kind};
use crate::graph::{At, Operation};
use crate::scheme::Scheme;

/// What a request must present: an expression over schemes with scopes.
///
/// The one value that enforcement, documentation and audit share. `All` of nothing is what a public
/// handler requires.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Requirement {
    /// Credentials for the scheme that grant every scope.
    Token {
        /// The scheme that finds them.
        scheme: &'static Scheme,
        /// The merged scopes, outermost first.
        scopes: &'static [&'static str],
    },
    /// Every one of these.
    All(Vec<Self>),
    /// One of these.
    Any(Vec<Self>),
    /// This, or no credentials for any scheme in it.
    Optional(Box<Self>),
}

/// A way to satisfy a [`Requirement`]: credentials for each scheme, with their scopes.
pub type Alternative = Vec<(&'static Scheme, Vec<&'static str>)>;

impl Operation {
    /// What a caller must present.
    #[must_use]
    pub fn requirement(&'static self) -> Requirement {
        Requirement::at(self.at(0))
    }
}

impl Requirement {
    fn at(at: At) -> Self {
        let below = || at.children().map(|(edge, at)| Self::through(edge, at));
        match at.node().kind {
            Kind::Scheme(scheme) => {
                let mut ways = at
                    .alternatives()
                    .map(|scopes| Self::Token { scheme, scopes });
                match (ways.len(), ways.next()) {
                    (1, Some(only)) => only,
                    (_, first) => Self::Any(first.into_iter().chain(ways).collect()),
                }
            }
            Kind::AnyOf => Self::Any(below().collect()),
            Kind::Handler | Kind::Dependency | Kind::Broken => Self::All(below().collect()),
        }
    }

    fn through(edge: &Edge, at: At) -> Self {
        let required = Self::at(at);
        if edge.optional {
            Self::Optional(Box::new(required))
        } else {
            required
        }
    }

    /// Whether anyone may call.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.alternatives().iter().any(Vec::is_empty)
    }

    /// Whether no credentials are looked at, good or bad.
    pub(crate) fn asks_for_nothing(&self) -> bool {
        matches!(&*self.alternatives(), [only] if only.is_empty())
    }

    /// Every way to satisfy it, in order. A public handler has one, which asks for nothing.
    ///
    /// A scheme that is required twice appears once, with the scopes of both. A way that asks for more
    /// than another one of the same schemes is left out.
    #[must_use]
    pub fn alternatives(&self) -> Vec<Alternative> {
        let ways = self.ways().into_iter();
        ways.filter(Way::is_possible)
            .map(|way| way.credentials)
            .collect()
    }

    fn ways(&self) -> Vec<Way> {
        match self {
            Self::Token { scheme, scopes } => vec![Way {
                credentials: vec![(*scheme, scopes.to_vec())],
                without: Vec::new(),
            }],
            Self::Any(any) => needed(any.iter().flat_map(Self::ways).collect()),
            Self::All(all) => all.iter().fold(vec![Way::default()], |ways, next| {
                let next = next.ways();
                let both = ways
                    .iter()
                    .flat_map(|way| next.iter().map(|next| way.and(next)));
                needed(both.collect())
            }),
            Self::Optional(inner) => {
                let mut ways = inner.ways();
                let mut none = Way::default();
                for (scheme, _) in ways.iter().flat_map(|way| &way.credentials) {
                    none.leave_out(scheme);
                }
                ways.push(none);
                needed(ways)
            }
        }
    }
}

/// An [`Alternative`] on the way to be found.
#[derive(Clone, Default)]
struct Way {
    credentials: Alternative,
    /// The schemes whose credentials it must not have: with them, optional scopes would be asked for.
    without: Vec<&'static Scheme>,
}

impl Way {
    /// The way that satisfies both.
    fn and(&self, other: &Self) -> Self {
        let mut way = self.clone();
        for (scheme, scopes) in &other.credentials {
            match way.credentials.iter_mut().find(|(s, _)| s.is(scheme)) {
                Some((_, known)) => scopes.iter().for_each(|scope| insert(known, scope)),
                None => way.credentials.push((scheme, scopes.clone())),
            }
        }
        other
            .without
            .iter()
            .for_each(|scheme| way.leave_out(scheme));
        way
    }

    fn leave_out(&mut self, scheme: &'static Scheme) {
        if !self.without.iter().any(|known| known.is(scheme)) {
            self.without.push(scheme);
        }
    }

    /// Whether it does not ask for what it leaves out.
    fn is_possible(&self) -> bool {
        let asks_for = |scheme: &Scheme| self.credentials.iter().any(|(s, _)| s.is(scheme));
        !self.without.iter().any(|scheme| asks_for(scheme))
    }

    /// Whether it has the schemes of `other`, and no scope that `other` has not.
    fn asks_no_more_than(&self, other: &Self) -> bool {
        let same_schemes = self.credentials.len() == other.credentials.len()
            && self.without.len() == other.without.len()
            && self
                .without
                .iter()
                .all(|scheme| other.without.iter().any(|known| known.is(scheme)));
        same_schemes
            && self.credentials.iter().all(|(scheme, scopes)| {
                let found = other.credentials.iter().find(|(s, _)| s.is(scheme));
                found.is_some_and(|(_, more)| scopes.iter().all(|scope| more.contains(scope)))
            })
    }
}

fn insert(scopes: &mut Vec<&'static str>, scope: &'static str) {
    if !scopes.contains(&scope) {
        scopes.push(scope);
    }
}

/// The ways without those that ask for more than another one. Of equal ones, the first.
fn needed(ways: Vec<Way>) -> Vec<Way> {
    let mut needed: Vec<Way> = Vec::new();
    for way in ways {
        if needed.iter().any(|known| known.asks_no_more_than(&way)) {
            continue;
        }
        needed.retain(|known| !way.asks_no_more_than(known));
        needed.push(way);
    }
    needed
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

    #[test]
    fn optional_is_everything_or_nothing() {
        let optional = Requirement::Optional(Box::new(token(&A, &["x"])));
        assert_eq!(names(&optional), [vec![("A", vec!["x"])], vec![]]);
        assert!(optional.is_public());
    }

    #[test]
    fn what_is_optional_is_required_of_credentials_that_are_there_anyway() {
        let optional = Requirement::Optional(Box::new(token(&A, &["x"])));
        let all = Requirement::All(vec![token(&A, &["y"]), optional]);
        assert_eq!(names(&all), [vec![("A", vec!["y", "x"])]]);
    }

    #[test]
    fn a_way_that_asks_for_more_than_another_is_left_out() {
        let any = Requirement::Any(vec![
            token(&A, &["x", "y"]),
            token(&A, &["y"]),
            token(&A, &["y"]),
        ]);
        assert_eq!(names(&any), [vec![("A", vec!["y"])]]);
    }
}
