//! A store of used proofs that fails.

use scopegate::dpop::{ProofUse, ReplayError, ReplayStore};

use crate::dpop::service::{Service, proof, token};
use crate::log::Log;

struct Down;

impl ReplayStore for Down {
    async fn first_use(&self, _: ProofUse) -> Result<bool, ReplayError> {
        Err(ReplayError::unavailable("no database"))
    }
}

#[test]
fn a_store_that_fails_is_a_503_and_only_the_log_says_why() {
    let (log, _recording) = Log::start();
    let token = token().issue();
    let headers = [
        ("authorization", format!("DPoP {token}")),
        ("dpop", proof(&token).sign()),
    ];
    let answer = Service::with_store(Down).send(&headers);
    assert_eq!((answer.status, answer.challenges().len()), (503, 0));
    assert!(!answer.body.contains("database"), "{}", answer.body);
    assert!(log.text().contains("no database"), "{}", log.text());
}
