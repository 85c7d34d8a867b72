//! Profiles and rejections.

use scopegate::SecurityScheme;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), profile = rfc9728)]
struct Unknown;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), profile = FastAPI)]
struct Case;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), profile = "fastapi")]
struct Quoted;

#[derive(SecurityScheme)]
#[oauth2(password(token_url = "token"), profile = fastapi, rejection = Problem)]
struct Both;

struct Problem;

fn main() {}
