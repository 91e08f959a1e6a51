"""What a file is on the site: its address, what mentions it, and what would be made again."""

from collections.abc import Iterable, Iterator
from posixpath import normpath

from ssg.model.documents import Document, Guide, Person, ResourceFile, Thread
from ssg.model.kinds import Kind
from ssg.model.scalars import day_of
from ssg.model.states import State
from ssg.pages.registry import KINDS, address_of_source
from ssg.pipeline.catalog import Catalog, Entry
from ssg.pipeline.site_pages import SitePage, SitePages
from ssg.render.dependencies import find_dependents
from ssg.render.errors import ThemeError
from ssg.render.theme import template_dirs
from ssg.text import pluralize

_MOST = 10
_TEMPLATES = (".html", ".xml", ".txt")
_STATES = {
    State.PUBLISHED: "published",
    State.DRAFT: "a draft: no reader sees it, and nothing may link to it",
    State.SCHEDULED: "scheduled: no reader sees it yet",
    State.EXPIRED: "expired: a note stands at its address",
    State.WITHDRAWN: "withdrawn: a note stands at its address",
    State.FAILED: "not readable: 'ssg check' names its errors",
}


def explain_file(path: str, entry: Entry | None, catalog: Catalog, pages: SitePages) -> list[str]:
    """`entry` is None for a file that is no content: settings, media, templates."""
    if entry is None:
        return [path, *_explain_other(path, catalog, pages)]
    lines = [f"{path}: {_STATES[entry.state]}"]
    addresses = list(_addresses(entry))
    prefix = catalog.given.settings.prefix
    if addresses:
        lines.append(f"address: {', '.join(prefix + one for one in addresses[:_MOST])}")
    if entry.document and entry.document.aliases:
        lines.append(f"old addresses: {', '.join(one.path for one in entry.document.aliases)}")
    lines += _explain_waiting(entry, catalog)
    lines += _section("mentioned by", _mentions(entry, catalog))
    if catalog.clock.shows(entry.state) or entry.state in (State.EXPIRED, State.WITHDRAWN):
        lines += _explain_changes(entry, addresses, prefix, pages)
    return lines


def _addresses(entry: Entry) -> Iterator[str]:
    if isinstance(entry.document, ResourceFile):
        yield from (f"/resources/{one.meta.id}/" for one in entry.document.resources)
    elif address := address_of_source(entry.path):
        yield address


def _explain_waiting(entry: Entry, catalog: Catalog) -> Iterator[str]:
    if not isinstance(entry.document, Thread | Guide) or entry.state is State.WITHDRAWN:
        return
    meta, clock = entry.document.meta, catalog.clock
    if meta.publish_on and not clock.has_reached(meta.publish_on):
        yield f"waits for: {meta.publish_on}, when it appears"
    if meta.expires_on and not clock.has_reached(meta.expires_on):
        yield f"waits for: {meta.expires_on}, when it expires"
    if meta.review and meta.review.due:
        is_over = day_of(meta.review.due) < clock.today
        what = "its review is overdue since" if is_over else "its next review is due on"
        yield f"waits for: {what} {meta.review.due}"
    elif meta.review is None and isinstance(entry.document, Guide):
        yield "waits for: a review; it has none"


def _mentions(entry: Entry, catalog: Catalog) -> list[str]:
    """`path:line:column: how` of each reference and link to it."""
    found: list[str] = []
    ids = _ids(entry)
    addresses = set(_addresses(entry))
    inside = entry.path.removeprefix("content/")
    for other in catalog.entries:
        document = other.document or catalog.failed.get(other.path)
        if document is None:
            continue
        for one in document.references:
            if one.kind is entry.kind and one.id in ids and other.path != entry.path:
                found.append(f"{other.path}:{one.line}:{one.column}: {one.field}")
        found += (
            f"{other.path}:{one.line}:{one.column}: a link"
            for one in document.links
            if _leads_to(one.target, inside, addresses) and other.path != entry.path
        )
    found += (
        f"{catalog.given.places.path}:{one.line}:{one.column}: a menu"
        for one in catalog.given.places.menu_paths
        if one.target in addresses
    )
    return found


def _ids(entry: Entry) -> set[str]:
    match entry.document:
        case ResourceFile(resources=resources):
            return {one.meta.id for one in resources}
        case Person(meta=meta):
            return {meta.id}
        case _:
            return {entry.id}


def _leads_to(target: str, inside: str, addresses: Iterable[str]) -> bool:
    path = target.partition("#")[0]
    return bool(path) and (path == inside or path in addresses)


def _explain_changes(
    entry: Entry, addresses: Iterable[str], prefix: str, pages: SitePages
) -> Iterator[str]:
    own = [page for page in pages.pages if entry.path in page.documents]
    yield from _section("made again if its text changes", _describe(own))
    known = {page.output_path for page in own}
    named: dict[str, SitePage] = {}
    for address in addresses:
        found = pages.that_name(prefix + address)
        named |= {one.output_path: one for one in found if one.output_path not in known}
    if entry.kind is Kind.PERSON:
        return
    title = "made again if what others show of it changes, such as its title"
    yield from _section(title, _describe(named.values()))


def _describe(pages: Iterable[SitePage]) -> list[str]:
    return [f"/{one.output_path.removesuffix('index.html')}  ({one.kind})" for one in pages]


def _section(title: str, lines: list[str]) -> Iterator[str]:
    if not lines:
        return
    yield ""
    yield f"{title}: {pluralize(len(lines), 'place' if 'mention' in title else 'page')}"
    yield from (f"  {line}" for line in lines[:_MOST])
    if len(lines) > _MOST:
        yield f"  … and {len(lines) - _MOST} more"


def _explain_other(path: str, catalog: Catalog, pages: SitePages) -> Iterator[str]:
    if path == catalog.given.places.path:
        yield "the settings of the site"
        yield f"made again if it changes: as many as all {pluralize(len(pages.pages), 'page')}"
    elif path.startswith("content/media/"):
        yield from _explain_media(path, catalog)
    elif path.startswith("templates/"):
        yield from _explain_template(path.removeprefix("templates/"), catalog, pages)
    else:
        yield f"published unchanged at: {catalog.given.settings.prefix}/{path.partition('/')[2]}"


def _explain_media(path: str, catalog: Catalog) -> Iterator[str]:
    inside = path.removeprefix("content/")
    shown = [
        f"{one.path}:{link.line}:{link.column}: {'an image' if link.is_image else 'a link'}"
        for one in _documents(catalog)
        for link in one.links
        if normpath(link.target.partition("#")[0].removeprefix("/")) == inside
    ]
    where = f"{catalog.given.settings.prefix}/{inside}"
    yield f"address: {where}" if shown else "not published: nothing shows it"
    yield from _section("mentioned by", shown)


def _documents(catalog: Catalog) -> Iterator[Document]:
    for entry in catalog.entries:
        document = entry.document or catalog.failed.get(entry.path)
        if document:
            yield document


def _explain_template(name: str, catalog: Catalog, pages: SitePages) -> Iterator[str]:
    if name.startswith("new/"):
        yield "a template of new files: no page is made with it"
        return
    if not name.endswith(_TEMPLATES):
        yield "made again if it changes: every page that uses it"
        return
    try:
        folders = template_dirs(catalog.request.site / "templates")
        dependents = find_dependents(folders, name)
    except ThemeError as error:
        yield f"templates/{error.problem.template}: {error.problem.message}"
        return
    kinds = {kind.name for kind in KINDS if kind.template in dependents}
    made = [page for page in pages.pages if page.kind in kinds]
    yield from _section("made again if it changes", _describe(made))
