//! The check of the error that a dependency's function returns.

use proc_macro2::{Delimiter, Group, TokenStream};
use quote::{ToTokens, quote};
use syn::{GenericArgument, PathArguments, Type};

use crate::paths::Crate;

/// A constant that fails to evaluate if the response to the error is a success. The compiler reports it at the error's
/// type.
pub(super) fn error_check(krate: &Crate, returned: &Type, permits: bool) -> TokenStream {
    let rt = krate.private();
    let error = error_of(returned);
    let (shown, is_all) = (error.unwrap_or(returned), error.is_none());
    let text = spelled(shown);
    let undeclared = if permits {
        quote!(false)
    } else {
        quote!(#rt::ErrorOf::<__Error>::IS_NOT_PERMITTED)
    };
    let arguments = quote! {
        [#rt::ErrorOf::<__Error>::SUCCESS, #rt::ErrorOf::<__Error>::SUCCESS_OF_ERR],
        #text,
        #is_all,
        #undeclared,
    };
    // From the type's first token to its last: the compiler underlines all of it.
    let mut ends = shown
        .to_token_stream()
        .into_iter()
        .map(|token| token.span());
    let start = ends.next().unwrap_or_else(proc_macro2::Span::call_site);
    let mut arguments = Group::new(Delimiter::Parenthesis, arguments);
    arguments.set_span(ends.last().unwrap_or(start));
    let start = krate.private_at(start);
    quote! {
        #[allow(dead_code, reason = "evaluated by the compiler")]
        const DECLARED_ERROR: () = {
            #[allow(unused_imports, reason = "such errors have these constants themselves")]
            use #rt::OtherError as _;
            #start::check_error #arguments
        };
    }
}

/// The `E` of a type that is written `Result<T, E>`.
fn error_of(returned: &Type) -> Option<&Type> {
    let Type::Path(path) = returned else {
        return None;
    };
    let last = path
        .path
        .segments
        .last()
        .filter(|last| last.ident == "Result")?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.iter().collect::<Vec<_>>().as_slice() {
        [_, GenericArgument::Type(error)] => Some(error),
        _ => None,
    }
}

/// A type with the usual spaces.
fn spelled(ty: &Type) -> String {
    let text = ty.to_token_stream().to_string();
    let mut spelled = String::with_capacity(text.len());
    for word in text.split(' ') {
        let joins = spelled.ends_with(['<', '&', '(', '[', ':', '\''])
            || word.starts_with(['<', '>', ',', ';', ':', ')', ']']);
        if !joins && !spelled.is_empty() {
            spelled.push(' ');
        }
        spelled.push_str(word);
    }
    spelled
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    #[test]
    fn types_are_spelled_as_people_write_them() {
        for text in [
            "&'static str",
            "Result<User, &'static str>",
            "(axum::http::HeaderMap, [u8; 4])",
            "Cow<'static, str>",
            "Box<dyn Error + Send>",
            "[(&str, String); 1]",
            "()",
        ] {
            let ty: Type = syn::parse_str(text).unwrap();
            assert_eq!(spelled(&ty), text);
        }
    }

    #[test]
    fn an_error_is_found_where_it_is_written() {
        let found = |ty: Type| error_of(&ty).map(spelled);
        assert_eq!(found(parse_quote!(Result<User, String>)).unwrap(), "String");
        assert_eq!(found(parse_quote!(std::result::Result<A, B>)).unwrap(), "B");
        assert_eq!(found(parse_quote!(Answer<User, String>)), None);
        assert_eq!(found(parse_quote!(io::Result<User>)), None);
        assert_eq!(found(parse_quote!(())), None);
    }
}
