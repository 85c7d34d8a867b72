//! Facts about a type that generated code knows only by name.
//!
//! A macro cannot determine whether `T: Clone`, or whether a function returns a `Result`. The compiler can, on stable
//! Rust, because inherent items take precedence over those of traits: `CloneOf::<T>::CLONE` is the inherent constant of
//! `impl<T: Clone> CloneOf<T>` if that applies, and otherwise the constant that a trait provides for every `T`.
//! Generated code brings the trait into scope and names the constant. It works for types that are known where the
//! constant is named, and therefore not in generic code.
//!
//! Where a constant selects a type, it is a number, since constants select types by values of primitive types only:
//! `<TargetKind<NUMBER> as ChooseTarget<T>>::Target`.

mod checked;
mod clone;
mod error;
mod parameter;
mod returned;
mod target;
#[cfg(test)]
mod tests;

pub use self::checked::{
    Checked, CheckedExtractor, CheckedType, ChooseChecked, ChooseExtractor, Misplaced, OptionalOf,
    OtherOptional, OtherReceiver, ReceiverOf,
};
pub use self::clone::{CloneFn, CloneOf, NoClone};
pub use self::error::{AlwaysSuccess, ErrorOf, OtherError};
pub use self::parameter::{
    ChooseParameter, NeverExtracted, NotAnExtractor, OptionalValue, OtherParameter, ParameterKind,
    ParameterOf,
};
pub use self::returned::{
    DependencyError, NotAResult, RefusesPermission, ReturnKind, ReturnType, SplitReturn,
    refuses_permission,
};
pub use self::target::{ChooseTarget, NotADependency, TargetKind, Unannotated};
