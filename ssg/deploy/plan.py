"""The steps by which a target gets a version, such that each page is whole at any moment.

A page comes after what it needs, and what it needs goes after it. A compressed version never
disagrees with its file: the old one goes before the file is replaced, the new one comes after it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from itertools import product

from msgspec import Struct

from ssg import urls
from ssg.deploy.state import TargetState
from ssg.deploy.version import source_of
from ssg.digest import Digest
from ssg.publish.manifest import COMPRESSED_ENDINGS, PublishOrder, is_page
from ssg.publish.tree import parent_folders
from ssg.urls import fold_path

_HOME = "index.html"
_REPLACED_OFTEN = (urls.ASSETS[1:], urls.SEARCH_INDEX[1:])
"""Folders whose files get other names when they change."""


class Phase(IntEnum):
    """What is put at one time; the names are for whoever watches."""

    ASSETS = 0
    NEW_PAGES = 1
    CHANGED_PAGES = 2
    LISTS = 3
    HOME = 4
    """The home page of a site that was not there before: no link leads anywhere without it."""


class Step(Struct, frozen=True, kw_only=True):
    """Files to delete, and then some to put, each in any order."""

    delete: tuple[str, ...] = ()
    put: tuple[str, ...] = ()


class Plan(Struct, frozen=True, kw_only=True):
    steps: tuple[Step, ...]
    added: tuple[str, ...]
    changed: tuple[str, ...]
    """Those that are there, as far as it is known, and are put again."""
    removed: tuple[str, ...]
    unchanged: int
    deletes_much: bool
    """Whether it deletes more than a tenth of what is there.

    Compressed versions do not count, nor what gets another name whenever it changes.
    """

    @property
    def is_empty(self) -> bool:
        return not self.steps


def plan_deployment(
    new: Mapping[str, Digest], orders: Mapping[str, PublishOrder], state: TargetState | None
) -> Plan:
    """The steps from what the target has to the files `new`, by their fingerprints.

    `orders` has those of the files that are no pages. Only what is in the state is deleted.
    """
    there = state.paths if state else frozenset()
    known = state.files if state else {}
    wanted = sorted(path for path, mark in new.items() if known.get(path) != mark)
    if state:
        wanted = sorted({*wanted, *(state.pending & new.keys())})
    gone = sorted(there - new.keys())
    return Plan(
        steps=tuple(_find_steps(wanted, gone, new, orders, there)),
        added=tuple(path for path in wanted if path not in there),
        changed=tuple(path for path in wanted if path in there),
        removed=tuple(gone),
        unchanged=len(new) - len(wanted),
        deletes_much=_deletes_much(gone, there),
    )


def _deletes_much(gone: Iterable[str], there: Iterable[str]) -> bool:
    return _count_lasting(gone) > _count_lasting(there) / 10


def _count_lasting(paths: Iterable[str]) -> int:
    return sum(not path.startswith(_REPLACED_OFTEN) for path in paths if not _is_compressed(path))


def _is_compressed(path: str) -> bool:
    return path.endswith(COMPRESSED_ENDINGS)


def _find_steps(
    wanted: Sequence[str],
    gone: Sequence[str],
    new: Mapping[str, Digest],
    orders: Mapping[str, PublishOrder],
    there: frozenset[str],
) -> Iterator[Step]:
    groups: defaultdict[tuple[Phase, int], list[str]] = defaultdict(list)
    for path in wanted:
        groups[_find_phase(path, new, orders, there), _count_sources(path, new)].append(path)
    obstacles = _Obstacles(wanted, gone, new, there)
    deleted: set[str] = set()
    for _, paths in sorted(groups.items()):
        delete = sorted({one for path in paths for one in obstacles.find(path)} - deleted)
        deleted.update(delete)
        yield Step(delete=tuple(delete), put=tuple(paths))
    left = [path for path in gone if path not in deleted]
    for are_pages, are_compressed in product((True, False), repeat=2):
        if some := tuple(
            path
            for path in left
            if is_page(path) is are_pages and _is_compressed(path) is are_compressed
        ):
            yield Step(delete=some)


def _find_phase(
    path: str,
    new: Mapping[str, Digest],
    orders: Mapping[str, PublishOrder],
    there: frozenset[str],
) -> Phase:
    while source := source_of(path, new):
        path = source
    if path == _HOME and not there:
        return Phase.HOME
    order = orders.get(path, PublishOrder.PAGE)
    if order is PublishOrder.PAGE:
        return Phase.CHANGED_PAGES if path in there else Phase.NEW_PAGES
    return Phase.ASSETS if order is PublishOrder.ASSET else Phase.LISTS


def _count_sources(path: str, new: Mapping[str, Digest]) -> int:
    """0 for a file, 1 for a compressed version of it, and so on."""
    count = 0
    while source := source_of(path, new):
        path, count = source, count + 1
    return count


class _Obstacles:
    """What must be gone before a file can be put, also on a disk that ignores case."""

    def __init__(
        self,
        wanted: Sequence[str],
        gone: Sequence[str],
        new: Mapping[str, Digest],
        there: frozenset[str],
    ) -> None:
        self._wanted = frozenset(wanted)
        self._new = new
        self._there = there
        self._gone: defaultdict[str, list[str]] = defaultdict(list)
        self._below: defaultdict[str, list[str]] = defaultdict(list)
        for path in gone:
            folded = fold_path(path)
            self._gone[folded].append(path)
            for folder in parent_folders(folded):
                self._below[folder].append(path)

    def find(self, path: str) -> Iterator[str]:
        for ending in COMPRESSED_ENDINGS:
            other = path + ending
            # One that the site brings itself, and that stays as it is, is not removed.
            if other in self._there and (other in self._wanted or other not in self._new):
                yield other
        if not self._gone:
            return
        folded = fold_path(path)
        yield from self._below.get(folded, ())
        for other in (folded, *(folded + one for one in COMPRESSED_ENDINGS)):
            yield from self._gone.get(other, ())
        for folder in parent_folders(folded):
            yield from self._gone.get(folder, ())
