"""One mistake, or one correct variant, and what the compiler says of it."""

import pathlib
import re

SOURCE = pathlib.Path(__file__).resolve().parent / "src"
SERVICE = {file.name: file.read_text() for file in SOURCE.glob("*.rs")}

AUTH, ITEMS, LEGACY, MAIN, STATE, USERS = (f"{name}.rs" for name in ("auth", "items", "legacy", "main", "state", "users"))

# Where what a handler lacks is reported: at its route, or at the level.
AT_ROUTE = re.compile(r"\b(get|post)\(|\b(routes|level)!")

# What no user has written: names in generated code, and of the traits that only it needs.
GENERATED = re.compile(
    r"\b__[A-Za-z]\w*|\bSecured\b|NotADependency|BrokenHandler|NotAnExtractor|\bGuarded\b|\bServe[ds]\b|TargetKind|ChooseTarget"
    r"|ReturnKind|SplitReturn|ParameterKind|ChooseParameter|\bIsEdges?\b|\bIsScopes?\b|\bTo<|\bResolve<|\bAnnotated\b"
)

WRONG, RIGHT = [], []


class Mutant:
    def __init__(self, name, edits, remedy, at, names):
        self.name, self.remedy, self.at, self.names = name, remedy, at, names or {}
        self.files, self.changed = dict(SERVICE), set()
        for file, old, new in edits:
            self.edit(file, old, new)

    def edit(self, file, old, new):
        text = self.files[file]
        if old is None:
            old, new = "", f"{new}\n"
            start = len(text)
        else:
            if text.count(old) != 1:
                raise ValueError(f"{self.name}: {old!r} is {text.count(old)} times in {file}")
            start = text.index(old)
        self.files[file] = text[:start] + new + text[start + len(old) :]
        first = text[:start].count("\n") + 1
        self.changed |= {(file, line) for line in range(first, first + new.count("\n") + 1)}

    def measure(self, compiler):
        self.errors = compiler.compile(self.files, self.names)
        self.text = "\n".join(error["rendered"] for error in self.errors)
        self.has_remedy = re.search(self.remedy, self.text) is not None if self.remedy else True
        self.generated = sorted(set(GENERATED.findall(self.text)))
        self.is_in_place = any(self.is_at(span) for error in self.errors for span in error["spans"])
        return self

    def is_at(self, span):
        """Whether it is a main place, and one that was changed or that `at` finds."""
        if not span["is_primary"]:
            return False
        lines = range(span["line_start"], span["line_end"] + 1)
        if any((span["file_name"], line) in self.changed for line in lines):
            return True
        text = "\n".join(line["text"] for line in span["text"])
        return AT_ROUTE.search(text) is not None or bool(self.at and re.search(self.at, text))


def edits(file, old, new, more):
    return [(file, old, new), *more]


def wrong(name, file, old, new, remedy, *, more=(), at=None, names=None):
    """A mistake, of which an error must contain the remedy: a pattern. `old` is `None` to add a text at the end."""
    WRONG.append(Mutant(name, edits(file, old, new, more), remedy, at, names))


def right(name, file, old, new, *, more=(), names=None):
    """A variant that must compile."""
    RIGHT.append(Mutant(name, edits(file, old, new, more), None, None, names))
