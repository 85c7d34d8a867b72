//! What generated code learns of a type that it only sees the name of.
//!
//! A macro cannot ask whether `T: Clone`, or whether a function returns a `Result`. The compiler can answer, on stable
//! Rust, where inherent items come before those of traits: `CloneOf::<T>::CLONE` is the inherent constant of
//! `impl<T: Clone> CloneOf<T>` if that applies, and else the one that a trait gives to every `T`. Generated code brings
//! the trait into scope and names the constant. It works for types that are known where the constant is named, and so
//! not in generic code.
//!
//! Where a constant chooses a type, it is a number, since constants choose types by values of primitive types only:
//! `<TargetKind<NUMBER> as ChooseTarget<T>>::Target`.

mod clone;
mod error;
mod returned;
mod target;
#[cfg(test)]
mod tests;

pub use self::clone::{CloneFn, CloneOf, NoClone};
pub use self::error::{AlwaysSuccess, ErrorOf, OtherError};
pub use self::returned::{DependencyError, NotAResult, ReturnKind, ReturnType, SplitReturn};
pub use self::target::{ChooseTarget, NotADependency, TargetKind, Unannotated};
