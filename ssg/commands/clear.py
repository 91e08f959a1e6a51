"""`ssg clear`: notes in a file that one of its warnings was looked at, and why it stays."""

import re
from collections.abc import Sequence
from pathlib import Path

import click
from msgspec import Struct

from ssg.commands.console import Console
from ssg.commands.editing import convert_edit_errors, finish_edit
from ssg.commands.exit_codes import CommandError, ExitCode
from ssg.commands.options import RunOptions
from ssg.commands.paths import path_in_site
from ssg.commands.runner import convert_errors
from ssg.diagnostics import (
    NOT_CLEARABLE,
    PLUGIN_CODE,
    RULES,
    Diagnostic,
    Severity,
    escape_unsafe,
)
from ssg.editing.changes import FileChange, apply_changes, diff_of
from ssg.editing.disk import place_of, read_bytes
from ssg.editing.fields import append_item, front_matter, whole_file
from ssg.model.kinds import Kind
from ssg.model.scalars import ScalarError, parse_text
from ssg.pipeline.publishing import check
from ssg.pipeline.report import Report
from ssg.pipeline.verdict import SourceLines
from ssg.pipeline.verdict import place_of as digest_of_place

_PLACE = re.compile(r"(?P<file>.+?):(?P<line>[0-9]{1,9})(?::(?P<column>[0-9]{1,9}))?", re.DOTALL)
_KINDS = tuple(f"content/{kind.value}/" for kind in Kind)


class ClearOptions(Struct, frozen=True, kw_only=True):
    """The options of the command, as given."""

    site: Path
    place: str
    reason: str
    code: str | None = None
    dry_run: bool = False
    force: bool = False
    drafts: bool = False
    now: str | None = None


class _Asked(Struct, frozen=True, kw_only=True):
    """Which warning: of the file at `path` in the site; 0 and None for any."""

    path: str
    line: int
    column: int
    code: str | None


def clear(options: ClearOptions) -> int:
    """Writes the entry and returns the exit code. Raises CommandError."""
    finish_edit(options.site)
    reason = _read_reason(options.reason)
    asked = _read_place(options)
    console = Console(options.site)
    run = RunOptions(
        site=options.site,
        jobs=None,
        drafts=options.drafts,
        now=options.now,
        url=None,
        strict=False,
    )
    with convert_errors():
        report = check(run.to_request(), console, renders=False)
    found = _find(report, asked)
    lines = SourceLines(options.site)
    digest = digest_of_place(found, lines)
    entry = {"code": found.code, "digest": digest, "reason": reason}
    with convert_errors(), convert_edit_errors():
        change = _plan(options.site, asked.path, entry)
        if options.dry_run:
            click.echo(diff_of((change,)), nl=False)
            return ExitCode.SUCCESS
        apply_changes(options.site, (change,), force=options.force)
    click.echo(f"{found.at}: cleared[{found.code}] {found.message}")
    return ExitCode.SUCCESS


def _read_reason(text: str) -> str:
    try:
        reason = parse_text(text)
    except ScalarError as error:
        raise CommandError(f"--reason {error}") from None
    if not reason:
        raise CommandError("--reason is empty", "say why the text can stay as it is")
    return reason


def _read_place(options: ClearOptions) -> _Asked:
    """Raises CommandError for what is no place in a file that can have `cleared`."""
    found = _PLACE.fullmatch(options.place)
    file = found["file"] if found else options.place
    code = _read_code(options.code) if options.code is not None else None
    path = path_in_site(options.site, Path(file))
    if not path.startswith(_KINDS):
        hint = "only files of content have a place for it: correct this one"
        raise CommandError(f"warnings about {escape_unsafe(path)} cannot be cleared", hint)
    return _Asked(
        path=path,
        line=int(found["line"]) if found else 0,
        column=int(found["column"] or 0) if found else 0,
        code=code,
    )


def _read_code(given: str) -> str:
    """The code of a warning that can be cleared; that of a plugin's check may be any."""
    if PLUGIN_CODE.fullmatch(given):
        return given
    code = given.upper()
    if code not in RULES:
        raise CommandError(f"there is no code {escape_unsafe(code)}", "see docs/diagnostics.md")
    if RULES[code].severity is Severity.ERROR or code in NOT_CLEARABLE:
        what = "an error" if RULES[code].severity is Severity.ERROR else "about a clearing"
        raise CommandError(f"{code} is {what}, which cannot be cleared", "mend what it is about")
    return code


def _find(report: Report, asked: _Asked) -> Diagnostic:
    """The only warning that is asked for. Raises CommandError."""
    in_file = [one for one in report.diagnostics if one.at.path == asked.path]
    found = [one for one in in_file if _is_asked(one, asked)]
    clearable = [one for one in found if one.is_clearable]
    if len(clearable) == 1:
        return clearable[0]
    if clearable:
        raise CommandError(
            f"there are {len(clearable)} warnings there: {_list(clearable)}",
            "name one of them: FILE:LINE:COLUMN, or --code",
        )
    if found:
        message = f"{found[0].at}: {found[0].code} cannot be cleared: {found[0].message}"
        raise CommandError(message, found[0].hint)
    if any(_is_asked(one.diagnostic, asked) for one in report.cleared):
        raise CommandError("this warning is cleared already", "see 'ssg check --cleared'")
    others = [one for one in in_file if one.is_clearable]
    hint = f"the warnings in this file: {_list(others)}" if others else "see 'ssg check'"
    raise CommandError(f"there is no such warning in {escape_unsafe(asked.path)}", hint)


def _is_asked(found: Diagnostic, asked: _Asked) -> bool:
    at = found.at
    return (
        at.path == asked.path
        and asked.line in (0, at.line)
        and asked.column in (0, at.column)
        and asked.code in (None, found.code)
    )


def _list(found: Sequence[Diagnostic]) -> str:
    places = [f"{one.at.line}:{max(one.at.column, 1)} {one.code}" for one in found[:10]]
    return ", ".join(places) + (" …" if len(found) > 10 else "")


def _plan(site: Path, path: str, entry: dict[str, str]) -> FileChange:
    """The file with the entry at the end of its `cleared`. Raises EditError, OSError."""
    data = read_bytes(place_of(site, path))
    assert data is not None, "it was read by the check"
    text = data.decode()
    is_yaml = not path.endswith(".md")
    block = whole_file(text) if is_yaml else front_matter(text)
    changed = append_item(text, ("cleared",), {**entry}, block=block)
    return FileChange(path, data, changed.encode())
