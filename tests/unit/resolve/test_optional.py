from typing import Any

import pytest

from ssg.config import Settings, SiteLanguage
from ssg.config.places import MenuPath, SettingsPlaces
from ssg.model.documents import AnyDocument
from tests.unit.samples import correction, errors, guide, link, page, thread

SETTINGS = Settings(title="T", url="https://example.org/p", languages={"es": SiteLanguage()})
HINT = "(remove this link until there is something to show there)"
OPTIONAL = (
    "/changes/",
    "/changes/feed.xml",
    "/es/follow/#x",
    "/feed.xml",
    "/get-help/",
    "/topics/back/feed.xml",
    "/topics/back/follow/",
)


def _errors(target: str, *documents: AnyDocument, **options: Any) -> list[str]:
    linking = page(links=[link(target)])
    return errors(linking, *documents, settings=SETTINGS, **options)


def _menu_errors(target: str, *documents: AnyDocument) -> list[str]:
    menu = MenuPath(target=target, is_titled=True, line=4, column=3)
    return errors(*documents, settings=SETTINGS, places=SettingsPlaces(menu_paths=(menu,)))


@pytest.mark.parametrize("target", OPTIONAL)
def test_a_link_to_a_list_that_would_be_empty_is_an_error(target: str) -> None:
    path = target.removesuffix("#x")
    message = f"R06 there is no page at '{path}' yet {HINT}"
    (error,) = _errors(target)
    assert error.startswith("content/pages/about.md:")
    assert error.endswith(message)
    assert _menu_errors(target) == [f"site.yaml:4:3: {message}"]


@pytest.mark.parametrize(
    "target",
    ["/changes/", "/changes/feed.xml", "/feed.xml", "/topics/back/follow/", "/threads/", "/es/"],
)
def test_a_link_to_what_is_there_is_none(target: str) -> None:
    documents = (thread(corrections=(correction(),)), guide())
    assert _errors(target, *documents) == []
    assert _menu_errors(target, *documents) == []


def test_each_language_has_lists_of_its_own() -> None:
    spanish = thread(lang="es")
    assert _errors("/es/feed.xml", spanish) == []
    assert len(_errors("/feed.xml", spanish)) == 1


def test_a_menu_may_name_a_list_that_only_some_languages_have() -> None:
    spanish = thread(lang="es")
    assert _menu_errors("/follow/", spanish) == []
    assert _menu_errors("/es/follow/", spanish) == []
    assert len(_menu_errors("/es/follow/", thread())) == 1


@pytest.mark.parametrize("target", ["/changes/", "/changes/feed.xml", "/es/changes/"])
def test_a_page_can_be_withdrawn_with_the_last_correction(target: str) -> None:
    gone = guide(status="withdrawn", corrections=(correction(),))
    assert _errors(target, gone) == []
    assert _menu_errors(target, gone) == []
    assert len(_errors("/get-help/", gone)) == 1


def test_nothing_counts_as_missing_while_a_thread_has_errors() -> None:
    assert _errors("/feed.xml", failed=["content/threads/x.md"]) == []
