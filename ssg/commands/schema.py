"""`ssg schema`: what other programs can know of the content format."""

import json
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import click
import yaml
from msgspec import Struct

from ssg.commands.exit_codes import CommandError, ExitCode
from ssg.commands.options import read_settings
from ssg.commands.runner import convert_errors
from ssg.diagnostics import escape_unsafe
from ssg.discover import SourceFile, discover
from ssg.files import read_file, replace_file
from ssg.formats.cms import cms_configuration
from ssg.formats.json_schema import KnownId, KnownIds, schema_of
from ssg.formats.kinds import FORMATS, Format
from ssg.model.frontmatter import Status
from ssg.model.kinds import Kind
from ssg.nearest import find_nearest
from ssg.parse.frontmatter import split_front_matter
from ssg.text import decode
from ssg.yamltext import Value, YamlMapping, read_mapping

_CMS_HEADER = """\
# For Decap CMS and Sveltia CMS, written by `ssg schema --cms`. Name your repository below.
# How to set it up, and what to know before: docs/cms.md of ssg.
"""


class SchemaOptions(Struct, frozen=True, kw_only=True):
    site: Path
    kind: str | None
    with_ids: bool
    output: Path | None
    cms: bool


def schema(options: SchemaOptions) -> int:
    """Prints or writes what is asked for. Raises CommandError."""
    with convert_errors():
        files = _cms_files(options) if options.cms else _schema_files(options)
        if options.output is None:
            [text] = files.values()
            click.echo(text, nl=False)
            return ExitCode.SUCCESS
        for name, text in files.items():
            replace_file(options.output / name, text.encode())
            click.echo(f"{options.output / name}: written", err=True)
    return ExitCode.SUCCESS


def _cms_files(options: SchemaOptions) -> dict[str, str]:
    if options.kind or options.with_ids:
        raise CommandError("--cms writes one configuration for all kinds", "leave out the rest")
    given = cms_configuration(url=read_settings(options.site).url)
    text = yaml.safe_dump(given, sort_keys=False, allow_unicode=True, width=100)
    return {"config.yml": _CMS_HEADER + text}


def _schema_files(options: SchemaOptions) -> dict[str, str]:
    formats = [_format(options.kind)] if options.kind else list(FORMATS.values())
    if options.output is None and not options.kind:
        hint = f"name one of: {', '.join(FORMATS)}; or a folder for all of them: --output DIR"
        raise CommandError("which schema?", hint)
    ids = _known_ids(options.site) if options.with_ids else None
    return {
        f"{one.name}.json": json.dumps(schema_of(one, ids=ids), indent=1, ensure_ascii=False) + "\n"
        for one in formats
    }


def _format(name: str) -> Format:
    if found := FORMATS.get(name):
        return found
    near = find_nearest(name, FORMATS).name
    hint = f"did you mean '{near}'?" if near else f"known kinds: {', '.join(FORMATS)}"
    raise CommandError(f"there is no kind '{escape_unsafe(name)}'", hint)


def _known_ids(site: Path) -> KnownIds:
    """The ids of a site with their titles, in the order of the ids."""
    limit = read_settings(site).limits.file_bytes
    found: dict[Kind, list[KnownId]] = {kind: [] for kind in Kind}
    for source in discover(site).sources:
        found[source.kind] += _ids_in(source, limit)
    return {kind: sorted(ids, key=lambda one: one.id) for kind, ids in found.items()}


def _ids_in(source: SourceFile, limit: int) -> Iterator[KnownId]:
    """The ids that a file gives; of a file with errors, as far as they can be known."""
    fields = _read_fields(source, limit)
    if source.kind is Kind.RESOURCE:
        resources = fields.get(("resources",)) if fields else None
        for one in resources if isinstance(resources, list) else ():
            if isinstance(one, dict) and (resource_id := _text(one.get("id"))):
                yield KnownId(id=resource_id, title=_text(one.get("title")) or resource_id)
        return
    if fields and fields.get(("status",)) == Status.WITHDRAWN:
        return
    own_id = PurePosixPath(source.path).stem
    name = "name" if source.kind is Kind.PERSON else "title"
    title = _text(fields.get((name,))) if fields else ""
    yield KnownId(id=own_id, title=title or own_id)


def _read_fields(source: SourceFile, limit: int) -> YamlMapping | None:
    try:
        data = read_file(source.file, limit=limit)
    except OSError:
        return None
    text, diagnostics = decode(data, path=source.path)
    if diagnostics:
        return None
    if source.path.endswith(".yaml"):
        return read_mapping(text, path=source.path)[0]
    split, _ = split_front_matter(text, path=source.path)
    return split.fields if split else None


def _text(value: Value | None) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
