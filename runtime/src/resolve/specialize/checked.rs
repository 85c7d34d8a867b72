//! A parameter whose type is checked before it is given to it.
//!
//! Macros write this for parameters whose types are wrong as far as their names say. Where a constant fails to evaluate,
//! a type that follows from it is in error, and the compiler reports nothing that follows from such a type.

use std::convert::Infallible;
use std::marker::PhantomData;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::OptionalValue;
use crate::resolve::Receive;

/// A function with such a parameter at this index.
pub trait Checked<const PARAMETER: usize> {
    /// The type that the user wrote. If it is wrong, a type in error.
    type Value;
    /// The parameter's type.
    type Type;
}

/// `<CheckedType<CHECKED> as ChooseChecked<T>>::Type` is `T`, if the constant is true.
#[derive(Debug)]
pub enum CheckedType<const CHECKED: bool> {}

/// See [`CheckedType`].
pub trait ChooseChecked<T> {
    /// The type.
    type Type;
}

impl<T> ChooseChecked<T> for CheckedType<true> {
    type Type = T;
}

/// `<CheckedExtractor<FITS> as ChooseExtractor<F, PARAMETER>>::Type` is the type of an extractor.
///
/// A type in error need not be an extractor, so that axum's routers would say that the function is no handler. Therefore
/// it is part of one that is.
#[derive(Debug)]
pub enum CheckedExtractor<const FITS: bool> {}

/// See [`CheckedExtractor`].
pub trait ChooseExtractor<F, const PARAMETER: usize> {
    /// The type.
    type Type;
}

impl<F: Checked<PARAMETER>, const PARAMETER: usize> ChooseExtractor<F, PARAMETER>
    for CheckedExtractor<true>
{
    type Type = F::Value;
}

impl<F: Checked<PARAMETER>, const PARAMETER: usize> ChooseExtractor<F, PARAMETER>
    for CheckedExtractor<false>
{
    type Type = Misplaced<F::Value>;
}

/// What cannot be extracted, as something that can. No program that compiles has it.
#[derive(Debug)]
pub struct Misplaced<T>(PhantomData<fn(T)>, Infallible);

impl<T, S: Sync> FromRequestParts<S> for Misplaced<T> {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Infallible> {
        unreachable!("a program with such a parameter does not compile")
    }
}

/// `ReceiverOf::<T, Given, From>::FITS` is whether `T` receives the value of the dependency `From`.
///
/// It is selected like that of [`ReturnType`](super::ReturnType).
#[derive(Debug)]
pub struct ReceiverOf<T, Given, From>(PhantomData<(T, Given, From)>);

/// Fallback for all other types. An inherent constant with this name takes precedence.
pub trait OtherReceiver {
    /// Whether it does.
    const FITS: bool = false;
}

impl<T, Given, From> OtherReceiver for ReceiverOf<T, Given, From> {}

impl<T: Receive<Given, From>, Given, From> ReceiverOf<T, Given, From> {
    /// Whether it does.
    pub const FITS: bool = true;
}

/// `OptionalOf::<T>::IS_OPTIONAL` is whether `T` is an `Option`.
#[derive(Debug)]
pub struct OptionalOf<T>(PhantomData<T>);

/// Fallback for all other types. An inherent constant with this name takes precedence.
pub trait OtherOptional {
    /// Whether it is.
    const IS_OPTIONAL: bool = false;
}

impl<T> OtherOptional for OptionalOf<T> {}

impl<T: OptionalValue> OptionalOf<T> {
    /// Whether it is.
    pub const IS_OPTIONAL: bool = true;
}
