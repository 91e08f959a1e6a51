"""Whatever happens to the files of a site, its preview goes on and shows the next good save."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.incremental.samples import NOW, SmallSite, thread
from tests.serve.preview import EditedSite, start_preview


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EditedSite]:
    folder = tmp_path_factory.mktemp("unstoppable")
    small = SmallSite(folder / "site", folder / "output")
    with start_preview(small.folder, "--now", NOW) as preview:
        yield EditedSite(small, preview)


@pytest.fixture
def edited(shared: EditedSite) -> Iterator[EditedSite]:
    """The site whose preview all tests share: they leave it as it was."""
    yield shared
    shared.assert_follows()
    assert "error" not in shared.preview.wait_for("/about/", "About us.").body


_THREAD = "content/threads/q3.md"
_PAGE = "/threads/q3/"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("topics: [back]", "topics: [back", "F04"),
        ("title: Question 3", "title: [", "F04"),
        ("topics: [back]", "topics: [bakc]", "R01"),
        ("asked: 2026-01-03", "asked: someday", "F09"),
        ("```yaml", "```yaml\n: :", "F04"),
        ("This is answer 3.", "<script>This is answer 3.", "T03"),
    ],
)
def test_a_mistake_in_a_thread_is_shown_on_its_page(
    edited: EditedSite, old: str, new: str, problem: str
) -> None:
    small, preview = edited.small, edited.preview
    good = (small.folder / _THREAD).read_text()
    small.edit(_THREAD, old, new)
    page = preview.wait_for(_PAGE, "on this page")
    assert problem in page.body
    assert "This is answer 3" in page.body
    assert "on this page" not in preview.get("/about/").body
    small.write(_THREAD, good)
    preview.wait_for(_PAGE, "on this page", absent=True)


def test_a_new_thread_with_a_mistake_has_a_page_that_says_so(edited: EditedSite) -> None:
    small, preview = edited.small, edited.preview
    small.write("content/threads/new.md", "---\ntitle: [\n---\n\nText\n")
    preview.wait_for("/threads/new/", "content/threads/new.md")
    small.write("content/threads/new.md", thread(7))
    preview.wait_for("/threads/new/", "This is answer 7.")
    (small.folder / "content/threads/new.md").unlink()
    preview.wait_for("/threads/new/", "This is answer 7.", absent=True)
    assert preview.get("/threads/new/").status == 404


_CALLS_ITSELF = "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}"


@pytest.mark.parametrize(
    ("path", "text", "problem"),
    [
        ("pages/thread.html", "{% extends 'base.html' %}{% block main %}{{ page.title", "S03"),
        ("pages/thread.html", "{{ 1 // 0 }}", "division"),
        ("pages/thread.html", "{{ nothing.at_all }}", "nothing"),
        ("pages/thread.html", "{{ page.nothing }}", "nothing"),
        ("pages/thread.html", _CALLS_ITSELF, "recursion"),
        ("pages/thread.html", "{% from 'components/no.html' import no %}", "components/no.html"),
        ("pages/thread.html", "{% include 'pages/thread.html' %}", "S03"),
        ("components/answer.html", "{% macro answer(", "components/answer.html"),
    ],
)
def test_a_mistake_in_a_template_is_shown_on_its_pages(
    edited: EditedSite, path: str, text: str, problem: str
) -> None:
    small, preview = edited.small, edited.preview
    small.write(f"templates/{path}", text)
    page = preview.wait_for(_PAGE, "on this page")
    assert problem in page.body
    assert "This is answer 3" in page.body
    about = preview.get("/about/")
    assert (about.status, "About us." in about.body) == (200, True)
    shutil.rmtree(small.folder / "templates")
    preview.wait_for(_PAGE, "on this page", absent=True)


def test_a_mistake_in_a_catalogue_is_shown_on_the_pages_in_its_language(
    edited: EditedSite,
) -> None:
    small, preview = edited.small, edited.preview
    small.write("content/pages/acerca.md", "---\ntitle: Acerca\nlang: es\n---\n\nSobre esto.\n")
    preview.wait_for("/acerca/", "Sobre esto.")
    small.write("templates/locale/es.po", 'msgid "Question\n')
    page = preview.wait_for("/acerca/", "locale/es.po")
    assert "Sobre esto." in page.body
    assert "This is answer 3" in preview.get(_PAGE).body
    shutil.rmtree(small.folder / "templates")
    preview.wait_for("/acerca/", "locale/es.po", absent=True)
    (small.folder / "content/pages/acerca.md").unlink()


def _break_settings(file: Path) -> None:
    file.write_text("title: [\n")


def _misspell_settings(file: Path) -> None:
    file.write_text(file.read_text() + "titel: Small\n")


def _delete_settings(file: Path) -> None:
    file.unlink()


def _put_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _put_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


@pytest.mark.parametrize(
    "harm", [_break_settings, _misspell_settings, _delete_settings, _put_folder, _put_pipe]
)
def test_settings_that_cannot_be_read_are_shown_on_all_pages(
    edited: EditedSite, harm: Callable[[Path], None]
) -> None:
    preview, file = edited.preview, edited.small.folder / "site.yaml"
    good = file.read_text()
    harm(file)
    page = preview.wait_for(_PAGE, "on this page")
    assert "site.yaml" in page.body
    assert "This is answer 3" in page.body
    edited.small.write("content/threads/q4.md", thread(4).replace("answer 4", "another answer"))
    preview.wait_for("/threads/q4/", "another answer")
    edited.small.write("content/threads/q4.md", thread(4))
    if file.is_dir():
        file.rmdir()
    file.unlink(missing_ok=True)
    file.write_text(good)
    preview.wait_for(_PAGE, "on this page", absent=True)


def test_the_site_moves_to_another_prefix(edited: EditedSite) -> None:
    small, preview = edited.small, edited.preview
    small.edit("site.yaml", "https://small.example.org", "https://example.org/health")
    page = preview.wait_for("/health/threads/q3/", "This is answer 3")
    assert 'href="/health/' in page.body
    assert preview.get("/threads/q3/").status == 404
    assert preview.get("/").headers["Location"] == "/health/"
    small.edit("site.yaml", "https://example.org/health", "https://small.example.org")
    preview.wait_for("/threads/q3/", "This is answer 3")


@pytest.mark.parametrize("name", ["content", "content/threads"])
def test_a_folder_is_moved_away_and_back(edited: EditedSite, name: str) -> None:
    preview, folder = edited.preview, edited.small.folder / name
    away = edited.small.folder.parent / "away"
    folder.rename(away)
    preview.wait_for(_PAGE, "This is answer 3", absent=True)
    away.rename(folder)
    preview.wait_for(_PAGE, "This is answer 3")


def test_the_site_is_moved_away_and_back(edited: EditedSite) -> None:
    preview, folder = edited.preview, edited.small.folder
    away = folder.with_name("away")
    folder.rename(away)
    page = preview.wait_for(_PAGE, "S01")
    assert "This is answer 3" in page.body
    assert not folder.exists()
    away.rename(folder)
    preview.wait_for(_PAGE, "S01", absent=True)


def test_content_is_deleted_and_made_again(edited: EditedSite) -> None:
    content, copy = edited.small.folder / "content", edited.small.folder.parent / "copy"
    shutil.copytree(content, copy)
    shutil.rmtree(content)
    edited.preview.wait_for(_PAGE, "This is answer 3", absent=True)
    shutil.copytree(copy, content)
    edited.preview.wait_for(_PAGE, "This is answer 3")
    shutil.rmtree(copy)


def test_a_folder_is_replaced_by_a_link(edited: EditedSite) -> None:
    threads, away = edited.small.folder / "content/threads", edited.small.folder.parent / "threads"
    threads.rename(away)
    threads.symlink_to(away)
    edited.preview.wait_for("/", "T08")
    threads.unlink()
    away.rename(threads)
    edited.preview.wait_for(_PAGE, "This is answer 3")


def test_what_is_no_file_is_named(edited: EditedSite) -> None:
    preview, file = edited.preview, edited.small.folder / _THREAD
    good = file.read_text()
    file.unlink()
    os.mkfifo(file)
    preview.wait_for("/", "T09")
    assert preview.get(_PAGE).status in (200, 404)
    file.unlink()
    file.write_text(good)
    preview.wait_for(_PAGE, "This is answer 3")
    preview.wait_for("/", "T09", absent=True)


def test_a_giant_thread_is_named_on_its_page(edited: EditedSite) -> None:
    small, preview = edited.small, edited.preview
    good = (small.folder / _THREAD).read_text()
    small.write(_THREAD, good + "Word. " * 1_000_000)
    page = preview.wait_for(_PAGE, "on this page")
    assert "T07" in page.body
    assert "This is answer 3" in page.body
    small.write(_THREAD, good)
    preview.wait_for(_PAGE, "on this page", absent=True)


def test_a_film_that_is_too_large_is_named(edited: EditedSite) -> None:
    film = edited.small.folder / "static/film.mp4"
    with film.open("wb") as file:
        file.truncate(2**31 + 1)
    edited.preview.wait_for("/", "T07")
    edited.assert_follows()
    film.unlink()
    edited.preview.wait_for("/", "T07", absent=True)


def test_many_files_at_once_are_all_shown(edited: EditedSite) -> None:
    small, preview = edited.small, edited.preview
    names = [f"many-{number}" for number in range(3000)]
    for name in names:
        small.write(f"content/threads/{name}.md", thread(8))
    preview.wait_for("/threads/many-0/", "This is answer 8.")
    preview.wait_for("/threads/many-2999/", "This is answer 8.")
    for name in names:
        (small.folder / f"content/threads/{name}.md").unlink()
    preview.wait_for("/threads/many-2999/", "This is answer 8.", absent=True)


def test_a_file_saved_in_two_steps_is_shown_whole(edited: EditedSite) -> None:
    small, preview = edited.small, edited.preview
    with (small.folder / _THREAD).open("w") as file:
        text = thread(3).replace("answer 3", "an answer in two steps")
        file.write(text[:40])
        file.flush()
        preview.wait_for(_PAGE, "on this page")
        file.write(text[40:])
    preview.wait_for(_PAGE, "an answer in two steps")
    preview.wait_for(_PAGE, "on this page", absent=True)
    small.write(_THREAD, thread(3))


def test_a_thread_is_renamed(edited: EditedSite) -> None:
    preview, folder = edited.preview, edited.small.folder / "content/threads"
    (folder / "q3.md").rename(folder / "q33.md")
    preview.wait_for("/threads/q33/", "This is answer 3")
    assert preview.get(_PAGE).status == 404
    (folder / "q33.md").rename(folder / "q3.md")
    preview.wait_for(_PAGE, "This is answer 3")
    assert preview.get("/threads/q33/").status == 404


def test_two_pages_at_one_address_are_both_named(edited: EditedSite) -> None:
    small, preview = edited.small, edited.preview
    good = (small.folder / _THREAD).read_text()
    small.edit(_THREAD, "topics:", "aliases: [/threads/q4/]\ntopics:")
    preview.wait_for(_PAGE, "A02")
    assert "This is answer 4." in preview.get("/threads/q4/").body
    small.write(_THREAD, good)
    preview.wait_for(_PAGE, "A02", absent=True)
