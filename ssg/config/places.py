"""Where site.yaml has what only the whole site, or the day of the build, can show to be wrong."""

from collections.abc import Iterator

from ssg.config.load import SETTINGS_FILE, SettingsFile
from ssg.config.values import menu_links
from ssg.model.documents import Link, OutsideLink
from ssg.model.record import Record
from ssg.model.scalars import Moment
from ssg.urls import is_web_address
from ssg.yamltext import Path


class CheckedDate(Record, frozen=True, kw_only=True):
    """When somebody last checked a number; `label` is the number or the name of the helpline."""

    label: str
    date: Moment
    line: int
    column: int


class MenuPath(Link, frozen=True, kw_only=True):
    """A link of a menu to a page or file of the site."""

    is_titled: bool


class SettingsPlaces(Record, frozen=True, kw_only=True):
    """They may move while the settings stay what they are: no page knows of them."""

    path: str = SETTINGS_FILE
    menu_paths: tuple[MenuPath, ...] = ()
    checked: tuple[CheckedDate, ...] = ()
    outside: tuple[OutsideLink, ...] = ()


def find_places(file: SettingsFile) -> SettingsPlaces:
    return SettingsPlaces(
        menu_paths=tuple(_menu_paths(file)),
        checked=tuple(_checked(file)),
        outside=tuple(_outside(file)),
    )


def _menu_paths(file: SettingsFile) -> Iterator[MenuPath]:
    for where, link in menu_links(file.settings):
        # The menu of a site without one leads to pages that every site has.
        if link.is_path and file.fields.get(where) is not None:
            at = file.fields.locate((*where, "url"))
            is_titled = bool(link.title)
            yield MenuPath(target=link.url, is_titled=is_titled, line=at.line, column=at.column)


def _checked(file: SettingsFile) -> Iterator[CheckedDate]:
    settings = file.settings
    dated: dict[Path, tuple[str, Moment]] = {
        ("emergency_numbers", index): (one.tel, one.checked)
        for index, one in enumerate(settings.emergency_numbers)
    }
    dated |= {
        ("helplines", index): (one.name, one.checked)
        for index, one in enumerate(settings.helplines)
    }
    for where, (label, date) in dated.items():
        at = file.fields.locate((*where, "checked"))
        yield CheckedDate(label=label, date=date, line=at.line, column=at.column)


def _outside(file: SettingsFile) -> Iterator[OutsideLink]:
    settings = file.settings
    urls: dict[Path, str] = {
        where: link.url for where, link in menu_links(settings) if not link.is_path
    }
    urls |= {("helplines", index): one.url or "" for index, one in enumerate(settings.helplines)}
    for where, url in urls.items():
        if is_web_address(url):
            # A menu may have the address alone in place of fields.
            at = file.fields.locate((*where, "url"))
            name = f"{where[0]}.url"
            yield OutsideLink(url=url, field=name, line=at.line, column=at.column)
