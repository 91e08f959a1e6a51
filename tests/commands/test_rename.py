"""`ssg rename` on the files of a new site."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.command import ROOT, ssg, tree

THREAD = "content/threads/how-much-sleep-do-i-need.md"
GUIDE = "content/guides/sleeping-well.md"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    shutil.copytree(ROOT / "ssg/starter", folder)
    return folder


def rename(site: Path, *arguments: str) -> tuple[int, str]:
    ended = ssg("--site", site, "rename", *arguments)
    return ended.returncode, ended.stdout + ended.stderr


def git(site: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments]
    return subprocess.run(command, cwd=site, capture_output=True, check=True, text=True).stdout


def files(site: Path) -> dict[str, bytes]:
    return {path: data for path, data in tree(site).items() if not path.startswith(".ssg")}


def assert_clean(site: Path) -> None:
    ended = ssg("--site", site, "check")
    assert ended.returncode == 0, ended.stderr


def test_git_sees_a_rename_and_readers_are_led_on(site: Path) -> None:
    git(site, "init", "-q")
    git(site, "add", ".")
    git(site, "commit", "-qm", "x")
    code, said = rename(site, "sleeping-well", "good-sleep")
    assert code == 0
    assert "Renamed guides/sleeping-well to guides/good-sleep." in said
    line = (site / THREAD).read_text().splitlines().index("guides: [good-sleep]") + 1
    assert f"{THREAD}:{line}:10: field guides" in said
    assert "The old address /guides/sleeping-well/ leads to /guides/good-sleep/." in said
    git(site, "add", ".")
    status = git(site, "status", "--porcelain").splitlines()
    assert f"R  {GUIDE} -> content/guides/good-sleep.md" in status
    assert_clean(site)
    assert ssg("--site", site, "build", "--output", site / "output").returncode == 0
    old = (site / "output/guides/sleeping-well/index.html").read_text()
    assert "/guides/good-sleep/" in old


def test_a_dry_run_shows_the_diff_and_changes_nothing(site: Path) -> None:
    before = files(site)
    code, said = rename(site, f"{GUIDE}", "good-sleep", "--dry-run")
    assert code == 0
    assert f"rename from {GUIDE}\nrename to content/guides/good-sleep.md\n" in said
    assert "+aliases: [/guides/sleeping-well/]\n" in said
    assert files(site) == before


def test_a_review_stays_one_of_the_same_words_and_does_not_become_one_of_others(site: Path) -> None:
    assert ssg("--site", site, "review", site / GUIDE, "--by", "sample-reviewer").returncode == 0
    reviewed = (site / GUIDE).read_text()
    assert "how-much-sleep-do-i-need.md" in reviewed

    assert rename(site, "how-much-sleep-do-i-need", "enough-sleep")[0] == 0
    renamed = (site / GUIDE).read_text()
    assert "](../threads/enough-sleep.md)" in renamed
    assert "W35" not in ssg("--site", site, "check").stderr

    (site / GUIDE).write_text(renamed.replace("Most adults", "All adults"))
    assert rename(site, "enough-sleep", "how-much-sleep-do-i-need")[0] == 0
    assert "W35" in ssg("--site", site, "check").stderr
    (site / GUIDE).write_text(reviewed)
    assert "W35" not in ssg("--site", site, "check").stderr


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("guides/sleeping-well", "guides/good-sleep"),
        ("/guides/sleeping-well/", "/guides/good-sleep/"),
        (GUIDE, "content/guides/good-sleep.md"),
        ("sleeping-well.md", "good-sleep.md"),
    ],
)
def test_all_ways_to_name_it_mean_the_same(site: Path, old: str, new: str) -> None:
    assert rename(site, old, new)[0] == 0
    assert (site / "content/guides/good-sleep.md").exists()


def test_a_path_may_begin_in_the_current_folder(site: Path) -> None:
    ended = ssg(
        "--site", site, "rename", "how-much-sleep-do-i-need.md", "x", cwd=site / "content/threads"
    )
    assert ended.returncode == 0
    assert (site / "content/threads/x.md").exists()


def test_renaming_back_takes_the_alias_back(site: Path) -> None:
    before = files(site)
    assert rename(site, "sleep", "rest")[0] == 0
    assert rename(site, "rest", "sleep")[0] == 0
    after = files(site)
    topic = "content/topics/sleep.md"
    assert b"aliases: [/topics/rest/]" in after[topic]
    assert after[topic].replace(b"aliases: [/topics/rest/]\n", b"") == before[topic]
    assert {path: one for path, one in after.items() if path != topic} == {
        path: one for path, one in before.items() if path != topic
    }
    assert_clean(site)


def test_people_resources_and_media_are_renamed(site: Path) -> None:
    media = site / "content/media"
    media.mkdir(exist_ok=True)
    (media / "a.csv").write_bytes(b"a\n")
    with (site / GUIDE).open("a") as guide:
        guide.write("\n[table](../media/a.csv) [source](/resources/medlineplus-healthy-sleep/)\n")
    assert rename(site, "sample-reviewer", "sam")[0] == 0
    assert rename(site, "medlineplus-healthy-sleep", "healthy-sleep")[0] == 0
    assert rename(site, "a.csv", "media/tables/b.csv")[0] == 0
    assert (site / "content/people/sam.yaml").read_text().count("\nid: sam\n") == 1
    assert (
        "aliases: [/resources/medlineplus-healthy-sleep/]"
        in (site / "content/resources/medlineplus.yaml").read_text()
    )
    text = (site / GUIDE).read_text()
    assert "[table](../media/tables/b.csv) [source](/resources/healthy-sleep/)\n" in text
    assert "by: sam\n" in text
    assert_clean(site)


def test_a_draft_gets_no_alias(site: Path) -> None:
    file = site / THREAD
    file.write_text(file.read_text().replace("\n---\n", "\nstatus: draft\n---\n", 1))
    code, said = rename(site, "how-much-sleep-do-i-need", "x")
    assert (code, "It has no alias: a draft has no page." in said) == (0, True)
    assert "aliases" not in (site / "content/threads/x.md").read_text()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("nothing", "x", "there is no 'nothing' in this site"),
        ("threads/sleep", "x", "there is no threads/sleep in this site"),
        ("sleep", "Sleep!", "'Sleep!' must consist of"),
        ("sleep", "../x", "'../x' is not a path in content/"),
        ("sleep", "guides/x", "topics/sleep cannot become guides/x: it is of another kind"),
        ("sleep", "everyday-health", "content/topics/everyday-health.md exists already"),
        ("sleep", "sleep", "topics/sleep has this name already"),
        ("about", "threads", "/threads/ is reserved for"),
        ("about", "taken", "/taken/ is an alias in content/guides/sleeping-well.md"),
        ("about", "file", "static/file/index.html has the address /file/ already"),
        ("../site.yaml", "x", "'../site.yaml' is not a path in content/"),
        ("/etc/passwd", "x", "'/etc/passwd' is not the address of"),
        ("content/resources/medlineplus.yaml", "x", "is a file of resources"),
        ("sleep\x1b[31m", "x", "there is no 'sleep\\x1b[31m' in this site"),
    ],
)
def test_what_cannot_be_renamed_is_refused(site: Path, old: str, new: str, message: str) -> None:
    guide = site / GUIDE
    guide.write_text(guide.read_text().replace("\n---\n", "\naliases: [/Taken]\n---\n", 1))
    (site / "static/file").mkdir(parents=True)
    (site / "static/file/index.html").write_text("x")
    before = files(site)
    code, said = rename(site, old, new)
    assert (code, "Traceback" in said) == (2, False)
    assert message in said
    assert files(site) == before


def test_a_name_of_two_things_is_ambiguous(site: Path) -> None:
    (site / "content/guides/sleep.md").write_bytes((site / GUIDE).read_bytes())
    code, said = rename(site, "sleep", "x")
    assert code == 2
    assert "'sleep' may be guides/sleep, topics/sleep" in said


def test_a_file_that_cannot_be_read_for_mentions_stops_it(site: Path) -> None:
    (site / "content/pages/broken.md").write_text("---\ntitle: [\n---\n\nsleeping-well\n")
    code, said = rename(site, "sleeping-well", "x")
    assert (code, "content/pages/broken.md: line 2" in said) == (2, True)
    assert (site / GUIDE).exists()


def test_changes_that_git_does_not_have_are_kept(site: Path) -> None:
    git(site, "init", "-q")
    git(site, "add", ".")
    git(site, "commit", "-qm", "x")
    with (site / THREAD).open("a") as thread:
        thread.write("More.\n")
    code, said = rename(site, "sleeping-well", "x")
    assert (code, f"{THREAD} has changes that are not committed" in said) == (2, True)
    assert rename(site, "sleeping-well", "x", "--force")[0] == 0
    assert (site / THREAD).read_text().endswith("More.\n")


def test_a_folder_of_that_name_is_not_overwritten(site: Path) -> None:
    (site / "content/guides/x.md").mkdir()
    assert "content/guides/x.md exists already" in rename(site, "sleeping-well", "x")[1]
    os.rmdir(site / "content/guides/x.md")  # noqa: PTH106
    os.symlink(site / GUIDE, site / "content/guides/x.md")  # noqa: PTH211
    assert "content/guides/x.md exists already" in rename(site, "sleeping-well", "x")[1]


def test_a_folder_that_is_a_link_is_refused(site: Path) -> None:
    (site / "content/guides").rename(site / "guides")
    (site / "content/guides").symlink_to(site / "guides")
    before = tree(site / "guides")
    code, said = rename(site, "guides/sleeping-well", "x")
    assert code == 2
    assert "the folder of content/guides/sleeping-well.md is a symbolic link" in said
    assert tree(site / "guides") == before


def test_a_link_that_only_python_markdown_reads_is_changed_and_code_is_not(site: Path) -> None:
    code = "    [code](../guides/sleeping-well.md)\n"
    guide = site / "content/guides/old.md"
    guide.write_text(
        "---\ntitle: Old\ntopics: [sleep]\ndialect: python-markdown\n---\n\n"
        f'<div markdown="1">\n[x](../guides/sleeping-well.md)\n</div>\n\nText.\n\n{code}'
    )
    with (site / "site.yaml").open("a") as settings:
        settings.write("markdown: {extensions: [md_in_html]}\n")
    assert rename(site, "sleeping-well", "good-sleep")[0] == 0
    assert "[x](../guides/good-sleep.md)" in guide.read_text()
    assert guide.read_text().endswith(code)
    assert_clean(site)


@pytest.mark.parametrize("old", ["guides/sleeping-well", "people/sample-reviewer"])
def test_the_same_words_stay_reviewed(site: Path, old: str) -> None:
    def review() -> None:
        ended = ssg("--site", site, "review", site / THREAD, "--by", "sample-reviewer")
        assert ended.returncode == 0, ended.stderr

    def warnings() -> str:
        return ssg("--site", site, "check").stderr

    review()
    assert rename(site, old, "new-name")[0] == 0
    assert "W35" not in warnings()
    thread = (site / THREAD).read_text()
    (site / THREAD).write_text(thread.replace("I sleep about six hours", "I sleep well"))
    assert "W35" in warnings()


def test_words_that_changed_before_it_stay_unreviewed(site: Path) -> None:
    review = ssg("--site", site, "review", site / THREAD, "--by", "sample-reviewer")
    assert review.returncode == 0, review.stderr
    thread = (site / THREAD).read_text()
    (site / THREAD).write_text(thread.replace("I sleep about six hours", "I sleep well"))
    assert rename(site, "guides/sleeping-well", "new-name")[0] == 0
    assert "W35" in ssg("--site", site, "check").stderr


def test_html_that_only_shows_a_link_stays(site: Path) -> None:
    shown = (
        '<!-- <a href="../guides/sleeping-well.md"> -->\n\n'
        "<p title=\"href='../guides/sleeping-well.md'\">\n"
        '<code>&lt;a href="../guides/sleeping-well.md"&gt;</code>\n'
    )
    page = site / "content/pages/about.md"
    link = '<a href="../guides/{}.md">x</a></p>\n'
    with page.open("a") as file:
        file.write("\n" + shown + link.format("sleeping-well"))
    code, said = rename(site, "sleeping-well", "good-sleep")
    assert code == 0
    assert said.count("content/pages/about.md:") == 1
    assert page.read_text().endswith(shown + link.format("good-sleep"))
    assert_clean(site)
