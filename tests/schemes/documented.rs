//! The audit shows every way to get in.

use crate::service::router;

#[test]
fn the_audit_tells_alternatives_from_what_is_required_together() {
    let audit = router().audit();
    let security = |path: &str| {
        let route = audit.routes.iter().find(|route| route.path == path);
        route.unwrap().security.to_string()
    };
    assert_eq!(security("/opaque"), "Opaque");
    assert_eq!(security("/either"), "HeaderKey or Session");
    assert_eq!(security("/both"), "HeaderKey and Provider[users]");
    assert_eq!(security("/visitor"), "Session or anyone");
    assert_eq!(security("/read"), "Provider[items:read]");
}
