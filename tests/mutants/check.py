"""How well the compiler's errors help, over many mistakes: see `run`."""

import concurrent.futures
import os
import sys

import correct, mistakes  # noqa: F401 (they fill the lists)
from compiler import Compiler
from mutant import RIGHT, SERVICE, WRONG

# In percent of the mistakes. Lower them when it gets better: the aim is 0, 2, 5, 5 and 10, and 9 errors at most.
LIMITS = {
    "not refused": 0,
    "elsewhere": 3,
    "without a remedy": 4.5,
    "with generated names": 9.5,
    "with more than one error": 17.5,
}
MOST_ERRORS = 18


def kinds(mutant):
    """What is bad about the errors of a mistake."""
    if not mutant.errors:
        return ["not refused"]
    bad = {
        "elsewhere": not mutant.is_in_place,
        "without a remedy": not mutant.has_remedy,
        "with generated names": mutant.generated,
        "with more than one error": len(mutant.errors) > 1,
    }
    return [kind for kind, is_bad in bad.items() if is_bad]


def show(mutant):
    print(f"=== {mutant.name}: {len(mutant.errors)} errors; remedy {mutant.has_remedy}; in place {mutant.is_in_place}; "
          f"generated {', '.join(mutant.generated) or 'none'}")
    print(mutant.text)


def main(target, names):
    compiler = Compiler(target)
    if errors := compiler.compile(SERVICE, {}):
        sys.exit("the service is wrong:\n" + errors[0]["rendered"])
    chosen = [[m for m in each if not names or any(name in m.name for name in names)] for each in (WRONG, RIGHT)]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        wrong, right = (list(pool.map(lambda mutant: mutant.measure(compiler), each)) for each in chosen)
    if names:
        for mutant in [*wrong, *right]:
            show(mutant)
        return
    is_worse = report(wrong, right)
    sys.exit("worse than the limits in check.py" if is_worse else 0)


def report(wrong, right):
    print("errors  mistake")
    for mutant in sorted(wrong, key=lambda mutant: (-len(mutant.errors), mutant.name)):
        if bad := kinds(mutant):
            names = f" ({', '.join(mutant.generated)})" if mutant.generated else ""
            print(f"{len(mutant.errors):6}  {mutant.name}: {', '.join(bad)}{names}")
    is_worse = False
    for mutant in right:
        if mutant.errors:
            is_worse = True
            print(f"\ncorrect, and refused: {mutant.name}\n{mutant.errors[0]['rendered']}")
    print(f"\n{len(wrong)} mistakes, {len(right)} correct variants")
    for kind, limit in LIMITS.items():
        found = sum(kind in kinds(mutant) for mutant in wrong)
        percent = 100 * found / len(wrong)
        is_worse |= percent > limit
        print(f"{kind:26}{found:4} {percent:5.1f} % (limit {limit} %)")
    most = max(len(mutant.errors) for mutant in wrong)
    print(f"{'errors for one mistake':26}{most:4} (limit {MOST_ERRORS})")
    return is_worse or most > MOST_ERRORS


main(sys.argv[1], sys.argv[2:])
