use super::account::*;

// Its tests run here.
example!("axum_johndoe_is_always_alice");
