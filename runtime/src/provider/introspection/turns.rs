//! Limits introspection requests: invalid tokens are easy to make, and each one costs a request.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

use crate::token::{TokenError, VerifiedToken};

/// How many requests wait for a result at once, of each kind.
const ROOM: usize = 1024;

/// How long an introspection request waits for its turn.
const PATIENCE: Duration = Duration::from_secs(5);

/// A hash of a token.
pub(super) type TokenKey = [u8; 32];

type Verdict = Result<VerifiedToken, TokenError>;

/// The previous result for a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It was active recently.
    Known,
    New,
}

/// Limits the introspection requests: one at a time for each token, and a maximum for all. A part is reserved for known
/// tokens, under any load of others.
pub(super) struct Turns {
    known: Lane,
    new: Lane,
    /// The tokens that are being introspected.
    questions: Mutex<HashMap<TokenKey, Arc<Question>>>,
}

struct Lane {
    under_way: Semaphore,
    room: Semaphore,
}

/// The introspection of one token.
#[derive(Default)]
struct Question {
    /// The number of requests sent.
    asked: AtomicU64,
    /// The number of the last request that was answered.
    answered: AtomicU64,
    /// The last result, with its number. Locked while a request is in progress.
    answer: tokio::sync::Mutex<Option<(u64, Verdict)>>,
}

impl Turns {
    /// At most this many concurrent requests: a quarter of them for known tokens.
    pub(super) fn new(at_once: usize) -> Self {
        let reserved = (at_once / 4).max(1);
        Self {
            known: Lane::new(reserved),
            new: Lane::new(at_once.saturating_sub(reserved).max(1)),
            questions: Mutex::default(),
        }
    }

    /// The result for this token. A refusal is shared by all who wait for it. An active result is shared only by those
    /// who arrived before the request was sent, since the token may have been revoked meanwhile.
    ///
    /// # Errors
    /// `Unavailable` if too many wait or the wait is too long, and any error of the request itself.
    pub(super) async fn answer(
        &self,
        key: TokenKey,
        standing: Standing,
        ask: impl Future<Output = Verdict>,
    ) -> Verdict {
        let lane = self.lane(standing);
        let _place = lane
            .room
            .try_acquire()
            .map_err(|_| TokenError::Unavailable)?;
        let question = Asked::about(key, self);
        let asked = question.asked.load(Ordering::Acquire);
        let answered = question.answered.load(Ordering::Acquire);
        let answer = timeout(PATIENCE, question.answer.lock()).await;
        let mut answer = answer.map_err(|_| TokenError::Unavailable)?;
        if let Some((number, verdict)) = answer.as_ref()
            && *number > if verdict.is_ok() { asked } else { answered }
        {
            return verdict.clone();
        }
        let _turn = self.turn(standing).await.ok_or(TokenError::Unavailable)?;
        let number = question.asked.fetch_add(1, Ordering::AcqRel) + 1;
        let verdict = ask.await;
        *answer = Some((number, verdict.clone()));
        question.answered.store(number, Ordering::Release);
        verdict
    }

    fn lane(&self, standing: Standing) -> &Lane {
        match standing {
            Standing::Known => &self.known,
            Standing::New => &self.new,
        }
    }

    async fn turn(&self, standing: Standing) -> Option<SemaphorePermit<'_>> {
        let turn = async {
            match standing {
                Standing::New => self.new.under_way.acquire().await,
                Standing::Known => tokio::select! {
                    biased;
                    turn = self.known.under_way.acquire() => turn,
                    turn = self.new.under_way.acquire() => turn,
                },
            }
        };
        timeout(PATIENCE, turn).await.ok()?.ok()
    }

    fn questions(&self) -> MutexGuard<'_, HashMap<TokenKey, Arc<Question>>> {
        self.questions
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lane {
    fn new(at_once: usize) -> Self {
        Self {
            under_way: Semaphore::new(at_once),
            room: Semaphore::new(at_once + ROOM),
        }
    }
}

/// An introspection whose result this request needs. The last one to be dropped removes it.
struct Asked<'t> {
    turns: &'t Turns,
    key: TokenKey,
    question: Arc<Question>,
}

impl<'t> Asked<'t> {
    fn about(key: TokenKey, turns: &'t Turns) -> Self {
        let question = Arc::clone(turns.questions().entry(key).or_default());
        Self {
            turns,
            key,
            question,
        }
    }
}

impl std::ops::Deref for Asked<'_> {
    type Target = Question;

    fn deref(&self) -> &Question {
        &self.question
    }
}

impl Drop for Asked<'_> {
    fn drop(&mut self) {
        let mut questions = self.turns.questions();
        // The map has one reference and this is the other: no one can clone it while the map is locked.
        if Arc::strong_count(&self.question) == 2 {
            questions.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tokio::time::{Duration, sleep};

    use super::{Standing, TokenError, Turns, VerifiedToken};

    const SECOND: Duration = Duration::from_secs(1);

    /// Sends a request in a separate task; a request takes a second and is counted.
    fn ask(turns: &Arc<Turns>, asked: &Arc<AtomicUsize>) -> tokio::task::JoinHandle<bool> {
        let (turns, asked) = (Arc::clone(turns), Arc::clone(asked));
        tokio::spawn(async move {
            let question = async {
                asked.fetch_add(1, Ordering::Relaxed);
                sleep(SECOND).await;
                VerifiedToken::new("a-token", "{}")
            };
            turns.answer([0; 32], Standing::New, question).await.is_ok()
        })
    }

    #[tokio::test(start_paused = true)]
    async fn who_comes_in_after_a_question_was_sent_shares_the_next_one() {
        let (turns, asked) = (Arc::new(Turns::new(8)), Arc::default());
        let first = ask(&turns, &asked);
        sleep(SECOND / 2).await;
        let later: Vec<_> = (0..50).map(|_| ask(&turns, &asked)).collect();
        sleep(SECOND / 4).await;
        assert_eq!(asked.load(Ordering::Relaxed), 1);
        for task in later {
            assert!(task.await.unwrap());
        }
        assert!(first.await.unwrap());
        assert_eq!(asked.load(Ordering::Relaxed), 2);
        assert!(turns.questions().is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_is_for_all_who_wait_and_for_nobody_later() {
        let turns = Arc::new(Turns::new(8));
        for refusal in [TokenError::Inactive, TokenError::Unavailable] {
            let ask = |refusal, after| {
                let turns = Arc::clone(&turns);
                tokio::spawn(async move {
                    sleep(after).await;
                    let question = async {
                        sleep(SECOND).await;
                        Err(refusal)
                    };
                    turns.answer([0; 32], Standing::New, question).await.err()
                })
            };
            let first = ask(refusal, Duration::ZERO);
            let waiting = ask(TokenError::Malformed, SECOND / 2);
            let later = ask(TokenError::Malformed, SECOND * 2);
            assert_eq!(first.await.unwrap(), Some(refusal));
            assert_eq!(waiting.await.unwrap(), Some(refusal));
            assert_eq!(later.await.unwrap(), Some(TokenError::Malformed));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_that_ends_early_leaves_its_turn_to_the_next() {
        let (turns, asked) = (Arc::new(Turns::new(8)), Arc::default());
        for _ in 0..100 {
            let cancelled = ask(&turns, &asked);
            sleep(SECOND / 2).await;
            let waiting = ask(&turns, &asked);
            sleep(SECOND / 4).await;
            cancelled.abort();
            drop(cancelled.await);
            assert!(waiting.await.unwrap());
        }
        assert!(turns.questions().is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn a_question_that_panics_is_asked_by_the_next() {
        let (turns, asked) = (Arc::new(Turns::new(1)), Arc::default());
        for _ in 0..10 {
            let turns = Arc::clone(&turns);
            let bug = tokio::spawn(async move {
                let question = async { panic!("a bug") };
                drop(turns.answer([0; 32], Standing::New, question).await);
            });
            assert!(bug.await.unwrap_err().is_panic());
        }
        assert!(ask(&turns, &asked).await.unwrap());
        assert!(turns.questions().is_empty());
    }
}
