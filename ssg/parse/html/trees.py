"""HTML as a tree, for what is too rare to be worth reading it otherwise."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser


def parse_fragment(html: str) -> "LexborHTMLParser":
    """A part of a page, which may be any HTML."""
    # The library takes as long to load as a dozen files to read, and few files need it.
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415

    return LexborHTMLParser(html, is_fragment=True)
