"""How publishing says no."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager


class PublishError(Exception):
    """Why the site cannot be published (`message`), and what to do about it (`hint`)."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


_NOT_ALLOWED = "let this user write there, or choose another output folder"

_HINTS = {
    errno.EACCES: _NOT_ALLOWED,
    errno.EPERM: _NOT_ALLOWED,
    errno.EROFS: _NOT_ALLOWED,
    errno.ENOSPC: "make room on this disk, then build again",
    errno.EDQUOT: "make room in this user's quota, then build again",
    errno.EFBIG: "raise the limit on the size of files, then build again",
    errno.ENAMETOOLONG: "choose shorter names, or an output folder with a shorter path",
}


@contextmanager
def explained(doing: str) -> Iterator[None]:
    """Makes a PublishError of an OSError: what could not be done, where and why."""
    try:
        yield
    except OSError as error:
        where = f" at {error.filename}" if error.filename else ""
        why = error.strerror or str(error)
        hint = _HINTS.get(error.errno or 0, "put that right, then build again")
        raise PublishError(f"cannot {doing}{where}: {why}", hint) from error
