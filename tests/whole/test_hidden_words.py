"""No word that readers may not see is in any file that ssg keeps, in whatever order builds came."""

import itertools
import re
import signal
import sys
from collections.abc import Collection
from pathlib import Path

import pytest

from tests.command import ssg
from tests.incremental.samples import NOW, SmallSite
from tests.machine import wait_until
from tests.serve.preview import start_preview
from tests.whole.disks import run_ssg_after

_SECRET = "zquix"

# Each WORD becomes a word of its own, so that a failure shows which one was kept. What stays of a
# withdrawn document is not among them, such as its aliases.
_THREAD = """---
title: WORD WORD #WORD
# WORD
asked: 2026-01-01
by: WORD WORD #WORD
topics: [sleep]  # WORD
summary: WORD #WORD
editor_note: WORD
source: {system: WORD, licence: WORD}
extra: {mood: WORD}
STATE
---

WORD

## Answer

```yaml
by: WORD #WORD
# WORD
posted: 2026-01-02
note: WORD
```

WORD, **WORD**.

- WORD
1) WORD
"""

_GUIDE = """---
title: WORD WORD #WORD
# WORD
topics: [sleep]  # WORD
summary: WORD #WORD
also_called: [WORD]
specialty: WORD
codes: {mesh: WORD}
sources: [{title: WORD}]
extra: {mood: WORD}
STATE
---

## WORD {#WORD}

Text
- WORD

WORD [WORD](https://WORD.example.org/WORD "WORD") ![WORD](../media/drawing.svg)

<!-- WORD -->
"""

_PAGE = """---
title: WORD #WORD
# WORD
summary: WORD
STATE
---

# WORD

WORD
"""

_REMOVED = """---
title: With a removed post
asked: 2026-01-01
topics: [sleep]  # WORD
---

A question. #

## Answer

```yaml
by: WORD WORD #WORD
# WORD
posted: 2026-01-02
note: WORD
removed: {date: 2026-02-01, reason: spam}  # WORD
```

WORD [WORD](https://WORD.example.org/) WORD.
"""

_STATES = {
    "draft": "status: draft",
    "withdrawn": "status: withdrawn",
    "scheduled": "publish_on: 2031-01-01",
    "expired": "expires_on: 2026-02-01",
}
_numbers = itertools.count()


def _fill(text: str, place: str) -> str:
    parts = text.replace("# WORD", "#  WORD").split("WORD")
    words = [f"{_SECRET}{next(_numbers)}{place}" for _ in parts[1:]]
    return "".join(itertools.chain(*zip(parts, [*words, ""], strict=True)))


def hidden_files() -> dict[str, str]:
    files = {"content/threads/removed.md": _fill(_REMOVED, "removed")}
    for state, line in _STATES.items():
        files[f"content/threads/{state}.md"] = _fill(
            _THREAD.replace("STATE", f"{line}  # WORD"), f"thread{state}"
        )
        files[f"content/guides/{state}.md"] = _fill(
            _GUIDE.replace("STATE", f"{line}  # WORD"), f"guide{state}"
        )
        if state in ("draft", "withdrawn"):
            files[f"content/pages/{state}.md"] = _fill(
                _PAGE.replace("STATE", f"{line}  # WORD"), f"page{state}"
            )
    return files


class Kept:
    """The small site with hidden words, and all that its builds leave."""

    def __init__(self, folder: Path) -> None:
        self.temporary = folder / "tmp"
        self.temporary.mkdir()
        self.small = SmallSite(folder / "site", folder / "output")
        self.files = hidden_files()
        self.hide()

    def hide(self) -> None:
        for path, text in self.files.items():
            self.small.write(path, text)

    def show(self) -> None:
        """Writes the same words where all may read them."""
        for path, text in self.files.items():
            lines = (
                line for line in text.splitlines(keepends=True)
                if not line.startswith((*_STATES.values(), "removed:"))
            )  # fmt: skip
            self.small.write(path, "".join(lines))

    def run(self, *command: str, now: str = NOW, code: int = 0) -> str:
        done = ssg(*self._arguments(command, now), env={"TMPDIR": str(self.temporary)})
        assert done.returncode == code, done.stderr
        return done.stderr

    def kill(self, where: str, *command: str) -> None:
        """Runs a command whose process is killed as it calls the function `where`."""
        module, _, name = where.rpartition(".")
        code = (
            f"import os, signal, {module}\n"
            f"def die(*_, **__): os.kill(os.getpid(), signal.SIGKILL)\n{module}.{name} = die\n"
        )
        done = run_ssg_after(code, *self._arguments(command, NOW))
        assert done.returncode < 0, done.stderr

    def preview(self, *options: str, number: int = signal.SIGINT) -> None:
        """Runs a preview until its home page is shown, and ends it with the signal."""
        env = {"TMPDIR": str(self.temporary)}
        with start_preview(self.small.folder, "--now", NOW, *options, env=env) as preview:
            assert preview.get("/").status == 200
            preview.end(number)

    def _arguments(self, command: tuple[str, ...], now: str) -> list[str | Path]:
        if command[0] == "verify":
            return ["--site", self.small.folder, *command, "--output", self.small.output]
        target: list[str | Path] = []
        if command[0] == "build":
            target = ["--output", self.small.output]
        return ["--site", self.small.folder, *command, "--now", now, *target]

    def assert_only(self, states: Collection[str]) -> None:
        """No hidden word is in any file but those of documents in these states."""
        for file in (self.small.folder / ".ssg").rglob("*"):
            if file.is_file():
                places = re.findall(rf"{_SECRET}\d+([a-z]+)", file.read_text(errors="replace"))
                assert {place for place in places if not place.endswith(tuple(states))} == set()

    def assert_none(self) -> None:
        for folder in (self.small.folder / ".ssg", self.small.output, self.temporary):
            for file in folder.rglob("*"):
                assert _SECRET not in file.name
                if file.is_file():
                    data = file.read_bytes()
                    place = data.find(_SECRET.encode())
                    assert place < 0, f"{file}: {data[place - 60 : place + 60]!r}"


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    made = Kept(tmp_path)
    monkeypatch.setenv("TMPDIR", str(made.temporary))
    return made


def test_a_first_build_keeps_none_and_reports_the_same_each_time(kept: Kept) -> None:
    first = kept.run("build")
    kept.assert_none()
    assert _SECRET in first
    assert kept.run("build") == first
    assert kept.run("check") == first
    kept.run("verify")
    kept.assert_none()


def test_what_was_shown_before_is_kept_nowhere(kept: Kept) -> None:
    kept.show()
    kept.run("build")
    with pytest.raises(AssertionError):
        kept.assert_none()
    kept.hide()
    kept.run("build")
    kept.assert_none()


def test_a_check_keeps_none_nor_does_a_build_with_errors(kept: Kept) -> None:
    kept.run("check")
    kept.assert_none()
    wrong = _fill("---\ntitle: WORD #WORD\nWORD: WORD\nWORD\n---\n\nWORD <b>WORD\n", "wrong")
    kept.small.write("content/guides/wrong.md", wrong)
    kept.small.write("content/threads/wrong.md", wrong)
    assert _SECRET in kept.run("build", code=1)
    kept.assert_none()


def test_a_build_with_drafts_is_forgotten_by_the_next(kept: Kept) -> None:
    kept.run("build", "--drafts")
    kept.run("build")
    kept.assert_none()


def test_what_expires_between_two_builds_is_kept_nowhere(kept: Kept) -> None:
    kept.run("build", now="2026-01-20")
    kept.run("build")
    kept.assert_none()


def test_comments_of_a_published_document_are_kept_nowhere(kept: Kept) -> None:
    for path in kept.files:
        (kept.small.folder / path).unlink()
    kept.small.write(
        "content/guides/open.md",
        _fill("---\ntitle: Open #WORD\n# WORD\ntopics: [sleep]\n---\n\nText\n", "comment"),
    )
    kept.small.edit("site.yaml", "title: Small", _fill("title: Small #WORD", "settings"))
    assert "settings" in kept.run("build")
    assert "settings" in kept.run("build")
    kept.assert_none()


@pytest.mark.parametrize("is_changed", [True, False])
def test_a_corrupt_store_is_kept_nowhere(kept: Kept, is_changed: bool) -> None:
    kept.run("build", "--drafts")
    store = kept.small.folder / ".ssg/store.sqlite"
    store.write_bytes(b"x" * 16 + store.read_bytes()[16:])
    kept.run("build")
    kept.assert_none()
    for name in ("store.sqlite.bad", "store.new", "store.sqlite-wal", "store.sqlite-journal"):
        (store.parent / name).write_text(_SECRET)
        if is_changed:
            kept.small.edit("site.yaml", "title: ", "title: A ")
        kept.run("build")
        kept.assert_none()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize(
    "where",
    [
        "ssg.pipeline.planning.resolve",
        "ssg.pipeline.planning.encode",
        "ssg.pipeline.stages.render_site",
        "ssg.publish.output.plan_steps",
        "ssg.publish.output._complete",
        "ssg.pipeline.stages._close_store",
    ],
)
@pytest.mark.parametrize("has_store", [True, False])
def test_what_a_killed_build_leaves_is_removed_by_one_with_nothing_to_do(
    kept: Kept, where: str, has_store: bool
) -> None:
    for path in list(kept.files):
        # A draft alone, without warnings, so that the next build may have nothing to do.
        if path != "content/pages/draft.md":
            (kept.small.folder / path).unlink()
    page = "---\ntitle: WORD\nstatus: draft\n---\n\nWORD\n"
    kept.small.write("content/pages/draft.md", _fill(page, "page"))
    kept.run("build")
    if not has_store:
        state = kept.small.folder / ".ssg"
        state.rename(kept.small.folder / "state")
        state.write_text("in the way")
    kept.kill(where, "build", "--drafts")
    if not has_store:
        state.unlink()
        (kept.small.folder / "state").rename(state)
    kept.run("build")
    kept.assert_none()


def test_a_preview_keeps_only_words_of_what_it_shows(kept: Kept) -> None:
    kept.preview()
    kept.assert_only(["draft", "scheduled"])
    kept.preview("--no-drafts")
    kept.assert_none()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_what_a_preview_has_shown_is_in_no_file_after_the_next(kept: Kept, number: int) -> None:
    kept.show()
    kept.preview(number=number)
    kept.hide()
    kept.preview(number=number)
    kept.preview()
    kept.assert_only(["draft", "scheduled"])
    kept.preview(number=number)
    kept.preview("--no-drafts")
    kept.assert_none()


def test_what_is_hidden_while_a_preview_runs_is_in_no_file_at_its_end(kept: Kept) -> None:
    kept.show()
    with start_preview(kept.small.folder, "--now", NOW, "--no-drafts") as preview:
        preview.wait_for("/guides/draft/", _SECRET)
        kept.hide()
        wait_until(lambda: preview.get("/guides/draft/").status == 404)
        preview.end(signal.SIGINT)
    kept.preview("--no-drafts")
    kept.assert_none()


def test_builds_and_previews_keep_nothing_for_each_other(kept: Kept) -> None:
    kept.preview()
    kept.run("build")
    kept.preview("--no-drafts")
    kept.run("check")
    kept.assert_none()
