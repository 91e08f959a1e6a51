"""Changes of files, shown as a diff, and applied all or not at all."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from ssg.digest import digest_of
from ssg.editing.diff import FileDiff, write_diff
from ssg.editing.disk import is_safe_path, mode_of, place_of, read_bytes, remove_file, write_file
from ssg.editing.errors import EditError
from ssg.editing.git import find_uncommitted
from ssg.editing.journal import Step, apply_steps, journal_file, read_journal, write_journal
from ssg.files import make_folder, remove_irregular
from ssg.ledger import LEDGER_FILE
from ssg.publish.disk import defer_signals

_LOCK_SECONDS = 10.0
_UNTRACKED = "??"


class FileChange(Struct, frozen=True):
    """A file of the site before and after; None where it does not exist.

    `renamed_from` is the old path of a file that moves, whose removal is a change of its own.
    """

    path: str
    before: bytes | None
    after: bytes | None
    renamed_from: str | None = None


Changes = tuple[FileChange, ...]


def diff_of(changes: Changes) -> str:
    """A unified diff as git shows it, safe for a terminal."""
    moved = {one.renamed_from: one for one in changes if one.renamed_from}
    befores = {one.path: one.before for one in changes}
    lines: list[str] = []
    for one in changes:
        if one.path in moved and one.after is None:
            continue
        old_path = one.renamed_from or one.path
        before = befores.get(one.renamed_from) if one.renamed_from else one.before
        file = FileDiff(path=one.path, old_path=old_path, before=before, after=one.after)
        lines += write_diff(file)
    return "".join(f"{line}\n" for line in lines)


def apply_changes(site: Path, changes: Changes, *, force: bool) -> None:
    """Changes all of the files, or none. Raises EditError.

    If the process is killed in between, `finish_interrupted` makes the rest of the changes.
    Without `force`, it refuses to overwrite what git could not bring back: files with changes that
    are not committed, and untracked ones. A new file can be renamed before it is committed, because
    nothing of it is lost.
    """
    changes = tuple(one for one in changes if one.before != one.after)
    with hold_site(site):
        _check_before(site, changes)
        if not force:
            _check_git(site, changes)
        modes = _find_modes(site, changes)
        # Ctrl-C leaves all files as they were, or as they are to be.
        with defer_signals():
            if len(changes) == 1:
                _apply(site, changes[0], modes)
            elif changes:
                _apply_all(site, changes, modes)


@contextmanager
def hold_site(site: Path) -> Iterator[None]:
    """Keeps edits of the site waiting, once one that was killed is finished. Raises EditError."""
    with _as_edit_error(), _lock(site):
        _finish(site)
        yield


def finish_interrupted(site: Path) -> tuple[str, ...]:
    """Finishes an edit that was killed; the paths of its files, or none. Raises EditError."""
    if not os.path.lexists(journal_file(site)):
        return ()
    with _as_edit_error(), _lock(site):
        return _finish(site)


def _finish(site: Path) -> tuple[str, ...]:
    steps = read_journal(site)
    if steps is None:
        return ()
    with defer_signals():
        apply_steps(site, steps)
        remove_file(journal_file(site))
    return tuple(step.path for step in steps)


@contextmanager
def _as_edit_error() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        message = f"{where}{error.strerror or error}"
        raise EditError(message, "no file was changed; fix this and try again") from error


@contextmanager
def _lock(site: Path) -> Iterator[None]:
    """Keeps other edits of the site waiting. Raises EditError if another one takes too long."""
    # It takes longer to load than most commands take to plan a change.
    from filelock import FileLock, Timeout  # noqa: PLC0415

    file = site / ".ssg" / "edit-lock"
    make_folder(file.parent)
    remove_irregular(file)
    lock = FileLock(file)
    try:
        lock.acquire(timeout=_LOCK_SECONDS)
    except Timeout:
        raise EditError("another command is changing files of this site", "try again") from None
    try:
        yield
    finally:
        lock.release()


def _check_before(site: Path, changes: Changes) -> None:
    for one in changes:
        if not is_safe_path(one.path):
            raise EditError(f"'{one.path}' is not a path in the site")
        if read_bytes(place_of(site, one.path)) != one.before:
            what = "was changed meanwhile" if one.before is not None else "exists already"
            raise EditError(f"{one.path} {what}", "no file was changed; try again")


def _check_git(site: Path, changes: Changes) -> None:
    moved = {one.renamed_from for one in changes}
    # The ledger is ssg's own: a check changes it, and it is committed with what is made of it.
    overwritten = [
        one.path for one in changes if one.before is not None and one.path != LEDGER_FILE
    ]
    for path, state in sorted(find_uncommitted(site, overwritten).items()):
        if state == _UNTRACKED and path in moved:
            continue
        what = "is not in git yet" if state == _UNTRACKED else "has changes that are not committed"
        raise EditError(f"{path} {what}", "commit it first, or use --force; no file was changed")


def _find_modes(site: Path, changes: Changes) -> dict[str, int | None]:
    """The permissions of each file before; a file that moves keeps those that it has."""
    sources = {one.path: one.renamed_from or one.path for one in changes}
    return {path: mode_of(place_of(site, source)) for path, source in sources.items()}


def _apply_all(site: Path, changes: Changes, modes: Mapping[str, int | None]) -> None:
    """Raises OSError, after all files are again as they were."""
    steps = [
        Step(
            path=one.path,
            before=None if one.before is None else digest_of(one.before),
            after=one.after,
            mode=modes[one.path],
        )
        for one in changes
    ]
    write_journal(site, steps)
    try:
        apply_steps(site, steps)
    except OSError:
        _undo(site, changes, modes)
        remove_file(journal_file(site))
        raise
    except EditError:
        # Nothing was changed yet.
        remove_file(journal_file(site))
        raise
    remove_file(journal_file(site))


def _undo(site: Path, changes: Sequence[FileChange], modes: Mapping[str, int | None]) -> None:
    try:
        for one in changes:
            back = FileChange(one.path, before=one.after, after=one.before)
            _apply(site, back, modes)
    except OSError as error:
        message = f"only some of the files were changed: {error.filename}: {error.strerror}"
        hint = "fix this; the next command, such as 'ssg check', makes the other changes"
        raise EditError(message, hint) from error


def _apply(site: Path, change: FileChange, modes: Mapping[str, int | None]) -> None:
    place = place_of(site, change.path)
    if change.after is None:
        remove_file(place)
    elif read_bytes(place) != change.after:
        write_file(place, change.after, mode=modes[change.path])
