"""What all HTML pages have in common."""

from collections.abc import Mapping
from typing import ClassVar

from markupsafe import Markup

from ssg.model.documents import Guide, Page, Topic
from ssg.model.media import Medium
from ssg.pages.context import ViewContext
from ssg.pages.head import Head
from ssg.pages.headers import PAGE_POLICY
from ssg.pages.kind import View


class HtmlView(View, frozen=True, kw_only=True):
    """What the template of every HTML page sees."""

    head: Head
    policy: ClassVar[Markup] = PAGE_POLICY
    """The page's Content-Security-Policy, for an attribute in double quotation marks."""

    @property
    def page_lang(self) -> str:
        return self.head.lang


def fill_body(
    document: Guide | Topic | Page,
    addresses: Mapping[str, str],
    media: Mapping[str, Medium],
    lang: str,
    context: ViewContext,
) -> Markup:
    """The text of an editor's document as HTML, for a page in `lang`."""
    (body,) = context.fragments(document.path)
    return context.filler(addresses, media, lang)(body)
