"""The journal of an edit: all of its changes, written before the first one of several files.

While it exists, some of the files may be changed and others not. Whoever finds it finishes the
edit. It is written whole or not at all, so without a journal nothing was changed, or everything.
"""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec import Struct

from ssg.digest import Digest, digest_of
from ssg.editing.disk import (
    is_safe_path,
    place_of,
    read_bytes,
    remove_file,
    remove_staged,
    write_file,
)
from ssg.editing.errors import EditError
from ssg.files import EDIT_JOURNAL, STATE_LIMIT, read_file
from ssg.publish.disk import write_durably

_HEADER = b"ssg edit journal 1\n"
_DIGEST_BYTES = sha256().digest_size


class Step(Struct, frozen=True, kw_only=True):
    """What becomes of a file: its bytes after the edit, and the digest of those before it."""

    path: str
    before: Digest | None
    after: bytes | None
    mode: int | None = None
    """The permissions of a new file."""


_STEPS = msgspec.msgpack.Decoder(tuple[Step, ...])


def journal_file(site: Path) -> Path:
    return site / EDIT_JOURNAL


def write_journal(site: Path, steps: Sequence[Step]) -> None:
    """Returns when the journal is on the disk. Raises OSError."""
    data = msgspec.msgpack.encode(steps)
    write_durably(journal_file(site), _HEADER + sha256(data).digest() + data)


def read_journal(site: Path) -> tuple[Step, ...] | None:
    """The steps of an edit that was interrupted; None if there is none. Raises EditError."""
    file = journal_file(site)
    try:
        data = read_file(file, limit=2 * STATE_LIMIT)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _damaged(file, error.strerror or str(error)) from error
    digest, body = data[len(_HEADER) :][:_DIGEST_BYTES], data[len(_HEADER) + _DIGEST_BYTES :]
    if not data.startswith(_HEADER) or sha256(body).digest() != digest:
        raise _damaged(file, "it is damaged")
    steps = _STEPS.decode(body)
    if not all(is_safe_path(step.path) for step in steps):
        raise _damaged(file, "it names files outside the site")
    return steps


def _damaged(file: Path, reason: str) -> EditError:
    return EditError(
        f"an edit was interrupted, and its journal {file} cannot be read: {reason}",
        "see with git which files it has changed, then delete the journal",
    )


def apply_steps(site: Path, steps: Sequence[Step]) -> None:
    """New and changed files first, then those that go, so that no text is ever missing.

    What is done already is skipped. Raises OSError, and EditError before anything is changed if a
    file is neither as it was before the edit, nor as it is after it.
    """
    places = {step.path: place_of(site, step.path) for step in steps}
    left: list[Step] = []
    for step in steps:
        remove_staged(places[step.path])
        found = read_bytes(places[step.path])
        if found == step.after:
            continue
        if (None if found is None else digest_of(found)) != step.before:
            raise EditError(
                f"an edit of several files was interrupted, and {step.path} has changed since",
                f"put back what it was, or delete {journal_file(site)} to leave all files as"
                " they are",
            )
        left.append(step)
    for step in sorted(left, key=lambda one: one.after is None):
        if step.after is None:
            remove_file(places[step.path])
        else:
            write_file(places[step.path], step.after, mode=step.mode)
