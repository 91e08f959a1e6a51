"""Finds titles that are much like a new one."""

from collections.abc import Sequence

from msgspec import Struct

_LIKE = 86.0
"""Of 100: a word more or less, another order, or a typing error."""
_MOST = 5


class Titled(Struct, frozen=True, kw_only=True):
    """A title or another name of a document, and the document's path."""

    title: str
    path: str


def find_similar(title: str, others: Sequence[Titled]) -> list[Titled]:
    """Those with a like title, the most like one first, each document once."""
    from rapidfuzz import fuzz, process, utils  # noqa: PLC0415 (only what is new is compared)

    found = process.extract(
        title,
        [one.title for one in others],
        scorer=fuzz.token_sort_ratio,
        processor=utils.default_process,
        score_cutoff=_LIKE,
        limit=_MOST,
    )
    unique = {others[index].path: others[index] for _, _, index in reversed(found)}
    return list(reversed(unique.values()))
