//! The security snapshot: a file with one line for each route, and for each scope that implies others.

mod diff;
mod lines;

use std::ffi::OsStr;
use std::io;
use std::path::Path;

use self::diff::Difference;
use crate::audit::Audit;

/// Set to accept the changes.
const UPDATE: &str = "SCOPEGATE_UPDATE";

#[doc(hidden)]
#[macro_export]
macro_rules! __assert_security_snapshot {
    ($router:expr, $path:expr $(,)?) => {
        $crate::testing::assert_snapshot(
            &($router).audit(),
            ::core::env!("CARGO_MANIFEST_DIR"),
            ::core::convert::AsRef::<::std::path::Path>::as_ref(&$path),
        )
    };
}

/// The implementation of `assert_security_snapshot!`.
///
/// # Panics
/// If the snapshot differs and is not to be updated, or cannot be read or written.
#[doc(hidden)]
#[track_caller]
pub fn assert_snapshot(audit: &Audit, directory: &str, path: &Path) {
    let update = wants_update(std::env::var_os(UPDATE).as_deref());
    if let Err(message) = check_snapshot(audit, directory, path, update) {
        panic!("{message}");
    }
}

fn wants_update(variable: Option<&OsStr>) -> bool {
    variable.is_some_and(|value| !value.is_empty() && value != "0")
}

/// The same, but returns the message instead of panicking, and ignores the environment.
///
/// # Errors
/// The message of the panic.
#[doc(hidden)]
pub fn check_snapshot(
    audit: &Audit,
    directory: &str,
    path: &Path,
    update: bool,
) -> Result<(), String> {
    let file = Path::new(directory).join(path);
    let accepted = match std::fs::read_to_string(&file) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(format!("cannot read {}: {error}", file.display())),
    };
    let current = lines::of(audit);
    let difference = Difference::new(accepted.as_deref().unwrap_or_default(), &current);
    if accepted.is_some() && difference.is_empty() {
        return Ok(());
    }
    if update {
        return write(&file, &lines::file(&current))
            .map_err(|error| format!("cannot write {}: {error}", file.display()));
    }
    let problem = match accepted {
        Some(_) => "the access rules of the service have changed",
        None => "there is no such file",
    };
    Err(format!(
        "security snapshot {}: {problem}\n\n{difference}If this is intended, accept it with `{UPDATE}=1 cargo \
         test`, and commit the file.",
        path.display()
    ))
}

/// Replaces the file atomically: a concurrent reader sees the old text or the new one.
fn write(file: &Path, text: &str) -> io::Result<()> {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let new = file.with_file_name(name);
    std::fs::write(&new, text)?;
    std::fs::rename(&new, file).inspect_err(|_| {
        let _ = std::fs::remove_file(&new);
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_variable_and_zero_do_not_update() {
        assert!(!wants_update(None));
        assert!(!wants_update(Some(OsStr::new(""))));
        assert!(!wants_update(Some(OsStr::new("0"))));
        assert!(wants_update(Some(OsStr::new("1"))));
    }
}
