use std::collections::HashMap;
use std::fmt::Write as _;

use super::model::{Audit, Dependency, DependencyKind, Handler, Route, Security};

/// Styles, for those who do not read words first.
const CLASSES: &str = "    classDef public fill:#fff3cd,stroke:#b58900,color:#000
    classDef unprotected fill:#f8d7da,stroke:#b02a37,color:#000,stroke-width:3px
    classDef scheme fill:#d1e7dd,stroke:#146c43,color:#000
";

/// What makes two functions one node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Identity<'a> {
    module: &'a str,
    name: &'a str,
    // Functions inside of functions have no module of their own.
    file: &'a str,
    line: u32,
}

#[derive(Default)]
struct Graph<'a> {
    nodes: String,
    edges: String,
    ids: HashMap<Identity<'a>, usize>,
}

impl Audit {
    /// A [Mermaid](https://mermaid.js.org) flowchart: routes, their handlers, the dependencies below
    /// them, and the schemes at the end. An edge is labelled with the scopes that it adds.
    ///
    /// GitHub and GitLab draw it in Markdown, in a code block with the language `mermaid`.
    #[must_use]
    pub fn to_mermaid(&self) -> String {
        let mut graph = Graph::default();
        for (number, route) in self.routes.iter().enumerate() {
            graph.add_route(number, route);
        }
        format!("flowchart LR\n{}{}{CLASSES}", graph.nodes, graph.edges)
    }
}

impl<'a> Graph<'a> {
    fn add_route(&mut self, number: usize, route: &'a Route) {
        let name = label(&format!("{} {}", route.method, route.path));
        let (note, class) = match route.security {
            Security::Public => ("<br/>public", ":::public"),
            Security::Unprotected => ("<br/>UNPROTECTED", ":::unprotected"),
            Security::Required { .. } => ("", ""),
        };
        let _ = writeln!(self.nodes, "    r{number}([\"{name}{note}\"]){class}");
        if let Some(handler) = &route.handler {
            let id = self.add_handler(handler, &route.dependencies);
            let _ = writeln!(self.edges, "    r{number} --> n{id}");
        }
    }

    fn add_handler(&mut self, handler: &'a Handler, dependencies: &'a [Dependency]) -> usize {
        let identity = Identity {
            module: handler.module,
            name: handler.name,
            file: handler.file,
            line: handler.line,
        };
        self.add(identity, dependencies, |id, label| {
            format!("n{id}[\"{label}\"]")
        })
    }

    fn add_dependency(&mut self, dependency: &'a Dependency) -> usize {
        let identity = Identity {
            module: dependency.module,
            name: dependency.name,
            file: dependency.file,
            line: dependency.line,
        };
        self.add(
            identity,
            &dependency.dependencies,
            |id, label| match dependency.kind {
                DependencyKind::Dependency => format!("n{id}(\"{label}\")"),
                DependencyKind::Scheme => format!("n{id}{{{{\"{label}\"}}}}:::scheme"),
            },
        )
    }

    /// Adds a node with what is below it, unless it is there.
    fn add(
        &mut self,
        identity: Identity<'a>,
        dependencies: &'a [Dependency],
        shape: impl Fn(usize, &str) -> String,
    ) -> usize {
        if let Some(id) = self.ids.get(&identity) {
            return *id;
        }
        let id = self.ids.len();
        self.ids.insert(identity, id);
        let name = label(&format!("{}::{}", identity.module, identity.name));
        let _ = writeln!(self.nodes, "    {}", shape(id, &name));
        for dependency in dependencies {
            let below = self.add_dependency(dependency);
            let scopes = match dependency.scopes.join(" ") {
                none if none.is_empty() => none,
                scopes => format!("|\"{}\"|", label(&scopes)),
            };
            let _ = writeln!(self.edges, "    n{id} -->{scopes} n{below}");
        }
        id
    }
}

/// `text` without what Mermaid, or the HTML that it makes, would read as more than text.
fn label(text: &str) -> String {
    let mut label = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_alphanumeric() || matches!(character, ' ' | '/' | ':' | '_' | '-' | '.') {
            label.push(character);
        } else {
            let _ = write!(label, "#{};", u32::from(character));
        }
    }
    label
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn labels_have_no_syntax() {
        assert_eq!(label("GET /a/{id}"), "GET /a/#123;id#125;");
        assert_eq!(label("\"%%<b>`#"), "#34;#37;#37;#60;b#62;#96;#35;");
        assert_eq!(label("/größe/日本"), "/größe/日本");
    }
}
