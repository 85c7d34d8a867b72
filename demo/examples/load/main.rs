//! How long the demo takes to answer, with and without a flood of logins. `tests/load/run` starts it.
//!
//! Readers ask for `/status/` and `/users/me/` all the time, and an honest user logs in every second. Then attackers, each
//! with an address of its own, try passwords as fast as they are answered; some hang up at once.

mod client;
mod report;

use std::error::Error;
use std::io::{IsTerminal, Write, stderr};
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use client::{Answer, Client};
use report::{Phase, Sample};

const READERS: usize = 4;
const ATTACKERS: usize = 24;

/// How often a reader asks. More would measure how fast the reader is.
const PACE: Duration = Duration::from_millis(10);

/// How often an attacker tries, at most: it runs on the same cores as the demo.
const ATTACK_PACE: Duration = Duration::from_millis(100);

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [url, folder, rest @ ..] = arguments.as_slice() else {
        return Err("usage: load URL FOLDER [SECONDS]".into());
    };
    let address = url.trim_start_matches("http://").to_owned();
    let seconds = rest.first().map_or(Ok(15), |seconds| seconds.parse())?;

    let login = Client::new(&address, "192.0.2.1").log_in("johndoe", "secret")?;
    let token = login.token().ok_or("johndoe cannot log in")?;
    let quiet = measure("quiet", seconds, &address, &token, 0);
    let flood = measure("flood", seconds, &address, &token, ATTACKERS);

    let table = report::table(&[&quiet, &flood]);
    let _ = writeln!(std::io::stdout(), "\n{table}");
    std::fs::write(Path::new(folder).join("load.md"), &table)?;
    std::fs::write(
        Path::new(folder).join("load.svg"),
        report::chart(&[&quiet, &flood]),
    )?;
    let broken = report::broken_promises(&quiet, &flood);
    if broken.is_empty() {
        Ok(())
    } else {
        Err(broken.join("\n").into())
    }
}

/// What all threads of a phase share.
struct Shared {
    address: String,
    token: String,
    start: Instant,
    stop: AtomicBool,
    samples: Mutex<Vec<Sample>>,
}

fn measure(
    name: &'static str,
    seconds: u64,
    address: &str,
    token: &str,
    attackers: usize,
) -> Phase {
    let shared = Arc::new(Shared {
        address: address.to_owned(),
        token: token.to_owned(),
        start: Instant::now(),
        stop: AtomicBool::new(false),
        samples: Mutex::default(),
    });
    let mut threads: Vec<JoinHandle<()>> = (0..attackers)
        .map(|number| shared.spawn(move |shared| attack(shared, number)))
        .collect();
    threads.extend((0..READERS).map(|number| shared.spawn(move |shared| read(shared, number))));
    threads.push(shared.spawn(honest));
    for second in 1..=seconds {
        thread::sleep(Duration::from_secs(1));
        let answers = shared.samples.lock().map_or(0, |samples| samples.len());
        let (start, end) = if stderr().is_terminal() {
            ("\r", "")
        } else {
            ("", "\n")
        };
        let _ = write!(
            stderr(),
            "{start}{name}: {second} of {seconds} s, {answers} answers{end}"
        );
    }
    shared.stop.store(true, Ordering::Relaxed);
    for thread in threads {
        let _ = thread.join();
    }
    let samples = shared.samples.lock().map(|samples| samples.clone());
    Phase::new(name, seconds, samples.unwrap_or_default())
}

impl Shared {
    fn spawn(self: &Arc<Self>, work: impl FnOnce(&Self) + Send + 'static) -> JoinHandle<()> {
        let shared = Arc::clone(self);
        thread::spawn(move || work(&shared))
    }

    fn goes_on(&self) -> bool {
        !self.stop.load(Ordering::Relaxed)
    }

    fn note(&self, who: &'static str, start: Instant, answer: Option<&Answer>) {
        let sample = Sample {
            who,
            at: start.duration_since(self.start),
            took: start.elapsed(),
            status: answer.map(|answer| answer.status),
            retry_after: answer.is_some_and(|answer| answer.has("retry-after")),
        };
        if let Ok(mut samples) = self.samples.lock() {
            samples.push(sample);
        }
    }
}

fn read(shared: &Shared, number: usize) {
    let mut client = Client::new(&shared.address, &format!("192.0.2.{}", 10 + number));
    let paths = ["/status/", "/users/me/"];
    for path in paths.into_iter().cycle() {
        if !shared.goes_on() {
            return;
        }
        let start = Instant::now();
        let answer = client.get(path, &shared.token);
        let who = if path == "/status/" {
            "status"
        } else {
            "users/me"
        };
        shared.note(who, start, answer.as_ref().ok());
        thread::sleep(PACE.saturating_sub(start.elapsed()));
    }
}

fn honest(shared: &Shared) {
    while shared.goes_on() {
        let start = Instant::now();
        let answer = Client::new(&shared.address, "192.0.2.2").log_in("johndoe", "secret");
        shared.note("honest login", start, answer.as_ref().ok());
        thread::sleep(
            Duration::from_secs(7)
                .saturating_sub(start.elapsed())
                .min(Duration::from_secs(1)),
        );
    }
}

fn attack(shared: &Shared, number: usize) {
    for attempt in 0_u32.. {
        if !shared.goes_on() {
            return;
        }
        let start = Instant::now();
        // Another address for each attempt, so that only the queue withstands.
        let address = format!("198.51.{}.{}", number, attempt % 250);
        let mut client = Client::new(&shared.address, &address);
        if attempt % 4 == 3 {
            let _ = client.hang_up("johndoe", "wrong");
        } else {
            let answer = client.log_in("johndoe", "wrong");
            shared.note("attack", start, answer.as_ref().ok());
        }
        thread::sleep(ATTACK_PACE.saturating_sub(start.elapsed()));
    }
}
