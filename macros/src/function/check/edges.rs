//! The edges of a function: from its own attribute and from those of its parameters.

use syn::{Attribute, FnArg, Meta, Path};

use super::edge::{Edge, EdgeOptions};
use crate::diag::{Errors, error};
use crate::function::parse::Function;
use crate::options::{Options, Place, RawOption, compact};

/// The options of all attributes that make edges.
pub(crate) struct EdgesOptions {
    /// Those of the attribute on the function, which is for the first parameter.
    pub(crate) own: EdgeOptions,
    /// Those of the attributes on parameters, by the index of the parameter.
    parameters: Vec<(usize, EdgeOptions)>,
    /// The parameters whose attribute is wrong.
    wrong: Vec<usize>,
    /// Whether all attributes are valid. If not, an edge may be missing for that reason.
    is_clear: bool,
}

impl EdgesOptions {
    /// Removes the attributes from the parameters, because the compiler does not know them.
    pub(crate) fn take(own: EdgeOptions, function: &mut Function, errors: &mut Errors) -> Self {
        let (mut parameters, mut wrong) = (Vec::new(), Vec::new());
        let before = errors.count();
        let attributes = take_attributes(function);
        let own = if attributes.is_empty() {
            own
        } else {
            own.beside_parameters(errors)
        };
        for (place, attribute) in attributes {
            if parameters.iter().any(|(known, _)| *known == place) {
                let message = "a parameter has one `#[security(...)]`";
                errors.push(error(&attribute, message, "merge it into the first"));
            } else if place == 0 && own.is_written() {
                errors.push(error(
                    &attribute,
                    "the first parameter is already resolved by the attribute on the function",
                    "keep one of them",
                ));
            } else if let Some(options) = options(&attribute, errors) {
                parameters.push((place, options));
            } else {
                wrong.push(place);
            }
        }
        Self {
            own,
            parameters,
            wrong,
            is_clear: errors.count() == before,
        }
    }

    /// Whether any option about a dependency is written, even a wrong one.
    pub(crate) fn is_written(&self) -> bool {
        self.own.is_written() || !self.parameters.is_empty() || !self.is_clear
    }

    /// The first option that requires something of a token.
    pub(crate) fn checked(&self) -> Option<&RawOption> {
        let parameters = self.parameters.iter().map(|(_, options)| options);
        [&self.own]
            .into_iter()
            .chain(parameters)
            .find_map(EdgeOptions::checked)
    }

    /// The indices of the parameters that receive values, even if their options are wrong.
    pub(crate) fn places(&self) -> Vec<usize> {
        let own = self.own.is_written().then_some(0);
        let parameters = self.parameters.iter().map(|(place, _)| *place);
        let wrong = self.wrong.iter().copied();
        own.into_iter().chain(parameters).chain(wrong).collect()
    }

    /// The edges, in the order of the parameters.
    pub(crate) fn into_edges(self, errors: &mut Errors) -> Vec<Edge> {
        let own = self.own.into_edge(0, errors);
        let parameters = self
            .parameters
            .into_iter()
            .filter_map(|(place, options)| options.into_edge(place, errors));
        let mut edges: Vec<_> = own.into_iter().chain(parameters).collect();
        edges.sort_by_key(|edge| edge.parameter);
        for (number, edge) in edges.iter_mut().enumerate() {
            edge.number = number;
        }
        edges
    }
}

/// Removes our attributes from the parameters, and returns them by the index of the parameter.
pub(crate) fn take_attributes(function: &mut Function) -> Vec<(usize, Attribute)> {
    let mut taken = Vec::new();
    for (place, input) in function.signature.inputs.iter_mut().enumerate() {
        if let FnArg::Typed(parameter) = input {
            let ours = parameter
                .attrs
                .extract_if(.., |attribute| is_ours(attribute));
            taken.extend(ours.map(|attribute| (place, attribute)));
        }
    }
    taken
}

/// Whether it is `#[security(...)]` with any path, or what is written in its place by mistake.
fn is_ours(attribute: &Attribute) -> bool {
    const MISTAKEN: [&str; 4] = ["dependency", "depends", "depend", "Depends"];

    let name = attribute.path().segments.last();
    let name = name.map(|last| last.ident.to_string());
    name.is_some_and(|name| name == "security" || MISTAKEN.contains(&name.as_str()))
}

fn options(attribute: &Attribute, errors: &mut Errors) -> Option<EdgeOptions> {
    let help = "write `#[security(depends = get_current_user)]`";
    if attribute.path().segments.last()?.ident != "security" {
        let message = "on a parameter, the attribute is `#[security(...)]`";
        let named = attribute.parse_args_with(Path::parse_mod_style);
        let named = named.map(|path| format!("write `#[security(depends = {})]`", compact(&path)));
        let help = named.unwrap_or_else(|_| help.to_owned());
        errors.push(error(attribute.path(), message, help));
        return None;
    }
    let Meta::List(list) = &attribute.meta else {
        let message = "`#[security]` does not say what the parameter depends on";
        errors.push(error(attribute, message, help));
        return None;
    };
    let before = errors.count();
    let mut options = Options::parse(list.tokens.clone(), Place::Parameter, errors);
    let edge = EdgeOptions::take(&mut options, errors);
    if edge.first().is_none() && errors.count() == before {
        let message = "`#[security]` does not say what the parameter depends on";
        errors.push(error(attribute, message, help));
        return None;
    }
    Some(edge)
}
