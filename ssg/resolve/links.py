"""Resolves the links and images of texts to addresses, and reports broken ones."""

import posixpath
import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from msgspec import Struct

from ssg import urls
from ssg.config import Settings
from ssg.config.places import SettingsPlaces
from ssg.diagnostics import Diagnostic, Fix, Position, fix_on_line
from ssg.model.documents import (
    AnyDocument,
    Document,
    Guide,
    Link,
    Page,
    ResourceFile,
    Thread,
    Topic,
)
from ssg.model.kinds import Kind
from ssg.model.site import AddressedDocument
from ssg.model.states import State
from ssg.pages import resource as resource_page
from ssg.pages import resources as resource_list
from ssg.pages.posts import QUESTION_ANCHOR
from ssg.pages.registry import (
    address_of,
    list_kind,
    numbered_owner,
    page_addresses,
    resource_at,
)
from ssg.resolve.diagnostics import diagnostic_at, did_you_mean, shorten
from ssg.resolve.index import DocumentIndex
from ssg.resolve.suggestions import (
    MAX_SUGGESTIONS,
    NameSuggester,
    PathSuggester,
    suggest_scheme,
)

_STATIC_HINT = "to link to static/name, write /name"
_SOURCE_HINT = "link to the source file, such as ../guides/name.md"
_FOLDER_HINT = "a folder has no page: link to a file in it, such as ../guides/name.md"
_MENU_HINT = "write the address of a page, such as /about/"
_TITLE_HINT = "write {url: …, title: …}: a file or feed has no title of its own"
_IMAGE_HINT = "put images in content/media"
_INDEX_FILE = re.compile(r"(?:^|(?<=/))index\.html?\Z", re.IGNORECASE)
_EXTENSION = re.compile(r"\.(?:html?|md)\Z", re.IGNORECASE)
# Browsers scroll to the top (https://html.spec.whatwg.org/#select-the-indicated-part).
_TOP = ("", "top")
_PLAIN_ADDRESS = re.compile(r"[\w./-]+")
_NO_ADDRESS = ""
"""The URL for a target without an address yet, or in a file with errors."""


class _BrokenLink(Struct, frozen=True, kw_only=True):
    """`suggestion` is the path in content/ that was most likely meant; else `hint` is shown.

    `anchor` is that, after the `#`. `is_safe`: nothing else can have been meant. `url` is where the
    link leads in a preview, if it does.
    """

    code: str
    message: str
    hint: str = ""
    suggestion: str = ""
    anchor: str = ""
    is_safe: bool = False
    url: str = _NO_ADDRESS


def resolve_links(
    index: DocumentIndex, files: frozenset[str], settings: Settings, places: SettingsPlaces
) -> tuple[dict[str, dict[str, str]], list[Diagnostic]]:
    """By a visible document's path, the URLs of its link targets; R06 to R09 for all documents
    and for the menus of site.yaml, and F08 for a link there that would have no text.

    A target without an address, such as a scheduled document, has an empty URL. Anchors in
    the same document (`#x`) are checked, but need no URL.
    """
    resolver = _LinkResolver(index, files, settings)
    urls_by_path: dict[str, dict[str, str]] = {}
    diagnostics: list[Diagnostic] = []
    for document in (*index.addressed_documents(), *index.failed.values()):
        if not document.links:
            continue
        document_urls: dict[str, str] = {}
        for link in document.links:
            found = resolver.resolve(document, link)
            if not link.target.startswith("#"):
                document_urls[link.target] = found if isinstance(found, str) else found.url
            if isinstance(found, _BrokenLink) and (
                found.code != "R09" or index.is_published_or_scheduled(document)
            ):
                diagnostics.append(_make_diagnostic(document, link, found))
        if index.is_visible(document):
            urls_by_path[document.path] = document_urls
    diagnostics += _check_menus(resolver, places)
    return urls_by_path, diagnostics


def _check_menus(resolver: "_LinkResolver", places: SettingsPlaces) -> Iterator[Diagnostic]:
    for link in places.menu_paths:
        found = resolver.resolve_path(link)
        if isinstance(found, _BrokenLink):
            # What helps in a text, a path to a source file, is no address of a page.
            hint = _MENU_HINT if found.hint in (_SOURCE_HINT, _FOLDER_HINT) else found.hint
            yield diagnostic_at(found.code, places.path, link, found.message, hint)
        elif found and not link.is_titled and not resolver.has_title(link):
            message = f"the link to '{shorten(link.target)}' needs a title"
            yield diagnostic_at("F08", places.path, link, message, _TITLE_HINT)


def _make_diagnostic(document: Document, link: Link, broken: _BrokenLink) -> Diagnostic:
    path = _relative_path(document, broken.suggestion)
    hint = did_you_mean(path, broken.hint)
    fixes = _make_fixes(link, broken, path)
    return diagnostic_at(broken.code, document.path, link, broken.message, hint, fixes=fixes)


def _make_fixes(link: Link, broken: _BrokenLink, path: str) -> tuple[Fix, ...]:
    """The fix that puts `path` or the anchor that was meant into the address, if one is known."""
    if link.address is None:
        return ()
    start, width, anchor_width = link.address
    if broken.anchor and anchor_width:
        at, width, text = Position(link.line, start + width + 1), anchor_width, broken.anchor
    elif path:
        at, text = Position(link.line, start), path
    else:
        return ()
    # Nothing that Markdown could read as something else.
    is_plain = bool(_PLAIN_ADDRESS.fullmatch(text))
    return fix_on_line(at, width, text, is_safe=broken.is_safe) if width and is_plain else ()


def _relative_path(document: Document, path: str) -> str:
    """A path in content/ relative to `document`; an empty string for the document itself."""
    path_in_site = f"content/{path}"
    if not path or path_in_site == document.path:
        return ""
    return posixpath.relpath(path_in_site, posixpath.dirname(document.path))


class LinkChecker:
    """Checks the links of one document, which may be another than that of its path in `index`."""

    def __init__(self, index: DocumentIndex, files: frozenset[str], settings: Settings) -> None:
        self._index = index
        self._resolver = _LinkResolver(index, files, settings)

    def check(self, document: Document) -> list[Diagnostic]:
        """R06 to R09, as `resolve_links` reports them."""
        self._resolver.take(document)
        return [
            _make_diagnostic(document, link, found)
            for link in document.links
            if isinstance(found := self._resolver.resolve(document, link), _BrokenLink)
            and (found.code != "R09" or self._index.is_published_or_scheduled(document))
        ]


class _LinkResolver:
    """Resolves link targets. Each target is looked up once, however often it occurs."""

    def __init__(self, index: DocumentIndex, files: frozenset[str], settings: Settings) -> None:
        self._index = index
        self._files = files
        self._prefix = settings.prefix
        self._settings = settings
        self._documents = {document.path: document for document in index.addressed_documents()}
        self._by_address = {address_of(one): one for one in self._documents.values()}
        self._by_alias = {
            urls.alias_output_path(alias.path): document
            for document in self._documents.values()
            for alias in document.aliases
        }
        resources = (one.meta.id for file in index.resource_files for one in file.resources)
        self._lists = {one.address for one in page_addresses(index.topics, resources, settings)}
        self._anchors: dict[str, frozenset[str]] = {}
        self._anchor_suggesters: dict[str, NameSuggester] = {}
        self._broken_anchors = 0
        self._resolved: dict[tuple[str, bool], str | _BrokenLink] = {}
        media = [path for path in files if path.startswith("content/")]
        self._media_suggester = PathSuggester(_in_content(media))
        self._file_suggester = PathSuggester(_in_content([*self._documents, *media]))
        self._address_suggester = PathSuggester([*self._by_address, *self._lists])

    def take(self, document: Document) -> None:
        """Takes a document in place of that of its path, for the links to itself."""
        if isinstance(document, AddressedDocument):
            self._documents[document.path] = document
        self._anchors.pop(document.path, None)
        self._anchor_suggesters.pop(document.path, None)
        self._resolved.clear()

    def resolve(self, document: Document, link: Link) -> str | _BrokenLink:
        """The URL of the link's target, with the site's prefix."""
        if link.target.startswith("#"):
            known = self._documents.get(document.path)
            broken = self._check_anchor(known, link.target[1:]) if known else None
            return broken or _NO_ADDRESS
        key = (link.target, link.is_image)
        found = self._resolved.get(key)
        if found is None:
            found = self._resolved[key] = self._resolve_target(link)
        return found

    def resolve_path(self, link: Link) -> str | _BrokenLink:
        """The URL of a link whose target is a path from the site's root."""
        path, _, anchor = link.target.partition("#")
        return self._resolve_address(path, anchor, is_image=link.is_image)

    def has_title(self, link: Link) -> bool:
        """Whether what is at a path from the site's root has a title that a menu can show."""
        path = link.target.partition("#")[0]
        return bool(
            path in self._by_address or list_kind(path, self._settings) or resource_at(path)
        )

    def _resolve_target(self, link: Link) -> str | _BrokenLink:
        if link.target.startswith("/"):
            return self.resolve_path(link)
        path, _, anchor = link.target.partition("#")
        content_path = f"content/{path}"
        if content_path in self._files:
            return self._url(content_path.removeprefix("content"), anchor)
        if link.is_image:
            message = f"image {shorten(content_path)} does not exist"
            return _BrokenLink(
                code="R08",
                message=message,
                hint=_IMAGE_HINT,
                suggestion=self._media_suggester.suggest(path),
                is_safe=self._media_suggester.is_only(path),
            )
        document = self._documents.get(content_path)
        if document:
            return self._resolve_document(document, anchor)
        if content_path in self._index.failed:
            return _NO_ADDRESS
        return self._report_path(path)

    def _resolve_address(self, path: str, anchor: str, *, is_image: bool) -> str | _BrokenLink:
        output_path = urls.output_path(path)
        if f"static/{output_path}" in self._files or f"content/{output_path}" in self._files:
            return self._url(path, anchor)
        if is_image:
            message = f"there is no image at '{shorten(path)}'"
            return _BrokenLink(code="R08", message=message, hint=_IMAGE_HINT)
        if path in self._by_address:
            return self._resolve_document(self._by_address[path], anchor)
        if path in self._lists:
            return self._url(path, anchor)
        if self._may_have_failed(path):
            return _NO_ADDRESS
        return self._report_address(path)

    def _may_have_failed(self, address: str) -> bool:
        if address.startswith(resource_list.ADDRESS) and self._index.any_failed(Kind.RESOURCE):
            return True
        name = address.strip("/")
        source = f"content/{name}.md" if "/" in name else f"content/pages/{name}.md"
        return source in self._index.failed

    def _resolve_document(self, document: AddressedDocument, anchor: str) -> str | _BrokenLink:
        match self._index.states[document.path]:
            case State.EXPIRED | State.WITHDRAWN:
                return self._url(address_of(document))
            case State.DRAFT if not self._index.clock.drafts:
                message = f"{document.path} is a draft"
                hint = "publish it, or remove this link"
                is_shown = self._index.clock.shows(State.DRAFT)
                url = self._url(address_of(document), anchor) if is_shown else _NO_ADDRESS
                return _BrokenLink(code="R09", message=message, hint=hint, url=url)
            case state:
                if anchor and (broken := self._check_anchor(document, anchor)):
                    return broken
                if not self._index.clock.shows(state):
                    return _NO_ADDRESS
                return self._url(address_of(document), anchor)

    def _check_anchor(self, document: AddressedDocument, anchor: str) -> _BrokenLink | None:
        if anchor.lower() in _TOP:
            return None
        anchors = self._anchors.get(document.path)
        if anchors is None:
            anchors = self._anchors[document.path] = anchors_of(document)
        if anchor in anchors:
            return None
        suggester = self._anchor_suggesters.setdefault(document.path, NameSuggester(anchors))
        self._broken_anchors += 1
        can_suggest = self._broken_anchors <= MAX_SUGGESTIONS
        suggestion = suggester.suggest(anchor) if can_suggest else ""
        noun = "post" if isinstance(document, Thread) else "heading"
        return _BrokenLink(
            code="R07",
            message=f"{document.path} has no {noun} '#{shorten(anchor)}'",
            hint=did_you_mean(f"#{suggestion}" if suggestion else ""),
            anchor=suggestion,
            is_safe=bool(suggestion) and suggester.is_only(anchor),
        )

    def _report_path(self, path: str) -> _BrokenLink:
        document = self._index.documents.get(f"content/{path}")
        if document:
            message = f"{document.path} has no page to link to"
            return _BrokenLink(code="R06", message=message, hint=_alternative_hint(document))
        inside = path.removeprefix("../")
        if path == ".." or inside != path:
            message = f"the link points outside content/, to '{shorten(inside)}'"
            hint = self._hint_for_outside(inside)
            return _BrokenLink(code="R06", message=message, hint=hint)
        address = self._find_address("/" if path == "." else f"/{path}")
        is_folder = path in self._folders
        kind = "is a folder" if is_folder else "does not exist"
        message = f"content/{'' if path == '.' else shorten(path)} {kind}"
        if address in self._lists:
            return _BrokenLink(code="R06", message=message, hint=f"link to {address}")
        if scheme := suggest_scheme(path):
            return _BrokenLink(code="R06", message=message, hint=scheme)
        if is_folder:
            hint, suggestion = "a folder has no page: link to a file in it", ""
        else:
            hint = "check the path: it is relative to this file's folder, as in ../guides/name.md"
            suggestion = self._file_suggester.suggest(path)
        is_safe = bool(address) or (not is_folder and self._file_suggester.is_only(path))
        if address:
            suggestion = self._by_address[address].path.removeprefix("content/")
        return _BrokenLink(
            code="R06", message=message, hint=hint, suggestion=suggestion, is_safe=is_safe
        )

    def _hint_for_outside(self, path: str) -> str:
        """How to link to `path`, which is relative to the site's folder."""
        if path.startswith("static/") and path in self._files:
            return f"link to {path.removeprefix('static')}"
        address = self._find_address("/" if path == ".." else f"/{path}")
        return f"link to {address}" if address else _STATIC_HINT

    def _report_address(self, path: str) -> _BrokenLink:
        message = f"there is no page or file at '{shorten(path)}'"
        if path.startswith("/static/"):
            hint = self._hint_for_outside(path.removeprefix("/"))
            return _BrokenLink(code="R06", message=message, hint=hint)
        meant = self._by_address.get(self._find_address(path))
        meant = meant or self._by_alias.get(urls.alias_output_path(path))
        is_safe = meant is not None
        address = "" if meant else self._find_address(path)
        if address:
            return _BrokenLink(code="R06", message=message, hint=f"link to {address}")
        if not meant and path.strip("/") in self._folders:
            return _BrokenLink(code="R06", message=message, hint=_FOLDER_HINT)
        address = "" if meant else self._address_suggester.suggest(_INDEX_FILE.sub("", path))
        meant = meant or self._by_address.get(address)
        if meant:
            suggestion = meant.path.removeprefix("content/")
            hint = f"link to {address_of(meant)}"
            return _BrokenLink(
                code="R06", message=message, hint=hint, suggestion=suggestion, is_safe=is_safe
            )
        if self._prefix and path.startswith(f"{self._prefix}/"):
            hint = f"remove the prefix '{self._prefix}': it is added automatically"
            return _BrokenLink(code="R06", message=message, hint=hint)
        hint = did_you_mean(address, _SOURCE_HINT)
        return _BrokenLink(code="R06", message=message, hint=hint)

    def _find_address(self, path: str) -> str:
        """The address of the page that `path` names in another form; empty if there is none.

        Hosts serve `/threads/` at `/threads`, `/threads/index.html` and `/threads/?page=2` too.
        """
        name = _INDEX_FILE.sub("", path.partition("?")[0]).strip("/")
        if numbered_owner(urls.output_path(f"/{name}/"), self._settings):
            name = name.partition("/page/")[0]
        candidates = (f"/{name}/" if name else "/", f"/{name}", f"/{_EXTENSION.sub('', name)}/")
        known = (one for one in candidates if one in self._lists or one in self._by_address)
        return next(known, "")

    @cached_property
    def _folders(self) -> frozenset[str]:
        """The folders in content/, and content/ itself as `.`."""
        paths = (*self._documents, *self._files)
        files = _in_content(path for path in paths if path.startswith("content/"))
        known = {posixpath.dirname(path) for path in files}
        return frozenset({".", urls.MEDIA.strip("/"), *(kind.value for kind in Kind), *known})

    def _url(self, address: str, anchor: str = "") -> str:
        return urls.href(self._prefix, address) + (f"#{anchor}" if anchor else "")


def _alternative_hint(document: AnyDocument) -> str:
    if isinstance(document, ResourceFile) and document.resources:
        address = resource_page.ROUTE.address(resource=document.resources[0].meta.id)
        return f"link to the page of a resource, such as {address}"
    return "link to a thread, guide, topic or page"


def _in_content(paths: Iterable[str]) -> Iterator[str]:
    return (path.removeprefix("content/") for path in paths)


def anchors_of(document: AddressedDocument) -> frozenset[str]:
    """All that a link to the document can name after `#`."""
    match document:
        case Thread():
            old = (one for post in document.posts for one in post.meta.anchor_aliases)
            return frozenset((QUESTION_ANCHOR, *(post.anchor for post in document.posts), *old))
        case Guide():
            ids = (one.id for one in document.headings)
            return frozenset((*ids, *document.anchors, *document.meta.anchor_aliases))
        case Topic() | Page():
            return frozenset((*(one.id for one in document.headings), *document.anchors))
