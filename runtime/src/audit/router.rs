use super::Audit;
use crate::resolve::RouterState;
use crate::routing::SecureRouter;

impl<S: RouterState> SecureRouter<S> {
    /// Every route with its requirement: see [`audit`](crate::audit).
    #[must_use]
    pub fn audit(&self) -> Audit {
        Audit::new(&self.listed().routes)
    }
}
