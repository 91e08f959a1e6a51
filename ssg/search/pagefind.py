"""Runs Pagefind, a program that makes an index for searches in the browser.

It is spoken to as its own packages for Node.js and Python do: requests and responses are JSON in
base64, each ended by a comma
(https://github.com/Pagefind/pagefind/tree/v1.5.2/pagefind/src/service). Of a folder of pages, it
would number them in the order in which a disk happens to list them.
"""

import os
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from contextlib import suppress
from threading import Timer
from typing import IO, Any

import msgspec

from ssg.search.errors import SearchError

_CHUNK = 1 << 20
_SECONDS = 120
_SECONDS_PER_PAGE = 0.1
"""Twenty times as long as it takes: whoever waits longer waits for ever."""

_CHUNK_SIZE = 5000
"""A quarter of Pagefind's own: a browser loads one part of the index for each word."""

_INDEX = 0


def make_index(pages: Iterable[tuple[str, str]], *, count: int) -> dict[str, bytes]:
    """All files that Pagefind makes of `count` pages, by path: each an address, and its HTML.

    Raises SearchError.
    """
    process = _start()
    seconds = _SECONDS + _SECONDS_PER_PAGE * count
    timer = Timer(seconds, process.kill)
    timer.start()
    try:
        files = _talk(process, pages)
    except BrokenPipeError:
        files = None
    finally:
        has_timed_out = not timer.is_alive()
        timer.cancel()
        _end(process)
    if files is None:
        reason = f"took longer than {seconds:.0f} s" if has_timed_out else "ended early"
        raise SearchError(f"Pagefind {reason}")
    return files


def _start() -> "subprocess.Popen[bytes]":
    # Most builds need no index.
    from pagefind_bin import get_executable  # noqa: PLC0415

    try:
        return subprocess.Popen(
            [str(get_executable()), "--service"],
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        raise SearchError(f"Pagefind cannot be run: {error.strerror or error}") from error


def _environment() -> dict[str, str]:
    """Without settings of Pagefind that whoever builds may have, so that all get the same index."""
    others = {name: text for name, text in os.environ.items() if not name.startswith("PAGEFIND_")}
    return others | {"PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": str(_CHUNK_SIZE)}


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    for stream in (process.stdin, process.stdout):
        if stream:
            with suppress(BrokenPipeError):
                stream.close()
    process.wait()


def _talk(
    process: "subprocess.Popen[bytes]", pages: Iterable[tuple[str, str]]
) -> dict[str, bytes] | None:
    """None if Pagefind ends before it has given its files. Raises SearchError, BrokenPipeError."""
    assert process.stdin
    assert process.stdout
    # It reads all requests before it writes its responses, so neither side waits for the other.
    for number, request in enumerate(_requests(pages)):
        message = msgspec.json.encode({"message_id": number, "payload": request})
        process.stdin.write(b64encode(message) + b",")
    process.stdin.flush()
    for response in _responses(process.stdout):
        if response["type"] == "Error":
            raise SearchError(f"Pagefind says: {response['message']}")
        if response["type"] == "GetFiles":
            return {file["path"]: b64decode(file["content"]) for file in response["files"]}
    return None


def _requests(pages: Iterable[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    yield {"type": "NewIndex", "config": None}
    for url, html in pages:
        yield {
            "type": "AddFile",
            "index_id": _INDEX,
            "file_path": None,
            "url": url,
            "file_contents": html,
        }
    yield {"type": "GetFiles", "index_id": _INDEX}


def _responses(stream: IO[bytes]) -> Iterator[dict[str, Any]]:
    """What the messages in the stream say, up to its end."""
    parts: list[bytes] = []
    while chunk := stream.read1(_CHUNK):  # type: ignore[attr-defined]
        *ends, rest = chunk.split(b",")
        for end in ends:
            yield msgspec.json.decode(b64decode(b"".join((*parts, end))))["payload"]
            parts.clear()
        parts.append(rest)
