//! Where settings come from: the command line, then the environment, then a file, then the defaults.

use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use clap::{ArgAction, ArgMatches, Command, CommandFactory, Error, FromArgMatches};
use toml::{Table, Value};

use crate::config::Cli;

/// Reads all settings.
///
/// # Errors
/// If one cannot be: the error names it.
pub fn read() -> Result<Cli, Error> {
    let mut command = Cli::command();
    if let Some(path) = config_file(command.clone()) {
        command = with_file(command, &path)?;
    }
    Cli::from_arg_matches(&command.try_get_matches()?)
}

/// The file that the command line or the environment names.
fn config_file(command: Command) -> Option<PathBuf> {
    // What else is wrong is said later.
    let matches: ArgMatches = command.ignore_errors(true).try_get_matches().ok()?;
    matches.get_one::<PathBuf>("config").cloned()
}

/// What a file sets takes the place of the defaults: the environment and the command line come before it.
fn with_file(mut command: Command, path: &Path) -> Result<Command, Error> {
    let shown = path.display().to_string();
    let text = std::fs::read_to_string(path);
    let text = text.map_err(|error| invalid(&mut command, &format!("{shown}: {error}")))?;
    let table: Table = text.parse().map_err(|error: toml::de::Error| {
        // Not the line, which may be that of a password.
        let line = error
            .span()
            .map_or(0, |span| text[..span.start].lines().count());
        invalid(
            &mut command,
            &format!("{shown}: no TOML near line {}: {}", line, error.message()),
        )
    })?;
    for (name, value) in table {
        let arg = command.get_arguments().find(|arg| arg.get_id() == &*name);
        let Some(arg) = arg.filter(|_| name != "config") else {
            let names = setting_names(&command);
            let problem = format!("{shown}: there is no setting `{name}`; there are {names}");
            return Err(invalid(&mut command, &problem));
        };
        let takes_many = matches!(arg.get_action(), ArgAction::Append);
        let values = texts(&value).filter(|values| takes_many || values.len() == 1);
        let Some(values) = values else {
            let many = if takes_many {
                ", or a list of them"
            } else {
                ""
            };
            let problem =
                format!("{shown}: `{name}` should be a text, a number or a truth value{many}");
            return Err(invalid(&mut command, &problem));
        };
        command = command.mut_arg(name, |arg| {
            let is_shown = arg.get_action().takes_values();
            let arg = arg.default_values(values);
            if is_shown {
                arg.hide_default_value(true)
            } else {
                arg
            }
        });
    }
    Ok(command)
}

/// The names that a file may have: those of the fields, not of the options.
fn setting_names(command: &Command) -> String {
    let names = command.get_arguments().map(|arg| arg.get_id().as_str());
    let names = names.filter(|name| *name != "config");
    names.collect::<Vec<_>>().join(", ")
}

fn texts(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::String(text) => Some(vec![text.clone()]),
        Value::Integer(number) => Some(vec![number.to_string()]),
        Value::Boolean(truth) => Some(vec![truth.to_string()]),
        Value::Array(values) => {
            let texts = values.iter().map(texts).collect::<Option<Vec<_>>>()?;
            Some(texts.concat())
        }
        _ => None,
    }
}

fn invalid(command: &mut Command, problem: &str) -> Error {
    command.error(ErrorKind::InvalidValue, problem)
}
