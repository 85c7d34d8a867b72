//! How often keys may be fetched because of tokens.

use std::time::Duration;

use tokio::time::Instant;

/// How many fetches tokens with unknown keys may cause in quick succession.
pub const REFETCH_BURST: u32 = 10;

/// After how long such a token may cause one more fetch.
pub const REFETCH_INTERVAL: Duration = Duration::from_secs(5);

/// Lets fetches through, which are numbered from 1.
#[derive(Debug)]
pub(super) struct Gate {
    /// The last fetch that has begun.
    begun: u64,
    /// The last fetch that has ended.
    ended: u64,
    /// The last fetch that was asked for.
    asked: u64,
    /// How many more may be asked for, as of a moment.
    left: u32,
    counted: Instant,
}

impl Gate {
    pub(super) fn new() -> Self {
        Self {
            begun: 0,
            ended: 0,
            asked: 0,
            left: REFETCH_BURST,
            counted: Instant::now(),
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

    /// A task starts to fetch. What one before it had begun has come to nothing.
    pub(super) fn start(&mut self) {
        self.end();
        self.asked = self.begun + 1;
    }

    /// Whether a fetch was asked for that has not begun.
    pub(super) fn is_asked(&self) -> bool {
        self.asked > self.begun
    }

    /// The fetch that is on its way.
    pub(super) fn on_its_way(&self) -> Option<u64> {
        (self.begun > self.ended).then_some(self.begun)
    }

    /// Asks for a fetch that begins after the one with this number. None if there were too many.
    pub(super) fn ask(&mut self, after: u64) -> Option<u64> {
        let wanted = after + 1;
        if self.begun >= wanted || self.asked >= wanted {
            return Some(wanted);
        }
        self.refill();
        self.left = self.left.checked_sub(1)?;
        self.asked = wanted;
        Some(wanted)
    }

    /// The last fetch that has begun.
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
    use super::{Gate, REFETCH_BURST, REFETCH_INTERVAL};

    /// Fetches that tokens cause one after the other.
    fn fetches(gate: &mut Gate) -> usize {
        let mut fetches = 0;
        while gate.ask(gate.begun()).is_some() {
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
        tokio::time::advance(REFETCH_INTERVAL).await;
        assert_eq!(fetches(&mut gate), 1);
        tokio::time::advance(REFETCH_INTERVAL * 2).await;
        assert_eq!(fetches(&mut gate), 2);
        tokio::time::advance(REFETCH_INTERVAL * 1000).await;
        assert_eq!(fetches(&mut gate), burst);
    }

    #[tokio::test(start_paused = true)]
    async fn many_who_ask_at_once_share_a_fetch() {
        let mut gate = Gate::new();
        for _ in 0..100 {
            assert_eq!(gate.ask(0), Some(1));
        }
        assert!(gate.is_asked());
        gate.begin();
        assert!(!gate.is_asked());
        assert_eq!(gate.on_its_way(), Some(1));
        for _ in 0..100 {
            assert_eq!(gate.ask(1), Some(2));
        }
        gate.end();
        assert_eq!(gate.on_its_way(), None);
        assert!(gate.is_asked());
    }
}
