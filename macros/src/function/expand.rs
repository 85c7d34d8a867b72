//! The pieces of generated code that handlers and dependencies share.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{Attribute, Generics, LitStr, Path, Type};

use super::edge::Edge;
use super::parameters::{Parameter, extracted_types, is_primitive};
use super::parse::Function;
use crate::options::compact;
use crate::paths::{Crate, line, location, unraw};

/// The type of the same name as the function, by which paths find its place in the graph.
pub(crate) fn marker(krate: &Crate, function: &Function, what: &str) -> TokenStream {
    let (visibility, name) = (&function.visibility, &function.signature.ident);
    let (kind, cfgs) = (
        kind(krate, name, &Generics::default(), what),
        cfgs(function),
    );
    let cfgs = quote!(#(#cfgs)*);
    quote! {
        #cfgs
        #[allow(
            dead_code,
            missing_debug_implementations,
            non_camel_case_types,
            reason = "named like the function it stands for",
        )]
        #[doc(hidden)]
        #visibility enum #name {}

        #cfgs
        #kind
    }
}

/// The constant that says what a path to `name` leads to: `what` is a constant of the runtime.
pub(crate) fn kind(krate: &Crate, name: &Ident, generics: &Generics, what: &str) -> TokenStream {
    let (rt, what) = (krate.private(), format_ident!("{what}"));
    let (parameters, arguments, bounds) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #parameters #name #arguments #bounds {
            #[allow(dead_code, unreachable_pub, reason = "as visible as the type")]
            #[doc(hidden)]
            pub const __SCOPEGATE: ::core::primitive::u8 = #rt::what::#what;
        }
    }
}

/// The conditions under which the function exists, and with it all that is generated.
fn cfgs(function: &Function) -> impl Iterator<Item = &Attribute> {
    let attributes = function.attributes.iter();
    attributes.filter(|attribute| {
        attribute.path().is_ident("cfg") || attribute.path().is_ident("cfg_attr")
    })
}

/// A path that an edge leads to, with the names by which generated code knows it.
struct Target<'e> {
    path: &'e Path,
    /// The type that the path names, if it is a dependency. It carries the span of the user's path, so
    /// that errors about the target point there.
    sound: Ident,
    /// The same, even if it is in a cycle.
    node: Ident,
    /// Whatever the path names.
    found: Ident,
}

/// What an edge leads to: one path, or the alternatives of `any(...)`.
fn targets(edge: &Edge) -> impl Iterator<Item = Target<'_>> {
    edge.targets.iter().enumerate().map(|(i, path)| {
        let span = path_span(path);
        let suffix = match (edge.number, i) {
            (0, 0) => String::new(),
            (number, 0) => number.to_string(),
            (number, i) => format!("{number}_{i}"),
        };
        Target {
            path,
            sound: Ident::new(&format!("__Target{suffix}"), span),
            node: Ident::new(&format!("__Node{suffix}"), span),
            found: Ident::new(&format!("__ScopegateTarget{suffix}"), span),
        }
    })
}

/// The span of the path's last name: a span of the whole cannot be had on stable.
fn path_span(path: &Path) -> Span {
    last_name(path).map_or_else(Span::call_site, Ident::span)
}

fn last_name(path: &Path) -> Option<&Ident> {
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
        code.clone()
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
    quote! {{
        #[allow(unused_imports, reason = "the fallback of a path that names no dependency")]
        use #rt::{#fallbacks Unannotated as _};
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
    let span = path_span(path);
    let import = if is_name_of_a_type(path) {
        // Unlike an import, this suggests similar names if there is none.
        quote!(type #found = #path;)
    } else {
        quote! {
            #[allow(unused_imports, reason = "the compiler reports what the path names instead")]
            use #path as #found;
        }
    };
    let choose_sound = if may_be_in_cycle {
        // Apart from the graph, so that the compiler can look at all of it first.
        quote_spanned! {span=>
            type #sound = <#rt::Is<{ #rt::unless_in_cycle(#node::__scopegate_node()) }> as #rt::Choose<#node>>::Target;
        }
    } else {
        quote!(type #sound = #node;)
    };
    quote_spanned! {span=>
        #import
        type #node = <#rt::Is<{ #found::__SCOPEGATE }> as #rt::Choose<#found>>::Target;
        #choose_sound
    }
}

/// Whether the path is a single name that starts with a capital, like a security scheme's.
fn is_name_of_a_type(path: &Path) -> bool {
    let name = path.get_ident().map(ToString::to_string);
    name.is_some_and(|name| name.starts_with(char::is_uppercase) || is_primitive(&name))
}

/// The node of a function in the dependency graph.
pub(crate) fn node(
    krate: &Crate,
    kind: &str,
    function: &Function,
    edges: &[Edge],
    is_clone: &TokenStream,
    answers: Option<&TokenStream>,
) -> TokenStream {
    let (rt, kind) = (krate.private(), format_ident!("{kind}"));
    let name = &function.signature.ident;
    let text = unraw(name);
    let location = location(&rt, name.span());
    let places: Vec<_> = edges.iter().map(|edge| edge.parameter).collect();
    let takes_scopes = extracted_types(function, &places)
        .into_iter()
        .any(|ty| matches!(Parameter::new(ty), Parameter::SecurityScopes(_)));
    let edges = edges.iter().map(|edge| self::edge(&rt, edge));
    let answers = answers.map_or_else(
        || quote!(::core::option::Option::None),
        |answers| quote!(::core::option::Option::Some(#answers)),
    );
    quote! {
        #rt::Node {
            name: #text,
            kind: #rt::Kind::#kind,
            location: #location,
            edges: &[#(#edges),*],
            takes_scopes: #takes_scopes,
            is_clone: #is_clone,
            answers: #answers,
        }
    }
}

pub(crate) fn edge(rt: &TokenStream, edge: &Edge) -> TokenStream {
    let Edge {
        is_optional, cache, ..
    } = edge;
    let scopes = edge.scopes.literals.iter().map(|scope| {
        let line = line(scope.span());
        quote!(#rt::ScopeUse { name: #scope, line: #line })
    });
    let any = edge.scopes.any.as_ref();
    let text = any.map_or("", |any| &any.text);
    let any = any.into_iter().flat_map(|any| &any.alternatives);
    let any = any.map(|scopes| quote!(&[#(#scopes),*]));
    let (to, _) = alternatives(rt, edge, target_span(edge));
    quote! {
        #rt::Edge {
            scopes: &[#(#scopes),*],
            any: &[#(#any),*],
            expression: #text,
            optional: #is_optional,
            cache: #cache,
            to: #to,
        }
    }
}

/// The node that an edge leads to, and the static that holds it where it is `any(...)`.
fn alternatives(rt: &TokenStream, edge: &Edge, span: Span) -> (TokenStream, TokenStream) {
    let nodes: Vec<_> = targets(edge).map(|target| target.node).collect();
    if let [node] = nodes.as_slice() {
        return (
            quote_spanned!(span=> #node::__scopegate_node()),
            TokenStream::new(),
        );
    }
    let names: Vec<_> = edge.targets.iter().map(compact).collect();
    let name = format!("any({})", names.join(", "));
    let location = location(rt, span);
    let holder = format_ident!("__ANY_{}", edge.number);
    let alternatives = quote! {
        static #holder: #rt::Node = #rt::Node::any_of(
            #name,
            #location,
            &[#(#rt::Edge::to(#nodes::__scopegate_node())),*],
        );
    };
    (quote!(&#holder), alternatives)
}

/// The function by which dependants find a node while the compiler evaluates constants.
///
/// It is no associated constant: to check one, the compiler follows every reference in it, and so
/// would run in a circle itself where dependencies do. References to statics it leaves alone.
pub(crate) fn node_of(rt: &TokenStream, name: &Ident, node: &TokenStream) -> TokenStream {
    quote! {
        #[automatically_derived]
        impl #name {
            #[allow(unreachable_pub, reason = "as visible as the type")]
            #[doc(hidden)]
            pub const fn __scopegate_node() -> &'static #rt::Node {
                static NODE: #rt::Node = #node;
                &NODE
            }
        }
    }
}

/// Constants that fail to evaluate, at the user's words, where an edge is wrong.
///
/// `more` checks the node that it is given, too. A constant checks all of which only one can be wrong:
/// it costs the compiler much more than a call.
pub(crate) fn checks(
    krate: &Crate,
    edge: &Edge,
    more: impl Fn(&TokenStream, Span, &TokenStream) -> TokenStream,
) -> TokenStream {
    let each = targets(edge).map(|target| target_check(krate, &target));
    let span = target_span(edge);
    let rt = krate.private_at(span);
    let (node, alternatives) = alternatives(&rt, edge, span);
    let more = more(&rt, span, &node);
    let optional = edge
        .is_optional
        .then(|| quote_spanned!(span=> #rt::check_optional(#node);));
    let mut scopes = edge.scopes.literals.iter().map(|scope| {
        let (span, rt) = (scope.span(), krate.private_at(scope.span()));
        (span, rt, scope)
    });
    let first = scopes.next().map(
        |(span, rt, scope)| quote_spanned!(span=> #rt::check_scopes_reach_a_scheme(#node, #scope);),
    );
    let others = scopes.enumerate().map(|(i, (span, rt, scope))| {
        let name = numbered("SCOPE", edge, &format!("{}_IS_DECLARED", i + 2));
        quote_spanned! {span=>
            #[allow(dead_code, reason = "evaluated by the compiler")]
            const #name: () = #rt::check_scope(#node, #scope);
        }
    });
    let any = edge.scopes.any.as_ref().map(|_| {
        let literals = &edge.scopes.literals;
        let span = literals.first().map_or(span, LitStr::span);
        let rt = krate.private_at(span);
        quote_spanned!(span=> #rt::check_alternatives(#node, &[#(#literals),*]);)
    });
    let name = numbered("DEPENDS", edge, "IS_SOUND");
    quote! {
        #alternatives
        #[allow(dead_code, reason = "evaluated by the compiler")]
        const #name: () = {
            #(#each)*
            #more
            #optional
            #first
            #any
        };
        #(#others)*
    }
}

/// A name for a constant about an edge, which only those behind the first have to number.
fn numbered(start: &str, edge: &Edge, end: &str) -> Ident {
    match edge.number {
        0 => format_ident!("{start}_{end}"),
        number => format_ident!("{start}_{number}_{end}"),
    }
}

/// The span of the first path.
fn target_span(edge: &Edge) -> Span {
    edge.targets.first().map_or_else(Span::call_site, path_span)
}

fn target_check(krate: &Crate, target: &Target<'_>) -> TokenStream {
    let Target { path, found, .. } = target;
    let (text, name) = (compact(path), last_name(path).map(unraw));
    let (span, rt) = (path_span(path), krate.private_at(path_span(path)));
    // An unresolved import suggests no similar names, a value does.
    let suggest = path
        .get_ident()
        .filter(|_| !is_name_of_a_type(path))
        .map(|name| quote!(_ = #name;));
    let check = quote_spanned!(span=> #rt::check_depends(#found::__SCOPEGATE, #text, #name););
    quote!(#suggest #check)
}

/// The bounds under which what an edge leads to can be resolved.
pub(crate) fn resolve_bounds(krate: &Crate, edge: &Edge) -> TokenStream {
    let rt = krate.private();
    let targets = targets(edge).map(|Target { sound, .. }| quote!(#sound: #rt::Resolve<__S>,));
    targets.collect()
}

/// The expression that resolves what an edge leads to, for the parameter of this type.
///
/// It is in an `async` function with `__call`, `__state`, `__at` and `__pending`.
pub(crate) fn provide(krate: &Crate, edge: &Edge, ty: &Type) -> TokenStream {
    let rt = krate.private();
    let (number, value) = (edge.number, edge.value(ty));
    let targets: Vec<_> = targets(edge).map(|target| target.sound).collect();
    let provided = if let [target] = targets.as_slice() {
        let receive = receive(krate, &target.to_token_stream(), value);
        quote! {{
            let __resolved = match #rt::Call::known::<#target>(__call, __child)? {
                ::core::option::Option::Some(__known) => __known,
                ::core::option::Option::None => {
                    let __new =
                        <#target as #rt::Resolve<__S>>::resolve(__call, __state, __child).await?;
                    #rt::Call::keep::<#target>(__call, __child, __new)
                }
            };
            #receive(__resolved, __child, &mut __pending)?
        }}
    } else {
        let tries = targets.iter().enumerate().map(|(i, target)| {
            let receive = receive(krate, &target.to_token_stream(), value);
            quote! {
                #rt::FirstOf::try_next::<#target, __S>(
                    &mut __first, __call, __state, #rt::At::child(__child, #i), #receive,
                ).await?;
            }
        });
        quote! {
            {
                let mut __first = #rt::FirstOf::<#value>::new();
                #(#tries)*
                #rt::FirstOf::finish(__first, &mut __pending)?
            }
        }
    };
    let provided = if edge.is_optional {
        quote! {
            if #rt::Call::presents(__call, __child) {
                ::core::option::Option::Some(#provided)
            } else {
                ::core::option::Option::None
            }
        }
    } else {
        provided
    };
    quote! {{
        let __child = #rt::At::child(__at, #number);
        #provided
    }}
}

/// The name of the only target of the only edge, if there is just one that is not optional.
pub(crate) fn only_target(edges: &[Edge]) -> Option<(&Edge, Ident)> {
    match edges {
        [edge] if !edge.is_optional && edge.targets.len() == 1 => {
            targets(edge).next().map(|target| (edge, target.sound))
        }
        _ => None,
    }
}

/// The function that makes a `ty` of what the edge's target gave.
///
/// It is a path from the parameter's type, so that errors show all of that type.
pub(crate) fn receive(krate: &Crate, target: &TokenStream, ty: &Type) -> TokenStream {
    let rt = krate.private();
    quote!(<#ty as #rt::Receive<<#target as #rt::Dependency>::Returned, #target>>::receive)
}

/// Constants that fail to evaluate at parameters' types which have a meaning of ours.
pub(crate) fn type_checks(krate: &Crate, types: &[Path]) -> TokenStream {
    let rt = krate.private();
    let checks = types.iter().map(|path| {
        let (span, text) = (path_span(path), compact(path));
        let rt = krate.private_at(span);
        quote_spanned!(span=> #rt::check_parameter(<#path>::__SCOPEGATE, #text);)
    });
    let checks: Vec<_> = checks.collect();
    if checks.is_empty() {
        return TokenStream::new();
    }
    quote! {
        #(
            #[allow(dead_code, reason = "evaluated by the compiler")]
            const _: () = {
                #[allow(unused_imports, reason = "types of ours have such a constant themselves")]
                use #rt::Unannotated as _;
                #checks
            };
        )*
    }
}
