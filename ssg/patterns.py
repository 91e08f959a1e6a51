"""Regular expressions that most sites never need, so that no start compiles them."""

import re
from collections.abc import Callable
from typing import Any, AnyStr, cast

_METHODS = ("search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn")


def rare(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As `re.compile`, but the expression is compiled when it is first used."""
    return cast(re.Pattern[AnyStr], RarePattern(lambda: re.compile(pattern, flags)))


class RarePattern:
    """What `rare` gives."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make

    def __getattr__(self, name: str) -> Any:
        compiled = self._make()
        # From now on, these are found before this is called.
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)
