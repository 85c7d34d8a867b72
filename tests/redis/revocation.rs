//! Who learns of a revocation, for how long, and what holds while nobody can be asked.

use std::time::{Duration, Instant, SystemTime};

use redis::{AsyncCommands, Client};
use scopegate::testing::{TestProvider, TestToken};
use tokio::time::sleep;

use crate::revoked_in_redis::{LEEWAY, PATIENCE};
use crate::server::Redis;
use crate::service::{ISSUER, Instance, token};

fn later() -> SystemTime {
    SystemTime::now() + Duration::from_secs(600)
}

/// Waits until a token is accepted again.
async fn accepted_again(instance: &Instance, token: &TestToken) {
    let start = Instant::now();
    while instance.status(token).await != 200 {
        assert!(start.elapsed() < Duration::from_secs(10), "never accepted");
        sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn a_token_that_one_instance_revoked_is_refused_by_all_and_no_other_token_is() {
    let (redis, issuer) = (Redis::start().await, TestProvider::new(ISSUER));
    let instances = [(); 2].map(|()| Instance::new(&issuer, &redis.url()));
    let (taken_back, other) = (token(&issuer, "a"), token(&issuer, "b"));
    for instance in &instances {
        assert_eq!(instance.status(&taken_back).await, 200);
    }
    let revoked = &instances[0].revoked;
    revoked.revoke(ISSUER, "a", later()).await.unwrap();
    for instance in &instances {
        let answer = instance.get(&taken_back).await;
        assert_eq!(answer.status, 401);
        assert!(
            answer.body.contains("The access token was revoked"),
            "{answer:?}"
        );
        assert_eq!(instance.status(&other).await, 200);
    }
}

#[tokio::test]
async fn tokens_of_two_issuers_may_have_the_same_name() {
    let redis = Redis::start().await;
    let (one, two) = (
        TestProvider::new(ISSUER),
        TestProvider::new("https://two.example"),
    );
    let instance = Instance::for_all(&[&one, &two], &redis.url());
    let revoked = &instance.revoked;
    revoked.revoke(ISSUER, "a", later()).await.unwrap();
    let of_one = instance.status(&token(&one, "a")).await;
    let of_two = instance.status(&token(&two, "a")).await;
    assert_eq!((of_one, of_two), (401, 200));
}

#[tokio::test]
async fn a_token_that_has_no_name_is_refused_since_it_could_not_be_taken_back() {
    let (redis, issuer) = (Redis::start().await, TestProvider::new(ISSUER));
    let instance = Instance::new(&issuer, &redis.url());
    let nameless = token(&issuer, "a").without("jti");
    assert_eq!(instance.status(&nameless).await, 401);
}

#[tokio::test]
async fn redis_forgets_a_token_when_no_verifier_accepts_it_and_not_before() {
    let (redis, issuer) = (Redis::start().await, TestProvider::new(ISSUER));
    let instance = Instance::new(&issuer, &redis.url());
    let until = SystemTime::now() + Duration::from_secs(1);
    let expires_at = until - LEEWAY;
    let revoked = instance.revoked.revoke(ISSUER, "a", expires_at).await;
    revoked.unwrap();
    let client = Client::open(redis.url()).unwrap();
    let mut client = client.get_multiplexed_async_connection().await.unwrap();
    let size: i64 = redis::cmd("DBSIZE").query_async(&mut client).await.unwrap();
    assert_eq!(size, 1);
    // The token itself lasts longer here, to see that nobody remembers.
    let lasting = token(&issuer, "a");
    while instance.status(&lasting).await != 200 {
        let waited = until.elapsed().unwrap_or_default();
        assert!(waited < Duration::from_secs(2), "Redis does not forget");
        sleep(Duration::from_millis(20)).await;
    }
    assert!(until.elapsed().is_ok(), "Redis forgot too early");
    let keys: Vec<String> = client.keys("*").await.unwrap();
    assert_eq!(keys, [""; 0]);
}

#[tokio::test]
async fn a_request_costs_redis_one_question() {
    let (redis, issuer) = (Redis::start().await, TestProvider::new(ISSUER));
    let instance = Instance::new(&issuer, &redis.url());
    assert_eq!(instance.status(&token(&issuer, "a")).await, 200);
    let client = Client::open(redis.url()).unwrap();
    let mut client = client.get_multiplexed_async_connection().await.unwrap();
    let () = redis::cmd("CONFIG")
        .arg("RESETSTAT")
        .query_async(&mut client)
        .await
        .unwrap();
    for _ in 0..10 {
        assert_eq!(instance.status(&token(&issuer, "a")).await, 200);
    }
    // A token that is not good otherwise is none of its business.
    let expired = token(&issuer, "a").expired();
    assert_eq!(instance.status(&expired).await, 401);
    let stats: String = redis::cmd("INFO")
        .arg("commandstats")
        .query_async(&mut client)
        .await
        .unwrap();
    let commands = stats.lines().filter(|line| line.starts_with("cmdstat_"));
    let commands: Vec<_> = commands
        .filter(|line| !line.contains("config|resetstat"))
        .collect();
    assert_eq!(commands.len(), 1, "{stats}");
    assert!(
        commands[0].starts_with("cmdstat_exists:calls=10,"),
        "{stats}"
    );
}

#[tokio::test]
async fn nothing_is_accepted_while_redis_is_down_and_all_is_well_when_it_is_back() {
    let (mut redis, issuer) = (Redis::start().await, TestProvider::new(ISSUER));
    let instance = Instance::new(&issuer, &redis.url());
    let good = token(&issuer, "a");
    assert_eq!(instance.status(&good).await, 200);
    redis.go_down().await;
    for _ in 0..5 {
        let start = Instant::now();
        let answer = instance.get(&good).await;
        assert_eq!(answer.status, 503);
        assert!(
            answer.body.contains("cannot be verified at the moment"),
            "{answer:?}"
        );
        assert!(start.elapsed() < PATIENCE * 2);
    }
    redis.come_back().await;
    accepted_again(&instance, &good).await;
}

#[tokio::test]
async fn a_service_starts_without_redis_and_accepts_nothing_until_it_is_there() {
    let (mut redis, issuer) = (Redis::start().await, TestProvider::new(ISSUER));
    redis.go_down().await;
    let instance = Instance::new(&issuer, &redis.url());
    let good = token(&issuer, "a");
    let status = instance.status(&good).await;
    assert_eq!(status, 503);
    redis.come_back().await;
    accepted_again(&instance, &good).await;
}

#[tokio::test]
async fn nobody_waits_for_long_while_redis_hangs() {
    let (redis, issuer) = (Redis::start().await, TestProvider::new(ISSUER));
    let instance = Instance::new(&issuer, &redis.url());
    let (good, taken_back) = (token(&issuer, "a"), token(&issuer, "b"));
    assert_eq!(instance.status(&good).await, 200);
    instance.revoked.revoke(ISSUER, "b", later()).await.unwrap();
    redis.hang().await;
    for token in [&good, &taken_back, &good] {
        let start = Instant::now();
        let status = instance.status(token).await;
        assert_eq!(status, 503);
        assert!(start.elapsed() < PATIENCE * 2, "{:?}", start.elapsed());
    }
    redis.go_on().await;
    accepted_again(&instance, &good).await;
    assert_eq!(instance.status(&taken_back).await, 401);
}
