//! Several issuers side by side.

use std::time::{Duration, SystemTime};

use super::Verifier;
use super::problem::Problem;
use crate::token::compact::{Compact, decode_json};
use crate::token::header::Header;
use crate::token::issuer_template::may_meet;
use crate::token::payload::Payload;
use crate::token::values::Text;
use crate::token::{TokenError, Verification, VerifiedToken, VerifyToken, is_of_one_issuer};

/// Verifies each token with the verifier of the issuer that it names.
#[derive(Debug)]
pub(super) struct ByIssuer {
    verifiers: Vec<Verifier>,
    /// Issuers of all verifiers, deduplicated.
    issuers: Vec<String>,
    /// Templates of the issuers that cannot be listed.
    templates: Vec<String>,
}

impl ByIssuer {
    /// # Errors
    /// Problems that make the choice of a verifier impossible or ambiguous.
    pub(super) fn new(verifiers: Vec<Verifier>) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        if verifiers.is_empty() {
            problems.push(Problem::NoVerifier);
        }
        let (mut issuers, mut asked) = (Vec::<String>::new(), Vec::new());
        for (index, verifier) in (1..).zip(&verifiers) {
            let asks = verifier.takes_opaque_tokens();
            if verifier.issuers_and_templates().next().is_none() && !asks {
                problems.push(Problem::VerifierOfNobody(index));
            }
            let issuers = if asks { &mut asked } else { &mut issuers };
            #[cfg(feature = "dpop")]
            if verifier.dpop().is_some() {
                problems.push(Problem::InnerDpop(index));
            }
            if verifier.mtls().is_some() {
                problems.push(Problem::InnerMtls(index));
            }
            for issuer in verifier.issuers() {
                if !issuers.contains(issuer) {
                    issuers.push(issuer.clone());
                } else if !asks {
                    problems.push(Problem::RepeatedIssuer(issuer.clone()));
                }
            }
        }
        asked.retain(|issuer| !issuers.contains(issuer));
        issuers.append(&mut asked);
        let templates = templates(&verifiers, &mut problems);
        if problems.is_empty() {
            Ok(Self {
                verifiers,
                issuers,
                templates,
            })
        } else {
            Err(problems)
        }
    }

    /// Tries the verifiers that use introspection, since a token that is not a JWT does not name its issuer.
    async fn ask(&self, token: &str, at: SystemTime) -> Result<VerifiedToken, TokenError> {
        let mut refusal = None;
        for verifier in self.asking() {
            match verifier.inner().verify(token, at).await {
                Ok(token) => return vouched_for(token, verifier),
                // Another provider may know the token. While one is unavailable, that cannot be decided.
                Err(error) if refusal != Some(TokenError::Unavailable) => refusal = Some(error),
                Err(_) => {}
            }
        }
        Err(refusal.unwrap_or(TokenError::Malformed))
    }

    /// The verifier that lists the issuer, or else has a template for it. One that uses introspection is the last
    /// choice.
    fn verifier_of(&self, issuer: &str) -> Option<&Verifier> {
        let first = |is_of: &dyn Fn(&Verifier) -> bool| {
            let by_keys = |it: &&Verifier| is_of(it) && !it.takes_opaque_tokens();
            let by_keys = self.verifiers.iter().find(by_keys);
            by_keys.or_else(|| self.asking().find(|it| is_of(it)))
        };
        first(&|it| it.lists(issuer)).or_else(|| first(&|it| it.has_template_of(issuer)))
    }

    fn asking(&self) -> impl Iterator<Item = &Verifier> {
        self.verifiers.iter().filter(|it| it.takes_opaque_tokens())
    }
}

impl VerifyToken for ByIssuer {
    /// Without reading the issuer: a verifier that only lists issuers has verified tokens of these only, and no other one
    /// is chosen for them.
    fn remembered<'v>(&'v self, token: &[u8], at: SystemTime) -> Option<Verification<'v>> {
        let list = |it: &&Verifier| it.issuer_templates().is_empty() && !it.takes_opaque_tokens();
        self.verifiers.iter().filter(list).find_map(|verifier| {
            let known = verifier.inner().remembered(token, at)?;
            Some(known.then(|verdict| vouched_for(verdict?, verifier)))
        })
    }

    fn verify<'v>(&'v self, token: &'v str, at: SystemTime) -> Verification<'v> {
        if let Some(known) = self.remembered(token.as_bytes(), at) {
            return known;
        }
        let issuer = match issuer(token) {
            Ok(issuer) => issuer,
            Err(NotChosen::NoJwt(error)) => {
                return match self.asking().next() {
                    Some(_) => Verification::pending(self.ask(token, at)),
                    None => Verification::ready(Err(error)),
                };
            }
            Err(NotChosen::Bad(error)) => return Verification::ready(Err(error)),
        };
        match self.verifier_of(&issuer) {
            Some(verifier) => verifier
                .inner()
                .verify(token, at)
                .then(|verdict| vouched_for(verdict?, verifier)),
            None => Verification::ready(Err(TokenError::Issuer)),
        }
    }

    fn issuers(&self) -> &[String] {
        &self.issuers
    }

    fn issuer_templates(&self) -> &[String] {
        &self.templates
    }

    fn is_one_authority(&self) -> bool {
        is_of_one_issuer(self)
            || matches!(&*self.verifiers, [only] if only.inner().is_one_authority())
    }

    fn retry_after(&self, token: &str) -> Option<Duration> {
        if let Ok(issuer) = issuer(token) {
            return self.verifier_of(&issuer)?.inner().retry_after(token);
        }
        // Any of them may have been asked.
        let waits = self.asking().map(|it| it.inner().retry_after(token));
        waits.flatten().max()
    }

    fn takes_opaque_tokens(&self) -> bool {
        self.asking().next().is_some()
    }
}

/// The templates of all verifiers. The choice must be unambiguous for each issuer: verifiers that use introspection
/// come after the others.
fn templates(verifiers: &[Verifier], problems: &mut Vec<Problem>) -> Vec<String> {
    let mut all = Vec::<(&String, bool)>::new();
    for verifier in verifiers {
        let asks = verifier.takes_opaque_tokens();
        for template in verifier.issuer_templates() {
            let meets = |&(other, other_asks): &(&String, bool)| {
                asks == other_asks && may_meet(template, other)
            };
            if all.iter().any(meets) {
                problems.push(Problem::RepeatedIssuer(template.clone()));
            }
            all.push((template, asks));
        }
    }
    all.into_iter()
        .map(|(template, _)| template.clone())
        .collect()
}

/// The token with the verifier's only issuer, if the token names none.
///
/// # Errors
/// [`TokenError::Issuer`] if it names a different issuer.
fn vouched_for(token: VerifiedToken, verifier: &Verifier) -> Result<VerifiedToken, TokenError> {
    match (token.issuer(), verifier.issuers()) {
        (Some(issuer), _) if !verifier.speaks_for(issuer) => Err(TokenError::Issuer),
        (None, [only]) if verifier.is_of_one() => Ok(token.of_issuer(only)),
        (_, _) => Ok(token),
    }
}

/// Why a token names no issuer.
enum NotChosen {
    NoJwt(TokenError),
    Bad(TokenError),
}

/// The issuer that a token names. It is not verified, and only selects the verifier: a sender who names a different
/// issuer needs that issuer's key.
fn issuer(token: &str) -> Result<String, NotChosen> {
    let compact = Compact::parse(token).map_err(|error| match error {
        TokenError::TooLarge => NotChosen::Bad(error),
        error => NotChosen::NoJwt(error),
    })?;
    let header = decode_json(compact.header).map_err(NotChosen::NoJwt)?;
    if !header.starts_with('{') {
        return Err(NotChosen::NoJwt(TokenError::Malformed));
    }
    Header::parse(&header).map_err(NotChosen::Bad)?;
    let payload = decode_json(compact.payload).map_err(NotChosen::Bad)?;
    match Payload::parse(&payload).map_err(NotChosen::Bad)?.iss {
        Some(Text(issuer)) => Ok(issuer.into_owned()),
        None => Err(NotChosen::Bad(TokenError::Issuer)),
    }
}
