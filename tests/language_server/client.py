"""A small editor: starts `ssg lsp`, and speaks with it as the protocol says."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from time import monotonic
from types import TracebackType
from typing import Any, Self

from tests.machine import PATIENCE

Message = dict[str, Any]


class Editor:
    """Opens `folder`; `|` in a text of `place` marks the cursor."""

    def __init__(
        self,
        folder: Path,
        *,
        capabilities: Message | None = None,
        env: Mapping[str, str] | None = None,
        options: Message | None = None,
    ) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ssg", "lsp"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **(env or {})},
            cwd=folder,
        )
        self._messages: Queue[Message | None] = Queue()
        self._kept: list[Message] = []
        self._number = 0
        self._versions: dict[str, int] = {}
        self.diagnostics: dict[str, list[Message]] = {}
        """The last ones of each file, by its path in the folder."""
        self.seen: dict[str, int | None] = {}
        """The last version of each file for which there were diagnostics."""
        Thread(target=self._read, daemon=True).start()
        self._capabilities = capabilities or {}
        self._options = options or {"rootUri": folder.as_uri()}

    def __enter__(self) -> Self:
        answer = self.ask(
            "initialize",
            {"processId": os.getpid(), "capabilities": self._capabilities, **self._options},
        )
        self.abilities = answer["capabilities"]
        self.tell("initialized", {})
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert stream
            stream.close()

    def quit(self) -> int:
        """The exit code, after an end as the protocol wants it."""
        self.ask("shutdown", None)
        self.tell("exit", None)
        return self.process.wait(PATIENCE)

    def send_bytes(self, data: bytes) -> None:
        assert self.process.stdin
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message: Message) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.send_bytes(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def tell(self, method: str, params: Any) -> None:
        self.send({"method": method, "params": params})

    def ask(self, method: str, params: Any) -> Any:
        """The answer to a request."""
        self._number += 1
        number = self._number
        self.send({"id": number, "method": method, "params": params})
        while True:
            message = self.receive()
            if message.get("id") == number and "method" not in message:
                if "error" in message:
                    raise AssertionError(message["error"])
                return message.get("result")

    def receive(self) -> Message:
        """The next message, of which diagnostics are kept, and requests answered."""
        message = self._messages.get(timeout=PATIENCE)
        if message is None:
            raise AssertionError("the server has ended")
        if message.get("method") == "textDocument/publishDiagnostics":
            given = message["params"]
            path = self.path(given["uri"])
            self.diagnostics[path] = given["diagnostics"]
            self.seen[path] = given.get("version")
        elif "id" in message and "method" in message:
            self.send({"id": message["id"], "result": None})
        return message

    def is_up_to_date(self, path: str) -> bool:
        """Whether the last diagnostics of an open file are for its newest text."""
        return self.seen.get(path) == self._versions[path]

    def wait_for(self, path: str, *codes: str) -> list[Message]:
        """The diagnostics of a file once they have exactly these codes, in any order."""
        end = monotonic() + PATIENCE
        while sorted(one["code"] for one in self.diagnostics.get(path, ())) != sorted(codes) or (
            path in self._versions and self.seen.get(path) != self._versions[path]
        ):
            try:
                self.receive()
            except Empty:
                raise AssertionError(f"{path}: {self.diagnostics.get(path)}") from None
            assert monotonic() < end, f"{path}: {self.diagnostics.get(path)}"
        return self.diagnostics.get(path, [])

    def open(self, path: str, text: str | None = None) -> None:
        text = (self.folder / path).read_text(encoding="utf-8") if text is None else text
        self._versions[path] = 1
        document = {"uri": self.uri(path), "languageId": "markdown", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})

    def change(self, path: str, text: str) -> None:
        self._versions[path] += 1
        identifier = {"uri": self.uri(path), "version": self._versions[path]}
        changes = {"textDocument": identifier, "contentChanges": [{"text": text}]}
        self.tell("textDocument/didChange", changes)

    def save(self, path: str, text: str) -> None:
        (self.folder / path).write_text(text, encoding="utf-8")
        self.tell("textDocument/didSave", {"textDocument": {"uri": self.uri(path)}})

    def close(self, path: str) -> None:
        del self._versions[path]
        self.tell("textDocument/didClose", {"textDocument": {"uri": self.uri(path)}})

    def ask_at(self, method: str, path: str, text: str, **more: Any) -> Any:
        """Asks at the place of `|` in `text`, which is the new text of the file without it."""
        before, _, after = text.partition("|")
        if path in self._versions:
            self.change(path, before + after)
        else:
            self.open(path, before + after)
        line = before.count("\n")
        character = len(before.rpartition("\n")[2].encode("utf-16-le")) // 2
        position = {"line": line, "character": character}
        document = {"uri": self.uri(path)}
        return self.ask(
            f"textDocument/{method}", {"textDocument": document, "position": position, **more}
        )

    def uri(self, path: str) -> str:
        return (self.folder / path).as_uri()

    def path(self, uri: str) -> str:
        return uri.removeprefix(f"{self.folder.as_uri()}/")

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream
        while header := stream.readline():
            size = int(header.partition(b":")[2]) if header.startswith(b"Content-Length") else 0
            while (line := stream.readline()).strip():
                if line.startswith(b"Content-Length"):
                    size = int(line.partition(b":")[2])
            self._messages.put(json.loads(stream.read(size)))
        self._messages.put(None)
