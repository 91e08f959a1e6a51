"""Gives the headings of one text levels without gaps.

People who cannot see a page go from heading to heading. A level that is skipped sounds
like a part that they missed.
"""

_LOWEST = 6
# Less than the level of any heading, so no heading in a card ends it.
_CARD = 0


class HeadingLevels:
    """The levels of the headings of a text, in their order; the first one's is `first`."""

    def __init__(self, first: int) -> None:
        self._first = first
        # What the author typed for the last heading or card and for those that it is under.
        self._open: list[int] = []

    def add_heading(self, typed: int) -> int:
        """The level of the next heading, which its author gave the level `typed`."""
        while self._open and self._open[-1] >= typed:
            self._open.pop()
        return self._add(typed)

    def open_card(self) -> int:
        """The level of the heading of a card that starts here; others in it are below that."""
        return self._add(_CARD)

    def close_card(self) -> None:
        """End the card that was opened last."""
        while self._open.pop() != _CARD:
            pass

    def _add(self, typed: int) -> int:
        self._open.append(typed)
        return min(self._first + len(self._open) - 1, _LOWEST)
