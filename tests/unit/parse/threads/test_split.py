import pytest

from ssg.parse.html.events import scan_events
from ssg.parse.html.source import Source
from ssg.parse.threads.split import SplitThread, split_posts
from tests.machine import cpu_seconds
from tests.unit.parse.samples import format_all, post

HINT = (
    "write exactly '## Answer' or '### Reply' at the start of a line;"
    " if this is not a post, word it differently"
)


def split(body: str) -> tuple[SplitThread, Source, list[str]]:
    source = Source(path="a.md", text=body, first_line=1)
    found, diagnostics = split_posts(source, scan_events(source))
    return found, source, format_all(diagnostics)


def texts(body: str) -> list[str]:
    """The question and the posts of a body without errors."""
    found, source, diagnostics = split(body)
    assert diagnostics == []
    sections = [found.question, *(one.text for one in found.posts)]
    return [source.slice(section.start, section.end) for section in sections]


def errors_of(body: str) -> list[str]:
    return split(body)[2]


def inside(text: str) -> list[str]:
    """The errors of a text in a post. The text starts on line 10."""
    return errors_of("Q.\n" + post(text) + post("Next."))


def test_a_body_is_its_question_and_its_posts() -> None:
    body = "Q.\n" + post("A.", by="Ann") + post("R.", by="Bo", heading="### Reply") + post("B.")
    assert texts(body) == ["Q.\n\n", "\n\nA.\n\n", "\n\nR.\n\n", "\n\nB.\n"]
    found, source, _ = split(body)
    assert [(one.kind.value, source.line_at(one.heading_start)) for one in found.posts] == [
        ("answer", 3),
        ("reply", 12),
        ("answer", 21),
    ]
    assert [one.fields.value["by"] for one in found.posts if one.fields] == ["Ann", "Bo", "Ann"]


def test_a_body_without_posts_is_a_question() -> None:
    assert texts("# Any heading\n\n## What answers are\n") == [
        "# Any heading\n\n## What answers are\n"
    ]
    assert texts("") == [""]


def test_an_empty_text_stays_empty() -> None:
    assert texts("Q.\n\n## Answer\n```yaml\nposted: 2020-01-01\n```") == ["Q.\n\n", ""]


@pytest.mark.parametrize("fence", ["```", "````", "``````````", "~~~", "~~~~"])
def test_the_fence_of_a_posts_fields_may_have_any_length(fence: str) -> None:
    body = f"Q.\n\n## Answer\n{fence}yaml title=x\nposted: 2020-01-01\n{fence}\nA.\n"
    assert texts(body)[1].strip() == "A."


def test_broken_fields_are_reported_at_their_line() -> None:
    body = (
        "Q.\n\n## Answer\n\n```yaml\nposted: 2020-01-01\nby: a: b\n```\n\nA.\n\n"
        "### Reply\n\n```yaml\n```\nR.\n"
    )
    found, _, diagnostics = split(body)
    assert diagnostics == ["7:6 F04 the value contains ': ', which YAML reads as a field"]
    assert found.posts[0].fields is None
    assert found.posts[1].fields is not None
    assert str(found.posts[1].fields.locate(("posted",))) == "a.md:15:1"


@pytest.mark.parametrize(
    ("under_the_heading", "expected"),
    [
        ("A.\n", "has no yaml block under its heading"),
        ("A.\n\n```yaml\nby: Bo\n```\n", "has no yaml block under its heading"),
        ("- ```yaml\n  by: Bo\n  ```\n", "has no yaml block under its heading"),
        ("> ```yaml\n> by: Bo\n> ```\n", "has no yaml block under its heading"),
        ("[a]: b\n\n```yaml\nby: Bo\n```\n[a]\n", "has no yaml block under its heading"),
        ("", "has no yaml block under its heading"),
        ("```\nby: Bo\n```\n", "has a code block under its heading that is not marked 'yaml'"),
        ("```yamlx\nby: Bo\n```\n", "has a code block under its heading that is not marked 'yaml'"),
        ("    by: Bo\n", "has a code block under its heading that is not marked 'yaml'"),
        ("```yaml\nby: Bo\n", "has a yaml block that is not closed"),
        ("```yaml\nby: Bo\n  ```x\n", "has a yaml block that is not closed"),
    ],
)
def test_a_post_without_its_yaml_block_is_an_error(under_the_heading: str, expected: str) -> None:
    found, _, diagnostics = split(f"Q.\n\n## Answer\n\n{under_the_heading}")
    assert diagnostics == [f"3:1 P01 this answer {expected}"]
    assert found.posts[0].fields is None


def test_the_hint_shows_the_yaml_block() -> None:
    source = Source(path="a.md", text="### Reply\n\nR.\n", first_line=1)
    _, (found,) = split_posts(source, scan_events(source))
    assert found.message == "this reply has no yaml block under its heading"
    assert found.hint == (
        "write a block under '### Reply': ```yaml, then 'posted: 2026-03-01T09:30', then ```"
    )


@pytest.mark.parametrize(("fence", "close"), [("```", "```"), ("~~~~", "~~~~"), ("  ```", "```")])
def test_the_hint_for_an_unclosed_block_shows_its_fence(fence: str, close: str) -> None:
    body = f"Q.\n\n## Answer\n\n{fence}yaml\nposted: 2020-01-01\n"
    source = Source(path="a.md", text=body, first_line=1)
    _, (found,) = split_posts(source, scan_events(source))
    assert found.hint == f"close it with {close} on a line of its own, below the fields"


@pytest.mark.parametrize("fence", ["```", "````", "~~~", "~~~~~~", "  ```", "```yaml", "~~~ `a`"])
def test_a_code_block_that_contains_a_post_is_an_error(fence: str) -> None:
    assert inside(f"A.\n\n{fence}\ncode") == [
        f"12:{len(fence) - len(fence.lstrip()) + 1} P06"
        " this code block contains '## Answer' on line 15, so a post would be lost"
    ]


@pytest.mark.parametrize("fence", ["```", "~~~"])
def test_a_fields_block_that_contains_the_next_post_is_reported_once(fence: str) -> None:
    body = f"Q.\n\n## Answer\n\n{fence}yaml\nposted: 2020-01-01\n\nA.\n{post('B.')}"
    found, _, diagnostics = split(body)
    assert diagnostics == [
        "5:1 P06 this code block contains '## Answer' on line 10, so a post would be lost"
    ]
    assert found.posts[0].fields is None


@pytest.mark.parametrize(
    "heading", ["- - ## Answer", "## Antwort", "Answer\n---", "**Answer**", ""]
)
def test_a_post_in_a_code_block_is_found_by_its_fields(heading: str) -> None:
    line = 17 + heading.count("\n")
    assert errors_of("Q.\n" + post("A.\n\n```text\ncode") + post("B.", heading=heading)) == [
        f"12:1 P06 this code block contains '```yaml' on line {line}, so a post would be lost"
    ]


def test_code_that_shows_yaml_is_valid() -> None:
    assert inside("````text\n```yaml\na: b\n```\n````") == []


@pytest.mark.parametrize(
    "text", ["```\ncode\n```", "    code", "> ```\n> code", "- ```\n  code", "`code", "```a`b"]
)
def test_a_code_block_that_ends_before_the_next_post_is_valid(text: str) -> None:
    assert inside(text) == []


@pytest.mark.parametrize(
    ("text", "line", "column", "shown"),
    [
        (" ## Answer", 10, 2, "## Answer"),
        ("   ### Reply", 10, 4, "### Reply"),
        ("> ## Answer", 10, 1, "> ## Answer"),
        ("- ## Answer", 10, 1, "- ## Answer"),
        ("12) ### Reply", 10, 1, "12) ### Reply"),
        ("## Answer ##", 10, 1, "## Answer ##"),
        ("##  Answer", 10, 1, "##  Answer"),
        ("##\tAnswer", 10, 1, "##\\tAnswer"),
        ("## answer", 10, 1, "## answer"),
        ("## Answers", 10, 1, "## Answers"),
        ("###### REPLIES:", 10, 1, "###### REPLIES:"),
        ("# Answer", 10, 1, "# Answer"),
        ("### Answer", 10, 1, "### Answer"),
        ("## Reply", 10, 1, "## Reply"),
        ("##Answer", 10, 1, "##Answer"),
        ("\\## Answer", 10, 1, "\\## Answer"),
        ("A.\n    ## Answer", 11, 5, "## Answer"),
        ("A.\n\n    ## Answer", 12, 5, "## Answer"),
        ("- a\n\n  ## Answer", 12, 3, "## Answer"),
        ("[^1]: a\n\n    ## Answer", 12, 5, "## Answer"),
        ("A.[^1]\n\n[^1]:\n    ## Answer", 13, 5, "## Answer"),
        ("<div>\n## Answer\n</div>", 11, 1, "## Answer"),
        ("<!--\n## Answer\n-->", 11, 1, "## Answer"),
        ("<![CDATA[\n## Answer\n]]>", 11, 1, "## Answer"),
        ("<?php\n## Answer\n?>", 11, 1, "## Answer"),
    ],
)
def test_a_line_that_resembles_a_post_heading_is_an_error(
    text: str, line: int, column: int, shown: str
) -> None:
    assert (
        f"{line}:{column} P07 '{shown}' almost matches a post heading, so two posts would be merged"
        in inside(text)
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Answer\n---", "Answer"),
        ("Reply\n===", "Reply"),
        ("> Answer\n> ---", "Answer"),
        ("## **Answer**", "Answer"),
        ("## [Answer](a.md)", "Answer"),
        ("## `Reply`!", "Reply!"),
        ("## &#65;nswer", "Answer"),
        ("## Answer\u00a0", "Answer"),
        ("## Answer\u200b", "Answer\u200b"),
        ("## An\u00adswer", "An\u00adswer"),
        ("## Answer <b>", "Answer"),
        ("- - ## Answer", "Answer"),
        ("[^1]: ## Answer", "Answer"),
    ],
)
def test_a_heading_that_resembles_a_post_heading_is_an_error(text: str, shown: str) -> None:
    (found,) = [one.partition(" ")[2] for one in inside(text)]
    assert found == (f"P07 '{shown}' almost matches a post heading, so two posts would be merged")


def test_a_malformed_heading_is_reported_once_with_a_hint() -> None:
    source = Source(path="a.md", text="## answer\n", first_line=1)
    _, (found,) = split_posts(source, scan_events(source))
    assert found.hint == HINT


@pytest.mark.parametrize(
    "text",
    [
        "## answer\n\n```yaml\nposted: 2020-01-01\n```\n\nA.",
        "> ## Answer\n>\n> ```yaml\n> posted: 2020-01-01\n> ```",
        "- ### Reply\n\n  ```yaml\n  posted: 2020-01-01\n  ```",
        "Answer\n---\n```yaml\nposted: 2020-01-01\n```",
        "## **Answer**\n\n\n```yaml\nposted: 2020-01-01\n```",
    ],
)
def test_a_malformed_heading_and_its_block_are_reported_once(text: str) -> None:
    (found,) = inside(text)
    assert found.startswith("10:1 P07 ")


def test_a_block_further_below_is_reported_separately() -> None:
    found = inside("## answer\n\nA.\n\n```yaml\nposted: 2020-01-01\n```")
    assert [one.split()[0] for one in found] == ["10:1", "14:1"]


@pytest.mark.parametrize(
    "text",
    [
        "```yaml\nby: Bo\nposted: 2020-01-01\n```",
        "````yml\nposted : 2020-01-01\n````",
        '```YAML\n"posted": 2020-01-01\n```',
        "```\nposted: 2020-01-01\n```",
        "~~~ yaml\n{by: Bo, posted: 2020-01-01}\n~~~",
        "> ```yaml\n> posted: 2020-01-01\n> ```",
        "##\u00a0Answer\n\n```yaml\nposted: 2020-01-01\n```",
        "**Answer**\n\n```yaml\nposted: 2020-01-01\n```",
        "## Antwort\n\n```yaml\nposted: 2020-01-01\n```",
    ],
)
def test_a_yaml_block_without_a_heading_is_an_error(text: str) -> None:
    (found,) = inside(text)
    assert found.endswith(
        " P07 this yaml block has the fields of a post, but no post heading above it"
    )


@pytest.mark.parametrize(
    "text",
    [
        "## The answer", "## Answer to Bo", "Answer", "**Answer**", "## Replying",
        "####### Answer", "Answer:\n- a", "```yaml\nby: Bo\n```", "```python\nposted: x\n```",
        "    posted: x", "`## Answer`", "a ## Answer", "|## Answer|\n|-|", "#\n\nAnswer",
    ],
)  # fmt: skip
def test_text_that_mentions_answers_is_valid(text: str) -> None:
    assert inside(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "- a\n  - b",
        "> a",
        "a\nlazy",
        "[^1]: a",
        "|a|\n|-|\n|b|",
        "[a]: b 'c",
        "<b",
        "`a",
        "***",
        "[a",
    ],
)
def test_a_post_heading_ends_every_open_block_before_it(text: str) -> None:
    assert texts("Q.\n\n" + text + post("A."))[1] == "\n\nA.\n"


def test_a_link_defined_in_another_post_is_an_error() -> None:
    body = "Q. [a]\n" + post("A.\n\n[a]: https://a.example") + post("B. [x][A] ![a]")
    assert errors_of(body) == [
        "1:4 P08 the link '[a]' is defined in another post",
        "21:4 P08 the link '[A]' is defined in another post",
        "21:11 P08 the link '[a]' is defined in another post",
    ]


def test_a_footnote_of_another_post_is_an_error() -> None:
    body = "Q.[^1]\n" + post("A.[^1]\n\n[^1]: a") + post("B.[^1]\n\n```\n[^1]: code\n```")
    assert errors_of(body) == [
        "1:3 P08 the footnote '[^1]' is defined in another post",
        "21:3 P08 the footnote '[^1]' is defined in another post",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[a]\n\n[A]: b", "[x][ a  B ]\n\n[A b]: c", "A.[^1]\n\n[^1]: b", "A.[^N]\n\n[^n]: b",
        "A.[^1]\n\n> [^1]: b", "A.[^1]\n\n- [^1]: b", "[ẞ]\n\n[SS]: a", "[a\\]]\n\n[a\\]]: b",
        "> [a]\n\n> [a]: b",
    ],
)  # fmt: skip
def test_a_post_may_use_its_own_definitions(text: str) -> None:
    assert errors_of("Q.\n" + post(text) + post(text)) == []


@pytest.mark.parametrize(
    "line",
    [
        " " * 1_000_000,
        "> " * 10 + " " * 500_000 + "x",
        "#" * 1_000_000,
        "1" * 1_000_000,
        "# answer" + " #" * 500_000 + "x",
        "- " + "\t" * 1_000_000 + "x",
        "[^" * 100_000,
        "[^\n" * 100_000,
        "`" * 1_000_000,
    ],
)
def test_a_long_line_takes_linear_time(line: str) -> None:
    started = cpu_seconds()
    inside(f"A.[^1] [a]\n\n[a]: b\n\n[^1]: c\n\n```\n{line}\n```\n\n{line}")
    assert cpu_seconds() - started < 60


def test_many_posts_take_linear_time() -> None:
    found, _, diagnostics = split("Q.\n" + post("A. [a]\n\n[a]: b\n\n```\nc\n```") * 5_000)
    assert diagnostics == []
    assert len(found.posts) == 5_000
