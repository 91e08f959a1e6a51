import re
from html import unescape

import pytest

from ssg.diagnostics import Diagnostic, Location
from ssg.model.states import State
from ssg.preview.injection import inject
from ssg.preview.shown import Excerpt, Notes, Page, Problem, Unpublished

PAGE = b"<!doctype html><title>Sleep</title><body><p>Sleep well.</p></body></html>\n"
DRAFT = Unpublished(url="/threads/knees/", title="Knees", state=State.DRAFT)
SCHEDULED = Unpublished(
    url="/threads/colds/",
    title="Colds",
    state=State.SCHEDULED,
    publish_on="1 December 2026, 09:00",
)


def _problem(code: str = "R02", *, line: int = 12, column: int = 5, text: str = "") -> Problem:
    at = Location(path="content/threads/x.md", line=line, column=column)
    return Problem(
        diagnostic=Diagnostic(code=code, at=at, message="guide 'x' does not exist", hint="mend it"),
        excerpt=Excerpt(first_line=line, lines=(text,)) if text else None,
        edit_url="vscode://file/x.md:12:5",
    )


def _inject(**notes: object) -> str:
    return inject(Page(data=PAGE, notes=Notes(**notes)), "").decode()  # type: ignore[arg-type]


def _find(pattern: str, html: str) -> str:
    found = re.search(pattern, html)
    assert found
    return str(found[1])


def _excerpt(text: str, column: int) -> str:
    """The line with the spot, with brackets for the mark."""
    html = _inject(here=(_problem(text=text, column=column),))
    line = _find(r'<code dir="auto">(.*?)</code>', html)
    marked = re.sub(r"<mark[^>]*>(.*?)</mark>", r"[\1]", line)
    return unescape(re.sub(r"<.*?>", "", marked))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"<body><p>1</p>", b"</body></html>\n"),
        (b"<body><p>1</p>", b"</BODY ></html>"),
        (b"<body><!-- </body> -->\xff\x00", b"</body>"),
        (b"<p>no such tag, </bodyguard>", b""),
    ],
)
def test_a_page_is_unchanged_but_for_what_is_before_its_end(before: bytes, after: bytes) -> None:
    notes = Notes(here=(_problem(),), links={"/threads/knees/": DRAFT})
    injected = inject(Page(data=before + after, notes=notes), "")
    assert injected.startswith(before)
    assert injected.endswith(after)
    inserted = injected.removeprefix(before).removesuffix(after)
    assert b'<div id="ssg-preview"' in inserted
    assert inserted.count(b"preview.js") == 1


def test_an_empty_page_is_a_whole_document_about_its_mistakes() -> None:
    html = inject(
        Page(data=b"", notes=Notes(here=(_problem(),), is_stale=True)), "/health"
    ).decode()
    assert html.startswith("<!doctype html>")
    assert "<title>This page cannot be shown yet</title>" in html
    assert "last version" not in html
    assert '<a href="/health/">' in html
    assert "guide &#39;x&#39; does not exist" in html
    assert html.endswith("</body>\n</html>\n")


def test_a_page_without_notes_shows_nothing() -> None:
    html = _inject()
    assert "<details" not in html
    assert "banner" not in html
    assert "<style" not in html


def test_nothing_from_a_file_is_markup() -> None:
    evil = '</template></style><script>alert("1")</script>'
    at = Location(path=f"content/{evil}\udcff", line=1, column=1)
    problem = Problem(
        diagnostic=Diagnostic(code="R02", at=at, message=evil, hint=evil),
        excerpt=Excerpt(first_line=1, lines=(evil, evil)),
        edit_url=f"x:{evil}",
    )
    link = Unpublished(url=evil, title=evil, state=State.SCHEDULED, publish_on=evil)
    html = _inject(here=(problem,), site=(problem,), unpublished=link, links={evil: link})
    assert html.count("<script") == html.count("</script") == 1
    assert html.count("</template") == 1
    assert html.count("</style") == 1
    assert "alert(&#34;1&#34;)" in html


def test_a_problem_says_what_is_wrong_where_and_what_to_do() -> None:
    html = _inject(here=(_problem(text="a: x"),))
    assert '<span class="severity">error</span> <span class="code">R02</span>' in html
    assert '<a href="vscode://file/x.md:12:5" aria-label="Edit content/threads/x.md:12:5">' in html
    assert ">content/threads/x.md:12:5</a>" in html
    assert "guide &#39;x&#39; does not exist" in html
    assert '<p class="hint">mend it</p>' in html


def test_only_errors_are_open_at_once() -> None:
    assert re.search(r'<details class="here error"[^>]* open>', _inject(here=(_problem(),)))
    html = _inject(here=(_problem("W03"),))
    assert '<details class="here warning"' in html
    assert " open>" not in html


def test_a_closed_overlay_is_the_same_when_its_problems_only_move() -> None:
    def identity(problem: Problem) -> str:
        return _find(r'data-contents="(\w+)"', _inject(here=(problem,)))

    assert identity(_problem(line=1)) == identity(_problem(line=2, text="x: x"))
    assert identity(_problem("R02")) != identity(_problem("R03"))


def test_the_version_changes_with_the_page_and_with_its_notes() -> None:
    def version(data: bytes, notes: Notes) -> str:
        html = inject(Page(data=data, notes=notes), "").decode()
        return _find(r'data-version="(\w+)"', html)

    notes = Notes(links={"/threads/knees/": DRAFT})
    versions = [
        version(PAGE, Notes()),
        version(PAGE, Notes()),
        version(PAGE + b" ", Notes()),
        version(PAGE, Notes(is_stale=True)),
        version(PAGE, notes),
    ]
    assert versions[0] == versions[1]
    assert len(set(versions)) == 4


@pytest.mark.parametrize(
    ("text", "column", "shown"),
    [
        ("guides: [insomnai]", 10, "guides: [[insomnai]]"),
        ("see [this](../guides/x.md)", 12, "see [this]([../guides/x.md])"),
        ("see [this](x)", 5, "see [[this](x)]"),
        ("see ![an eye](y.png)", 5, "see [![an eye](y.png)]"),
        ("topics: [eyes, ears]", 9, "topics: [[eyes, ears]]"),
        ("topics: [eyes", 9, "topics: [[]eyes"),
        ("\tto: 見出し x", 6, "\tto: [見出し] x"),
        ("👩‍⚕️ says", 1, "[👩‍⚕️] says"),
        ("the end", 8, "the end[\N{NO-BREAK SPACE}]"),
        ("the end", 99, "the end[\N{NO-BREAK SPACE}]"),
        ("all of it", 0, "[all of it]"),
        ("a\x00b\x1b[31m", 2, "a[␀b␛][31m"),
    ],
)
def test_the_spot_is_marked(text: str, column: int, shown: str) -> None:
    assert _excerpt(text, column) == shown


def test_only_a_column_has_a_caret() -> None:
    assert '<mark class="caret">' in _inject(here=(_problem(text="a b", column=3),))
    assert "<mark>a b</mark>" in _inject(here=(_problem(text="a b", column=0),))


def test_a_long_line_is_cut_around_the_spot() -> None:
    words = "word " * 200
    assert _excerpt(words + "here" + words, 1001) == (
        f"…{'word ' * 12}[hereword] {('word ' * 200)[5:96]}…"
    )
    assert _excerpt(f"here{words}", 1) == f"[hereword] {words[5:156]}…"
    assert _excerpt(f"{words}here", 1001) == f"…{'word ' * 12}[here]"
    assert _excerpt("x" * 161, 0) == f"[{'x' * 160}]…"


def test_the_other_lines_are_cut_at_their_ends() -> None:
    excerpt = Excerpt(first_line=11, lines=("y" * 200, "text", "z" * 160))
    problem = Problem(diagnostic=_problem().diagnostic, excerpt=excerpt)
    html = _inject(here=(problem,))
    assert f'>{"y" * 160}<span class="cut">…</span></code>' in html
    assert f">{'z' * 160}</code>" in html
    assert re.findall(r'class="number">(\d+)', html) == ["11", "12", "13"]


@pytest.mark.parametrize(
    ("notes", "sentence"),
    [
        (
            {"unpublished": DRAFT},
            "Draft: readers do not see this page. They will when its status is published.",
        ),
        (
            {"unpublished": SCHEDULED},
            "Scheduled: readers see this page from 1 December 2026, 09:00.",
        ),
        ({"is_stale": True}, "This is the last version without mistakes."),
        ({"links": {"a": DRAFT}}, "1 draft is linked here; readers do not see it."),
        (
            {"links": {"a": DRAFT, "b": DRAFT, "c": SCHEDULED}},
            "2 drafts and 1 scheduled page are linked here; readers do not see them.",
        ),
    ],
)
def test_a_banner_says_who_sees_the_page(notes: dict[str, object], sentence: str) -> None:
    assert f"<p>{sentence}</p>" in _inject(**notes)


def test_the_corner_counts_all_problems() -> None:
    problems = (*[_problem()] * 3, *[_problem("W03")] * 12)
    assert "<h2>3 errors, 12 warnings in all</h2>" in _inject(site=problems)
    assert "<h2>1 error in all</h2>" in _inject(site=problems[:1])


def test_the_list_is_by_file_and_capped_with_errors_first() -> None:
    def at(path: str, code: str = "W03", line: int = 0) -> Problem:
        location = Location(path=path, line=line, column=line)
        return Problem(diagnostic=Diagnostic(code=code, at=location, message="m"))

    warnings = [at(f"content/threads/{number % 2}.md") for number in range(1433)]
    html = _inject(site=(*warnings, at("content/z.md", "R02", 3)))
    files = re.findall(r"<h3>(.*?)</h3>", html)
    assert files == ["content/z.md", "content/threads/0.md", "content/threads/1.md"]
    assert "<span>line 3, column 3</span>" in html
    assert html.count("<span>whole file</span>") == 199
    assert html.count("<li ") == 200
    assert "… and 1,234 more: run <code>ssg check --all</code>" in html


def test_the_overlay_is_capped() -> None:
    problems = [_problem(line=line) for line in range(1, 1052)]
    html = _inject(here=tuple(problems))
    assert html.count("<article") == 50
    assert "<h2>1051 errors on this page</h2>" in html
    assert "… and 1,001 more: run <code>ssg check --all</code>" in html


def _policy_of(content: str) -> dict[str, str]:
    page = f'<meta http-equiv="Content-Security-Policy" content="{content}"><body></body>'
    injected = inject(Page(data=page.encode(), notes=Notes(links={"/x/": DRAFT})), "").decode()
    policy = unescape(_find('content="(.*?)"', injected))
    nonce = _find('<script src="[^"]*" nonce="(.*?)"', injected)
    assert f'<style nonce="{nonce}">' in injected
    parts = policy.replace(f"'nonce-{nonce}'", "NONCE").split("; ")
    return dict(part.split(" ", 1) for part in parts)


def test_the_policy_of_a_page_allows_what_the_preview_adds_and_no_more() -> None:
    assert _policy_of("default-src 'none'; style-src 'self'; img-src 'self'") == {
        "default-src": "'none'",
        "img-src": "'self'",
        "style-src": "'self' NONCE",
        "script-src": "NONCE",
        "connect-src": "'self' ws: wss:",
    }


def test_a_policy_of_the_site_itself_goes_on_to_allow_what_it_did() -> None:
    policy = _policy_of("default-src &#39;self&#39; https://a.example; script-src 'none';")
    assert policy["style-src"] == "'self' https://a.example NONCE"
    assert policy["script-src"] == "NONCE"


def test_nobody_can_know_what_lets_a_script_of_the_preview_run() -> None:
    pages = {inject(Page(data=PAGE, notes=Notes()), "") for _ in range(2)}
    assert len(pages) == 2
    versions = {_find('data-version="(.*?)"', page.decode()) for page in pages}
    assert len(versions) == 1, "the script would reload the page for ever"
