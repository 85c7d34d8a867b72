use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::body::{Body, Frame, Incoming, SizeHint};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// How long whoever is asked to leave may take, before another one is asked.
const PATIENCE: Duration = Duration::from_millis(50);

/// The places of connections. When all are taken, a newcomer gets that of the connection that has let us wait the longest:
/// for the head of a request, for its body, or to read the answer.
#[derive(Debug)]
pub(super) struct Places {
    free: Arc<Semaphore>,
    waiting: Mutex<Waiting>,
}

/// Connections whose client is to do something, from the one that was to do it first.
#[derive(Debug, Default)]
struct Waiting {
    turns: BTreeMap<u64, Arc<Notify>>,
    next: u64,
}

/// The place of a connection, until it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    places: Arc<Places>,
    /// Its turn among those that are waited for.
    turn: Mutex<Option<u64>>,
    leave: Arc<Notify>,
    _taken: OwnedSemaphorePermit,
}

impl Places {
    pub(super) fn new(count: usize) -> Arc<Self> {
        Arc::new(Self {
            free: Arc::new(Semaphore::new(count)),
            waiting: Mutex::default(),
        })
    }

    /// A place, for which another connection may have to be closed.
    pub(super) async fn take(self: &Arc<Self>) -> Arc<Place> {
        let taken = loop {
            if let Ok(taken) = Arc::clone(&self.free).try_acquire_owned() {
                break taken;
            }
            let longest = self.waiting().turns.pop_first();
            if let Some((_, leave)) = longest {
                leave.notify_one();
            }
            let taking = timeout(PATIENCE, Arc::clone(&self.free).acquire_owned());
            if let Ok(Ok(taken)) = taking.await {
                break taken;
            }
        };
        let place = Place {
            places: Arc::clone(self),
            turn: Mutex::default(),
            leave: Arc::default(),
            _taken: taken,
        };
        place.waits();
        Arc::new(place)
    }

    /// When all of them are free.
    pub(super) async fn are_free(&self, count: usize) {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let _ = self.free.acquire_many(count).await;
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// The client is to do something.
    pub(super) fn waits(&self) {
        let mut turn = self.turn();
        let mut waiting = self.places.waiting();
        let next = waiting.next;
        waiting.next += 1;
        waiting.turns.insert(next, Arc::clone(&self.leave));
        if let Some(before) = turn.replace(next) {
            waiting.turns.remove(&before);
        }
    }

    /// The service is to do something.
    pub(super) fn works(&self) {
        if let Some(before) = self.turn().take() {
            self.places.waiting().turns.remove(&before);
        }
    }

    /// When somebody else is to have this place. Not while the service works: that is soon over.
    pub(super) async fn is_needed(&self) {
        loop {
            self.leave.notified().await;
            if self.turn().is_some() {
                return;
            }
        }
    }

    fn turn(&self) -> MutexGuard<'_, Option<u64>> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.works();
    }
}

/// The body of a request. When it is there, the service works.
#[derive(Debug)]
pub(super) struct Awaited {
    body: Incoming,
    place: Arc<Place>,
}

impl Awaited {
    pub(super) fn new(body: Incoming, place: Arc<Place>) -> Self {
        if body.is_end_stream() {
            place.works();
        }
        Self { body, place }
    }
}

impl Body for Awaited {
    type Data = <Incoming as Body>::Data;
    type Error = <Incoming as Body>::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        if matches!(polled, Poll::Ready(None)) || self.body.is_end_stream() {
            self.place.works();
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_newcomer_gets_the_place_of_whom_was_waited_for_the_longest() {
        let places = Places::new(3);
        let (a, b, c) = (
            places.take().await,
            places.take().await,
            places.take().await,
        );
        a.works();
        b.works();
        b.waits();
        for leaving in [c, b] {
            let newcomer = async {
                let newcomer = places.take().await;
                newcomer.works();
                newcomer
            };
            let left = async {
                leaving.is_needed().await;
                drop(leaving);
            };
            let (newcomer, ()) = tokio::join!(newcomer, left);
            std::mem::forget(newcomer);
        }
        // All work: it takes a while.
        let taking = timeout(Duration::from_millis(200), places.take());
        assert!(taking.await.is_err());
        let needed = timeout(Duration::from_millis(1), a.is_needed());
        assert!(needed.await.is_err(), "it works");
        drop(a);
        places.take().await;
        assert_eq!(places.waiting().turns.len(), 0);
    }
}
