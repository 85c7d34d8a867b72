//! From a router's inventory to an [`Audit`].

use super::model::{
    Audit, Declaration, Dependency, DependencyKind, Handler, Route, Scheme, Scope, Security,
    UnusedScope,
};
use super::order;
use super::refusing::checks;
use crate::graph::{Edge, Kind, Node, Operation};
use crate::routing;

/// A scheme with where it is declared.
struct Found {
    node: &'static Node,
    scheme: &'static crate::Scheme,
}

impl Audit {
    pub(crate) fn new(inventory: &[routing::Route]) -> Self {
        let mut routes: Vec<_> = inventory.iter().map(route).collect();
        order::sort(&mut routes);
        routes.dedup();

        let operations: Vec<_> = inventory
            .iter()
            .filter_map(|route| route.access.operation())
            .collect();
        let schemes = schemes(&operations);
        let unused_scopes = schemes.iter().flat_map(unused).collect();
        Self {
            routes,
            schemes,
            unused_scopes,
        }
    }
}

fn route(route: &routing::Route) -> Route {
    let operation = route.access.operation();
    let node = operation.map(Operation::handler);
    let mut scopes = Vec::new();
    if let Some(operation) = operation {
        declarations(operation.top(), &mut scopes);
    }
    Route {
        method: route.method,
        path: route.path.clone(),
        security: operation.map_or(Security::Unprotected, |operation| {
            Security::of(&operation.requirement())
        }),
        checks: operation.map(checks).unwrap_or_default(),
        handler: node.map(|node| Handler {
            name: node.name,
            module: node.location.module,
            file: node.location.file,
            line: node.location.line,
        }),
        levels: route.levels().map(dependency).collect(),
        dependencies: node.map(dependencies).unwrap_or_default(),
        scopes,
    }
}

fn dependencies(node: &Node) -> Vec<Dependency> {
    node.edges.iter().map(dependency).collect()
}

fn dependency(edge: &Edge) -> Dependency {
    let node = edge.to;
    Dependency {
        name: node.name,
        kind: match node.kind {
            Kind::Scheme(_) => DependencyKind::Scheme,
            Kind::AnyOf => DependencyKind::AnyOf,
            // No edge leads to a handler or to what does not compile.
            Kind::Dependency | Kind::Handler | Kind::Broken => DependencyKind::Dependency,
        },
        module: node.location.module,
        file: node.location.file,
        line: node.location.line,
        scopes: edge.scopes.iter().map(|scope| scope.name).collect(),
        expression: (!edge.any.is_empty()).then_some(edge.expression),
        optional: edge.optional,
        can_refuse: node.can_refuse,
        dependencies: dependencies(node),
    }
}

/// Where the scopes at and below `node` are written. A node that is reached twice counts once.
fn declarations(node: &Node, found: &mut Vec<Declaration>) {
    for edge in node.edges {
        for scope in edge.scopes {
            let declaration = Declaration {
                scope: scope.name,
                function: node.name,
                file: node.location.file,
                line: scope.line,
            };
            if !found.contains(&declaration) {
                found.push(declaration);
            }
        }
        declarations(edge.to, found);
    }
}

fn schemes(operations: &[&'static Operation]) -> Vec<Scheme> {
    let mut found = Vec::new();
    for operation in operations {
        find_schemes(operation.top(), &mut found);
    }
    found.sort_by_key(|found| (found.scheme.name, found.scheme.module));
    let required: Vec<_> = operations
        .iter()
        .flat_map(|operation| operation.requirement().alternatives())
        .flatten()
        .collect();
    let is_required = |scheme: &crate::Scheme, scope: &str| {
        required
            .iter()
            .any(|(needed, scopes)| needed.is(scheme) && scopes.contains(&scope))
    };
    found
        .iter()
        .map(|found| scheme(found, &is_required))
        .collect()
}

fn find_schemes(node: &'static Node, found: &mut Vec<Found>) {
    if let Kind::Scheme(scheme) = node.kind
        && !found.iter().any(|known| known.scheme.is(scheme))
    {
        found.push(Found { node, scheme });
    }
    for edge in node.edges {
        find_schemes(edge.to, found);
    }
}

fn scheme(found: &Found, is_required: &dyn Fn(&crate::Scheme, &str) -> bool) -> Scheme {
    let scopes = found.scheme.scopes.iter().map(|scope| Scope {
        name: scope.name,
        description: scope.description,
        implies: scope.implies,
        required: is_required(found.scheme, scope.name),
    });
    Scheme {
        name: found.scheme.name,
        module: found.scheme.module,
        file: found.node.location.file,
        line: found.node.location.line,
        scopes: scopes.collect(),
    }
}

fn unused(scheme: &Scheme) -> impl Iterator<Item = UnusedScope> {
    let required = |name: &&str| {
        let scopes = scheme.scopes.iter();
        scopes
            .filter(|scope| scope.required)
            .any(|scope| scope.name == *name)
    };
    // A scope that stands for others is used wherever they are.
    let unused = scheme
        .scopes
        .iter()
        .filter(move |scope| !scope.required && !scope.implies.iter().any(required));
    unused.map(|scope| UnusedScope {
        scheme: scheme.name,
        scope: scope.name,
    })
}
