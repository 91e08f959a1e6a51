"""What the last build saw and gave, so that one in which nothing changed can stop at once.

It looks at every file that a build may read and at every one that it has written, and reads none
of them: a file that has kept its size, its times and its inode is taken for the same (see
`ssg.looks` for when that can be trusted). Anything else, and all is gone through as ever.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

import ssg
from ssg.diagnostics import Diagnostic
from ssg.digest import Digest, digest_of, digest_of_parts
from ssg.looks import GRAIN_SECONDS, Stats, clock_of_disk, digest_of_looks, looks_of
from ssg.model.kinds import Kind
from ssg.model.states import State
from ssg.pipeline.report import Report
from ssg.pipeline.request import Request, Target
from ssg.publish.places import Places
from ssg.publish.published import Published, published_looks
from ssg.render.theme import theme_dir

if TYPE_CHECKING:
    from ssg.publish.output import Output

_FOLDERS = ("content", "static", "templates")
# A review that is dated in the future: its warning ends some day without any other change.
_TOLD_UNTIL_A_DAY = "W11"


class _Last(Struct, frozen=True, kw_only=True):
    asked: Digest
    inputs: Digest
    output: Digest
    built: datetime
    diagnostics: tuple[Diagnostic, ...]
    counts: dict[Kind, dict[State, int]]
    pages: int
    files: int
    next_change: str
    """With the offset of the site's time zone; empty for never."""
    code: tuple[str, ...]
    """The files of Markdown extensions, which may be anywhere."""


class Glance:
    """What a build would read, as it was before anything was read of it."""

    def __init__(self, request: Request, target: Target) -> None:
        self._request = request
        self._target = target
        self._file = request.work_folder / "last"
        self._last = _read(self._file)
        self._asked = _asked(request, target)
        self._files = list(_files(request.site))
        self._inputs = digest_of_looks(self._files)
        self._read_since = 0
        self._code: tuple[tuple[str, Stats], ...] = ()
        self._can_be_trusted = False

    def nothing_changed(self) -> Report | None:
        """The report of a build that has nothing to do; None if there may be something."""
        last = self._last
        now = datetime.fromisoformat(self._request.time.now)
        if (
            last is None
            or last.asked != self._asked
            or now < last.built
            or (last.next_change and now >= datetime.fromisoformat(last.next_change))
            or last.inputs != self._digest_of_inputs(looks_of(last.code))
            or last.output != self._digest_of_output(published_looks(self._target.output))
        ):
            return None
        return Report(
            diagnostics=last.diagnostics,
            counts=last.counts,
            pages=last.pages,
            next_change=datetime.fromisoformat(last.next_change) if last.next_change else None,
            published=Published(written=0, unchanged=last.files, removed=0),
            output=self._target.output,
        )

    def before_reading(self) -> None:
        """Has to be called before anything is read, or nothing will be remembered."""
        # What is no site gets no folder of ours.
        if (self._request.site / "site.yaml").exists():
            with suppress(OSError):
                self._read_since = self._clock()

    def look_at_code(self, files: Iterable[str]) -> None:
        """Has to be called, too: `files` are those of the Markdown extensions."""
        self._code = tuple(looks_of(files))
        seen = (*self._files, *self._code)
        has_settled = all(stats.had_settled(self._read_since) for _, stats in seen)
        self._can_be_trusted = has_settled and not _leads_elsewhere(self._request.site)
        self._files.clear()

    def remember(self, report: Report, output: "Output") -> None:
        """Keeps what the build gave whose files were seen here, and what it left in `output`.

        Nothing is kept when that could hide a change, or when the disk does not take it.
        """
        told = {diagnostic.code for diagnostic in report.diagnostics}
        with suppress(OSError):
            self._file.unlink(missing_ok=True)
            if report.published and self._can_be_trusted and _TOLD_UNTIL_A_DAY not in told:
                self._write(report, report.published, output)

    def _write(self, report: Report, published: Published, output: "Output") -> None:
        # What was written last could otherwise be changed without a new time.
        sleep(GRAIN_SECONDS)
        # Somebody may have changed a file since the build has last looked at it.
        intact = output.intact()
        now = self._clock()
        is_whole = output.manifest is not None and len(intact) == len(output.manifest.files)
        if not is_whole or not all(stats.had_settled(now) for stats in intact.values()):
            return
        last = _Last(
            asked=self._asked,
            inputs=self._digest_of_inputs(self._code),
            output=self._digest_of_output(sorted(intact.items())),
            built=datetime.fromisoformat(self._request.time.now),
            diagnostics=report.diagnostics,
            counts={kind: dict(states) for kind, states in report.counts.items()},
            pages=report.pages,
            files=published.written + published.unchanged,
            next_change=report.next_change.isoformat() if report.next_change else "",
            code=tuple(file for file, _ in self._code),
        )
        data = msgspec.msgpack.encode(last)
        self._file.write_bytes(digest_of(data).encode() + data)

    def _clock(self) -> int:
        return clock_of_disk(self._file.with_name("clock"))

    def _digest_of_inputs(self, code: Iterable[tuple[str, Stats]]) -> Digest:
        return digest_of_parts(self._inputs, digest_of_looks(list(code)))

    def _digest_of_output(self, site: Iterable[tuple[str, Stats]]) -> Digest:
        """Of a published site, and of what a build leaves beside it, which might be damaged."""
        manifest = Places(self._target.output).manifest
        kept = looks_of([str(manifest), str(self._request.store_file)])
        return digest_of_looks([*site, *kept])


def _read(file: Path) -> _Last | None:
    """None if there is nothing, or not what was written."""
    try:
        data = file.read_bytes()
    except OSError:
        return None
    size = len(digest_of(b""))
    if data[:size] != digest_of(data[size:]).encode():
        return None
    try:
        return msgspec.msgpack.decode(data[size:], type=_Last)
    except msgspec.MsgspecError:  # another version of ssg has written it
        return None


def _asked(request: Request, target: Target) -> Digest:
    """Everything that was asked for but the time and what makes no difference to the output."""
    return digest_of_parts(
        sys.version,
        # Where Markdown extensions come from, among others.
        repr(sys.path),
        str(request.site),
        str(target.output),
        request.url or "",
        repr((request.time.drafts, request.strict)),
    )


def _files(site: Path) -> Iterator[tuple[str, Stats]]:
    """All that a build may read of a site, of the theme, and of the code."""
    yield from looks_of([str(site / "site.yaml")])
    for folder in (*(site / name for name in _FOLDERS), theme_dir(), Path(ssg.__file__).parent):
        yield from _below(str(folder))
    # Installing a package changes the folder that it is put into: site-packages, dist-packages.
    yield from looks_of(folder for folder in sys.path if folder.endswith("-packages"))


def _below(folder: str) -> Iterator[tuple[str, Stats]]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    yield from looks_of([entry.path for entry in entries if not _is_folder(entry)])
    for entry in entries:
        if _is_folder(entry) and entry.name != "__pycache__":
            yield from _below(entry.path)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False)


def _leads_elsewhere(site: Path) -> bool:
    """Whether settings or templates are read through a symbolic link, which hides changes."""
    if (site / "site.yaml").is_symlink():
        return True
    return any(
        os.path.islink(os.path.join(folder, name))  # noqa: PTH114, PTH118
        for folder, folders, files in os.walk(site / "templates")
        for name in (*folders, *files)
    )
