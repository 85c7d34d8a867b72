//! Pages that the code host and crates.io show as plain Markdown.

use std::fs;
use std::path::{Path, PathBuf};

/// These, and all guides that are not doctests.
const PAGES: [&str; 4] = [
    "../README.md",
    "../CHANGELOG.md",
    "../CONTRIBUTING.md",
    "../SECURITY.md",
];

const GUIDES: &str = "../runtime/docs/guide";

fn pages() -> Vec<(PathBuf, String)> {
    let guides = fs::read_dir(GUIDES)
        .unwrap()
        .map(|file| file.unwrap().path());
    let guides = guides.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let pages = PAGES.iter().map(PathBuf::from).chain(guides);
    pages
        .map(|path| (path.clone(), fs::read_to_string(path).unwrap()))
        .collect()
}

/// The lines inside and outside of fenced code.
fn lines(text: &str) -> (Vec<&str>, Vec<&str>) {
    let (mut code, mut prose) = (Vec::new(), Vec::new());
    let mut fence = None;
    for line in text.lines() {
        match (fence, line.strip_prefix("```")) {
            (None, Some(language)) => fence = Some(language),
            (Some(_), Some(_)) => fence = None,
            (Some(language), None) if language.starts_with("rust") => code.push(line),
            (Some(_), None) => {}
            (None, None) => prose.push(line),
        }
    }
    (code, prose)
}

/// The targets of `[text](target)` and of `[name]: target`.
fn targets(line: &str) -> Vec<&str> {
    if let Some((_, target)) = line.split_once("]: ").filter(|_| line.starts_with('[')) {
        return vec![target];
    }
    let links = line.split("](").skip(1);
    links
        .filter_map(|rest| Some(rest.split_once(')')?.0))
        .collect()
}

/// The anchor that code hosts and rustdoc give a heading of plain words.
fn anchors<'t>(prose: &'t [&'t str]) -> impl Iterator<Item = String> + 't {
    let headings = prose.iter().filter(|line| line.starts_with('#'));
    headings.map(|line| {
        let heading = line.trim_start_matches('#').trim().to_lowercase();
        heading.replace(' ', "-")
    })
}

#[test]
fn pages_show_no_lines_that_only_rustdoc_hides() {
    for (path, text) in pages() {
        let hidden = |line: &&&str| {
            let line = line.trim_start();
            line == "#" || line.starts_with("# ")
        };
        let code = lines(&text).0;
        let hidden: Vec<_> = code.iter().filter(hidden).collect();
        assert!(hidden.is_empty(), "{}: {hidden:#?}", path.display());
    }
}

/// A relative link starts at the page in the repository, at `runtime/` or `macros/` on crates.io, and at the module in
/// rustdoc. So pages link to absolute addresses, or to headings of their own.
#[test]
fn links_resolve_wherever_the_page_is_shown() {
    let mut found = 0;
    for (path, text) in pages() {
        let prose = lines(&text).1;
        for target in prose.iter().flat_map(|line| targets(line)) {
            found += 1;
            let resolves = match target.strip_prefix('#') {
                Some(anchor) => anchors(&prose).any(|known| known == anchor),
                None => target.starts_with("https://"),
            };
            assert!(resolves, "{}: {target}", path.display());
        }
    }
    assert!(found > 50, "found only {found} links");
}

#[test]
fn links_to_the_repository_lead_to_files() {
    const REPOSITORY: &str = "https://github.com/scopegate/scopegate/";
    for (path, text) in pages() {
        let prose = lines(&text).1;
        for target in prose.iter().flat_map(|line| targets(line)) {
            let Some(file) = target.strip_prefix(REPOSITORY) else {
                continue;
            };
            let (_, file) = file
                .split_once("/main/")
                .expect("a file of the branch `main`");
            let exists = Path::new("..").join(file).exists();
            assert!(exists, "{}: {target}", path.display());
        }
    }
}
