"""What a change touches is exactly what is rendered and written again."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ssg.ledger import LinkState
from tests.command import ROOT, ssg, tree
from tests.incremental.samples import FEEDS, NOW, SmallSite, ledger, thread

Change = Callable[[SmallSite], None]


def _edit(path: str, old: str, new: str) -> Change:
    return lambda site: site.edit(path, old, new)


def _rename(site: SmallSite) -> None:
    threads = site.folder / "content/threads"
    (threads / "q2.md").rename(threads / "renamed.md")


# Those that have the texts of question 3.
# A change, how many pages are rendered though they come out the same, and some of the files that
# are written.
_CHANGES: dict[str, tuple[Change, int, set[str]]] = {
    "nothing": (lambda _: None, 0, set()),
    "an answer": (
        _edit("content/threads/q3.md", "This is answer 3", "Here is answer 3"),
        0,
        {"threads/q3/index.html", *FEEDS},
    ),
    "a title": (
        _edit("content/threads/q5.md", "title: Question 5", "title: Quite another"),
        0,
        {"threads/q5/index.html", "threads/index.html", "index.html", "feed.xml"},
    ),
    "a thread more": (
        lambda site: site.write("content/threads/q7.md", thread(7)),
        0,
        {"threads/q7/index.html", "threads/index.html", "index.html", "feed.xml", "sitemap.xml"},
    ),
    "a thread less": (
        lambda site: (site.folder / "content/threads/q1.md").unlink(),
        0,
        {"threads/page/1/index.html", "sitemap.xml"},
    ),
    "a thread renamed": (_rename, 0, {"threads/renamed/index.html"}),
    "a topic's title": (
        _edit("content/topics/back.md", "title: Back", "title: The back"),
        0,
        {"topics/back/index.html", "threads/q1/index.html", "guides/moving/index.html"},
    ),
    "a topic moved": (
        _edit("content/topics/back.md", "parent: body", "parent: sleep"),
        0,
        {"topics/sleep/index.html", "topics/body/index.html", "threads/q1/index.html"},
    ),
    "a resource's address": (
        _edit("content/resources/public.yaml", "/walking'", "/walking/more'"),
        0,
        {"resources/walking/index.html", "resources/index.html", "threads/q1/index.html"},
    ),
    "a resource that is gone": (
        lambda site: site.write("links.jsonl", ledger(LinkState.DEAD)),
        0,
        {"resources/walking/index.html", "resources/index.html", "threads/q1/index.html"},
    ),
    "a person's name": (
        _edit("content/people/sam.yaml", "Sam Sample", "Samantha Sample"),
        0,
        {"guides/moving/index.html", "guides/resting/index.html"},
    ),
    # The templates of threads and feeds hold it, and no post is removed.
    "a component": (
        lambda site: site.write(
            "templates/components/removed.html",
            "{% macro removed(_) %}gone{% endmacro %}\n"
            "{% macro removed_words(_, lang) %}gone{% endmacro %}\n",
        ),
        10,
        set(),
    ),
    # What all pages share has a new address in it, which feeds and the like don't show.
    "a style": (
        lambda site: site.write("templates/assets/css/more.css", "p { color: inherit }\n"),
        6,
        {"index.html", "threads/q1/index.html", "404.html"},
    ),
    "a setting": (
        _edit("site.yaml", "title: Small", "title: Smaller"),
        2,
        {"index.html", "threads/q1/index.html", "404.html"},
    ),
    "a static file": (_edit("static/CNAME", "small.", "smaller."), 0, {"CNAME"}),
}


@pytest.mark.parametrize("name", _CHANGES)
def test_exactly_what_changed_is_written(small: SmallSite, tmp_path: Path, name: str) -> None:
    change, idle, some = _CHANGES[name]
    old = tree(small.output)
    change(small)
    done = small.build()
    new = tree(small.output)
    different = {path for path, data in new.items() if data != old.get(path)}
    assert done.written == different
    assert done.removed == old.keys() - new.keys()
    assert some <= done.written
    assert new == small.clean(tmp_path)
    pages = {path for path in done.written if path.endswith((".html", ".xml", "robots.txt"))}
    assert done.rendered == len(pages) + idle
    assert small.build().rendered == 0


def test_a_later_day_rebuilds_what_the_day_changes(small: SmallSite, tmp_path: Path) -> None:
    small.write("content/threads/soon.md", thread(8, extra="publish_on: 2026-07-01\n"))
    small.write("content/threads/gone.md", thread(9, extra="expires_on: 2026-08-01\n"))
    small.build()
    assert small.build(now="2026-06-30").rendered == 0
    for now, some in (
        ("2026-07-01", {"threads/soon/index.html", "threads/index.html", "feed.xml"}),
        ("2026-08-01", {"threads/gone/index.html", "threads/index.html", "feed.xml"}),
    ):
        done = small.build(now=now)
        assert some <= done.written
        assert done.rendered == len(done.written)
        assert small.build(now=now).rendered == 0
    # An overdue review takes the seal from the guide, also in lists.
    done = small.build(now="2027-01-02")
    assert "guides/moving/index.html" in done.written
    assert all(
        path.startswith(("guides/moving/", "topics/", "index", "resources/"))
        for path in done.written
    )
    assert small.build(now="2027-01-02").rendered == 0
    assert tree(small.output) == small.clean(tmp_path, now="2027-01-02")


def test_a_changed_text_loses_the_seal_of_its_review_wherever_it_is(
    small: SmallSite, tmp_path: Path
) -> None:
    small.edit("content/guides/moving.md", "due: 2027-01-01}", "digest: eea4e51ab986728b}")
    small.build()
    sealed = {path for path, data in tree(small.output).items() if b"Reviewed on" in data}
    assert {"index.html", "topics/back/index.html"} <= sealed
    small.edit("content/guides/moving.md", "It helps.", "It helps a lot.")
    done = small.build()
    assert "W35" in done.said
    changed = {path for path, data in tree(small.output).items() if b"Changed since" in data}
    assert {"guides/moving/index.html", "index.html", "topics/back/index.html"} <= changed
    assert changed <= done.written
    assert small.build().rendered == 0
    assert tree(small.output) == small.clean(tmp_path)
    small.edit("content/guides/moving.md", "It helps a lot.", "It helps.")
    assert changed <= small.build().written


def test_a_duplicate_leaves_all_lists_and_the_page_of_its_original_names_it(
    small: SmallSite, tmp_path: Path
) -> None:
    small.edit("content/threads/q2.md", "guides:", "duplicate_of: q1\nguides:")
    small.build()
    naming = {path for path, data in tree(small.output).items() if b"/threads/q2/" in data}
    assert naming == {"threads/q1/index.html", "threads/q2/index.html"}
    assert tree(small.output) == small.clean(tmp_path)


def test_what_was_done_to_the_output_by_hand_is_put_right(small: SmallSite) -> None:
    whole = tree(small.output)
    (small.output / "threads/q1/index.html").unlink()
    (small.output / "index.html").write_text("by hand")
    (small.output / "CNAME").write_text("elsewhere.example.org")
    (small.output / "mine.txt").write_text("mine")
    done = small.build()
    assert done.written == {"threads/q1/index.html", "index.html", "CNAME"}
    assert done.rendered == 2
    assert tree(small.output) == {**whole, "mine.txt": b"mine"}


def test_two_outputs_in_turn_do_not_disturb_each_other(small: SmallSite, tmp_path: Path) -> None:
    other = tmp_path / "other"
    assert small.build("--url", "https://other.example.org/x", output=other).rendered > 20
    assert small.build().rendered == 0
    assert small.build("--url", "https://other.example.org/x", output=other).rendered == 0
    small.edit("content/threads/q3.md", "This is answer 3", "Here is answer 3")
    assert small.build().written == {"threads/q3/index.html", *FEEDS}
    done = small.build("--url", "https://other.example.org/x", output=other)
    assert done.written == {"threads/q3/index.html", *FEEDS}


def test_without_the_store_all_is_read_and_nothing_rendered(small: SmallSite) -> None:
    shutil.rmtree(small.folder / ".ssg")
    assert small.build().rendered == 0


def test_without_the_output_all_is_rendered(small: SmallSite) -> None:
    whole = tree(small.output)
    shutil.rmtree(small.output)
    assert small.build().written == whole.keys()
    assert tree(small.output) == whole


def test_a_corrupt_store_is_replaced_with_a_message(small: SmallSite, tmp_path: Path) -> None:
    store = small.folder / ".ssg/store.sqlite"
    data = bytearray(store.read_bytes())
    for place in range(1000, len(data), 997):
        data[place] ^= 0xFF
    store.write_bytes(data)
    small.edit("content/threads/q3.md", "This is answer 3", "Here is answer 3")
    done = small.build()
    assert "corrupt" in done.said
    assert done.written == {"threads/q3/index.html", *FEEDS}
    assert tree(small.output) == small.clean(tmp_path)


def test_a_file_in_place_of_the_store_is_replaced(small: SmallSite) -> None:
    (small.folder / ".ssg/store.sqlite").write_text("a shopping list")
    done = small.build()
    assert "was corrupt and was deleted" in done.said
    assert done.rendered == 0
    assert not list((small.folder / ".ssg").glob("*.bad"))


def test_a_fresh_checkout_with_both_caches_renders_nothing(
    small: SmallSite, tmp_path: Path
) -> None:
    moved = SmallSite.__new__(SmallSite)
    moved.folder, moved.output = tmp_path / "checkout", tmp_path / "restored"
    # Neither copy keeps a file's times.
    shutil.copytree(small.folder, moved.folder, copy_function=shutil.copyfile)
    shutil.copytree(small.output, moved.output, copy_function=shutil.copyfile)
    done = moved.build()
    assert done.rendered == 0
    assert done.written == frozenset()
    assert done.said == ""


def test_a_failure_is_never_remembered_as_success(small: SmallSite, tmp_path: Path) -> None:
    path = "content/threads/q3.md"
    whole = tree(small.output)
    small.edit(path, "This is answer 3", "Here is [answer](nowhere.md) 3")
    small.edit("content/threads/q4.md", "This is answer 4", "Here is answer 4")
    for _ in range(2):
        failed = ssg("--site", small.folder, "build", "--now", NOW, "--output", small.output)
        assert failed.returncode == 1
        assert "R06" in failed.stderr
        assert tree(small.output) == whole
    small.edit(path, "[answer](nowhere.md)", "answer")
    assert small.build().written == {
        "threads/q3/index.html",
        "threads/q4/index.html",
        *FEEDS,
    }
    assert tree(small.output) == small.clean(tmp_path)


def test_another_version_of_ssg_trusts_nothing(small: SmallSite, tmp_path: Path) -> None:
    """A copy of the package with one line more is another version of it."""
    folder = ROOT / "ssg"
    shutil.copytree(folder, tmp_path / "newer/ssg", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(folder.parent / "templates", tmp_path / "newer/templates")
    with (tmp_path / "newer/ssg/pages/posts.py").open("a") as file:
        file.write("# one line more\n")
    command = [sys.executable, "-P", "-m", "ssg", "--site", str(small.folder)]
    done = subprocess.run(
        [*command, "build", "--now", NOW, "--output", str(small.output)],
        env={**os.environ, "PYTHONPATH": str(tmp_path / "newer")},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "site: 36 pages, 36 rendered" in done.stdout
    assert "reading all files again" in done.stderr
    assert "Wrote 0 files" in done.stdout


def test_a_clock_that_goes_backwards_shows_nothing_from_the_future(
    small: SmallSite, tmp_path: Path
) -> None:
    small.write("content/threads/soon.md", thread(8, extra="publish_on: 2026-07-01\n"))
    small.build(now="2026-07-02")
    assert "threads/soon/index.html" in tree(small.output)
    done = small.build(now="2026-06-30")
    assert "threads/soon/index.html" in done.removed
    assert tree(small.output) == small.clean(tmp_path, now="2026-06-30")


def test_a_check_of_links_renders_only_the_pages_of_resources(tmp_path: Path) -> None:
    site = SmallSite(tmp_path / "site", tmp_path / "output")
    site.write("links.jsonl", ledger(LinkState.OK, "2026-02-01"))
    site.build()
    site.write("links.jsonl", ledger(LinkState.OK, "2026-03-01"))
    built = site.build()
    assert built.written == {"resources/walking/index.html"}
    assert "2026-03-01" in (site.output / "resources/walking/index.html").read_text()
