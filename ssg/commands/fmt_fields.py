"""`ssg fmt`: puts all fields of a site in canonical order and style."""

import gc
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from msgspec import Struct

from ssg.commands.editing import finish_edit
from ssg.commands.exit_codes import CommandError, ExitCode
from ssg.commands.output import discard_output
from ssg.commands.paths import find_document, path_in_site
from ssg.config import SETTINGS_FILE, load_settings
from ssg.config.settings import Limits
from ssg.diagnostics import escape_unsafe
from ssg.discover import discover
from ssg.editing.changes import FileChange, apply_changes
from ssg.editing.errors import EditError
from ssg.files import read_file
from ssg.formatting.files import format_file
from ssg.model.kinds import Kind


class _File(Struct, frozen=True, kw_only=True):
    """A file of the site; `kind` is None for site.yaml."""

    path: str
    kind: Kind | None


class _Counts(Struct, kw_only=True):
    changed: int = 0
    unchanged: int = 0
    wrong: int = 0


def format_fields(site: Path, paths: Sequence[Path], *, only_check: bool) -> int:
    """Formats the files, or all of the site, and returns the exit code.

    Raises CommandError, before any file is changed, for a path that is no content of the site.
    """
    site = site.absolute()
    finish_edit(site)
    files = [_name_file(site, path) for path in dict.fromkeys(paths)] or list(_all_files(site))
    limit = _find_limit(site)
    counts = _Counts()
    # Thousands of small trees, none of which has a cycle.
    gc.disable()
    for file in files:
        _format(site, file, limit, counts, only_check=only_check)
    _print_counts(counts, only_check=only_check)
    failed = counts.wrong or (only_check and counts.changed)
    return ExitCode.CONTENT_ERROR if failed else ExitCode.SUCCESS


def _all_files(site: Path) -> Iterator[_File]:
    if not (site / SETTINGS_FILE).exists():
        raise CommandError(f"there is no {SETTINGS_FILE} in {site}", "name its folder with --site")
    yield _File(path=SETTINGS_FILE, kind=None)
    for source in discover(site).sources:
        yield _File(path=source.path, kind=source.kind)


def _name_file(site: Path, path: Path) -> _File:
    """The content in the site that is at `path`. Raises CommandError for anything else."""
    if path_in_site(site, path) == SETTINGS_FILE:
        return _File(path=SETTINGS_FILE, kind=None)
    name, kind = find_document(site, path, tuple(Kind))
    return _File(path=name, kind=kind)


def _find_limit(site: Path) -> int:
    """The size of the largest file; settings with errors are reported as those of a file."""
    loaded, _ = load_settings(site)
    return (loaded.settings.limits if loaded else Limits()).file_bytes


def _format(site: Path, file: _File, limit: int, counts: _Counts, *, only_check: bool) -> None:
    try:
        data = read_file(site / file.path, limit=limit)
    except OSError as error:
        counts.wrong += 1
        _print_problem(file.path, f"{error.strerror or error}")
        return
    result = format_file(data, path=file.path, kind=file.kind)
    if result.error:
        counts.wrong += 1
        _print_problem(f"{result.error.at}", result.error.message, result.error.hint)
    elif result.data == data:
        counts.unchanged += 1
    else:
        counts.changed += 1
        if not only_check:
            _write(site, FileChange(file.path, before=data, after=result.data))
        done = "to be formatted" if only_check else "formatted"
        _print(f"{escape_unsafe(file.path)}: {done}")


def _print(line: str) -> None:
    try:
        click.echo(line)
    except BrokenPipeError:
        # Whoever reads has enough, as in `ssg fmt | head -1`; the files are formatted all the same.
        discard_output()


def _write(site: Path, change: FileChange) -> None:
    try:
        # Nothing is lost that git would have to keep: all values and comments are still there.
        apply_changes(site, (change,), force=True)
    except EditError as error:
        raise CommandError(f"{change.path}: {error}", error.hint) from error


def _print_problem(where: str, message: str, hint: str = "") -> None:
    click.echo(f"{escape_unsafe(where)}: left alone: {escape_unsafe(message)}", err=True)
    if hint:
        click.echo(f"    {hint}", err=True)


def _print_counts(counts: _Counts, *, only_check: bool) -> None:
    done = "to be formatted" if only_check else "formatted"
    parts = [f"{counts.changed} {done}", f"{counts.unchanged} unchanged"]
    if counts.wrong:
        parts.append(f"{counts.wrong} with errors")
    click.echo(f"Files: {', '.join(parts)}.", err=True)
