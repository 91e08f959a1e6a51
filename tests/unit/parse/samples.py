"""Small files to parse, and their results in a form to compare."""

from collections.abc import Iterable
from typing import Any

from ssg.config import Settings
from ssg.diagnostics import Diagnostic
from ssg.model.documents import Thread
from ssg.model.fragments import Fragment, SlotKind
from ssg.model.kinds import Kind
from ssg.parse.files import parse_source
from ssg.parse.result import Parsed, SourceText
from ssg.parse.threads.file import parse_thread
from ssg.text import decode

SETTINGS = Settings(title="A site", url="https://example.org/")

THREAD = "---\ntitle: T\nasked: 2020-01-01\ntopics: [t]\n---\n"
GUIDE = "---\ntitle: T\ntopics: [t]\n---\n"


def format_all(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """`line:column code message` of each."""
    return [f"{one.at.line}:{one.at.column} {one.code} {one.message}" for one in diagnostics]


def parse(text: str, kind: Kind, settings: Settings = SETTINGS, name: str = "x") -> Parsed[Any]:
    ending = "yaml" if kind in (Kind.RESOURCE, Kind.PERSON) else "md"
    path = f"content/{kind.value}/{name}.{ending}"
    parsed = parse_source(text.encode(), path=path, kind=kind, settings=settings)
    read, diagnostics = decode(text.encode(), path=path)
    if kind is Kind.THREAD and not diagnostics:
        # The plain path reads it as the general path does, or not at all.
        assert parsed == parse_thread(SourceText(path=path, kind=kind, text=read), settings)
    return parsed


def document_of(parsed: Parsed[Any]) -> Any:
    assert parsed.document is not None, format_all(parsed.diagnostics)
    return parsed.document


def parse_valid_thread(text: str) -> tuple[Thread, list[str]]:
    """The document of a thread without errors, and the HTML of its fragments."""
    parsed = parse(text, Kind.THREAD)
    assert format_all(parsed.diagnostics) == []
    return document_of(parsed), [render(fragment) for fragment in parsed.fragments]


def post(
    text: str, *, heading: str = "## Answer", by: str = "Ann", id: str = "", fields: str = ""
) -> str:
    """The source of a post, with a heading, a yaml block and a text."""
    own = f"id: {id}\n" if id else ""
    return f"\n{heading}\n\n```yaml\nby: {by}\nposted: 2020-01-02\n{own}{fields}```\n\n{text}\n"


def render(fragment: Fragment) -> str:
    """A fragment as HTML, with slots as tags of their own."""
    html = fragment.html[0]
    for slot, rest in zip(fragment.slots, fragment.html[1:], strict=True):
        match slot.kind:
            case SlotKind.LINK:
                html += f"<a to={slot.target}{slot.attributes}>"
            case SlotKind.BACKLINK:
                html += f"<a back={slot.target}{slot.attributes}>"
            case SlotKind.LINK_END:
                html += "</a>"
            case SlotKind.IMAGE:
                html += f"<img of={slot.target}{slot.attributes}>"
            case SlotKind.ALERT_TITLE:
                html += f"<title of={slot.target}>"
        html += rest
    return html.strip()
