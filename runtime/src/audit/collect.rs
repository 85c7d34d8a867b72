//! From a router's inventory to an [`Audit`].

use std::collections::HashSet;

use super::refusing::checks;
use super::{
    Audit, Declaration, Dependency, DependencyKind, Handler, Route, Scheme, Scope, Security,
    UnusedScope, order,
};
use crate::graph::{Edge, Kind, Node, Plan};
use crate::routing;

/// A scheme and where it is declared.
struct Found {
    node: &'static Node,
    scheme: &'static crate::scheme::Scheme,
}

impl Audit {
    pub(crate) fn new(inventory: &[routing::Route]) -> Self {
        let mut routes: Vec<_> = inventory.iter().map(route).collect();
        order::sort(&mut routes);
        routes.dedup();

        let plans: Vec<_> = inventory
            .iter()
            .filter_map(|route| route.access.plan())
            .collect();
        let schemes = schemes(&plans);
        let unused_scopes = schemes.iter().flat_map(unused).collect();
        Self {
            routes,
            schemes,
            unused_scopes,
        }
    }
}

fn route(route: &routing::Route) -> Route {
    let plan = route.access.plan();
    let node = plan.map(Plan::handler);
    let may_require = plan.map(may_require).unwrap_or_default();
    let of_some_requests: Vec<_> = may_require.iter().map(|may| may.scope).collect();
    let (mut scopes, mut met) = (Vec::new(), Met::default());
    for node in route.level_nodes().chain(node) {
        declarations(node, &mut met, &mut scopes);
    }
    Route {
        method: route.method,
        path: route.path.clone(),
        operation: (route.operation.as_ref()).map(|operation| operation.name.clone()),
        security: plan.map_or(Security::Unprotected, |plan| {
            Security::of(plan.alternatives(), &of_some_requests)
        }),
        checks: plan.map(checks).unwrap_or_default(),
        handler: node.map(Handler::of),
        levels: route
            .levels()
            .map(|edge| dependency(edge, &mut Met::default()))
            .collect(),
        dependencies: node
            .map(|node| dependencies(node, &mut Met::default()))
            .unwrap_or_default(),
        scopes,
        may_require,
        reads: route.reads.clone(),
    }
}

fn may_require(plan: &'static Plan) -> Vec<Declaration> {
    let declared = plan.scopes_of_some_requests().into_iter();
    let declaration = |(node, scope): (&Node, _)| Declaration {
        scope,
        function: node.name,
        file: node.location.file,
        line: node.location.line,
    };
    declared.map(declaration).collect()
}

/// The visited nodes, by address: many paths may lead to one, and each is visited once.
#[derive(Default)]
struct Met(HashSet<usize>);

impl Met {
    fn is_new(&mut self, node: &'static Node) -> bool {
        self.0.insert(std::ptr::from_ref(node).addr())
    }
}

fn dependencies(node: &'static Node, met: &mut Met) -> Vec<Dependency> {
    let edges = node.edges.iter();
    edges.map(|edge| dependency(edge, met)).collect()
}

fn dependency(edge: &'static Edge, met: &mut Met) -> Dependency {
    let node = edge.to;
    let repeated = !met.is_new(node) && !node.edges.is_empty();
    Dependency {
        name: node.name,
        kind: match node.kind {
            Kind::Scheme(_) => DependencyKind::Scheme,
            Kind::AnyOf => DependencyKind::AnyOf,
            // No edge leads to a handler or to a node that does not compile.
            Kind::Dependency | Kind::Handler | Kind::Broken => DependencyKind::Dependency,
        },
        module: node.location.module,
        file: node.location.file,
        line: node.location.line,
        scopes: edge.scopes.to_vec(),
        acr: edge.acr.to_vec(),
        max_age: edge.max_age,
        expression: (!edge.any.is_empty()).then_some(edge.expression),
        optional: edge.optional,
        can_refuse: node.can_refuse,
        repeated,
        dependencies: if repeated {
            Vec::new()
        } else {
            dependencies(node, met)
        },
    }
}

/// Where the scopes at and below `node` are written. A node that is reached twice counts once.
fn declarations(node: &'static Node, met: &mut Met, found: &mut Vec<Declaration>) {
    if !met.is_new(node) {
        return;
    }
    for (edge, line) in node.edges_with_lines() {
        for (number, scope) in edge.scopes.iter().enumerate() {
            let declaration = Declaration {
                scope,
                function: node.name,
                file: node.location.file,
                line: line(number),
            };
            if !found.contains(&declaration) {
                found.push(declaration);
            }
        }
        declarations(edge.to, met, found);
    }
}

fn schemes(plans: &[&'static Plan]) -> Vec<Scheme> {
    let (mut found, mut met) = (Vec::new(), Met::default());
    for plan in plans {
        find_schemes(plan.top(), &mut met, &mut found);
    }
    found.sort_by_key(|found| (found.scheme.name, found.scheme.module));
    let required: Vec<_> = plans
        .iter()
        .flat_map(|plan| plan.alternatives())
        .flatten()
        .collect();
    let required_of_some: Vec<_> = plans
        .iter()
        .flat_map(|plan| {
            let scopes = plan.scopes_of_some_requests().into_iter();
            scopes.flat_map(|(_, scope)| plan.schemes().map(move |scheme| (scheme, scope)))
        })
        .collect();
    let is_required = |scheme: &crate::scheme::Scheme, scope: &str| {
        required
            .iter()
            .any(|needed| needed.scheme.is(scheme) && needed.scopes.contains(&scope))
            || required_of_some
                .iter()
                .any(|(needed, required)| needed.is(scheme) && *required == scope)
    };
    found
        .iter()
        .map(|found| scheme(found, &is_required))
        .collect()
}

fn find_schemes(node: &'static Node, met: &mut Met, found: &mut Vec<Found>) {
    if !met.is_new(node) {
        return;
    }
    if let Kind::Scheme(scheme) = node.kind
        && !found.iter().any(|known| known.scheme.is(scheme))
    {
        found.push(Found { node, scheme });
    }
    for edge in node.edges {
        find_schemes(edge.to, met, found);
    }
}

fn scheme(found: &Found, is_required: &dyn Fn(&crate::scheme::Scheme, &str) -> bool) -> Scheme {
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
    // A scope that implies others is used wherever they are.
    let unused = scheme
        .scopes
        .iter()
        .filter(move |scope| !scope.required && !scope.implies.iter().any(required));
    unused.map(|scope| UnusedScope {
        scheme: scheme.name,
        scope: scope.name,
    })
}
