//! Schemes beside OAuth2: what they find, what they refuse, how they are challenged and documented.

mod documented;
mod found;
mod implied;
mod issuers;
mod one_name;
mod places;
mod service;
