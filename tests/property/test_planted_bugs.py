"""The random pages of `test_compiled_templates` find a bug wherever the compiler may have one."""

from collections.abc import Callable
from typing import Any

import pytest
from jinja2 import nodes
from markupsafe import Markup

from ssg.pages.registry import KINDS_BY_NAME
from ssg.render.compile import expressions, functions, operations, translations, values
from ssg.render.compile.calls import Calls
from ssg.render.compile.components import Components
from ssg.render.compile.statements import Statements
from ssg.render.compile.translations import Translations
from ssg.render.localization import lang_attributes
from tests.property.test_compiled_templates import PAGES, random_views
from tests.unit.render.compile.compared import Compared

_KINDS = ("thread", "guide", "topic", "feed", "changes", "help")

Plant = Callable[[pytest.MonkeyPatch], None]
_PLANTS: list[Plant] = []


def _plant(plant: Plant) -> Plant:
    _PLANTS.append(plant)
    return plant


@_plant
def _no_escape_of_text(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(functions, "_escape_text", lambda text: text)


@_plant
def _no_escape_of_optional_text(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(functions, "_escape", str)


@_plant
def _text_taken_for_html(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("ssg.render.compile.compiler.is_number", bool)


@_plant
def _loop_without_else(patch: pytest.MonkeyPatch) -> None:
    loop = operations._loop
    patch.setattr(
        operations,
        "_loop",
        lambda one, *rest: loop(operations.Loop(one.target, one.iterable, one.body, (), ""), *rest),
    )


@_plant
def _branch_without_else(patch: pytest.MonkeyPatch) -> None:
    branch = operations._branch
    patch.setattr(
        operations,
        "_branch",
        lambda one, *rest: branch(operations.Branch(one.test, one.body, ()), *rest),
    )


@_plant
def _page_language_for_that_of_the_interface(patch: pytest.MonkeyPatch) -> None:
    attributes = functions._attributes
    patch.setattr(functions, "_attributes", lambda _, page_lang: attributes(page_lang, page_lang))


@_plant
def _one_form_for_all_numbers(patch: pytest.MonkeyPatch) -> None:
    names = functions.names_of_code

    def wrong(environment: Any, site: Any, localization: Any, page_lang: str) -> dict[str, Any]:
        ngettext = localization.translations.ngettext
        found = names(environment, site, localization, page_lang)
        return {**found, "plural": lambda one, many, _: ngettext(one, many, 1)}

    patch.setattr("ssg.render.compile.functions.names_of_code", wrong)


@_plant
def _sentences_in_english(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        Translations,
        "_sentence",
        lambda _, message, parts: values.Captured(tuple(translations._filled(message, parts))),
    )


@_plant
def _variables_of_sentences_lost(patch: pytest.MonkeyPatch) -> None:
    filled = translations._filled
    patch.setattr(
        translations, "_filled", lambda text, parts: filled(text, {name: [] for name in parts})
    )


@_plant
def _call_block_without_its_text(patch: pytest.MonkeyPatch) -> None:
    descend = Components._descend

    def wrong(self: Any, macro: Any, frame: Any) -> None:
        if not isinstance(macro, nodes.CallBlock):
            descend(self, macro, frame)

    patch.setattr(Components, "_descend", wrong)


@_plant
def _constants_of_functions_mixed_up(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("ssg.render.compile.components._kind", type)


@_plant
def _condition_turned_round(patch: pytest.MonkeyPatch) -> None:
    truth = values.known_truth

    def wrong(value: Any) -> bool | None:
        found = truth(value)
        return None if found is None else not found

    patch.setattr("ssg.render.compile.statements.known_truth", wrong)


@_plant
def _last_text_lost(patch: pytest.MonkeyPatch) -> None:
    merge = operations.merge_texts
    patch.setattr(operations, "merge_texts", lambda body: merge(body)[:-1] or merge(body))


@_plant
def _filter_block_not_escaped(patch: pytest.MonkeyPatch) -> None:
    filtered = Calls._filtered

    def wrong(self: Any, node: Any, operand: Any, frame: Any) -> Any:
        return operand if node.name == "forceescape" else filtered(self, node, operand, frame)

    patch.setattr(Calls, "_filtered", wrong)


@_plant
def _default_language_of_the_page_lost(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        "ssg.render.compile.functions.lang_attributes",
        lambda lang, *rest: lang_attributes(lang, *rest) if lang else Markup(),
    )


@_plant
def _loops_over_constants_cut(patch: pytest.MonkeyPatch) -> None:
    items = values.known_items
    patch.setattr(
        "ssg.render.compile.statements.known_items",
        lambda value: (items(value) or ())[:1] if items(value) is not None else None,
    )


@_plant
def _comparison_turned_round(patch: pytest.MonkeyPatch) -> None:
    comparisons = {**expressions._COMPARISONS, "ne": expressions._COMPARISONS["eq"]}
    patch.setattr(expressions, "_COMPARISONS", comparisons)


@_plant
def _branches_lost(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Statements, "_branch", lambda *_: ())


def _differs(compared: Compared) -> bool:
    for name in _KINDS:
        kind = KINDS_BY_NAME[name]
        for lang in ("ar", "en", "de"):
            for view in random_views(kind.view, lang, PAGES):
                if compared.compiled(kind.template, view) != compared.jinja(kind.template, view):
                    return True
    return False


@pytest.mark.parametrize("plant", _PLANTS, ids=lambda plant: plant.__name__.strip("_"))
def test_a_planted_bug_is_found(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    assert _differs(Compared())
