"""A build where nothing changed ends early, and the check for that misses no change."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ssg.cache.stat_cache import TICK_SECONDS
from ssg.model.states import BuildTime
from ssg.pipeline.report import Report
from ssg.pipeline.request import Request, Target
from ssg.pipeline.run import build
from ssg.pipeline.unchanged import find_report, save_report, start_check
from ssg.publish.output import open_output
from tests.command import ssg
from tests.incremental.samples import FEEDS, Silent, SmallSite, thread

WHEN = "2026-06-01T12:00:00+00:00"


def found(small: SmallSite, now: str = WHEN, **asked: object) -> Report | None:
    """What a build would tell that has nothing to do."""
    drafts = bool(asked.pop("drafts", False))
    output = asked.pop("output", small.output)
    assert isinstance(output, Path)
    when = BuildTime(now=now, drafts=drafts)
    request = Request(site=small.folder, time=when, **asked)  # type: ignore[arg-type]
    target = Target(output=output)
    return find_report(start_check(request, target), request, target)


def built(small: SmallSite) -> Report:
    """What a build in this process tells, which knows of packages as `found` does."""
    request = Request(site=small.folder, time=BuildTime(now=WHEN))
    return build(request, Target(output=small.output), Silent())


@pytest.fixture
def known(small: SmallSite) -> SmallSite:
    built(small)
    assert found(small) is not None
    return small


def test_a_build_where_nothing_changed_opens_no_store(small: SmallSite) -> None:
    lock = small.folder / ".ssg/store.lock"
    lock.unlink()
    again = small.build()
    assert (again.rendered, again.written, again.removed) == (0, frozenset(), frozenset())
    assert not lock.exists()
    small.edit("content/threads/q3.md", "This is answer 3", "Here is answer 3")
    small.build()
    assert lock.exists()


def test_it_tells_what_the_build_before_told(small: SmallSite) -> None:
    arguments = ("--site", small.folder, "build", "--now", WHEN, "--output", small.output)
    small.write("content/topics/lonely.md", "---\ntitle: Lonely\n---\n")
    first, second = ssg(*arguments), ssg(*arguments)
    assert "W05" in first.stderr
    assert second.stderr == first.stderr
    accounting = first.stdout.partition("\nsite:")[0]
    assert second.stdout.startswith(accounting)
    assert " 0 rendered" in second.stdout
    assert "Wrote 0 files" in second.stdout


def _touch(path: str) -> Callable[[SmallSite], None]:
    return lambda small: os.utime(small.folder / path)


def _write(path: str, text: str) -> Callable[[SmallSite], None]:
    return lambda small: small.write(path, text)


def _same_size_and_time(small: SmallSite) -> None:
    file = small.folder / "content/threads/q1.md"
    before = file.stat()
    file.write_text(file.read_text().replace("answer 1", "answer 9"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def _link(small: SmallSite) -> None:
    file = small.folder / "content/media/drawing.svg"
    file.rename(small.folder / "drawing.svg")
    file.symlink_to(small.folder / "drawing.svg")


def _put_elsewhere(small: SmallSite) -> None:
    folder = small.output / "threads"
    folder.rename(small.folder / "elsewhere")
    folder.symlink_to(small.folder / "elsewhere")


CHANGES: dict[str, Callable[[SmallSite], object]] = {
    "words of the same length, with the old time": _same_size_and_time,
    "a new time": _touch("content/guides/moving.md"),
    "a new thread": _write("content/threads/q9.md", "x"),
    "a file gone": lambda small: (small.folder / "content/threads/q1.md").unlink(),
    "a file renamed": lambda small: (small.folder / "content/threads/q1.md").rename(
        small.folder / "content/threads/q0.md"
    ),
    "a link in place of a file": _link,
    "site.yaml": _touch("site.yaml"),
    "the ledger of links": _write("links.jsonl", ""),
    "a static file": _write("static/robots.txt", "x"),
    "a template": _write("templates/components/x.html", "x"),
    "a page gone": lambda small: (small.output / "threads/q1/index.html").unlink(),
    "a page altered": lambda small: (small.output / "index.html").write_text("x"),
    "the manifest gone": lambda small: (small.output / ".ssg/manifest.json").unlink(),
    "an interrupted publication": lambda small: (small.output / ".ssg/journal.json").touch(),
    "the output gone": lambda small: shutil.rmtree(small.output),
    "the store gone": lambda small: (small.folder / ".ssg/store.sqlite").unlink(),
    "the store damaged": lambda small: (small.folder / ".ssg/store.sqlite").write_text("x"),
    "what it kept damaged": lambda small: (small.folder / ".ssg/up-to-date").write_bytes(
        b"\xff\x00"
    ),
    "a folder put elsewhere": _put_elsewhere,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_every_change_is_seen(known: SmallSite, change: Callable[[SmallSite], object]) -> None:
    change(known)
    assert found(known) is None


def test_whatever_is_asked_otherwise_is_built(known: SmallSite, tmp_path: Path) -> None:
    assert found(known) is not None
    assert found(known, url="https://other.example.org/") is None
    assert found(known, drafts=True) is None
    assert found(known, strict=True) is None
    assert found(known, output=tmp_path / "elsewhere") is None
    # How many processes there are makes no difference.
    assert found(known, jobs=7) is not None


def test_a_day_on_which_something_changes_by_itself_is_not_up_to_date(known: SmallSite) -> None:
    assert found(known, "2027-01-01T23:59:59+00:00") is not None
    assert found(known, "2027-01-02T00:00:00+00:00") is None


def test_a_clock_that_went_backwards_is_not_up_to_date(known: SmallSite) -> None:
    assert found(known, "2026-06-01T11:59:59+00:00") is None


def test_a_build_is_up_to_date_until_a_warning_ends(known: SmallSite) -> None:
    known.edit("content/guides/moving.md", "date: 2026-01-01", "date: 2026-06-02")
    time.sleep(2 * TICK_SECONDS)
    assert {one.code for one in built(known).diagnostics} == {"W11"}
    assert found(known, "2026-06-01T23:59:59+00:00") is not None
    assert found(known, "2026-06-02T00:00:00+00:00") is None


# Text that is no UTF-8, as a name and as a value.
_NO_NAME, _NO_VALUE = b"\x81\xa3\xff\xfe\xfd\x01", b"\x81\xa5asked\xa3\xff\xfe\xfd"


@pytest.mark.parametrize("data", [_NO_NAME, _NO_VALUE], ids=["name", "value"])
@pytest.mark.parametrize(
    "path", ["site/.ssg/up-to-date", "site/.ssg/stat-cache", "output/.ssg/stat-cache"]
)
def test_what_is_kept_may_be_damaged(known: SmallSite, path: str, data: bytes) -> None:
    (known.folder.parent / path).write_bytes(data)
    known.edit("content/threads/q3.md", "This is answer 3", "Here is answer 3")
    assert known.build().written == {"threads/q3/index.html", *FEEDS}


def test_one_changed_byte_of_what_was_told_is_seen(known: SmallSite) -> None:
    file = known.folder / ".ssg/up-to-date"
    data = file.read_bytes()
    for place in range(0, len(data), 7):
        file.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        assert found(known) is None
    file.write_bytes(data)
    assert found(known) is not None


def test_when_the_next_change_is_due_is_told_alike(small: SmallSite) -> None:
    small.edit("site.yaml", "title: Small", "title: Small\ntimezone: Europe/Madrid")
    small.write(
        "content/threads/q9.md", thread(9).replace("---\n", "---\nexpires_on: 2029-01-21\n", 1)
    )
    time.sleep(2 * TICK_SECONDS)
    first = built(small)
    again = found(small)
    assert again is not None
    assert str(again.next_change) == str(first.next_change)
    assert str(first.next_change).endswith("+01:00")


def test_a_failure_is_never_remembered_as_success(known: SmallSite) -> None:
    known.write("content/threads/q1.md", "no front matter")
    assert built(known).failed
    assert found(known) is None


def test_other_code_is_seen(
    known: SmallSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found(known) is not None
    (tmp_path / "site-packages").mkdir()
    monkeypatch.syspath_prepend(tmp_path / "site-packages")
    assert found(known) is None


def test_a_file_saved_as_the_build_began_is_looked_at_again(
    known: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if all had been saved within a grain of the disk's clock.
    monkeypatch.setattr("ssg.cache.stat_cache._FINE_TICK", 10**15)
    request = Request(site=known.folder, time=BuildTime(now=WHEN))
    target = Target(output=known.output)
    report = found(known)
    assert report is not None
    check = start_check(request, target)
    check.begin_reading()
    check.add_extensions((), is_trusted=True)
    with open_output(
        known.output, site=known.folder, adopt=False, wait_seconds=0, say=print
    ) as output:
        save_report(check, report, request, target, output)
    assert found(known) is None


@pytest.mark.parametrize("path", ["site.yaml", "templates/pages/not_found.html", "templates/pages"])
def test_what_is_read_through_a_link_is_looked_at_again(
    small: SmallSite, path: str, tmp_path: Path
) -> None:
    small.write("templates/pages/not_found.html", "Not here.\n")
    time.sleep(2 * TICK_SECONDS)
    built(small)
    assert found(small) is not None
    (small.folder / path).rename(tmp_path / "elsewhere")
    (small.folder / path).symlink_to(tmp_path / "elsewhere")
    time.sleep(2 * TICK_SECONDS)
    built(small)
    assert found(small) is None


def test_a_check_of_a_folder_that_is_no_site_leaves_nothing(tmp_path: Path) -> None:
    done = ssg("--site", tmp_path / "nowhere", "build")
    assert done.returncode == 1
    assert list(tmp_path.iterdir()) == []


def test_a_change_of_the_list_of_addresses_is_seen(known: SmallSite) -> None:
    known.write("addresses.txt", "/none/\n")
    assert found(known) is None
    report = built(known)
    assert [str(one.at) for one in report.diagnostics if one.code == "A07"] == ["addresses.txt:1:1"]
    known.write("addresses.txt", "/\n")
    assert built(known).published
    (known.folder / "addresses.txt").unlink()
    assert built(known).published


def test_kept_plans_are_checked_against_the_list_as_it_is_now(known: SmallSite) -> None:
    """Nothing but the list changes, so no document is read."""
    known.write("addresses.txt", "/threads/q1/ #gone\n")
    codes = {one.code for one in built(known).diagnostics}
    known.write("addresses.txt", "/threads/q1/\n")
    assert {one.code for one in built(known).diagnostics} == codes - {"W38"}
    assert "W38" in codes
