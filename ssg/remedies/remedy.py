"""One remedy, and a short way to write many."""

from msgspec import Struct


class Remedy(Struct, frozen=True):
    """What to do; the text as it was, and as it should be. Both are empty without an example."""

    how: str
    before: str = ""
    after: str = ""


def remedies(**rows: tuple[str, str, str] | str) -> dict[str, Remedy]:
    return {
        code: Remedy(row) if isinstance(row, str) else Remedy(*row) for code, row in rows.items()
    }
