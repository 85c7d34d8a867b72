"""Calls each case of some servers, right after the bare route that it is compared with, for many short rounds: what else the
machine does is the same for both.

`measure.py CHART ROUNDS PROGRAM...`: writes the chart, and prints a table.
"""

import re
import statistics
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

SECONDS = 1
CONNECTIONS = 32
UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3}


def cpu_time(server):
    """How long the server has run on its core, in microseconds."""
    tasks = Path(f"/proc/{server.pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e3


def one_round(case):
    """The requests per second, the median and 99th percentile of the latency in milliseconds, and the server's CPU time for a
    request in microseconds."""
    command = ["taskset", "--cpu-list", "1", "wrk", "--latency", "--threads", "1", f"--connections={CONNECTIONS}"]
    command += [f"--duration={SECONDS}s", "--header", f"Authorization: Bearer {case.token}", case.url]
    before = cpu_time(case.server)
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    after = cpu_time(case.server)
    if "Non-2xx" in output or "Socket errors" in output:
        sys.exit(f"{case.url} fails:\n{output}")
    throughput = float(re.search(r"Requests/sec: *([0-9.]+)", output)[1])
    requests = int(re.search(r"(\d+) requests in", output)[1])

    def percentile(percent):
        value, unit = re.search(rf"{percent}% +([0-9.]+)(us|ms|s)", output).groups()
        return float(value) * UNITS[unit]

    return throughput, percentile(50), percentile(99), (after - before) / requests


class Case(NamedTuple):
    server: subprocess.Popen
    url: str
    token: str
    name: str
    bare: str  # the name of the case that it is compared with


def started(command):
    """A server on the first core, and its cases."""
    server = subprocess.Popen(["taskset", "--cpu-list", "0", *command], stdout=subprocess.PIPE, text=True)
    cases = []
    while line := server.stdout.readline().rstrip("\n"):
        cases.append(Case(server, *line.split("\t")))
    if not cases:
        sys.exit(f"{command} serves nothing")
    return server, cases


def svg(rows):
    """A bar for each case: its throughput beside that of the bare route of its framework."""
    height, top, left = 28, 34, 270
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + 560}" height="{top + height * len(rows) + 8}"'
        ' font-family="sans-serif" font-size="13">',
        '<rect width="100%" height="100%" fill="white"/>',
        '<text x="8" y="20">Throughput beside the bare route of the same framework</text>',
    ]
    for number, (name, ratio, *_) in enumerate(rows):
        y = top + number * height
        lines.append(f'<text x="8" y="{y + 17}">{name}</text>')
        colour = "#27c" if name.startswith("scopegate") else "#888"
        lines.append(f'<rect x="{left}" y="{y + 3}" width="{480 * ratio:.0f}" height="20" fill="{colour}"/>')
        lines.append(f'<text x="{left + 10 + 480 * ratio:.0f}" y="{y + 17}">{ratio:.2f}</text>')
    return "\n".join([*lines, "</svg>", ""])


def main():
    chart, rounds, *programs = sys.argv[1:]
    rounds, servers, cases = int(rounds), [], []
    try:
        for program in programs:
            server, own = started(program.split(" "))
            servers.append(server)
            cases += own
        by_name = {case.name: case for case in cases}
        measured = {case.name: [] for case in cases}
        beside = {case.name: [] for case in cases}
        for number in range(rounds):
            print(f"round {number + 1} of {rounds}", file=sys.stderr)
            for case in cases:
                if case.bare == case.name:
                    continue
                bare, own = one_round(by_name[case.bare]), one_round(case)
                measured[case.bare].append(bare)
                measured[case.name].append(own)
                beside[case.name].append([a / b for a, b in zip(own, bare)])
    finally:
        for server in servers:
            server.kill()
    rows = []
    for case in cases:
        ratio, _, tail, time = medians(beside[case.name] or [(1.0,) * 4])
        throughput, half, most, took = medians(measured[case.name])
        rows.append((case.name, ratio, time, took, throughput, half, most, tail))
    print("| case | throughput beside the bare route | CPU time beside | CPU time, µs | requests/s | p50, ms | p99, ms | p99 beside |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for name, ratio, time, took, throughput, half, most, tail in rows:
        print(f"| {name} | {ratio:.2f} | {time:.2f} | {took:.1f} | {throughput:.0f} | {half:.2f} | {most:.2f} | {tail:.2f} |")
    with open(chart, "w", encoding="utf-8") as file:
        file.write(svg(rows))


def medians(rows):
    """Of each column."""
    return [statistics.median(values) for values in zip(*rows)]


main()
