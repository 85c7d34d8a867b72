//! Limits how often keys may be fetched because of tokens.

use std::time::Duration;

use tokio::time::Instant;

/// How many fetches tokens with unknown keys may cause in quick succession.
pub const REFETCH_BURST: u32 = 10;

/// The interval after which such a token may cause one more fetch.
pub const REFETCH_INTERVAL: Duration = Duration::from_secs(5);

/// Admits fetches, which are numbered from 1.
#[derive(Debug)]
pub(super) struct Gate {
    /// The last fetch that began.
    begun: u64,
    /// The last fetch that ended.
    ended: u64,
    /// The last fetch that was requested.
    asked: u64,
    /// When that one may begin.
    opens: Instant,
    /// How many more may begin at once, as of a moment. The moment is in the future if the next one is already
    /// promised.
    left: u32,
    counted: Instant,
}

impl Gate {
    pub(super) fn new() -> Self {
        let now = Instant::now();
        Self {
            begun: 0,
            ended: 0,
            asked: 0,
            opens: now,
            left: REFETCH_BURST,
            counted: now,
        }
    }

    /// Begins a fetch.
    pub(super) fn begin(&mut self) -> u64 {
        self.begun += 1;
        self.begun
    }

    pub(super) fn end(&mut self) {
        self.ended = self.begun;
    }

    /// Called when a task starts to fetch. A fetch that an earlier task began was abandoned.
    pub(super) fn start(&mut self) {
        self.end();
        self.asked = self.begun + 1;
        self.opens = Instant::now();
    }

    /// When the requested fetch that has not begun may begin.
    pub(super) fn opens(&self) -> Option<Instant> {
        (self.asked > self.begun).then_some(self.opens)
    }

    /// The fetch in progress.
    pub(super) fn on_its_way(&self) -> Option<u64> {
        (self.begun > self.ended).then_some(self.begun)
    }

    /// Requests a fetch that begins after the one with this number. If there were too many, it begins as soon as one
    /// more is permitted: all requests until then share it.
    pub(super) fn ask(&mut self, after: u64) -> u64 {
        let wanted = after + 1;
        if self.begun >= wanted || self.asked >= wanted {
            return wanted;
        }
        self.refill();
        if let Some(left) = self.left.checked_sub(1) {
            self.left = left;
            self.opens = Instant::now();
        } else {
            self.counted += REFETCH_INTERVAL;
            self.opens = self.counted;
        }
        self.asked = wanted;
        wanted
    }

    /// The last fetch that began.
    pub(super) fn begun(&self) -> u64 {
        self.begun
    }

    fn refill(&mut self) {
        while self.left < REFETCH_BURST && self.counted.elapsed() >= REFETCH_INTERVAL {
            self.left += 1;
            self.counted += REFETCH_INTERVAL;
        }
        if self.left == REFETCH_BURST {
            self.counted = Instant::now();
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tokio::time::{Duration, Instant, advance, sleep_until};

    use super::{Gate, REFETCH_BURST, REFETCH_INTERVAL};

    /// Fetches that tokens cause at once, one after the other.
    fn fetches(gate: &mut Gate) -> usize {
        let mut fetches = 0;
        while {
            gate.ask(gate.begun());
            gate.opens().is_some_and(|opens| opens <= Instant::now())
        } {
            gate.begin();
            gate.end();
            fetches += 1;
        }
        fetches
    }

    #[tokio::test(start_paused = true)]
    async fn tokens_cause_a_limited_number_of_fetches() {
        let mut gate = Gate::new();
        let burst = REFETCH_BURST as usize;
        assert_eq!(fetches(&mut gate), burst);
        assert_eq!(fetches(&mut gate), 0);
        advance(REFETCH_INTERVAL).await;
        assert_eq!(fetches(&mut gate), 1);
        advance(REFETCH_INTERVAL * 2).await;
        assert_eq!(fetches(&mut gate), 2);
        // The one that was requested meanwhile, and a whole burst.
        advance(REFETCH_INTERVAL * 1000).await;
        assert_eq!(fetches(&mut gate), 1 + burst);
    }

    #[tokio::test(start_paused = true)]
    async fn many_who_ask_at_once_share_a_fetch() {
        let mut gate = Gate::new();
        for _ in 0..100 {
            assert_eq!(gate.ask(0), 1);
        }
        assert!(gate.opens().is_some());
        gate.begin();
        assert!(gate.opens().is_none());
        assert_eq!(gate.on_its_way(), Some(1));
        for _ in 0..100 {
            assert_eq!(gate.ask(1), 2);
        }
        gate.end();
        assert_eq!(gate.on_its_way(), None);
        assert!(gate.opens().is_some());
    }

    proptest! {
        /// For any sequence of requests: a fetch begins within one interval, and there are never more than the burst
        /// and one for each interval.
        #[test]
        fn who_asks_waits_for_one_interval_at_most(pauses in prop::collection::vec(0_u64..9_000, 1..60)) {
            let mut runtime = tokio::runtime::Builder::new_current_thread();
            runtime.enable_time().start_paused(true);
            runtime.build().unwrap().block_on(async {
                let (start, mut gate) = (Instant::now(), Gate::new());
                for (pause, fetches) in pauses.into_iter().zip(1_u32..) {
                    advance(Duration::from_millis(pause)).await;
                    let asked = Instant::now();
                    gate.ask(gate.begun());
                    let opens = gate.opens().unwrap();
                    assert!(opens <= asked + REFETCH_INTERVAL);
                    sleep_until(opens).await;
                    gate.begin();
                    gate.end();
                    // tokio's clock has a resolution of one millisecond.
                    let passed = start.elapsed() + Duration::from_millis(1);
                    let permitted = passed.as_secs() / REFETCH_INTERVAL.as_secs();
                    assert!(u64::from(fetches) <= u64::from(REFETCH_BURST) + permitted);
                }
            });
        }
    }
}
