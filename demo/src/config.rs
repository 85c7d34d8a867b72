//! Options from the command line and the environment.

use std::error::Error;
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::clients::TrustedProxies;
use crate::database::DatabaseUrl;
use crate::limits::LoginQuotas;
use crate::server::ConnectionLimits;
use crate::signing::Provider;

/// FastAPI's tutorial "OAuth2 scopes" on axum and scopegate.
///
/// Without a database, log in as `johndoe` with the password `secret`, as `alice` with `secretalice`, or as the
/// administrator `admin` with `secretadmin`.
#[derive(Debug, Parser)]
#[command(name = "demo", version, after_help = SECRET_KEY_HELP)]
pub struct Cli {
    /// What to do instead of serving.
    #[command(subcommand)]
    pub command: Option<Command>,

    /// How to serve.
    #[command(flatten)]
    pub config: Config,
}

/// What to do instead of serving.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show every route with who may call it, and exit.
    Routes {
        /// How to show them.
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Add a user to the database, such as the first administrator, and exit.
    ///
    /// The password is a line of the standard input.
    AddUser(NewAccount),
}

/// Whom to add.
#[derive(Debug, Args)]
pub struct NewAccount {
    /// The name to log in with.
    pub username: String,

    /// A scope that the user may be granted; may be repeated. Without any, all of them.
    #[arg(long = "scope", value_name = "SCOPE")]
    pub scopes: Vec<String>,
}

/// How routes are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// As wide as the terminal, or as COLUMNS says; a line for each route where it is neither.
    Table,
    /// For jq.
    Json,
    /// A flowchart: routes, handlers, dependencies, schemes.
    Mermaid,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// An object for each line.
    Json,
}

/// How to serve.
#[derive(Debug, Args)]
pub struct Config {
    /// A file of settings (TOML), named like the variables of these options, in small letters: `listen = "127.0.0.1:8000"`,
    /// `trusted_proxies = ["10.0.0.1"]`.
    ///
    /// Options come before the environment, the environment before the file, and the file before the defaults.
    #[arg(long, env = "CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Where to listen; port 0 picks a free one.
    #[arg(
        long,
        env = "LISTEN",
        default_value = "127.0.0.1:8000",
        value_name = "ADDRESS:PORT"
    )]
    pub listen: SocketAddr,

    /// How the log is written; `RUST_LOG` selects what, as in `info` or `warn,demo=debug`.
    #[arg(long, env = "LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,

    /// Where the users are: `sqlite://users.db` or `postgres://user:password@host/name`.
    ///
    /// Without it, they are in memory, end with the process, and are those of the tutorial and `admin`: on another address
    /// than that of this machine, or behind a proxy, only with `--demo-users`. A URL with a password belongs into the
    /// environment: other users of a machine can list the arguments of its processes. Percent-encode characters of the
    /// password that have a meaning in URLs, such as `@` and `/`.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, value_name = "URL")]
    pub database_url: Option<DatabaseUrl>,

    /// Add the tutorial's users and an administrator, whose passwords everybody knows.
    #[arg(long, env = "DEMO_USERS")]
    pub demo_users: bool,

    /// How long an access token is valid, in minutes.
    #[arg(
        long,
        env = "ACCESS_TOKEN_MINUTES",
        default_value_t = 30,
        value_name = "MINUTES",
        value_parser = clap::value_parser!(u32).range(1..),
    )]
    pub access_token_minutes: u32,

    /// The URL of this service, for others that verify its tokens: they are then signed with key pairs.
    ///
    /// Without it, tokens are signed with the secret key, as in the tutorial.
    #[arg(long, env = "ISSUER", value_name = "URL", value_parser = origin)]
    pub issuer: Option<String>,

    /// The `aud` of tokens for other services. By default, the issuer.
    #[arg(long, env = "AUDIENCE", value_name = "URL", requires = "issuer")]
    pub audience: Option<String>,

    /// How long a key pair signs, in days.
    #[arg(
        long,
        env = "KEY_DAYS",
        default_value_t = 30,
        value_name = "DAYS",
        value_parser = clap::value_parser!(u16).range(1..),
    )]
    pub key_days: u16,

    /// An origin whose scripts may call the API from a browser (CORS), such as `https://app.example`. May be repeated.
    #[arg(
        long = "allow-origin",
        env = "ALLOW_ORIGINS",
        value_delimiter = ',',
        value_name = "URL",
        value_parser = origin,
    )]
    pub allow_origins: Vec<String>,

    /// How long a login may be continued with refresh tokens, in days.
    #[arg(
        long,
        env = "SESSION_DAYS",
        default_value_t = 30,
        value_name = "DAYS",
        value_parser = clap::value_parser!(u16).range(1..),
    )]
    pub session_days: u16,

    /// How many passwords a client may try in a minute, for one account.
    #[arg(
        long,
        env = "LOGINS_PER_ACCOUNT",
        default_value = "10",
        value_name = "NUMBER"
    )]
    pub logins_per_account: NonZeroU32,

    /// How many passwords a client may try in a minute, for all accounts.
    #[arg(
        long,
        env = "LOGINS_PER_CLIENT",
        default_value = "60",
        value_name = "NUMBER"
    )]
    pub logins_per_client: NonZeroU32,

    /// How many connections may be open. By default, as many as there may be files.
    #[arg(long, env = "CONNECTIONS", value_name = "NUMBER")]
    pub connections: Option<NonZeroU32>,

    /// How many connections a client may have open. By default, a quarter of all.
    #[arg(long, env = "CONNECTIONS_PER_CLIENT", value_name = "NUMBER")]
    pub connections_per_client: Option<NonZeroU32>,

    /// The address of a proxy whose `Forwarded` header says who the client is. May be repeated.
    #[arg(
        long = "trusted-proxy",
        env = "TRUSTED_PROXIES",
        value_delimiter = ',',
        value_name = "ADDRESS"
    )]
    pub trusted_proxies: Vec<IpAddr>,
}

// Not a command-line option: other users of a machine can list the arguments of its processes.
const SECRET_KEY_HELP: &str = "Environment:
  SECRET_KEY  The key that signs access tokens (HS256) or, with --issuer, encrypts the
              key pairs in the database: its bytes, 32 at least, the same for all replicas.
              Unset means a random key, and tokens that end with the process";

impl Config {
    /// How long an access token is valid.
    #[must_use]
    pub fn access_token_lifetime(&self) -> Duration {
        Duration::from_mins(self.access_token_minutes.into())
    }

    /// How long a login may be continued with refresh tokens.
    #[must_use]
    pub fn session_lifetime(&self) -> Duration {
        Duration::from_hours(24 * u64::from(self.session_days))
    }

    /// What this service is to others, if it is anything to them.
    #[must_use]
    pub fn provider(&self) -> Option<Provider> {
        let issuer = self.issuer.clone()?;
        Some(Provider {
            audience: self.audience.clone().unwrap_or_else(|| issuer.clone()),
            issuer,
            token_lifetime: self.access_token_lifetime(),
            key_period: Duration::from_hours(24 * u64::from(self.key_days)),
        })
    }

    /// How often passwords may be tried.
    #[must_use]
    pub fn login_quotas(&self) -> LoginQuotas {
        LoginQuotas {
            per_client: self.logins_per_client,
            per_account: self.logins_per_account,
        }
    }

    /// How many connections there may be.
    #[must_use]
    pub fn connection_limits(&self) -> ConnectionLimits {
        let all = self
            .connections
            .map_or_else(default_connections, NonZeroU32::get);
        let per_client = self.connections_per_client.map_or(all / 4, NonZeroU32::get);
        ConnectionLimits {
            all: all as usize,
            per_client: per_client.max(1) as usize,
            proxies: self.trusted_proxies(),
        }
    }

    /// Whether others than the users of this machine may reach the service.
    #[must_use]
    pub fn serves_others(&self) -> bool {
        !self.listen.ip().to_canonical().is_loopback() || !self.trusted_proxies.is_empty()
    }

    /// The proxies that are believed.
    #[must_use]
    pub fn trusted_proxies(&self) -> TrustedProxies {
        TrustedProxies::new(self.trusted_proxies.iter().copied())
    }
}

/// A scheme and a host, and no more. The metadata of an issuer with a path would be elsewhere (RFC 8414 section 3).
fn origin(url: &str) -> Result<String, String> {
    let uri: axum::http::Uri = url.parse().map_err(|error| format!("{error}"))?;
    let has_scheme = matches!(uri.scheme_str(), Some("https" | "http"));
    let is_origin = uri.path() == "/" && uri.query().is_none() && !url.ends_with('/');
    if has_scheme && is_origin && !url.contains(['@', '#', '?']) {
        return Ok(url.to_owned());
    }
    Err("should be like `https://host.example`, without a path".to_owned())
}

/// As many as there may be open files, but for those of the database, logs and the like.
fn default_connections() -> u32 {
    const OTHERS: u64 = 64;
    const MOST: u64 = 4096;

    #[cfg(unix)]
    let files = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
    #[cfg(not(unix))]
    let files = None;
    let left = files.unwrap_or(MOST + OTHERS).saturating_sub(OTHERS);
    u32::try_from(left.clamp(1, MOST)).unwrap_or(1)
}

/// That of FastAPI's tutorial.
const KNOWN_KEY: &[u8] = b"09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7";

/// The key that signs access tokens: that of the environment, or a random one.
///
/// # Errors
/// If everybody knows the key, or the operating system has no random bytes.
pub fn secret_key() -> Result<Vec<u8>, Box<dyn Error>> {
    if let Some(key) = std::env::var_os("SECRET_KEY") {
        let key = key.into_encoded_bytes();
        if key == KNOWN_KEY {
            return Err("SECRET_KEY: everybody knows the key of FastAPI's tutorial".into());
        }
        if key.len() > 1 && key.iter().all(|byte| *byte == key[0]) {
            return Err("SECRET_KEY: it is one character, again and again".into());
        }
        return Ok(key);
    }
    tracing::warn!(
        "SECRET_KEY is not set: a random key takes its place, and tokens end with this process"
    );
    let mut key = vec![0; 32];
    getrandom::fill(&mut key)?;
    Ok(key)
}
