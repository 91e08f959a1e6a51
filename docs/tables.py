"""Tables of Markdown."""

from collections.abc import Iterable, Iterator, Sequence


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a table; a cell is one line of Markdown, whatever it has been."""
    yield _row(header)
    yield _row(["---"] * len(header))
    for row in rows:
        yield _row([cell.replace("|", "\\|").replace("\n", " ") for cell in row])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
