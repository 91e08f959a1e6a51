"""What a check of links tells: what has changed, where that is cited, and how many there are."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from ssg.diagnostics import escape_unsafe
from ssg.ledger import LinkRecord, LinkState
from ssg.resolve.outside import OutsideCitation
from ssg.text import pluralize
from ssg.urls import split_fragment


def describe_changes(
    citations: Iterable[OutsideCitation],
    before: Mapping[str, LinkRecord],
    now: Iterable[LinkRecord],
) -> list[str]:
    """A line for each address whose state is not what it was, in the order of their places."""
    places: defaultdict[str, list[OutsideCitation]] = defaultdict(list)
    for one in citations:
        places[split_fragment(one.url)[0]].append(one)
    lines = []
    for record in now:
        cited = sorted(places[record.url], key=lambda one: (one.path, one.line, one.column))
        said = list(_describe(before.get(record.url), record))
        if cited and said:
            first, more = cited[0], len(cited) - 1
            rest = f" (cited in {pluralize(more, 'more place')})" if more else ""
            text = f"{first.path}:{first.line}: {record.url} {', and '.join(said)}{rest}"
            lines.append((first.path, first.line, escape_unsafe(text)))
    return [text for *_, text in sorted(lines)]


def count_states(records: Iterable[LinkRecord]) -> str:
    """Such as `9 ok, 1 dead`; empty for none."""
    counts = Counter(one.state for one in records)
    return ", ".join(f"{counts[state]} {state.value}" for state in LinkState if counts[state])


def _describe(before: LinkRecord | None, now: LinkRecord) -> Iterator[str]:
    known = before.state if before else LinkState.OK
    has_moved_on = before is not None and before.to != now.to
    if known is not now.state or (now.state is LinkState.MOVED and has_moved_on):
        yield _describe_state(now)
    known_missing = before.missing if before else ()
    for name in now.missing:
        if name not in known_missing:
            yield f"has no place '#{name}'"


def _describe_state(now: LinkRecord) -> str:
    match now.state:
        case LinkState.OK:
            return "is right again"
        case LinkState.MOVED:
            return f"{'has moved for good' if now.permanent else 'redirects'} to {now.to}"
        case LinkState.BLOCKED:
            return f"cannot be checked: {now.reason}"
        case LinkState.SOFT_404:
            return f"seems to be gone: {now.reason}"
        case LinkState.FAILING:
            return f"failed: {now.reason}"
        case LinkState.DEAD:
            good = f", and was last good on {now.last_good}" if now.last_good else ""
            return f"has been dead since {now.since}: {now.reason}{good}"
