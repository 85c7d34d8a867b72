"""An editor without a screen: asks rust-analyzer over the language server protocol."""

import json
import queue
import subprocess
import threading

# Seconds: the first start compiles the dependencies.
PATIENCE = 900

CAPABILITIES = {
    "experimental": {"serverStatusNotification": True},
    "textDocument": {
        "hover": {"contentFormat": ["markdown"]},
        "codeAction": {
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["", "quickfix"]}},
            "resolveSupport": {"properties": ["edit"]},
        },
    },
}


class Editor:
    """A running server, and the files that are open."""

    def __init__(self, root, target):
        self.root = root
        self.server = subprocess.Popen(
            ["rust-analyzer"], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.texts = {}
        self.answers = {}
        self.is_ready = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        options = {"checkOnSave": False, "cargo": {"targetDir": target}}
        self.ask(
            "initialize",
            {
                "processId": None,
                "rootUri": root.as_uri(),
                "capabilities": CAPABILITIES,
                "initializationOptions": options,
            },
        )
        self._send({"method": "initialized", "params": {}})
        if self.is_ready.get(timeout=PATIENCE) != "ok":
            raise RuntimeError("the server cannot load the crate")

    def close(self):
        self.server.kill()
        self.server.wait()

    def open(self, file):
        self.texts[file] = (self.root / file).read_text(encoding="utf-8")
        document = {"uri": self._uri(file), "languageId": "rust", "version": 1, "text": self.texts[file]}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})

    def change(self, file, text):
        self.texts[file] = text
        document = {"uri": self._uri(file), "version": 2}
        changes = [{"text": text}]
        self._send({"method": "textDocument/didChange", "params": {"textDocument": document, "contentChanges": changes}})

    def ask(self, method, parameters):
        number = len(self.answers)
        self.answers[number] = queue.Queue()
        self._send({"id": number, "method": method, "params": parameters})
        answer = self.answers[number].get(timeout=PATIENCE)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]

    def ask_at(self, method, file, place, **more):
        """Asks about a place in a file: the text before it, and the text after it."""
        parameters = {"textDocument": {"uri": self._uri(file)}, "position": self.position(file, *place), **more}
        return self.ask(f"textDocument/{method}", parameters)

    def position(self, file, before, after):
        text = self.texts[file]
        assert text.count(before + after) == 1, f"`{before}{after}` is not in {file} once"
        lines = text[: text.index(before + after) + len(before)].split("\n")
        return {"line": len(lines) - 1, "character": len(lines[-1])}

    def name_at(self, location):
        """The file and the text of a range."""
        uri, span = location["uri"], location["range"]
        file = uri.removeprefix(self.root.as_uri() + "/")
        if file not in self.texts:
            return (file, "")
        line = self.texts[file].split("\n")[span["start"]["line"]]
        return (file, line[span["start"]["character"] : span["end"]["character"]])

    def _uri(self, file):
        return (self.root / file).as_uri()

    def _send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.server.stdin.flush()

    def _read(self):
        output = self.server.stdout
        while header := output.readline():
            length = 0
            while header.strip():
                name, _, value = header.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
                header = output.readline()
            message = json.loads(output.read(length))
            if "method" not in message:
                self.answers[message["id"]].put(message)
            elif "id" in message:
                self._send({"id": message["id"], "result": None})
            elif message["method"] == "experimental/serverStatus" and message["params"]["quiescent"]:
                self.is_ready.put(message["params"]["health"])
