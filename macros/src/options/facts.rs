//! Flags that become fields of the node in the graph.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{Options, RawOption, Spec};
use crate::diag::Errors;

/// The flags of an attribute for which the runtime's `Node` has a field of the same name.
pub(crate) struct Facts(Vec<RawOption>);

impl Facts {
    pub(crate) fn take(options: &mut Options, errors: &mut Errors) -> Self {
        let is_fact = |option: &mut RawOption| {
            super::table::row(&option.name.to_string()).is_some_and(|spec| spec.is_fact)
        };
        let facts: Vec<_> = options.known.extract_if(.., is_fact).collect();
        for fact in &facts {
            errors.keep(fact.flag());
        }
        Self(facts)
    }

    /// The flag of this row, if it is set.
    pub(crate) fn get(&self, spec: &Spec) -> Option<&RawOption> {
        self.0.iter().find(|option| option.name == spec.name)
    }

    /// The names of the flags.
    pub(crate) fn names(&self) -> impl Iterator<Item = &Ident> {
        self.0.iter().map(|option| &option.name)
    }

    /// Fields of the runtime's `Node`.
    pub(crate) fn fields(&self) -> TokenStream {
        let names = self.0.iter().map(|option| &option.name);
        quote!(#(#names: true,)*)
    }
}
