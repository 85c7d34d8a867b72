//! A scheme needs a flow.

use scopegate::SecurityScheme;

#[derive(SecurityScheme)]
#[oauth2(scopes("me" = "Read your profile."))]
struct NoFlow;

fn main() {}
