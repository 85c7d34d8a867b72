//! A parameter of a dependency whose type has the name of one that it cannot extract.
//!
//! The name alone says nothing: an application may have an extractor of its own with that name. Where the type is really
//! one that cannot be extracted, it is replaced by [`NotAnExtractor`], so that the only error is that of
//! [`check_extractor`](crate::graph::check_extractor).

use std::convert::Infallible;
use std::marker::PhantomData;

use axum::extract::{Form, Json, RawForm, Request};
use axum_core::body::Body;
use axum_core::extract::FromRequestParts;
use bytes::Bytes;
use http::request::Parts;

use crate::extract::{AccessToken, ApiKey, BasicCredentials, BearerToken};
use crate::graph::parameter_kind::{BODY, CREDENTIALS, EXTRACTOR};

/// `ParameterOf::<T>::KIND` is the kind of the parameter: one of `parameter_kind`.
///
/// It is selected like that of [`ReturnType`](super::ReturnType).
#[derive(Debug)]
pub struct ParameterOf<T>(PhantomData<T>);

/// Fallback for all other types. An inherent constant with this name takes precedence.
pub trait OtherParameter {
    /// The kind.
    const KIND: u8 = EXTRACTOR;
}

impl<T> OtherParameter for ParameterOf<T> {}

impl<T: NeverExtracted> ParameterOf<T> {
    /// The kind.
    pub const KIND: u8 = T::KIND;
}

/// Types that no dependency can extract.
pub trait NeverExtracted {
    /// Why.
    const KIND: u8;
}

macro_rules! never_extracted {
    ($kind:ident: $([$($parameter:ident)?] $ty:ty),* $(,)?) => {$(
        impl$(<$parameter>)? NeverExtracted for $ty {
            const KIND: u8 = $kind;
        }
    )*};
}

never_extracted!(BODY: [T] Json<T>, [T] Form<T>, [] RawForm, [] Request, [] Body, [] Bytes, [] String);
never_extracted!(CREDENTIALS: [C] AccessToken<C>, [] ApiKey, [] BasicCredentials, [] BearerToken);

impl<T: NeverExtracted> NeverExtracted for Option<T> {
    const KIND: u8 = T::KIND;
}

/// See [`ChooseParameter`].
#[derive(Debug)]
pub enum ParameterKind<const KIND: u8> {}

/// Selects what is extracted for a parameter of the type `T`.
pub trait ChooseParameter<T> {
    /// What is extracted.
    type Extracted;
    /// The parameter's value.
    fn value(extracted: Self::Extracted) -> T;
}

impl<T> ChooseParameter<T> for ParameterKind<EXTRACTOR> {
    type Extracted = T;

    fn value(extracted: T) -> T {
        extracted
    }
}

impl<T> ChooseParameter<T> for ParameterKind<BODY> {
    type Extracted = NotAnExtractor;

    fn value(extracted: NotAnExtractor) -> T {
        match extracted {}
    }
}

impl<T> ChooseParameter<T> for ParameterKind<CREDENTIALS> {
    type Extracted = NotAnExtractor;

    fn value(extracted: NotAnExtractor) -> T {
        match extracted {}
    }
}

/// Represents every parameter that cannot be extracted.
#[derive(Debug)]
pub enum NotAnExtractor {}

impl<S: Sync> FromRequestParts<S> for NotAnExtractor {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Infallible> {
        unreachable!("a program with such a parameter does not compile")
    }
}

/// The type of a parameter with `optional`, also under another name.
#[diagnostic::on_unimplemented(
    message = "an `optional` value may be absent",
    label = "not an `Option`",
    note = "write `Option<{Self}>`"
)]
pub trait OptionalValue: Sized {
    /// The value, if there is one.
    #[doc(hidden)]
    type Value;

    /// With the value.
    #[doc(hidden)]
    fn present(value: Self::Value) -> Self;

    /// Without a value.
    #[doc(hidden)]
    fn absent() -> Self;
}

impl<T> OptionalValue for Option<T> {
    type Value = T;

    fn present(value: T) -> Self {
        Some(value)
    }

    fn absent() -> Self {
        None
    }
}
