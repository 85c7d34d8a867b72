"""Calls each case of some servers in turn, for many short rounds: what else the machine does is the same for all.

`measure.py CHART ROUNDS PROGRAM...`: writes the chart, and prints a table.
"""

import re
import statistics
import subprocess
import sys

SECONDS = 2
CONNECTIONS = 32
UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3}


def one_round(url, token):
    """The requests per second, and the median and 99th percentile of the latency in milliseconds."""
    command = ["taskset", "--cpu-list", "1", "wrk", "--latency", "--threads", "1", f"--connections={CONNECTIONS}"]
    command += [f"--duration={SECONDS}s", "--header", f"Authorization: Bearer {token}", url]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in output or "Socket errors" in output:
        sys.exit(f"{url} fails:\n{output}")
    throughput = float(re.search(r"Requests/sec: *([0-9.]+)", output)[1])

    def percentile(percent):
        value, unit = re.search(rf"{percent}% +([0-9.]+)(us|ms|s)", output).groups()
        return float(value) * UNITS[unit]

    return throughput, percentile(50), percentile(99)


def started(command):
    """A server on the first core, and its cases: an address, a token, a name, and the case that it is compared with."""
    server = subprocess.Popen(["taskset", "--cpu-list", "0", *command], stdout=subprocess.PIPE, text=True)
    cases = []
    while line := server.stdout.readline().rstrip("\n"):
        cases.append(line.split("\t"))
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
        measured = {name: [] for _, _, name, _ in cases}
        for number in range(rounds):
            print(f"round {number + 1} of {rounds}", file=sys.stderr)
            for url, token, name, _ in cases:
                measured[name].append(one_round(url, token))
    finally:
        for server in servers:
            server.kill()
    rows = []
    for _, _, name, bare in cases:
        # Each round beside the bare route of the same round.
        found = measured[name]
        beside = [[own / other for own, other in zip(row, of_bare)] for row, of_bare in zip(found, measured[bare])]
        ratio, _, tail = (statistics.median(values) for values in zip(*beside))
        throughput, half, most = (statistics.median(values) for values in zip(*found))
        rows.append((name, ratio, throughput, half, most, tail))
    print("| case | throughput beside the bare route | requests/s | p50, ms | p99, ms | p99 beside |")
    print("|---|---:|---:|---:|---:|---:|")
    for name, ratio, throughput, half, most, tail in rows:
        print(f"| {name} | {ratio:.2f} | {throughput:.0f} | {half:.2f} | {most:.2f} | {tail:.2f} |")
    with open(chart, "w", encoding="utf-8") as file:
        file.write(svg(rows))


main()
