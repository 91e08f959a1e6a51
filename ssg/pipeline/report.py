"""The report of a run: all diagnostics, and what happened to every document."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from ssg.diagnostics import Diagnostic, has_errors, in_order, quotes_comments
from ssg.model.kinds import Kind
from ssg.model.states import State
from ssg.pipeline.verdict import Cleared
from ssg.publish.published import Published

Counts = Mapping[Kind, Mapping[State, int]]


class Report(Struct, frozen=True, kw_only=True):
    """How a run ended. `published` is None when nothing was written to `output`.

    `counts` says for each kind how many of its files are in which state; `pages` how
    many pages the site has, and `rendered` how many of them this run rendered; `next_change`
    when a document will change by itself; `minor_changes` how many minor changes of reviewed texts
    their reviews list. `hidden` are the documents that are not on the site, `secretive` the files
    with words that no reader may see.
    """

    diagnostics: tuple[Diagnostic, ...]
    cleared: tuple[Cleared, ...] = ()
    counts: Counts = field(default_factory=dict)
    pages: int = 0
    rendered: int = 0
    next_change: datetime | None = None
    minor_changes: int = 0
    published: Published | None = None
    output: Path | None = None
    hidden: frozenset[str] = frozenset()
    secretive: frozenset[str] = frozenset()

    @property
    def may_quote_secrets(self) -> bool:
        """Whether a diagnostic may quote what no reader may see, so that it must not be kept."""
        cleared = (one.diagnostic for one in self.cleared)
        return may_quote_secrets([*self.diagnostics, *cleared], self.secretive)

    @property
    def failed(self) -> bool:
        return has_errors(self.diagnostics)

    def with_more(self, diagnostics: Iterable[Diagnostic]) -> "Report":
        """This report with what else was found."""
        together = tuple(in_order([*self.diagnostics, *diagnostics]))
        return replace(self, diagnostics=together)


def may_quote_secrets(diagnostics: Collection[Diagnostic], secretive: Collection[str]) -> bool:
    """Whether one of them may quote what no reader may see; `secretive` as in a `Report`."""
    is_secretive = any(found.at.path in secretive for found in diagnostics)
    return is_secretive or quotes_comments(diagnostics)


def report_of(diagnostics: Iterable[Diagnostic], counts: Counts) -> Report:
    """A report with the diagnostics in order."""
    return Report(diagnostics=tuple(in_order(diagnostics)), counts=counts)


def count_states(states: Mapping[str, State]) -> dict[Kind, dict[State, int]]:
    """The files counted by kind and state."""
    counted = Counter((Kind(path.split("/")[1]), state) for path, state in states.items())
    counts: dict[Kind, dict[State, int]] = {}
    for kind in Kind:
        by_state = {state: counted[kind, state] for state in State if counted[kind, state]}
        if by_state:
            counts[kind] = by_state
    return counts
