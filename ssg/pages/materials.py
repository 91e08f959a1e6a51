"""What every view is built with, beside its own inputs."""

from collections.abc import Callable, Mapping

from msgspec import Struct

from ssg.config import Settings
from ssg.model.fragments import Fragment
from ssg.pages.inputs import Frame
from ssg.pages.views import Head


class Materials(Struct, frozen=True, kw_only=True):
    settings: Settings
    fragments: Callable[[str], tuple[Fragment, ...]]
    """The fragments of the file at a path: the body or question, then one for each post."""
    alert_titles: Callable[[str], Mapping[str, str]]
    """The titles of care cards by kind, in a language."""

    def head(self, frame: Frame, *, title: str = "", description: str | None = None) -> Head:
        """A page that is not about a document has no title: its template names it."""
        return Head(
            title=title,
            description=description or "",
            canonical=self.settings.origin + frame.url,
            lang=frame.lang,
            noindex=frame.noindex,
            feed_url=frame.feed_url,
            feed_title=frame.feed_title,
            crumbs=frame.crumbs,
            translations=frame.translations,
        )
