//! Whether a dependency's value can be cloned, determined without a bound.

use std::marker::PhantomData;

/// How a value is cloned, if it can be.
pub type CloneFn<T> = Option<fn(&T) -> T>;

/// `CloneOf::<T>::CLONE` clones a `T`, if `T: Clone`.
#[derive(Debug)]
pub struct CloneOf<T>(PhantomData<T>);

/// Fallback for types that cannot be cloned. An inherent constant with this name takes precedence.
pub trait NoClone<T> {
    /// How a value is cloned.
    const CLONE: CloneFn<T> = None;
}

impl<T> NoClone<T> for CloneOf<T> {}

impl<T: Clone> CloneOf<T> {
    /// How a value is cloned.
    pub const CLONE: CloneFn<T> = Some(T::clone);
}
