"""What is wrong shows while one types, and is what `ssg check` says once it is saved."""

import json
import re
from pathlib import Path
from random import Random

import pytest

from tests.command import ssg
from tests.incremental.samples import SmallSite, thread
from tests.language_server.client import Editor
from tests.plugin import install, path_of

Q1, Q2 = "content/threads/q1.md", "content/threads/q2.md"
GUIDE = "content/guides/moving.md"


def test_a_mistake_shows_as_it_is_typed_and_goes_when_it_is_mended(editor: Editor) -> None:
    editor.open(Q1)
    editor.wait_for(Q1)
    editor.change(Q1, thread(1, topic="bakc"))
    (found,) = editor.wait_for(Q1, "R01")
    assert found["severity"] == 1
    assert found["source"] == "ssg"
    assert found["message"] == "topic 'bakc' does not exist\ndid you mean 'back'?"
    assert found["range"] == {
        "start": {"line": 3, "character": 9},
        "end": {"line": 3, "character": 13},
    }
    editor.change(Q1, thread(1))
    editor.wait_for(Q1)


def test_yaml_that_is_not_complete_shows_where_it_stops(editor: Editor) -> None:
    editor.open(Q1, thread(1).replace("topics: [back]", "topics: [back"))
    (found,) = editor.wait_for(Q1, "F04")
    assert found["range"]["start"]["line"] == 3


def test_what_a_change_breaks_in_other_files_shows_there(editor: Editor) -> None:
    text = editor.folder.joinpath(GUIDE).read_text()
    editor.open(GUIDE)
    editor.wait_for(GUIDE)
    editor.change(GUIDE, text.replace("## Why", "## Because"))
    (found,) = editor.wait_for("content/guides/resting.md", "R07")
    assert "content/guides/moving.md has no heading '#why'" in found["message"]
    editor.change(GUIDE, text)
    editor.wait_for("content/guides/resting.md")


def test_a_file_that_is_closed_without_saving_is_as_it_was(editor: Editor) -> None:
    editor.open(Q1)
    editor.wait_for(Q1)
    editor.change(Q1, thread(1, extra="status: drft\n"))
    editor.wait_for(Q1, "F12")
    editor.close(Q1)
    editor.wait_for(Q1)


def test_a_cleared_warning_is_not_shown_and_one_that_counts_as_an_error_is_one(
    editor: Editor, site: SmallSite
) -> None:
    link = "[There](https://elsewhere.example.org/)."
    (site.folder / GUIDE).write_text(f"{(site.folder / GUIDE).read_text()}\n{link}\n")
    editor.open(GUIDE)
    (found,) = editor.wait_for(GUIDE, "W04")
    assert found["severity"] == 2
    line = found["range"]["start"]["line"] + 1
    place = f"{site.folder / GUIDE}:{line}"
    ended = ssg("--site", site.folder, "clear", place, "--code", "W04", "--reason", "theirs")
    assert ended.returncode == 0, ended.stderr
    cleared = (site.folder / GUIDE).read_text()
    editor.change(GUIDE, cleared)
    editor.wait_for(GUIDE)
    editor.change(GUIDE, cleared.replace("[There]", "[Over there]"))
    editor.wait_for(GUIDE, "W04", "W40")
    settings = (site.folder / "site.yaml").read_text()
    editor.open("site.yaml", settings)
    editor.save("site.yaml", f"{settings}\nchecks: {{errors: [W04]}}\n")
    editor.change(GUIDE, cleared.replace("[There]", "[Look there]"))
    shown = editor.wait_for(GUIDE, "W04", "W40")
    assert {one["code"]: one["severity"] for one in shown} == {"W04": 1, "W40": 2}


def test_a_new_file_is_known_before_it_is_saved_and_gone_when_it_is_closed(editor: Editor) -> None:
    editor.open(Q1, thread(1, extra="related: [fresh]\n"))
    editor.wait_for(Q1, "R05")
    editor.open("content/threads/fresh.md", thread(20))
    editor.wait_for(Q1)
    editor.close("content/threads/fresh.md")
    editor.wait_for(Q1, "R05")


def test_what_other_programs_change_is_found_at_the_next_save(editor: Editor) -> None:
    editor.open(Q1)
    editor.wait_for(Q1)
    editor.folder.joinpath("content/topics/back.md").unlink()
    editor.save(Q1, thread(1))
    editor.wait_for(Q1, "R01")


def test_what_the_editor_says_of_files_on_the_disk_is_followed(site: SmallSite) -> None:
    watching = {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}
    with Editor(site.folder, capabilities=watching) as editor:
        while editor.receive().get("method") != "client/registerCapability":
            pass
        editor.open(Q1)
        editor.wait_for(Q1)
        site.folder.joinpath("content/topics/back.md").unlink()
        change = {"uri": editor.uri("content/topics/back.md"), "type": 3}
        editor.tell("workspace/didChangeWatchedFiles", {"changes": [change]})
        editor.wait_for(Q1, "R01")


def test_settings_are_checked_as_they_are_typed_and_count_once_saved(editor: Editor) -> None:
    text = editor.folder.joinpath("site.yaml").read_text()
    editor.open("site.yaml", f"{text}langauge: es\n")
    editor.wait_for("site.yaml", "F06")
    editor.change(
        "site.yaml", f"{text}limits: {{file_bytes: 30}}\n".replace("limits: {file_s", "#")
    )
    editor.wait_for("site.yaml")
    editor.open(Q1)
    editor.wait_for(Q1)
    editor.save("site.yaml", f"{text.partition('limits')[0]}limits: {{file_bytes: 30}}\n")
    editor.wait_for(Q1, "T07")


@pytest.mark.parametrize(
    ("encodings", "character"), [(None, 12), (["utf-8"], 20), (["utf-32"], 9), (["utf-16"], 12)]
)
def test_columns_are_counted_as_the_editor_counts_them(
    site: SmallSite, encodings: list[str] | None, character: int
) -> None:
    capabilities = {"general": {"positionEncodings": encodings}} if encodings else {}
    with Editor(site.folder, capabilities=capabilities) as editor:
        text = thread(1).replace("What about 1?", "🙂🙂🙂 日 aa [x](../guides/nowhere.md)")
        editor.open(Q1, text)
        (found,) = editor.wait_for(Q1, "R06")
        assert found["range"]["start"]["character"] == character


def test_a_text_with_strange_line_ends_has_its_mistakes_on_the_right_lines(editor: Editor) -> None:
    lines = thread(1, topic="bakc").replace("What about", "A\u2028B\x85C\x0bD").split("\n")
    editor.open(Q1, "\ufeff" + "\r\n".join(lines).replace("\x0b", ""))
    (found,) = editor.wait_for(Q1, "R01")
    assert found["range"]["start"] == {"line": 3, "character": 9}


def test_half_a_surrogate_pair_is_an_error_and_no_crash(editor: Editor) -> None:
    editor.open(Q1, thread(1) + "\ud83d")
    editor.wait_for(Q1, "T01")
    editor.change(Q1, thread(1))
    editor.wait_for(Q1)


_MISTAKES = (
    "", "status: draft\n", "related: [nowhere]\n", "rating: 3\n", "resources: [walkin]\n",
    "publish_on: 2099-01-01\n", "review: {by: sma, date: 2026-01-01}\n", "nonsense: 1\n",
    "aliases: [/old]\n", "related: [q3]\n", "topics: [back\n",
)  # fmt: skip


def test_after_any_edits_it_is_all_that_check_reports(site: SmallSite, editor: Editor) -> None:
    random = Random(3)
    paths = [f"content/threads/q{number}.md" for number in range(1, 6)]
    for path in paths:
        editor.open(path)
    for _ in range(25):
        number = random.randint(1, 5)
        body = random.choice(("", "\n[see](../guides/moving.md#wyh)\n", "\n[q](q3.md)\n"))
        text = thread(number, extra=random.choice(_MISTAKES)) + body
        editor.change(paths[number - 1], text)
        site.write(paths[number - 1], text)
    editor.tell("textDocument/didSave", {"textDocument": {"uri": editor.uri(paths[0])}})
    expected = _checked(site)
    for path, codes in expected.items():
        editor.wait_for(path, *codes)
    for path in editor.diagnostics.keys() - expected.keys():
        editor.wait_for(path)


def _checked(site: SmallSite) -> dict[str, list[str]]:
    done = ssg("--site", site.folder, "check", "--all")
    found: dict[str, list[str]] = {}
    for path, code in re.findall(r"^(\S+?)(?::\d+:\d+)?: \w+\[(\w+)\]", done.stderr, re.MULTILINE):
        found.setdefault(path, []).append(code)
    assert found, json.dumps(done.stderr)
    return found


def test_what_a_plugin_finds_shows_as_it_is_typed(site: SmallSite, tmp_path: Path) -> None:
    code = """
def find(document):
    for text in document.texts:
        for found in re.finditer("always", text.markdown):
            yield Finding(message="a promise", hint="say when", place=text.find(found.start()))

@hookimpl
def ssg_checks(): return [check("always", find)]
"""
    install(tmp_path / "plugins", code)
    site.edit("site.yaml", "page_size", "plugins: [house-style]\npage_size")
    with Editor(site.folder, env=path_of(tmp_path / "plugins")) as editor:
        editor.open(Q1)
        editor.wait_for(Q1)
        editor.change(Q1, thread(1).replace("What about", "Is it always"))
        (found,) = editor.wait_for(Q1, "house-style/always")
        assert found["severity"] == 2
        assert found["message"] == "a promise\nsay when"
        assert found["range"]["start"]["character"] == len("Is it ")
