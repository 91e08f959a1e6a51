"""`ssg explain` as people run it."""

import shutil
from pathlib import Path

import pytest

from ssg.diagnostics import RULES
from ssg.remedies import REMEDIES
from tests.command import ROOT, ssg, tree

NOW = ("--now", "2026-06-15")


@pytest.fixture(name="site", scope="module")
def golden_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the golden site that no test changes, built once."""
    folder = tmp_path_factory.mktemp("site") / "site"
    shutil.copytree(ROOT / "tests/site", folder, ignore=shutil.ignore_patterns("expected*"))
    assert ssg("--site", folder, "build", *NOW).returncode == 0
    return folder


def explained(site: Path, what: str, *arguments: str) -> str:
    finished = ssg("--site", site, "explain", what, *(arguments or NOW))
    assert finished.returncode == 0, finished.stderr
    assert finished.stderr == ""
    return finished.stdout


def refused(site: Path, what: str) -> str:
    finished = ssg("--site", site, "explain", what, *NOW)
    assert finished.returncode == 2, finished.stdout
    assert "Traceback" not in finished.stderr
    return finished.stderr


def test_every_code_has_a_remedy() -> None:
    assert RULES.keys() == REMEDIES.keys()


def test_an_example_shows_a_difference() -> None:
    for code, remedy in REMEDIES.items():
        assert remedy.how.endswith("."), code
        assert bool(remedy.before) == bool(remedy.after), code
        assert not remedy.before or remedy.before != remedy.after, code


def test_a_code_is_explained_without_a_site(tmp_path: Path) -> None:
    assert explained(tmp_path, "w10", *NOW) == (
        "warning W10: Value cut short by a #\n\n"
        "Why: In YAML, a `#` after a space starts a comment, so the rest of the value is lost.\n"
        "How to mend it: Put the whole value in quotes.\n\n"
        "Before:\n    title: Is pain #1 worse?\n\n"
        'After:\n    title: "Is pain #1 worse?"\n'
    )
    assert "near it: R09" in refused(tmp_path, "R99")


def test_a_page_says_what_it_lists_and_why(site: Path) -> None:
    text = explained(site, "/threads/a-question-of-last-year/")
    assert text.startswith("/threads/a-question-of-last-year/: ")
    text = explained(site, "/threads/how-long-should-a-nap-be/")
    assert "made from: content/threads/how-long-should-a-nap-be.md\n" in text
    assert "template: pages/thread.html\n" in text
    assert "(named in its topics)" in text
    assert "related: " in text
    assert "(both have the topics " in text or "(named in its related)" in text


def test_a_topic_says_by_which_topic_each_document_is_there(site: Path) -> None:
    text = explained(site, "https://harbour.example.org/health/topics/sleep/")
    assert "(topics: naps, sleep)" in text
    assert "(it has this topic as its parent)" in text


def test_a_resource_says_who_cites_it(site: Path) -> None:
    text = explained(site, "/resources/library-sleep/")
    assert "(it names this resource)" in text or "(it links to its address)" in text


def test_an_anchor_is_a_post_or_a_heading(site: Path) -> None:
    thread = (site / "content/threads/how-long-should-a-nap-be.md").read_text()
    assert "id: " in thread
    anchor = thread.split("\nid: ")[1].split("\n")[0]
    text = explained(site, f"/threads/how-long-should-a-nap-be/#{anchor}")
    assert f"#{anchor}: the " in text
    assert "content/threads/how-long-should-a-nap-be.md:" in text
    text = explained(site, "/threads/how-long-should-a-nap-be/#nowhere")
    assert "there is no such heading or post" in text


def test_a_file_says_where_it_is_and_what_mentions_it(site: Path) -> None:
    text = explained(site, "content/topics/sleep.md")
    assert "address: /health/topics/sleep/\n" in text
    assert "content/guides/sleeping-well.md:3:10: topics\n" in text
    assert "content/topics/everyday-health.md:12:12: a link\n" in text
    assert "/topics/sleep/  (topic)" in text
    assert "(home)" in text


@pytest.mark.parametrize(
    "what",
    [
        "sleeping-well",
        "guides/sleeping-well",
        "content/guides/sleeping-well",
        "./content/guides/sleeping-well.md",
    ],
)
def test_a_file_can_be_named_in_short(site: Path, what: str) -> None:
    text = explained(site, what)
    assert text.startswith("content/guides/sleeping-well.md: published\n")


def test_it_says_what_a_document_waits_for(site: Path) -> None:
    text = explained(site, "content/threads/a-question-for-the-autumn.md")
    assert "scheduled: no reader sees it yet" in text
    assert "waits for: 2026-09-22, when it appears" in text
    text = explained(site, "content/threads/a-question-in-the-making.md")
    assert "a draft: no reader sees it" in text
    assert "made again" not in text
    assert "A question in the making" not in text
    text = explained(site, "content/guides/sleeping-well.md", "--now", "2040-01-01")
    assert "its review is overdue since" in text


def test_a_template_names_the_pages_that_are_made_with_it(site: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(site, tmp_path / "copy"))
    for name in ("pages/a_to_z.html", "components/pager.html", "new/thread.md"):
        (copy / "templates" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "templates" / name, copy / "templates" / name)
    assert "  /a-z/  (a_to_z)\n" in explained(copy, "templates/pages/a_to_z.html")
    pager = explained(copy, "templates/components/pager.html")
    assert "(topic)" in pager
    assert "(a_to_z)" not in pager
    assert "no page is made with it" in explained(copy, "templates/new/thread.md")
    (copy / "templates/pages/a_to_z.html").write_text("{% if %}")
    assert "templates/pages/a_to_z.html: " in explained(copy, "templates/components/pager.html")


def test_settings_and_media_are_explained(site: Path) -> None:
    assert "as many as all " in explained(site, "site.yaml")
    (media, *_) = sorted((site / "content/media").rglob("*.png"))
    path = media.relative_to(site).as_posix()
    assert path in explained(site, path)


@pytest.mark.parametrize(
    ("what", "hint"),
    [
        ("/topics/slep/", "did you mean '/topics/sleep/'?"),
        ("content/topics/slep.md", "did you mean 'content/topics/sleep.md'?"),
        ("https://elsewhere.example/", "it is https://harbour.example.org/health"),
        ("../../etc/passwd", "name a code, an address or a file"),
        ("/etc/passwd", "there is no page at '/etc/passwd'"),
        ("\x1b[2J", "there is no file '\\x1b[2J'"),
        ("x" * 5000, "there is no file"),
        ("", "there is no file"),
    ],
)
def test_what_is_not_there_is_an_error_with_the_nearest(site: Path, what: str, hint: str) -> None:
    message = refused(site, what)
    assert hint in message
    assert "\x1b" not in message


def test_it_writes_nothing_and_says_the_same_without_a_cache(site: Path, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (site / ".ssg").rglob("*")}
    questions = ("/topics/sleep/", "content/topics/sleep.md", "/", "/feed.xml")
    answers = [explained(site, one) for one in questions]
    assert {path: path.stat().st_mtime_ns for path in (site / ".ssg").rglob("*")} == before
    copy = tmp_path / "copy"
    shutil.copytree(site, copy, ignore=shutil.ignore_patterns(".ssg", "output"))
    files = tree(copy)
    assert [explained(copy, one) for one in questions] == answers
    assert tree(copy) == files
    assert not (copy / ".ssg").exists()


def test_it_sees_what_has_changed_since_the_build(site: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(site, tmp_path / "copy"))
    file = copy / "content/guides/sleeping-well.md"
    file.write_text(file.read_text().replace("title: Sleeping well", "title: Resting well"))
    assert "Resting well" in explained(copy, "/topics/sleep/")
    (copy / "content/threads/how-long-should-a-nap-be.md").unlink()
    assert "how-long-should-a-nap-be" not in explained(copy, "/topics/sleep/")
