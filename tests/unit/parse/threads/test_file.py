import re

import pytest

from ssg.config import Settings
from ssg.model.documents import Link, Reference, WrittenAddress
from ssg.model.fragments import EMPTY
from ssg.model.frontmatter import PostMeta, Removal
from ssg.model.kinds import Kind
from ssg.model.scalars import parse_moment
from tests.unit.parse.samples import (
    THREAD,
    document_of,
    format_all,
    parse,
    parse_valid_thread,
    post,
    render,
)

OUTSIDE = 'rel="nofollow ugc noopener noreferrer"'


def errors_of(text: str) -> list[str]:
    parsed = parse(text, Kind.THREAD)
    assert parsed.document is None
    return format_all(parsed.diagnostics)


def test_a_thread_is_its_question_and_its_posts() -> None:
    thread, fragments = parse_valid_thread(
        THREAD
        + "\nThe *question*.\n"
        + post("The answer.", by="Ann", fields="accepted: true\n")
        + post("The reply.", by="Bo", heading="### Reply", id="r")
    )
    assert fragments == [
        "<p>The <em>question</em>.</p>", "<p>The answer.</p>", "<p>The reply.</p>",
    ]  # fmt: skip
    assert (thread.id, thread.path) == ("x", "content/threads/x.md")
    assert thread.excerpt == "The question."
    answer, reply = thread.posts
    assert (answer.kind, answer.anchor, answer.parent, answer.line) == (
        "answer",
        "a-2020-01-02",
        None,
        9,
    )
    assert (reply.kind, reply.anchor, reply.parent, reply.line) == (
        "reply",
        "r",
        "a-2020-01-02",
        19,
    )
    assert (answer.meta.by, answer.meta.accepted, reply.meta.by) == ("Ann", True, "Bo")


def test_an_anchor_is_the_time_as_it_was_written() -> None:
    text = "\n## Answer\n```yaml\nposted: 2020-01-02T08:30:01+01:00\n```\nA.\n"
    thread, _ = parse_valid_thread(THREAD + "Q.\n" + text)
    assert thread.posts[0].anchor == "a-2020-01-02T083001+0100"
    assert thread.posts[0].meta.by == "Guest"


def test_a_reply_belongs_to_the_answer_above_or_to_the_post_that_it_names() -> None:
    reply = "### Reply"
    thread, _ = parse_valid_thread(
        THREAD
        + "Q.\n"
        + post("To the question.", heading=reply, id="r0")
        + post("A.", id="a1")
        + post("To a1.", heading=reply, id="r1")
        + post("A.", id="a2")
        + post("To a2.", heading=reply, id="r2")
        + post("To r1.", heading=reply, id="r3", fields="to: r1\n")
    )
    assert [one.parent for one in thread.posts] == [None, None, "a1", None, "a2", "r1"]


@pytest.mark.parametrize(
    ("posts", "expected"),
    [
        (
            post("A.", fields="to: b\n"),
            "13:5 P02 only a reply can have 'to', and this is an answer",
        ),
        (
            post("R.", heading="### Reply", fields="to: later\n"),
            "13:5 P02 no earlier post has the id 'later'",
        ),
        (
            post("R.", heading="### Reply", fields="to: tea\n") + post("A.", id="tea"),
            "13:5 P02 'to' names the post 'tea', which comes later, on line 23",
        ),
        (
            post("A.") + post("B."),
            "21:9 P03 the post on line 8 has the same address '#a-2020-01-02'",
        ),
        (
            post("A.", id="a") + post("B.", id="a"),
            "23:5 P03 the post on line 8 has the same address '#a'",
        ),
        (post("A.", id="ssg-x"), "13:5 F12 ids that start with 'ssg-' are reserved for the theme"),
        (
            post("A.", id="a", fields="accepted: true\n") + post("B.", fields="accepted: true\n"),
            "24:11 P04 the answer on line 8 is already accepted",
        ),
        (
            post("R.", heading="### Reply", fields="accepted: true\n"),
            "13:11 P04 a reply cannot be the accepted answer",
        ),
        (
            post("A.", fields="role: editor\n"),
            "13:7 P09 a post with the role 'editor' needs a person",
        ),
        (post(""), "8:1 P05 this answer has no text"),
        (post("[a]: b"), "8:1 P05 this answer has no text"),
        (post("[^a]: b"), "8:1 P05 this answer has no text"),
        (post("A.", fields="postd: x\n"), "13:1 F06 unknown field 'postd'"),
        (post("A <b>b</b>"), "15:3 T03 raw HTML '<b>' is not allowed in a thread"),
        (
            post("A [b](javascript:alert(1))"),
            "15:3 T04 links to 'javascript:' addresses are not allowed",
        ),
        (post("<data:text/html,x>"), "15:1 T04 links to 'data:' addresses are not allowed"),
        (post("> " * 40 + "A."), "15:65 T05 blocks are nested more than 32 levels deep"),
        (post("A.\n\n```"), None),
    ],
)
def test_an_error_in_a_post_is_reported_at_its_place(posts: str, expected: str | None) -> None:
    if expected is None:
        parse_valid_thread(THREAD + "Q.\n" + posts)
    else:
        assert expected in errors_of(THREAD + "Q.\n" + posts)


def test_the_closest_id_among_the_posts_above_is_suggested() -> None:
    parsed = parse(
        THREAD
        + "Q.\n"
        + post("A.", id="first-one")
        + post("R.", heading="### Reply", fields="to: frist-one\n"),
        Kind.THREAD,
    )
    assert parsed.diagnostics[0].hint == "did you mean 'first-one'?"


def test_a_question_has_text() -> None:
    assert errors_of(THREAD + post("A.")) == ["6:1 P05 the question has no text"]


def test_all_errors_of_a_file_are_reported_at_once() -> None:
    text = THREAD.replace("title: T", "titel: T").replace("topics: [t]", "topics: [t]\nby: [x]")
    found = errors_of(text + "Q <b>.\n" + post("", id="A B") + post("[x](vbscript:y)"))
    assert {one.split()[1] for one in found} == {"F06", "F07", "F08", "F12", "T03", "T04"}


def test_each_post_is_rendered_separately() -> None:
    definition = "[here]\n\n[here]: https://{}.example\n\nX.[^1]\n\n[^1]: {}."
    _, fragments = parse_valid_thread(
        THREAD
        + "Q.\n"
        + post(definition.format("a", "One"), id="a")
        + post(definition.format("b", "Two"), id="b")
    )
    assert f'<a href="https://a.example" {OUTSIDE}>here</a>' in fragments[1]
    assert f'<a href="https://b.example" {OUTSIDE}>here</a>' in fragments[2]
    assert '<li id="a-fn-1">\n<p>One. <a back=#a-fn-ref-1 class="footnote-backref">' in fragments[1]
    assert '<li id="b-fn-1">\n<p>Two. <a back=#b-fn-ref-1 class="footnote-backref">' in fragments[2]
    assert "Two" not in fragments[1]
    assert "One" not in fragments[2]


def test_each_post_uses_its_own_definition_of_a_label() -> None:
    first, second = (
        post("[x]\n\n[x]: ../guides/a.md", id="a"),
        post("[x]\n\n[x]: ../guides/b.md", id="b"),
    )
    thread, _ = parse_valid_thread(THREAD + "Q.\n" + first + second)
    assert [link.target for link in thread.links] == ["guides/a.md", "guides/b.md"]
    bad = post("[x]\n\n[x]: javascript:y", id="b")
    assert errors_of(THREAD + "Q.\n" + first + bad) == [
        "28:1 T04 links to 'javascript:' addresses are not allowed"
    ]


def test_links_to_this_site_are_slots_and_other_links_are_nofollow() -> None:
    text = "[a](../guides/g.md#x 't') [b](https://b.example) <c@c.example> https://d.example"
    thread, fragments = parse_valid_thread(THREAD + "Q.\n" + post(text))
    assert thread.links == (
        Link(target="guides/g.md#x", line=15, column=1, address=WrittenAddress(5, 14, 1)),
    )
    assert fragments[1] == (
        f'<p><a to=guides/g.md#x title="t">a</a> <a href="https://b.example" {OUTSIDE}>b</a>'
        f' <a href="mailto:c@c.example" {OUTSIDE}>c@c.example</a>'
        f' <a href="https://d.example" {OUTSIDE}>https://d.example</a></p>'
    )


def test_a_post_may_link_to_a_line_that_answers_text_messages() -> None:
    _, fragments = parse_valid_thread(THREAD + "Q.\n" + post("[SHOUT](sms:85258?body=SHOUT)"))
    assert fragments[1] == f'<p><a href="sms:85258?body=SHOUT" {OUTSIDE}>SHOUT</a></p>'


def test_a_root_relative_link_belongs_to_the_host_that_the_thread_came_from() -> None:
    front = THREAD.replace("topics", "source: {system: S, url: https://f.example/q/1}\ntopics")
    thread, (question,) = parse_valid_thread(front + "[a](/q/2)\n")
    assert thread.links == ()
    assert question == f'<p><a href="https://f.example/q/2" {OUTSIDE}>a</a></p>'


def test_a_source_that_is_not_an_address_is_an_error() -> None:
    front = THREAD.replace("topics", "source: {system: S, url: 'http://[f'}\ntopics")
    assert errors_of(front + "[a](/q/2)\n")[0].startswith(
        "4:26 F12 source.url: expects a web address"
    )


def test_a_post_cannot_imitate_care_cards_or_headings_of_the_page() -> None:
    _, fragments = parse_valid_thread(
        THREAD + "Q.\n" + post("# Top\n\n###### Low\n\n> [!CAUTION]\n> Run.")
    )
    assert fragments[1] == (
        "<h4>Top</h4>\n<h5>Low</h5>\n<blockquote>\n<p>[!CAUTION]\nRun.</p>\n</blockquote>"
    )


def test_the_headings_of_a_post_start_one_level_below_its_own() -> None:
    reply, text = "### Reply", "### A\n\n##### B\n\n# C"
    _, fragments = parse_valid_thread(
        THREAD
        + f"{text}\n"
        + post(text, heading=reply, id="to-question")
        + post(text, id="answer")
        + post(text, heading=reply, id="to-answer")
        + post(text, heading=reply, id="to-reply", fields="to: to-answer\n")
        + post(text, heading=reply, id="to-first-reply", fields="to: to-question\n")
    )
    levels = [[int(level) for level in re.findall(r"<h(\d)>", html)] for html in fragments]
    assert levels == [
        [3, 4, 3], [4, 5, 4], [4, 5, 4], [5, 6, 5], [5, 6, 5], [4, 5, 4],
    ]  # fmt: skip


def test_references_in_front_matter_have_their_places() -> None:
    front = THREAD.replace("[t]", "[t, u]\nguides:\n- g\nreview: {by: p, date: 2020-01-01}")
    thread, _ = parse_valid_thread(
        front + "Q.\n" + post("A.", fields="person: q\nrole: clinician\n")
    )
    assert thread.references == (
        Reference(field="topics", kind=Kind.TOPIC, id="t", line=4, column=10, width=1),
        Reference(field="topics", kind=Kind.TOPIC, id="u", line=4, column=13, width=1),
        Reference(field="guides", kind=Kind.GUIDE, id="g", line=6, column=3, width=1),
        Reference(field="review.by", kind=Kind.PERSON, id="p", line=7, column=14, width=1),
        Reference(field="person", kind=Kind.PERSON, id="q", line=16, column=9, width=1),
    )


def test_aliases_have_places_and_invalid_ones_are_reported() -> None:
    front = THREAD.replace("topics", "aliases: [/old/, old, /site/older/]\ntopics")
    settings = Settings(title="S", url="https://example.org/site/")
    parsed = parse(front + "Q.\n", Kind.THREAD, settings)
    assert format_all(parsed.diagnostics) == [
        "4:18 A05 alias 'old' does not start with '/'",
        "4:23 A05 alias '/site/older/' starts with the site's own prefix '/site'",
    ]
    thread, _ = parse_valid_thread(THREAD.replace("topics", "aliases: [/old/]\ntopics") + "Q.\n")
    assert [(one.path, one.line, one.column) for one in thread.aliases] == [("/old/", 4, 11)]


def test_a_removed_post_keeps_only_dates_ids_and_the_reason() -> None:
    removed = (
        "person: p\nrole: clinician\nnote: n\nremoved: {date: 2020-02-01, reason: asked for}\n"
    )
    parsed = parse(
        THREAD + "Q.\n" + post("Secret [x](../guides/g.md).", id="r", by="Secret", fields=removed),
        Kind.THREAD,
    )
    assert format_all(parsed.diagnostics) == ["20:1 W07 a removed post still has its text"]
    thread = document_of(parsed)
    assert parsed.fragments[1] == EMPTY
    assert thread.posts[0].meta == PostMeta(
        posted=parse_moment("2020-01-02"),
        by="",
        id="r",
        removed=Removal(date=parse_moment("2020-02-01"), reason="asked for"),
    )
    assert (thread.posts[0].anchor, thread.links) == ("r", ())
    assert "p" not in [reference.id for reference in thread.references]


def test_literal_markup_is_reported_in_the_question_and_in_posts_but_not_in_removed_ones() -> None:
    gone = post("[e][secret]\n\n[^secret]: f", id="c", fields="removed: {on: 2020-01-03}\n")
    text = THREAD + "Q [a][b].\n" + post("[^1]\n\n[^1]: c\n\n[^2]: d", id="b") + gone
    found = format_all(parse(text, Kind.THREAD).diagnostics)
    assert "6:3 W12 '[a][b]' is shown as text: '[b]' is not defined" in found
    assert "20:1 W14 no text refers to the footnote '[^2]', so it is not shown" in found
    assert not any("secret" in one for one in found)


def test_links_beside_a_removed_post_are_kept() -> None:
    link, removed = "[x](../guides/{}.md)", "removed: {date: 2020-02-01, reason: r}\n"
    parsed = parse(
        THREAD
        + link.format("q")
        + "\n"
        + post(link.format("a"), id="a", fields=removed)
        + post(link.format("b"), id="b")
        + post(link.format("c"), id="c", fields=removed)
        + post(link.format("d"), id="d"),
        Kind.THREAD,
    )
    targets = [link.target for link in document_of(parsed).links]
    assert targets == ["guides/q.md", "guides/b.md", "guides/d.md"]


def test_a_withdrawn_thread_keeps_no_text() -> None:
    front = THREAD.replace(
        "topics", "status: withdrawn\nsummary: Secret\nby: Secret\neditor_note: Secret\ntopics"
    )
    parsed = parse(front + "\nSecret <b>.\n" + post("Secret."), Kind.THREAD)
    assert parsed.diagnostics == ()
    assert parsed.fragments == (EMPTY,)
    thread = document_of(parsed)
    assert (thread.meta.title, thread.meta.by, thread.posts, thread.excerpt) == ("", "", (), "")
    assert thread.tombstone_text_line == 11
    assert "Secret" not in repr(parsed)


def test_a_question_is_as_untrusted_as_a_post() -> None:
    assert errors_of(THREAD + "<script>alert(1)</script>\n")[0].endswith(
        "raw HTML '<script>' is not allowed in a thread"
    )
    _, (html,) = parse_valid_thread(
        THREAD + "![x](https://evil.example/track.png) &lt;script&gt;\n"
    )
    assert html == (
        f'<p><a href="https://evil.example/track.png" {OUTSIDE}>x</a> &lt;script&gt;</p>'
    )


def test_an_image_of_the_site_is_a_slot() -> None:
    parsed = parse(THREAD + "![x](../media/m.png)\n", Kind.THREAD)
    assert document_of(parsed).links == (
        Link(
            target="media/m.png",
            is_image=True,
            line=6,
            column=1,
            address=WrittenAddress(6, 14, 0),
        ),
    )
    assert (
        render(parsed.fragments[0])
        == '<p><img of=media/m.png alt="x" loading="lazy" decoding="async"></p>'
    )


def test_a_line_may_break_in_a_cell_of_a_table() -> None:
    table = "| Hour | Cups |\n|---|---|\n| six<br>seven | two<br />or<BR/>three |\n"
    thread, (html,) = parse_valid_thread(THREAD + "\n" + table)
    assert "<td>six<br>seven</td><td>two<br>or<br>three</td>" in html
    assert thread.excerpt == "Hour Cups six seven two or three"


@pytest.mark.parametrize(
    "text", ["Six<br>seven.", "| <br class=x> |\n|---|\n", "| a |\n|---|\n| b |\n\n<br>\n"]
)
def test_a_line_break_elsewhere_is_refused(text: str) -> None:
    (error,) = errors_of(THREAD + f"Q.\n\n{text}\n")
    assert "T03 raw HTML '<br" in error
