//! What is recorded, as events and by the crate `metrics`.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use metrics::{
    Counter, CounterFn, Gauge, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder,
    SharedString, Unit,
};
use scopegate::metrics::{Event, Metrics};

/// All events. Requests to the provider take no time.
#[derive(Clone, Default)]
pub(crate) struct Events(Arc<Mutex<Vec<Event>>>);

impl Events {
    /// What happened since the last look.
    pub(crate) fn take(&self) -> Vec<Event> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl Metrics for Events {
    fn record(&self, event: Event) {
        let event = match event {
            Event::Fetched { kind, error, .. } => Event::fetched(kind, error, Duration::ZERO),
            other => other,
        };
        self.0.lock().unwrap().push(event);
    }
}

/// What was counted, by name and labels: `name{label=value,...}`.
#[derive(Clone, Default)]
pub(crate) struct Counted(Arc<Mutex<BTreeMap<String, u64>>>);

impl Counted {
    /// What was counted since the last look.
    pub(crate) fn take(&self) -> Vec<(String, u64)> {
        let counted = std::mem::take(&mut *self.0.lock().unwrap());
        counted.into_iter().collect()
    }

    fn of(&self, key: &Key) -> Arc<One> {
        let labels = key
            .labels()
            .map(|it| format!("{}={}", it.key(), it.value()));
        let labels = labels.collect::<Vec<_>>().join(",");
        Arc::new(One {
            key: format!("{}{{{labels}}}", key.name()),
            all: self.clone(),
        })
    }
}

struct One {
    key: String,
    all: Counted,
}

impl CounterFn for One {
    fn increment(&self, value: u64) {
        let mut all = self.all.0.lock().unwrap();
        *all.entry(self.key.clone()).or_default() += value;
    }

    fn absolute(&self, _: u64) {
        unreachable!("events are counted one by one");
    }
}

impl HistogramFn for One {
    fn record(&self, seconds: f64) {
        assert!((0.0..3600.0).contains(&seconds));
        self.increment(1);
    }
}

impl Recorder for Counted {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(self.of(key))
    }

    fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
        unreachable!("there is no gauge");
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::from_arc(self.of(key))
    }
}
