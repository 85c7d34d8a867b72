//! A parameter whose type is checked before it is given to it.
//!
//! Macros write this for parameters whose types are wrong as far as their names say. Where a constant fails to evaluate,
//! a type that follows from it is in error, and the compiler reports nothing that follows from such a type.

use std::marker::PhantomData;

use super::OptionalValue;
use crate::resolve::Receive;

/// A function with such a parameter at this index.
pub trait Checked<const PARAMETER: usize> {
    /// The parameter's type.
    type Type;
}

/// `<CheckedType<IS_RIGHT> as ChooseChecked<T>>::Type` is `T`, if the constant is true.
#[derive(Debug)]
pub enum CheckedType<const IS_RIGHT: bool> {}

/// See [`CheckedType`].
pub trait ChooseChecked<T> {
    /// The type.
    type Type;
}

impl<T> ChooseChecked<T> for CheckedType<true> {
    type Type = T;
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
