//! Writes the examples of the README and of the guides to files, for `docs` to compile what readers see.

use std::collections::HashMap;
use std::path::PathBuf;
use std::{env, fs};

const DOCUMENTS: [(&str, &str); 10] = [
    ("readme", "../README.md"),
    ("dependency", "../runtime/docs/dependency.md"),
    ("level", "../runtime/docs/level.md"),
    ("security", "../runtime/docs/security.md"),
    ("security_scheme", "../runtime/docs/security_scheme.md"),
    ("axum", "../runtime/docs/guide/axum.md"),
    ("fastapi", "../runtime/docs/guide/fastapi.md"),
    ("issuing", "../runtime/docs/guide/issuing.md"),
    ("mcp_server", "../runtime/docs/guide/mcp_server.md"),
    ("provider", "../runtime/docs/guide/provider.md"),
];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("examples");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for examples");
    for (document, path) in DOCUMENTS {
        println!("cargo::rerun-if-changed={path}");
        let text = fs::read_to_string(path).expect(path);
        let mut known = HashMap::new();
        for example in examples(&text) {
            let name = format!("{document}_{}", last_function(&example));
            let count: &mut u32 = known.entry(name.clone()).or_default();
            *count += 1;
            let name = match count {
                1 => name,
                count => format!("{name}_{count}"),
            };
            let (items, statements) = split(&example);
            fs::write(folder.join(format!("{name}.rs")), items).expect("an example");
            if !statements.is_empty() {
                let block = format!("{{\n{statements}}}\n");
                fs::write(folder.join(format!("{name}.main.rs")), block).expect("an example");
            }
        }
    }
}

/// The lines of each block of Rust that readers see.
fn examples(text: &str) -> Vec<String> {
    let mut examples = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(language) = line.strip_prefix("```") else {
            continue;
        };
        let block = lines.by_ref().take_while(|line| *line != "```");
        let is_hidden = |line: &str| {
            line == "#" || line.starts_with("# ") || line.trim_start().starts_with("# ")
        };
        let seen: Vec<_> = block.filter(|line| !is_hidden(line)).collect();
        if matches!(language, "" | "rust") {
            examples.push(seen.join("\n") + "\n");
        }
    }
    examples
}

fn last_function(example: &str) -> &str {
    let last = example.rsplit_once("fn ").map(|(_, rest)| rest);
    let name = last.and_then(|rest| rest.split(['(', '<']).next());
    name.unwrap_or("no_function")
}

/// Items, and the statements behind them.
fn split(example: &str) -> (&str, &str) {
    let mut at = 0;
    for line in example.split_inclusive('\n') {
        if ["let ", "assert", "println!", "axum::serve", "//"]
            .iter()
            .any(|start| line.starts_with(start))
            && !line.starts_with("///")
        {
            return example.split_at(at);
        }
        at += line.len();
    }
    (example, "")
}
