import pytest

from ssg.config import DEFAULT_EXTENSIONS
from ssg.model.documents import CareCard, Heading, Link, OutsideLink, WrittenAddress
from ssg.model.frontmatter import Dialect
from ssg.parse.editorial.extensions import extension_problem
from ssg.parse.editorial.text import EditorsText, Reading, render_editors_text
from ssg.parse.html.links import LinkBase
from ssg.parse.html.source import Source
from tests.unit.parse.samples import format_all, render

MARKDOWN = Reading(dialect=Dialect.PYTHON_MARKDOWN, extensions=DEFAULT_EXTENSIONS)
COMMONMARK = Reading(dialect=Dialect.COMMONMARK)

both = pytest.mark.parametrize("reading", [MARKDOWN, COMMONMARK], ids=["python", "commonmark"])


def rendered(text: str, reading: Reading = MARKDOWN) -> tuple[EditorsText, list[str]]:
    source = Source(path="content/guides/x.md", text=text, first_line=1)
    found, diagnostics = render_editors_text(source, LinkBase(folder="guides"), reading)
    return found, format_all(diagnostics)


def valid(text: str, reading: Reading = MARKDOWN) -> EditorsText:
    found, diagnostics = rendered(text, reading)
    assert diagnostics == []
    return found


@both
def test_both_dialects_render_plain_markdown_alike(reading: Reading) -> None:
    text = valid("# Top\n\nSome *words*.\n\n## Part\n\n- a\n- b\n", reading)
    assert render(text.fragment).replace("\n", "") == (
        '<h2 id="top">Top</h2><p>Some <em>words</em>.</p><h3 id="part">Part</h3>'
        "<ul><li>a</li><li>b</li></ul>"
    )
    assert text.headings == (
        Heading(level=2, id="top", text="Top"),
        Heading(level=3, id="part", text="Part"),
    )
    assert text.excerpt == "Some words. a b"
    assert not text.is_empty


@both
def test_headings_keep_their_level_where_no_title_is_repeated(reading: Reading) -> None:
    assert render(valid("## Part\n", reading).fragment) == '<h2 id="part">Part</h2>'


def test_only_markup_that_the_page_shows_is_reported() -> None:
    text = "#\u00a0Part\n\nText.\n"
    assert any(" W17 " in one for one in rendered(text, COMMONMARK)[1])
    assert not any(" W17 " in one for one in rendered(text, MARKDOWN)[1])


def test_python_markdown_uses_the_extensions_of_the_settings() -> None:
    text = (
        "*[GP]: doctor\n\nA GP.\n{: .note #own }\n\nTerm\n:   What it is.\n\n"
        "X.[^1]\n\n[^1]: Note.\n"
    )
    html = render(valid(text).fragment)
    assert '<abbr title="doctor">GP</abbr>' in html
    assert '<p class="note" id="own">' in html
    assert "<dd>What it is.</dd>" in html
    assert "<li" in html
    bare = Reading(dialect=Dialect.PYTHON_MARKDOWN)
    assert "<abbr" not in render(rendered(text, bare)[0].fragment)


@both
def test_links_are_found_with_their_places(reading: Reading) -> None:
    text = valid(
        "A.\n\n[a](../topics/t.md) [b](https://b.example) ![c](../media/c.png)\n\n"
        "[a](../topics/t.md) [d][e] <f@f.example>\n\n[e]: g.md#h\n", reading
    )  # fmt: skip
    topic, image = WrittenAddress(5, 14, 0), WrittenAddress(49, 14, 0)
    assert sorted(text.links, key=lambda link: (link.line, link.column)) == [
        Link(target="topics/t.md", line=3, column=1, address=topic),
        Link(target="media/c.png", is_image=True, line=3, column=44, address=image),
        Link(target="topics/t.md", line=5, column=1, address=topic),
        Link(target="guides/g.md#h", line=5, column=21),
    ]
    outside = OutsideLink(url="https://b.example", line=3, column=21, address=25)
    assert text.outside[0] == outside


@both
@pytest.mark.parametrize(
    "link",
    [
        "[a](javascript:alert(1))",
        "<a href='JaVaScript:alert(1)'>a</a>",
        "![a](javascript:b)",
        "<javascript:alert(1)>",
    ],
)
def test_an_unsafe_link_is_an_error_at_its_place(link: str, reading: Reading) -> None:
    if link.startswith("<j") and reading is MARKDOWN:
        return
    found, diagnostics = rendered(f"A.\n\nB {link}\n", reading)
    assert [one.partition(" ")[2] for one in diagnostics] == [
        "T04 links to 'javascript:' addresses are not allowed"
    ]
    assert diagnostics[0].startswith("3:")
    assert "<a" not in render(found.fragment)


def test_the_last_of_two_tags_at_one_place_is_named() -> None:
    _, diagnostics = rendered("<b>a</b>\n\n<foo-bar @>\n\n<foo @>\n", MARKDOWN)
    assert [one for one in diagnostics if " T03 " in one] == [
        "3:1 T03 raw HTML '<foo-bar>' is not allowed"
    ]


@both
def test_raw_html_that_is_not_allowed_is_an_error(reading: Reading) -> None:
    _, diagnostics = rendered(
        'A.\n\n<p>b</p>\n\n<iframe src="https://c.example"></iframe>\n', reading
    )
    assert "5:1 T03 raw HTML '<iframe>' is not allowed" in diagnostics


@both
@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>", "<style>p { color: red }</style>",
        "<iframe src=https://a.example></iframe>", "<svg onload=a()></svg>",
        "<math><mi>x</mi></math>", "<p onclick='a()'>b</p>",
        "<details open ontoggle=a()>b</details>", "<img src=a.png onerror=a()>",
        "<p style='position:fixed'>b</p>", "<object data=a></object>",
        "<form action=a><input name=b></form>",
    ],
)  # fmt: skip
def test_harmful_html_is_removed_in_both_dialects(html: str, reading: Reading) -> None:
    for text in (f"{html}\n", f"A {html} b.\n", f"- {html}\n", f"> {html}\n"):
        found = render(rendered(text, reading)[0].fragment)
        for word in (
            "<script",
            "<style",
            "<iframe",
            "<svg",
            "<math",
            " on",
            "position",
            "<object",
            "<form",
        ):
            assert word not in found


@both
def test_allowed_html_of_an_editor_is_kept(reading: Reading) -> None:
    html = "<details><summary>More</summary>\n\n<p>Text <kbd>x</kbd></p>\n</details>\n"
    assert "<summary>More</summary>" in render(rendered(html, reading)[0].fragment)


@both
def test_an_alert_becomes_a_care_card_and_its_marker_is_in_no_excerpt(
    reading: Reading,
) -> None:
    text = valid("> [!CAUTION]\n> Get help now.\n", reading)
    assert '<section class="ssg-care ssg-care-caution"' in render(text.fragment)
    assert text.excerpt == "Get help now."


@both
def test_two_alerts_stay_two(reading: Reading) -> None:
    text = "> [!CAUTION]\n> Get help now.\n\n> [!TIP]\n> Drink tea.\n"
    html = render(valid(text, reading).fragment)
    assert html.count("ssg-care-title") == 2
    assert html.index("</section>") < html.index("tea")


@both
def test_the_signs_of_care_cards_are_plain_text(reading: Reading) -> None:
    text = valid(
        "> [!CAUTION]\n> Call *now* for:\n>\n> - a [link](g.md), &lt;script&gt;[^1]\n> - b\n\n"
        "## A\n\n#### B\n\n> [!TIP]\n> Rest.\n>\n> > [!NOTE]\n> > Sleep.\n\n[^1]: N.\n",
        reading,
    )
    assert text.care == (
        CareCard(kind="caution", id="ssg-care-1", signs=("a link, <script>", "b")),
        CareCard(kind="tip", id="ssg-care-2"),
        CareCard(kind="note", id="ssg-care-3"),
    )
    html = render(text.fragment)
    for level, number in ((2, 1), (4, 2), (5, 3)):
        assert f'<h{level} class="ssg-care-title" id="ssg-care-{number}">' in html
    assert [heading.id for heading in text.headings] == ["a", "b"]


@both
def test_the_title_of_a_card_can_be_linked_to(reading: Reading) -> None:
    text = valid("See [it](#ssg-care-1).\n\n> [!NOTE]\n> A\n", reading)
    assert [link.target for link in text.links] == ["#ssg-care-1"]
    assert "ssg-care-1" in text.anchors


@both
def test_dos_and_donts_are_lists_with_a_name(reading: Reading) -> None:
    text = valid("> [!DO]\n>\n> - rest\n\n> [!DONT]\n>\n> - run\n", reading)
    html = render(text.fragment).replace("\n", "")
    assert html == "".join(
        f'<div class="ssg-{kind}" role="group" aria-labelledby="ssg-care-{number}">'
        f'<h2 class="ssg-do-title" id="ssg-care-{number}"><title of={kind}></h2>'
        f"<ul><li>{item}</li></ul></div>"
        for number, kind, item in ((1, "do", "rest"), (2, "dont", "run"))
    )
    assert (text.excerpt, text.care) == ("rest run", ())


def test_a_malformed_card_is_reported_where_it_is() -> None:
    text = (
        "`[!DO]` and:\n\n    > [!DO]\n\n> [!DO]\n> - a\n\n> [!DO] b\n\n> [!DON'T]\n> - c\n\n"
        "> [!do]\n\n> [!TIPS]\n> d\n\n> [!TIPS]\n> e\n"
    )
    assert rendered(text, COMMONMARK)[1] == [
        "8:3 P10 malformed care card: '[!DO]' would be shown as text",
        "10:3 P10 malformed care card: '[!DON'T]' would be shown as text",
        "13:3 P10 this care card has no text",
        "15:3 P10 malformed care card: '[!TIPS]' would be shown as text",
        "18:3 P10 malformed care card: '[!TIPS]' would be shown as text",
    ]


@both
def test_no_level_of_a_heading_is_skipped(reading: Reading) -> None:
    text = valid("### A {#own}\n\n##### B\n\n### C\n\nSee [A](#own).\n", reading)
    assert text.headings == (
        Heading(level=2, id="own", text="A"),
        Heading(level=3, id="b", text="B"),
        Heading(level=2, id="c", text="C"),
    )
    assert '<h2 id="own">A</h2>' in render(text.fragment)


@both
def test_text_cannot_imitate_the_theme(reading: Reading) -> None:
    html = render(rendered('<p class="ssg-care" id="ssg-main">a</p>\n', reading)[0].fragment)
    assert "ssg-" not in html


@both
def test_nesting_is_limited(reading: Reading) -> None:
    found, diagnostics = rendered("A.\n\n" + "> " * 5_000 + "b\n", reading)
    assert diagnostics == ["3:65 T05 blocks are nested more than 32 levels deep"]
    assert found == EditorsText()


@both
@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("A.\n\n<details>\n<summary>S</summary>\n\nB\n", ["3:1"]),
        ("A.\n\n<details>\n\nB[^1]\n\n[^1]: C\n", ["3:1"]),
        ("<details>\n\n<details>\n\nA\n\n</details>\n\nB\n", ["1:1"]),
        ("<details>\n\nA\n\n<!-- </details> -->\n", ["1:1"]),
        ("<details>\n<summary>S</summary>\n\nA[^1]\n\n</details>\n\n[^1]: C\n", []),
        ("<DETAILS>\n\n<details>\n\nA\n\n</details>\n\n</DETAILS>\n\nB\n", []),
        ("<!-- <details> -->\n\n`<details>`\n", []),
    ],
)
def test_details_that_are_not_closed_are_an_error(
    text: str, places: list[str], reading: Reading
) -> None:
    found = [one for one in rendered(text, reading)[1] if " T03 " in one]
    message = "T03 this <details> is not closed, so it hides all text that follows"
    assert found == [f"{place} {message}" for place in places]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("A\n: b\n", "<dl><dt>A</dt><dd>b</dd></dl>"),
        ("A\n:\tb\n", "<dl><dt>A</dt><dd>b</dd></dl>"),
        ("A\n\n:warning: b\n", "<p>A</p><p>:warning: b</p>"),
        ("A\n:b\n\nC\n: d\n", "<p>A:b</p><dl><dt>C</dt><dd>d</dd></dl>"),
        ("A\n::: note\nB\n:::\n", "<p>A::: noteB:::</p>"),
    ],
)  # fmt: skip
def test_only_a_colon_and_a_space_begin_a_definition(text: str, html: str) -> None:
    assert render(valid(text, COMMONMARK).fragment).replace("\n", "") == html
    assert render(valid(text.replace("\n: ", "\n:   ")).fragment).replace("\n", "") == html


@pytest.mark.parametrize(
    ("heading", "html"),
    [
        ("## Dose {#own}", '<h2 id="own">Dose</h2>'),
        ("## Dose { .a #own }", '<h2 id="own" class="a">Dose</h2>'),
        ("## Dose {: #own }", '<h2 id="own">Dose</h2>'),
        ("## Dose {mg}", '<h2 id="dose-mg">Dose {mg}</h2>'),
        ("## Dose {.5 mg}", '<h2 id="dose-5-mg">Dose {.5 mg}</h2>'),
        ("## Dose {a, b} ", '<h2 id="dose-a-b">Dose {a, b}</h2>'),
        ("## Dose \\{#own}", '<h2 id="dose-own">Dose {#own}</h2>'),
        ("Dose {mg}\n---", '<h2 id="dose-mg">Dose {mg}</h2>'),
    ],
)
def test_only_an_id_or_a_class_is_no_text_of_a_heading(heading: str, html: str) -> None:
    assert render(valid(f"{heading}\n", COMMONMARK).fragment).strip() == html


def test_the_excerpt_has_what_the_page_shows() -> None:
    assert valid("A.\n\n:warning: b\n", COMMONMARK).excerpt == "A. :warning: b"


def test_a_page_that_differs_from_the_preview_is_reported() -> None:
    assert rendered("A.\n- b\n")[1] == [
        "2:1 W08 the page shows '- b' as part of what is above it, a git host's preview as a list"
    ]
    assert rendered("A.\n- b\n", COMMONMARK)[1] == []


@both
@pytest.mark.parametrize("text", ["", "\n\n", "<!-- a -->\n", "[a]: b\n"])
def test_a_text_that_shows_nothing_is_empty(text: str, reading: Reading) -> None:
    assert rendered(text, reading)[0].is_empty


@both
def test_rendering_one_text_does_not_affect_the_next(reading: Reading) -> None:
    first = valid("*[GP]: doctor\n\nA[^1] GP.\n\n[a]\n\n[a]: b.md\n\n[^1]: c\n", reading)
    assert first.links
    second = valid("A GP. [a]\n", reading)
    assert render(second.fragment) == "<p>A GP. [a]</p>"


def test_an_extension_that_cannot_be_loaded_has_a_reason() -> None:
    assert extension_problem("toc") == ""
    assert extension_problem("no_such_extension") == "No module named 'no_such_extension'"


def test_bare_addresses_are_found_where_they_stand() -> None:
    text = valid("\nA.\n\nSee https://a.example/é, or (www.example.org/c).\n", COMMONMARK)
    assert [(link.line, link.column) for link in text.outside] == [(4, 5), (4, 30)]


@both
@pytest.mark.parametrize("address", ["mailto:", "tel:", "sms:", "https://", "http:"])
def test_a_scheme_alone_is_no_address(address: str, reading: Reading) -> None:
    _, diagnostics = rendered(f"A [b]({address}).\n", reading)
    assert len(diagnostics) == 1
    assert "T04 the link has no address after" in diagnostics[0]


@both
def test_the_ids_of_headings_are_those_of_a_git_host(reading: Reading) -> None:
    text = valid("## Sleep -- basics\n\n## “Naps” -- it's...\n\n## หลับ\n\n## หลับ\n", reading)
    ids = [heading.id for heading in text.headings]
    assert ids == ["sleep----basics", "naps----its", "หลับ", "หลับ-1"]


@both
def test_the_ids_of_all_elements_stand_once_and_can_be_linked_to(reading: Reading) -> None:
    text = valid(
        '<a id="dose"></a>Take <span id="one">one</span>. [x](#dose)\n\n'
        '<p id="dose">Again.</p>\n\n## Dose\n\n<p id="ssg-main">Ours.</p>\n',
        reading,
    )
    assert text.anchors == ("dose", "one")
    assert [heading.id for heading in text.headings] == ["dose-1"]
    html = render(text.fragment)
    assert [html.count(f' id="{one}"') for one in ("dose", "one", "ssg-main")] == [1, 1, 0]
    assert text.links == ()
