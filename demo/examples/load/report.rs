//! What was measured: a table, a chart, and whether the promises were kept.

#![allow(
    clippy::cast_precision_loss,
    reason = "nobody counts that many in a minute"
)]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

#[derive(Clone)]
pub(crate) struct Sample {
    pub(crate) who: &'static str,
    /// When it began, since the phase began.
    pub(crate) at: Duration,
    pub(crate) took: Duration,
    /// None if there was no answer.
    pub(crate) status: Option<u16>,
    pub(crate) retry_after: bool,
}

pub(crate) struct Phase {
    name: &'static str,
    seconds: u64,
    samples: Vec<Sample>,
}

/// The names of samples, in the order of the report.
const NAMES: [&str; 4] = ["status", "users/me", "honest login", "attack"];

/// An honest login is answered within this time, whatever the answer.
const LOGIN: Duration = Duration::from_secs(5);

/// Below this, a percentile tells more of the machine than of the demo.
const NOISE: f64 = 2.0;

impl Phase {
    pub(crate) fn new(name: &'static str, seconds: u64, samples: Vec<Sample>) -> Self {
        Self {
            name,
            seconds,
            samples,
        }
    }

    fn of(&self, who: &str) -> impl Iterator<Item = &Sample> {
        self.samples.iter().filter(move |sample| sample.who == who)
    }

    /// Milliseconds that so many in a hundred do not exceed.
    fn percentile(&self, who: &str, percent: usize) -> f64 {
        let mut took: Vec<_> = self.of(who).map(|sample| sample.took).collect();
        took.sort_unstable();
        let last = took.len().saturating_sub(1);
        took.get((took.len() * percent / 100).min(last))
            .map_or(0.0, |took| took.as_secs_f64() * 1e3)
    }

    /// How often each status was answered.
    fn statuses(&self, who: &str) -> String {
        let mut counts = BTreeMap::<_, usize>::new();
        for sample in self.of(who) {
            let status = sample
                .status
                .map_or("none".to_owned(), |status| status.to_string());
            *counts.entry(status).or_default() += 1;
        }
        let counts = counts
            .into_iter()
            .map(|(status, count)| format!("{status}: {count}"));
        counts.collect::<Vec<_>>().join(", ")
    }
}

pub(crate) fn table(phases: &[&Phase]) -> String {
    let mut table =
        "| phase | requests | per second | p50 ms | p90 ms | p99 ms | most ms | answers |\n\
                     |---|---|---|---|---|---|---|---|\n"
            .to_owned();
    for phase in phases {
        for who in NAMES {
            let count = phase.of(who).count();
            if count == 0 {
                continue;
            }
            let [p50, p90, p99, most] =
                [50, 90, 99, 100].map(|percent| phase.percentile(who, percent));
            let _ = writeln!(
                table,
                "| {} | {who} | {} | {p50:.1} | {p90:.1} | {p99:.1} | {most:.1} | {} |",
                phase.name,
                count as u64 / phase.seconds.max(1),
                phase.statuses(who),
            );
        }
    }
    table
}

/// What the demo promises and did not keep.
pub(crate) fn broken_promises(quiet: &Phase, flood: &Phase) -> Vec<String> {
    let mut broken = Vec::new();
    let (before, during) = (
        quiet.percentile("status", 99),
        flood.percentile("status", 99),
    );
    if during > 3.0 * before.max(NOISE) {
        broken.push(format!(
            "/status/ took {during:.1} ms during the flood (p99), and {before:.1} ms before"
        ));
    }
    for who in ["status", "users/me"] {
        let failed = |phase: &Phase| {
            phase
                .of(who)
                .filter(|sample| sample.status != Some(200))
                .count()
        };
        let failed = failed(quiet) + failed(flood);
        if failed > 0 {
            broken.push(format!("{failed} requests of {who} failed"));
        }
    }
    for sample in flood.of("honest login").chain(quiet.of("honest login")) {
        let answered = match sample.status {
            Some(200) => true,
            Some(429 | 503) => sample.retry_after,
            _ => false,
        };
        if !answered || sample.took > LOGIN {
            broken.push(format!(
                "an honest login got {:?} after {:?}",
                sample.status, sample.took
            ));
        }
    }
    broken
}

/// Answers per second, and the slowest of each hundred, over time: one line for each phase.
pub(crate) fn chart(phases: &[&Phase]) -> String {
    const COLORS: [&str; 2] = ["#2a6f97", "#c1121f"];
    let mut svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 640 420\" font-family=\"sans-serif\" font-size=\"12\">\n\
                   <rect width=\"640\" height=\"420\" fill=\"white\"/>\n"
        .to_owned();
    for (row, (title, value)) in [
        (
            "/status/ and /users/me/: answers per second",
            throughput as fn(&[&Sample]) -> f64,
        ),
        (
            "/status/ and /users/me/: milliseconds (p99 of each second)",
            slowest,
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let top = 30 + row * 200;
        let lines: Vec<Vec<f64>> = phases
            .iter()
            .map(|phase| per_second(phase, value))
            .collect();
        let most = lines.iter().flatten().copied().fold(1.0, f64::max);
        let _ = writeln!(svg, "<text x=\"60\" y=\"{}\">{title}</text>", top - 8);
        let _ = writeln!(
            svg,
            "<path d=\"M60 {top} V{0} H620\" fill=\"none\" stroke=\"black\"/>",
            top + 150
        );
        let _ = writeln!(
            svg,
            "<text x=\"54\" y=\"{}\" text-anchor=\"end\">{most:.0}</text>",
            top + 8
        );
        let _ = writeln!(
            svg,
            "<text x=\"54\" y=\"{}\" text-anchor=\"end\">0</text>",
            top + 150
        );
        for (number, (line, phase)) in lines.iter().zip(phases).enumerate() {
            let steps = line.len().saturating_sub(1).max(1) as f64;
            let points = line.iter().enumerate().map(|(second, value)| {
                let x = 60.0 + 560.0 * second as f64 / steps;
                format!("{x:.0},{:.0}", top as f64 + 150.0 - 150.0 * value / most)
            });
            let points = points.collect::<Vec<_>>().join(" ");
            let color = COLORS[number % COLORS.len()];
            let _ = writeln!(
                svg,
                "<polyline points=\"{points}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\"/>"
            );
            let (x, y) = (480 + 70 * number, top - 8);
            let _ = writeln!(
                svg,
                "<text x=\"{x}\" y=\"{y}\" fill=\"{color}\">{}</text>",
                phase.name
            );
        }
    }
    svg + "</svg>\n"
}

fn per_second(phase: &Phase, value: fn(&[&Sample]) -> f64) -> Vec<f64> {
    (0..phase.seconds)
        .map(|second| {
            let readers = phase.of("status").chain(phase.of("users/me"));
            let samples: Vec<_> = readers
                .filter(|sample| sample.at.as_secs() == second)
                .collect();
            value(&samples)
        })
        .collect()
}

fn throughput(samples: &[&Sample]) -> f64 {
    samples.len() as f64
}

fn slowest(samples: &[&Sample]) -> f64 {
    let mut took: Vec<_> = samples.iter().map(|sample| sample.took).collect();
    took.sort_unstable();
    took.get(took.len() * 99 / 100)
        .map_or(0.0, |took| took.as_secs_f64() * 1e3)
}
