use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Item, Safety, Signature, TraitItemFn, Visibility};

use crate::diag::{Errors, error};

/// A free function. Its body stays tokens: only the compiler looks into it.
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
            body: input.step(|cursor| match cursor.token_tree() {
                Some((TokenTree::Group(body), rest)) if body.delimiter() == Delimiter::Brace => {
                    Ok((body, rest))
                }
                _ => Err(cursor.error("expected the body of a function")),
            })?,
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
        signature.to_tokens(tokens);
        body.to_tokens(tokens);
    }
}

impl Function {
    /// The function below `attribute`.
    pub(crate) fn parse_item(item: TokenStream, attribute: &str) -> syn::Result<Self> {
        let function: Self = match syn::parse2(item.clone()) {
            Ok(function) => function,
            Err(syntax) => return Err(not_a_function(item, attribute, syntax)),
        };
        if let Some(receiver) = function.signature.receiver() {
            return Err(error(
                receiver,
                format!("`#[{attribute}]` goes on a free function, not on a method"),
                "move the function out of the `impl`, and take what it needs as a parameter, \
                 such as `State(...)`",
            ));
        }
        Ok(function)
    }
}

/// Generated code calls the function, and can promise nothing for it.
pub(crate) fn check_safe(function: &Function, attribute: &str, errors: &mut Errors) {
    if let Safety::Unsafe(keyword) = &function.signature.safety {
        errors.push(error(
            keyword,
            format!("`#[{attribute}]` goes on a safe function"),
            "remove `unsafe`: requests come from anyone, and nothing can be promised of them",
        ));
    }
}

fn not_a_function(item: TokenStream, attribute: &str, syntax: syn::Error) -> syn::Error {
    if let Ok(function) = syn::parse2::<TraitItemFn>(item.clone()) {
        return error(
            &function.sig.ident,
            format!("`#[{attribute}]` goes on a free function, not on one of a trait"),
            "move it out of the trait, with a body",
        );
    }
    let Ok(other) = syn::parse2::<Item>(item) else {
        return syntax;
    };
    let (what, place) = match &other {
        Item::Fn(_) => return syntax,
        Item::Struct(item) => ("struct", item.ident.to_token_stream()),
        Item::Enum(item) => ("enum", item.ident.to_token_stream()),
        Item::Impl(item) => ("impl", item.self_ty.to_token_stream()),
        Item::Mod(item) => ("module", item.ident.to_token_stream()),
        Item::Trait(item) => ("trait", item.ident.to_token_stream()),
        Item::Const(item) => ("constant", item.ident.to_token_stream()),
        Item::Static(item) => ("static", item.ident.to_token_stream()),
        _ => ("item", other.to_token_stream()),
    };
    let help = match what {
        "struct" | "enum" => {
            "write it above a `fn`; a security scheme is `#[derive(SecurityScheme)]`"
        }
        "impl" => "write it above each function, outside of the `impl`",
        _ => "write it above a `fn`",
    };
    error(
        place,
        format!("`#[{attribute}]` goes on a function, not on this {what}"),
        help,
    )
}
