"""The output folder, locked for one publish."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_IMODE, S_ISREG

from msgspec.structs import asdict

from ssg.cache.stat_cache import StatCache, Stats
from ssg.files import remove
from ssg.publish.disk import defer_signals, sync_folder, sync_tree
from ssg.publish.errors import PublishError, as_publish_error, reason_of
from ssg.publish.guard import guard
from ssg.publish.journal import read_journal, write_journal
from ssg.publish.layout import OutputLayout
from ssg.publish.lock import lock_output
from ssg.publish.manifest import (
    STATE_FOLDER,
    Build,
    Manifest,
    OutputFile,
    PublishOrder,
    check_collisions,
    encode_manifest,
    read_manifest,
)
from ssg.publish.published import Published
from ssg.publish.steps import Steps, apply_steps, plan_steps
from ssg.publish.unmodified import find_unmodified, record_published


class Output:
    """An output folder that is locked until `open_output` ends. It takes one publish."""

    manifest: Manifest | None
    """What the last successful build published."""

    root: Path
    """The output folder itself: only to be read."""

    staging: Path
    """The staging folder: any process may write new files here, each at its path."""

    def __init__(self, layout: OutputLayout, manifest: Manifest | None, *, adopt: bool) -> None:
        self.manifest = manifest
        self.root = layout.root
        self.staging = layout.staging
        self._layout = layout
        self._adopt = adopt
        self._unmodified: Mapping[str, Stats] | None = None
        self._seen: Mapping[str, Stats] = {}
        self._stat_cache: StatCache | None = None

    def find_unmodified(self) -> Mapping[str, Stats]:
        """The manifest's paths whose files are as they were published, and their stats.

        Those of a file that is not published again are from before the publish.
        """
        if self._unmodified is None:
            files = self.manifest.files if self.manifest else {}
            with as_publish_error("read the output folder"):
                self._unmodified = find_unmodified(
                    self._layout.root, files, seen=self._seen, stat_cache=self._open_stat_cache()
                )
        return self._unmodified

    def publish(
        self,
        files: Sequence[OutputFile],
        *,
        unchanged: Sequence[OutputFile],
        build: Build,
    ) -> Published:
        """Replaces the old site by `files`, which are staged or up to date, and `unchanged`.

        A file that is up to date keeps its modification time, even if it is staged. `build` is
        for the manifest. When this raises PublishError, either the old site is as it was, or the
        next `open_output` completes the new one.

        Raises ValueError for what only a bug can cause: a file that is not staged, one that is
        `unchanged` but not up to date, or two that collide.
        """
        every = (*files, *unchanged)
        old = self.manifest.files if self.manifest else {}
        before, stat_cache = self.find_unmodified(), self._open_stat_cache()
        # The same paths have been published before.
        if len(every) != len(old) or {file.path for file in every} != old.keys():
            check_collisions(file.path for file in every)
        if altered := [
            file.path
            for file in unchanged
            if file.path not in before or old[file.path] != file.digest
        ]:
            raise ValueError(f"not unchanged: {altered}")
        manifest = Manifest(
            **asdict(build),
            files={file.path: file.digest for file in every},
            keys={file.path: file.key for file in every if file.key},
            orders={f.path: f.order for f in every if f.order is not PublishOrder.PAGE},
        )
        staged = [file for file in files if not self.is_up_to_date(file)]
        with as_publish_error("publish"):
            steps = plan_steps(
                self._layout.root, old=old, new=manifest.files, staged=staged, adopt=self._adopt
            )
            _finish_staging(self._layout, staged, manifest)
            with defer_signals():
                write_journal(self._layout.journal, steps)
                _complete(self._layout, steps)
            recorded = record_published(
                self._layout.root,
                staged,
                stat_cache=stat_cache,
                staged_at=self._layout.manifest.stat().st_mtime_ns,
            )
        # All else may have changed since with these stats.
        kept = {*(file.path for file in every)} - {*(file.path for file in staged)}
        kept -= stat_cache.racy
        self._seen = {path: before[path] for path in kept} | recorded
        self.manifest, self._unmodified = manifest, None
        return Published(
            written=len(staged),
            unchanged=len(every) - len(staged),
            removed=len(old.keys() - manifest.files.keys()),
        )

    def is_up_to_date(self, file: OutputFile) -> bool:
        """Whether the last build published exactly this file, and it is unmodified."""
        published = self.manifest.files if self.manifest else {}
        return published.get(file.path) == file.digest and file.path in self.find_unmodified()

    def close(self) -> None:
        """Saves the stats of the files, so that the next build need not read them."""
        if self._stat_cache:
            self._stat_cache.save()

    def _open_stat_cache(self) -> StatCache:
        if self._stat_cache is None:
            self._stat_cache = StatCache(self._layout.stat_cache)
        return self._stat_cache


@contextmanager
def open_output(
    output: Path,
    *,
    site: Path,
    adopt: bool,
    wait_seconds: float,
    say: Callable[[str], None],
) -> Iterator[Output]:
    """The folder `output`, created if it does not exist, and locked until the end.

    Completes an interrupted publish first. While another process has the lock, this one waits, for
    at most `wait_seconds`, and says so.

    Raises PublishError if `guard` does, if the folder cannot be written or stays locked, or if it
    has files but no manifest. With `adopt`, such a folder is allowed: the site's files replace
    those of the same path, and all others stay as they are.
    """
    guard(output, site)
    layout = OutputLayout(output.resolve())
    with as_publish_error("use the output folder"):
        if not adopt:
            _refuse_untracked_files(layout)
        is_new = not layout.root.exists()
        _make_state_folder(layout)
    with lock_output(layout, wait_seconds, say):
        with as_publish_error("use the output folder"):
            _recover(layout, say)
            manifest = _read_last_manifest(layout, adopt)
            layout.staging.mkdir()
        try:
            opened = Output(layout, manifest, adopt=adopt)
            yield opened
            opened.close()
        finally:
            if not layout.journal.exists():
                shutil.rmtree(layout.staging, ignore_errors=True)
                if not layout.manifest.exists():
                    _remove_state_folder(layout, is_new=is_new)


def _refuse_untracked_files(layout: OutputLayout) -> None:
    root = layout.root
    has_files = root.exists() and any(entry.name != STATE_FOLDER for entry in root.iterdir())
    # The journal first, since another build deletes it only when its manifest is there.
    if has_files and not layout.journal.exists() and not layout.manifest.exists():
        raise PublishError(
            f"the output folder {root} contains files that ssg did not publish",
            "choose an empty folder, or build with --adopt to keep these files and replace only"
            " those of the same path",
        )


def _make_state_folder(layout: OutputLayout) -> None:
    folder = layout.state_folder
    if folder.is_symlink():
        raise PublishError(f"{folder} is a symbolic link", "delete the link, then build again")
    folder.mkdir(parents=True, exist_ok=True)


def _remove_state_folder(layout: OutputLayout, *, is_new: bool) -> None:
    """Removes the folder if nothing was ever published, and a new output folder with it."""
    layout.lock.unlink(missing_ok=True)
    with suppress(OSError):  # Another build is already waiting in it.
        layout.state_folder.rmdir()
        if is_new:
            layout.root.rmdir()


def _recover(layout: OutputLayout, say: Callable[[str], None]) -> None:
    """Completes a publish that was interrupted after the journal was written; else discards it."""
    if layout.staging.is_symlink():
        layout.staging.unlink()
    if steps := read_journal(layout.journal):
        say(f"the last build into {layout.root} was interrupted; completing it first")
        with defer_signals():
            _complete(layout, steps)
    else:
        remove(layout.staging)


def _read_last_manifest(layout: OutputLayout, adopt: bool) -> Manifest | None:
    try:
        return read_manifest(layout.manifest)
    except (ValueError, OSError) as error:
        if adopt:
            remove(layout.manifest)
            return None
        raise PublishError(
            f"the manifest {layout.manifest} cannot be read: {reason_of(error)}",
            "build with --adopt to publish without it; files of older builds then stay",
        ) from error


def _finish_staging(layout: OutputLayout, staged: Sequence[OutputFile], manifest: Manifest) -> None:
    """Makes sure that all files are staged, readable for a web server, and on the disk."""
    start = f"{layout.staging}/"
    paths = [start + file.path for file in staged]
    modes = [_read_mode(path) for path in paths]
    if missing := [path for path, mode in zip(paths, modes, strict=True) if not S_ISREG(mode)]:
        raise ValueError(f"not staged as files: {missing}")
    manifest_file = layout.staged_manifest
    manifest_file.parent.mkdir(exist_ok=True)
    manifest_file.write_bytes(encode_manifest(manifest))
    # The manifest and its folder were created just now, with the mode that the umask allows.
    # Temporary files and copies often have other modes.
    _set_mode(_read_mode(str(manifest_file)), dict(zip(paths, modes, strict=True)))
    folders = {path.rpartition("/")[0] for path in paths}
    folder_modes = {folder: _read_mode(folder) for folder in folders}
    _set_mode(_read_mode(str(manifest_file.parent)), folder_modes)
    sync_tree(layout.staging)


def _set_mode(wanted: int, modes: Mapping[str, int]) -> None:
    """Gives the wanted mode to each path that has another one in `modes`."""
    for path, mode in modes.items():
        if S_IMODE(mode) != S_IMODE(wanted):
            Path(path).chmod(S_IMODE(wanted))


def _read_mode(path: str) -> int:
    """0 if nothing is there."""
    try:
        return os.lstat(path).st_mode
    except FileNotFoundError:
        return 0


def _complete(layout: OutputLayout, steps: Steps) -> None:
    apply_steps(layout.root, steps, staging=layout.staging)
    # It is already moved if a crash came right after this.
    if layout.staged_manifest.exists():
        layout.staged_manifest.replace(layout.manifest)
    sync_folder(layout.state_folder)
    layout.journal.unlink()
    shutil.rmtree(layout.staging, ignore_errors=True)
