"""The preview of a living site: its pages, and what editors and browsers are told of them."""

from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path, PurePosixPath

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from ssg import urls
from ssg.diagnostics import Diagnostic, Location, Severity
from ssg.digest import Digest, digest_of
from ssg.model.documents import Guide, Thread, Topic
from ssg.model.documents import Page as EditorialPage
from ssg.model.scalars import Moment, day_of, has_time, instant
from ssg.model.states import State
from ssg.pages import not_found
from ssg.pages.registry import address_of
from ssg.pipeline.living.site import LiveSite, Update
from ssg.preview import search
from ssg.preview.problems import make_problem
from ssg.preview.reload import Reloads
from ssg.preview.shown import File, Notes, Page, Problem, Unpublished

_IMAGES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")
_MEDIA = "content/media/"
_STATIC = "static/"
_MOST_SHOWN = 1000


class _Known(Struct, frozen=True, kw_only=True):
    """What notes are made of; the same until the site's files change."""

    diagnostics: tuple[Diagnostic, ...]
    problems: tuple[Problem, ...]
    unpublished: Mapping[str, Unpublished]
    """By the paths of their files."""
    everywhere: Digest
    """Of what any page may say: which of its links are marked only shows in its bytes."""


class _Look(Struct, frozen=True, kw_only=True):
    """How a page looks: its key, and a digest of what is said about it."""

    page: str
    notes: Digest


class LivePreview:
    """What the server shows of `site`; browsers that show what has changed are told by `reloads`.

    `editor_url` is the pattern of links to the editor. `tell` is called after each update. All
    methods are for the thread of the event loop.
    """

    def __init__(
        self,
        site: LiveSite,
        reloads: Reloads,
        *,
        editor_url: str,
        tell: Callable[[Update], None],
    ) -> None:
        self._site = site
        self._reloads = reloads
        self._editor_url = editor_url
        self._tell = tell
        self._index = search.PreviewIndex(site)
        self._known: _Known | None = None
        self._problems: tuple[Problem, ...] = ()
        self._shown: dict[str, _Look] = {}

    @property
    def folder(self) -> Path:
        return self._site.files

    @property
    def prefix(self) -> str:
        return self._site.prefix

    async def find(self, output_path: str) -> Page | File | None:
        if output_path.startswith(f"{search.FOLDER}/"):
            file = await self._index.find(output_path)
            if file:
                return file
        source = self._site.source_of(output_path)
        if source and self._site.is_outdated(source):
            # It was saved a moment ago, and the watcher has not told yet.
            self.follow({source})
        found = self._find(output_path)
        if not isinstance(found, File):
            # A page that is missing may come back while a browser shows that it is missing.
            self._remember(output_path)
        return found

    async def not_found(self) -> Page:
        page = self._find(urls.output_path(not_found.ADDRESS))
        return page if isinstance(page, Page) else Page(data=b"", notes=self._notes("", b""))

    def follow(self, paths: Collection[str] | None) -> None:
        """Follows the site's files, as `LiveSite.update` does, and tells the browsers."""
        update = self._site.update(paths)
        self._index.forget()
        self._known = None
        found = [path for path in update.changed if not self._is_temporary(path)]
        update = replace(update, changed=tuple(found))
        for path in filter(None, map(_find_swap, update.changed)):
            self._reloads.swap(path)
        is_style = bool(update.changed) and all(map(_is_style, update.changed))
        self._reload_changed(has_styles_swapped=is_style)
        self._tell(update)

    def look_again(self) -> None:
        """Has browsers load the pages again that look different, though no file was saved."""
        self._known = None
        self._reload_changed(has_styles_swapped=False)

    def _reload_changed(self, *, has_styles_swapped: bool) -> None:
        """Has browsers load the pages again that look different now.

        Each page has other names for its style sheets when these have changed. With
        `has_styles_swapped` that is no reason to load it again.
        """
        changed = set()
        for path in self._reloads.open_pages():
            last, now = self._shown.get(path), self._remember(path)
            is_other = last is None or last.page != now.page
            if last is None or last.notes != now.notes or (is_other and not has_styles_swapped):
                changed.add(path)
        if changed:
            self._reloads.reload(changed)

    def _find(self, output_path: str) -> Page | File | None:
        made = self._site.page(output_path)
        if made and not output_path.endswith(".html"):
            return File(path=self.folder / output_path)
        if made is None and not self._site.source_of(output_path) and self._site.is_usable:
            file = self._site.file(output_path)
            return File(path=file) if file else None
        data = made.data if made else b""
        notes = self._notes(output_path, data)
        if made and made.problem:
            notes = replace(notes, is_stale=True)
        return Page(data=data, notes=notes)

    def _is_temporary(self, path: str) -> bool:
        """Whether an editor has only used this file to save another, as sed and Vim do."""
        is_named = bool(PurePosixPath(path).suffix)
        return not is_named and not (self._site.folder / path).exists()

    def _remember(self, output_path: str) -> _Look:
        """Notes how a page looks that is sent now, or that browsers are told to load."""
        self._shown.pop(output_path, None)
        look = self._shown[output_path] = self._look(output_path)
        if len(self._shown) > _MOST_SHOWN:
            del self._shown[next(iter(self._shown))]
        return look

    def _look(self, output_path: str) -> _Look:
        notes = self._notes(output_path, b"")
        said = (notes.here, notes.is_stale, notes.unpublished, self._know().everywhere)
        return _Look(
            page=self._site.page_key(output_path), notes=digest_of(msgspec.msgpack.encode(said))
        )

    def _notes(self, output_path: str, data: bytes) -> Notes:
        source = self._site.source_of(output_path)
        problem = self._site.page_problem(output_path)
        if problem and problem not in self._know().diagnostics:
            # It was found while the page was made just now.
            self._known = None
        known, general = self._know(), set(map(_key, self._site.general_problems))
        about = {source, *self._site.images_of(output_path)}
        here = [
            one
            for one in known.diagnostics
            if one == problem or one.at.path in about or _key(one) in general
        ]
        return Notes(
            here=tuple(self._make_problems(sorted(here, key=_is_warning))),
            site=known.problems,
            unpublished=known.unpublished.get(source),
            links={
                one.url: one
                for path, one in known.unpublished.items()
                if path != source and f'href="{one.url}'.encode() in data
            },
            is_stale=bool(problem) or self._site.is_broken(source),
        )

    def _know(self) -> _Known:
        if self._known is None:
            diagnostics = tuple(self._site.diagnostics())
            # Most are as they were, and to find the file of one takes a while.
            known = {one.diagnostic: one for one in self._problems}
            new = [one for one in diagnostics if one not in known]
            known |= zip(new, self._make_problems(new, has_excerpt=False), strict=True)
            self._problems = tuple([known[one] for one in diagnostics])
            unpublished = {
                path: shown
                for path, state in self._site.unpublished().items()
                if (shown := self._describe(path, state))
            }
            everywhere = (self._problems, sorted(unpublished.items()))
            self._known = _Known(
                diagnostics=diagnostics,
                problems=self._problems,
                unpublished=unpublished,
                everywhere=digest_of(msgspec.msgpack.encode(everywhere)),
            )
        return self._known

    def _make_problems(
        self, diagnostics: Iterable[Diagnostic], *, has_excerpt: bool = True
    ) -> Iterable[Problem]:
        folder = self._site.folder
        return (
            make_problem(one, folder, self._editor_url, has_excerpt=has_excerpt)
            for one in diagnostics
        )

    def _describe(self, path: str, state: State) -> Unpublished | None:
        document = self._site.document(path)
        if not isinstance(document, Thread | Guide | Topic | EditorialPage):
            return None
        publish_on = getattr(document.meta, "publish_on", None)
        return Unpublished(
            url=self.prefix + address_of(document),
            title=document.meta.title,
            state=state,
            publish_on=self._format(publish_on) if publish_on else "",
        )

    def _format(self, moment: Moment) -> str:
        day = day_of(moment)
        words = f"{day.day} {day:%B %Y}"
        time = instant(moment, self._site.zone).astimezone(self._site.zone)
        return f"{words}, {time:%H:%M}" if has_time(moment) else words


def _key(diagnostic: Diagnostic) -> tuple[Location, str, str]:
    """What is the same of a warning that counts as an error."""
    return diagnostic.at, diagnostic.code, diagnostic.message


def _is_warning(diagnostic: Diagnostic) -> bool:
    return diagnostic.severity is Severity.WARNING


def _is_style(path: str) -> bool:
    return _find_swap(path).endswith(".css")


def _find_swap(path: str) -> str:
    """What browsers swap when the file at `path` has changed; empty for nothing."""
    suffix = PurePosixPath(path).suffix.lower()
    if path.startswith("templates/assets/css/") and suffix == ".css":
        return path
    if path.startswith((_MEDIA, _STATIC)) and suffix in (*_IMAGES, ".css"):
        return f"/{urls.file_output_path(path)}"
    return ""
