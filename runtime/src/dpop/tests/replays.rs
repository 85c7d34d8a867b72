//! A proof is accepted once.

use std::sync::Mutex;

use super::*;
use crate::dpop::{ProofUse, ReplayError, ReplayStore};

fn proof(jti: &str, iat: u64) -> String {
    let claims = claims("jti", &format!(r#","jti":"{jti}""#));
    with_claims(claims.replace(&NOW.to_string(), &iat.to_string()))
}

#[test]
fn a_proof_is_good_once_for_all_clones() {
    let dpop = dpop();
    assert_eq!(verdict(&dpop, &proof("a", NOW)), Ok(()));
    assert_eq!(
        verdict(&dpop.clone(), &proof("a", NOW)),
        Err(DpopError::Replayed)
    );
    assert_eq!(verdict(&dpop, &proof("b", NOW)), Ok(()));
    // Another proof with the same identifier is a replay, too.
    assert_eq!(
        verdict(&dpop, &proof("a", NOW - 1)),
        Err(DpopError::Replayed)
    );
}

#[test]
fn it_is_remembered_for_as_long_as_it_could_be_used() {
    let dpop = dpop();
    let proof = proof("a", NOW);
    let mut verdicts =
        (NOW - 10..NOW + 200).map(|second| verdict_at(&dpop, &proof, Duration::from_secs(second)));
    assert_eq!(verdicts.by_ref().find(Result::is_ok), Some(Ok(())));
    assert!(verdicts.all(|verdict| verdict.is_err()));
}

#[test]
fn a_refused_proof_is_not_remembered() {
    let dpop = dpop();
    let wrong = request(&dpop, &proof("a", NOW), "POST /items", TOKEN, now());
    assert_eq!(wrong, Err(DpopError::Method));
    assert_eq!(verdict(&dpop, &proof("a", NOW)), Ok(()));
}

#[test]
fn without_room_to_remember_it_a_proof_is_refused() {
    let dpop = builder().replay_capacity(3).build().unwrap();
    assert_eq!(verdict(&dpop, &proof("a", NOW)), Ok(()));
    assert_eq!(verdict(&dpop, &proof("b", NOW)), Ok(()));
    // One key can use at most half of the capacity.
    for _ in 0..2 {
        assert_eq!(
            verdict(&dpop, &proof("c", NOW)),
            Err(DpopError::Unavailable)
        );
    }
    assert_eq!(verdict(&dpop, &proof("a", NOW)), Err(DpopError::Replayed));
    let later = Duration::from_secs(NOW + 71);
    assert_eq!(verdict_at(&dpop, &proof("c", NOW + 71), later), Ok(()));
}

/// The clock moves ahead, so that everything is forgotten, and back.
#[test]
fn a_clock_that_goes_back_makes_no_used_proof_good() {
    let dpop = dpop();
    let at = |seconds| Duration::from_secs(NOW + seconds);
    let (old, new) = (proof("old", NOW), proof("new", NOW + 1000));
    assert_eq!(verdict_at(&dpop, &old, at(0)), Ok(()));
    assert_eq!(verdict_at(&dpop, &new, at(1000)), Ok(()));
    assert_eq!(verdict_at(&dpop, &old, at(0)), Err(DpopError::Replayed));
    assert_eq!(verdict_at(&dpop, &new, at(1000)), Err(DpopError::Replayed));
    // A proof that is newer than all forgotten ones was not used.
    assert_eq!(verdict_at(&dpop, &proof("b", NOW + 1), at(1)), Ok(()));
    assert_eq!(verdict_at(&dpop, &proof("c", NOW + 1001), at(1001)), Ok(()));
}

/// Forgets at once, like a store whose clock is ahead.
struct Forgetful;

impl ReplayStore for Forgetful {
    async fn first_use(&self, _: ProofUse) -> Result<bool, ReplayError> {
        Ok(true)
    }
}

#[test]
fn a_clock_that_goes_back_is_no_matter_of_the_store() {
    let dpop = builder()
        .max_age(Duration::from_secs(1))
        .leeway(Duration::ZERO)
        .replay_store(Forgetful);
    let dpop = dpop.build().unwrap();
    assert_eq!(verdict(&dpop, &proof("a", NOW)), Ok(()));
    // The test's clock stands still meanwhile.
    std::thread::sleep(Duration::from_millis(2100));
    assert_eq!(verdict(&dpop, &proof("a", NOW)), Err(DpopError::Replayed));
    let later = Duration::from_secs(NOW + 1);
    assert_eq!(verdict_at(&dpop, &proof("b", NOW + 1), later), Ok(()));
}

/// Returns a fixed result, and records its arguments.
struct Told(
    fn() -> Result<bool, ReplayError>,
    &'static Mutex<Vec<ProofUse>>,
);

impl ReplayStore for Told {
    async fn first_use(&self, proof: ProofUse) -> Result<bool, ReplayError> {
        self.1.lock().unwrap().push(proof);
        self.0()
    }
}

#[test]
fn a_store_of_ones_own_decides_and_fails_closed() {
    type Answer = fn() -> Result<bool, ReplayError>;
    let answers: [(Answer, _); 4] = [
        (|| Ok(true), Ok(())),
        (|| Ok(false), Err(DpopError::Replayed)),
        (|| Err(ReplayError::Full), Err(DpopError::Unavailable)),
        (
            || Err(ReplayError::unavailable("down")),
            Err(DpopError::Unavailable),
        ),
    ];
    for (answer, expected) in answers {
        let asked: &Mutex<Vec<_>> = Box::leak(Box::default());
        let dpop = builder().replay_store(Told(answer, asked)).build().unwrap();
        assert_eq!(verdict(&dpop, &proof("a", NOW)), expected);
        assert_eq!(verdict(&dpop, &proof("a", NOW)), expected);
        assert_eq!(verdict(&dpop, &proof("b", NOW)), expected);
        assert!(verdict(&dpop, "a.b.c").is_err());
        let asked = asked.lock().unwrap();
        let ids: Vec<_> = asked.iter().map(|proof| proof.id).collect();
        assert!(ids.len() == 3 && ids[0] == ids[1] && ids[0] != ids[2]);
        assert!(asked[0].now == clock(now()) && asked[0].keep_for() >= Duration::from_secs(65));
    }
}

#[test]
fn the_check_may_run_on_any_thread() {
    fn is_send<T: Send>(_: &T) {}
    let (dpop, uri) = (dpop(), Uri::from_static("/items"));
    let request = ProofRequest {
        method: &Method::GET,
        uri: &uri,
        token: TOKEN,
        jkt: "",
    };
    is_send(&dpop.check("", request));
    is_send(&dpop);
}
