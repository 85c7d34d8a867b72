use proc_macro2::{Span, TokenStream};
use syn::Error;

use super::Level;
use crate::diag::{Errors, error, with_help};
use crate::function::EdgeOptions;
use crate::options::{Options, Place};

pub(super) fn check(options: TokenStream) -> syn::Result<Level> {
    let mut errors = Errors::default();
    let mut options = Options::parse(options, Place::Level, &mut errors);
    let krate = options.take_crate(&mut errors);
    let edge = EdgeOptions::take(&mut options, &mut errors);
    if edge.first().is_none() && options.is_clear() {
        errors.push(Error::new(
            Span::call_site(),
            with_help(
                "`level!` does not say what the router requires",
                "write `level!(scopes = [\"admin\"], depends = get_current_user)`",
            ),
        ));
    }
    let edge = edge.into_edge(0, &mut errors);
    if let Some(edge) = edge.as_ref().filter(|edge| edge.targets.len() > 1) {
        errors.push(error(
            &edge.targets[1],
            "a level has one dependency",
            "write a dependency with `depends = any(...)`, and name it here",
        ));
    }
    errors.finish(Some(Level {
        edges: edge.into_iter().collect(),
        krate,
    }))
}
