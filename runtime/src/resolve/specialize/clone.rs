//! Whether a dependency's value can be cloned, found without asking for it.

use std::marker::PhantomData;

/// How a value is cloned, if it can be.
pub type CloneFn<T> = Option<fn(&T) -> T>;

/// `CloneOf::<T>::CLONE` clones a `T`, if `T: Clone`.
#[derive(Debug)]
pub struct CloneOf<T>(PhantomData<T>);

/// Says of every type that it cannot be cloned. An inherent constant of this name comes first.
pub trait NoClone<T> {
    /// How a value is cloned.
    const CLONE: CloneFn<T> = None;
}

impl<T> NoClone<T> for CloneOf<T> {}

impl<T: Clone> CloneOf<T> {
    /// How a value is cloned.
    pub const CLONE: CloneFn<T> = Some(T::clone);
}
