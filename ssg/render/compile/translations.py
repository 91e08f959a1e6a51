"""Compiles sentences of the interface, in the language of the pages."""

import re
from collections.abc import Iterator, Mapping

from jinja2 import nodes
from markupsafe import Markup

from ssg.render.compile.calls import Calls
from ssg.render.compile.compiler import fold
from ssg.render.compile.operations import Branch, Capture, Operation, Run, Text, Write
from ssg.render.compile.scopes import Frame
from ssg.render.compile.values import (
    Captured,
    Constant,
    Unsupported,
    Value,
    to_python,
)

_PLACEHOLDER = re.compile(r"%(?:\((\w+)\)s|%)")
# All forms of all languages are among those for these numbers: rules look at the last two digits,
# and at millions.
_SAMPLES = (*range(200), 1_000, 1_000_000)

_Parts = Mapping[str, list[Operation]]


class Translations(Calls):
    def sentence(self, name: str, node: nodes.Call, frame: Frame) -> Value | None:
        if node.dyn_args or node.dyn_kwargs:
            return None
        arguments = [self.value(argument, frame) for argument in node.args]
        try:
            match name, arguments:
                case "ngettext", [Constant() as one, Constant() as many, count]:
                    return self._plural(one, many, count, self._parts(node, frame))
                case (("_" | "gettext"), [Constant(value=str() as message)]):
                    return self._sentence(message, self._parts(node, frame))
        except Unsupported:
            pass
        return None

    def _sentence(self, message: str, parts: _Parts) -> Value | None:
        sentence = self.facts.localization.translations.gettext(message)
        if not parts:
            return fold(lambda: Markup(sentence % {} if "%" in sentence else sentence))
        return Captured(tuple(_filled(sentence, parts)))

    def _plural(self, one: Constant, many: Constant, count: Value, parts: _Parts) -> Value:
        translate = self.facts.localization.translations.ngettext
        parts = {"num": self.written(count), **parts}
        if isinstance(count, Constant):
            sentence = translate(one.value, many.value, count.value)
            return Captured(tuple(_filled(sentence, parts)))
        forms = dict.fromkeys(translate(one.value, many.value, number) for number in _SAMPLES)
        # The catalogue chooses the form when a page is rendered.
        chosen = self.new_name()
        choose = f"{chosen} = plural({one.source}, {many.source}, {to_python(count)})"
        rest: tuple[Operation, ...] = (Run(f"raise ValueError({chosen})"),)
        for form in reversed(forms):
            rest = (Branch(f"{chosen} == {form!r}", tuple(_filled(form, parts)), rest),)
        return Captured((Run(choose), *rest))

    def _parts(self, node: nodes.Call, frame: Frame) -> _Parts:
        return {pair.key: self.shown(pair.value, frame) for pair in node.kwargs}


def _filled(sentence: str, parts: _Parts) -> Iterator[Operation]:
    """What writes a sentence with its variables. Raises Unsupported for other formats."""
    found = list(_PLACEHOLDER.finditer(sentence)) if "%" in sentence else []
    for name in parts.keys() - {placeholder[1] for placeholder in found}:
        yield from _evaluated(parts[name])
    start = 0
    for placeholder in found:
        yield _plain(sentence[start : placeholder.start()])
        start = placeholder.end()
        name = placeholder[1]
        if name is None:
            yield Text("%")
        elif name in parts:
            yield from parts[name]
        else:
            raise Unsupported("a variable that is not given")
    yield _plain(sentence[start:])


def _plain(text: str) -> Text:
    if "%" in text:
        raise Unsupported("a format of its own")
    return Text(text)


def _evaluated(part: list[Operation]) -> Iterator[Operation]:
    """What finds mistakes in a variable that the sentence does not show."""
    for operation in part:
        match operation:
            case Text():
                pass
            case Write(source=source):
                yield Run(source)
            case _:
                yield Capture("unused", (operation,))
