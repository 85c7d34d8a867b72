use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Signature, Visibility};

use super::attributes::is_known;
use crate::options::ungrouped;

/// A free function. Its body is not parsed.
#[derive(Clone)]
pub(crate) struct Function {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) signature: Signature,
    pub(crate) body: Group,
}

impl Function {
    /// The parser sees only what is before the body: it would look at all tokens of that as well.
    pub(crate) fn new(item: TokenStream) -> syn::Result<Self> {
        let mut tokens: Vec<_> = item.into_iter().collect();
        let body = tokens.pop_if(|last| matches!(last, TokenTree::Group(_)));
        let before = |input: ParseStream<'_>| {
            Ok((
                input.call(Attribute::parse_outer)?,
                input.parse()?,
                input.parse()?,
            ))
        };
        let (attributes, visibility, signature) = before.parse2(tokens.into_iter().collect())?;
        // A `$body:block` of `macro_rules!` has invisible braces around it.
        let body = body.and_then(|body| ungrouped(body.into()).into_iter().next());
        let body = match body {
            Some(TokenTree::Group(body)) => body,
            _ => syn::parse2(TokenStream::new())?,
        };
        Ok(Self {
            attributes,
            visibility,
            signature,
            body,
        })
    }
}

impl ToTokens for Function {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self {
            attributes,
            visibility,
            signature,
            body,
        } = self;
        tokens.extend(attributes.iter().map(ToTokens::to_token_stream));
        visibility.to_tokens(tokens);
        if attributes.iter().all(is_known) {
            print_signature(signature, tokens);
        } else {
            signature.to_tokens(tokens);
        }
        body.to_tokens(tokens);
    }
}

/// A signature without generics has empty ones, which are not the user's. The compiler suggests to add a type that it
/// cannot find to those of the user, in one of the places that name it, and would report it once more in the others.
fn print_signature(signature: &Signature, tokens: &mut TokenStream) {
    let Signature {
        constness,
        asyncness,
        safety,
        abi,
        fn_token,
        ident,
        generics,
        paren_token,
        inputs,
        variadic,
        output,
    } = signature;
    if !generics.params.is_empty() || variadic.is_some() {
        return signature.to_tokens(tokens);
    }
    let clause = &generics.where_clause;
    tokens.extend(quote!(#constness #asyncness #safety #abi #fn_token #ident <>));
    paren_token.surround(tokens, |tokens| inputs.to_tokens(tokens));
    tokens.extend(quote!(#output #clause));
}
