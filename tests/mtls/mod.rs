//! Tokens that are bound to a client certificate (RFC 8705), over HTTP. With real connections: see `docs/tls`.

mod bound;
mod built;
mod model;
mod proxy;
mod service;
mod with_dpop;
