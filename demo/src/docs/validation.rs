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
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ctx: Option<serde_json::Value>,
}

impl ValidationError {
    /// What is wrong at a place. What was sent is not repeated: it may be a password.
    pub fn new(place: &[&str], kind: &str, problem: impl Into<String>) -> Self {
        Self {
            r#type: kind.to_owned(),
            loc: place.iter().map(|&name| name.to_owned()).collect(),
            msg: problem.into(),
            input: None,
            ctx: None,
        }
    }
}
