//! Which file of a crate imports which, read from its text.
//!
//! A name that a module only passes on counts for the file that defines it, so that a `mod.rs` hides nothing. What is
//! only there in tests does not count, and neither does `pub use`: it is a path of the API, and no import.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The path of a module, without `crate`.
pub(crate) type Module = Vec<String>;

/// The modules that each one imports.
pub(crate) type Imports = BTreeMap<Module, BTreeSet<Module>>;

/// The names that modules pass on, each with its path.
type Passed = BTreeMap<Module, BTreeMap<String, Module>>;

/// What each file below `folder` imports of the others.
pub(crate) fn imports(folder: &str) -> Imports {
    let mut files = BTreeMap::new();
    read(Path::new(folder), &[], &mut files);
    let mut passed = Passed::new();
    for (module, text) in &files {
        for (path, visibility) in uses(module, text, &files) {
            if let Some(name) = path.last().filter(|_| !visibility.is_empty()) {
                let names = passed.entry(module.clone()).or_default();
                names.insert(name.clone(), path.clone());
            }
        }
    }
    files
        .iter()
        .map(|(module, text)| {
            let uses = uses(module, text, &files);
            let imported = uses
                .into_iter()
                .filter(|(_, visibility)| visibility.is_empty());
            let paths = imported.map(|(path, _)| path).chain(inline(module, text));
            let mut found: BTreeSet<_> = paths.map(|path| file_of(path, &files, &passed)).collect();
            found.remove(module);
            (module.clone(), found)
        })
        .collect()
}

/// The files of Rust below a folder.
pub(crate) fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).expect("a folder of sources");
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
}

fn read(folder: &Path, parent: &[String], files: &mut BTreeMap<Module, String>) {
    let entries = fs::read_dir(folder).expect("a folder of sources");
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        let name = path.file_stem().and_then(|name| name.to_str());
        let name = name.expect("a name").to_owned();
        if name == "tests" || name == "wycheproof" {
            continue;
        }
        let mut module = parent.to_vec();
        if path.is_dir() {
            module.push(name);
            read(&path, &module, files);
        } else if path.extension().is_some_and(|it| it == "rs") {
            if name != "mod" && name != "lib" {
                module.push(name);
            }
            let text = fs::read_to_string(&path).expect("a text");
            files.insert(module, without_comments_and_tests(&text));
        }
    }
}

fn without_comments_and_tests(text: &str) -> String {
    let mut kept = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let is_test = line.trim() == "#[cfg(test)]";
        let next = lines.peek().map_or("", |next| next.trim());
        if is_test && next.starts_with("mod ") && next.ends_with('{') {
            break; // Tests stand at the end of a file.
        }
        if is_test {
            while lines
                .next()
                .is_some_and(|line| !line.trim_end().ends_with(';'))
            {}
            continue;
        }
        kept.push_str(line.split("//").next().unwrap_or_default());
        kept.push('\n');
    }
    kept
}

/// The paths in `use` declarations of this crate, each with its visibility.
fn uses(module: &Module, text: &str, files: &BTreeMap<Module, String>) -> Vec<(Module, String)> {
    let mut found = Vec::new();
    for (_, visibility, tree) in text.split_inclusive(';').filter_map(declaration) {
        for path in flat(tree) {
            found.extend(absolute(module, &path, files).map(|path| (path, visibility.to_owned())));
        }
    }
    found
}

/// What stands before the `use` declaration at the end of a text, its visibility, and its tree.
fn declaration(text: &str) -> Option<(&str, &str, &str)> {
    let at = text.rfind("use ")?;
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let visibility = text[line..at].trim();
    let is_one = visibility.is_empty() || visibility.starts_with("pub");
    is_one.then(|| {
        (
            &text[..line],
            visibility,
            text[at + 4..].trim_end_matches(';'),
        )
    })
}

/// The paths of a tree of imports.
fn flat(tree: &str) -> Vec<String> {
    let Some((prefix, rest)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or_default().trim();
        return vec![path.trim_end_matches("::self").to_owned()];
    };
    let body = rest.trim_end().strip_suffix('}').unwrap_or(rest);
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (at, character) in body.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&body[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&body[start..]);
    let parts = parts
        .into_iter()
        .map(str::trim)
        .filter(|part| !part.is_empty());
    parts
        .flat_map(|part| flat(&format!("{}{part}", prefix.trim())))
        .collect()
}

/// The path from the root of the crate, if it is one of its own.
fn absolute(module: &Module, path: &str, files: &BTreeMap<Module, String>) -> Option<Module> {
    let mut parts: Vec<_> = path
        .split("::")
        .map(|part| part.trim().to_owned())
        .collect();
    let mut found = match parts[0].as_str() {
        "crate" => Module::new(),
        "self" | "super" => module.clone(),
        first => {
            let mut child = module.clone();
            child.push(first.to_owned());
            return files.contains_key(&child).then(|| {
                child.extend(parts.drain(1..));
                child
            });
        }
    };
    for part in parts {
        match part.as_str() {
            "crate" | "self" => {}
            "super" => drop(found.pop()),
            _ => found.push(part),
        }
    }
    Some(found)
}

/// Paths of the crate in the code itself.
fn inline(module: &Module, text: &str) -> Vec<Module> {
    let is_part = |character: char| character.is_alphanumeric() || matches!(character, '_' | ':');
    let code = |part| declaration(part).map_or(part, |(before, ..)| before);
    let text: String = text.split_inclusive(';').map(code).collect();
    let mut found = Vec::new();
    for root in ["crate::", "super::"] {
        for (at, _) in text.match_indices(root) {
            let is_whole = !text[..at].ends_with(|before: char| is_part(before) || before == '$');
            let end = text[at..].find(|character| !is_part(character));
            let path = &text[at..end.map_or(text.len(), |end| at + end)];
            let path = path.trim_end_matches(':');
            if is_whole && !path.is_empty() {
                found.extend(absolute(module, path, &BTreeMap::new()));
            }
        }
    }
    found
}

/// The file that defines what a path leads to.
fn file_of(mut path: Module, files: &BTreeMap<Module, String>, passed: &Passed) -> Module {
    'next: for _ in 0..8 {
        for length in (0..=path.len()).rev() {
            let (module, rest) = path.split_at(length);
            if !files.contains_key(module) {
                continue;
            }
            let target = rest.first().and_then(|name| passed.get(module)?.get(name));
            match target {
                Some(target) if *target != path => {
                    path = [target.as_slice(), &rest[1..]].concat();
                    continue 'next;
                }
                _ => return module.to_vec(),
            }
        }
    }
    path
}
