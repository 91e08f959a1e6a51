"""`ssg migrate`: brings the files of a site up to the newest version of the format."""

from codecs import BOM_UTF8
from pathlib import Path

import click

from ssg.commands.editing import convert_edit_errors, finish_edit, make_changes
from ssg.commands.exit_codes import CommandError, ExitCode
from ssg.commands.options import absolute_folder
from ssg.config import SETTINGS_FILE, Settings, load_settings
from ssg.config.settings import NEWEST_FORMAT
from ssg.diagnostics import has_errors
from ssg.editing.changes import Changes, FileChange
from ssg.editing.fields import set_field, whole_file
from ssg.files import MIB, read_file

_FIELD = "format"


def migrate(site: Path, *, dry_run: bool, force: bool) -> int:
    """Returns the exit code. Raises CommandError for a site that cannot be migrated."""
    folder = absolute_folder(site)
    finish_edit(folder)
    loaded, diagnostics = load_settings(folder)
    if loaded is None or has_errors(diagnostics):
        first = next(one for one in diagnostics if has_errors([one]))
        raise CommandError(f"{first.at}: {first.message}", first.hint)
    if loaded.fields.get((_FIELD,)) is not None:
        click.echo(f"The site is of format {NEWEST_FORMAT}, the newest. Nothing was changed.")
        return ExitCode.SUCCESS
    make_changes(folder, _name_format(folder), dry_run=dry_run, force=force)
    if not dry_run:
        click.echo(f"Wrote 'format: {NEWEST_FORMAT}' to {SETTINGS_FILE}. Nothing else is to do.")
    return ExitCode.SUCCESS


def _name_format(site: Path) -> Changes:
    """site.yaml with the version of the format that its site has always had."""
    before = read_file(site / SETTINGS_FILE, limit=2 * MIB, follow=True)
    mark = before[: len(BOM_UTF8)] if before.startswith(BOM_UTF8) else b""
    text = before.removeprefix(mark).decode()
    with convert_edit_errors():
        after = set_field(
            text,
            (_FIELD,),
            str(NEWEST_FORMAT),
            block=whole_file(text),
            order=Settings.__struct_fields__,
        )
    return (FileChange(SETTINGS_FILE, before=before, after=mark + after.encode()),)
