//! What requests bring: bodies and queries, refused as FastAPI refuses them, and pages of lists.

use std::fmt;
use std::marker::PhantomData;

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::StatusCode;
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::docs::ValidationError;
use crate::error::ApiError;

/// A body that is an object of JSON.
#[derive(Debug)]
pub struct JsonBody<T>(pub T);

impl<S, T> FromRequest<S> for JsonBody<T>
where
    S: Send + Sync,
    T: DeserializeOwned,
{
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let Json(Object(body)) = Json::from_request(request, state).await?;
        Ok(Self(body))
    }
}

/// What serde derives for a struct also reads a list of its fields, which no document says.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(OfObject(PhantomData))
    }
}

struct OfObject<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for OfObject<T> {
    type Value = Object<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Object<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(members)).map(Object)
    }
}

/// The parameters of the query.
#[derive(Debug, FromRequestParts)]
#[from_request(via(Query), rejection(ApiError))]
pub struct QueryOf<T>(pub T);

/// A name in the path.
#[derive(Debug, FromRequestParts)]
#[from_request(via(Path), rejection(ApiError))]
pub struct PathOf<T>(pub T);

/// Which part of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Page {
    /// How many at most.
    #[serde(default = "Page::default_limit")]
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: u32,
    /// Those after this one: the `next` of the page before.
    #[serde(default)]
    after: String,
}

/// A part of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Paged<T> {
    /// What is on this page.
    pub entries: Vec<T>,
    /// What to ask for `after` this page, unless it is the last one.
    pub next: Option<String>,
}

impl Page {
    const MAX: u32 = 100;

    /// As much as can be had at once.
    #[must_use]
    pub fn longest() -> Self {
        Self {
            limit: Self::MAX,
            after: String::new(),
        }
    }

    fn default_limit() -> u32 {
        20
    }

    /// How many to ask the database for: one more than are shown, to know whether there are more.
    ///
    /// # Errors
    /// 422 if the limit is out of range.
    pub fn rows(&self) -> Result<i64, ApiError> {
        if (1..=Self::MAX).contains(&self.limit) {
            return Ok(i64::from(self.limit) + 1);
        }
        let range = format!("Input should be from 1 to {}", Self::MAX);
        Err(ValidationError::new(&["query", "limit"], "value_error", range).into())
    }

    /// Where the page begins. What no database can store is before everything.
    #[must_use]
    pub fn after(&self) -> &str {
        if self.after.contains('\0') {
            ""
        } else {
            &self.after
        }
    }

    /// The page of what the database found.
    pub fn of<T>(&self, mut entries: Vec<T>, name: impl Fn(&T) -> &str) -> Paged<T> {
        let limit = self.limit as usize;
        let more = entries.len() > limit;
        entries.truncate(limit);
        let last = entries.last().filter(|_| more);
        let next = last.map(|entry| name(entry).to_owned());
        Paged { entries, next }
    }
}

impl From<JsonRejection> for ApiError {
    fn from(rejection: JsonRejection) -> Self {
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
            return Self::TooLarge;
        }
        ValidationError::new(&["body"], "json_invalid", rejection.body_text()).into()
    }
}

impl From<QueryRejection> for ApiError {
    fn from(rejection: QueryRejection) -> Self {
        ValidationError::new(&["query"], "value_error", rejection.body_text()).into()
    }
}

/// A path that is no text names nothing.
impl From<PathRejection> for ApiError {
    fn from(_: PathRejection) -> Self {
        Self::NotFound
    }
}
