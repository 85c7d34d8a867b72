//! Checks of `acr` and `max_age` (RFC 9470): that they are checked for every caller, and that a token can satisfy them.

use super::checked::Checked;
use super::message::{first_scheme, push_function, report};
use crate::const_str::Message;
use crate::graph::buffer::LargeBuffer;
use crate::graph::step_up::chain_accepts_one_of;
use crate::graph::survey::{Survey, scheme_of_chain};
use crate::graph::{Kind, Node, StepUpPath};
use crate::scheme::Scheme;

/// Asserts that what an edge to `target` requires of the authentication of users is checked for every caller, and that
/// `acr` has a value in common with each path below `target`.
///
/// # Panics
/// If not, at compile time.
#[track_caller]
pub const fn check_step_up(target: &'static Node, acr: &[&str]) {
    report(unchecked_step_up(target, acr));
}

/// Why what is required of the authentication of users is not checked for every caller, or by no token satisfied.
pub(in crate::graph) const fn unchecked_step_up(
    target: &'static Node,
    acr: &[&str],
) -> Option<Message> {
    if let Some(scheme) = scheme_of_chain(target)
        && scheme.authenticates_users()
    {
        return if chain_accepts_one_of(acr, target) {
            None
        } else {
            Some(no_value_in_common(target))
        };
    }
    let survey = Survey::of(target);
    if survey.is_unsound() {
        return None;
    }
    if !Checked::users(&survey).at(target, &survey) {
        return Some(gap(&survey));
    }
    if is_contradicted(target, &survey, acr) {
        return Some(no_value_in_common(target));
    }
    None
}

/// Whether no request passes `target` unless its user's authentication was checked.
#[cfg(test)]
pub(in crate::graph) fn asks_all_users(target: &'static Node) -> bool {
    let survey = Survey::of(target);
    Checked::users(&survey).at(target, &survey)
}

#[cfg(test)]
pub(in crate::graph) fn is_contradicted_below(target: &'static Node, acr: &[&str]) -> bool {
    is_contradicted(target, &Survey::of(target), acr)
}

/// Whether `acr` has no value in common with the lists on some path below `target`.
const fn is_contradicted(target: &'static Node, survey: &Survey, acr: &[&str]) -> bool {
    let merged = LargeBuffer::surveyed(target, Some(survey));
    if acr.is_empty() || !merged.fits() {
        return false; // That is reported for the handlers.
    }
    let steps = merged.steps();
    let mut i = 0;
    while i < steps.len() {
        let is_token = match steps[i].node.kind {
            Kind::Scheme(scheme) => scheme.authenticates_users(),
            _ => false,
        };
        if is_token && !StepUpPath::to(steps, i).accepts_one_of(acr) {
            return true;
        }
        i += 1;
    }
    false
}

const fn no_value_in_common(target: &Node) -> Message {
    let mut message = Message::new();
    message.push("no token is accepted: `");
    message.push(target.name);
    message.push(
        "`, or what it depends on, accepts none of these values of `acr`\n\nhelp: a token has one `acr`; name a value \
         in both lists, or remove one of them",
    );
    message
}

/// Why two parameters require tokens of one scheme that cannot exist.
pub(in crate::graph) const fn no_acr(node: &Node, scheme: &Scheme) -> Message {
    let mut message = Message::new();
    message.push("no request can be accepted by ");
    push_function(&mut message, node);
    push_no_acr(&mut message, scheme);
    message
}

const fn push_no_acr(message: &mut Message, scheme: &Scheme) {
    message.push(": it requires tokens of `");
    message.push(scheme.name);
    message.push(
        "` with values of `acr` that exclude each other\n\nhelp: a token has one `acr`; name a value in all lists",
    );
}

/// The same message for a router with levels.
pub(in crate::graph) fn no_acr_in_levels(scheme: &Scheme) -> String {
    let mut message = Message::new();
    push_no_acr(&mut message, scheme);
    message.as_str().trim_start_matches(": ").to_owned()
}

const OF_CLIENTS: &str = "` has only the flow `client_credentials`, whose tokens have no user\n\nhelp: write `acr` and \
                          `max_age` beside a dependency whose tokens have one";

const UNVERIFIED: &str = "` has no tokens that scopegate verifies, so nothing says how their user was \
                          authenticated\n\nhelp: write `acr` and `max_age` beside a dependency that leads to \
                          `#[oauth2(...)]` or `#[openid_connect(...)]`";

/// Describes who would not be asked.
const fn gap(survey: &Survey) -> Message {
    let mut message = Message::new();
    message.push("how the user was authenticated would ");
    let target = survey.node(0);
    if let Some(scheme) = without_users(survey) {
        message.push("not be checked for every caller: `");
        message.push(scheme.name);
        message.push(if scheme.verifies() {
            OF_CLIENTS
        } else {
            UNVERIFIED
        });
    } else if first_scheme(survey, false).is_some() {
        message.push("not be checked for every caller: `");
        message.push(target.name);
        message.push(
            "` lets requests without credentials pass\n\nhelp: depend on something that requires credentials, or write \
             `optional` beside `acr` and `max_age`",
        );
    } else {
        message.push("never be checked: `");
        message.push(target.name);
        message.push("` depends on no security scheme\n\nhelp: let `");
        message.push(target.name);
        message.push(
            "` depend on a type with `#[derive(SecurityScheme)]`, or remove `acr` and `max_age`",
        );
    }
    message
}

/// The first scheme whose credentials say nothing of a user.
const fn without_users(survey: &Survey) -> Option<&'static Scheme> {
    let mut number = 0;
    while number < survey.len() {
        if let Kind::Scheme(scheme) = survey.node(number).kind
            && !scheme.authenticates_users()
        {
            return Some(scheme);
        }
        number += 1;
    }
    None
}
