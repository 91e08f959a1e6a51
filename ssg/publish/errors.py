"""The error that publishing raises, and how an OSError becomes one."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager


class PublishError(Exception):
    """Why the site cannot be published (`message`), and what to do about it (`hint`)."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


_NO_PERMISSION = "give this user write permission there, or choose another output folder"

_HINTS = {
    errno.EACCES: _NO_PERMISSION,
    errno.EPERM: _NO_PERMISSION,
    errno.EROFS: _NO_PERMISSION,
    errno.ENOSPC: "free space on this disk, then build again",
    errno.EDQUOT: "free space in this user's quota, then build again",
    errno.EFBIG: "raise the limit on the size of files, then build again",
    errno.ENAMETOOLONG: "use shorter file names, or an output folder with a shorter path",
}


def reason_of(error: Exception) -> str:
    """Why something failed, without the name of the file."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


@contextmanager
def as_publish_error(action: str) -> Iterator[None]:
    """Turns an OSError into a PublishError that says which action failed, where and why."""
    try:
        yield
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        hint = _HINTS.get(error.errno or 0, "fix this, then build again")
        raise PublishError(f"cannot {action}: {where}{reason_of(error)}", hint) from error
