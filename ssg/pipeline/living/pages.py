"""The pages of a living site: each is made again when its cache key is another one.

They are files in a folder, with a manifest of their own, so that the next preview finds them.
"""

import errno
import os
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from time import monotonic

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from ssg.cache.fingerprints import page_key
from ssg.cache.stat_cache import Stats
from ssg.digest import Digest, digest_of
from ssg.discover import CopiedFile
from ssg.files import MIB, STATE_LIMIT, copy_file, read_file, remove, replace_file
from ssg.model.codec import decode_fragments, encode
from ssg.pages.kind import PagePlan
from ssg.pages.plan import template_of
from ssg.pages.registry import KINDS_BY_NAME
from ssg.pipeline.theme import Theme, published_assets
from ssg.plugins.calling import NO_FUNCTIONS
from ssg.render.assets import Asset
from ssg.render.errors import ThemeProblem
from ssg.render.staging import PageData, PageTask, RenderTask, prepare_rendering, render_pages
from ssg.search.records import IndexedPage, index_page
from ssg.urls import SEARCH_INDEX
from ssg.workers import Workers

PAGE_SECONDS = 10
"""Templates are trusted, but one that never ends must not hold up the preview."""
_BATCH = 4
"""Few, as a template that never ends holds up as many pages."""
_MOST_FAILED = 50
_MAX_COPIED_EARLY = 16 * MIB


class _Made(Struct, frozen=True):
    """A file in the folder: what it was made from, and its stats since."""

    key: Digest
    stats: Stats


class _Manifest(Struct, frozen=True):
    made: dict[str, _Made] = field(default_factory=dict)


class _Failed(Struct, frozen=True):
    key: Digest
    problem: ThemeProblem


class PageSources(Struct, frozen=True, kw_only=True):
    """What pages are made from: see `page_key`. `document` and `fragments` are given paths."""

    plans: Mapping[str, PagePlan]
    theme: Theme
    shared: RenderTask
    copied: Mapping[str, CopiedFile]
    """By output path."""
    digests: Mapping[str, Digest]
    document: Callable[[str], bytes]
    fragments: Callable[[str], bytes]

    @property
    def assets(self) -> tuple[Asset, ...]:
        return published_assets(self.theme, self.shared.settings)


class MadePage(Struct, frozen=True, kw_only=True):
    """A page as it is now, or its last good version and the problem with its templates."""

    data: bytes
    problem: ThemeProblem | None = None


class LivePages:
    """All methods raise StoreCorrupted and RendererFailed, none OSError: a page that cannot be
    written is made anew each time that it is asked for.
    """

    def __init__(self, folder: Path, site: Path, workers: Workers) -> None:
        self.folder = folder
        self._site = site
        self.files = folder / "site"
        self._workers = workers
        self._made = dict(_read_manifest(self._manifest_file).made)
        self._keys: dict[str, Digest] = {}
        self._failed: dict[str, _Failed] = {}
        self._queue: deque[str] = deque()
        self._sources: PageSources | None = None
        self._functions = NO_FUNCTIONS
        self._attempt = 0
        self._failures = 0
        """Of pages that were made since the sources changed, while there was time."""
        self.made_count = 0
        """How many pages were made since the start."""

    def forget(self) -> None:
        """Has all pages made again."""
        self._made.clear()
        self._keys.clear()
        self._failed.clear()
        self._sources = None

    def set_sources(self, sources: PageSources) -> None:
        """Takes what the pages are made from now; files of pages that are gone are removed."""
        last, self._sources = self._sources, sources
        self._failures = 0
        if sources.shared.functions != self._functions:
            self._functions = sources.shared.functions
            # Processes keep the plugins that they have loaded.
            self._workers.close()
        if last and last.theme is sources.theme and last.copied is sources.copied:
            changed = list(_changed_pages(last, sources))
            for path in changed:
                self._keys.pop(path, None)
            self._queue.extendleft(changed)
        else:
            self._keys.clear()
            self._queue = deque(self._waiting())
        if (
            last is None
            or last.plans is not sources.plans
            or last.copied is not sources.copied
            or last.theme is not sources.theme
        ):
            known = frozenset(self._all_paths())
            for path in self._made.keys() - known:
                self._remove(path)
            self._failed = {path: one for path, one in self._failed.items() if path in known}

    def prepare(self) -> None:
        """Has the processes load what every page needs."""
        if self._sources:
            prepare_rendering(self._shared(self._sources), workers=self._workers)

    def is_page(self, path: str) -> bool:
        return self._sources is not None and path in self._sources.plans

    def key(self, path: str) -> Digest:
        """The cache key of the page at `path`, as it should be now."""
        sources = self._sources
        assert sources, "there are pages"
        key = self._keys.get(path)
        if key is None:
            plan = sources.plans[path]
            key = self._keys[path] = page_key(
                digest_of(encode(plan)),
                documents=[sources.digests.get(path) for path in plan.documents],
                template=sources.theme.templates[template_of(plan)],
                shared=sources.theme.shared,
            )
        return key

    def page(self, path: str) -> MadePage:
        """The page at `path`, made now if it is not up to date."""
        failed = self._failed.get(path)
        if failed and failed.key == self.key(path):
            return MadePage(data=self._read(path) or b"", problem=failed.problem)
        if self._is_fresh(path) and (data := self._read(path)) is not None:
            return MadePage(data=data)
        for _, page in self._make([path]):
            if page.problem:
                return MadePage(data=self._read(path) or b"", problem=page.problem)
            return MadePage(data=page.data)
        raise AssertionError("a page was asked for")

    def file(self, path: str) -> Path | None:
        """The copied file or asset at `path`, up to date in the folder; None for none there.

        An older name of an asset, which another fingerprint made, leads to the newest.
        """
        sources = self._sources
        if sources is None:
            return None
        if copied := sources.copied.get(path):
            return self._copy(copied)
        asset = _find_asset(sources.assets, path)
        return self._write_asset(asset) if asset else None

    def indexed_pages(self) -> Iterator[IndexedPage]:
        """What the search index knows of each page, as long as the sources stay the same."""
        sources = self._sources
        for plan in sources.plans.values() if sources else ():
            if sources and KINDS_BY_NAME[plan.kind].record:
                yield index_page(
                    plan,
                    documents=sources.document,
                    fragments=lambda path: decode_fragments(sources.fragments(path)),
                    settings=sources.shared.settings,
                )

    def make_stale(self, first: Collection[str], seconds: float) -> int:
        """Makes pages that are not up to date, those in `first` first, for about `seconds`.

        Returns how many were made. `is_complete` says whether all are up to date then.
        """
        end = monotonic() + seconds
        self._queue.extendleft(path for path in first if self.is_page(path))
        made = 0
        while self._queue and monotonic() < end:
            batch: list[str] = []
            while self._queue and len(batch) < _BATCH and monotonic() < end:
                path = self._queue.popleft()
                if not self.is_page(path):
                    self.file(path)
                elif not self._is_settled(path) and path not in batch:
                    batch.append(path)
            for _, page in self._make(batch):
                made += 1
                self._failures += page.problem is not None
                if page.has_timed_out or self._failures > _MOST_FAILED:
                    # The others most likely fail, too: they are made when they are asked for.
                    self._queue.clear()
        return made

    @property
    def is_complete(self) -> bool:
        return not self._queue

    @property
    def problems(self) -> Mapping[str, ThemeProblem]:
        """What is wrong with templates, by the pages that show it."""
        known = self._failed.items()
        return {path: one.problem for path, one in known if one.key == self._keys.get(path)}

    def save(self) -> None:
        """Saves the manifest."""
        with suppress(OSError):
            self._make_own_folder()
            replace_file(self._manifest_file, msgspec.msgpack.encode(_Manifest(self._made)))

    def open(self) -> None:
        """Removes what is not listed: a preview was killed, or its manifest is damaged."""
        with suppress(OSError):
            self._make_own_folder()
            if self._mark.exists() or not self._made:
                self._remove_unknown()
            self._mark.touch()

    def close(self) -> None:
        """Removes pages that are not up to date, whose words may be gone, and saves the manifest.

        From now on it lists all files.
        """
        with suppress(OSError):
            remove(self.files / SEARCH_INDEX.strip("/"))
        # Not only what waits: somebody may have ended this while pages were being made.
        for path in [*self._made]:
            if self.is_page(path) and not self._is_settled(path):
                self._remove(path)
        self.save()
        with suppress(OSError):
            remove(self._mark)

    def _remove_unknown(self) -> None:
        if self.files.is_symlink() or not self.files.is_dir():
            remove(self.files)
        start = len(str(self.files)) + 1
        for folder, _, names in os.walk(self.files, topdown=False):
            for name in names:
                file = f"{folder}/{name}"
                if file[start:] not in self._made:
                    Path(file).unlink()
            with suppress(OSError):
                Path(folder).rmdir()

    @property
    def _mark(self) -> Path:
        """A file that is there while a preview runs, and after one was killed."""
        return self.folder / "running"

    @property
    def _manifest_file(self) -> Path:
        return self.folder / "manifest"

    def _all_paths(self) -> Iterator[str]:
        assert self._sources
        yield from (asset.output_path for asset in self._sources.assets)
        yield from self._sources.plans
        yield from self._sources.copied

    def _waiting(self) -> Iterator[str]:
        """What is made when there is time: all but large files, which would hold everything up."""
        assert self._sources
        copied = self._sources.copied
        for path in self._all_paths():
            if path not in copied or copied[path].stats.size <= _MAX_COPIED_EARLY:
                yield path

    def _is_settled(self, path: str) -> bool:
        """Whether making the page would change nothing."""
        failed = self._failed.get(path)
        return self._is_fresh(path) or (failed is not None and failed.key == self.key(path))

    def _is_fresh(self, path: str) -> bool:
        made = self._made.get(path)
        return (
            made is not None
            and made.key == self.key(path)
            and made.stats == self._stats(self.files / path)
        )

    def _make(self, paths: Iterable[str]) -> Iterator[tuple[str, PageData]]:
        sources = self._sources
        assert sources
        names = list(paths)
        if not names:
            return
        tasks = [_task(sources.plans[path], sources) for path in names]
        pages = render_pages(
            tasks, self._shared(sources), workers=self._workers, seconds=PAGE_SECONDS
        )
        made = [(names[index], page) for index, page in pages]
        is_sure = sources.theme.is_unchanged(self._site)
        if not is_sure:
            # Which templates were read is unknown. They may become again what the theme says, so
            # neither these pages nor the processes, which keep templates, are of any use then.
            self._attempt += 1
        self.made_count += len(made)
        for path, page in made:
            self._failed.pop(path, None)
            if not page.problem:
                self._write(path, page.data, self.key(path) if is_sure else Digest(""))
            elif is_sure:
                self._failed[path] = _Failed(self.key(path), page.problem)
            yield path, page

    def _shared(self, sources: PageSources) -> RenderTask:
        return replace(sources.shared, attempt=self._attempt)

    def _write(self, path: str, data: bytes, key: Digest) -> None:
        file = self.files / path
        self._made.pop(path, None)
        try:
            self._make_folders(file)
            replace_file(file, data)
            self._record(path, key)
        except OSError:
            # The last version is not listed any more, so nobody would remove it later.
            with suppress(OSError):
                remove(file)

    def _copy(self, copied: CopiedFile) -> Path | None:
        path = copied.output_path
        file, key = self.files / path, Digest(repr(tuple(copied.stats)))
        made = self._made.get(path)
        if made and made.key == key and made.stats == self._stats(file):
            return file
        self._made.pop(path, None)
        # Beside the file, its name might be that of another one, or too long for the disk.
        temporary = self.folder / "copy"
        try:
            self._make_folders(file)
            remove(temporary)
            copy_file(copied.file, temporary)
            temporary.replace(file)
            self._record(path, key)
        except OSError:
            with suppress(OSError):
                remove(temporary)
                remove(file)
            return None
        return file

    def _write_asset(self, asset: Asset) -> Path | None:
        file = self.files / asset.output_path
        made = self._made.get(asset.output_path)
        if not made or made.key != asset.digest or made.stats != self._stats(file):
            self._write(asset.output_path, asset.data, asset.digest)
        return file if asset.output_path in self._made else None

    def _make_folders(self, file: Path) -> None:
        """Makes the folder of `file`, and removes whatever is in its place."""
        self._make_own_folder()
        for name in reversed(file.relative_to(self.folder).parents[:-1]):
            folder = self.folder / name
            if folder.is_symlink() or not folder.is_dir():
                remove(folder)
                folder.mkdir()
        if file.is_dir() and not file.is_symlink():
            remove(file)

    def _make_own_folder(self) -> None:
        """Makes the folder of all files, but never that of the site: it may be moved back."""
        if not self._site.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(self._site))
        if self.folder.is_symlink() or not self.folder.is_dir():
            remove(self.folder)
            self.folder.mkdir(mode=0o700, parents=True)

    def _record(self, path: str, key: Digest) -> None:
        if stats := self._stats(self.files / path):
            self._made[path] = _Made(key, stats)

    def _remove(self, path: str) -> None:
        self._made.pop(path, None)
        with suppress(OSError):
            file = self.files / path
            file.unlink()
            file.parent.rmdir()

    def _read(self, path: str) -> bytes | None:
        """The bytes of a file that this process or the last one has written; None for no file."""
        with suppress(OSError):
            return read_file(self.files / path, limit=STATE_LIMIT)
        return None

    @staticmethod
    def _stats(file: Path) -> Stats | None:
        try:
            return Stats.of(file.lstat())
        except OSError:
            return None


def _changed_pages(last: PageSources, now: PageSources) -> Iterator[str]:
    """The pages whose plan or documents are others."""
    documents = {path for path, digest in now.digests.items() if last.digests.get(path) != digest}
    if last.plans is now.plans and not documents:
        return
    for path, plan in now.plans.items():
        old = last.plans.get(path)
        if (
            (old is not plan and old != plan)
            or plan.document in documents
            or not documents.isdisjoint(plan.sources)
        ):
            yield path


def _task(plan: PagePlan, sources: PageSources) -> PageTask:
    return PageTask(
        plan=encode(plan),
        documents={path: sources.document(path) for path in plan.documents},
        fragments={path: sources.fragments(path) for path in plan.sources},
    )


def _find_asset(assets: Iterable[Asset], path: str) -> Asset | None:
    """The asset at `path`, whatever fingerprint is in its name."""
    for asset in assets:
        if asset.output_path == path or _unfingerprinted(asset.output_path) == _unfingerprinted(
            path
        ):
            return asset
    return None


def _unfingerprinted(path: str) -> str:
    """`assets/css/site.css` for `assets/css/site.0123456789.css`."""
    folder, _, name = path.rpartition("/")
    parts = name.split(".")
    return f"{folder}/{'.'.join([*parts[:-2], parts[-1]])}" if len(parts) > 2 else path


def _read_manifest(file: Path) -> _Manifest:
    try:
        return msgspec.msgpack.decode(read_file(file, limit=STATE_LIMIT), type=_Manifest)
    except (OSError, ValueError, msgspec.MsgspecError):
        return _Manifest()
