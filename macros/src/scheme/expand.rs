use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::Generics;

use super::check::{Declared, Flow, Kind, Meant, Setting, TokenPlace, closure};
use super::{Profile, Scheme};
use crate::function::{kind, node_of};
use crate::options::place::Grant;
use crate::paths::{location, unraw};

pub(super) fn expand(scheme: &Scheme) -> TokenStream {
    let rt = scheme.krate.private();
    let name = &scheme.name;
    let lists = lists(&rt, scheme);
    let declared = declared(scheme);
    let answers = answers(scheme);
    let text = unraw(name);
    let location = location(&rt, &text, name.span());
    let node = node_of(
        &rt,
        name,
        &quote! {
            #rt::Node {
                name: #text,
                location: __LOCATION,
                ..#rt::Node::new(#rt::Kind::Scheme(<#name as #rt::SecurityScheme>::SCHEME))
            }
        },
    );
    let kind = kind(&scheme.krate, name, &Generics::default(), "DEPENDENCY");
    let Resolve {
        returned,
        bound,
        find_verifier,
        body: resolve,
    } = resolve(&rt, scheme);
    let verifiers = find_verifier.map(|verifier| {
        quote! {
            fn verifiers(__state: &__S, __verifiers: &mut #rt::Verifiers) {
                #rt::Verifiers::add(
                    __verifiers, <#name as #rt::SecurityScheme>::SCHEME, #verifier,
                );
            }
        }
    });
    // Not named in code of a `derive`: the compiler would advise to write the implementation by hand.
    let written = Span::call_site().resolved_at(name.span());
    let private = scheme.krate.private_at(written);
    let resolve_trait = quote_spanned!(written=> #private::Resolve<__S>);
    quote! {
        const _: () = {
            const __LOCATION: #rt::Location = #location;
            #lists
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
                type Nesting = #rt::Nested<false>;
                const CLONE: #rt::CloneFn<#returned> =
                    ::core::option::Option::Some(::core::clone::Clone::clone);

                const NODE: &'static #rt::Node = Self::__scopegate_node();
            }

            impl<__S> #resolve_trait for #name
            where
                __S: ::core::marker::Send + ::core::marker::Sync #bound,
            {
                async fn resolve(
                    __call: &mut #rt::Call<'_>,
                    __state: &__S,
                    __at: #rt::Requirement,
                ) -> ::core::result::Result<#rt::Resolved<#returned>, #rt::Refusal> {
                    #resolve
                }

                #verifiers
            }
        };
    }
}

/// How a request's credentials are found.
struct Resolve {
    returned: TokenStream,
    /// What the router's state needs.
    bound: Option<TokenStream>,
    /// The expression that finds the verifier in the state.
    find_verifier: Option<TokenStream>,
    body: TokenStream,
}

fn resolve(rt: &TokenStream, scheme: &Scheme) -> Resolve {
    let (returned, function) = match &scheme.kind {
        Kind::OAuth2 | Kind::OpenIdConnect { .. } => return verify(rt, scheme),
        Kind::HttpBearer { .. } => ("BearerToken", "bearer_token"),
        Kind::HttpBasic => ("BasicCredentials", "basic_credentials"),
        Kind::ApiKey { .. } => ("ApiKey", "api_key"),
    };
    let (returned, function) = (format_ident!("{returned}"), format_ident!("{function}"));
    Resolve {
        returned: quote!(#rt::#returned),
        bound: None,
        find_verifier: None,
        body: quote!(#rt::#function(__call, __at)),
    }
}

fn verify(rt: &TokenStream, scheme: &Scheme) -> Resolve {
    let name = &scheme.name;
    let (bound, verifier) = match &scheme.meant.verifier {
        None => (
            quote!(#rt::HasVerifier),
            quote!(#rt::HasVerifier::verifier(__state)),
        ),
        Some(of) => {
            let has_own = quote!(#rt::HasVerifierFor<#name, #of>);
            let verifier = quote!(<__S as #has_own>::verifier_for(__state));
            (has_own, verifier)
        }
    };
    Resolve {
        returned: quote!(#rt::VerifiedToken),
        bound: Some(quote!(+ #bound)),
        body: quote! {
            let __verifier = #verifier;
            #rt::authenticate(__call, &__verifier, __at).await
        },
        find_verifier: Some(verifier),
    }
}

/// How a text gets into the code.
type Text = fn(&Setting) -> TokenStream;

/// The `SchemeKind` of the runtime.
fn scheme_kind(rt: &TokenStream, kind: &Kind, text: Text) -> TokenStream {
    match kind {
        Kind::OAuth2 => quote!(#rt::SchemeKind::OAuth2),
        Kind::OpenIdConnect { url } => {
            let url = text(url);
            quote!(#rt::SchemeKind::openid_connect(#url))
        }
        Kind::HttpBearer { bearer_format } => {
            quote!(#rt::SchemeKind::http_bearer(#bearer_format))
        }
        Kind::HttpBasic => quote!(#rt::SchemeKind::HttpBasic),
        Kind::ApiKey {
            location,
            name,
            cross_site,
        } => {
            let location = format_ident!("{location}");
            let cross_site = cross_site.then(|| quote!(.cross_site()));
            quote!(#rt::SchemeKind::api_key(#rt::KeyLocation::#location, #name) #cross_site)
        }
    }
}

/// The `TokenPlace` of the runtime.
fn token_place(rt: &TokenStream, place: Option<&TokenPlace>) -> TokenStream {
    match place {
        None => quote!(#rt::TokenPlace::BEARER),
        Some(TokenPlace::Authorization { scheme }) => {
            quote!(#rt::TokenPlace::authorization(#scheme))
        }
        Some(TokenPlace::Header { name }) => quote!(#rt::TokenPlace::header(#name)),
        Some(TokenPlace::Cookie { name, cross_site }) => {
            quote!(#rt::TokenPlace::cookie(#name, #cross_site))
        }
        Some(TokenPlace::Subprotocol { name }) => quote!(#rt::TokenPlace::subprotocol(#name)),
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
    quote!(<#rejection as #rt::Reject>::ANSWERS)
}

fn declared(scheme: &Scheme) -> TokenStream {
    let rt = scheme.krate.private();
    let Scheme {
        name,
        description,
        realm,
        kind,
        place,
        meant,
        ..
    } = scheme;
    let place = token_place(&rt, place.as_ref());
    let configured = configured(&rt, scheme);
    let kind = scheme_kind(&rt, kind, Setting::in_constant);
    let meant = self::meant(&rt, meant);
    let name = unraw(name);
    quote! {
        #rt::Declared {
            name: #name,
            module: ::core::module_path!(),
            description: #description,
            realm: #realm,
            kind: #kind,
            place: #place,
            flows: __FLOWS,
            scopes: __SCOPES,
            location: __LOCATION,
            meant: #meant,
            configured: #configured,
        }
    }
}

/// The lists in the declaration. Each is a constant of its own, because a constructor's result cannot be borrowed in an
/// argument for as long as the program runs.
fn lists(rt: &TokenStream, scheme: &Scheme) -> TokenStream {
    let flows = scheme.flows.iter();
    let flows = flows.map(|flow| flow_of(rt, flow, Setting::in_constant));
    let scopes = scheme.scopes.iter().zip(closure(&scheme.scopes));
    let scopes = scopes.map(|(scope, implied)| {
        let Declared {
            name, description, ..
        } = scope;
        let implies = (!implied.is_empty()).then(|| quote!(.implies(&[#(#implied),*])));
        quote!(#rt::ScopeInfo::new(#name, #description) #implies)
    });
    quote! {
        const __FLOWS: &[#rt::Flow] = &[#(#flows),*];
        const __SCOPES: &[#rt::ScopeInfo] = &[#(#scopes),*];
    }
}

fn meant(rt: &TokenStream, meant: &Meant) -> TokenStream {
    let issuers = meant.issuers.iter().map(|issuer| {
        let text = issuer.at_run_time();
        if issuer.is_configured() {
            quote!(#rt::Issuer::Configured(|| #text))
        } else {
            quote!(#rt::Issuer::Is(#text))
        }
    });
    let has_own_verifier = meant.verifier.is_some();
    quote! {
        #rt::Meant { issuers: &[#(#issuers),*], has_own_verifier: #has_own_verifier }
    }
}

/// What reads the texts that come from configuration, if there are any.
fn configured(rt: &TokenStream, scheme: &Scheme) -> TokenStream {
    let urls = scheme.flows.iter().flat_map(|flow| {
        flow.urls
            .iter()
            .map(|(_, url)| url)
            .chain(&flow.refresh_url)
    });
    let is_configured = match &scheme.kind {
        Kind::OpenIdConnect { url } => url.is_configured(),
        _ => urls.into_iter().any(Setting::is_configured),
    };
    if !is_configured {
        return quote!(::core::option::Option::None);
    }
    let kind = scheme_kind(rt, &scheme.kind, Setting::at_run_time);
    let flows = scheme
        .flows
        .iter()
        .map(|flow| flow_of(rt, flow, Setting::at_run_time));
    quote! {
        ::core::option::Option::Some(|| #rt::Configured::new(#kind, &[#(#flows),*]))
    }
}

fn flow_of(rt: &TokenStream, flow: &Flow, text: Text) -> TokenStream {
    let (constructor, endpoints): (_, &[&str]) = match flow.grant {
        Grant::Password => (quote!(password), &["token_url"]),
        Grant::AuthorizationCode => (
            quote!(authorization_code),
            &["authorization_url", "token_url"],
        ),
        Grant::ClientCredentials => (quote!(client_credentials), &["token_url"]),
        Grant::Implicit => (quote!(implicit), &["authorization_url"]),
    };
    let urls = endpoints.iter().flat_map(|endpoint| {
        let named = flow.urls.iter().filter(move |(name, _)| name == endpoint);
        named.map(|(_, url)| text(url))
    });
    let refresh = flow.refresh_url.as_ref().map(|url| {
        let url = text(url);
        quote!(.refresh(#url))
    });
    quote!(#rt::Flow::#constructor(#(#urls),*) #refresh)
}
