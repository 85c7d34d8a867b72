//! The workspace of generated crates.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;
use crate::generate::{Style, source};
use crate::measure::{self, Action, Measure};

pub(crate) struct Project {
    folder: PathBuf,
}

impl Project {
    /// Writes the crates.
    pub(crate) fn new(folder: &Path, styles: &[Style], handlers: &[usize]) -> Result<Self> {
        fs::create_dir_all(folder)?;
        let folder = folder.canonicalize()?;
        let mut members = Vec::new();
        for &handlers in handlers {
            for &style in styles {
                let name = crate_name(style, handlers);
                let crate_folder = folder.join(&name);
                fs::create_dir_all(crate_folder.join("src"))?;
                fs::write(crate_folder.join("Cargo.toml"), manifest(&name))?;
                fs::write(crate_folder.join("src/main.rs"), source(style, handlers))?;
                members.push(format!("{name:?}"));
            }
        }
        let members = members.join(", ");
        let workspace = format!("[workspace]\nresolver = \"3\"\nmembers = [{members}]\n");
        fs::write(folder.join("Cargo.toml"), workspace)?;
        // The versions that everything else is tested with.
        fs::copy(repository().join("Cargo.lock"), folder.join("Cargo.lock"))?;
        Ok(Self { folder })
    }

    /// Builds what all crates depend on.
    pub(crate) fn prepare(&self, action: Action) -> Result<()> {
        let mut cargo = self.cargo(action);
        cargo.arg("--workspace");
        run(&mut cargo)
    }

    /// Compiles a crate whose dependencies are built.
    pub(crate) fn measure(&self, style: Style, handlers: usize, action: Action) -> Result<Measure> {
        self.run(style, handlers, action, false)
    }

    /// Counts the instructions of the compiler, which takes about fifty times as long.
    pub(crate) fn count(&self, style: Style, handlers: usize) -> Result<u64> {
        Ok(self.run(style, handlers, Action::Check, true)?.instructions)
    }

    fn run(&self, style: Style, handlers: usize, action: Action, count: bool) -> Result<Measure> {
        let name = crate_name(style, handlers);
        let file = self.folder.join(&name).join("src/main.rs");
        if action == Action::Edit {
            let source = fs::read_to_string(&file)?;
            fs::write(&file, edited(&source))?;
        } else {
            fs::File::options()
                .append(true)
                .open(&file)?
                .set_modified(std::time::SystemTime::now())?;
        }
        let result = self.folder.join("measure.txt");
        let _ = fs::remove_file(&result);
        let mut cargo = self.cargo(action);
        cargo
            .args(["--package", &name])
            .env(measure::RESULT, &result);
        if count {
            cargo.env(measure::COUNT, self.folder.join("cachegrind.out"));
        }
        run(&mut cargo)?;
        let mut measure: Measure = fs::read_to_string(&result)?.parse()?;
        measure.size = match action.artifact() {
            None => 0,
            Some(profile) => {
                fs::metadata(self.folder.join("target").join(profile).join(&name))?.len()
            }
        };
        Ok(measure)
    }

    fn cargo(&self, action: Action) -> Command {
        let mut cargo = Command::new("cargo");
        cargo
            .args(action.arguments())
            .args(["--quiet", "--offline"])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .env(
                "CARGO_INCREMENTAL",
                if action == Action::Edit { "1" } else { "0" },
            )
            .env(
                "RUSTC_WORKSPACE_WRAPPER",
                std::env::current_exe().unwrap_or_default(),
            );
        cargo
    }
}

/// Changes the body of one handler.
fn edited(source: &str) -> String {
    let (before, after) = ("app.item(id, 0, ", "app.item(id, 1_000_000, ");
    if source.contains(before) {
        source.replacen(before, after, 1)
    } else {
        source.replacen(after, before, 1)
    }
}

fn run(command: &mut Command) -> Result<()> {
    let status = command.status()?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{command:?} failed: {status}").into())
    }
}

fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn crate_name(style: Style, handlers: usize) -> String {
    format!("{style}-{handlers}")
}

fn manifest(name: &str) -> String {
    let runtime = repository().join("runtime");
    let runtime = runtime.display();
    format!(
        "[package]\nname = {name:?}\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         axum = {{ version = \"0.8\", features = [\"macros\"] }}\n\
         scopegate = {{ path = \"{runtime}\" }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\n\
         utoipa = \"6\"\n"
    )
}
