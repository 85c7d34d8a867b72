"""Two demos behind an nginx, with one PostgreSQL: `run` starts this with the path of the demo."""

import http.client
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path

DEMO, ARGUMENTS = sys.argv[1], sys.argv[2:]
SECRET_KEY = "a key of this test, at least 32 bytes"
PASSWORD = "correct horse battery"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}

# A client tries again after these: nothing is wrong with its request.
RETRYABLE = {429, 502, 503, 504}
PATIENCE = 30


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def call(port, method, path, body=None, headers=None, timeout=20):
    """The status of an answer, and its JSON."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        text = answer.read()
        return answer.status, json.loads(text) if text[:1] in (b"{", b"[") else None
    finally:
        connection.close()


def call_until_answered(*arguments, **options):
    """The same, as often as it takes, and for a limited time."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            status, body = call(*arguments, **options)
        except (OSError, http.client.HTTPException) as error:
            status, body = None, error
        if status is not None and status not in RETRYABLE:
            return status, body
        if time.monotonic() > end:
            raise TimeoutError(f"{arguments[1:3]} failed for good: {status} {body}")
        time.sleep(0.1)


def log_in(port, username, password, scope):
    form = urllib.parse.urlencode({"username": username, "password": password, "scope": scope})
    status, body = call_until_answered(port, "POST", "/token", form, FORM)
    assert status == 200, (status, body)
    return body


def bearer(token):
    return {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}


class Replica:
    def __init__(self, port):
        self.port = port
        self.start()

    def start(self):
        environment = {
            "DATABASE_URL": os.environ["postgres_url"],
            "SECRET_KEY": SECRET_KEY,
            "DEMO_USERS": "true",
            "RUST_LOG": "warn",
        }
        options = ["--listen", f"127.0.0.1:{self.port}", "--trusted-proxy", "127.0.0.1"]
        self.process = subprocess.Popen([DEMO, *options], env=environment)

    def wait(self):
        wait_for(lambda: call(self.port, "GET", "/readyz")[0] == 200, "a demo that is ready")

    def kill(self):
        self.process.kill()
        self.process.wait()


def wait_for(condition, what, patience=PATIENCE):
    end = time.monotonic() + patience
    while time.monotonic() < end:
        try:
            if condition():
                return
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.05)
    raise TimeoutError(f"no {what} after {patience} s")


def postgres(*arguments):
    folder = os.environ["postgres_folder"]
    program = [os.environ["postgres_bin"] + "/pg_ctl", f"--pgdata={folder}/data", "--wait", *arguments]
    as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    subprocess.run([*as_user, *program], check=True, cwd=folder, stdout=subprocess.DEVNULL)


def crash_postgres():
    postgres("--mode=immediate", "stop")


def start_postgres():
    folder = os.environ["postgres_folder"]
    postgres(f"--log={folder}/log", f"--options={os.environ['postgres_options']}", "start")


def start_nginx(folder, port, replicas):
    template = Path(__file__).with_name("nginx.conf").read_text()
    for name, value in {
        "@FOLDER@": folder,
        "@LISTEN@": f"127.0.0.1:{port}",
        "@ONE@": f"127.0.0.1:{replicas[0].port}",
        "@TWO@": f"127.0.0.1:{replicas[1].port}",
    }.items():
        template = template.replace(name, value)
    user = "user root;\n" if os.getuid() == 0 else ""
    Path(folder, "nginx.conf").write_text(user + template)
    return subprocess.Popen(["nginx", "-e", "stderr", "-p", folder, "-c", f"{folder}/nginx.conf"])


class Load(threading.Thread):
    """A client that creates and reads items, and remembers which ones it was told were created."""

    def __init__(self, port, token, name, stop):
        super().__init__()
        self.port, self.token, self.client, self.stop = port, token, name, stop
        self.created, self.reads, self.failure, self.slowest = [], 0, None, 0

    def run(self):
        try:
            for number in itertools.count():
                if self.stop.is_set():
                    return
                start = time.monotonic()
                item = json.dumps({"title": f"{self.client} {number}"})
                status, body = call_until_answered(self.port, "POST", "/items/", item, bearer(self.token))
                assert status == 201, (status, body)
                self.created.append(body["item_id"])
                path = f"/items/{body['item_id']}"
                status, body = call_until_answered(self.port, "GET", path, None, bearer(self.token))
                assert status == 200, (status, body)
                self.reads += 1
                self.slowest = max(self.slowest, time.monotonic() - start)
        except Exception as error:  # reported by whoever waits
            self.failure = error


def items_of(port, token):
    found, after = set(), ""
    while True:
        status, page = call_until_answered(port, "GET", f"/items/?limit=100&after={after}", None, bearer(token))
        assert status == 200, (status, page)
        found.update(item["item_id"] for item in page["entries"])
        after = page["next"]
        if after is None:
            return found


def test_revocation(one, two):
    session = log_in(one.port, "johndoe", "secret", "me offline_access")
    headers = bearer(session["access_token"])
    assert call(two.port, "GET", "/users/me/", None, headers)[0] == 200
    assert call(one.port, "POST", "/revoke", f"token={session['access_token']}", FORM)[0] == 200
    start = time.monotonic()
    assert call(two.port, "GET", "/users/me/", None, headers)[0] == 401
    assert time.monotonic() - start < 1
    refresh = {"grant_type": "refresh_token", "refresh_token": session["refresh_token"]}
    form = urllib.parse.urlencode(refresh)
    assert call(two.port, "POST", "/token", form, FORM)[0] == 200
    assert call(one.port, "POST", "/token", form, FORM) == (400, {"error": "invalid_grant"})
    print("a token that one replica revoked is refused by the other: ok")


def test_crashes(port, one, two):
    user = {"username": "carol", "email": "c@example.com", "full_name": "Carol", "password": PASSWORD}
    status, body = call_until_answered(port, "POST", "/register", json.dumps(user), bearer("none"))
    assert status == 201, (status, body)
    token = log_in(port, "carol", PASSWORD, "me items:write")["access_token"]
    stop = threading.Event()
    load = [Load(port, token, f"client {number}", stop) for number in range(4)]
    for client in load:
        client.start()

    def go_on(seconds, what):
        before = sum(len(client.created) for client in load)
        time.sleep(seconds)
        failures = [client.failure for client in load if client.failure]
        assert not failures, failures
        print(f"{what}: {sum(len(client.created) for client in load) - before} items", flush=True)

    go_on(2, "both replicas")
    one.kill()
    go_on(3, "one was killed")
    one.start()
    one.wait()
    two.kill()
    go_on(3, "it is back, and the other was killed")
    two.start()
    two.wait()
    crash_postgres()
    assert call(one.port, "GET", "/healthz")[0] == 200
    assert call(one.port, "GET", "/readyz")[0] == 503
    go_on(3, "the database crashed")
    start_postgres()
    go_on(3, "the database is back")
    stop.set()
    for client in load:
        client.join(PATIENCE + 5)
        assert not client.is_alive() and client.failure is None, client.failure

    created = {item for client in load for item in client.created}
    lost = created - items_of(port, token)
    assert not lost, f"{len(lost)} of {len(created)} items were lost"
    slowest = max(client.slowest for client in load)
    print(f"all {len(created)} items are there; the slowest pair of requests took {slowest:.1f} s: ok")
    for replica in (one, two):
        replica.wait()


def main():
    # `timeout` says so.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("took too long"))
    replicas = [Replica(free_port()), Replica(free_port())]
    port = int(ARGUMENTS[1]) if len(ARGUMENTS) > 1 else free_port()
    with tempfile.TemporaryDirectory() as folder:
        nginx = None
        try:
            for replica in replicas:
                replica.wait()
            nginx = start_nginx(folder, port, replicas)
            wait_for(lambda: call(port, "GET", "/healthz")[0] == 200, "nginx")
            if ARGUMENTS[:1] == ["serve"]:
                print(f"http://127.0.0.1:{port}/docs; Ctrl-C stops", flush=True)
                nginx.wait()
                return
            test_revocation(*replicas)
            test_crashes(port, *replicas)
            print("2 passed, 0 failed")
        except KeyboardInterrupt:
            pass
        finally:
            for replica in replicas:
                replica.kill()
            if nginx:
                nginx.terminate()
                nginx.wait()


main()
