"""Compressed versions beside published files, for hosts that send such files as they are.

They are made in worker processes, and only for files that have changed.
"""

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

import msgspec
from msgspec import Struct

from ssg.cache.fingerprints import compression_key
from ssg.digest import Digest, digest_of
from ssg.files import MIB, read_file
from ssg.model.codec import encode
from ssg.pipeline.progress import Progress
from ssg.publish.manifest import OutputFile
from ssg.publish.output import Output
from ssg.publish.tree import parent_folders
from ssg.urls import fold_path
from ssg.workers import Done, Failed, Workers

# What browsers load that is text. Images, fonts and archives are compressed already.
_SUFFIXES = frozenset({
    ".atom", ".css", ".csv", ".htm", ".html", ".ics", ".js", ".json", ".map", ".md", ".mjs",
    ".svg", ".txt", ".vcf", ".vtt", ".wasm", ".webmanifest", ".xml", ".xsl",
})  # fmt: skip
_MOST_BYTES = 16 * MIB
"""The best compression of larger files would take minutes, and nobody waits for them in a page."""
_FEW = 8
"""Sending so few to other processes takes longer than doing them."""


def _brotli(data: bytes) -> bytes:
    import brotli  # noqa: PLC0415

    return bytes(brotli.compress(data, quality=11))


def _gzip(data: bytes) -> bytes:
    """Without a name and a time: the same bytes for the same data and version of zlib."""
    # https://docs.python.org/3/library/zlib.html#zlib.compressobj: 31 is gzip with its largest
    # window.
    compressor = zlib.compressobj(level=9, wbits=31, memLevel=9)
    return compressor.compress(data) + compressor.flush()


_CODINGS: Mapping[str, Callable[[bytes], bytes]] = {".br": _brotli, ".gz": _gzip}
"""By the endings of their files, which nginx and others expect."""


class CompressionFailed(Exception):
    """Compressing itself failed: a bug. The text is the worker's traceback."""


class _Task(Struct, frozen=True, kw_only=True):
    """Compress `file` with the coding of `ending` into `target`."""

    file: str
    ending: str
    target: str


class _Compressed(Struct, frozen=True, kw_only=True):
    """The digest of what was written; none if that would not be smaller."""

    digest: Digest | None = None
    error: tuple[int, str] | None = None
    """Why it could not be read or written: an errno and its message."""


_TASKS = msgspec.msgpack.Decoder(_Task)
_RESULTS = msgspec.msgpack.Decoder(_Compressed)


def compress_files(
    files: Sequence[OutputFile], output: Output, workers: Workers, progress: Progress
) -> Iterator[OutputFile]:
    """The compressed versions of `files`, which are staged or up to date in the output.

    Those that the output does not hold already are staged. There is none where a file of the site
    has its name, or where it would not be smaller. Raises OSError, and CompressionFailed.
    """
    stale: list[OutputFile] = []
    tasks: list[_Task] = []
    for wanted, file in _wanted_versions(files):
        if kept := _find_kept(wanted, output):
            yield kept
        elif task := _make_task(file, wanted, output):
            stale.append(wanted)
            tasks.append(task)
    progress.begin("Compressing", len(tasks))
    for index, result in _run_tasks(tasks, workers):
        progress.step()
        if result.error:
            raise OSError(*result.error, tasks[index].file)
        if result.digest:
            yield msgspec.structs.replace(stale[index], digest=result.digest)


def _wanted_versions(files: Sequence[OutputFile]) -> Iterator[tuple[OutputFile, OutputFile]]:
    """Each version that there may be, still without a digest, and its file."""
    folded = [fold_path(file.path) for file in files]
    taken = {*folded, *(folder for path in folded for folder in parent_folders(path))}
    for file in files:
        if PurePosixPath(file.path).suffix.lower() in _SUFFIXES:
            for ending in _CODINGS:
                path = file.path + ending
                if fold_path(path) not in taken:
                    key = compression_key(file.digest, ending)
                    yield (
                        OutputFile(
                            path=path, digest=key, order=file.order, key=key, source=file.path
                        ),
                        file,
                    )


def _find_kept(wanted: OutputFile, output: Output) -> OutputFile | None:
    if output.manifest is None or output.manifest.keys.get(wanted.path) != wanted.key:
        return None
    kept = msgspec.structs.replace(wanted, digest=output.manifest.files[wanted.path])
    return kept if output.is_up_to_date(kept) else None


def _make_task(file: OutputFile, wanted: OutputFile, output: Output) -> _Task | None:
    """None for a file that is too large."""
    staged = output.staging / file.path
    source = staged if staged.exists() else output.root / file.path
    if source.stat().st_size > _MOST_BYTES:
        return None
    return _Task(
        file=str(source),
        ending=PurePosixPath(wanted.path).suffix,
        target=str(output.staging / wanted.path),
    )


def _run_tasks(tasks: Sequence[_Task], workers: Workers) -> Iterator[tuple[int, _Compressed]]:
    if len(tasks) <= _FEW:
        yield from enumerate(map(_compress, tasks))
        return
    encoded = [encode(task) for task in tasks]
    for index, outcome in workers.run(encoded, start=start_compressing, settings=b"", seconds=None):
        if not isinstance(outcome, Done):
            reason = outcome.traceback if isinstance(outcome, Failed) else repr(outcome)
            raise CompressionFailed(f"while compressing {tasks[index].file}\n{reason}")
        yield index, _RESULTS.decode(outcome.result)


def start_compressing(_settings: bytes) -> Callable[[bytes], bytes]:
    """What a worker process runs: `_Task`s in, `_Compressed` out, both as msgpack."""
    return lambda task: encode(_compress(_TASKS.decode(task)))


def _compress(task: _Task) -> _Compressed:
    try:
        data = read_file(task.file, limit=_MOST_BYTES)
        compressed = _CODINGS[task.ending](data)
        if len(compressed) >= len(data):
            return _Compressed()
        target = Path(task.target)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(compressed)
    except OSError as error:
        return _Compressed(error=(error.errno or 0, error.strerror or str(error)))
    return _Compressed(digest=digest_of(compressed))
