"""The search index of the preview: made when a browser asks for it, while all else goes on."""

import asyncio
from contextlib import suppress

from ssg.cache.store import StoreCorrupted
from ssg.files import remove
from ssg.pipeline.living.site import LiveSite
from ssg.preview.shown import File
from ssg.search.canonical import canonical_files
from ssg.search.errors import SearchError
from ssg.search.pagefind import make_index
from ssg.urls import SEARCH_INDEX

FOLDER = SEARCH_INDEX.strip("/")
_AT_ONCE = 20
"""So many pages are read before other requests have their turn."""
_MOST_TRIES = 3


class PreviewIndex:
    """All methods are for the thread of the event loop."""

    def __init__(self, site: LiveSite) -> None:
        self._site = site
        self._lock = asyncio.Lock()
        self._state = 0
        self._made = -1

    def forget(self) -> None:
        """The site has changed, or ends: what was searched may be gone from it."""
        self._state += 1
        with suppress(OSError):
            remove(self._site.files / FOLDER)

    async def find(self, output_path: str) -> File | None:
        """The file of the index, as the site is now. A browser waits until there is one."""
        async with self._lock:
            for _ in range(_MOST_TRIES):
                if self._made != self._state:
                    with suppress(SearchError, StoreCorrupted, OSError):
                        await self._make()
        file = self._site.files / output_path
        return File(path=file) if file.is_file() else None

    async def _make(self) -> None:
        """Makes the index, unless the site changes meanwhile."""
        state = self._state
        pages = []
        for number, page in enumerate(self._site.indexed_pages()):
            if page.html:
                pages.append((page.url, page.html))
            if number % _AT_ONCE == 0:
                await asyncio.sleep(0)
                if state != self._state:
                    return
        if not pages:
            return
        files = await asyncio.to_thread(_index, pages)
        if state != self._state:
            return
        for name, data in files.items():
            target = self._site.files / FOLDER / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        self._made = state


def _index(pages: list[tuple[str, str]]) -> dict[str, bytes]:
    return canonical_files(make_index(pages, count=len(pages)))
