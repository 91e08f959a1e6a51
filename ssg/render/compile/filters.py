"""What is known of filters."""

from collections.abc import Mapping
from typing import Any

from jinja2.utils import _PassArg
from markupsafe import Markup

LOCALIZED_FILTERS = ("date", "datetime", "number", "territory")
"""Filters that are methods of a Localization: a text by their operand and the page's language."""

REMEMBERED_FILTERS = (*LOCALIZED_FILTERS, "autonym")
"""Filters whose results as HTML are remembered."""

PURE_FILTERS = frozenset(("autonym", "og_locale", "striptags"))
"""Filters whose result is a text that depends on their operand alone."""

RESULT_TYPES: Mapping[str, type] = {
    "autonym": str,
    "count": int,
    "e": Markup,
    "escape": Markup,
    "forceescape": Markup,
    "length": int,
    "og_locale": str,
    "striptags": str,
}

_SOURCES = {
    _PassArg.context: "context, ",
    _PassArg.eval_context: "context.eval_ctx, ",
    _PassArg.environment: "environment, ",
}


def passed_argument(function: Any) -> str:
    """The source of what a filter or a test wants before its own arguments."""
    kind = _PassArg.from_obj(function)
    return _SOURCES[kind] if kind else ""
