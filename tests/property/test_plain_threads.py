"""What the plain path reads, it reads as the general path does."""

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bench.corpus import Corpus
from bench.generators.ssg import Ssg
from ssg.config import Settings
from ssg.diagnostics import RULES
from ssg.model.kinds import Kind
from ssg.parse.files import parse_source
from ssg.parse.html.events import make_excerpt, scan_events
from ssg.parse.html.source import Source
from ssg.parse.plain import division, excerpt, guards, post, thread
from ssg.parse.plain.thread import parse_plain_thread
from ssg.parse.result import SourceText
from ssg.parse.threads.file import parse_thread
from ssg.text import decode
from tests.corpus import CORPUS, needs_corpus
from tests.effort import EFFORT
from tests.property.texts import MALFORMED_HEADINGS, MARKUP, PIECES

ROOT = Path(__file__).parents[2]
SETTINGS = Settings(title="A site", url="https://example.org/")
FRONT = "---\ntitle: T\nasked: 2020-01-01\ntopics: [t]\n---\n"
FROM_ANOTHER_SITE = FRONT.replace(
    "topics", "source:\n  system: s\n  url: https://a&b'@c.org/d\ntopics"
)
ANSWER = "\n## Answer\n\n```yaml\nby: A\nposted: 2020-01-02\n```\n\n"
REPLY = "\n### Reply\n```yaml\nby: B\nposted: 2020-01-03\nhelpful: 2\n```\n"

PLAIN = [
    "Plain words, and more of them.", "I can't say \"why\" -- it's 5'10\" tall...",
    "- one\n- two [a guide](../guides/g.md#x) in it", "1. first\n2. second", "3) third\n4) fourth",
    "> quoted *text* here", "See [a page](https://example.org/p/22), and go.", "a > b",
    "Some *emphasis* and **bold** words_with_marks.", "One  \ntwo", "a\n\n* * *\n\nb", "été 😀 ‘x’",
    "Long words to read and read again, " * 8, "Look at https://example.org/a_b here.", "[a](b.md)",
    "Words\n\n---\n\nafter a break", "see https://example.org/p, too", "more *and\nmore* lines",
]  # fmt: skip
NOT_ALL_PLAIN = [
    "*", "_", "**", "__", "~", "~~", "[", "]", "(", ")", "!", "#", "`", "```", "~~~", "<", ">", "&",
    "&amp;", "\\", "|", "\t", "  ", "    ", "\n", "\n\n", "\n> ", "\n- ", "\n1. ", "\n---\n", "-",
    "\n===\n", "=", ":", "]:", "[^1]", "[^1]: a", "![a](b.png)", "<https://a.org/x>", "<br>", "'",
    "www.a.org", "https://a.org", "\n[x]: /y\n", "[ ] ", "[x] ", "\u00a0", "\u200b", '"', "...",
    "> " * 12, "> " * 23, "> " * 40, "- " * 12, "- " * 17, "1. " * 11, "+ ", "\n\n    code",
    "\n  more", "\n  - deep\n    - deeper", "\n   ", "\n-", "\n\n-", "[a](javascript:x)", "^",
    "[a](//b.c)", "[a](https://a.123/)", "[a](https://xn--a.org/)", "[a](<b>)", '[a](b "t")',
    "[](b)", "[a]()", "[a][b]", "[a][]", "*a", "a*", "**a", "a**", "_a", "\ufffd", "\u0085",
    "\n|a|b|\n|-|:-:|\n|c|d|", "[WWW.x](y)", "WWW.a.org", "Http://a.org", "*a*_b_", "***", "\n#",
    "\n\\#", "\n\\## Answer", "\n\t# Answer", "](", "](x)", "answer", "**b **", "\n**\n", "\u2028",
    "\n```yaml\nposted: 2001-01-01\n```\n", ANSWER, REPLY, "[a] (https://a.org)", "http",
    "https://a.org/" + "a" * 1000, "[https://a.org b](c)", "![", "\u2028- o", "___", ": ", "\n: a",
    "~~a~~", "\u3000", "e.g. [1]", "mailto:a@b.c", "a@b.c", "--", "{#a}", "$x$", "\n- [ ] a\n",
    f"https://{'a' * 64}.org",
]  # fmt: skip
TOKENS = [*NOT_ALL_PLAIN, *PIECES, *MALFORMED_HEADINGS, *MARKUP]
# A text for each guard that the tokens alone seldom show to be needed.
TRAPS = [
    *(f"{FRONT}\n{text}\n{ANSWER}a {text}\n\nb\n" for text in [*TOKENS, *PLAIN]),
    *(f"{FRONT}\na\n{text}\n{ANSWER}a\n{text}\nb\n{REPLY}c\n" for text in TOKENS),
    f"{FRONT}\na\n{ANSWER}~~~a\n{REPLY}b\n",
    f"{FRONT}\n**a [b]\n{ANSWER}[c] d**\n",
    f"{FRONT}\na\n{ANSWER}<div>\n{REPLY}b\n",
    f"{FRONT}\na\n{ANSWER}<!--\n{REPLY}b\n",
    f"{FRONT}\na\n{ANSWER}\t#Reply\n",
    f"{FRONT}\n1\n{ANSWER}* * *\n",
    f"{FRONT}\na [b](https://example.org/x)https://example.org c\n",
    f"{FRONT}\n[a](b)||\n-:|-\n",
    f"{FRONT}\n\\[a](d)\n",
    f"{FRONT}\n`[a](b)`\n",
    f"{FRONT}\na\u00a0b\n",
    f"{FRONT}\n~~)~~d\n",
    f"{FRONT}\né__a__ b\n",
    f"{FROM_ANOTHER_SITE}\n[a](/b) [c](//d) [e](#f) [g](/b) [h](../i)\n",
    f"{FRONT}\n||\n|-|\n| | a |\n",
    f"{FRONT}\n|a|\n|-|\n| b | [c](d) |\n",
    f"{FRONT}\n|a|\n|-|\n| b | https://example.org/c |\n",
    f"{FRONT}\n|a|b|\n|-|:-:|\n|c|d|\n",
    f"{FRONT}\n* a*\n",
    f"{FRONT}\n*a *b\n",
    f"{FRONT}\n*a\n\nb* c\n",
    f"{FRONT}\n[c]: d.md\n\na\n{ANSWER}[c] e\n",
    f"{FRONT}\n[a\nb](https://a.org/x) https://a.org/x\n{ANSWER}é [a](https://a.org/x)\n",
    f"{FRONT}\na `https://a.org/x` https://a.org/x, ![https://a.org/x](https://a.org/x)\n",
    f"{FROM_ANOTHER_SITE}\n[a](/b) https://c.org/b\n{ANSWER}[a](/b)\n",
]


def source_text(text: str) -> SourceText:
    return SourceText(path="content/threads/x.md", kind=Kind.THREAD, text=text)


def is_plain(text: str) -> bool:
    """Whether the plain path reads `text`; then it reads the same as the general path."""
    plain = parse_plain_thread(source_text(text), SETTINGS)
    if plain is None:
        return False
    assert plain == parse_thread(source_text(text), SETTINGS)
    return True


@pytest.mark.parametrize("text", PLAIN)
def test_what_most_people_write_is_plain(text: str) -> None:
    assert is_plain(f"{FRONT}\nWhy?\n\n{text}\n{ANSWER}{text}\n{REPLY}Yes.\n\n{text}\n")


EXCERPTS = [
    f"*a**b*{' c' * 200} d**\n",
    f"**a*b**{' c' * 200} d*\n",
    *(f"{one} and *more* **words**{' c' * 200}\n" for one in [*PLAIN, *TOKENS, "x*a*", "*a *b*"]),
]


def check_traps() -> None:
    for text in TRAPS:
        is_plain(text)
    for text in EXCERPTS:
        if guards.is_plain_body(text.encode()):
            plain = excerpt.make_plain_excerpt(text)
            scan = scan_events(Source(path="", text=text, first_line=1))
            assert plain in (None, make_excerpt(scan))


def test_no_trap_is_read_otherwise_than_in_general() -> None:
    check_traps()


def test_forty_quotations_in_a_row_are_too_deep_on_every_path() -> None:
    text = f"{FRONT}\nWhy?\n\n{'> ' * 40}a\n"
    assert parse_plain_thread(source_text(text), SETTINGS) is None
    parsed = parse_source(
        text.encode(), path="content/threads/x.md", kind=Kind.THREAD, settings=SETTINGS
    )
    assert [one.code for one in parsed.diagnostics] == ["T05"]


def make_thread(random: Random) -> str:
    """A plain thread, in which dangerous tokens were put at any place, or characters cut out."""
    text = f"\n{_choose_texts(random)}\n"
    for number in range(random.randint(0, 2)):
        head = random.choice([ANSWER, REPLY])
        text += head.replace("-01-0", f"-0{number + 2}-0") + _choose_texts(random) + "\n"
    for _ in range(random.randint(0, 3)):
        at = random.randint(0, len(text))
        if random.random() < 0.5:
            at = text.rfind("\n", 0, at) + 1
        cut = random.choice([0, 0, 0, 0, 2])
        text = text[:at] + random.choice(TOKENS) + text[at + cut :]
    return random.choice([FRONT, FROM_ANOTHER_SITE]) + text


def _choose_texts(random: Random) -> str:
    return "\n\n".join(random.choices(PLAIN, k=random.randint(1, 2)))


def test_the_plain_path_reads_what_it_reads_as_the_general_path() -> None:
    # Hypothesis would take ten times as long to make each of them, and would add nothing: what
    # matters is how many of the tokens' neighbourhoods are tried.
    plain = sum(is_plain(make_thread(Random(seed))) for seed in range(20_000 * EFFORT))
    assert plain > 4000 * EFFORT, "hardly any text takes the plain path"


NOTHING = re.compile(rb"(?!)")
EMPHASIS = excerpt.EMPHASIS.pattern
LONG_PART = r"(?![^/ \n]*[A-Za-z0-9-]{64})"
GUARDS: list[tuple[str, Any, str, Any]] = [
    *(
        (f"{module.__name__}.{name} {sign!r}", module, name, signs[:index] + signs[index + 1 :])
        for module, name, signs in (
            (guards, "SIGNS", guards.SIGNS),
            (post, "SIGNS", post.SIGNS),
            (post, "LITERAL", post.LITERAL),
        )
        for index, sign in enumerate(signs)
    ),
    *(
        (
            f"line {start!r}",
            guards,
            "_LINE_START",
            guards.compile_line_starts([one for one in guards.LINE_STARTS if one != start]),
        )
        for start in guards.LINE_STARTS
    ),
    ("setext", guards, "SETEXT", NOTHING),
    ("tag", guards, "TAG_START", NOTHING),
    ("visible", division, "_VISIBLE", re.compile(b"")),
    ("long host", post, "_BARE", re.compile(post._BARE.pattern.replace(LONG_PART, ""))),
    ("cells", post, "_drops_cells", lambda _html, _links: False),
    ("shown", post, "_SHOWN", re.compile("")),
    ("excerpt", excerpt, "MARKUP", ""),
    ("enough", excerpt, "_ENOUGH", 0),
    *(
        (f"emphasis {guard}", excerpt, "EMPHASIS", re.compile(EMPHASIS.replace(guard, without)))
        for guard, without in (
            (r"(?<![^ \n])", ""),
            ("[A-Za-z0-9](?:", "(?:"),
            ("*[A-Za-z0-9])?", "*)?"),
            (r"\n]*", "]*"),
        )
    ),
    ("list", excerpt, "LIST", re.compile("(?!)")),
    ("no-break space", thread, "may_hold_no_break_space", lambda _text: False),
    ("broken", thread, "_may_be_broken", lambda _source, _scan: False),
    ("literal", thread, "check_literal_markup", lambda *_args, **_names: ()),
]


@pytest.mark.parametrize(
    ("module", "name", "without"), [one[1:] for one in GUARDS], ids=[one[0] for one in GUARDS]
)
def test_each_guard_is_needed(
    module: Any, name: str, without: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, name, without)
    with pytest.raises(AssertionError):
        check_traps()


def test_a_removed_post_is_for_the_general_path() -> None:
    removed = ANSWER.replace("by: A", "removed: {date: 2020-01-03, reason: Spam.}")
    assert not is_plain(f"{FRONT}\na\n{removed}")
    assert not is_plain(f"{FRONT}\na\n{removed}b\n")


@pytest.mark.parametrize("piece", ["[a](b) ", "[a](b)\n", "https://a.org/b "])
def test_the_links_of_a_long_text_keep_their_places(piece: str) -> None:
    assert is_plain(f"{FRONT}\na\n\n{piece * 1000}\n")


def test_images_are_plain_if_they_have_a_text() -> None:
    image = "\n![a](../media/b.png)\n\nc ![d](https://example.org/e.png 'f')\n"
    assert is_plain(f"{FRONT}{image}{ANSWER}{image}")
    assert not is_plain(f"{FRONT}\na ![](../media/b.png)\n")


def broken_threads() -> Iterator[str]:
    for path in sorted((ROOT / "tests/fixtures/broken").glob("*/content/threads/**/*.md")):
        text, diagnostics = decode(path.read_bytes(), path="") if path.is_file() else ("", [])
        if not diagnostics:
            yield text


OF_OTHER_FILES = {
    "A01", "A02", "A03", "A04", "A06", "A07", "A08", "P10", "R01", "R02", "R03", "R04", "R05",
    "R06", "R07", "R08", "R09", "R10", "R11", "R12", "R13", "R14", "R15", "S01", "S02", "S03",
    "S04", "S05", "S06", "S07", "T01", "T06", "T07", "T08", "T09", "T10", "T11", "T12", "T13",
    "W01", "W02", "W03", "W04", "W05", "W06", "W08", "W09", "W11", "W18", "W20", "W22", "W23",
    "W24", "W25",
    "W26", "W27", "W28", "W29", "W30", "W32", "W33", "W34", "W35", "W36", "W37", "W38", "W39",
}  # fmt: skip
"""The rules about other files or several documents, and about files that cannot be read."""


def test_no_thread_with_a_diagnostic_is_plain_and_there_is_one_for_each_rule() -> None:
    found: set[str] = set()
    for text in broken_threads():
        codes = {one.code for one in parse_thread(source_text(text), SETTINGS).diagnostics}
        assert not is_plain(text) or not codes
        found |= codes
    assert found == RULES.keys() - OF_OTHER_FILES


def test_generated_threads_are_plain() -> None:
    corpus = Corpus(size=150)
    assert all(is_plain(Ssg().thread_text(one, corpus)) for one in corpus.threads())


@needs_corpus
def test_most_threads_of_a_real_site_are_plain() -> None:
    assert CORPUS
    texts = [path.read_text() for path in (CORPUS / "content/threads").glob("*.md")]
    assert sum(map(is_plain, texts)) > 0.7 * len(texts)
