"""The grammars of fields that name a diagnostic by its code."""

import re
from typing import Annotated

from ssg.diagnostics import NOT_CLEARABLE, PLUGIN_CODE, RULES, Severity
from ssg.model.scalars import Grammar, Scalar, ScalarError, shorten
from ssg.patterns import rare

_CODE = rare(r"([A-Za-z])0*([1-9][0-9]?)")
_DIGEST = re.compile(r"[0-9a-f]{16}")
_OF_PLUGIN = PLUGIN_CODE.pattern


def parse_code(value: str) -> str:
    """A code that exists, or one that only a plugin can know; S05 for another one."""
    return _parse(value, code="S05")


def parse_clearable_code(value: str) -> str:
    """The code of a warning that can be cleared; F12 for another one.

    If a plugin has none of a code, there is nothing to clear, which is reported then.
    """
    known = _parse(value, code="F12")
    if known not in RULES:
        return known
    if RULES[known].severity is Severity.ERROR:
        raise ScalarError(f"{known} is an error, and only warnings can be cleared", code="F12")
    if known in NOT_CLEARABLE:
        raise ScalarError(f"{known} cannot be cleared", code="F12")
    return known


def parse_digest(value: str) -> str:
    if not _DIGEST.fullmatch(value):
        message = (
            f"expects the 16 hexadecimal digits that 'ssg clear' writes, not '{shorten(value)}'"
        )
        raise ScalarError(message, code="F12")
    return value


def _parse(value: str, *, code: str) -> str:
    if value in RULES or PLUGIN_CODE.fullmatch(value):
        return value
    from ssg.nearest import find_nearest  # noqa: PLC0415 (only a mistake needs it)

    near, is_only = find_nearest(value, RULES)
    if (found := _CODE.fullmatch(value)) and (
        written := f"{found[1].upper()}{found[2]:0>2}"
    ) in RULES:
        near, is_only = written, True
    message = f"'{shorten(value)}' is not the code of a diagnostic"
    raise ScalarError(message, code=code, near=near, is_only=is_only)


Code = Annotated[str, Scalar(parse_code, Grammar(f"[A-Z][0-9][0-9]|{_OF_PLUGIN}", ("string",)))]
ClearableCode = Annotated[
    str, Scalar(parse_clearable_code, Grammar(f"W[0-9][0-9]|{_OF_PLUGIN}", ("string",)))
]
PlaceDigest = Annotated[str, Scalar(parse_digest, Grammar(_DIGEST.pattern, ("string", "number")))]
