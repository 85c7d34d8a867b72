use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::Generics;

use super::flow::Flow;
use super::kind::Kind;
use super::scopes::{Declared, closure};
use super::{Profile, Scheme};
use crate::function::{kind, node_of};
use crate::paths::{location, start, unraw};

pub(super) fn expand(scheme: &Scheme) -> TokenStream {
    let rt = scheme.krate.private();
    let name = &scheme.name;
    let declared = declared(scheme);
    let answers = answers(scheme);
    let text = unraw(name);
    let location = location(&rt, name.span());
    let node = node_of(
        &rt,
        name,
        &quote! {
            #rt::Node {
                name: #text,
                kind: #rt::Kind::Scheme(<#name as #rt::SecurityScheme>::SCHEME),
                location: #location,
                edges: &[],
                takes_scopes: false,
                is_clone: true,
                answers: ::core::option::Option::None,
            }
        },
    );
    let kind = kind(&scheme.krate, name, &Generics::default(), "DEPENDENCY");
    let Resolve {
        returned,
        bound,
        body: resolve,
        takes_proofs,
    } = resolve(&rt, &scheme.kind);
    quote! {
        const _: () = {
            #kind
            #node

            #[automatically_derived]
            impl #rt::SecurityScheme for #name {
                const SCHEME: &'static #rt::Scheme = &#rt::Scheme::answering(#declared, #answers);
            }

            #[automatically_derived]
            impl #rt::Annotated for #name {}

            #[automatically_derived]
            impl #rt::Dependency for #name {
                type Returned = #returned;
                const CLONE: #rt::CloneFn<#returned> =
                    ::core::option::Option::Some(::core::clone::Clone::clone);

                fn node() -> &'static #rt::Node {
                    Self::__scopegate_node()
                }
            }

            // Not `automatically_derived`: the compiler would advise to write it by hand.
            impl<__S> #rt::Resolve<__S> for #name
            where
                __S: ::core::marker::Send + ::core::marker::Sync #bound,
            {
                async fn resolve(
                    __call: &mut #rt::Call<'_>,
                    __state: &__S,
                    __at: #rt::At,
                ) -> ::core::result::Result<#rt::Resolved<#returned>, #rt::Refusal> {
                    #resolve
                }

                #takes_proofs
            }
        };
    }
}

/// How a request's credentials are found.
struct Resolve {
    returned: TokenStream,
    /// What the router's state needs.
    bound: Option<TokenStream>,
    body: TokenStream,
    takes_proofs: Option<TokenStream>,
}

fn resolve(rt: &TokenStream, kind: &Kind) -> Resolve {
    let (returned, function) = match kind {
        Kind::OAuth2 | Kind::OpenIdConnect { .. } => {
            return Resolve {
                returned: quote!(#rt::VerifiedToken),
                bound: Some(quote!(+ #rt::HasVerifier)),
                body: quote! {
                    let __verifier = #rt::HasVerifier::verifier(__state);
                    #rt::authenticate(__call, &__verifier, __at).await
                },
                takes_proofs: Some(quote! {
                    fn takes_proofs(__state: &__S) -> ::core::primitive::bool {
                        #rt::takes_proofs(&#rt::HasVerifier::verifier(__state))
                    }
                }),
            };
        }
        Kind::HttpBearer { .. } => ("BearerToken", "bearer_token"),
        Kind::HttpBasic => ("BasicCredentials", "basic_credentials"),
        Kind::ApiKey { .. } => ("ApiKey", "api_key"),
    };
    let (returned, function) = (format_ident!("{returned}"), format_ident!("{function}"));
    Resolve {
        returned: quote!(#rt::#returned),
        bound: None,
        body: quote!(#rt::#function(__call, __at)),
        takes_proofs: None,
    }
}

/// The `SchemeKind` of the runtime.
fn scheme_kind(rt: &TokenStream, kind: &Kind) -> TokenStream {
    match kind {
        Kind::OAuth2 => quote!(#rt::SchemeKind::OAuth2),
        Kind::OpenIdConnect { url } => quote!(#rt::SchemeKind::OpenIdConnect { url: #url }),
        Kind::HttpBearer { bearer_format } => {
            quote!(#rt::SchemeKind::HttpBearer { bearer_format: #bearer_format })
        }
        Kind::HttpBasic => quote!(#rt::SchemeKind::HttpBasic),
        Kind::ApiKey { location, name } => {
            let location = format_ident!("{location}");
            quote! {
                #rt::SchemeKind::ApiKey { location: #rt::KeyLocation::#location, name: #name }
            }
        }
    }
}

/// How the scheme refuses requests.
///
/// It is a path from the user's type, so that an error shows only that.
fn answers(scheme: &Scheme) -> TokenStream {
    let rt = scheme.krate.private();
    let rejection = match &scheme.profile {
        Profile::Rfc6750 => quote!(#rt::Rfc6750),
        Profile::FastApi => quote!(#rt::FastApi),
        Profile::Own(path) => path.to_token_stream(),
    };
    quote!(<#rejection as #rt::Rejection>::ANSWERS)
}

fn declared(scheme: &Scheme) -> TokenStream {
    let rt = scheme.krate.private();
    let Scheme {
        name,
        description,
        realm,
        kind,
        flows,
        scopes,
        ..
    } = scheme;
    let kind = scheme_kind(&rt, kind);
    let [row, column] = start(name.span());
    let name = unraw(name);
    let flows = flows.iter().map(|flow| self::flow(&rt, flow));
    let scopes = scopes.iter().zip(closure(scopes)).map(|(scope, implies)| {
        let Declared {
            name, description, ..
        } = scope;
        quote! {
            #rt::ScopeInfo { name: #name, description: #description, implies: &[#(#implies),*] }
        }
    });
    quote! {
        #rt::Declared {
            name: #name,
            module: ::core::module_path!(),
            description: #description,
            realm: #realm,
            kind: #kind,
            flows: &[#(#flows),*],
            scopes: &[#(#scopes),*],
            start: [#row, #column],
        }
    }
}

fn flow(rt: &TokenStream, flow: &Flow) -> TokenStream {
    let variant = format_ident!("{}", flow.kind.variant);
    let fields = flow
        .kind
        .required
        .iter()
        .zip(&flow.required)
        .map(|(spec, url)| {
            let field = format_ident!("{}", spec.name);
            quote!(#field: #url,)
        });
    let refresh_url = flow.refresh_url.as_ref().map_or_else(
        || quote!(::core::option::Option::None),
        |url| quote!(::core::option::Option::Some(#url)),
    );
    quote!(#rt::Flow::#variant { #(#fields)* refresh_url: #refresh_url })
}
