//! Parameters whose types are wrong as far as their names say.
//!
//! Only the compiler knows. Where it agrees, its error should be the only one, without others about each use of the value
//! and each route. So it first checks such a parameter, and then gives it a type: see `expand/doubts.rs`. To do so for
//! all parameters would cost its time.

use quote::{ToTokens, quote};
use syn::Type;

use super::edge::{Edge, places};
use super::parameters::{
    find, is_credentials, mentions_parameter, name_of_no_extractor, optional, parameter_type,
    typed_parameters,
};
use crate::diag::with_help;
use crate::function::Function;
use crate::function::known::{self, Given};
use crate::options::compact;

/// A parameter that the compiler checks before it gives it a type.
pub(crate) struct Doubt {
    /// Its index.
    pub(crate) parameter: usize,
    /// Those of other parameters, whose types are right only if this one's is.
    pub(crate) others: Vec<usize>,
    pub(crate) check: TypeCheck,
    /// What is wrong if the check fails.
    pub(crate) message: String,
}

/// What the type of a parameter has to be.
pub(crate) enum TypeCheck {
    /// One that receives the value of a target, with the indices of the edge and of the target.
    Receives(usize, usize),
    /// An `Option`.
    IsOptional,
    /// One that neither reads the body nor is the credentials of a scheme.
    IsExtractor,
}

/// The parameters that receive values of other types.
pub(crate) fn doubted_values(function: &Function, edges: &[Edge]) -> Vec<Doubt> {
    let mut doubts: Vec<Doubt> = Vec::new();
    for edge in edges {
        let ty = parameter_type(function, edge.parameter).filter(|ty| is_nameable(ty, function));
        let doubt = ty.and_then(|ty| doubted_value(function, edges, edge, ty));
        // A parameter follows from one check.
        doubts.extend(doubt.map(|mut doubt| {
            let is_new = |other: &usize| doubts.iter().all(|doubt| !doubt.others.contains(other));
            doubt.others.retain(is_new);
            doubt
        }));
    }
    doubts
}

fn doubted_value(function: &Function, edges: &[Edge], edge: &Edge, ty: &Type) -> Option<Doubt> {
    let mut known = edge.targets.iter().enumerate();
    let (target, given) = known.find_map(|(i, path)| {
        let given = known::given_by(path)?;
        let is_no_option = edge.is_optional && optional(ty).is_none();
        (is_no_option || !given.is_like(received(edge, ty))).then_some((i, given))
    })?;
    let doubt = |others, check, message| Doubt {
        parameter: edge.parameter,
        others,
        check,
        message,
    };
    let text = short(ty);
    if edge.is_optional && optional(ty).is_none() {
        let message = format!("an `optional` value may be absent: `{text}` is not an `Option`");
        let message = with_help(&message, &format!("write `Option<{text}>`"));
        return given
            .is_like(ty)
            .then(|| doubt(Vec::new(), TypeCheck::IsOptional, message));
    }
    let places = places(edges);
    let extracted: Vec<_> = typed_parameters(function)
        .map(|(_, ty)| ty)
        .enumerate()
        .filter(|(place, ty)| !places.contains(place) && is_nameable(ty, function))
        .collect();
    let last = extracted.iter().find(|(_, ty)| given.is_like(ty));
    // Where the value is last, the body is not.
    let is_wrong = |(place, ty): &(usize, &Type)| {
        last.is_some_and(|(last, _)| place == last || place < last && is_no_extractor(ty))
    };
    let others = extracted.iter().filter(|other| is_wrong(other));
    let others: Vec<_> = others.map(|(place, _)| *place).collect();
    let name = compact(&edge.targets[target]);
    let expected = match (edge.is_optional, given.text()) {
        (true, given) => format!("Option<{given}>"),
        (false, given) => given.to_owned(),
    };
    let help = help(&given, &expected, received(edge, ty), !others.is_empty());
    let message = format!("expected `{expected}` (returned by `{name}`), found `{text}`");
    let check = TypeCheck::Receives(edge.number, target);
    Some(doubt(others, check, with_help(&message, &help)))
}

/// What to write where a dependency returns another type.
fn help(given: &Given, expected: &str, ty: &Type, is_elsewhere: bool) -> String {
    if is_elsewhere {
        return format!(
            "take `{expected}` first: without an attribute at a parameter, the first one receives the value"
        );
    }
    if optional(ty).is_some_and(|inner| given.is_like(inner)) {
        return format!("take `{expected}`, or write `optional` beside `depends`");
    }
    let returned = short(ty);
    let name = returned.split('<').next().unwrap_or_default();
    if EXTRACTORS.contains(&name) {
        return format!(
            "take `{expected}` before it: without an attribute at a parameter, the first one receives the value"
        );
    }
    format!("take `{expected}`, or name a dependency that returns `{returned}`")
}

/// Extractors of axum that no dependency returns.
const EXTRACTORS: [&str; 8] = [
    "Extension",
    "Form",
    "HeaderMap",
    "Json",
    "Path",
    "Query",
    "Request",
    "State",
];

/// The type of the value of an edge, if `ty` is that of the parameter.
fn received<'t>(edge: &Edge, ty: &'t Type) -> &'t Type {
    optional(ty).filter(|_| edge.is_optional).unwrap_or(ty)
}

/// The parameters of a handler that read the body and are not the last one, or that only a dependency can give.
/// `values` are those that [`doubted_values`] found.
pub(crate) fn doubted_extractors(
    function: &Function,
    edges: &[Edge],
    values: &[Doubt],
) -> Vec<Doubt> {
    // The last one is the body's, and what is not in its place will not stay there.
    let elsewhere: Vec<_> = values
        .iter()
        .flat_map(|doubt| doubt.others.iter().copied())
        .collect();
    let mut extracted: Vec<_> = typed_parameters(function)
        .map(|(_, ty)| ty)
        .enumerate()
        .filter(|(place, _)| !places(edges).contains(place) && !elsewhere.contains(place))
        .collect();
    let last = extracted.pop();
    let before = extracted
        .into_iter()
        .filter_map(|(place, ty)| Some((place, ty, before_last(ty, last?.1)?)));
    let all = before.chain(last.and_then(|(place, ty)| Some((place, ty, credentials(ty)?))));
    // Where it is in error as well, nothing is said of the route.
    let value = edges.first().map(|edge| edge.parameter);
    let value = value.filter(|value| values.iter().all(|doubt| doubt.parameter != *value));
    all.filter(|(_, ty, _)| is_nameable(ty, function))
        .enumerate()
        .map(|(i, (parameter, _, message))| Doubt {
            parameter,
            others: value.filter(|_| i == 0).into_iter().collect(),
            check: TypeCheck::IsExtractor,
            message,
        })
        .collect()
}

/// Whether a type has the name of one that reads the body, or of credentials.
fn is_no_extractor(ty: &Type) -> bool {
    name_of_no_extractor(ty).is_some()
}

/// Whether the type means the same outside of the function's signature.
fn is_nameable(ty: &Type, function: &Function) -> bool {
    let is_found = |text| find(ty.to_token_stream(), text).is_some();
    !["impl", "'"].into_iter().any(is_found)
        && !mentions_parameter(&quote!(#ty), &function.signature.generics)
}

/// Why a parameter cannot be before the last one, whose type is given as well.
fn before_last(ty: &Type, last: &Type) -> Option<String> {
    let name = name_of_no_extractor(ty)?;
    if is_credentials(&name) {
        return credentials(ty);
    }
    let help = match name_of_no_extractor(last).filter(|name| !is_credentials(name)) {
        Some(_) => format!(
            "`{}`, the last one, reads the body as well: take one of them",
            short(last)
        ),
        None => "move it to the end".to_owned(),
    };
    let message = format!(
        "`{}` reads the body, which only the last parameter of a handler can",
        short(ty)
    );
    Some(with_help(&message, &help))
}

/// Why a parameter with the name of credentials is no extractor.
fn credentials(ty: &Type) -> Option<String> {
    is_credentials(&name_of_no_extractor(ty)?).then(|| {
        with_help(
            &format!(
                "`{}` is not an extractor: a security scheme provides it",
                short(ty)
            ),
            "write `#[security(depends = ...)]` at the parameter, with the name of the scheme",
        )
    })
}

/// A type as written, without the paths to its names.
pub(crate) fn short(ty: &Type) -> String {
    let mut text = ty.to_token_stream().to_string().replace(" :: ", "::");
    while let Some(colons) = text.find("::") {
        let start = text[..colons]
            .rfind(|c: char| !c.is_alphanumeric() && c != '_')
            .map_or(0, |before| before + 1);
        text.replace_range(start..colons + 2, "");
    }
    let tight = [
        (" < ", "<"),
        (" >", ">"),
        (" ,", ","),
        ("& ", "&"),
        ("( ", "("),
        (" )", ")"),
    ];
    tight
        .into_iter()
        .fold(text, |text, (from, to)| text.replace(from, to))
}

impl Given {
    /// Whether a type has the name of that of the value.
    fn is_like(&self, ty: &Type) -> bool {
        let text = short(ty);
        match self {
            Self::Value(given) => *given == text,
            // It may have claims.
            Self::Credentials(given) => text.split('<').next() == Some(given),
        }
    }
}
