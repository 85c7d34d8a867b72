//! The clients that `provider.mjs` registers, getting tokens and giving them back.

use std::time::Duration;

use reqwest::redirect;
use scopegate::testing::TestDpopKey;
use serde::Deserialize;

use crate::provider::Provider;

pub(crate) fn http() -> reqwest::Client {
    let client = reqwest::Client::builder()
        .redirect(redirect::Policy::none()) // who logs in looks at each redirect
        .no_proxy()
        .timeout(Duration::from_secs(20));
    client.build().unwrap()
}

/// What asks the provider for tokens.
#[derive(Clone)]
pub(crate) struct Client {
    pub(crate) http: reqwest::Client,
    pub(crate) provider: String,
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
    token_type: String,
}

impl Client {
    pub(crate) fn of(provider: &Provider) -> Self {
        Self {
            http: http(),
            provider: provider.url().to_owned(),
        }
    }

    /// A token of the machine, for a service.
    pub(crate) async fn token(&self, resource: &str, scope: &str) -> String {
        let asked = [("resource", resource), ("scope", scope)];
        self.granted(&asked, None).await.access_token
    }

    /// A token of the machine that is for no service in particular.
    pub(crate) async fn token_without_audience(&self, scope: &str) -> String {
        self.granted(&[("scope", scope)], None).await.access_token
    }

    /// A token of the machine that only who has this key may use.
    pub(crate) async fn bound_token(
        &self,
        resource: &str,
        scope: &str,
        key: &TestDpopKey,
    ) -> String {
        let asked = [("resource", resource), ("scope", scope)];
        let proof = key.proof("POST", &format!("{}/token", self.provider));
        let granted = self.granted(&asked, Some(&proof.sign())).await;
        assert_eq!(granted.token_type, "DPoP");
        granted.access_token
    }

    /// The machine takes one of its tokens back.
    pub(crate) async fn revoke(&self, token: &str) {
        self.as_machine("token/revocation", &[("token", token)], None)
            .await;
    }

    async fn granted(&self, asked: &[(&str, &str)], proof: Option<&str>) -> Granted {
        let form = [&[("grant_type", "client_credentials")], asked].concat();
        let answer = self.as_machine("token", &form, proof).await;
        serde_json::from_str(&answer).unwrap()
    }

    async fn as_machine(&self, path: &str, form: &[(&str, &str)], proof: Option<&str>) -> String {
        let request = self.http.post(format!("{}/{path}", self.provider));
        let mut request = request.basic_auth("machine", Some("machine-secret"));
        if let Some(proof) = proof {
            request = request.header("DPoP", proof);
        }
        let answer = request.form(form).send().await.unwrap();
        let status = answer.status();
        let body = answer.text().await.unwrap();
        assert_eq!(status, 200, "{path}: {body}");
        body
    }
}
