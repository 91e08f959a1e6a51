"""What a page kind consists of: its addresses, its inputs, its view, and how to make them."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec
from msgspec import Struct

from ssg import urls
from ssg.config import Settings
from ssg.model.record import Record
from ssg.model.site import Site
from ssg.pages.alternates import Alternate

if TYPE_CHECKING:
    from ssg.pages.context import PlanContext, ViewContext
    from ssg.pages.record import SearchRecord


class Route(Struct, frozen=True):
    """An address of a page kind, such as `/a-z/`, or a pattern: `/topics/{topic}/feed.xml`.

    Placeholders are `{thread}`, `{guide}`, `{topic}`, `{page}` and `{resource}` for ids, and
    `{number}` for the parts of a long list, which come and go with its length. `owner` names in
    messages what is at the address; it is empty for the page of a document, which its file owns.
    A route `in_languages` is that of a list which each of the site's languages has: those of other
    languages are at the same address below `Settings.list_prefix`.

    A page that some have and others do not has `exists_for`: the languages with such a list, or the
    topics with such a page.
    """

    pattern: str
    owner: str = ""
    in_languages: bool = False
    exists_for: "Callable[[Site, Settings], Sequence[str]] | None" = None

    def address(self, **values: object) -> str:
        return self.pattern.format_map(values)


class View(Struct, frozen=True, kw_only=True):
    """What a template sees as `page`."""

    @property
    def page_lang(self) -> str:
        """The language of the page; empty for the site's."""
        return ""


class PageInputs(Record, frozen=True, kw_only=True):
    """All that a page may show beside its document: cards of others, resolved addresses.

    A page is rendered again when, and only when, its inputs, its document, its `sources` or its
    template have changed. Inputs are sent to workers as msgpack, so every field
    has one concrete type. Addresses (`url`) start with the site's path prefix.
    """


class PagePlan(Record, frozen=True, kw_only=True):
    """One page of the output: where it is, and what it is made from.

    `kind` is the page kind's name, `output_path` is relative to the output folder. `document` is
    the path in the site folder of the document that the page is about, empty for none; `sources`
    are the paths of those whose texts it shows.
    """

    kind: str
    output_path: str
    document: str = ""
    sources: tuple[str, ...] = ()
    inputs: PageInputs

    @property
    def documents(self) -> tuple[str, ...]:
        """The paths of all documents that it shows, each once."""
        return tuple(dict.fromkeys(filter(None, (self.document, *self.sources))))


class SitemapEntry(Record, frozen=True, kw_only=True):
    url: str
    modified: str = ""
    """An ISO date, or empty."""
    alternates: tuple[Alternate, ...] = ()
    """All versions, this one included; none where there is no other."""


InputsT = TypeVar("InputsT", bound=PageInputs)
ViewT = TypeVar("ViewT", bound=View)


class PageKind(Struct, Generic[InputsT, ViewT], frozen=True, kw_only=True, dict=True):
    """A kind of page. All that is particular to it stands in the module that defines it."""

    name: str
    template: str
    """The template's name, such as `pages/thread.html`."""
    inputs: type[InputsT]
    view: type[ViewT]
    routes: tuple[Route, ...]
    """All addresses that it writes to; none for a kind whose addresses documents give."""
    reserved: tuple[Route, ...] = ()
    """Addresses that it does not write to, and that nothing else may have."""
    is_list: bool = False
    """Lists are published after the pages that they link to."""
    is_for_hosts: bool = False
    """Only hosts and search engines ask for it, so nobody keeps its address."""
    plan: "Callable[[PlanContext], Iterator[PagePlan]]"
    """All its pages, in the same order for the same site."""
    sitemap: "Callable[[PlanContext], Iterator[SitemapEntry]]"
    """Its pages that search engines should find; `not_in_sitemap` for none."""
    build_view: "Callable[[InputsT, ViewContext], ViewT]"
    record: "Callable[[ViewT], SearchRecord | None] | None" = None
    """What the search index knows of a page: None for a page that is not in it."""

    def page(
        self, address: str, inputs: InputsT, *, document: str = "", sources: tuple[str, ...] = ()
    ) -> PagePlan:
        """The plan of the page at `address`."""
        return PagePlan(
            kind=self.name,
            output_path=urls.output_path(address),
            document=document,
            sources=sources,
            inputs=inputs,
        )

    @cached_property
    def decoder(self) -> msgspec.msgpack.Decoder[InputsT]:
        return msgspec.msgpack.Decoder(self.inputs)


AnyPageKind = PageKind[Any, Any]


def not_in_sitemap(_context: "PlanContext") -> Iterator[SitemapEntry]:
    """For page kinds that no search engine should list."""
    return iter(())


def _all_languages(_site: Site, settings: Settings) -> Sequence[str]:
    return settings.published_languages


def in_sitemap(
    address: str, languages: Callable[[Site, Settings], Sequence[str]] = _all_languages
) -> "Callable[[PlanContext], Iterator[SitemapEntry]]":
    """For lists at a fixed address, one for each of these languages."""

    def entries(context: "PlanContext") -> Iterator[SitemapEntry]:
        found = languages(context.site, context.settings)
        alternates = context.heads.list_alternates(address, found)
        for lang in found:
            url = context.origin + context.url(context.list_address(address, lang))
            yield SitemapEntry(url=url, alternates=alternates)

    return entries
