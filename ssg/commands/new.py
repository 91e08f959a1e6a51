"""`ssg new`: writes a new file that `ssg check` accepts."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from ssg.authoring.form import (
    KINDS,
    FormField,
    Given,
    find_missing,
    form_fields,
    make_fields,
)
from ssg.authoring.ids import propose_id
from ssg.authoring.parsing import parse_new
from ssg.authoring.similar import find_similar
from ssg.authoring.templates import fill_template
from ssg.commands.asking import ask_for, ask_to_go_on, is_on_terminal
from ssg.commands.catalog import open_catalog
from ssg.commands.editing import convert_edit_errors, finish_edit
from ssg.commands.exit_codes import CommandError, ExitCode
from ssg.commands.known import Known
from ssg.commands.options import absolute_folder
from ssg.diagnostics import escape_unsafe, has_errors
from ssg.editing.disk import place_of
from ssg.editing.errors import EditError
from ssg.files import create_file
from ssg.model.kinds import Kind
from ssg.text import decode
from ssg.urls import id_problem
from ssg.yamltext import Value

_WITH_LIKE_TITLES = ("thread", "guide")
_TEXT_LIMIT = 2 * 1024 * 1024
_MOST_SHOWN = 8


def new_document(site: Path, form: str, given: dict[str, Any], *, text: str, edit: bool) -> int:
    """Writes a file of this form and returns the exit code. Raises CommandError."""
    if not is_on_terminal():
        require_all(form, given)
    finish_edit(absolute_folder(site))
    known = Known(open_catalog(site))
    complete(form, given, known)
    fields = check_fields(form, given, known)
    confirm_title(form, given, known)
    if form == "resource":
        from ssg.commands.new_resource import add_resource

        return add_resource(known, fields, edit=edit)
    name = _choose_id(form, given, known)
    if form == "person":
        fields = {"id": name, **fields}
    kind = KINDS[form]
    path = f"content/{kind.value}/{name}.{'yaml' if kind is Kind.PERSON else 'md'}"
    with convert_edit_errors():
        question = read_text(text)
        written = fill_template(known.site, form, fields, question)
        if question and kind is Kind.THREAD:
            bare = fill_template(known.site, form, fields, "Text.")
            _check_posts(known, path, written.encode(), bare.encode())
    write_new(known, path, kind, written.encode())
    finish(known.site, path, edit=edit)
    return ExitCode.SUCCESS


def _check_posts(known: Known, path: str, written: bytes, bare: bytes) -> None:
    """Raises EditError if the text of a question adds posts: it would put words in other mouths."""
    threads = (
        parse_new(data, path=path, kind=Kind.THREAD, settings=known.settings).document
        for data in (written, bare)
    )
    counts = [len(one.posts) if one else None for one in threads]
    if None not in counts and counts[0] != counts[1]:
        hint = "put no line '## Answer' or '### Reply' in it; add answers with 'ssg new answer'"
        raise EditError("the text would become posts of others", hint)


def require_all(form: str, given: Given, *others: str) -> None:
    """Raises CommandError that names all that is missing; `others` are options without a field."""
    missing = [one.option for one in find_missing(form, given)] + list(others)
    if missing:
        hint = "give them as options, or run the command on a terminal, where it asks for them"
        raise CommandError(f"missing: {', '.join(missing)}", hint)


def complete(form: str, given: dict[str, Any], known: Known) -> None:
    """Asks for the required fields that are missing, and for references of the same kind."""
    if not is_on_terminal():
        return
    missing = find_missing(form, given)
    if not missing:
        return
    asked = dict.fromkeys(one.name for one in missing)
    for one in form_fields(form):
        is_offered = one.name in ("by", "guides", "resources", "person") and not given.get(one.key)
        if one.name in asked or is_offered:
            choices = known.labels(one.refers_to) if one.refers_to else None
            if is_offered and choices == {}:
                continue
            given[one.key] = ask_for(one, choices, _default(one, known))


def _default(field: FormField, known: Known) -> str:
    if field.name in ("asked", "posted"):
        return datetime.now(known.zone).strftime("%Y-%m-%dT%H:%M")
    return ""


def check_fields(form: str, given: Given, known: Known) -> dict[str, Value]:
    """The fields to write. Raises CommandError for wrong values and for unknown ids."""
    fields, problems = make_fields(form, given)
    for one in form_fields(form):
        if one.refers_to:
            value = given.get(one.key) or ()
            names = [value] if isinstance(value, str) else value
            problems += known.find_unknown(one.option, one.refers_to, names)
    if problems:
        first, *others = problems
        raise CommandError(escape_unsafe(first), escape_unsafe("; ".join(others)))
    return fields


def confirm_title(form: str, given: Given, known: Known) -> None:
    """Warns of documents with a like title; on a terminal it asks whether to go on."""
    title = given.get("title")
    if form not in _WITH_LIKE_TITLES or not isinstance(title, str):
        return
    similar = find_similar(title, known.titles(Kind.THREAD, Kind.GUIDE))
    if not similar:
        return
    click.echo("warning: there are documents with a like title:", err=True)
    for one in similar:
        click.echo(f"  {escape_unsafe(one.path)}: {escape_unsafe(one.title)}", err=True)
    if is_on_terminal() and not ask_to_go_on("Write a new one?"):
        raise click.Abort


def _choose_id(form: str, given: Given, known: Known) -> str:
    kind = KINDS[form]
    chosen = given.get("id")
    if not chosen:
        title = given.get("name" if form == "person" else "title")
        return propose_id(
            str(title), is_taken=lambda name: bool(known.owner(kind, name)), otherwise=form
        )
    assert isinstance(chosen, str)
    if problem := id_problem(chosen):
        raise CommandError(f"--id: '{escape_unsafe(chosen)}' {problem}")
    if owner := known.owner(kind, chosen):
        raise CommandError(f"--id: '{chosen}' is taken: {owner}", "choose another id")
    return chosen


def read_text(text: str) -> str:
    """The text of `--text`; that of standard input for `-`."""
    if text != "-":
        return text.replace("\r\n", "\n").replace("\r", "\n")
    data = sys.stdin.buffer.read(_TEXT_LIMIT + 1)
    if len(data) > _TEXT_LIMIT:
        raise CommandError(f"the text is larger than {_TEXT_LIMIT:,} bytes")
    found, diagnostics = decode(data, path="the text")
    if diagnostics:
        raise CommandError(f"{diagnostics[0].at}: {diagnostics[0].message}", diagnostics[0].hint)
    return found


def write_new(known: Known, path: str, kind: Kind, data: bytes) -> None:
    """Writes a file that must not exist yet, once it has no error. Raises CommandError."""
    check_file(known, path, kind, data)
    try:
        place = place_of(known.site, path)
        place.parent.mkdir(parents=True, exist_ok=True)
        create_file(place, data)
    except FileExistsError:
        raise CommandError(f"{path} exists already", "choose another id with --id") from None
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror or error}") from error


def check_file(known: Known, path: str, kind: Kind, data: bytes) -> None:
    parsed = parse_new(data, path=path, kind=kind, settings=known.settings)
    errors = [one for one in parsed.diagnostics if has_errors([one])]
    if errors:
        found = "; ".join(f"{one.message} ({one.hint})" for one in errors[1:_MOST_SHOWN])
        message = f"the file would not be valid: {errors[0].message}"
        raise CommandError(message, "; ".join(filter(None, (errors[0].hint, found))))


def finish(site: Path, path: str, *, edit: bool, line: int = 0) -> None:
    """Prints the path, and opens the file in the editor that the user has chosen."""
    click.echo(f"{path}:{line}" if line else path)
    if edit:
        click.edit(filename=str(site / path))


def edit_text() -> str:
    """What was written in the user's editor. Raises click.Abort for nothing."""
    found = click.edit("", extension=".md")
    if found is None or not found.strip():
        raise click.Abort
    return found
