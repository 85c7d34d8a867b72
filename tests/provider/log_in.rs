//! The authorization code flow with PKCE, as a person and a native app go through it.

use std::collections::BTreeMap;

use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::{RequestBuilder, Response, Url};
use serde::Deserialize;

use crate::grants::Client;

/// RFC 8252 section 7.3: a provider allows any port here.
const CALLBACK: &str = "http://127.0.0.1:49152/callback";

/// Of RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

#[derive(Deserialize)]
pub(crate) struct Tokens {
    pub(crate) access_token: String,
    pub(crate) id_token: String,
}

/// `johndoe` logs in and allows the app these scopes.
pub(crate) async fn log_in(client: &Client, resource: &str, scope: &str) -> Tokens {
    let mut browser = Browser {
        client: client.clone(),
        cookies: BTreeMap::new(),
    };
    let start = Url::parse_with_params(
        &format!("{}/auth", client.provider),
        [
            ("client_id", "app"),
            ("response_type", "code"),
            ("redirect_uri", CALLBACK),
            ("scope", &format!("openid {scope}")),
            ("resource", resource),
            ("state", "of the app"),
            ("nonce", "of the app, too"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ],
    );
    let mut at = browser.get(start.unwrap()).await;
    for form in [
        [("prompt", "login"), ("login", "johndoe")],
        [("prompt", "consent"), ("", "")],
    ] {
        assert!(at.path().starts_with("/interaction/"), "{at}");
        let resumed = browser.post(at, &form).await;
        at = browser.get(resumed).await;
    }
    redeem(client, resource, &code_in(&at)).await
}

fn code_in(callback: &Url) -> String {
    assert!(callback.as_str().starts_with(CALLBACK), "{callback}");
    let answer: BTreeMap<_, _> = callback.query_pairs().collect();
    assert_eq!(answer["state"], "of the app");
    answer["code"].clone().into_owned()
}

async fn redeem(client: &Client, resource: &str, code: &str) -> Tokens {
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", "app"),
        ("redirect_uri", CALLBACK),
        ("code", code),
        ("code_verifier", VERIFIER),
        ("resource", resource),
    ];
    let request = client.http.post(format!("{}/token", client.provider));
    let answer = request.form(&form).send().await.unwrap();
    let status = answer.status();
    let body = answer.text().await.unwrap();
    assert_eq!(status, 200, "{body}");
    serde_json::from_str(&body).unwrap()
}

/// Keeps cookies, and stops at each redirect.
struct Browser {
    client: Client,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    async fn get(&mut self, url: Url) -> Url {
        self.send(self.client.http.get(url)).await
    }

    async fn post(&mut self, url: Url, form: &[(&str, &str)]) -> Url {
        self.send(self.client.http.post(url).form(form)).await
    }

    /// Where the answer redirects to.
    async fn send(&mut self, request: RequestBuilder) -> Url {
        let cookies: Vec<_> = self
            .cookies
            .iter()
            .map(|(n, v)| format!("{n}={v}"))
            .collect();
        let answer = request.header(COOKIE, cookies.join("; ")).send().await;
        let answer = answer.unwrap();
        self.keep_cookies(&answer);
        let url = answer.url().clone();
        let to = answer
            .headers()
            .get(LOCATION)
            .map(|to| to.to_str().unwrap().to_owned());
        match to {
            Some(to) => url.join(&to).unwrap(),
            None => panic!("no redirect: {}", answer.text().await.unwrap()),
        }
    }

    fn keep_cookies(&mut self, answer: &Response) {
        for cookie in answer.headers().get_all(SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name); // that is how they are deleted
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}
