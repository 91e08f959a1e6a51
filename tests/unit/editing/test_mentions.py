"""Mentions, in every form in which one can be written."""

from pathlib import Path

import pytest

from ssg.config import Settings
from ssg.editing.errors import EditError
from ssg.editing.mentions import Mention, find_mentions, find_mentions_in, replace_mentions
from ssg.editing.targets import Target
from ssg.model.kinds import Kind

SETTINGS = Settings(title="A", url="https://a.example.org/")
GUIDE = Target(kind=Kind.GUIDE, id="back-pain")
FRONT = "---\ntitle: A\n---\n\n"


def found(text: str, target: Target = GUIDE, path: str = "content/pages/a.md") -> list[Mention]:
    return find_mentions_in(path, text.encode(), SETTINGS, target)


def renamed(text: str, target: Target = GUIDE, path: str = "content/pages/a.md") -> str:
    new = Target(kind=target.kind, id="new" if target.kind else "media/b/new.png")
    return replace_mentions(text, found(text, target, path), target, new)


@pytest.mark.parametrize(
    ("written", "after"),
    [
        ("[x](../guides/back-pain.md)", "[x](../guides/new.md)"),
        ("[x](../guides/back-pain.md#a 'back-pain')", "[x](../guides/new.md#a 'back-pain')"),
        ("[x](<../guides/back-pain.md>)", "[x](<../guides/new.md>)"),
        ("[x](  ../guides/back-pain.md  (t) )", "[x](  ../guides/new.md  (t) )"),
        (
            "[x](../pages/../guides/./back-pain.md?plain=1)",
            "[x](../pages/../guides/./new.md?plain=1)",
        ),
        ("[x](../guides/back%2Dpain.md)", "[x](../guides/new.md)"),
        ("[x](..%2fguides/b&#97;ck-pain.md#b&#97;ck)", "[x](../guides/new.md#b&#97;ck)"),
        ("[x](../guides/back\\-pain.md\\#a)", "[x](../guides/new.md\\#a)"),
        ("[x](/guides/back-pain/#a)", "[x](/guides/new/#a)"),
        ("[x](/guides/%62ack-pain/)", "[x](/guides/new/)"),
        (
            "[x][back-pain]\n\n[back-pain]: ../guides/back-pain.md 't'",
            "[x][back-pain]\n\n[back-pain]: ../guides/new.md 't'",
        ),
        ("[x]\n\n> [x]:\n> <../guides/back-pain.md>", "[x]\n\n> [x]:\n> <../guides/new.md>"),
        (
            "[![a](../media/a.png)](../guides/back-pain.md)",
            "[![a](../media/a.png)](../guides/new.md)",
        ),
        ("[`](b)` \\]](../guides/back-pain.md)", "[`](b)` \\]](../guides/new.md)"),
        ("> - [x](\n>   ../guides/back-pain.md)", "> - [x](\n>   ../guides/new.md)"),
        ("|a|\n|-|\n|[x](../guides/back-pain.md)|", "|a|\n|-|\n|[x](../guides/new.md)|"),
        ("<a href='../guides/back&#45;pain.md'>x</a>", "<a href='../guides/new.md'>x</a>"),
        (
            "<div>\n<a class=a href=/guides/back-pain/>x</a>\n</div>",
            "<div>\n<a class=a href=/guides/new/>x</a>\n</div>",
        ),
        ("a[^1]\n\n[^1]: [x](../guides/back-pain.md)", "a[^1]\n\n[^1]: [x](../guides/new.md)"),
    ],
)
def test_a_link_is_changed_where_it_is_written(written: str, after: str) -> None:
    assert renamed(FRONT + written + "\n") == FRONT + after + "\n"


@pytest.mark.parametrize(
    "written",
    [
        "back-pain, guides/back-pain.md, /guides/back-pain/",
        "`[x](../guides/back-pain.md)`",
        "```\n[x](../guides/back-pain.md)\n```",
        "[x](../guides/back-pain-2.md)",
        "[x](../topics/back-pain.md)",
        "[x](https://a.example.org/guides/back-pain/)",
        "[x](/guides/back-pain)",
        "<!-- ../guides/back-pain.md -->",
        "\\[x](../guides/back-pain.md)",
    ],
)
def test_what_is_no_link_to_it_stays(written: str) -> None:
    assert found(FRONT + written + "\n") == []


def test_places_are_those_of_the_file() -> None:
    text = "\ufeff---\r\ntitle: A\r\n---\r\n\r\nÜber 😀 [x](../guides/back-pain.md#a)\r\n"
    (one,) = found(text)
    assert (one.line, one.column, one.anchor) == (5, 12, "a")
    assert text[one.start : one.end] == "../guides/back-pain.md"


@pytest.mark.parametrize(
    ("fields", "after"),
    [
        ("guides: [a, back-pain, 'back-pain']", "guides: [a, new, 'new']"),
        ('guides:\n- "back\\x2Dpain" # why', 'guides:\n- "new" # why'),
        ('guides: ["back\\\n   -pain"]', 'guides: ["new"]'),
        ("guides: [back-pain-2]\ntopics: [back-pain]\nextra: {guides: [back-pain]}", None),
    ],
)
def test_an_id_is_changed_in_its_quotes(fields: str, after: str | None) -> None:
    text = f"---\n{fields}\n---\n\nText\n"
    path = "content/threads/a.md"
    assert renamed(text, path=path) == (f"---\n{after}\n---\n\nText\n" if after else text)


def test_a_person_is_found_in_reviews_and_posts() -> None:
    person = Target(kind=Kind.PERSON, id="sam")
    post = "## Answer\n\n```yaml\nperson: sam # why\nby: sam\n```\n\nsam\n\n"
    text = f"---\nreview: {{by: sam}}\nby: sam\n---\n\nText\n\n{post}"
    after = text.replace("{by: sam}", "{by: new}").replace("person: sam", "person: new")
    assert renamed(text, person, "content/threads/a.md") == after


def test_links_of_a_copied_thread_lead_to_its_source() -> None:
    front = "---\nsource: {system: A, url: 'https://b.example.org/1'}\n---\n\n"
    text = f"{front}[x](/guides/back-pain/) [y](../guides/back-pain.md)\n"
    (one,) = found(text, path="content/threads/a.md")
    assert one.name == "../guides/back-pain.md"


def test_each_post_has_definitions_of_its_own() -> None:
    post = (
        "\n## Answer\n\n```yaml\nposted: 2026-01-0{}\n```\n\n[x]\n\n[x]: ../guides/back-pain.md\n"
    )
    text = f"---\ntitle: A\n---\n\nText\n{post.format(1)}{post.format(2)}"
    after = renamed(text, path="content/threads/a.md")
    assert after == text.replace("back-pain", "new")


def test_a_media_file_may_move_to_another_folder() -> None:
    media = Target(kind=None, id="media/a.png")
    text = f"{FRONT}![a](../media/a.png 'a.png') [a](/media/a.png) <img src='../media/%61.png'>\n"
    assert renamed(text, media) == (
        f"{FRONT}![a](../media/b/new.png 'a.png') [a](/media/b/new.png)"
        " <img src='../media/b/new.png'>\n"
    )


def test_menus_and_pictures_are_in_the_settings() -> None:
    text = (
        "image: {src: content/media/a.png, alt: A}\nmenu: [/guides/back-pain/#a, '/back-pain/']\n"
        "footer_links:\n- url: /guides/back-pain/\n  title: back-pain\n"
        'languages:\n  es:\n    menu: ["/guides/back-pain/"]\nextra: {a: /guides/back-pain/}\n'
    )
    after = renamed(text, path="site.yaml")
    assert after == (
        text.replace("[/guides/back-pain/#a", "[/guides/new/#a")
        .replace("url: /guides/back-pain/", "url: /guides/new/")
        .replace('["/guides/back-pain/"]', '["/guides/new/"]')
    )
    media = Target(kind=None, id="media/a.png")
    assert renamed(text, media, "site.yaml") == text.replace("media/a.png", "media/b/new.png")


def test_the_pages_of_a_topic_move_with_it() -> None:
    topic = Target(kind=Kind.TOPIC, id="sleep")
    text = f"{FRONT}[a](/topics/sleep/follow/) [b](/topics/sleep/feed.xml) [c](/topics/sleep-2/)\n"
    assert renamed(text, topic) == text.replace("sleep/", "new/")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"back-pain \xff", "is not UTF-8"),
        (b"back-pain\0", "contains a control character"),
        (b"back-pain", "the front matter is missing"),
        (b"---\nguides: [back-pain\n---\n", "line "),
        (b"---\nback-pain", "the front matter is not closed"),
    ],
)
def test_a_file_that_hides_its_mentions_is_an_error(data: bytes, message: str) -> None:
    with pytest.raises(EditError, match=message):
        find_mentions_in("content/pages/a.md", data, SETTINGS, GUIDE)


def test_files_that_are_no_content_are_not_read(tmp_path: Path) -> None:
    folder = tmp_path / "content/pages"
    folder.mkdir(parents=True)
    (folder / "a.md").write_text(f"{FRONT}[x](../guides/back-pain.md)\n")
    (folder / ".a.md").write_bytes(b"back-pain")
    (folder / "a.md~").write_bytes(b"back-pain")
    (folder / "b.md").symlink_to("a.md")
    (folder / "c.md").mkdir()
    assert [one.path for one in find_mentions(tmp_path, SETTINGS, GUIDE)] == ["content/pages/a.md"]
