//! The provider changes its keys.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};

use scopegate::TokenError;
use tokio::task::{JoinHandle, JoinSet};

use crate::api::{API, Api, discovered, eventually};
use crate::grants::Client;
use crate::jws::header;
use crate::provider::Provider;

const CALLERS: usize = 8;
const ROTATIONS: usize = 4;

/// Callers that get a token, use it once, and start again.
struct Load {
    stop: Arc<AtomicBool>,
    callers: Vec<Caller>,
}

struct Caller {
    calls: Arc<AtomicUsize>,
    /// The keys of the tokens that it used.
    task: JoinHandle<BTreeSet<String>>,
}

impl Load {
    fn start(client: &Client, api: &Api) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let caller = |_| {
            let calls = Arc::new(AtomicUsize::new(0));
            let call = call_on(
                client.clone(),
                api.clone(),
                Arc::clone(&calls),
                Arc::clone(&stop),
            );
            Caller {
                calls,
                task: tokio::spawn(call),
            }
        };
        Self {
            callers: (0..CALLERS).map(caller).collect(),
            stop,
        }
    }

    /// Waits until each caller has got a token from now on, and has used it.
    async fn go_around(&self) {
        let goals: Vec<_> = self
            .callers
            .iter()
            .map(|caller| caller.calls.load(SeqCst) + 2)
            .collect();
        eventually("each caller has called again", async || {
            let mut callers = self.callers.iter().zip(&goals);
            // One that failed says why in `finish`.
            callers.all(|(caller, goal)| caller.calls.load(SeqCst) >= *goal)
                || self.callers.iter().any(|caller| caller.task.is_finished())
        })
        .await;
    }

    async fn finish(self) -> BTreeSet<String> {
        self.stop.store(true, SeqCst);
        let mut kids = BTreeSet::new();
        for caller in self.callers {
            kids.extend(caller.task.await.unwrap());
        }
        kids
    }
}

async fn call_on(
    client: Client,
    api: Api,
    calls: Arc<AtomicUsize>,
    stop: Arc<AtomicBool>,
) -> BTreeSet<String> {
    let mut kids = BTreeSet::new();
    while !stop.load(SeqCst) {
        let token = client.token(API, "items:read").await;
        api.items(&token).await.is_ok_for("machine");
        kids.extend(header(&token, "kid"));
        calls.fetch_add(1, SeqCst);
    }
    kids
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_rotate_under_load_without_one_failed_request() {
    let mut provider = Provider::start().await;
    let api = Api::serve(discovered(&provider, API)).await;
    let load = Load::start(&Client::of(&provider), &api);
    load.go_around().await;
    for _ in 0..ROTATIONS {
        provider.rotate().await;
        load.go_around().await; // no token of the old key is about any more
        provider.drop_old_keys().await;
        load.go_around().await;
    }
    let used = load.finish().await;
    let all = (0..=ROTATIONS).map(|rotation| format!("RS256-{}", rotation + 1));
    assert_eq!(used, all.collect());
}

#[tokio::test]
async fn a_new_key_is_fetched_once_for_all_who_need_it() {
    let mut provider = Provider::start().await;
    let api = Api::serve(discovered(&provider, API)).await;
    let client = Client::of(&provider);
    let old = client.token(API, "items:read").await;
    api.items(&old).await.is_ok_for("machine");

    provider.rotate().await;
    let new = client.token(API, "items:read").await;
    let before = provider.requests().await;
    let mut calls = JoinSet::new();
    for _ in 0..64 {
        let (api, token) = (api.clone(), new.clone());
        calls.spawn(async move { api.items(&token).await });
    }
    for answer in calls.join_all().await {
        answer.is_ok_for("machine");
    }
    assert_eq!(provider.requests().await.jwks, before.jwks + 1);
}

#[tokio::test]
async fn a_token_of_a_dropped_key_is_refused_once_the_keys_are_fetched_again() {
    let mut provider = Provider::start().await;
    let api = Api::serve(discovered(&provider, API)).await;
    let client = Client::of(&provider);
    let old = client.token(API, "items:read").await;
    api.items(&old).await.is_ok_for("machine");

    provider.rotate().await;
    let new = client.token(API, "items:read").await;
    provider.drop_old_keys().await;
    eventually("the new key is known", async || {
        api.items(&new).await.status == 200
    })
    .await;
    let refused = api.items(&old).await;
    refused.is_unauthorized(TokenError::UnknownKey);
}
