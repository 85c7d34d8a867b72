use axum_core::response::{IntoResponse, Response};

/// The response to a request that does not reach its handler, behind a pointer: the results that
/// carry it stay small on the way that matters.
#[derive(Debug)]
pub struct Refusal(Box<Response>);

impl Refusal {
    /// The refusal that `rejection` answers with.
    pub fn new(rejection: impl IntoResponse) -> Self {
        Self(Box::new(rejection.into_response()))
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        *self.0
    }
}
