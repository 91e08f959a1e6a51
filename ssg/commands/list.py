"""`ssg list`: the documents of a site that meet conditions, as a table, JSON or CSV."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from ssg.commands.catalog import open_catalog
from ssg.commands.catalog_rows import Fields, Row, field_names, make_rows
from ssg.commands.exit_codes import CommandError, ExitCode
from ssg.commands.tables import write_csv, write_json, write_table
from ssg.diagnostics import escape_unsafe
from ssg.model.documents import Topic
from ssg.model.kinds import Kind
from ssg.nearest import find_nearest
from ssg.pipeline.catalog import Catalog
from ssg.text import pluralize

_TABLE = ("path", "state", "title")
_TOPICS = "topics"


def list_documents(
    site: Path,
    kind: Kind | None,
    *,
    conditions: Sequence[str],
    sort: str | None,
    form: str,
    now: str | None,
) -> int:
    """Prints the list and returns the exit code. Raises CommandError."""
    wanted = [_read_condition(one) for one in conditions]
    names = [name for name, _ in wanted] + ([sort] if sort else [])
    for name in names:
        _check_field(name, kind)
    catalog = open_catalog(site, now)
    fields = Fields(catalog)
    rows: Iterable[Row] = make_rows(catalog, kind)
    for name, value in wanted:
        accepted = _accepted(name, value, catalog)
        rows = [row for row in rows if _matches(fields.value(row, name), accepted)]
    found = list(rows)
    if sort:
        found.sort(key=lambda row: _sort_key(fields.value(row, sort)))
    click.echo(_write(found, fields, kind, names, form), nl=False)
    if form == "table":
        click.echo(pluralize(len(found), "document") if found else "None found.", err=True)
    return ExitCode.SUCCESS


def _read_condition(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        hint = "write --where FIELD=VALUE, such as --where state=draft"
        raise CommandError(f"--where: '{escape_unsafe(text)}' has no '='", hint)
    return name.strip(), value.strip()


def _check_field(name: str, kind: Kind | None) -> None:
    """Raises CommandError for a name that is no field of any of the kinds that are listed."""
    kinds = [kind] if kind else list(Kind)
    known = list(dict.fromkeys(one for each in kinds for one in field_names(each)))
    if name in known or (name.startswith("extra.") and "extra" in known):
        return
    where = f" of {kind.value}" if kind else ""
    near = find_nearest(name, known).name
    whole = ", ".join(one for one in known if "." not in one)
    hint = f"did you mean '{near}'?" if near else f"known fields: {whole}"
    raise CommandError(f"there is no field '{escape_unsafe(name)}'{where}", hint)


def _accepted(name: str, value: str, catalog: Catalog) -> frozenset[str]:
    """The values that a condition accepts: of a topic, also those of all topics below it."""
    if name != _TOPICS:
        return frozenset({value.casefold()})
    children: dict[str, list[str]] = {}
    for entry in catalog.of(Kind.TOPIC):
        if isinstance(entry.document, Topic) and entry.document.meta.parent:
            children.setdefault(entry.document.meta.parent, []).append(entry.id)
    found: set[str] = set()
    waiting = [value]
    while waiting:
        topic = waiting.pop()
        if topic not in found:
            found.add(topic)
            waiting += children.get(topic, ())
    return frozenset(found)


def _matches(value: Any, accepted: frozenset[str]) -> bool:
    """Whether the value, or one of several, is accepted; a date also by its beginning."""
    if isinstance(value, list):
        return any(_matches(one, accepted) for one in value) or (not value and "" in accepted)
    text = as_text(value).casefold()
    if text in accepted:
        return True
    return text[:4].isdigit() and any(
        one[:4].isdigit() and text.startswith(f"{one}{sign}") for one in accepted for sign in "-t:"
    )


def _sort_key(value: Any) -> tuple[bool, bool, Any]:
    """Numbers before texts, and what is empty at the end."""
    is_number = isinstance(value, int | float)
    return value is None, not is_number, value if is_number else as_text(value).casefold()


def as_text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return "; ".join(map(as_text, value))
        case dict():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)


def _write(
    rows: Sequence[Row], fields: Fields, kind: Kind | None, names: Sequence[str], form: str
) -> str:
    if form == "json":
        listed = [dict(_all_fields(row, fields)) for row in rows]
        return write_json(listed)
    columns = list(dict.fromkeys((*_columns(kind, form), *names)))
    cells = [[as_text(fields.value(row, name)) for name in columns] for row in rows]
    return write_csv(columns, cells) if form == "csv" else write_table(columns, cells)


def _columns(kind: Kind | None, form: str) -> Sequence[str]:
    if form == "table":
        return _TABLE
    kinds = [kind] if kind else list(Kind)
    known = (one for each in kinds for one in field_names(each) if one != "extra")
    return [one for one in dict.fromkeys(known) if "." not in one or one == "publisher.url"]


def _all_fields(row: Row, fields: Fields) -> Iterator[tuple[str, Any]]:
    """The computed fields, then those of the file as they are nested there."""
    for name in field_names(row.kind):
        if "." not in name and (value := fields.value(row, name)) is not None:
            yield name, value
    review = row.meta and getattr(row.meta, "review", None)
    if review:
        yield "review", {"state": fields.value(row, "review"), **_review_parts(row, fields)}


def _review_parts(row: Row, fields: Fields) -> dict[str, Any]:
    names = (one for one in field_names(row.kind) if one.startswith("review."))
    found = {name.removeprefix("review."): fields.value(row, name) for name in names}
    return {name: value for name, value in found.items() if value is not None}
