//! What a router requires of all its routes.

mod admitted;
mod contradictions;
mod merged;
mod order;
mod protected;
mod service;
