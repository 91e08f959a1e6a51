"""The classes that define the settings, each field with its type and default.

docs/content-format.md describes them, and a test compares the two.
"""

import unicodedata
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from msgspec import field
from msgspec.structs import replace

from ssg.config.scalars import (
    Country,
    DeployAddress,
    ImagePath,
    LinkPattern,
    MenuUrl,
    PhoneNumber,
    PluginName,
    TargetName,
)
from ssg.languages import fallback_chain
from ssg.model.codes import Code
from ssg.model.frontmatter import Dialect, Fields
from ssg.model.scalars import (
    Choice,
    Count,
    Flag,
    HttpUrl,
    Language,
    Shorthand,
    Text,
    When,
)
from ssg.model.states import Environment
from ssg.urls import file_output_path


class AnswerOrder(StrEnum):
    """The order of a thread's answers; where it leaves ties, the oldest answer is first."""

    OLDEST = "oldest"
    NEWEST = "newest"
    HELPFUL = "helpful"
    """The accepted answer first, then the answers with the most helpful votes."""


DEFAULT_EXTENSIONS = (
    "abbr",
    "attr_list",
    "def_list",
    "fenced_code",
    "footnotes",
    "sane_lists",
    "smarty",
    "tables",
)


PageLanguages = Annotated[tuple[Language, ...], Shorthand(lambda value: [value])]


class Limits(Fields, frozen=True, kw_only=True):
    file_bytes: Count = 2 * 1024 * 1024
    file_seconds: Count = 10


class Checks(Fields, frozen=True, kw_only=True):
    errors: tuple[Code, ...] = ()
    """The codes of warnings that count as errors."""


class Links(Fields, frozen=True, kw_only=True):
    """How `ssg links` watches the addresses that the site links to."""

    ok_days: Count = 30
    """How long an address that was right is not asked again."""
    failing_days: Count = 1
    """The same for one that was not."""
    private_hosts: tuple[Text, ...] = ()
    """Hosts that may be asked although their address is not public."""
    archive: HttpUrl = "https://archive.org/wayback/available"
    """Where archived copies are looked up: the availability API of the Wayback Machine."""


class MarkdownSettings(Fields, frozen=True, kw_only=True):
    """The Markdown of guides, topics and pages; posts are always CommonMark."""

    dialect: Annotated[Dialect, Choice(Dialect)] = Dialect.COMMONMARK
    extensions: tuple[Text, ...] = DEFAULT_EXTENSIONS


class DeployTarget(Fields, frozen=True, kw_only=True):
    """A place that `ssg deploy` takes the site to."""

    to: DeployAddress
    endpoint: HttpUrl | None = None
    """Of an object store that is not the provider's own."""
    region: Text | None = None
    environment: Annotated[Environment, Choice(Environment)] = Environment.PRODUCTION
    """What builds it takes."""
    url: HttpUrl | None = None
    """The address of the site there; None for that of the site."""
    check_url: HttpUrl | None = None
    """Where a sample of the pages is fetched after a deployment."""


class Disclaimers(Fields, frozen=True, kw_only=True):
    """Plain text. For an empty one the theme has a default in the page's language."""

    site: Text = ""
    thread: Text = ""
    guide: Text = ""


class EmergencyNumber(Fields, frozen=True, kw_only=True):
    country: Country
    tel: PhoneNumber
    sms: PhoneNumber | None = None
    lang: PageLanguages = ()
    """The languages of the pages that show it; empty means all."""
    note: Text | None = None
    checked: When
    """The day on which somebody last made sure that it is right."""


class Helpline(Fields, frozen=True, kw_only=True):
    """A service for people in need. It has at least one of `tel`, `sms` and `url`."""

    name: Text
    country: Country | None = None
    tel: PhoneNumber | None = None
    sms: PhoneNumber | None = None
    url: HttpUrl | None = None
    description: Text | None = None
    lang: PageLanguages = ()
    """The languages of the pages that show it; empty means all."""
    checked: When
    """The day on which somebody last made sure that it is right."""


class Participate(Fields, frozen=True, kw_only=True):
    """Where readers can take part: addresses for `fill_pattern`. None is offered without one."""

    ask: LinkPattern | None = None
    answer: LinkPattern | None = None
    rate: LinkPattern | None = None
    report: LinkPattern | None = None
    remove: LinkPattern | None = None
    feedback: LinkPattern | None = None
    newsletter: LinkPattern | None = None
    email_updates: LinkPattern | None = None


class MenuLink(Fields, frozen=True, kw_only=True):
    url: MenuUrl
    """A path from the site's root, without the prefix, or an address elsewhere."""
    title: Text = ""
    """Empty only for a path: the page's own title, or the theme's word for its lists."""

    @property
    def is_path(self) -> bool:
        return self.url.startswith("/")


_MenuItem = Annotated[MenuLink, Shorthand(lambda value: {"url": value})]
_DEFAULT_MENU = tuple(
    MenuLink(url=url) for url in ("/threads/", "/topics/", "/a-z/", "/resources/")
)


class SiteImage(Fields, frozen=True, kw_only=True):
    """The picture that other sites show beside a link to a page."""

    src: ImagePath
    alt: Text

    @property
    def output_path(self) -> str:
        return unicodedata.normalize("NFC", file_output_path(self.src))


class SiteLanguage(Fields, frozen=True, kw_only=True):
    """What is in another language on its lists and home page; what is empty is the site's own."""

    title: Text = ""
    description: Text = ""
    image: SiteImage | None = None
    footer: Text = ""
    disclaimers: Disclaimers = Disclaimers()
    menu: tuple[_MenuItem, ...] = ()
    footer_links: tuple[_MenuItem, ...] = ()


NEWEST_FORMAT = 1
"""The version of the content format that this ssg reads; `ssg migrate` brings a site up to it."""


class Settings(Fields, frozen=True, kw_only=True, dict=True, gc=True):
    format: Count = NEWEST_FORMAT
    title: Text
    url: HttpUrl
    description: Text = ""
    image: SiteImage | None = None
    language: Language = "en"
    timezone: Text = "UTC"
    answers: Annotated[AnswerOrder, Choice(AnswerOrder)] = AnswerOrder.OLDEST
    professionals_first: Flag = False
    """Whether the answers of clinicians are before all others."""
    old_after_years: Count = 5
    """A thread that was asked longer ago says so; 0 means never."""
    page_size: Count = 20
    limits: Limits = Limits()
    markdown: MarkdownSettings = MarkdownSettings()
    plugins: tuple[PluginName, ...] = ()
    """The installed plugins that the site uses, by name: no other one runs."""
    checks: Checks = Checks()
    links: Links = Links()
    deploy: dict[TargetName, DeployTarget] = field(default_factory=dict)
    disclaimers: Disclaimers = Disclaimers()
    footer: Text = ""
    menu: tuple[_MenuItem, ...] = _DEFAULT_MENU
    footer_links: tuple[_MenuItem, ...] = ()
    languages: dict[Language, SiteLanguage] = field(default_factory=dict)
    """The other languages that the site has lists and a home page in."""
    emergency_numbers: tuple[EmergencyNumber, ...] = ()
    helplines: tuple[Helpline, ...] = ()
    participate: Participate = Participate()
    search: Flag = False
    """Whether the site has a search index, and a form to search it on every page."""
    compress: Flag = False
    """Whether files that shrink are also published compressed, for hosts that send such files."""
    image_variants: Flag = True
    """Whether images also get smaller versions in newer formats."""
    feed_authority: Text = ""
    """The host in the ids of feed entries; empty means the host of `url`.

    The ids must never change, so a site that moves to another host sets its first host here.
    """
    extra: dict[str, Any] = field(default_factory=dict)

    def with_url(self, url: str) -> "Settings":
        """These settings with another `url`, but with the same ids of feed entries."""
        return replace(self, url=url, feed_authority=self.authority)

    def other_language(self, lang: str | None) -> str:
        """`lang` where that is not the site's language, else empty."""
        return lang if lang and lang != self.language else ""

    @property
    def images(self) -> dict[str, SiteImage]:
        """The pictures for links to pages, by the languages that have their own."""
        own = {self.language: self.image} | {
            lang: one.image for lang, one in self.languages.items()
        }
        return {lang: image for lang, image in own.items() if image}

    @cached_property
    def published_languages(self) -> tuple[str, ...]:
        """The languages that have lists and a home page: the site's own first."""
        return self.language, *self.languages

    def list_language(self, lang: str) -> str:
        """The language of the lists that show a document in `lang`.

        That is `lang`, the nearest wider tag that has lists, or else the site's language.
        """
        if lang == self.language:
            return lang
        published = self.published_languages
        return next((tag for tag in fallback_chain(lang) if tag in published), self.language)

    def list_prefix(self, lang: str) -> str:
        """What is before the addresses of the lists in `lang`, such as `/es`; empty for the site's
        own language.
        """
        return f"/{lang.lower()}" if self.other_language(lang) else ""

    @property
    def authority(self) -> str:
        """The authority of the tag URIs of feed entries (RFC 4151)."""
        return self.feed_authority or urlsplit(self.url).hostname or ""

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @cached_property
    def prefix(self) -> str:
        """The path of `url` without a trailing slash: empty, or like `/health`."""
        return urlsplit(self.url).path.rstrip("/")

    @cached_property
    def origin(self) -> str:
        """The scheme and host of `url`, without a trailing slash."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"
