"""`ssg fmt`: rewrites texts for Python-Markdown as CommonMark."""

import gc
import re
from codecs import BOM_UTF8
from collections.abc import Sequence
from pathlib import Path

import click
from msgspec import Struct

from ssg.commands.exit_codes import CommandError, ExitCode
from ssg.commands.options import read_settings
from ssg.commands.paths import find_document
from ssg.config import MarkdownSettings
from ssg.editing.disk import write_file
from ssg.files import read_file
from ssg.model.frontmatter import Dialect
from ssg.model.kinds import Kind
from ssg.parse.editorial.python_markdown import ConversionFailed
from ssg.parse.frontmatter import SplitDocument, split_front_matter
from ssg.parse.html.events import scan_events
from ssg.parse.html.source import Source
from ssg.rewrite.document import Kept, Rewritten, rewrite_text
from ssg.text import decode

_KINDS = (Kind.GUIDE, Kind.TOPIC, Kind.PAGE)
_DIALECT_FIELD = re.compile(r"dialect[ \t]*:[ \t]*[\"']?python-markdown[\"']?[ \t]*(?:#.*)?[\r\n]")
_LINE_END = re.compile(r"\r\n|\r|\n")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_UPGRADE = "add 'dialect: python-markdown' to its front matter if it was written for that"


class _File(Struct, frozen=True, kw_only=True):
    """A file that is to be rewritten; `name` is its path in the site."""

    path: Path
    name: str
    data: bytes
    split: SplitDocument


def rewrite_to_commonmark(site: Path, paths: Sequence[Path]) -> int:
    """Rewrites the files and returns the exit code: 1 if a line stays to be done by hand.

    Raises CommandError, before any file is changed, for a path that is no guide, topic or
    page of the site, and for a file or settings with errors.
    """
    # Python-Markdown leaves much of it.
    gc.enable()
    settings = read_settings(site)
    limit = settings.limits.file_bytes
    files = [_open_file(site, path, limit) for path in dict.fromkeys(paths)]
    results = [_rewrite_file(file, settings.markdown) for file in files]
    return ExitCode.SUCCESS if all(results) else ExitCode.CONTENT_ERROR


def _open_file(site: Path, path: Path, limit: int) -> _File:
    name, _ = find_document(site, path, _KINDS)
    try:
        data = read_file(path, limit=limit)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror or error}") from error
    text, diagnostics = decode(data, path=name)
    split = None
    if not diagnostics:
        split, diagnostics = split_front_matter(text, path=name)
    if split is None or diagnostics:
        first = diagnostics[0]
        raise CommandError(f"{first.at}: {first.message}", first.hint)
    return _File(path=path, name=name, data=data, split=split)


def _rewrite_file(file: _File, settings: MarkdownSettings) -> bool:
    """Rewrites one file and prints what was done. Returns whether nothing stays to be done."""
    own = file.split.fields.get(("dialect",)) if file.split.fields else None
    if (own or settings.dialect) != Dialect.PYTHON_MARKDOWN:
        click.echo(f"{file.name}: unchanged, as it is CommonMark already ({_UPGRADE})")
        return True
    source = Source(path=file.name, text=file.split.body, first_line=file.split.body_line)
    try:
        result = _rewrite_source(source, settings)
    except ConversionFailed as error:
        message = f"{file.name}: Python-Markdown fails on this text: {error}"
        raise CommandError(message, "correct the text") from error
    data = _write_document(file, result)
    if data != file.data:
        _replace_file(file.path, data)
    _print_result(file, result, is_changed=data != file.data)
    return not result.kept


def _rewrite_source(source: Source, settings: MarkdownSettings) -> Rewritten:
    if scan_events(source).too_deep is not None:
        return Rewritten(text=source.text, kept=(_nested_too_deep(source),))
    return rewrite_text(source, settings.extensions)


def _nested_too_deep(source: Source) -> Kept:
    return Kept(line=source.first_line, why="blocks are nested too deep")


def _write_document(file: _File, result: Rewritten) -> bytes:
    """The file with the new text, and with the byte order mark and the line ends that it has."""
    body = file.data.removeprefix(BOM_UTF8)
    lines = _LINE.findall(body.decode())
    head = lines[: file.split.body_line - 1]
    end = next((found[0] for line in lines if (found := _LINE_END.search(line))), "\n")
    if not result.kept:
        head = [line for line in head if not _DIALECT_FIELD.match(line)]
    if result.text == file.split.body:
        text = "".join(lines[file.split.body_line - 1 :])
    else:
        text = result.text.replace("\n", end)
    mark = file.data[: len(file.data) - len(body)]
    return mark + "".join(head).encode() + text.encode()


def _replace_file(path: Path, data: bytes) -> None:
    """Replaces the file at once, with the permissions that it has."""
    try:
        write_file(path, data)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror or error}", "the file is unchanged") from error


def _print_result(file: _File, result: Rewritten, *, is_changed: bool) -> None:
    state = "rewritten" if is_changed else "unchanged"
    count = len(result.kept)
    by_hand = (
        f", {count} {'place' if count == 1 else 'places'} to rewrite by hand:" if count else ""
    )
    click.echo(f"{file.name}: {state}{by_hand}")
    for kept in result.kept:
        click.echo(f"    {kept.line}: {kept.why}")
