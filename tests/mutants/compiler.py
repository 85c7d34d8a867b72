"""Compiles variants of the service with `rustc`, against what cargo has built for it."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


class Compiler:
    """The crates that the service uses. One build of cargo, and then a second for each variant."""

    def __init__(self, target):
        build = ["cargo", "check", "--quiet", "--manifest-path", HERE / "Cargo.toml", "--target-dir", target]
        built = subprocess.run([*build, "--message-format=json"], stdout=subprocess.PIPE, check=True, text=True)
        crates = {}
        for message in map(json.loads, built.stdout.splitlines()):
            if message["reason"] == "compiler-artifact":
                crates[message["target"]["name"]] = message["filenames"][-1]
        self.deps = pathlib.Path(crates["scopegate"]).parent
        self.crates = {name: crates[name] for name in ("axum", "scopegate", "serde", "utoipa")}

    def compile(self, files, names):
        """The errors of these files, as `rustc` prints them in JSON. `names` renames crates."""
        folder = pathlib.Path(tempfile.mkdtemp())
        for name, text in files.items():
            (folder / name).write_text(text)
        command = ["rustc", "--crate-name=mutants", "--edition=2024", "--crate-type=bin", "--emit=metadata"]
        command += ["--error-format=json", "--cap-lints=warn", "-L", f"dependency={self.deps}", "-o", "mutants.rmeta"]
        for name, file in self.crates.items():
            command += ["--extern", f"{names.get(name, name)}={file}"]
        # As cargo runs it: the macros read these.
        env = {**os.environ, "CARGO_PKG_NAME": "mutants", "CARGO_CRATE_NAME": "mutants"}
        run = subprocess.run([*command, "main.rs"], cwd=folder, env=env, capture_output=True, text=True)
        shutil.rmtree(folder)
        messages = [json.loads(line) for line in run.stderr.splitlines() if line.startswith("{")]
        errors = [message for message in messages if message["level"].startswith("error") and message["spans"]]
        if run.returncode not in (0, 1) or (run.returncode == 1) != bool(errors):
            raise RuntimeError(f"rustc failed: {run.stderr}")
        return errors
