use std::collections::HashMap;
use std::fmt::Write as _;

use super::step_up::Shown;
use super::{Audit, Declaration, Dependency, DependencyKind, Route, Security};

/// Styles that make open routes stand out.
const CLASSES: &str = "    classDef public fill:#fff3cd,stroke:#b58900,color:#000
    classDef unprotected fill:#f8d7da,stroke:#b02a37,color:#000,stroke-width:3px
    classDef scheme fill:#d1e7dd,stroke:#146c43,color:#000
";

/// What identifies a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Identity<'a> {
    module: &'a str,
    name: &'a str,
    // Functions inside of functions have the same module path.
    file: &'a str,
    line: u32,
}

#[derive(Default)]
struct Graph<'a> {
    nodes: String,
    edges: String,
    ids: HashMap<Identity<'a>, usize>,
    may_require: Vec<&'a Declaration>,
}

impl Audit {
    /// A [Mermaid](https://mermaid.js.org) flowchart: routes, their handlers, the dependencies below them, and the
    /// schemes at the end. An edge is labelled with the scopes, `acr` and `max_age` that it adds, and a function that
    /// may refuse is marked. The requirement of a [level](crate::level!) is attached to the route itself.
    ///
    /// GitHub and GitLab render it in Markdown, in a code block with the language `mermaid`.
    #[must_use]
    pub fn to_mermaid(&self) -> String {
        let declared = self.routes.iter().flat_map(|route| &route.may_require);
        let mut graph = Graph {
            may_require: declared.collect(),
            ..Graph::default()
        };
        for (number, route) in self.routes.iter().enumerate() {
            graph.add_route(number, route);
        }
        format!("flowchart LR\n{}{}{CLASSES}", graph.nodes, graph.edges)
    }
}

impl<'a> Graph<'a> {
    fn add_route(&mut self, number: usize, route: &'a Route) {
        let name = label(&format!("{} {}", route.method, route.target()));
        let (note, class) = match route.security {
            Security::Public => ("<br/>public", ":::public"),
            Security::Unprotected => ("<br/>UNPROTECTED", ":::unprotected"),
            Security::Required { .. } => ("", ""),
        };
        let _ = writeln!(self.nodes, "    r{number}([\"{name}{note}\"]){class}");
        let Some(handler) = &route.handler else {
            return;
        };
        let identity = Identity {
            module: handler.module,
            name: handler.name,
            file: handler.file,
            line: handler.line,
        };
        let (id, is_new) = self.id(identity);
        let _ = writeln!(self.edges, "    r{number} --> n{id}");
        if is_new {
            let name = format!("{}{}", identity.label(), self.may_require(identity));
            let _ = writeln!(self.nodes, "    n{id}[\"{name}\"]");
            self.add_dependencies(&format!("n{id}"), &route.dependencies);
        }
        self.add_dependencies(&format!("r{number}"), &route.levels);
    }

    /// Adds the edges from the node `from`, and the nodes that do not exist yet.
    fn add_dependencies(&mut self, from: &str, dependencies: &'a [Dependency]) {
        for dependency in dependencies {
            let identity = Identity {
                module: dependency.module,
                name: dependency.name,
                file: dependency.file,
                line: dependency.line,
            };
            let (id, is_new) = self.id(identity);
            let arrow = if dependency.optional { "-.->" } else { "-->" };
            let scopes = match dependency.expression {
                Some(expression) => expression.to_owned(),
                None => dependency.scopes.join(" "),
            };
            let (acr, max_age) = (&*dependency.acr, dependency.max_age);
            let step_up = Shown { acr, max_age }.to_string();
            let added: Vec<_> = [scopes, step_up]
                .into_iter()
                .filter(|it| !it.is_empty())
                .collect();
            let added = match added.join("; ") {
                none if none.is_empty() => none,
                added => format!("|\"{}\"|", label(&added)),
            };
            let _ = writeln!(self.edges, "    {from} {arrow}{added} n{id}");
            if is_new {
                let note = if dependency.can_refuse {
                    "<br/>may refuse"
                } else {
                    ""
                };
                let may_require = self.may_require(identity);
                let name = format!("{}{note}{may_require}", identity.label());
                let _ = match dependency.kind {
                    DependencyKind::AnyOf => writeln!(self.nodes, "    n{id}{{\"any\"}}"),
                    DependencyKind::Dependency => writeln!(self.nodes, "    n{id}(\"{name}\")"),
                    DependencyKind::Scheme => {
                        writeln!(self.nodes, "    n{id}{{{{\"{name}\"}}}}:::scheme")
                    }
                };
                self.add_dependencies(&format!("n{id}"), &dependency.dependencies);
            }
        }
    }

    /// The scopes that a function requires of some requests, as the end of its label.
    fn may_require(&self, function: Identity<'_>) -> String {
        let mut scopes: Vec<_> = self
            .may_require
            .iter()
            .filter(|declared| {
                declared.function == function.name
                    && declared.file == function.file
                    && declared.line == function.line
            })
            .map(|declared| declared.scope)
            .collect();
        scopes.sort_unstable();
        scopes.dedup();
        if scopes.is_empty() {
            return String::new();
        }
        format!("<br/>may require {}", label(&scopes.join(" ")))
    }

    /// The number of a node, and whether it is new.
    fn id(&mut self, identity: Identity<'a>) -> (usize, bool) {
        let next = self.ids.len();
        let id = *self.ids.entry(identity).or_insert(next);
        (id, id == next)
    }
}

impl Identity<'_> {
    fn label(&self) -> String {
        label(&format!("{}::{}", self.module, self.name))
    }
}

/// `text` without characters that Mermaid, or the HTML that it generates, would interpret.
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
