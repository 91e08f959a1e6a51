"""`ssg new` as people and scripts run it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import ROOT, ssg, tree
from tests.terminal import run_on_terminal

THREAD = (
    "---\ntitle: Does late coffee keep me awake?\nasked: 2026-01-10\ntopics: [sleep]\n---\n\n"
    "I drink coffee at six.\n\n"
    "## Answer\n\n```yaml\nby: Owl\nposted: 2026-01-11\nid: tea\n```\n\nTry tea.\n\n"
    "### Reply\n\n```yaml\nby: Cat\nposted: 2026-01-12\n```\n\nI did.\n\n"
    "## Answer\n\n```yaml\nposted: 2026-01-13\n```\n\nSleep in."
)
FILES = {
    "site.yaml": "title: Night and day\nurl: https://example.org\n",
    "content/topics/sleep.md": "---\ntitle: Sleep\nalso_called: [Slumber]\n---\n",
    "content/threads/coffee.md": THREAD,
    "content/guides/naps.md": (
        "---\ntitle: Naps\ntopics: [sleep]\nalso_called: [Sleeping after lunch]\n"
        "aliases: [/threads/siesta/]\n---\n\nRest.\n"
    ),
    "content/people/lind.yaml": "id: lind\nname: Sample Lind\n",
    "content/resources/library.yaml": (
        "publisher: The Library # ours\nresources:\n  - {id: a, title: A, url: 'https://a.example'}\n"
    ),
}
TITLED = ("--asked", "2026-03-01", "--topic", "sleep", "--title")


@pytest.fixture(name="site")
def made_site(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def new(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return ssg("--site", site, "new", *arguments)


def created(site: Path, *arguments: str) -> tuple[str, str]:
    """The path that is printed, and the text of the file."""
    finished = new(site, *arguments)
    assert finished.returncode == 0, finished.stderr
    path = finished.stdout.strip().partition(":")[0]
    return path, (site / path).read_text(encoding="utf-8")


def errors(site: Path) -> str:
    finished = ssg("--site", site, "check", "--drafts")
    return "" if finished.returncode == 0 else finished.stderr


def test_each_kind_gets_a_file_that_a_check_accepts(site: Path) -> None:
    for arguments in (
        ("thread", *TITLED, "How long is a nap?"),
        ("guide", "--title", "Snoring", "--topic", "sleep"),
        ("topic", "--title", "Dreams", "--parent", "sleep"),
        ("page", "--title", "About us"),
        ("person", "--name", "Jane O'Neil", "--lay"),
        ("resource", "--title", "Sleep", "--url", "https://b.example", "--publisher", "B"),
        ("answer", "coffee", "--posted", "2026-03-02", "--text", "No."),
        ("reply", "coffee", "--posted", "2026-03-03", "--text", "Why?", "--to", "a-2026-03-02"),
    ):
        created(site, *arguments)
    assert errors(site) == ""
    assert "status: draft\n" in (site / "content/threads/how-long-is-a-nap.md").read_text()
    assert "status: draft\n" in (site / "content/guides/snoring.md").read_text()
    assert "status: draft\n" in (site / "content/pages/about-us.md").read_text()
    assert (site / "content/people/jane-oneil.yaml").read_text() == (
        'id: jane-oneil\nname: Jane O\'Neil\nlay: "true"\n'.replace('"', "")
    )


def test_the_options_are_the_fields_of_the_format(site: Path) -> None:
    _, text = created(
        site, "thread", *TITLED, "Is it: so?", "--by", "Owl", "--guide", "naps", "--resource", "a",
        "--source-system", "Forum", "--source-url", "https://forum.example/1",
        "--review-by", "lind", "--review-date", "2026-03-01", "--review-covers", "question",
        "--alias", "/old.html", "--alias", "/older.html", "--status", "published",
        "--text", "Is it?",
    )  # fmt: skip
    assert text == (
        '---\ntitle: "Is it: so?"\nasked: 2026-03-01\ntopics: [sleep]\nby: Owl\nguides: [naps]\n'
        "resources: [a]\nstatus: published\nreview:\n  by: lind\n  date: 2026-03-01\n"
        "  covers: [question]\naliases: [/old.html, /older.html]\nsource:\n  system: Forum\n"
        "  url: https://forum.example/1\n---\n\nIs it?\n"
    )
    assert errors(site) == ""


def test_all_that_is_missing_is_named_where_nobody_can_be_asked(site: Path) -> None:
    before = tree(site)
    for arguments, missing in (
        (("thread",), "--title, --asked, --topic"),
        (("resource", "--title", "A"), "--publisher, --url"),
        (("answer", "coffee"), "--posted, --text"),
    ):
        finished = new(site, *arguments)
        assert finished.returncode == 2
        assert finished.stderr.startswith(f"error: missing: {missing}\n")
    assert tree(site) == before


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Ça va: l’été #1?", "ca-va-lete-1"),
        ("日本語", "ribenyu"),
        ("Что делать?", "chto-delat"),
        ("!?", "thread"),
        ("x" * 300, "x" * 80),
        ("Siesta", "siesta-2"),
    ],
)
def test_the_id_is_made_from_the_title(site: Path, title: str, name: str) -> None:
    path, _ = created(site, "thread", *TITLED, title)
    assert path == f"content/threads/{name}.md"
    path, _ = created(site, "thread", *TITLED, title)
    assert path != f"content/threads/{name}.md"
    assert errors(site) == ""


@pytest.mark.parametrize("title", ["Threads", "Topics", "Search", "A to Z", "Assets", "404"])
def test_no_page_gets_an_address_that_is_taken(site: Path, title: str) -> None:
    (site / "site.yaml").write_text(f"{FILES['site.yaml']}search: true\n")
    created(site, "page", "--title", title)
    assert errors(site) == ""


def test_like_titles_are_warned_of(site: Path) -> None:
    finished = new(site, "thread", *TITLED, "Does coffee late keep me awake")
    assert finished.returncode == 0
    assert finished.stderr == (
        "warning: there are documents with a like title:\n"
        "  content/threads/coffee.md: Does late coffee keep me awake?\n"
    )
    finished = new(site, "guide", "--topic", "sleep", "--title", "Sleeping after a lunch")
    assert "content/guides/naps.md: Sleeping after lunch" in finished.stderr
    assert new(site, "guide", "--topic", "sleep", "--title", "Snoring").stderr == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("thread", *TITLED, "A", "--id", "coffee"), "'coffee' is taken: there is a thread"),
        (("thread", *TITLED, "A", "--id", "siesta"), "naps.md has the alias /threads/siesta/"),
        (("thread", *TITLED, "A", "--id", "../x"), "'../x' must consist of lowercase letters"),
        (("page", "--title", "A", "--id", "threads"), "'threads' is taken"),
        (("thread", *TITLED, "A", "--topic", "slep"), "no topic 'slep': did you mean 'sleep'?"),
        (("thread", "--title", "A", "--topic", "sleep", "--asked", "now"), "'now' is not a date"),
        (("guide", "--title", "A\x1b[2J", "--topic", "sleep"), "contains a control character"),
        (("guide", "--title", "A", "--topic", "sleep", "--review-by", "lind"), "review.date"),
        (("resource", "--title", "A", "--url", "https://a.example", "--publisher", "P"), "'a' has"),
        (("thread", *TITLED, "A", "--text", "## Answer\n\nx"), "has no yaml block"),
    ],
)
def test_what_would_be_wrong_is_refused(
    site: Path, arguments: tuple[str, ...], message: str
) -> None:
    before = tree(site)
    finished = new(site, *arguments)
    assert finished.returncode == 2
    assert message in finished.stderr
    assert "\x1b" not in finished.stderr
    assert tree(site) == before


def test_an_answer_goes_to_the_end_and_every_other_byte_stays(site: Path) -> None:
    path, text = created(site, "answer", "coffee", "--posted", "2026-01-13", "--text", "Milk.")
    assert text == f"{THREAD}\n\n" + (
        "## Answer\n\n```yaml\nposted: 2026-01-13\nid: answer-4\n```\n\nMilk.\n"
    )
    assert path == "content/threads/coffee.md"
    assert errors(site) == ""


def test_a_reply_goes_after_the_others_and_names_its_post_where_needed(site: Path) -> None:
    _, text = created(site, "reply", "/threads/coffee/", "--posted", "2026-01-14", "--text", "X.",
                      "--to", "tea")  # fmt: skip
    added = "### Reply\n\n```yaml\nposted: 2026-01-14\n```\n\nX.\n\n"
    assert text == THREAD.replace("I did.\n\n", f"I did.\n\n{added}")
    _, after = created(site, "answer", "coffee", "--posted", "2026-01-15", "--text", "Y.",
                       "--to", "#a-2026-01-12")  # fmt: skip
    named = "### Reply\n\n```yaml\nposted: 2026-01-15\nto: a-2026-01-12\n```\n\nY.\n\n"
    assert after == text.replace("X.\n\n", f"X.\n\n{named}")
    _, last = created(site, "reply", "coffee", "--posted", "2026-01-16", "--text", "Z.")
    first = "### Reply\n\n```yaml\nposted: 2026-01-16\n```\n\nZ.\n\n"
    assert last == after.replace("at six.\n\n", f"at six.\n\n{first}")
    assert errors(site) == ""


def test_line_ends_and_a_byte_order_mark_stay(site: Path) -> None:
    file = site / "content/threads/coffee.md"
    data = b"\xef\xbb\xbf" + THREAD.replace("\n", "\r\n").encode()
    file.write_bytes(data)
    file.chmod(0o640)
    created(site, "reply", "coffee", "--posted", "2026-01-14", "--to", "tea", "--text", "A\nB")
    added = b"### Reply\r\n\r\n```yaml\r\nposted: 2026-01-14\r\n```\r\n\r\nA\r\nB\r\n\r\n"
    assert file.read_bytes() == data.replace(b"I did.\r\n\r\n", b"I did.\r\n\r\n" + added)
    assert file.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("```\n## Answer", "would not be valid"),
        ("x\n\n## Answer\n\n```yaml\nposted: 2026-02-02\n```\n\ny", "which post"),
        ("[a]: https://evil.example\n\nx", ""),
        ("<script>x</script>", "raw HTML"),
        ("   ", "has no text"),
    ],
)
def test_a_text_cannot_become_another_post(site: Path, text: str, message: str) -> None:
    before = tree(site)
    finished = new(site, "reply", "coffee", "--posted", "2026-02-01", "--text", text)
    if message:
        assert finished.returncode == 2
        assert message in finished.stderr
        assert tree(site) == before
    else:
        assert errors(site) == ""


def test_the_text_of_a_question_brings_no_posts(site: Path) -> None:
    before = tree(site)
    fields = "person: lind\nrole: clinician\nposted: 2026-03-02"
    post = f"## Answer\n\n```yaml\n{fields}\n```\n\ny"
    finished = new(site, "thread", *TITLED, "A", "--text", f"x\n\n{post}")
    assert finished.returncode == 2
    assert "would become posts of others" in finished.stderr
    assert tree(site) == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("answer", "cofee"), "did you mean 'coffee'?"),
        (("reply", "coffee", "--to", "te"), "has no post 'te'"),
        (("answer", "coffee", "--person", "lindt"), "did you mean 'lind'?"),
        (("answer", "../site"), "there is no thread '../site'"),
    ],
)
def test_an_unknown_thread_post_or_person_is_refused(
    site: Path, arguments: tuple[str, ...], message: str
) -> None:
    finished = new(site, *arguments, "--posted", "2026-02-01", "--text", "x")
    assert finished.returncode == 2
    assert message in finished.stderr


def test_a_withdrawn_thread_gets_no_post(site: Path) -> None:
    (site / "content/threads/gone.md").write_text(
        "---\ntitle: Gone\nasked: 2026-01-10\ntopics: [sleep]\nstatus: withdrawn\n---\n"
    )
    finished = new(site, "answer", "gone", "--posted", "2026-02-01", "--text", "x")
    assert finished.returncode == 2
    assert "content/threads/gone.md was withdrawn" in finished.stderr


def test_a_resource_goes_into_the_file_of_its_publisher(site: Path) -> None:
    path, text = created(
        site, "resource", "--title", "=B", "--url", "https://b.example", "--publisher",
        "the library", "--topic", "sleep",
    )  # fmt: skip
    assert path == "content/resources/library.yaml"
    assert text.startswith(FILES["content/resources/library.yaml"])
    assert "topics: [sleep]" in text
    assert errors(site) == ""


def test_the_text_can_come_from_standard_input(site: Path) -> None:
    arguments = ("new", "answer", "coffee", "--posted", "2026-02-01", "--text", "-")
    subprocess.run(
        [sys.executable, "-m", "ssg", "--site", site, *arguments],
        input=b"One.\r\n\r\nTwo.\r\n",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
    )
    assert (site / "content/threads/coffee.md").read_text().endswith("\nOne.\n\nTwo.\n")


def test_a_site_can_have_templates_of_its_own(site: Path) -> None:
    template = site / "templates/new/thread.md"
    template.parent.mkdir(parents=True)
    template.write_text("---\n{{ fields }}\nextra: {desk: night}\n---\n\n{{ title }}\n")
    _, text = created(site, "thread", *TITLED, "{{ 7 * 7 }} {% raw %}")
    assert text.endswith("extra: {desk: night}\n---\n\n{{ 7 * 7 }} {% raw %}\n")
    assert errors(site) == ""


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{{ nothing }}", "templates/new/thread.md: 'nothing' is undefined"),
        ("{% if %}", "templates/new/thread.md: line 1: "),
        ("{{ ().__class__.__mro__ }}", "templates/new/thread.md: "),
        ("no front matter", "the file would not be valid: the file has no front matter"),
        ("{{ 1 / 0 }}", "templates/new/thread.md: division by zero"),
    ],
)
def test_a_template_that_fails_is_an_error(site: Path, template: str, message: str) -> None:
    file = site / "templates/new/thread.md"
    file.parent.mkdir(parents=True)
    file.write_text(template)
    finished = new(site, "thread", *TITLED, "A")
    assert finished.returncode == 2
    assert message in finished.stderr
    assert not (site / "content/threads/a.md").exists()


def test_templates_of_new_files_change_no_page(site: Path) -> None:
    assert ssg("--site", site, "build").returncode == 0
    file = site / "templates/new/thread.md"
    file.parent.mkdir(parents=True)
    file.write_text("{{ broken")
    finished = ssg("--site", site, "build")
    assert finished.returncode == 0
    assert "Wrote 0 files" in finished.stdout


def test_it_opens_the_editor(site: Path, tmp_path: Path) -> None:
    finished = ssg(
        "--site", site, "new", "page", "--title", "Who", "--edit",
        env={"VISUAL": f"{sys.executable} {ROOT}/tests/append.py"},
    )  # fmt: skip
    assert finished.returncode == 0, finished.stderr
    assert (tmp_path / "content/pages/who.md").read_text().endswith("edited\n")


def test_a_link_is_not_followed(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (site / "content/pages").symlink_to(outside)
    finished = new(site, "page", "--title", "Who")
    assert finished.returncode == 2
    assert "is a symbolic link" in finished.stderr
    assert list(outside.iterdir()) == []


def test_it_asks_on_a_terminal(site: Path) -> None:
    command = (sys.executable, "-m", "ssg", "--site", str(site), "new", "thread")
    with run_on_terminal(*command, env={"TERM": "xterm"}) as terminal:
        terminal.wait_for("Title")
        terminal.type("Does late coffee keep me awake\r")
        terminal.wait_for("asked?")
        terminal.type("\x152026-03-01\r")
        terminal.wait_for("Topics")
        terminal.type("slep\r")
        terminal.wait_for("choose one of the list")
        terminal.type("\x15sleep\r")
        terminal.wait_for("another one")
        terminal.type("\r")
        terminal.wait_for("author (Enter for none)")
        terminal.type("Owl\r")
        terminal.wait_for("Guides")
        terminal.type("naps\r")
        terminal.wait_for("another one")
        terminal.type("\r")
        terminal.wait_for("Resources")
        terminal.type("\r")
        terminal.wait_for("Write a new one?")
        terminal.type("y")
        terminal.wait_for("content/threads/does-late-coffee-keep-me-awake.md")
        assert terminal.wait_for_end() == 0
    text = (site / "content/threads/does-late-coffee-keep-me-awake.md").read_text()
    assert "asked: 2026-03-01\ntopics: [sleep]\nby: Owl\nguides: [naps]\n" in text
    assert errors(site) == ""


def test_ctrl_c_on_a_terminal_writes_nothing(site: Path) -> None:
    before = tree(site)
    command = (sys.executable, "-m", "ssg", "--site", str(site), "new", "page")
    with run_on_terminal(*command, env={"TERM": "xterm"}) as terminal:
        terminal.wait_for("Title")
        terminal.type("\x03")
        assert terminal.wait_for_end() == 130
    assert tree(site) == before


def test_an_edit_that_was_killed_is_finished_first(site: Path) -> None:
    from ssg.digest import digest_of
    from ssg.editing.journal import Step, write_journal

    guide = site / "content/guides/naps.md"
    after = guide.read_bytes().replace(b"title: Naps", b"title: Short naps")
    step = Step(
        path="content/guides/naps.md", before=digest_of(guide.read_bytes()), after=after, mode=None
    )
    (site / ".ssg").mkdir()
    write_journal(site, [step])
    finished = new(site, "guide", "--title", "Short naps", "--topic", "sleep")
    assert finished.returncode == 0, finished.stderr
    assert "Finished an edit of 1 file" in finished.stderr
    assert "content/guides/naps.md: Short naps" in finished.stderr
    assert guide.read_bytes() == after


def test_on_a_terminal_the_text_of_an_answer_is_written_in_the_editor(site: Path) -> None:
    command = (sys.executable, "-m", "ssg", "--site", str(site), "new", "answer", "coffee")
    editor = f"{sys.executable} {ROOT}/tests/append.py"
    with run_on_terminal(*command, env={"TERM": "xterm", "VISUAL": editor}) as terminal:
        terminal.wait_for("posted?")
        terminal.type("\x152026-02-01\r")
        terminal.wait_for("author")
        terminal.type("Owl\r")
        terminal.wait_for("content/threads/coffee.md:")
        assert terminal.wait_for_end() == 0
    text = (site / "content/threads/coffee.md").read_text()
    assert text.endswith("```yaml\nposted: 2026-02-01\nby: Owl\n```\n\nedited\n")
