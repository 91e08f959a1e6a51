"""Edits of a site's files, as commands make them."""

from collections.abc import Iterator
from contextlib import contextmanager

from ssg.commands.exit_codes import CommandError
from ssg.editing.errors import EditError


@contextmanager
def as_command_error() -> Iterator[None]:
    """Raises CommandError in place of an EditError."""
    try:
        yield
    except EditError as error:
        raise CommandError(error.message, error.hint) from error
