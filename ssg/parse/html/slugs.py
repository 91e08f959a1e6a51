"""Heading ids, made the way git hosts make them.

Lowercase, without punctuation, spaces as hyphens; a repeated one gets `-1`, `-2`.
So a link to a heading works in a git host's preview and on the page.
"""

import re

_DROPPED = re.compile(r"[^\w\- ]")


class Slugs:
    """The heading ids of one page."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._repeats: dict[str, int] = {}

    def slug(self, text: str) -> str:
        """An id for the heading `text`, which no earlier heading has."""
        return self._free(_DROPPED.sub("", text.strip().lower()).replace(" ", "-") or "section")

    def take(self, anchor: str) -> str:
        """An id that the author chose, made unlike all earlier ones."""
        return self._free(re.sub(r"\s+", "-", anchor))

    def _free(self, wanted: str) -> str:
        if wanted.startswith("ssg-"):
            # These belong to the theme.
            wanted = f"section-{wanted}"
        anchor = wanted
        while anchor in self._taken:
            self._repeats[wanted] = self._repeats.get(wanted, 0) + 1
            anchor = f"{wanted}-{self._repeats[wanted]}"
        self._taken.add(anchor)
        return anchor
