"""Proposes an id for a title in any language and script."""

import re
from collections.abc import Callable

from anyascii import anyascii

from ssg.urls import MAX_ID_LENGTH

_READABLE = 80
"""An address that is longer is cut when it is sent in a message."""
_FOR_A_NUMBER = 8


def propose_id(title: str, *, is_taken: Callable[[str], bool], otherwise: str) -> str:
    """A valid id that is not taken: the words of the title in Latin letters, as far as they fit.

    `otherwise` is the id for a title without letters or digits.
    """
    words = [one for one in re.split("[^a-z0-9]+", anyascii(title).lower().replace("'", "")) if one]
    most = min(_READABLE, MAX_ID_LENGTH - _FOR_A_NUMBER)
    found = ""
    for word in words:
        longer = f"{found}-{word}" if found else word[:most]
        if len(longer) > most:
            break
        found = longer
    found = found or otherwise
    if not is_taken(found):
        return found
    number = 2
    while is_taken(f"{found}-{number}"):
        number += 1
    return f"{found}-{number}"
