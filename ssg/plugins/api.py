"""The interface of plugins: the hooks, and what they give and get.

A plugin is a module (or an object) with some of the hooks of `Hooks`, each marked with `hookimpl`.
Its package offers it as an entry point of the group `ssg`, and a site uses it by its name there.
All hooks are called once in each process. docs/plugins.md has a worked example, and says what stays
as it is between versions.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct
from pluggy import HookimplMarker, HookspecMarker

GROUP = "ssg"
"""The group of entry points, and the project of pluggy's markers."""

hookimpl = HookimplMarker(GROUP)
"""Marks a function as a hook: `@hookimpl`."""
_hookspec = HookspecMarker(GROUP)


class Place(Struct, frozen=True, order=True):
    """A place in a document's file: line and column, both from 1, columns in characters."""

    line: int
    column: int = 1


class Fields(Mapping[str, Any]):
    """Fields as they are written, read-only: texts, sequences and mappings of these.

    A field with an empty value is absent.
    """

    def __init__(
        self,
        value: Mapping[str, Any],
        places: Callable[[tuple[str | int, ...]], Place] | None = None,
    ) -> None:
        """`places` says where each value is, by its names and numbers."""
        self._value = value
        self._places = places or (lambda _: Place(1))

    def __getitem__(self, name: str) -> Any:
        return self._value[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._value)

    def __len__(self) -> int:
        return len(self._value)

    def find(self, *where: str | int) -> Place:
        """The place of a value, such as `find("sources", 0, "url")`.

        For one that is absent, that of what would be around it.
        """
        return self._places(where)


class Link(Struct, frozen=True, kw_only=True):
    """A link or an image in a text, or an address in a field; `target` is as ssg reads it.

    That is a whole address of another site, a path below content/ with or without an `#anchor`, an
    `#anchor` alone, or a path from the site's root, which starts with `/`.
    """

    target: str
    place: Place


class Text(Struct, frozen=True, kw_only=True):
    """A text of a document: Markdown as its author wrote it, with spaces in place of comments.

    `role` is `body` for what editors write, and `question`, `answer` or `reply` in a thread. Only
    answers and replies have fields of their own.
    """

    role: str
    markdown: str
    fields: Fields = Fields({})
    first_line: int = 1
    """The line of the file on which it begins."""

    def find(self, offset: int) -> Place:
        """The place of the character `markdown[offset]`."""
        line = self.markdown.count("\n", 0, offset)
        column = offset - (self.markdown.rfind("\n", 0, offset) + 1)
        return Place(self.first_line + line, column + 1)


class Document(Struct, frozen=True, kw_only=True):
    """A valid document, read-only. What is withdrawn or removed is in none.

    `kind` is `thread`, `guide`, `topic`, `page`, `resource` (a file of a publisher's resources) or
    `person`; `id` is the file's name without its ending. `fields` are those of the front matter or
    of the whole YAML file. A thread has the text of its question, then those of its posts;
    resources and people have none.
    """

    kind: str
    path: str
    """Relative to the site's folder, with `/`."""
    id: str
    fields: Fields
    texts: tuple[Text, ...] = ()
    links: tuple[Link, ...] = ()


class Finding(Struct, frozen=True, kw_only=True):
    """One problem: what is wrong, where, and what to do. Without a place, it is the whole file."""

    message: str
    place: Place | None = None
    hint: str = ""


class Check(Struct, frozen=True, kw_only=True):
    """A check of single documents. Its code is `PLUGIN/NAME`, from its plugin's name and its own.

    `find` gets each document that changed, in one of several processes. It must depend on the
    document alone: what it finds is remembered until the file or the plugin changes.
    """

    name: str
    """Lowercase letters, digits and single hyphens."""
    title: str
    """A few words, without a full stop."""
    why: str
    """A sentence: why it matters to readers."""
    how: str
    """A sentence: how to mend it."""
    severity: Literal["error", "warning"] = "warning"
    find: Callable[[Document], Iterable[Finding]]


class Hooks:
    """All hooks that a plugin can have. It needs at least one of them."""

    @_hookspec
    def ssg_checks(self) -> Sequence[Check]:  # type: ignore[empty-body]
        """The plugin's own checks."""

    @_hookspec
    def ssg_filters(self) -> Mapping[str, Callable[..., object]]:  # type: ignore[empty-body]
        """Filters for templates, by name: pure functions, of which each gets the value first.

        A text that one returns is escaped as any other. No name may be taken.
        """

    @_hookspec
    def ssg_tests(self) -> Mapping[str, Callable[..., bool]]:  # type: ignore[empty-body]
        """Tests for templates, by name: pure functions, as for filters."""
