"""What worker processes do with images: hostile ones can only exhaust a process, and time."""

import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from ssg.digest import Digest, digest_of
from ssg.files import MIB, FileTooLarge, read_file, replace_file
from ssg.model.codec import encode
from ssg.model.media import ImageFacts, ImageProblem, Inspection, MadeFile
from ssg.model.record import Record
from ssg.workers import Crashed, Done, Failed, Outcome, TimedOut, Workers

MAX_BYTES = 64 * MIB
SECONDS = 60
"""Images take a second or two; this is for a machine that has a lot to do."""
_MEMORY = 2048 * MIB
"""What a process may take beside what it has: an image of the largest size, twice."""


class InspectTask(Record, frozen=True, kw_only=True, tag=True):
    """Find out what the image in `file` is, which has this digest."""

    file: str
    digest: Digest
    is_svg: bool
    max_svg: int
    """The most bytes of a drawing, which is a text."""


class MakeTask(Record, frozen=True, kw_only=True, tag=True):
    """Make what is published of the image in `file`, in `folder`, with names that start so."""

    file: str
    facts: ImageFacts
    digest: Digest
    has_variants: bool
    folder: str
    start: str


class Made(Record, frozen=True, kw_only=True, tag=True):
    """The files that were made: the image itself, and its variants."""

    files: tuple[MadeFile, ...]


class NotWritten(Record, frozen=True, kw_only=True, tag=True):
    """Why a file could not be written: an errno and its message."""

    number: int
    reason: str


Task = InspectTask | MakeTask
_TASKS = msgspec.msgpack.Decoder(Task)
_INSPECTIONS = msgspec.msgpack.Decoder(Inspection)
_MADE = msgspec.msgpack.Decoder(Made | ImageProblem | NotWritten)

_CHANGED = ImageProblem(
    code="T09", message="has changed while it was being read", hint="build again"
)
_NOT_CLEANED = ImageProblem(
    code="T12",
    message="cannot be freed from what a camera or program has written into it",
    hint="export it once more without metadata, as PNG or JPEG",
)


def run_inspections(
    tasks: Sequence[InspectTask], workers: Workers
) -> Iterator[tuple[int, Inspection]]:
    """Each task's index, and what the image is or why it cannot be published; in any order."""
    for index, outcome in _run(tasks, workers):
        if isinstance(outcome, Done):
            yield index, _INSPECTIONS.decode(outcome.result)
        else:
            yield index, _explain(tasks[index], outcome)


def run_making(
    tasks: Sequence[MakeTask], workers: Workers
) -> Iterator[tuple[int, Made | ImageProblem]]:
    """Each task's index, and what was made; in any order. Raises OSError for a full disk."""
    for index, outcome in _run(tasks, workers):
        if not isinstance(outcome, Done):
            yield index, _explain(tasks[index], outcome)
            continue
        made = _MADE.decode(outcome.result)
        if isinstance(made, NotWritten):
            raise OSError(made.number, made.reason, tasks[index].folder)
        yield index, made


def _run(tasks: Sequence[Task], workers: Workers) -> Iterator[tuple[int, Outcome]]:
    encoded = [encode(task) for task in tasks]
    return workers.run(encoded, start=start_media, settings=b"", seconds=SECONDS)


class MediaFailed(Exception):
    """Reading or making raised an exception: a bug. The message has the worker's traceback."""


def _explain(task: Task, outcome: Outcome) -> ImageProblem:
    if isinstance(outcome, Failed):
        raise MediaFailed(f"with {task.file}\n{outcome.traceback}")
    hint = "make the image smaller, or export it once more as PNG or JPEG"
    if isinstance(outcome, TimedOut):
        message = f"takes longer than {SECONDS} seconds to read"
        return ImageProblem(code="T06", message=message, hint=hint)
    code = outcome.exit_code if isinstance(outcome, Crashed) else 0
    ending = f"signal {-code}" if code < 0 else f"exit code {code}"
    message = f"the worker process that read this file ended unexpectedly ({ending})"
    return ImageProblem(code="T10", message=message, hint=hint)


def start_media(_settings: bytes) -> Callable[[bytes], bytes]:
    """What a worker process runs: `Task`s in, both as msgpack."""

    def do_task(encoded: bytes) -> bytes:
        task = _TASKS.decode(encoded)
        with _limited_memory():
            return encode(_inspect(task) if isinstance(task, InspectTask) else _make(task))

    return do_task


@contextmanager
def _limited_memory() -> Iterator[None]:
    """Bounds what this process may take; other systems than Linux have no such bound."""
    if sys.platform != "linux":
        yield
        return
    before, hardest = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    wanted = pages * resource.getpagesize() + _MEMORY
    limits = [one for one in (before, hardest) if one != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min([wanted, *limits]), hardest))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (before, hardest))


def _inspect(task: InspectTask) -> Inspection:
    data = read_image_file(task.file, limit=task.max_svg if task.is_svg else MAX_BYTES)
    if isinstance(data, ImageProblem):
        return data
    return inspect_bytes(data, is_svg=task.is_svg) if digest_of(data) == task.digest else _CHANGED


def read_image(path: Path, *, max_svg: int = MIB) -> Inspection:
    """What the image at `path` is, or why it cannot be published.

    It is decoded once: a hostile image may take seconds, and hundreds of megabytes.
    """
    is_svg = path.suffix.lower() == ".svg"
    data = read_image_file(path, limit=max_svg if is_svg else MAX_BYTES)
    return data if isinstance(data, ImageProblem) else inspect_bytes(data, is_svg=is_svg)


def read_image_file(path: str | Path, *, limit: int) -> bytes | ImageProblem:
    try:
        return read_file(path, limit=limit)
    except FileTooLarge:
        hint = "make it smaller: 2,000 pixels are wide enough for every screen"
        return ImageProblem(code="T07", message=f"is larger than {limit:,} bytes", hint=hint)
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        hint = "check that the file exists and can be read"
        return ImageProblem(code="T09", message=message, hint=hint)


def inspect_bytes(data: bytes, *, is_svg: bool) -> Inspection:
    """What the image in `data` is, or why it cannot be published."""
    # Each loads libraries that the other does not need.
    if is_svg:
        from ssg.media.svg import inspect_svg  # noqa: PLC0415

        return inspect_svg(data)
    from ssg.media.metadata import strip_metadata  # noqa: PLC0415
    from ssg.media.raster import BROKEN, inspect_raster  # noqa: PLC0415

    found = inspect_raster(data)
    if isinstance(found, ImageFacts):
        try:
            strip_metadata(data)
        except ValueError:
            # Other formats keep metadata where a program that reads them to their end finds it.
            return _NOT_CLEANED if found.format == "avif" else BROKEN
    return found


def _make(task: MakeTask) -> Made | ImageProblem | NotWritten:
    try:
        data = read_file(task.file, limit=MAX_BYTES)
    except OSError:
        return _CHANGED
    if digest_of(data) != task.digest:
        return _CHANGED
    try:
        return Made(files=tuple(_make_files(task, data)))
    except MemoryError:
        message = "needs too much memory"
        hint = "make it smaller: 2,000 pixels are wide enough for every screen"
        return ImageProblem(code="T13", message=message, hint=hint)
    except ValueError:
        return _NOT_CLEANED
    except OSError as error:
        return NotWritten(number=error.errno or 0, reason=error.strerror or str(error))


def _make_files(task: MakeTask, data: bytes) -> Iterator[MadeFile]:
    kind = task.facts.format
    if kind == "svg":
        from ssg.media.svg import clean_svg  # noqa: PLC0415

        clean = clean_svg(data)
    else:
        from ssg.media.metadata import strip_metadata  # noqa: PLC0415

        clean = strip_metadata(data)
    yield _write(task, f"{task.start}.{kind}", clean)
    if task.has_variants:
        from ssg.media.variants import make_variants  # noqa: PLC0415

        for one in make_variants(clean, task.facts):
            name = f"{task.start}-{one.width}.{one.format}"
            yield _write(task, name, one.data, format=one.format, width=one.width)


def _write(task: MakeTask, name: str, data: bytes, *, format: str = "", width: int = 0) -> MadeFile:
    replace_file(Path(task.folder) / name, data)
    return MadeFile(name=name, digest=digest_of(data), format=format, width=width)
