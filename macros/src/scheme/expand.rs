use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::Generics;

use super::flow::Flow;
use super::{Profile, Scheme};
use crate::function::{kind, node_of};
use crate::paths::{location, unraw};

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
            }
        },
    );
    let kind = kind(&scheme.krate, name, &Generics::default(), "DEPENDENCY");
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
                type Returned = #rt::VerifiedToken;
                const CLONE: #rt::CloneFn<#rt::VerifiedToken> =
                    ::core::option::Option::Some(::core::clone::Clone::clone);
            }

            // Not `automatically_derived`: the compiler would advise to write it by hand.
            impl<__S> #rt::Resolve<__S> for #name
            where
                __S: ::core::marker::Send + ::core::marker::Sync + #rt::HasVerifier,
            {
                async fn resolve(
                    __call: &mut #rt::Call<'_>,
                    __state: &__S,
                    __at: #rt::At,
                ) -> ::core::result::Result<#rt::Resolved<#rt::VerifiedToken>, #rt::Refusal> {
                    let __verifier = #rt::HasVerifier::verifier(__state);
                    #rt::authenticate(__call, &__verifier, __at)
                }
            }
        };
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
        flows,
        scopes,
        ..
    } = scheme;
    let name = unraw(name);
    let flows = flows.iter().map(|flow| self::flow(&rt, flow));
    let scopes = scopes.iter().map(
        |(name, description)| quote!(#rt::ScopeInfo { name: #name, description: #description }),
    );
    quote! {
        #rt::Declared {
            name: #name,
            module: ::core::module_path!(),
            description: #description,
            realm: #realm,
            flows: &[#(#flows),*],
            scopes: &[#(#scopes),*],
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
