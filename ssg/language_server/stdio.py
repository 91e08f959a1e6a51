"""Speaks with an editor over standard input and output, which nothing else may touch."""

import asyncio
import os
import sys
from threading import Event, Thread
from typing import BinaryIO

from pygls.io_ import StdoutWriter, run_async
from pygls.lsp.server import LanguageServer

_MOST_BYTES = 256 * 1024 * 1024
_BLOCK = 1 << 16
_PARENT_SECONDS = 2.0


class StreamEnded(Exception):
    """The editor is gone, or sends what is no message."""


class _Reader:
    """What the editor sends, read in a thread of its own, which never keeps the process alive."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._loop = asyncio.get_running_loop()
        self._read = asyncio.StreamReader(limit=_BLOCK)
        Thread(target=self._feed, name="input", daemon=True).start()

    async def readline(self) -> bytes:
        try:
            return await self._read.readline()
        except ValueError as error:
            raise StreamEnded("a header is too long") from error

    async def readexactly(self, size: int) -> bytes:
        if size > _MOST_BYTES:
            raise StreamEnded("a message is too large")
        try:
            return await self._read.readexactly(size)
        except asyncio.IncompleteReadError as error:
            raise StreamEnded("a message is not complete") from error

    def _feed(self) -> None:
        try:
            while block := os.read(self._stream.fileno(), _BLOCK):
                self._loop.call_soon_threadsafe(self._read.feed_data, block)
            self._loop.call_soon_threadsafe(self._read.feed_eof)
        except (OSError, RuntimeError):
            # The loop is closed: the server ends.
            return


def take_streams() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output, of which nothing is left for others in this process.

    What a Markdown extension prints goes to the log. Raises OSError.
    """
    streams = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return streams


def serve(server: LanguageServer, given: BinaryIO, sent: BinaryIO) -> None:
    """Answers until the editor ends it, or is gone. Raises what signals raise."""
    try:
        asyncio.run(_serve(server, given, sent))
    except StreamEnded as error:
        print(f"ssg lsp: {error}", file=sys.stderr)
    except (SystemExit, BrokenPipeError, ConnectionResetError):
        # `exit`, or an editor that does not listen any more.
        return


async def _serve(server: LanguageServer, given: BinaryIO, sent: BinaryIO) -> None:
    server.protocol.set_writer(StdoutWriter(sent))
    messages = asyncio.create_task(_answer(server, _Reader(given)))
    parent = asyncio.create_task(_wait_for_end_of_parent(server))
    done, waiting = await asyncio.wait((messages, parent), return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
    for task in done:
        task.result()


async def _answer(server: LanguageServer, reader: _Reader) -> None:
    await run_async(
        stop_event=Event(),
        reader=reader,
        protocol=server.protocol,
        error_handler=server.report_server_error,
    )


async def _wait_for_end_of_parent(server: LanguageServer) -> None:
    """Returns once the editor's process is gone."""
    while server.process_id is None or is_running(server.process_id):
        await asyncio.sleep(_PARENT_SECONDS)


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
