//! `depends = any(...)`: the first of several dependencies that admits the request.

use super::dependency::{ReceiveFn, depend};
use super::{Call, Pending, Resolve};
use crate::graph::Requirement;
use crate::refuse::{DenialReason, Offered, Refusal};

/// The value of a parameter with `depends = any(...)`, while its alternatives are tried in order.
///
/// An alternative fails if the request lacks the credentials, or if they are refused. An error of another kind, such as
/// one of the database, does not identify the caller: it ends the request.
#[derive(Debug)]
#[must_use]
pub struct FirstOf<T> {
    /// A value with its pending denials. One without any ends the search.
    found: Option<(T, Pending)>,
    refused: Option<(Usefulness, Refusal)>,
    /// The challenges of the alternatives that failed.
    offered: Offered,
}

/// How useful a refusal is to a client that meant this alternative. A refusal of presented credentials is more useful
/// than one for missing credentials.
type Usefulness = u8;

impl<T> FirstOf<T> {
    /// No alternative tried yet.
    pub fn new() -> Self {
        Self {
            found: None,
            refused: None,
            offered: Offered::default(),
        }
    }

    /// Tries the next alternative, if no previous one was sufficient.
    ///
    /// # Errors
    /// An error that is not a refusal of the request's credentials.
    pub async fn try_next<Target, S>(
        &mut self,
        call: &mut Call<'_>,
        state: &S,
        at: Requirement,
        receive: ReceiveFn<Target::Returned, T>,
    ) -> Result<(), Refusal>
    where
        Target: Resolve<S>,
        S: Sync,
    {
        if matches!(&self.found, Some((_, verdict)) if verdict.is_none()) {
            return Ok(());
        }
        let mut pending = Pending::default();
        match depend::<Target, S, T>(call, state, at, &mut pending, receive).await {
            Ok(value) => {
                self.offered.add(pending.offered());
                if self.found.is_none() || pending.is_none() {
                    self.found = Some((value, pending));
                }
                Ok(())
            }
            Err(refusal) => self.add_refusal(refusal),
        }
    }

    fn add_refusal(&mut self, refusal: Refusal) -> Result<(), Refusal> {
        let Some(denial) = refusal.denial() else {
            return Err(refusal);
        };
        let usefulness = match denial.reason() {
            DenialReason::MissingCredentials => 0,
            DenialReason::InvalidRequest => 1,
            DenialReason::InsufficientScope
            | DenialReason::InsufficientUserAuthentication
            | DenialReason::Forbidden => 3,
            _ => 2,
        };
        self.offered.add(refusal.offered());
        if !matches!(self.refused, Some((best, _)) if best >= usefulness) {
            self.refused = Some((usefulness, refusal));
        }
        Ok(())
    }

    /// The value of the first sufficient alternative.
    ///
    /// # Errors
    /// The most useful refusal, with the challenges of all alternatives.
    ///
    /// # Panics
    /// If no alternative was tried: generated code tries all of them.
    pub fn finish(self, pending: &mut Pending) -> Result<T, Refusal> {
        if let Some((value, mut verdict)) = self.found {
            verdict.offer(self.offered);
            pending.add(verdict);
            return Ok(value);
        }
        let Some((_, mut refusal)) = self.refused else {
            unreachable!("`any` has alternatives");
        };
        // Other credentials would not help a caller who may not.
        if refusal
            .denial()
            .is_none_or(|denial| denial.has_challenges())
        {
            refusal.offer(self.offered);
        }
        Err(refusal)
    }
}

impl<T> Default for FirstOf<T> {
    fn default() -> Self {
        Self::new()
    }
}
