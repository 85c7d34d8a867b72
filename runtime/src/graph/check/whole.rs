//! Checks of a graph as a whole: whether the requirements of several parameters fit together.

use super::message::{push_function, report};
use super::shared::check_shared_values;
use super::step_up::no_acr;
use crate::const_str::Message;
use crate::graph::alternatives::Problem;
use crate::graph::buffer::LargeBuffer;
use crate::graph::carrier::follow_other_names;
use crate::graph::survey::{Survey, is_chain};
use crate::graph::{Node, Seen};
use crate::scheme::{Scheme, SchemeKind};

/// Asserts that a request can have all credentials that `node` requires, and that values which several parameters
/// receive can be cloned.
///
/// # Panics
/// If not, at compile time.
#[track_caller]
pub const fn check_whole(node: &'static Node, seen: Seen) {
    if seen.may_not_fit_together {
        report(misfit(node, &Survey::of(node)));
    }
}

/// Why the requirements of a handler do not fit together. Its graph was not surveyed yet.
pub(in crate::graph) const fn check_whole_handler(handler: &'static Node) -> Option<Message> {
    if is_chain(handler) {
        return None;
    }
    let survey = Survey::of(handler);
    if survey.may_not_fit_together() {
        misfit(handler, &survey)
    } else {
        None
    }
}

const fn misfit(node: &'static Node, survey: &Survey) -> Option<Message> {
    let merged = LargeBuffer::surveyed(node, Some(survey));
    if !merged.fits() {
        return None; // That is reported for the handlers.
    }
    if let Some(message) = check_shared_values(&merged, survey) {
        return Some(message);
    }
    let problem = merged.problem();
    if let Some(Problem::NoAcr(scheme)) = problem {
        return Some(no_acr(node, scheme));
    }
    if let Some(Problem::Impossible(a, b)) = problem {
        let mut message = Message::new();
        message.push("no request can be accepted by ");
        push_function(&mut message, node);
        push_contradiction(&mut message, a, b);
        return Some(message);
    }
    None
}

const fn push_contradiction(message: &mut Message, a: &Scheme, b: &Scheme) {
    message.push(": it requires the credentials of `");
    message.push(a.name);
    message.push("` and of `");
    message.push(b.name);
    message.push("`, and ");
    message.push(match (a.kind, b.kind) {
        _ if follow_other_names(a, b) => "a request has one `Authorization` header",
        _ if a.verifies() && b.verifies() => "no issuer is accepted by both",
        (SchemeKind::HttpBasic, _) | (_, SchemeKind::HttpBasic) => {
            "a request has one `Authorization` header"
        }
        _ => "a token beside one in the query is refused (RFC 6750 section 2)",
    });
    message.push(
        "\n\nhelp: accept either of them with `depends = any(...)`, or let one of them read its \
         credentials from another place",
    );
}

/// The same message for a router with levels.
pub(in crate::graph) fn contradiction(a: &Scheme, b: &Scheme) -> String {
    let mut message = Message::new();
    push_contradiction(&mut message, a, b);
    message.as_str().trim_start_matches(": ").to_owned()
}
