use serde::Serialize;
use utoipa::ToSchema;

/// How FastAPI says which fields are wrong: the form of `POST /token` is refused so.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HTTPValidationError)]
pub struct HttpValidationError {
    /// One entry for each field.
    pub detail: Vec<ValidationError>,
}

/// What is wrong with a field.
#[derive(Debug, Serialize, ToSchema)]
pub struct ValidationError {
    /// The kind of error.
    pub r#type: String,
    /// Where: `body`, and the name of the field.
    pub loc: Vec<String>,
    /// What is wrong, in words.
    pub msg: String,
    /// What was sent.
    pub input: Option<String>,
    /// What the field has to be.
    #[schema(required = false, nullable = false, value_type = Object)]
    pub ctx: Option<serde_json::Value>,
}
