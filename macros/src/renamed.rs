//! The runtime's name in the user's crate, where `Cargo.toml` gives it another one.
//!
//! Without `crate = ...`, each path in generated code would be an error. The compiler runs macros in its own process, and
//! its arguments name the crate. An editor's do not: there, nothing is known.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// The other name.
pub(crate) fn other_name() -> Option<&'static str> {
    static NAME: LazyLock<Option<String>> = LazyLock::new(|| find(std::env::args()));

    NAME.as_deref()
}

/// The other name, if nobody has asked for it yet: the error is reported once.
pub(crate) fn report_other_name() -> Option<&'static str> {
    static IS_REPORTED: AtomicBool = AtomicBool::new(false);

    other_name().filter(|_| !IS_REPORTED.swap(true, Ordering::Relaxed))
}

/// The name in `--extern gate=libscopegate-0123.rmeta`, unless there is also one that is `scopegate`.
fn find(arguments: impl IntoIterator<Item = String>) -> Option<String> {
    let mut arguments = arguments.into_iter();
    let mut other = None;
    while arguments.any(|argument| argument == "--extern") {
        let value = arguments.next()?;
        let Some((name, file)) = value.split_once('=') else {
            continue;
        };
        let name = name.rsplit(':').next().unwrap_or(name); // after options, as in `priv:gate`
        let file = file.rsplit(['/', '\\']).next().unwrap_or(file);
        if name == "scopegate" {
            return None;
        }
        if file.starts_with("libscopegate-") || file.starts_with("libscopegate.") {
            other = Some(name.to_owned());
        }
    }
    other
}

#[cfg(test)]
mod tests {
    use super::find;

    fn found(arguments: &str) -> Option<String> {
        find(arguments.split(' ').map(str::to_owned))
    }

    #[test]
    fn another_name_is_found_where_the_crate_has_no_other() {
        let axum = "rustc --crate-name app --extern axum=/deps/libaxum-1.rmeta --extern std";
        let other = format!("{axum} --extern priv:gate=/deps/libscopegate-2.rmeta src/main.rs");
        assert_eq!(found(&other).as_deref(), Some("gate"));
        assert_eq!(
            found(r"--extern gate=C:\deps\libscopegate-2.rlib").as_deref(),
            Some("gate")
        );
        assert_eq!(found(axum), None);
        assert_eq!(
            found(&format!(
                "{other} --extern scopegate=/deps/libscopegate-2.rmeta"
            )),
            None
        );
        assert_eq!(
            found("--extern macros=/deps/libscopegate_macros-3.so"),
            None
        );
    }
}
