//! `scopes = [...], depends = path`: the dependency of a parameter.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned;
use syn::{LitBool, Path, Type};

use super::parameters::optional;
use super::scopes::{Scopes, check_scopes};
use super::step_up::{StepUp, StepUpOptions};
use super::target::targets;
use crate::diag::{Errors, error};
use crate::options::table::{CACHE, DEPENDS, OPTIONAL, SCOPES};
use crate::options::{Options, RawOption, Value};

/// An edge of the dependency graph.
pub(crate) struct Edge {
    /// Its index among the edges of the function.
    pub(crate) number: usize,
    /// The index of the parameter that receives the value.
    pub(crate) parameter: usize,
    pub(crate) scopes: Scopes,
    pub(crate) step_up: StepUp,
    /// The function or scheme that it leads to, or the alternatives of `any(...)`.
    pub(crate) targets: Vec<Path>,
    /// Whether requests without credentials are accepted.
    pub(crate) is_optional: bool,
    /// Whether another parameter may receive the same value.
    pub(crate) cache: bool,
}

impl Edge {
    /// The type of the value, if `ty` is the type of the parameter. `rt` is the runtime's hidden module.
    pub(crate) fn value(&self, rt: &TokenStream, ty: &Type) -> TokenStream {
        match optional(ty) {
            Some(inner) if self.is_optional => inner.to_token_stream(),
            // It may be an alias.
            None if self.is_optional => {
                let optional = optional_value(rt, ty);
                quote_spanned!(ty.span()=> #optional::Value)
            }
            _ => ty.to_token_stream(),
        }
    }
}

/// The trait of `Option`, as a path from a parameter's type: an error shows only that.
pub(crate) fn optional_value(rt: &TokenStream, ty: &Type) -> TokenStream {
    quote_spanned!(ty.span()=> <#ty as #rt::OptionalValue>)
}

/// The indices of the parameters that receive values.
pub(crate) fn places(edges: &[Edge]) -> Vec<usize> {
    edges.iter().map(|edge| edge.parameter).collect()
}

/// The options of an edge. Whether they are complete is checked by [`into_edge`](Self::into_edge).
pub(crate) struct EdgeOptions {
    scopes: Option<(RawOption, Option<Scopes>)>,
    step_up: StepUpOptions,
    depends: Option<(RawOption, Option<Vec<Path>>)>,
    optional: Option<RawOption>,
    cache: Option<(RawOption, bool)>,
    /// Whether all options are valid. If not, `depends` may be missing because it is misspelt.
    is_clear: bool,
}

impl EdgeOptions {
    pub(crate) fn take(options: &mut Options, errors: &mut Errors) -> Self {
        let scopes = options.take(&SCOPES).map(|option| {
            let scopes = check_scopes(&option, errors);
            (option, scopes)
        });
        let step_up = StepUpOptions::take(options, errors);
        let depends = options.take(&DEPENDS).map(|option| {
            let targets = targets(&option, errors);
            (option, targets)
        });
        let optional = options.take(&OPTIONAL);
        if let Some(option) = &optional {
            errors.keep(option.flag());
        }
        let cache = options.take(&CACHE).map(|option| {
            let cache = errors.keep(truth(&option)).unwrap_or_default();
            (option, cache)
        });
        Self {
            scopes,
            step_up,
            depends,
            optional,
            cache,
            is_clear: options.is_clear(),
        }
    }

    /// The first option, for an error that points at it.
    pub(crate) fn first(&self) -> Option<&RawOption> {
        let scopes = self.scopes.as_ref().map(|(option, _)| option);
        let depends = self.depends.as_ref().map(|(option, _)| option);
        let cache = self.cache.as_ref().map(|(option, _)| option);
        let checked = scopes.or(self.step_up.first());
        checked.or(depends).or(self.optional.as_ref()).or(cache)
    }

    /// The options of the attribute on a function whose parameters have their own attributes. Without `depends`, they
    /// would belong to no parameter.
    pub(crate) fn beside_parameters(self, errors: &mut Errors) -> Self {
        let Some(option) = self
            .first()
            .filter(|_| self.depends.is_none() && self.is_clear)
        else {
            return self;
        };
        let name = &option.name;
        let is_wrong = matches!(self.scopes, Some((_, None)));
        let moved = if is_wrong {
            option.example.to_owned()
        } else {
            option.source()
        };
        errors.push(error(
            option,
            format!("`{name}` belongs beside its `depends`"),
            format!("move it to the parameter: `#[security({moved}, depends = ...)]`"),
        ));
        Self {
            scopes: None,
            step_up: StepUpOptions::default(),
            depends: None,
            optional: None,
            cache: None,
            is_clear: true,
        }
    }

    /// Whether any option about a dependency is written, even a wrong one.
    pub(crate) fn is_written(&self) -> bool {
        self.first().is_some() || !self.is_clear
    }

    /// The first option that requires something of a token.
    pub(crate) fn checked(&self) -> Option<&RawOption> {
        let scopes = self.scopes.as_ref().map(|(option, _)| option);
        scopes.or(self.step_up.first())
    }

    /// The edge of the parameter with this index, if the options are complete.
    pub(crate) fn into_edge(self, parameter: usize, errors: &mut Errors) -> Option<Edge> {
        if self.depends.is_none() {
            self.check_depends(errors);
        }
        let (_, targets) = self.depends?;
        Some(Edge {
            number: 0,
            parameter,
            scopes: match self.scopes {
                Some((_, scopes)) => scopes?,
                None => Scopes::default(),
            },
            step_up: self.step_up.into_step_up()?,
            targets: targets?,
            is_optional: self.optional.is_some(),
            cache: self.cache.is_none_or(|(_, cache)| cache),
        })
    }

    /// Without `depends`, the other options have no effect.
    fn check_depends(&self, errors: &mut Errors) {
        if !self.is_clear {
            return;
        }
        if let Some(option) = self.checked() {
            if !swallowed_an_option(option) {
                errors.push(checked_without_depends(option));
            }
        } else if let Some(option) = self.first() {
            errors.push(error(
                option,
                format!("`{}` has no effect without `depends`", option.name),
                "add a dependency: `depends = get_current_user`",
            ));
        }
    }
}

fn checked_without_depends(option: &RawOption) -> syn::Error {
    let what = match option.name.to_string() {
        name if name == SCOPES.name => name,
        name => format!("`{name}`"),
    };
    error(
        option,
        format!("{what} without `depends` would never be checked"),
        "add a dependency that checks them, such as `depends = get_current_user`, or a security scheme",
    )
}

/// Whether tokens follow the value because a comma is missing. `depends` may be among them.
fn swallowed_an_option(option: &RawOption) -> bool {
    matches!(&option.value, Value::Assigned(value) if value.clone().into_iter().count() > 2)
}

/// The value of `cache = false`.
fn truth(option: &RawOption) -> syn::Result<bool> {
    let value = option.assigned()?;
    let literal = syn::parse2::<LitBool>(value.clone());
    let message = "expected `true` or `false`";
    literal
        .map(|literal| literal.value)
        .map_err(|_| error(value, message, option.write_example()))
}
