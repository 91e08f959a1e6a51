"""The gallery: one page that shows every component of the theme with example views."""

from pathlib import Path
from typing import Any

from markupsafe import Markup
from msgspec.structs import replace

from ssg.pages.html import HtmlView
from ssg.pages.kind import View
from ssg.pages.site import LanguageHome
from ssg.render.assets import load_assets
from ssg.render.theme import theme_dir
from tests.unit.render.conftest import make_renderer
from tests.unit.render.samples import RICH, SITE

FOLDER = Path(__file__).parent
TEMPLATE = "gallery.html"
STYLE_SHEET = "css/site.css"

_SITE = replace(
    SITE,
    languages=(LanguageHome(lang="en", url="/"), LanguageHome(lang="ar", url="/ar/")),
    is_preview=True,
)


class GalleryView(HtmlView, frozen=True, kw_only=True):
    styles: Markup
    """The theme's style sheet."""
    samples: dict[str, View]
    """A rich view of each kind of page, by the name of its template: `thread`."""


def gallery_html(lang: str) -> str:
    """The gallery as a whole page in `lang`, which loads nothing."""
    sheet = next(one for one in load_assets([theme_dir()]) if one.name == STYLE_SHEET)
    samples: dict[str, Any] = {Path(name).stem: view for name, view in RICH.items()}
    view = GalleryView(
        head=replace(samples["thread"].head, lang=lang),
        styles=Markup(sheet.data.decode()),
        samples=samples,
    )
    return make_renderer(FOLDER, site=_SITE).render(TEMPLATE, view).decode()
