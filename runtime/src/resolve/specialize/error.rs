//! Types whose response in axum is always a success or a redirect.

use std::borrow::Cow;
use std::convert::Infallible;
use std::marker::PhantomData;

use axum::response::{AppendHeaders, Html, NoContent, Redirect};
use axum::{Extension, Form, Json};
use axum_core::body::Body;
use axum_core::response::IntoResponseParts;
use bytes::buf::Chain;
use bytes::{Bytes, BytesMut};
use http::{Extensions, HeaderMap};

use crate::graph::REDIRECT;
use crate::password::TokenResponse;
use crate::refuse::NotPermitted;

/// Facts about an error by its type `E`, also under another name.
///
/// Its constants are selected like those of [`ReturnType`](super::ReturnType).
#[derive(Debug)]
pub struct ErrorOf<E>(PhantomData<E>);

/// Fallback for all other errors. Inherent constants with these names take precedence.
pub trait OtherError {
    /// The status of the response to every value of the type, if it is not an error.
    const SUCCESS: Option<&'static str> = None;
    /// The same for the `Err` of an error that is itself a `Result`.
    const SUCCESS_OF_ERR: Option<&'static str> = None;
    /// Whether the type has any values.
    const CAN_HAPPEN: bool = true;

    /// Whether it is [`NotPermitted`].
    const IS_NOT_PERMITTED: bool = false;
}

impl<E> OtherError for ErrorOf<E> {}

impl ErrorOf<NotPermitted> {
    /// It refuses a permission.
    pub const IS_NOT_PERMITTED: bool = true;
}

impl<E: AlwaysSuccess> ErrorOf<E> {
    /// The status.
    pub const SUCCESS: Option<&'static str> = Some(E::STATUS);
}

impl<T, E: AlwaysSuccess> ErrorOf<Result<T, E>> {
    /// The status.
    pub const SUCCESS_OF_ERR: Option<&'static str> = Some(E::STATUS);
}

impl ErrorOf<Infallible> {
    /// A function without a `Result` has this error.
    pub const CAN_HAPPEN: bool = false;
}

/// Types whose response in axum is always 2xx or 3xx.
pub trait AlwaysSuccess {
    /// The status.
    const STATUS: &'static str = OK;
}

const OK: &str = "200 OK";

impl AlwaysSuccess for NoContent {
    const STATUS: &'static str = "204 No Content";
}

impl AlwaysSuccess for Redirect {
    const STATUS: &'static str = REDIRECT;
}

impl AlwaysSuccess for () {}
impl AlwaysSuccess for &str {}
impl AlwaysSuccess for String {}
impl AlwaysSuccess for Box<str> {}
impl AlwaysSuccess for Cow<'_, str> {}
impl AlwaysSuccess for &[u8] {}
impl<const N: usize> AlwaysSuccess for &[u8; N] {}
impl<const N: usize> AlwaysSuccess for [u8; N] {}
impl AlwaysSuccess for Vec<u8> {}
impl AlwaysSuccess for Box<[u8]> {}
impl AlwaysSuccess for Cow<'_, [u8]> {}
impl AlwaysSuccess for Bytes {}
impl AlwaysSuccess for BytesMut {}
impl<T, U> AlwaysSuccess for Chain<T, U> {}
impl AlwaysSuccess for Body {}
impl<T> AlwaysSuccess for Json<T> {}
impl<T> AlwaysSuccess for Form<T> {}
impl<T> AlwaysSuccess for Html<T> {}
impl<T> AlwaysSuccess for Extension<T> {}
impl<I> AlwaysSuccess for AppendHeaders<I> {}
impl AlwaysSuccess for HeaderMap {}
impl AlwaysSuccess for Extensions {}
impl<K, V, const N: usize> AlwaysSuccess for [(K, V); N] {}
impl AlwaysSuccess for TokenResponse {}

/// If an error is a `Result`, its `Ok` is an error, too.
impl<T: AlwaysSuccess, E> AlwaysSuccess for Result<T, E> {
    const STATUS: &'static str = T::STATUS;
}

/// A tuple that starts with a status is not an [`IntoResponseParts`] followed by something: the status is that of the
/// response.
macro_rules! tuples {
    () => {
        tuples!(@);
    };
    ($first:ident $($rest:ident)*) => {
        tuples!(@ $first $($rest)*);
        tuples!($($rest)*);
    };
    (@ $($part:ident)*) => {
        impl<$($part: IntoResponseParts,)* R: AlwaysSuccess> AlwaysSuccess for ($($part,)* R,) {
            const STATUS: &'static str = R::STATUS;
        }
    };
}

tuples!(P1 P2 P3 P4 P5 P6 P7 P8 P9 P10 P11 P12 P13 P14 P15 P16);
