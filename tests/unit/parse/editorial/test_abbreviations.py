import pytest

from ssg.parse.editorial.abbreviations import add_abbreviations, split_abbreviations
from ssg.parse.html.events import scan_events
from ssg.parse.html.source import Source


def split(text: str) -> tuple[str, dict[str, str]]:
    source = Source(path="a.md", text=text, first_line=1)
    scan = scan_events(source)
    found, explanations = split_abbreviations(source, scan.code_blocks, scan.html)
    return found.text, explanations


def test_definitions_become_spaces_and_offsets_stay() -> None:
    text, explanations = split("A GP.\n\n*[GP]: médico\n*[CBT-I]:  therapy \n\nB.\n")
    assert explanations == {"GP": "médico", "CBT-I": "therapy"}
    assert len(text.encode()) == len("A GP.\n\n*[GP]: médico\n*[CBT-I]:  therapy \n\nB.\n".encode())
    assert text.split() == ["A", "GP.", "B."]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("> A GP.\n> *[GP]: doctor\n", "> A GP.\n>"),
        ("- A GP.\n\n  *[GP]: doctor\n", "- A GP."),
        ("- A GP.\n- *[GP]: doctor\n", "- A GP."),
        ("1. A\n   - B\n\n     *[GP] : doctor\n", "1. A\n   - B"),
    ],
)
def test_quotations_and_lists_may_define_abbreviations(text: str, left: str) -> None:
    found, explanations = split(text)
    assert (found.rstrip(), explanations) == (left, {"GP": "doctor"})
    assert len(found) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "```\n*[GP]: doctor\n```\n",
        "    *[GP]: doctor\n",
        "<!--\n*[GP]: a secret\n\n*[GP]: doctor\n-->\n",
        "A *[GP]: doctor\n",
        "*[GP]:\n",
        "*[]: a\n",
    ],
)
def test_what_is_code_or_no_definition_stays(text: str) -> None:
    assert split(text) == (text, {})


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>GP, GPs (GP)</p>", "<p><abbr>GP</abbr>, GPs (<abbr>GP</abbr>)</p>"),
        ("<p><code>GP</code> <em>GP</em></p>", "<p><code>GP</code> <em><abbr>GP</abbr></em></p>"),
        ('<p title="GP">R&amp;D &amp;</p>', '<p title="GP"><abbr>R&amp;D</abbr> &amp;</p>'),
        ("<a>https://a.example/GP</a> <a>GP@a.example</a>",) * 2,
        ("<p>CBT-I</p>", "<p><abbr>CBT-I</abbr></p>"),
        ("<pre>GP</pre><p>amp GP</p>", "<pre>GP</pre><p>amp <abbr>GP</abbr></p>"),
    ],
)
def test_abbreviations_in_running_text_are_explained(html: str, expected: str) -> None:
    explanations = {"GP": "<doctor>", "R&D": '"x"', "CBT": "no", "CBT-I": "yes", "amp": "no"}
    found = add_abbreviations(html, explanations)
    titles = {"GP": "&lt;doctor&gt;", "R&amp;D": "&quot;x&quot;", "CBT-I": "yes"}
    expected = expected.replace("<p>amp ", '<p><abbr title="no">amp</abbr> ')
    for word, title in titles.items():
        expected = expected.replace(f"<abbr>{word}<", f'<abbr title="{title}">{word}<')
    assert found == expected
