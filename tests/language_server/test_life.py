"""How the server starts, lives with whatever comes, and ends."""

import os
import subprocess
import sys
from pathlib import Path

from tests.incremental.samples import SmallSite, thread
from tests.language_server.client import Editor
from tests.machine import PATIENCE, wait_until
from tests.terminal import run_on_terminal

Q1 = "content/threads/q1.md"


def test_it_ends_with_success_when_the_editor_asks_for_the_end(editor: Editor) -> None:
    editor.open(Q1)
    editor.wait_for(Q1)
    assert editor.quit() == 0
    assert editor.process.stderr
    assert editor.process.stderr.read() == b""


def test_an_end_without_a_shutdown_or_without_the_editor_is_none_of_success(
    site: SmallSite,
) -> None:
    with Editor(site.folder) as first:
        first.tell("exit", None)
        assert first.process.wait(PATIENCE) == 1
    with Editor(site.folder) as second:
        assert second.process.stdin
        second.process.stdin.close()
        assert second.process.wait(PATIENCE) == 1
    command = [sys.executable, "-m", "ssg", "lsp"]
    third = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    assert (third.returncode, third.stdout, third.stderr) == (1, b"", b"")


def test_it_ends_when_the_editor_was_killed_though_its_pipe_is_open(site: SmallSite) -> None:
    other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    options = {"rootUri": site.folder.as_uri(), "processId": other.pid}
    with Editor(site.folder, options=options) as editor:
        editor.open(Q1)
        editor.wait_for(Q1)
        other.communicate()
        assert editor.process.wait(PATIENCE) == 1


def test_what_is_no_message_is_survived_and_what_has_no_end_ends_it(editor: Editor) -> None:
    for body in (b"", b"{", b"[]", b"null", b'{"jsonrpc": "2.0", "method": 3}', b"\xff\xfe"):
        editor.send_bytes(b"Content-Length: %d\r\n\r\n" % len(body) + body)
    editor.tell("textDocument/didChange", {"textDocument": {"uri": "file:///x", "version": 1}})
    editor.tell("nobody/knows", {"this": 1})
    editor.open("content/threads/q2.md")
    editor.wait_for("content/threads/q2.md")
    editor.send_bytes(b"Content-Length: 99999999999999\r\n\r\n")
    assert editor.process.wait(PATIENCE) == 1


_NO_FILES = (
    "untitled:Untitled-1",
    "file:///",
    "file://host/x",
    "x",
    "file:///%00/content/a.md",
    "",
)


def test_addresses_that_are_no_files_get_no_answers(editor: Editor) -> None:
    for uri in _NO_FILES:
        document = {"uri": uri, "languageId": "markdown", "version": 1, "text": "---\n"}
        editor.tell("textDocument/didOpen", {"textDocument": document})
        position = {"line": 0, "character": 0}
        asked = {"textDocument": {"uri": uri}, "position": position}
        assert editor.ask("textDocument/hover", asked) is None, uri
    editor.open(Q1)
    editor.wait_for(Q1)


def test_a_folder_without_a_site_gets_one_when_site_yaml_is_there(tmp_path: Path) -> None:
    with Editor(tmp_path) as editor:
        editor.open("content/threads/x.md", "no front matter")
        assert editor.ask_at("completion", "content/threads/x.md", "---\n|") is None
        (tmp_path / "site.yaml").write_text("title: T\nurl: https://example.org\n")
        editor.open("site.yaml")
        editor.save("site.yaml", "title: T\nurl: https://example.org\n")
        editor.wait_for("content/threads/x.md", "F02")


def test_the_site_is_found_above_and_below_the_folder_that_is_open(site: SmallSite) -> None:
    site.write("content/threads/q2.md", thread(2, topic="bakc"))
    for folder in (site.folder / "content", site.folder.parent):
        with Editor(site.folder, options={"rootUri": folder.as_uri()}) as editor:
            editor.wait_for("content/threads/q2.md", "R01")


def test_several_sites_are_followed_side_by_side(tmp_path: Path) -> None:
    sites = [SmallSite(tmp_path / name, tmp_path / "output") for name in ("a", "b")]
    for site in sites:
        site.write(Q1, thread(1, topic="bakc"))
    folders = [{"uri": site.folder.as_uri(), "name": site.folder.name} for site in sites]
    with Editor(tmp_path, options={"workspaceFolders": folders}) as editor:
        editor.wait_for(f"a/{Q1}", "R01")
        editor.wait_for(f"b/{Q1}", "R01")
        event = {"added": [], "removed": folders[:1]}
        editor.tell("workspace/didChangeWorkspaceFolders", {"event": event})
        editor.wait_for(f"a/{Q1}")


def test_errors_in_site_yaml_leave_the_content_checked(site: SmallSite) -> None:
    site.write("site.yaml", "title: [\n")
    with Editor(site.folder) as editor:
        editor.wait_for("site.yaml", "F04")
        editor.open(Q1, thread(1, topic="bakc"))
        editor.wait_for(Q1, "R01")


def test_what_an_extension_prints_does_not_reach_the_editor(site: SmallSite) -> None:
    site.write(
        "loud.py",
        "print('loaded')\n"
        "def makeExtension(**_):\n"
        "    from markdown.extensions import Extension\n"
        "    print('made')\n"
        "    return Extension()\n",
    )
    settings = (site.folder / "site.yaml").read_text()
    dialect = "markdown: {dialect: python-markdown, extensions: [loud]}\n"
    site.write("site.yaml", settings + dialect)
    path = [str(site.folder), os.environ.get("PYTHONPATH", "")]
    with Editor(site.folder, env={"PYTHONPATH": os.pathsep.join(filter(None, path))}) as editor:
        editor.open("content/guides/moving.md")
        editor.wait_for("content/guides/moving.md")
        assert editor.quit() == 0
        assert editor.process.stderr
        assert b"made" in editor.process.stderr.read()


def test_a_text_that_takes_too_long_is_a_diagnostic_and_not_the_end(site: SmallSite) -> None:
    site.edit("site.yaml", "file_seconds: 10000", "file_seconds: 1")
    site.write(
        "slow.py",
        "from markdown.extensions import Extension\n"
        "from markdown.preprocessors import Preprocessor\n"
        "class Slow(Preprocessor):\n"
        "    def run(self, lines):\n"
        "        while any('forever' in line for line in lines): pass\n"
        "        return lines\n"
        "class SlowExtension(Extension):\n"
        "    def extendMarkdown(self, md):\n"
        "        md.preprocessors.register(Slow(md), 'slow', 1)\n"
        "def makeExtension(**_):\n"
        "    return SlowExtension()\n",
    )
    settings = (site.folder / "site.yaml").read_text()
    site.write(
        "site.yaml", f"{settings}markdown: {{dialect: python-markdown, extensions: [slow]}}\n"
    )
    path = [str(site.folder), os.environ.get("PYTHONPATH", "")]
    with Editor(site.folder, env={"PYTHONPATH": os.pathsep.join(filter(None, path))}) as editor:
        text = (site.folder / "content/guides/moving.md").read_text()
        editor.open("content/guides/moving.md", f"{text}\nforever\n")
        editor.wait_for("content/guides/moving.md", "T06")
        editor.change("content/guides/moving.md", text)
        editor.wait_for("content/guides/moving.md")


def test_unsaved_text_is_in_no_file(site: SmallSite, editor: Editor) -> None:
    editor.open(Q1)
    editor.wait_for(Q1)
    editor.change(Q1, thread(1).replace("What about", "Nobody may read this"))
    editor.wait_for(Q1)
    assert editor.quit() == 0
    kept = [file for file in (site.folder / ".ssg").rglob("*") if file.is_file()]
    assert kept
    assert not [file for file in kept if b"Nobody may read this" in file.read_bytes()]


def test_the_second_start_reads_what_a_build_has_left(site: SmallSite) -> None:
    site.build()
    store = site.folder / ".ssg/language-server/store.sqlite"
    with Editor(site.folder) as editor:
        editor.open(Q1)
        editor.wait_for(Q1)
        wait_until(store.is_file)
        assert editor.quit() == 0
    assert b"This is answer 2" in store.read_bytes()


def test_a_site_that_cannot_be_written_is_checked_all_the_same(site: SmallSite) -> None:
    (site.folder / ".ssg").write_text("a file where a folder should be")
    with Editor(site.folder) as editor:
        editor.open(Q1, thread(1, topic="bakc"))
        editor.wait_for(Q1, "R01")


def test_on_a_terminal_it_says_who_it_speaks_to() -> None:
    with run_on_terminal(sys.executable, "-m", "ssg", "lsp") as terminal:
        terminal.wait_for("speaks to an editor, not to a terminal")
        terminal.wait_for("docs/editors.md")
        assert terminal.wait_for_end() == 2
