from ssg.parse.html.commonmark import render_commonmark
from ssg.parse.html.events import scan_events
from ssg.parse.html.footnotes import without_unused_footnotes
from ssg.parse.html.literal_markup import check_literal_markup
from ssg.parse.html.source import ByteRange, Source
from tests.machine import least_cpu_seconds
from tests.unit.parse.samples import format_all


def source(text: str) -> Source:
    return Source(path="a.md", text=text, first_line=1)


def rendered(text: str) -> str:
    body = source(text)
    runs = scan_events(body).runs
    return render_commonmark(body.data, start=0, end=len(body.data), runs=runs, footnotes="fn-")


def found(text: str) -> list[str]:
    body = source(text)
    return format_all(check_literal_markup(body, scan_events(body)))


def test_notes_follow_the_text_in_the_order_of_their_references() -> None:
    html = rendered("[^a]: one\n\nx[^b] y[^a]\n\n[^b]: two\n\nlast\n")
    text, notes = html.split('<div class="footnote">')
    assert (
        text.split()
        == rendered("x[^b] y[^a]\n\nlast\n\n[^b]: z\n\n[^a]: z").split("<div")[0].split()
    )
    assert notes.index('<li id="fn-1">\n<p>two') < notes.index('<li id="fn-2">\n<p>one')


def test_a_note_has_a_link_back_to_each_of_its_uses() -> None:
    html = rendered("x[^a] y[^A]\n\n[^a]: one\n\n    - list\n")
    assert '<sup class="footnote-ref" id="fn-ref-1"><a href="#fn-1">1</a></sup>' in html
    assert '<sup class="footnote-ref" id="fn-ref-1-2"><a href="#fn-1">1</a></sup>' in html
    assert (
        '</ul>\n<p> <a class="footnote-backref" href="#fn-ref-1">↩</a>'
        ' <a class="footnote-backref" href="#fn-ref-1-2">↩</a></p>\n</li>' in html
    )


def test_a_note_that_only_another_note_uses_follows_it() -> None:
    html = rendered("x[^a]\n\n[^b]: two\n\n[^a]: one[^b]\n")
    assert html.index('<li id="fn-1">\n<p>one') < html.index('<li id="fn-2">\n<p>two')
    assert '<a href="#fn-2">2</a>' in html


def test_a_note_that_no_text_refers_to_is_left_out_and_reported() -> None:
    text = "x[^a]\n\n[^a]: one\n\n[^gone]: two\n\n> [^b]: three[^c]\n\n[^c]: four[^c]\n"
    html = rendered(text)
    assert [word for word in ("one", "two", "three", "four") if word in html] == ["one"]
    assert found(text) == [
        f"{place} W14 no text refers to the footnote '[^{label}]', so it is not shown"
        for place, label in (("5:1", "gone"), ("7:3", "b"), ("9:1", "c"))
    ]
    assert "footnote" not in rendered("x\n\n[^a]: one\n")


def test_the_second_note_with_a_label_is_left_out_and_reported() -> None:
    text = "x[^a]\n\n[^a]: one\n\n[^A]: two\n"
    assert "two" not in rendered(text)
    assert found(text) == ["5:1 W14 the footnote '[^A]' is already defined on line 3"]


def test_each_text_of_a_thread_has_its_own_notes() -> None:
    body = source("x[^a]\n\n[^a]: one\n\ny\n\n[^a]: two\n")
    texts = [ByteRange(start=0, end=18), ByteRange(start=18, end=len(body.data))]
    assert format_all(check_literal_markup(body, scan_events(body), texts=texts)) == [
        "7:1 W14 no text refers to the footnote '[^a]', so it is not shown"
    ]


def test_python_markdown_gets_no_note_that_no_text_refers_to() -> None:
    body = source("x[^a]\n\n[^gone]: two\n    more\n\n    and more\n\n[^a]: one\n")
    left = without_unused_footnotes(body, scan_events(body))
    assert left.split() == ["x[^a]", "[^a]:", "one"]
    body = source("<div>\n*x*[^a]\n</div>\n\n[^a]: one\n")
    assert without_unused_footnotes(body, scan_events(body)) == body.text
    body = source("x[^a]\n\n[^a]: one\n")
    assert without_unused_footnotes(body, scan_events(body)) == body.text


def test_many_notes_take_linear_time() -> None:
    def seconds(count: int) -> float:
        text = "".join(f"x[^{n}]\n\n[^{n}]: y[^{n + 1}]\n\n" for n in range(count))
        return least_cpu_seconds(lambda: (rendered(text), found(text)))

    assert seconds(4000) < 16 * max(seconds(1000), 0.01)


def test_html_beside_a_footnote_is_kept() -> None:
    html = rendered("a <b>&lt;</b>[^1] &amp; “b”\n\n<details>\n\nc\n\n</details>\n\n[^1]: d\n")
    assert "a <b>&lt;</b>" in html
    assert "&amp; “b”" in html
    assert "<details>\n<p>c</p>\n</details>" in html
