//! Slow work: only so much at a time, and only so much that waits.

use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Duration;

use tokio::sync::{Semaphore, TryAcquireError};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

/// How many tasks may wait for each one that runs. A wrong password takes a third of a second, so this is also about how
/// long the last one waits.
const WAITING: usize = 12;

/// The longest wait for a turn: people give up before that.
const PATIENCE: Duration = Duration::from_secs(4);

/// The turns of tasks that keep a core busy.
#[derive(Debug)]
pub struct Turns {
    limits: (usize, usize),
    running: Arc<Semaphore>,
    /// Those that run or wait.
    all: Semaphore,
    patience: Duration,
}

/// Too much is being done already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Busy;

impl Turns {
    /// All cores but one, which is left to requests that need no hash.
    #[must_use]
    pub fn for_hashes() -> Self {
        let cores = available_parallelism().map_or(1, usize::from);
        let running = cores.saturating_sub(1).max(1);
        Self::new(running, running * WAITING, PATIENCE)
    }

    /// Whether there is no place for another task, not even to wait.
    #[must_use]
    pub fn are_taken(&self) -> bool {
        self.all.available_permits() == 0
    }

    fn new(running: usize, waiting: usize, patience: Duration) -> Self {
        Self {
            limits: (running, running + waiting),
            running: Arc::new(Semaphore::new(running)),
            all: Semaphore::new(running + waiting),
            patience,
        }
    }

    /// How many tasks run, and how many wait.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let running = self
            .limits
            .0
            .saturating_sub(self.running.available_permits());
        let all = self.limits.1.saturating_sub(self.all.available_permits());
        (running, all.saturating_sub(running))
    }

    /// Does `work` on a thread for blocking tasks, when it is its turn.
    ///
    /// The turn ends with the work, even if the caller no longer waits for the result.
    ///
    /// # Errors
    /// If too many tasks are waiting already, or the turn did not come in time.
    ///
    /// # Panics
    /// If `work` panics.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Busy> {
        let _place = self.all.try_acquire().map_err(|_: TryAcquireError| Busy)?;
        let turn = timeout(self.patience, Arc::clone(&self.running).acquire_owned());
        let Ok(Ok(turn)) = turn.await else {
            return Err(Busy);
        };
        let working = spawn_blocking(move || {
            let result = work();
            drop(turn);
            result
        });
        match working.await {
            Ok(result) => Ok(result),
            Err(error) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(_) => Err(Busy), // The service is shutting down.
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc::channel;
    use std::time::Instant;

    use super::*;

    #[tokio::test]
    async fn work_that_nobody_waits_for_keeps_its_turn_until_it_is_done() {
        let turns = Arc::new(Turns::new(1, 1, Duration::from_millis(50)));
        let (finish, finished) = channel::<()>();
        let first = Arc::clone(&turns);
        let first = tokio::spawn(async move { first.run(move || finished.recv()).await });
        let begun = async {
            while turns.running.available_permits() > 0 {
                tokio::task::yield_now().await;
            }
        };
        timeout(Duration::from_mins(1), begun).await.unwrap();
        first.abort();
        assert!(first.await.unwrap_err().is_cancelled());
        assert_eq!(turns.run(|| ()).await, Err(Busy), "it still runs");
        finish.send(()).unwrap();
        let done = async { while turns.run(|| ()).await.is_err() {} };
        timeout(Duration::from_mins(1), done).await.unwrap();
    }

    #[tokio::test]
    async fn those_who_hang_up_give_their_place_away() {
        let turns = Arc::new(Turns::new(1, 1, Duration::from_mins(1)));
        let (finish, finished) = channel::<()>();
        let work = turns.run(move || finished.recv());
        tokio::pin!(work);
        assert!(timeout(Duration::from_millis(1), &mut work).await.is_err());
        for _ in 0..10 {
            let waits = timeout(Duration::from_millis(1), turns.run(|| ()));
            assert!(waits.await.is_err(), "it has a place, and waits");
        }
        finish.send(()).unwrap();
        assert_eq!(work.await, Ok(Ok(())));
        assert_eq!(turns.run(|| 1).await, Ok(1));
    }

    #[tokio::test]
    async fn too_many_are_told_at_once_and_nobody_waits_for_ever() {
        // Longer than a busy machine lets a test wait.
        let turns = Arc::new(Turns::new(1, 2, Duration::from_secs(2)));
        let (finish, finished) = channel::<()>();
        let start = Instant::now();
        let busy = Arc::new(AtomicUsize::new(0));
        let work = turns.run(move || finished.recv());
        tokio::pin!(work);
        assert!(timeout(Duration::from_millis(1), &mut work).await.is_err());
        let waiting: Vec<_> = (0..8)
            .map(|_| {
                let (turns, busy) = (Arc::clone(&turns), Arc::clone(&busy));
                tokio::spawn(async move {
                    if turns.run(|| ()).await == Err(Busy) {
                        busy.fetch_add(1, Ordering::Relaxed);
                    }
                })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(20)).await;
        assert_eq!(busy.load(Ordering::Relaxed), 6, "two wait");
        for waiting in waiting {
            waiting.await.unwrap();
        }
        assert_eq!(busy.load(Ordering::Relaxed), 8);
        assert!(start.elapsed() >= Duration::from_secs(2));
        finish.send(()).unwrap();
        assert_eq!(work.await, Ok(Ok(())));
    }
}
