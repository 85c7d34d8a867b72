//! The scopes that a token grants.

use std::collections::HashSet;
use std::fmt;
use std::iter::FusedIterator;

use super::payload::Payload;
use super::values::{OneOrMany, Text};

/// Up to this many scopes, a linear search is used.
const FEW: usize = 32;

/// The scopes that a token grants: a set of scope-tokens, compared byte by byte ([RFC 6749 section
/// 3.3](https://www.rfc-editor.org/rfc/rfc6749#section-3.3)).
///
/// They come from the claims `scope`, `scopes` and `scp`, merged. Each is a space-delimited string or a list of
/// strings. An entry that is not a scope-token, such as `"me items"` inside a list, grants nothing.
///
/// ```
/// use scopegate::{TokenIssuer, Verifier};
///
/// let secret = [7; 32];
/// let token = TokenIssuer::hs256(secret)?.issue("johndoe", ["items", "me"])?;
/// let verified = Verifier::hs256(secret)?.verify(&token).now()?;
///
/// let scopes = verified.scopes();
/// assert!(!scopes.is_empty());
/// assert!(scopes.contains("items") && !scopes.contains("Items"));
/// assert_eq!(scopes.iter().collect::<Vec<_>>(), ["items", "me"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct GrantedScopes {
    /// Space-delimited: one allocation for all of them, and most tokens have few.
    text: String,
}

impl GrantedScopes {
    pub(crate) fn from_payload(payload: &Payload<'_>) -> Self {
        let mut granted = Self::default();
        let claims = [&payload.scope, &payload.scopes, &payload.scp];
        for claim in claims.into_iter().flatten() {
            granted.insert_claim(claim, ' ');
        }
        granted
    }

    /// Adds the scopes of a claim that is a string with this delimiter, or a list of strings.
    pub(crate) fn insert_claim(&mut self, claim: &OneOrMany<'_>, delimiter: char) {
        match claim {
            OneOrMany::One(text) => self.insert_delimited(text, delimiter),
            OneOrMany::Many(texts) => self.insert_list(texts),
        }
    }

    /// Whether the token grants this scope. `Me` is not `me`.
    #[must_use]
    pub fn contains(&self, scope: &str) -> bool {
        let mut all = self.text.as_bytes().split(|byte| *byte == b' ');
        !scope.is_empty() && all.any(|granted| granted == scope.as_bytes())
    }

    /// The token's scopes in their order, without duplicates, followed by those that they imply.
    pub fn iter(&self) -> Scopes<'_> {
        Scopes(Words(&self.text))
    }

    /// The number of scopes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Whether the token grants nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// What they take in memory, in bytes.
    #[cfg(feature = "token_cache")]
    pub(super) fn capacity(&self) -> usize {
        self.text.capacity()
    }

    /// Adds the implied scopes. Each declared scope comes with all that it implies, directly or through others.
    pub(crate) fn imply<'d>(&mut self, declared: impl Iterator<Item = (&'d str, &'d [&'d str])>) {
        for (scope, implied) in declared {
            if !implied.is_empty() && self.contains(scope) {
                for implied in implied {
                    self.insert(implied);
                }
            }
        }
    }

    fn insert_delimited(&mut self, text: &str, delimiter: char) {
        self.text.reserve(text.len());
        if delimiter == ' ' {
            self.insert_all(Words(text));
        } else {
            self.insert_all(text.split(delimiter).map(|scope| scope.trim_matches(' ')));
        }
    }

    fn insert_list(&mut self, texts: &[Text<'_>]) {
        self.text
            .reserve(texts.iter().map(|Text(scope)| scope.len() + 1).sum());
        self.insert_all(texts.iter().map(|Text(scope)| &**scope));
    }

    /// Searches the text itself for a few scopes, which is fastest. For thousands, that would be quadratic.
    pub(crate) fn insert_all<'s, I: Iterator<Item = &'s str> + Clone>(&mut self, scopes: I) {
        if scopes.clone().nth(FEW).is_none() {
            scopes.for_each(|scope| self.insert(scope));
            return;
        }
        let own = self.text.clone();
        let mut known: HashSet<&str> = own.split(' ').collect();
        for scope in scopes {
            if is_scope_token(scope) && known.insert(scope) {
                self.push(scope);
            }
        }
    }

    fn insert(&mut self, scope: &str) {
        if is_scope_token(scope) && !self.contains(scope) {
            self.push(scope);
        }
    }

    fn push(&mut self, scope: &str) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(scope);
    }
}

impl<'s> IntoIterator for &'s GrantedScopes {
    type Item = &'s str;
    type IntoIter = Scopes<'s>;

    fn into_iter(self) -> Scopes<'s> {
        self.iter()
    }
}

/// An iterator over the scopes of a token: see [`GrantedScopes::iter`].
///
/// See [`GrantedScopes`] for an example.
#[derive(Clone)]
#[must_use]
pub struct Scopes<'s>(Words<'s>);

impl<'s> Iterator for Scopes<'s> {
    type Item = &'s str;

    fn next(&mut self) -> Option<&'s str> {
        self.0.next()
    }
}

impl FusedIterator for Scopes<'_> {}

/// The parts between spaces, without empty ones.
///
/// They are short: this is quicker than a search that is made for long texts, and each request compares some.
#[derive(Clone)]
struct Words<'s>(&'s str);

impl<'s> Iterator for Words<'s> {
    type Item = &'s str;

    fn next(&mut self) -> Option<&'s str> {
        while !self.0.is_empty() {
            let end = self.0.bytes().position(|byte| byte == b' ');
            let (word, rest) = self.0.split_at(end.unwrap_or(self.0.len()));
            self.0 = rest.get(1..).unwrap_or_default();
            if !word.is_empty() {
                return Some(word);
            }
        }
        None
    }
}

/// Redacted, like the scopes themselves.
impl fmt::Debug for Scopes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scopes").finish_non_exhaustive()
    }
}

/// Redacted: a caller's permissions do not belong in a log.
impl fmt::Debug for GrantedScopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GrantedScopes").finish_non_exhaustive()
    }
}

/// `1*( %x21 / %x23-5B / %x5D-7E )`, RFC 6749 section 3.3.
pub(crate) fn is_scope_token(scope: &str) -> bool {
    let allowed = |byte| matches!(byte, 0x21 | 0x23..=0x5B | 0x5D..=0x7E);
    !scope.is_empty() && scope.bytes().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::{GrantedScopes, OneOrMany, Payload, Text};

    fn granted(json: &str) -> GrantedScopes {
        GrantedScopes::from_payload(&Payload::parse(json).unwrap())
    }

    fn list(json: &str) -> Vec<String> {
        granted(json).iter().map(str::to_owned).collect()
    }

    #[test]
    fn every_claim_counts_and_each_scope_once() {
        assert_eq!(list(r#"{"scope":"me items"}"#), ["me", "items"]);
        assert_eq!(list(r#"{"scopes":["me","items"]}"#), ["me", "items"]);
        assert_eq!(list(r#"{"scp":"me items"}"#), ["me", "items"]);
        assert_eq!(list(r#"{"scp":["me","items"]}"#), ["me", "items"]);
        let all = r#"{"scp":["d","me"],"scope":"me b","scopes":["c","b"]}"#;
        assert_eq!(list(all), ["me", "b", "c", "d"]);
        assert_eq!(granted(all).len(), 4);
    }

    #[test]
    fn comparison_is_exact() {
        let granted = granted(r#"{"scopes":["me","items:read"]}"#);
        assert!(granted.contains("me") && granted.contains("items:read"));
        for other in [
            "",
            " ",
            "Me",
            "ME",
            "m",
            "mee",
            "me ",
            "items",
            "me items:read",
            "items:*",
        ] {
            assert!(!granted.contains(other), "{other:?}");
        }
    }

    #[test]
    fn no_claim_and_empty_claims_grant_nothing() {
        for json in [
            "{}",
            r#"{"scope":""}"#,
            r#"{"scope":"   "}"#,
            r#"{"scopes":[]}"#,
            r#"{"scopes":[""]}"#,
        ] {
            let granted = granted(json);
            assert!(
                granted.is_empty() && granted.iter().next().is_none(),
                "{json}"
            );
            assert!(!granted.contains(""), "{json}");
            assert_eq!(granted.len(), 0, "{json}");
        }
    }

    #[test]
    fn what_is_no_scope_token_grants_nothing_not_even_its_parts() {
        let json = r#"{"scopes":["me items"," me","me\n","\u00e9","a\"b","a\\b","ok"],"scope":"me\titems"}"#;
        assert_eq!(list(json), ["ok"]);
    }

    #[test]
    fn many_scopes_are_those_that_few_would_be() {
        let names: Vec<_> = (0..100).map(|number| format!("s{}", number % 40)).collect();
        let all = names.join(" ");
        let listed = serde_json::to_string(&names).unwrap();
        let expected: Vec<_> = ["s39", "a"]
            .into_iter()
            .map(str::to_owned)
            .chain(names[..39].iter().cloned())
            .collect();
        for json in [
            format!(r#"{{"scope":"s39 a","scopes":{listed}}}"#),
            format!(r#"{{"scope":"s39 a","scp":"{all}  a\"b"}}"#),
        ] {
            assert_eq!(list(&json), expected);
        }
        let mut granted = granted(r#"{"scope":"s39 a"}"#);
        let names: Vec<_> = names.iter().map(|name| Text(name.into())).collect();
        granted.insert_claim(&OneOrMany::Many(names), ' ');
        assert_eq!(granted.iter().collect::<Vec<_>>(), expected);
    }

    /// The response to an introspection request may have up to 256 KiB.
    #[test]
    fn thousands_of_scopes_are_searched_quickly() {
        let names: Vec<_> = (0..40_000).map(|number| format!("{number:x}")).collect();
        let json = format!(r#"{{"scope":"{}"}}"#, names.join(" "));
        assert_eq!(granted(&json).len(), 40_000);
    }

    #[test]
    fn debug_shows_no_scope() {
        assert_eq!(
            format!("{:?}", granted(r#"{"scope":"admin"}"#)),
            "GrantedScopes { .. }"
        );
    }
}
