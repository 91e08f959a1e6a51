"""What an HTML page says of itself: its anchors, and whether it is there at all."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser

_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{1,40})""", re.I)
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w-]{1,40})""", re.I)
# Python knows more encodings, and some of them take very long for a hostile text.
_WEB_ENCODING = re.compile(
    r"utf-?8|utf-?16(?:le|be)?|(?:us-)?ascii|iso-?8859-\d{1,2}|windows-125\d|cp125\d|koi8-[ru]"
    r"|macintosh|shift_jis|sjis|euc-(?:jp|kr)|iso-2022-jp|gb2312|gbk|gb18030|big5(?:-hkscs)?",
    re.I,
)
_TAG = re.compile("<[a-zA-Z]")
_TAGS_PARSED = 2_000
_ANCHOR = re.compile(
    r"""[\s"'/](?:id|name)\s*=\s*(?:"([^"]{1,200})"|'([^']{1,200})'|([^\s"'<>`]{1,200}))""", re.I
)
_SEPARATOR = re.compile(r"\s[-–—]\s|\s*[|·:»«>•/]\s*|[.!…]+(?:\s|$)")
# Whole titles, or the part of one beside the name of a site. What says less, such as "not found"
# alone, may be about something else.
_NOT_FOUND = frozenset(
    """
    404
    404 error
    404 not found
    404 page not found
    error 404
    error 404 not found
    page not found
    page not found 404
    page not available
    page no longer available
    page unavailable
    this page does not exist
    this page doesn't exist
    this page could not be found
    this page can't be found
    this page cannot be found
    this page is no longer available
    the page cannot be found
    the page could not be found
    the page you requested could not be found
    the page you were looking for doesn't exist
    the page you are looking for doesn't exist
    we can't find that page
    we can't find the page you're looking for
    sorry, page not found
    sorry, this page isn't available
    oops page not found
    seite nicht gefunden
    die seite wurde nicht gefunden
    diese seite wurde nicht gefunden
    die seite konnte nicht gefunden werden
    página no encontrada
    pagina no encontrada
    página no encontrado
    error 404 página no encontrada
    la página no existe
    page introuvable
    page non trouvée
    erreur 404
    cette page n'existe pas
    pagina non trovata
    errore 404
    pagina niet gevonden
    página não encontrada
    pagina nao encontrada
    erro 404
    sidan hittades inte
    sidan kunde inte hittas
    siden blev ikke fundet
    siden findes ikke
    siden ble ikke funnet
    fant ikke siden
    sivua ei löytynyt
    sivua ei löydy
    nie znaleziono strony
    strona nie została znaleziona
    strona nie istnieje
    stránka nenalezena
    stránka nebyla nalezena
    az oldal nem található
    pagina nu a fost găsită
    η σελίδα δεν βρέθηκε
    страница не найдена
    сторінку не знайдено
    הדף לא נמצא
    الصفحة غير موجودة
    لم يتم العثور على الصفحة
    पृष्ठ नहीं मिला
    页面未找到
    找不到页面
    页面不存在
    找不到頁面
    ページが見つかりません
    ページが見つかりませんでした
    페이지를 찾을 수 없습니다
    không tìm thấy trang
    sayfa bulunamad\u0131
    halaman tidak ditemukan
    """.strip()
    .replace("\n    ", "\n")
    .splitlines()
)


class Page(Struct, frozen=True, kw_only=True):
    title: str
    headings: tuple[str, ...]
    """The texts of its headings of the first level."""
    anchors: frozenset[str]

    @property
    def says_not_found(self) -> bool:
        """Whether its title, or its only main heading, says that there is no such page."""
        names = (self.title, *(self.headings if len(self.headings) == 1 else ()))
        return any(part in _NOT_FOUND for name in names for part in _parts(name))

    def has(self, fragment: str) -> bool:
        """Whether a link with this fragment leads to a place on the page, as far as it can tell."""
        name = unquote(fragment)
        if not name or name.lower() == "top" or name.startswith(("!", "/", ":~:")):
            # The last three are for scripts and for the browser.
            return True
        name = name.partition(":~:")[0]
        # GitHub, and hosts like it, prefix what authors wrote, and find it by a script.
        return bool({fragment, name, f"user-content-{name}"} & self.anchors)


def is_html(content_type: str) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    return kind in ("text/html", "application/xhtml+xml")


def read_page(body: bytes, content_type: str) -> Page:
    """The page with this body, or the beginning of one."""
    text = _decode(body, content_type)
    tree = LexborHTMLParser(_beginning(text))
    title = tree.css_first("title")
    return Page(
        title=title.text()[:500] if title else "",
        headings=tuple(node.text()[:500] for node in tree.css("h1")[:2]),
        anchors=frozenset(_find_anchors(text)),
    )


def _beginning(text: str) -> str:
    """The part with the first tags: for deeply nested ones, parsers take the square of the time."""
    for number, tag in enumerate(_TAG.finditer(text)):
        if number == _TAGS_PARSED:
            return text[: tag.start()]
    return text


def _decode(body: bytes, content_type: str) -> str:
    named = _CHARSET.search(content_type)
    inside = _META_CHARSET.search(body[:1024])
    name = named[1] if named else inside[1].decode("ascii", "replace") if inside else "utf-8"
    if not _WEB_ENCODING.fullmatch(name):
        name = "utf-8"
    try:
        return body.decode(name, errors="replace")
    except LookupError:
        # Such as iso-8859-99.
        return body.decode(errors="replace")


def _find_anchors(text: str) -> Iterator[str]:
    """All that may be an anchor, also in a comment: what is not here is nowhere on the page."""
    for found in _ANCHOR.finditer(text):
        yield unescape(found[1] or found[2] or found[3])


def _parts(title: str) -> Iterator[str]:
    whole = " ".join(title.casefold().replace("’", "'").split())
    yield whole.strip(" .!…:-–—")
    yield from (part.strip() for part in _SEPARATOR.split(whole))
