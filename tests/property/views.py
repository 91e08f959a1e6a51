"""Random views of any class, by the types of their fields, with texts that nobody expects."""

from collections.abc import Mapping
from random import Random
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from markupsafe import Markup
from msgspec import Struct

from ssg.model.scalars import Moment

_TEXTS = (
    "", "a", "Back pain", "<b>&\"'", "100 % sure", "%(who)s", "%%", "“é”\u2028x", "日本", "x\ny",
    "  ", "/threads/", "/", "draft", "clinician", "editor", "Guest", "reviewed", "newer", "newest",
    "helpful", "thread", "question", "answers", "expired", "reply", "topic", "{{ page }}", "&amp;",
)  # fmt: skip
_LANGUAGES = ("", "en", "es", "ar", "de", "<x>")
_MOMENTS = ("2020-01-02", "2011-11-11T11:11", "2019-12-31T23:59:59Z", "2024-02-29T00:00+05:00")
_HTML = ("", "<p>x</p>", "<p>a &amp; “b” %s</p>\n")
_DEEPEST = 4


class RandomViews:
    """Makes values of any type that views have; the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def make(self, kind: Any, name: str = "", depth: int = 0) -> Any:
        """A value for the field `name`."""
        choose = self._random.choice
        origin, arguments = get_origin(kind), get_args(kind)
        if origin in (Union, UnionType):
            return self.make(choose(arguments), name, depth)
        if kind is NoneType:
            return None
        if kind is Moment:
            return Moment(choose(_MOMENTS))
        if kind is Any:
            return choose((None, 1, "x<y", ["a"], {"a": "<b>"}))
        if origin is tuple:
            if arguments[1:] != (...,):
                return tuple(self.make(one, name, depth + 1) for one in arguments)
            count = choose((0, 0, 1, 2, 3)) if depth < _DEEPEST else 0
            return tuple(self.make(arguments[0], name, depth + 1) for _ in range(count))
        if issubclass(origin or kind, Mapping):
            return {self._text(): self._text() for _ in range(choose((0, 1, 2)))}
        if issubclass(kind, Struct):
            fields = get_type_hints(kind)
            values = {
                field: self.make(fields[field], field, depth + 1)
                for field in kind.__struct_fields__
            }
            return kind(**values)
        return self._scalar(kind, name)

    def _scalar(self, kind: type[Any], name: str) -> Any:
        choose = self._random.choice
        if issubclass(kind, Markup):
            return Markup(choose(_HTML))
        if issubclass(kind, str):
            return choose(_LANGUAGES) if name.endswith("lang") else self._text()
        if kind is bool:
            return choose((True, False))
        if kind is float:
            return choose((0.0, 1.0, 4.5, 1234.25))
        assert kind is int, kind
        return choose((0, 1, 2, 3, 11, 21, 100, 1234, 1_000_000))

    def _text(self) -> str:
        choose = self._random.choice
        return choose(_TEXTS) + (choose(_TEXTS) if self._random.random() < 0.3 else "")
