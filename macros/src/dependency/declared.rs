//! What the attribute says of the function itself, and what is checked of it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::LitStr;

use super::Dependency;
use crate::options::table::CHECKS_SCOPES;
use crate::paths::{Crate, call_at};

/// Fields of the runtime's `Node`.
pub(super) fn own_facts(dependency: &Dependency) -> TokenStream {
    let Dependency {
        permission,
        may_require,
        facts,
        ..
    } = dependency;
    let facts = facts.fields();
    let permission = permission
        .as_ref()
        .map(|name| quote!(permission: ::core::option::Option::Some(#name),));
    let may_require = (!may_require.is_empty()).then(|| quote!(may_require: &[#(#may_require),*],));
    quote!(#facts #permission #may_require)
}

/// Constants that fail to evaluate where one of these has no effect.
pub(super) fn own_checks(dependency: &Dependency, krate: &Crate) -> TokenStream {
    let Dependency {
        function,
        permission,
        may_require,
        facts,
        ..
    } = dependency;
    let name = &function.signature.ident;
    let checks_scopes = facts
        .get(&CHECKS_SCOPES)
        .map(|option| scopes_check(krate, option.name.span(), name));
    let permission = permission_check(krate, permission.as_ref());
    let may_require = may_require_checks(krate, may_require, name);
    quote!(#checks_scopes #permission #may_require)
}

/// A constant that fails to evaluate where `checks_scopes` is of no use.
fn scopes_check(krate: &Crate, span: Span, name: &Ident) -> TokenStream {
    let rt = krate.private();
    let check = quote!(#rt::check_checks_scopes);
    let check = call_at(span, check, quote!(#name::__scopegate_node()));
    quote! {
        #[allow(dead_code, reason = "evaluated by the compiler")]
        const DECLARED_CHECKS_SCOPES: () = #check;
    }
}

/// A constant that does not compile where a permission is never refused.
fn permission_check(krate: &Crate, permission: Option<&LitStr>) -> Option<TokenStream> {
    permission.map(|permission| {
        let (span, rt) = (permission.span(), krate.private_at(permission.span()));
        quote_spanned! {span=>
            #[allow(dead_code, reason = "evaluated by the compiler")]
            const DECLARED_PERMISSION: () = #rt::refuses_permission::<__Error>();
        }
    })
}

/// A constant that fails to evaluate where nobody could be granted a scope that the function may require.
fn may_require_checks(krate: &Crate, scopes: &[LitStr], name: &Ident) -> Option<TokenStream> {
    let rt = krate.private();
    let checks = scopes.iter().map(|scope| {
        let check = quote!(#rt::check_may_require);
        call_at(
            scope.span(),
            check,
            quote!(#name::__scopegate_node(), #scope),
        )
    });
    (!scopes.is_empty()).then(|| {
        quote! {
            #[allow(dead_code, reason = "evaluated by the compiler")]
            const DECLARED_MAY_REQUIRE: () = { #(#checks;)* };
        }
    })
}
