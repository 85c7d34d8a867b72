//! The names by which generated code knows what edges lead to.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::Path;

use super::marker::cfgs;
use crate::function::check::is_primitive;
use crate::function::known;
use crate::function::named::may_be_named;
use crate::function::{Edge, Function};
use crate::paths::Crate;

/// A path that an edge leads to, with the names by which generated code knows it.
pub(crate) struct Target<'e> {
    pub(crate) path: &'e Path,
    /// The type that the path names, if it is a dependency.
    pub(crate) sound: Ident,
    /// The same, even if it is in a cycle.
    pub(crate) node: Ident,
    /// Whatever the path names.
    pub(crate) found: Ident,
}

/// What an edge leads to: one path, or the alternatives of `any(...)`.
pub(crate) fn targets(edge: &Edge) -> impl Iterator<Item = Target<'_>> {
    edge.targets.iter().enumerate().map(|(i, path)| {
        let suffix = match (edge.number, i) {
            (0, 0) => String::new(),
            (number, 0) => number.to_string(),
            (number, i) => format!("{number}_{i}"),
        };
        Target {
            path,
            sound: format_ident!("__Target{suffix}"),
            node: format_ident!("__Node{suffix}"),
            found: format_ident!("__ScopegateTarget{suffix}"),
        }
    })
}

/// The span of the path's last name: a span of the whole cannot be had on stable.
pub(crate) fn path_span(path: &Path) -> Span {
    last_name(path).map_or_else(Span::call_site, Ident::span)
}

pub(super) fn last_name(path: &Path) -> Option<&Ident> {
    path.segments.last().map(|segment| &segment.ident)
}

/// A scope for generated code, in which the targets of the edges have their names.
pub(crate) fn scope(
    krate: &Crate,
    function: &Function,
    edges: &[Edge],
    may_be_in_cycle: bool,
    code: &TokenStream,
) -> TokenStream {
    let cfgs = cfgs(function);
    let code = if edges.is_empty() {
        let import = krate.import(&TokenStream::new());
        quote!(#import #code)
    } else {
        let code = in_scope_of_targets(krate, edges, may_be_in_cycle, code);
        quote!(#code;)
    };
    quote! {
        #(#cfgs)*
        const _: () = { #code };
    }
}

/// Code in which each target is the type that its path names, if it is a dependency.
///
/// A function without an attribute has no type of its name: the import of the path finds none, and
/// that of the outer scope applies. Other types are told from dependencies by a constant. So the
/// compiler speaks of a missing attribute, and not of functions that are no types, or of traits.
pub(crate) fn in_scope_of_targets(
    krate: &Crate,
    edges: &[Edge],
    may_be_in_cycle: bool,
    code: &TokenStream,
) -> TokenStream {
    let rt = krate.private();
    let (mut fallbacks, mut chosen) = (TokenStream::new(), TokenStream::new());
    for target in edges.iter().flat_map(targets) {
        let found = &target.found;
        fallbacks.extend(quote!(NotADependency as #found,));
        chosen.extend(choose(&rt, &target, may_be_in_cycle));
    }
    let import = krate.import(&quote!(#fallbacks Unannotated as _));
    quote! {{
        #import
        {
            #chosen
            #code
        }
    }}
}

fn choose(rt: &TokenStream, target: &Target<'_>, may_be_in_cycle: bool) -> TokenStream {
    let Target {
        path,
        sound,
        node,
        found,
    } = target;
    let import = if is_aliased(path) {
        // Unlike an import, this suggests similar names, and where the name is, if there is none.
        quote!(type #found = #path;)
    } else {
        // The compiler underlines it as well where the path leads nowhere.
        let found = Ident::new(&found.to_string(), path_span(path));
        quote! {
            #[allow(unused_imports)]
            use {#path as #found};
        }
    };
    let choose_sound = if may_be_in_cycle {
        // Apart from the graph, so that the compiler can look at all of it first.
        quote!(type #sound = <#rt::TargetKind<{ __SEEN.edges_lead_to }> as #rt::ChooseTarget<#node>>::Target;)
    } else {
        quote!(type #sound = #node;)
    };
    quote! {
        #import
        type #node = <#rt::TargetKind<{ #found::__SCOPEGATE }> as #rt::ChooseTarget<#found>>::Target;
        #choose_sound
    }
}

/// Whether generated code knows the path by an alias, which is for types only, and not by an import.
pub(super) fn is_aliased(path: &Path) -> bool {
    let is_no_other = |name| known::is_like_one(name) || !may_be_named(name);
    is_name_of_a_type(path) || path.get_ident().is_some_and(is_no_other)
}

/// Whether the path is a single name that starts with a capital, like a security scheme's.
fn is_name_of_a_type(path: &Path) -> bool {
    let name = path.get_ident().map(ToString::to_string);
    name.is_some_and(|name| name.starts_with(char::is_uppercase) || is_primitive(&name))
}

/// The span of the first path.
pub(crate) fn target_span(edge: &Edge) -> Span {
    edge.targets.first().map_or_else(Span::call_site, path_span)
}
