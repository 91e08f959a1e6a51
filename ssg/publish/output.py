"""The output folder, held for one publication."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_IMODE, S_ISREG

from ssg.cache.stat_cache import Stats
from ssg.publish.disk import sync_below, sync_folder, undisturbed
from ssg.publish.errors import PublishError, explained
from ssg.publish.guard import guard
from ssg.publish.journal import read_journal, write_journal
from ssg.publish.layout import OutputLayout
from ssg.publish.lock import held
from ssg.publish.manifest import (
    OURS,
    Manifest,
    OutputFile,
    check_together,
    encode_manifest,
    read_manifest,
)
from ssg.publish.published import Published
from ssg.publish.steps import Steps, carry_out, decide
from ssg.publish.unmodified import find_unmodified, note_published


class Output:
    """An output folder that is ours until `open_output` ends. It takes one publication."""

    manifest: Manifest | None
    """What the last successful build published."""

    staging: Path
    """The folder where any process writes new files, each at its path, before they count."""

    def __init__(self, places: OutputLayout, manifest: Manifest | None, *, adopt: bool) -> None:
        self.manifest = manifest
        self.staging = places.staging
        self._places = places
        self._adopt = adopt
        self._intact: Mapping[str, Stats] | None = None

    def unmodified(self) -> Mapping[str, Stats]:
        """The manifest's paths where there is still the file that was published, and its stats."""
        if self._intact is None:
            files = self.manifest.files if self.manifest else {}
            with explained("read the output folder"):
                self._intact = find_unmodified(
                    self._places.root, files, cache_file=self._places.stat_cache
                )
        return self._intact

    def publish(
        self,
        files: Sequence[OutputFile],
        *,
        unchanged: Sequence[OutputFile],
        built: str,
        drafts: bool = False,
        url: str = "",
    ) -> Published:
        """Makes `files`, which are staged, and `unchanged`, which are unmodified, the whole site.

        A file that is unmodified keeps its modification time, staged or not. `built`, `drafts` and
        `url` are for the manifest. When this raises PublishError, the old site is as it was, or
        the next `open_output` completes the new one.

        Raises ValueError for what only a bug can bring about: a file that is not staged, that is
        unchanged but not unmodified, or that cannot be on a disk with another.
        """
        every = (*files, *unchanged)
        check_together(file.path for file in every)
        if altered := [file.path for file in unchanged if not self.holds(file)]:
            raise ValueError(f"not unchanged: {altered}")
        old = self.manifest.files if self.manifest else {}
        manifest = Manifest(
            built=built,
            drafts=drafts,
            url=url,
            files={file.path: file.digest for file in every},
            keys={file.path: file.key for file in every if file.key},
        )
        staged = [file for file in files if not self.holds(file)]
        with explained("publish"):
            steps = decide(
                self._places.root, old=old, new=manifest.files, staged=staged, adopt=self._adopt
            )
            _seal(self._places, staged, manifest)
            with undisturbed():
                write_journal(self._places.journal, steps)
                _complete(self._places, steps)
            note_published(
                self._places.root,
                staged,
                cache_file=self._places.stat_cache,
                sealed=self._places.manifest.stat().st_mtime_ns,
            )
        self.manifest, self._intact = manifest, None
        return Published(
            written=len(staged),
            unchanged=len(every) - len(staged),
            removed=len(old.keys() - manifest.files.keys()),
        )

    def holds(self, file: OutputFile) -> bool:
        """Whether the last build published this very file, and it is still there."""
        published = self.manifest.files if self.manifest else {}
        return published.get(file.path) == file.digest and file.path in self.unmodified()


@contextmanager
def open_output(
    output: Path,
    *,
    site: Path,
    adopt: bool,
    wait_seconds: float,
    say: Callable[[str], None],
) -> Iterator[Output]:
    """The folder `output`, which is made if need be, and is no other process's until the end.

    An interrupted publication is completed first. While another process holds the folder, this
    one waits, for at most `wait_seconds`, and says so.

    Raises PublishError if `guard` does, if the folder cannot be written or stays held, or if it
    has files but no manifest. With `adopt` it may: files of the site then replace those of the
    same path, and all others are left alone.
    """
    guard(output, site)
    places = OutputLayout(output.resolve())
    with explained("use the output folder"):
        if not adopt:
            _refuse_strangers(places)
        is_new = not places.root.exists()
        _make_folder(places)
    with held(places, wait_seconds, say):
        with explained("use the output folder"):
            _recover(places, say)
            manifest = _last_manifest(places, adopt)
            places.staging.mkdir()
        try:
            yield Output(places, manifest, adopt=adopt)
        finally:
            if not places.journal.exists():
                shutil.rmtree(places.staging, ignore_errors=True)
                if not places.manifest.exists():
                    _leave_nothing(places, is_new=is_new)


def _refuse_strangers(places: OutputLayout) -> None:
    root = places.root
    has_files = root.exists() and any(entry.name != OURS for entry in root.iterdir())
    # In this order, since another build's journal ends when its manifest is there.
    if has_files and not places.journal.exists() and not places.manifest.exists():
        raise PublishError(
            f"the output folder {root} has files in it that ssg has not published",
            "choose an empty folder, or give --adopt to publish among them",
        )


def _make_folder(places: OutputLayout) -> None:
    if places.ours.is_symlink():
        raise PublishError(f"{places.ours} is a symbolic link", "remove it, then build again")
    places.ours.mkdir(parents=True, exist_ok=True)


def _leave_nothing(places: OutputLayout, *, is_new: bool) -> None:
    """Removes our empty folder when nothing was ever published, and the output folder with it."""
    places.lock.unlink(missing_ok=True)
    with suppress(OSError):  # another build is waiting in it already
        places.ours.rmdir()
        if is_new:
            places.root.rmdir()


def _recover(places: OutputLayout, say: Callable[[str], None]) -> None:
    """Completes what was interrupted after the journal was written; else forgets it."""
    if steps := read_journal(places.journal):
        say(f"completing the interrupted publication in {places.root}")
        with undisturbed():
            _complete(places, steps)
    elif places.staging.exists():
        shutil.rmtree(places.staging)


def _last_manifest(places: OutputLayout, adopt: bool) -> Manifest | None:
    try:
        return read_manifest(places.manifest)
    except ValueError as error:
        if adopt:
            return None
        raise PublishError(
            f"the manifest {places.manifest} cannot be read: {error}",
            "give --adopt to publish without it: files of older builds then stay",
        ) from error


def _seal(places: OutputLayout, staged: Sequence[OutputFile], manifest: Manifest) -> None:
    """Makes sure that all is staged, can be read by a web server, and is on the disk."""
    start = f"{places.staging}/"
    paths = [start + file.path for file in staged]
    modes = [_mode(path) for path in paths]
    if missing := [path for path, mode in zip(paths, modes, strict=True) if not S_ISREG(mode)]:
        raise ValueError(f"not staged as files: {missing}")
    manifest_file = places.staged_manifest
    manifest_file.parent.mkdir(exist_ok=True)
    manifest_file.write_bytes(encode_manifest(manifest))
    # These two have just been made, so their modes are what the umask allows. Temporary files and
    # copies often have others.
    _give_mode(_mode(str(manifest_file)), dict(zip(paths, modes, strict=True)))
    folders = {path.rpartition("/")[0] for path in paths}
    _give_mode(_mode(str(manifest_file.parent)), {folder: _mode(folder) for folder in folders})
    sync_below(places.staging)


def _give_mode(usual: int, modes: Mapping[str, int]) -> None:
    for path, mode in modes.items():
        if S_IMODE(mode) != S_IMODE(usual):
            Path(path).chmod(S_IMODE(usual))


def _mode(path: str) -> int:
    try:
        return os.lstat(path).st_mode
    except FileNotFoundError:
        return 0


def _complete(places: OutputLayout, steps: Steps) -> None:
    carry_out(places.root, steps, staging=places.staging)
    # The manifest is gone from there if a crash came right after this.
    if places.staged_manifest.exists():
        places.staged_manifest.replace(places.manifest)
    sync_folder(places.ours)
    places.journal.unlink()
    shutil.rmtree(places.staging, ignore_errors=True)
