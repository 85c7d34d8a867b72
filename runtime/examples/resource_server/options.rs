//! What the command line says of the provider.

use std::error::Error;

use scopegate::provider::{Introspection, Tenants};
use scopegate::{Verifier, VerifierBuilder, VerifierError};

const USAGE: &str = "usage: resource_server ISSUER AUDIENCE [ADDRESS:PORT] [OPTION]...

ISSUER is the `iss` of the tokens, and AUDIENCE their `aud`. ADDRESS:PORT is 127.0.0.1:8080 unless it is given.

What tokens look like:
  --any-token-type               the header `typ` need not be `at+jwt`
  --token-type TYP               the header `typ` is this; claims of RFC 9068 may be missing
  --require CLAIM=VALUE          a claim has this value
  --only-access-tokens-have CLAIM
                                 a claim tells access tokens from ID tokens
  --audience-stand-in CLAIM=VALUE
                                 tokens without `aud` have this claim instead
  --scopes-at CLAIM              more scopes: a list, or a string with spaces
  --scopes-at-commas CLAIM       more scopes: a string with commas
  --scopes-at-keys CLAIM         more scopes: the names of an object

Where the provider is:
  --jwks URL                     the keys, for a provider without metadata
  --tenants METADATA=ID,ID       ISSUER is a template such as https://issuer.example/{tenantid}
  --allow-insecure-http-to HOST  plain HTTP to this host

Opaque tokens, which the provider is asked about (the secret is in CLIENT_SECRET):
  --introspect CLIENT_ID         as this client
  --introspect-bearer            with the secret as an access token
  --endpoint URL                 where to ask, if the metadata does not say
  --allow-missing-audience       answers may lack `aud`

  --verbose                      log why tokens are refused
  --resource URL                 the address of this API, for the metadata of RFC 9728; AUDIENCE if that is one";

/// What was said.
#[derive(Debug, Default)]
pub(crate) struct Options {
    issuer: String,
    audience: String,
    pub(crate) address: String,
    pub(crate) resource: Option<String>,
    rules: Vec<(String, String)>,
    place: Place,
    introspection: Option<Introspection>,
    has_endpoint: bool,
}

#[derive(Debug, Default)]
enum Place {
    #[default]
    Discovered,
    Jwks(String),
    Tenants(String, Vec<String>),
}

impl Options {
    /// # Errors
    /// What cannot be understood, and how it is said.
    pub(crate) fn read(arguments: Vec<String>) -> Result<Self, Box<dyn Error>> {
        let mut options = Self::default();
        let mut words = Vec::new();
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            if argument.starts_with("--") {
                options.option(&argument, &mut arguments)?;
            } else {
                words.push(argument);
            }
        }
        let mut words = words.into_iter();
        let (Some(issuer), Some(audience)) = (words.next(), words.next()) else {
            return Err(USAGE.into());
        };
        options.address = words.next().unwrap_or_else(|| "127.0.0.1:8080".to_owned());
        if words.next().is_some() {
            return Err(USAGE.into());
        }
        let is_address = audience.starts_with("https://");
        options.resource = options
            .resource
            .or_else(|| is_address.then(|| audience.clone()));
        (options.issuer, options.audience) = (issuer, audience);
        Ok(options)
    }

    fn option(
        &mut self,
        name: &str,
        arguments: &mut impl Iterator<Item = String>,
    ) -> Result<(), Box<dyn Error>> {
        let mut value = || {
            let value = arguments.next();
            value.ok_or_else(|| format!("`{name}` lacks its value\n\n{USAGE}"))
        };
        let secret = || std::env::var("CLIENT_SECRET").map_err(|_| "CLIENT_SECRET is not set");
        match name {
            "--any-token-type" => self.rules.push((name.to_owned(), String::new())),
            "--token-type"
            | "--require"
            | "--only-access-tokens-have"
            | "--audience-stand-in"
            | "--scopes-at"
            | "--scopes-at-commas"
            | "--scopes-at-keys"
            | "--allow-insecure-http-to" => self.rules.push((name.to_owned(), value()?)),
            "--jwks" => self.place = Place::Jwks(value()?),
            "--tenants" => {
                let value = value()?;
                let (metadata, tenants) = pair(&value)?;
                let tenants = tenants.split(',').map(str::to_owned).collect();
                self.place = Place::Tenants(metadata.to_owned(), tenants);
            }
            "--introspect" => {
                let client = Introspection::client_secret_basic(value()?, secret()?);
                self.introspection = Some(client);
            }
            "--introspect-bearer" => self.introspection = Some(Introspection::bearer(secret()?)),
            "--endpoint" | "--allow-missing-audience" => {
                let asking = self.introspection.take();
                let asking = asking.ok_or(format!("`{name}` comes after `--introspect`"))?;
                self.has_endpoint |= name == "--endpoint";
                self.introspection = Some(match name {
                    "--endpoint" => asking.endpoint(value()?),
                    _ => asking.allow_missing_audience(),
                });
            }
            "--resource" => self.resource = Some(value()?),
            _ => return Err(format!("`{name}` is not an option\n\n{USAGE}").into()),
        }
        Ok(())
    }

    /// A verifier that is begun with `builder`.
    ///
    /// # Errors
    /// What is wrong with all that was said.
    pub(crate) fn verifier(self, builder: VerifierBuilder) -> Result<Verifier, Box<dyn Error>> {
        let mut builder = match (self.place, &self.introspection) {
            // A provider that is asked at an address of its own need not have metadata.
            (Place::Discovered, Some(_)) if self.has_endpoint => builder.issuer(self.issuer),
            (Place::Discovered, _) => builder.discover(self.issuer),
            (Place::Jwks(url), _) => builder.issuer(self.issuer).jwks(url),
            (Place::Tenants(metadata, tenants), _) => {
                builder.discover_tenants(metadata, self.issuer, Tenants::only(tenants))
            }
        };
        if let Some(asking) = self.introspection {
            builder = builder.introspect(asking);
        }
        builder = builder.audience(self.audience);
        for (name, value) in &self.rules {
            builder = rule(builder, name, value)?;
        }
        builder.build().map_err(|error: VerifierError| error.into())
    }
}

fn rule(
    builder: VerifierBuilder,
    name: &str,
    value: &str,
) -> Result<VerifierBuilder, Box<dyn Error>> {
    Ok(match name {
        "--any-token-type" => builder.any_token_type(),
        "--token-type" => builder.token_type(value),
        "--require" => {
            let (claim, value) = pair(value)?;
            match value.parse::<bool>() {
                Ok(value) => builder.require(claim, value),
                Err(_) => builder.require(claim, value),
            }
        }
        "--only-access-tokens-have" => builder.only_access_tokens_have(value),
        "--audience-stand-in" => {
            let (claim, value) = pair(value)?;
            builder.audience_stand_in(claim, value)
        }
        "--scopes-at" => builder.scopes_at(value),
        "--scopes-at-commas" => builder.scopes_at_commas(value),
        "--scopes-at-keys" => builder.scopes_at_keys(value),
        _ => builder.allow_insecure_http_to(value),
    })
}

/// What is before and after the last `=`: claims may have one in their names.
fn pair(value: &str) -> Result<(&str, &str), Box<dyn Error>> {
    let pair = value.rsplit_once('=');
    pair.ok_or_else(|| format!("`{value}` lacks a `=`\n\n{USAGE}").into())
}
