use crate::graph::Operation;

/// Every scope that one of the handlers requires, once, in their order.
pub(crate) fn required_scopes(
    operations: impl IntoIterator<Item = &'static Operation>,
) -> Vec<&'static str> {
    let mut scopes = Vec::new();
    for operation in operations {
        let required = operation.alternatives().into_iter().flatten();
        for scope in required.flat_map(|(_, scopes)| scopes) {
            if !scopes.contains(&scope) {
                scopes.push(scope);
            }
        }
    }
    scopes
}
