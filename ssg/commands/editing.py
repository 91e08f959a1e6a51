"""What all commands that change files of a site have in common.

Finding a left edit is part of every command, so what makes edits is loaded when there is one.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ssg.commands.exit_codes import CommandError
from ssg.commands.options import absolute_folder, read_settings
from ssg.diagnostics import escape_unsafe
from ssg.editing.errors import EditError
from ssg.files import EDIT_JOURNAL
from ssg.text import pluralize

if TYPE_CHECKING:
    from ssg.config import Settings
    from ssg.editing.changes import Changes
    from ssg.editing.mention import Mention


@contextmanager
def convert_edit_errors() -> Iterator[None]:
    """Raises CommandError in place of an EditError."""
    try:
        yield
    except EditError as error:
        message, hint = escape_unsafe(error.message), escape_unsafe(error.hint)
        raise CommandError(message, hint) from error


def open_site(site: Path) -> "tuple[Path, Settings]":
    """The absolute path of the site and its settings, once no edit is left to be finished.

    Raises CommandError for settings with errors.
    """
    folder = absolute_folder(site)
    finish_edit(folder)
    return folder, read_settings(folder)


def finish_edit(site: Path) -> None:
    """Finishes an edit that was killed, and says so. Raises CommandError if it cannot."""
    if not os.path.lexists(site / EDIT_JOURNAL):
        return
    from ssg.editing.changes import finish_interrupted

    with convert_edit_errors():
        paths = finish_interrupted(absolute_folder(site))
    if paths:
        count = pluralize(len(paths), "file")
        click.echo(f"Finished an edit of {count} that was interrupted:", err=True)
        for path in paths:
            click.echo(f"  {escape_unsafe(path)}", err=True)


def make_changes(site: Path, changes: "Changes", *, dry_run: bool, force: bool) -> None:
    """Applies the changes; with `dry_run`, only prints them as a diff. Raises CommandError."""
    from ssg.editing.changes import apply_changes, diff_of

    if dry_run:
        click.echo(diff_of(changes), nl=False)
        return
    with convert_edit_errors():
        apply_changes(site, changes, force=force)


def print_mentions(mentions: "Iterable[Mention]") -> None:
    """Prints each mention with its place."""
    for path, found in groupby(mentions, key=lambda one: one.path):
        for one in found:
            place = f"{path}:{one.line}:{one.column}"
            click.echo(f"  {escape_unsafe(place)}: {one.kind.value} {escape_unsafe(one.name)}")
