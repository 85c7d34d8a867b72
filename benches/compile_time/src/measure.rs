//! The compiler, measured: this program stands in for it while it compiles a generated crate.

use std::env;
use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::str::FromStr;

use clap::ValueEnum;
use nix::sys::resource::{UsageWho, getrusage};

use crate::Result;

/// The variable that names the file for the result.
pub(crate) const RESULT: &str = "COMPILE_TIME_RESULT";

/// Counts instructions with valgrind, which takes about fifty times as long.
pub(crate) const COUNT: &str = "COMPILE_TIME_COUNT";

/// What is done with a crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Action {
    /// `cargo check`.
    Check,
    /// A debug build.
    Debug,
    /// A release build.
    Release,
    /// A debug build after a change to the body of one handler.
    Edit,
}

impl Action {
    pub(crate) const ALL: [Self; 4] = [Self::Check, Self::Debug, Self::Release, Self::Edit];

    pub(crate) const fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Check => &["check"],
            Self::Debug | Self::Edit => &["build"],
            Self::Release => &["build", "--release"],
        }
    }

    /// The folder of the program that it builds, if any.
    pub(crate) const fn artifact(self) -> Option<&'static str> {
        match self {
            Self::Check => None,
            Self::Debug | Self::Edit => Some("debug"),
            Self::Release => Some("release"),
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Check => "check",
            Self::Debug => "debug",
            Self::Release => "release",
            Self::Edit => "edit",
        })
    }
}

/// What the compiler, and the linker that it calls, needed for one crate.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Measure {
    /// User and system time of all threads, in milliseconds.
    pub(crate) cpu: u64,
    /// The most memory of one process, in KiB.
    pub(crate) memory: u64,
    /// Instructions, if they are counted.
    pub(crate) instructions: u64,
    /// The size of the program, in bytes.
    pub(crate) size: u64,
}

impl Measure {
    pub(crate) fn least(self, other: Self) -> Self {
        Self {
            cpu: self.cpu.min(other.cpu),
            memory: self.memory.min(other.memory),
            instructions: self.instructions.min(other.instructions),
            size: other.size,
        }
    }
}

impl FromStr for Measure {
    type Err = Box<dyn std::error::Error>;

    fn from_str(text: &str) -> Result<Self> {
        let mut numbers = text.split_whitespace().map(str::parse);
        let mut next = || {
            numbers
                .next()
                .ok_or("the compiler has not finished")?
                .map_err(Box::<dyn std::error::Error>::from)
        };
        Ok(Self {
            cpu: next()?,
            memory: next()?,
            instructions: next()?,
            size: 0,
        })
    }
}

/// The compiler and its arguments, if cargo has called this program in place of it.
pub(crate) fn as_compiler() -> Option<Vec<OsString>> {
    let arguments: Vec<_> = env::args_os().skip(1).collect();
    let program = PathBuf::from(arguments.first()?);
    (program.file_stem()? == "rustc").then_some(arguments)
}

/// Compiles, and writes what it needed.
pub(crate) fn compile(arguments: &[OsString]) -> Result<()> {
    let (compiler, arguments) = arguments.split_first().ok_or("no compiler")?;
    let is_crate = arguments.iter().any(|argument| argument == "--crate-name")
        && env::var_os(RESULT).is_some();
    let counted = env::var_os(COUNT).filter(|_| is_crate);
    let mut command = match &counted {
        None => Command::new(compiler),
        Some(file) => {
            let mut valgrind = Command::new("valgrind");
            let mut out = OsString::from("--cachegrind-out-file=");
            out.push(file);
            valgrind
                .args(["--quiet", "--tool=cachegrind", "--cache-sim=no"])
                .arg(out)
                .arg(proper(compiler)?);
            valgrind
        }
    };
    let status = command.args(arguments).status()?;
    if !status.success() {
        std::process::exit(status.code().unwrap_or(1));
    }
    if is_crate && let Some(result) = env::var_os(RESULT) {
        let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
        let milliseconds =
            |time: nix::sys::time::TimeVal| time.tv_sec() * 1000 + time.tv_usec() / 1000;
        let cpu = milliseconds(usage.user_time()) + milliseconds(usage.system_time());
        let instructions = match counted {
            None => 0,
            Some(file) => instructions(&fs::read_to_string(file)?)?,
        };
        fs::write(
            result,
            format!("{cpu} {} {instructions}\n", usage.max_rss()),
        )?;
    }
    Ok(())
}

/// The compiler itself, behind rustup's proxy, which valgrind would count instead.
fn proper(compiler: &OsString) -> Result<PathBuf> {
    let output = Command::new(compiler)
        .args(["--print", "sysroot"])
        .output()?;
    let sysroot = String::from_utf8(output.stdout)?;
    Ok(PathBuf::from(sysroot.trim_end()).join("bin/rustc"))
}

fn instructions(cachegrind: &str) -> Result<u64> {
    let summary = cachegrind
        .lines()
        .rev()
        .find_map(|line| line.strip_prefix("summary:"));
    Ok(summary
        .ok_or("cachegrind wrote no summary")?
        .trim()
        .parse()?)
}
