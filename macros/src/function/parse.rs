use proc_macro2::{Group, TokenStream};
use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Signature, Visibility};

use crate::options::ungrouped;

/// A free function. Its body is not parsed.
#[derive(Clone)]
pub(crate) struct Function {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) signature: Signature,
    pub(crate) body: Group,
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        Ok(Self {
            attributes: input.call(Attribute::parse_outer)?,
            visibility: input.parse()?,
            signature: input.parse()?,
            body: body(input)?,
        })
    }
}

/// The braces. A `$body:block` of `macro_rules!` has invisible ones around them.
fn body(input: ParseStream<'_>) -> syn::Result<Group> {
    input.step(|cursor| {
        let Some((token, rest)) = cursor.token_tree() else {
            return Err(cursor.error("expected curly braces"));
        };
        match syn::parse2(ungrouped(token.into())) {
            Ok(body) => Ok((body, rest)),
            Err(_) => Err(cursor.error("expected curly braces")),
        }
    })
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
        signature.to_tokens(tokens);
        body.to_tokens(tokens);
    }
}
