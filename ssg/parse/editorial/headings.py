"""Finds what the author of a heading typed, from its text in the HTML."""

import re
from collections import deque

from ssg.parse.html.events import Scan

# What smart punctuation changes, and the spaces that HTML joins.
_TYPOGRAPHY = re.compile("[\\s.\"'‘’“”′″…–—-]+")


class TypedHeadings:
    """The headings of a text as they were typed.

    The ids of git hosts come from that: `Sleep -- basics` gets `sleep----basics`, not the
    id of the dash that the page shows.
    """

    def __init__(self, scan: Scan) -> None:
        self._typed: dict[str, deque[str]] = {}
        for heading in scan.headings:
            self._typed.setdefault(_key(heading.text), deque()).append(heading.text)

    def find(self, text: str) -> str:
        """The next heading of the source that reads as `text`; `text` itself if there is none."""
        typed = self._typed.get(_key(text))
        return typed.popleft() if typed else text


def _key(text: str) -> str:
    return _TYPOGRAPHY.sub("", text)
