"""Where the links and images of texts lead, and which lead nowhere."""

import posixpath
from collections.abc import Sequence

from msgspec import Struct

from ssg import urls
from ssg.diagnostics import Diagnostic
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
from ssg.pages.registry import address_of, page_addresses
from ssg.resolve.diagnostics import did_you_mean, mistake, shown
from ssg.resolve.index import Catalogue
from ssg.resolve.suggestions import MOST, Nearest, NearestPath

QUESTION = "ssg-question"
"""The anchor of a thread's question; its posts have their own."""

_TO_FILE = "link to the file itself, such as ../guides/name.md"
_FROM_HERE = "a path starts in the folder of this file: ../guides/name.md"


class _Lead(Struct, frozen=True, kw_only=True):
    """Where a target leads (`url`), or what is wrong with it (`code`), or neither for nowhere yet.

    `near` is the path in content/ that was most likely meant.
    """

    url: str = ""
    code: str = ""
    message: str = ""
    hint: str = ""
    near: str = ""


_NOWHERE = _Lead()


def resolve_links(
    catalogue: Catalogue, files: frozenset[str], prefix: str
) -> tuple[dict[str, dict[str, str]], list[Diagnostic]]:
    """By a visible document's path, the addresses of its targets; R06 to R09 for all documents.

    A target without an address, such as something scheduled, has an empty one.
    Anchors of the same document (`#x`) need none.
    """
    targets = _Targets(catalogue, files, prefix)
    addresses: dict[str, dict[str, str]] = {}
    diagnostics: list[Diagnostic] = []
    for document in (*catalogue.addressed(), *catalogue.failed.values()):
        if not document.links:
            continue
        found: dict[str, str] = {}
        for link in document.links:
            lead = targets.lead(document, link)
            if not link.target.startswith("#"):
                found[link.target] = lead.url
            if lead.code and (lead.code != "R09" or catalogue.will_be_read(document)):
                hint = did_you_mean(_from(document, lead.near), lead.hint)
                diagnostics.append(mistake(lead.code, document.path, link, lead.message, hint))
        if catalogue.is_visible(document):
            addresses[document.path] = found
    return addresses, diagnostics


def _from(document: Document, near: str) -> str:
    """A path in content/ as an author would write it in `document`; nobody means that itself."""
    path = f"content/{near}"
    if not near or path == document.path:
        return ""
    return posixpath.relpath(path, posixpath.dirname(document.path))


class _Targets:
    """What can be linked to. Each target is looked up once, however often it occurs."""

    def __init__(self, catalogue: Catalogue, files: frozenset[str], prefix: str) -> None:
        self._catalogue = catalogue
        self._files = files
        self._prefix = prefix
        self._addressed = {document.path: document for document in catalogue.addressed()}
        self._by_address = {address_of(one): one for one in self._addressed.values()}
        self._by_alias = {
            urls.alias_output_path(alias.path): document
            for document in self._addressed.values()
            for alias in document.aliases
        }
        resources = (one.meta.id for file in catalogue.resource_files for one in file.resources)
        self._lists = {one.address for one in page_addresses(catalogue.topics, resources)}
        self._anchors: dict[str, frozenset[str]] = {}
        self._near_anchors: dict[str, Nearest] = {}
        self._wrong_anchors = 0
        self._leads: dict[tuple[str, bool], _Lead] = {}
        media = [path for path in files if path.startswith("content/")]
        self._near_media = NearestPath(_in_content(media))
        self._near_files = NearestPath(_in_content([*self._addressed, *media]))
        self._near_addresses = NearestPath([*self._by_address, *self._lists])

    def lead(self, document: Document, link: Link) -> _Lead:
        if link.target.startswith("#"):
            whole = self._addressed.get(document.path)
            return self._to_anchor(whole, link.target[1:]) if whole else _NOWHERE
        key = (link.target, link.is_image)
        found = self._leads.get(key)
        if found is None:
            found = self._leads[key] = self._look_up(link)
        return found

    def _look_up(self, link: Link) -> _Lead:
        path, _, anchor = link.target.partition("#")
        if path.startswith("/"):
            return self._to_root(path, anchor, is_image=link.is_image)
        content_path = f"content/{path}"
        if content_path in self._files:
            return self._to_file(content_path.removeprefix("content"), anchor)
        if link.is_image:
            message = f"there is no image {shown(content_path)}"
            hint = "images are kept in content/media"
            return _Lead(code="R08", message=message, hint=hint, near=self._near_media.to(path))
        document = self._addressed.get(content_path)
        if document:
            return self._to_document(document, anchor)
        if content_path in self._catalogue.failed:
            return _NOWHERE
        return self._missing(path)

    def _missing(self, path: str) -> _Lead:
        document = self._catalogue.documents.get(f"content/{path}")
        if document:
            message = f"{document.path} is not a page that can be linked to"
            return _Lead(code="R06", message=message, hint=_instead_of(document))
        if path.startswith("../"):
            message = f"the link leads out of content, to '{shown(path.removeprefix('../'))}'"
            hint = "a file of static/ is linked from the root: /name for static/name"
            return _Lead(code="R06", message=message, hint=hint)
        message = f"there is no file content/{shown(path)}"
        near = self._near_files.to(path)
        return _Lead(code="R06", message=message, hint=_FROM_HERE, near=near)

    def _to_document(self, document: AddressedDocument, anchor: str) -> _Lead:
        match self._catalogue.states[document.path]:
            case State.EXPIRED | State.WITHDRAWN:
                return _Lead(url=self._prefix + address_of(document))
            case State.DRAFT if not self._catalogue.drafts:
                message = f"{document.path} is a draft"
                return _Lead(code="R09", message=message, hint="publish it, or remove this link")
            case state:
                missing = self._to_anchor(document, anchor) if anchor else _NOWHERE
                if missing.code or state is State.SCHEDULED:
                    return missing
                end = f"#{anchor}" if anchor else ""
                return _Lead(url=self._prefix + address_of(document) + end)

    def _to_anchor(self, document: AddressedDocument, anchor: str) -> _Lead:
        anchors = self._anchors.get(document.path)
        if anchors is None:
            anchors = self._anchors[document.path] = _anchors_of(document)
        if anchor in anchors:
            return _NOWHERE
        what = "post" if isinstance(document, Thread) else "heading"
        self._wrong_anchors += 1
        near = self._near_anchors.setdefault(document.path, Nearest(anchors))
        meant = near.to(anchor) if self._wrong_anchors <= MOST else ""
        return _Lead(
            code="R07",
            message=f"{document.path} has no {what} '#{shown(anchor)}'",
            hint=did_you_mean(f"#{meant}" if meant else ""),
        )

    def _to_root(self, path: str, anchor: str, *, is_image: bool) -> _Lead:
        output_path = urls.output_path(path)
        if f"static/{output_path}" in self._files or f"content/{output_path}" in self._files:
            return self._to_file(path, anchor)
        if is_image:
            message = f"there is no image at '{shown(path)}'"
            return _Lead(code="R08", message=message, hint="images are kept in content/media")
        if path in self._by_address:
            return self._to_document(self._by_address[path], anchor)
        if path in self._lists:
            return self._to_file(path, anchor)
        if self._may_have_failed(path):
            return _NOWHERE
        return self._missing_address(path)

    def _may_have_failed(self, address: str) -> bool:
        if address.startswith(resource_list.ADDRESS) and self._catalogue.any_failed(Kind.RESOURCE):
            return True
        name = address.strip("/")
        source = f"content/{name}.md" if "/" in name else f"content/pages/{name}.md"
        return source in self._catalogue.failed

    def _missing_address(self, path: str) -> _Lead:
        message = f"there is no page or file at '{shown(path)}'"
        meant = self._by_address.get(f"{path.rstrip('/')}/")
        meant = meant or self._by_alias.get(urls.alias_output_path(path))
        near = "" if meant else self._near_addresses.to(path)
        meant = meant or self._by_address.get(near)
        if meant:
            return _Lead(code="R06", message=message, near=meant.path.removeprefix("content/"))
        if self._prefix and path.startswith(f"{self._prefix}/"):
            hint = f"leave out '{self._prefix}', which every address of the site starts with"
            return _Lead(code="R06", message=message, hint=hint)
        return _Lead(code="R06", message=message, hint=did_you_mean(near, _TO_FILE))

    def _to_file(self, address: str, anchor: str) -> _Lead:
        end = f"#{anchor}" if anchor else ""
        return _Lead(url=urls.href(self._prefix, address) + end)


def _instead_of(document: AnyDocument) -> str:
    if isinstance(document, ResourceFile) and document.resources:
        address = resource_page.ROUTE.address(resource=document.resources[0].meta.id)
        return f"link to the page of one resource, such as {address}"
    return "link to a thread, guide, topic or page"


def _in_content(paths: Sequence[str]) -> list[str]:
    return [path.removeprefix("content/") for path in paths]


def _anchors_of(document: AddressedDocument) -> frozenset[str]:
    match document:
        case Thread():
            return frozenset((QUESTION, *(post.anchor for post in document.posts)))
        case Guide() | Topic() | Page():
            return frozenset(heading.id for heading in document.headings)
