"""Generates heading ids as git hosts do.

Lowercase, without punctuation, spaces as hyphens; a repeated id gets `-1`, `-2`.
So a link to a heading works both in a git host's preview and on the page.
"""

import re

_DROPPED = re.compile(r"[^\w\- ]")


class Slugs:
    """The heading ids of one page."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._repeats: dict[str, int] = {}

    def generate(self, text: str) -> str:
        """A unique id for the heading `text`."""
        return self._make_unique(
            _DROPPED.sub("", text.strip().lower()).replace(" ", "-") or "section"
        )

    def reserve(self, anchor: str) -> str:
        """The id that an author chose, or if it is taken, a unique one like it."""
        return self._make_unique(re.sub(r"\s+", "-", anchor))

    def _make_unique(self, wanted: str) -> str:
        if wanted.startswith("ssg-"):
            # Reserved for the theme.
            wanted = f"section-{wanted}"
        anchor = wanted
        while anchor in self._taken:
            self._repeats[wanted] = self._repeats.get(wanted, 0) + 1
            anchor = f"{wanted}-{self._repeats[wanted]}"
        self._taken.add(anchor)
        return anchor
