//! What replicas of a service ask of its provider, in paused time.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Bytes;
use axum::http::{Request, Response};
use scopegate::Verifier;
use scopegate::provider::{Fetch, FetchError, REFETCH_BURST, REFETCH_INTERVAL};
use scopegate::testing::TestProvider;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};

use crate::remote::{API, issuer, token};

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(60 * 60);

/// How many tokens with an invented name of a key a replica gets, one each second.
const INVENTED: u32 = 20;

/// A provider, with the times at which it was asked for keys or metadata.
#[derive(Clone)]
struct Counted {
    issuer: TestProvider,
    asked: Arc<Mutex<Vec<Instant>>>,
}

impl Fetch for Counted {
    async fn fetch(&self, request: Request<Bytes>) -> Result<Response<Bytes>, FetchError> {
        self.asked.lock().unwrap().push(Instant::now());
        self.issuer.fetch(request).await
    }
}

/// How often a provider was asked.
#[derive(Debug)]
struct Load {
    /// By one replica, on average.
    of_each: f64,
    /// By all of them, in the second with the most requests.
    peak: usize,
}

/// Replicas that were started in the same second.
struct Replicas {
    provider: Counted,
    verifiers: Vec<Verifier>,
}

impl Replicas {
    async fn start(number: usize) -> Self {
        let provider = Counted {
            issuer: issuer(),
            asked: Arc::default(),
        };
        let new = |_| {
            let builder = provider.issuer.verifier_builder().audience(API);
            builder.http_client(provider.clone()).build().unwrap()
        };
        let verifiers = (0..number).map(new).collect();
        sleep(SECOND).await;
        Self {
            provider,
            verifiers,
        }
    }

    /// All replicas get this token, in the same moment.
    fn send(&self, token: &str) -> Vec<JoinHandle<bool>> {
        let verified = self.verifiers.iter().map(|verifier| {
            let (verifier, token) = (verifier.clone(), token.to_owned());
            tokio::spawn(async move { verifier.verify(&token).await.is_ok() })
        });
        verified.collect()
    }

    /// The same, and all accept it.
    async fn accept(&self, token: &str) {
        for verified in self.send(token) {
            assert!(verified.await.unwrap());
        }
    }

    /// What the provider was asked since it was last counted.
    fn load(&self) -> Load {
        let mut asked = std::mem::take(&mut *self.provider.asked.lock().unwrap());
        asked.sort();
        let in_the_second_from = |(i, at): (usize, &Instant)| {
            let until = *at + SECOND;
            asked.partition_point(|other| *other < until) - i
        };
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        Load {
            of_each: asked.len() as f64 / self.verifiers.len() as f64,
            peak: asked
                .iter()
                .enumerate()
                .map(in_the_second_from)
                .max()
                .unwrap_or(0),
        }
    }
}

/// The load in each phase of the life of these replicas.
struct Phases {
    start: Load,
    hour: Load,
    rotation: Load,
    invented: Load,
    outage: Load,
    recovery: Load,
}

async fn phases(number: usize) -> Phases {
    let replicas = Replicas::start(number).await;
    let issuer = &replicas.provider.issuer;
    let start = replicas.load();

    // Long enough to get out of step.
    sleep(HOUR * 12).await;
    replicas.load();
    sleep(HOUR).await;
    let hour = replicas.load();

    // The provider signs with a new key at once, and all replicas get such a token in the same second.
    issuer.rotate_keys();
    let new = token(issuer).issue();
    for _ in 0..3 {
        replicas.accept(&new).await;
    }
    sleep(SECOND * 10).await;
    let rotation = replicas.load();

    // For a while, each replica gets tokens with invented names of keys.
    let flood = Instant::now();
    for number in 0..INVENTED {
        let invented = token(issuer).header("kid", format!("{number}")).issue();
        drop(replicas.send(&invented));
        sleep(SECOND).await;
    }
    sleep(SECOND * 30).await;
    assert!(flood.elapsed() < SECOND * (INVENTED + 31));
    let invented = replicas.load();

    issuer.go_down();
    sleep(HOUR).await;
    let outage = replicas.load();
    issuer.come_up();
    sleep(SECOND * 60).await;
    replicas.accept(&token(issuer).issue()).await;
    let recovery = replicas.load();
    Phases {
        start,
        hour,
        rotation,
        invented,
        outage,
        recovery,
    }
}

#[tokio::test(start_paused = true)]
async fn replicas_do_not_ask_together_nor_often() {
    let number = 100;
    let phases = phases(number).await;
    // Metadata and keys.
    assert!(phases.start.of_each <= 2.0, "{:?}", phases.start);
    // Every ten minutes, less up to a tenth.
    let hour = phases.hour;
    assert!((5.9..=6.8).contains(&hour.of_each), "{hour:?}");
    assert!(hour.peak <= 12, "{hour:?}");
    // One who needs a key asks at once, and once.
    let rotation = phases.rotation;
    assert!((1.0..=1.1).contains(&rotation.of_each), "{rotation:?}");
    let more = f64::from(INVENTED + 30) / REFETCH_INTERVAL.as_secs_f64();
    let permitted = f64::from(REFETCH_BURST) + more;
    assert!(
        phases.invented.of_each <= permitted,
        "{:?}",
        phases.invented
    );
    // Every minute, less up to a tenth.
    assert!(phases.outage.of_each <= 75.0, "{:?}", phases.outage);
    assert!(phases.outage.peak <= 40, "{:?}", phases.outage);
    assert!(phases.recovery.peak <= 40, "{:?}", phases.recovery);
}

/// The table of `benches/RESULTS.md`.
#[tokio::test(start_paused = true)]
#[ignore = "takes minutes, and prints a table"]
#[expect(clippy::print_stdout, reason = "the table")]
async fn of_1_100_and_10_000_replicas() {
    println!(
        "| replicas | start | an hour | rotation | invented keys | an hour's outage | recovery |"
    );
    println!("|---:|---:|---:|---:|---:|---:|---:|");
    for number in [1, 100, 10_000] {
        let phases = phases(number).await;
        let shown = [
            phases.start,
            phases.hour,
            phases.rotation,
            phases.invented,
            phases.outage,
            phases.recovery,
        ];
        let shown = shown.map(|Load { of_each, peak }| format!("{of_each:.1}, {peak}/s"));
        println!("| {number} | {} |", shown.join(" | "));
    }
}
