"""The configuration of Decap CMS, which Sveltia CMS reads too: forms for the files of a site.

What a form could damage is not in it, and stays in the file as it is: fields that take anything,
and fields that may be written in two ways. Texts are not rich text, because that would be written
anew in its own Markdown. https://decapcms.org/docs/configuration-options/
"""

from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from msgspec.structs import FieldInfo, fields

from ssg.formats.descriptions import Description, Descriptions, load_descriptions
from ssg.formats.json_schema import is_reference
from ssg.formats.kinds import FORMATS, Format
from ssg.model.frontmatter import Status
from ssg.model.ids import KINDS_OF_IDS
from ssg.model.kinds import Kind
from ssg.model.scalars import Choice, Grammar, Scalar, Shorthand

Widget = dict[str, Any]

_MARKDOWN = (Kind.THREAD, Kind.GUIDE, Kind.TOPIC, Kind.PAGE)
_IDENTIFIERS = {Kind.PERSON: "id", Kind.RESOURCE: "publisher"}


def cms_configuration(
    *, url: str, descriptions: Descriptions | None = None
) -> Mapping[str, object]:
    """The configuration for a site at `url`, with a backend that its owner fills in."""
    described = descriptions or load_descriptions()
    formats = [one for one in FORMATS.values() if one.kind]
    return {
        "backend": {"name": "github", "repo": "OWNER/REPOSITORY", "branch": "main"},
        "site_url": url,
        "display_url": url,
        "show_preview_links": False,
        "media_folder": "content/media",
        "public_folder": "/media",
        # Sveltia CMS would write all fields, the empty ones too.
        "output": {"omit_empty_optional_fields": True},
        "slug": {"encoding": "ascii", "clean_accents": True, "sanitize_replacement": "-"},
        "collections": [_collection(one, described.get(one.name, {})) for one in formats],
    }


def _collection(given: Format, described: Mapping[str, Description]) -> Widget:
    assert given.kind
    is_markdown = given.kind in _MARKDOWN
    identifier = _IDENTIFIERS.get(given.kind, "title")
    widgets = list(_Form(described).widgets(given.fields, "", is_required=True))
    if is_markdown:
        widgets.append({"name": "body", "label": "Text", "widget": "text", "required": False})
    return {
        "name": given.kind.value,
        "label": given.kind.value.capitalize(),
        "label_singular": given.name.capitalize(),
        "folder": f"content/{given.kind.value}",
        "create": True,
        # Readers may have its address: `ssg remove` leaves a page there.
        "delete": False,
        "extension": "md" if is_markdown else "yaml",
        "format": "yaml-frontmatter" if is_markdown else "yaml",
        "identifier_field": identifier,
        "slug": f"{{{{fields.{identifier}}}}}",
        "editor": {"preview": False},
        "fields": widgets,
    }


class _Form:
    def __init__(self, described: Mapping[str, Description]) -> None:
        self._described = described

    def widgets(self, kind: type[Any], prefix: str, *, is_required: bool) -> Iterator[Widget]:
        """The widgets of a class of fields; none of them is required if `is_required` is false."""
        hints = get_type_hints(kind, include_extras=True)
        for one in fields(kind):
            name = f"{prefix}{one.name}"
            widget = self._widget(hints[one.name], f"{name}.")
            if widget is not None:
                about = self._about(one, name, is_required=is_required and one.required)
                yield {**about, **widget}

    def _about(self, field: FieldInfo, name: str, *, is_required: bool) -> Widget:
        about: Widget = {
            "name": field.name,
            "label": field.name.replace("_", " ").capitalize(),
            "required": is_required,
        }
        if description := self._described.get(name):
            about["hint"] = description.text
        return about

    def _widget(self, annotation: Any, prefix: str) -> Widget | None:
        """The widget of a type; None for what a form could damage."""
        match get_origin(annotation), get_args(annotation):
            case origin, (base, mark) if origin is Annotated:
                return self._marked(base, mark)
            case origin, (base, none) if origin in (Union, UnionType) and none is type(None):
                return self._widget(base, prefix)
            case origin, (item, end) if origin is tuple and end is ...:
                return self._list(item, prefix)
            case origin, _ if origin is dict:
                return None
        # A form cannot leave out an object whose fields are required.
        inner = list(self.widgets(annotation, prefix, is_required=False))
        return {"widget": "object", "collapsed": True, "fields": inner} if inner else None

    def _marked(self, base: Any, mark: Any) -> Widget | None:
        if isinstance(mark, Choice):
            return _choice(mark)
        if isinstance(mark, Shorthand):
            # Its short form, if that is one text: a form cannot show a value in two ways.
            return {"widget": "string"} if isinstance(mark.expand(""), dict) else None
        assert isinstance(mark, Scalar), "ssg.schema reads no other marks"
        if is_reference(base, mark):
            return _relation(KINDS_OF_IDS[base])
        return _scalar(mark.grammar)

    def _list(self, item: Any, prefix: str) -> Widget | None:
        widget = self._widget(item, prefix)
        match widget:
            case None:
                return None
            case {"widget": "relation" | "select"}:
                return {**widget, "multiple": True}
            case {"widget": "object"}:
                return {"widget": "list", "fields": widget["fields"]}
        return {"widget": "list", "field": {"name": "item", "label": "Item", **widget}}


def _choice(mark: Choice) -> Widget:
    widget: Widget = {"widget": "select", "options": [word.value for word in mark.words]}
    if mark.words is Status:
        # What is new waits for somebody to publish it.
        widget["default"] = Status.DRAFT.value
    return widget


def _relation(kind: Kind) -> Widget:
    name = {Kind.RESOURCE: "resources.*.title", Kind.PERSON: "name"}.get(kind, "title")
    value = "resources.*.id" if kind is Kind.RESOURCE else "{{slug}}"
    return {
        "widget": "relation",
        "collection": kind.value,
        "value_field": value,
        "search_fields": [name],
        "display_fields": [name],
    }


def _scalar(grammar: Grammar) -> Widget:
    match grammar.types[0]:
        case "boolean":
            return {"widget": "boolean"}
        case "integer":
            return {"widget": "number", "value_type": "int", "min": grammar.minimum}
        case "number":
            return {"widget": "number", "value_type": "float"}
    widget: Widget = {"widget": "string"}
    if "\\x00" not in grammar.pattern:
        # Not a widget for dates: that would write them anew, with a time that nobody knows.
        widget["pattern"] = [f"^(?:{grammar.pattern})$", "write it as the hint says"]
    return widget
