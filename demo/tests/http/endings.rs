//! Whatever happens to a user, in any order: no token outlives what ends it, at no replica, and no other token ends.

use axum::http::Method;
use demo::sessions::{Sessions, create_access_token};
use demo::signing::Signing;
use demo::users::{User, Users};
use proptest::collection::vec;
use proptest::prelude::*;
use scopegate::TokenIssuer;
use serde_json::{Value, json};
use tokio::runtime::Builder;

use crate::api::Api;
use crate::forge::SECRET;
use crate::sessions::{invalid_grant, is_valid, refresh, revoke, tokens};
use crate::support::{config, new_database, service};

/// What happens next, to one of the tokens or sessions that there are.
#[derive(Debug, Clone, Copy)]
enum Step {
    LogIn,
    BeginSession,
    Refresh(usize),
    RefreshAgain(usize),
    RevokeAccessToken(usize),
    RevokeRefreshToken(usize),
    LogOutEverywhere,
    Disable(bool),
    ChangeScopes,
    SetPassword,
}

fn step() -> impl Strategy<Value = Step> {
    let which = || 0..10_usize;
    prop_oneof![
        Just(Step::LogIn),
        Just(Step::BeginSession),
        Just(Step::BeginSession),
        which().prop_map(Step::Refresh),
        which().prop_map(Step::Refresh),
        which().prop_map(Step::RefreshAgain),
        which().prop_map(Step::RevokeAccessToken),
        which().prop_map(Step::RevokeRefreshToken),
        Just(Step::LogOutEverywhere),
        any::<bool>().prop_map(Step::Disable),
        Just(Step::ChangeScopes),
        Just(Step::SetPassword),
    ]
}

struct AccessToken {
    token: String,
    session: Option<usize>,
    is_valid: bool,
}

struct Session {
    refresh: String,
    replaced: Option<String>,
    is_valid: bool,
}

/// Two replicas, and what is to be valid at both.
struct World {
    replicas: [Api; 2],
    users: Users,
    sessions: Sessions,
    signing: Signing,
    administrator: String,
    admin: User,
    access: Vec<AccessToken>,
    begun: Vec<Session>,
    is_disabled: bool,
}

impl World {
    async fn new() -> Self {
        let database = new_database().await;
        let users = Users::new(database.clone());
        let signing = Signing::Secret(TokenIssuer::hs256(SECRET).unwrap());
        let admin = users.get_user("admin").await.unwrap().unwrap();
        let scopes = ["me", "users:write"].map(str::to_owned);
        Self {
            administrator: create_access_token(&signing, &admin, &scopes).unwrap(),
            admin: admin.user,
            replicas: [(); 2].map(|()| Api {
                service: service(database.clone(), SECRET),
            }),
            sessions: Sessions::new(database, &config(&[])),
            users,
            signing,
            access: Vec::new(),
            begun: Vec::new(),
            is_disabled: false,
        }
    }

    async fn apply(&mut self, step: Step, api: usize) {
        let service = self.replicas[api].service.clone();
        let api = &Api { service };
        let count = self.begun.len();
        let session = |number: usize| number.checked_rem(count);
        match step {
            Step::LogIn => {
                let user = self.users.get_user("johndoe").await.unwrap().unwrap();
                let token = create_access_token(&self.signing, &user, &[]).unwrap();
                self.given(token, None);
            }
            Step::BeginSession => {
                let user = self.users.get_user("johndoe").await.unwrap().unwrap();
                let begun = self.sessions.begin(&self.signing, &user, &[]).await;
                let begun = tokens((200, json!(begun.unwrap())));
                self.given(begun.access, Some(self.begun.len()));
                self.begun.push(Session {
                    refresh: begun.refresh,
                    replaced: None,
                    is_valid: true,
                });
            }
            Step::Refresh(number) => {
                let Some(number) = session(number) else {
                    return;
                };
                let answer = refresh(api, &self.begun[number].refresh).await;
                if !self.begun[number].is_valid || self.is_disabled {
                    assert_eq!(answer, invalid_grant());
                    return;
                }
                let next = tokens(answer);
                self.given(next.access, Some(number));
                let before = std::mem::replace(&mut self.begun[number].refresh, next.refresh);
                self.begun[number].replaced = Some(before);
            }
            Step::RefreshAgain(number) => {
                let Some(number) = session(number) else {
                    return;
                };
                let Some(replaced) = &self.begun[number].replaced else {
                    return;
                };
                assert_eq!(refresh(api, replaced).await, invalid_grant());
                self.ended(number);
            }
            Step::RevokeAccessToken(number) => {
                let Some(number) = number.checked_rem(self.access.len()) else {
                    return;
                };
                let access = &mut self.access[number];
                assert_eq!(revoke(api, &access.token).await.0, 200);
                access.is_valid = false;
            }
            Step::RevokeRefreshToken(number) => {
                let Some(number) = session(number) else {
                    return;
                };
                assert_eq!(revoke(api, &self.begun[number].refresh).await.0, 200);
                self.ended(number);
            }
            Step::LogOutEverywhere => {
                let Some(valid) = self.access.iter().find(|access| access.is_valid) else {
                    return;
                };
                let target = "/users/me/sessions/";
                let answer = api.call(Method::DELETE, target, Some(&valid.token), None);
                assert_eq!(answer.await.0, 204);
                self.all_ended();
            }
            Step::Disable(disabled) => {
                self.change(api, json!({ "disabled": disabled })).await;
                self.is_disabled = disabled;
                self.all_ended();
            }
            Step::ChangeScopes => {
                self.change(api, json!({"scopes": ["me"]})).await;
                self.all_ended();
            }
            Step::SetPassword => {
                let set = self
                    .users
                    .set_password("johndoe", "no hash", &self.admin)
                    .await;
                assert!(set.unwrap());
                self.all_ended();
            }
        }
    }

    async fn change(&self, api: &Api, change: Value) {
        let (target, token) = ("/admin/users/johndoe", Some(&*self.administrator));
        let answer = api.call(Method::PATCH, target, token, Some(change));
        assert_eq!(answer.await.0, 200);
    }

    fn given(&mut self, token: String, session: Option<usize>) {
        self.access.push(AccessToken {
            token,
            session,
            is_valid: true,
        });
    }

    fn ended(&mut self, session: usize) {
        self.begun[session].is_valid = false;
        let access = self.access.iter_mut();
        for access in access.filter(|access| access.session == Some(session)) {
            access.is_valid = false;
        }
    }

    fn all_ended(&mut self) {
        for session in &mut self.begun {
            session.is_valid = false;
        }
        for access in &mut self.access {
            access.is_valid = false;
        }
    }

    async fn check(&self, api: usize) {
        for (number, access) in self.access.iter().enumerate() {
            let is_valid = is_valid(&self.replicas[api], &access.token).await;
            assert_eq!(is_valid, access.is_valid, "access token {number}");
        }
        assert!(is_valid(&self.replicas[api], &self.administrator).await);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_token_outlives_what_ends_it_and_no_other_ends(
        steps in vec((step(), 0..2_usize, 0..2_usize), 1..24),
    ) {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut world = World::new().await;
            for (step, asked, other) in steps {
                world.apply(step, asked).await;
                world.check(other).await;
            }
            // What refresh tokens give is seen last: they are used up.
            for number in 0..world.begun.len() {
                world.apply(Step::Refresh(number), 0).await;
            }
            world.check(1).await;
        });
    }
}
