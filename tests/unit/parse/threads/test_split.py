import pytest

from ssg.parse.html.events import Source, observe
from ssg.parse.threads.split import DividedThread, divide_posts
from tests.machine import cpu_seconds
from tests.unit.parse.samples import post, told

HINT = "a post starts with exactly '## Answer' or '### Reply', at the start of a line"


def divided(body: str) -> tuple[DividedThread, Source, list[str]]:
    source = Source(path="a.md", text=body, first_line=1)
    found, diagnostics = divide_posts(source, observe(source))
    return found, source, told(diagnostics)


def texts(body: str) -> list[str]:
    """The question and the posts of a body without a mistake."""
    found, source, diagnostics = divided(body)
    assert diagnostics == []
    sections = [found.question, *(one.text for one in found.posts)]
    return [source.slice(section.start, section.end) for section in sections]


def mistakes(body: str) -> list[str]:
    return divided(body)[2]


def inside(text: str) -> list[str]:
    """What is wrong with a text that stands in a post, which starts on line 10."""
    return mistakes("Q.\n" + post(text) + post("Next."))


def test_a_body_is_its_question_and_its_posts() -> None:
    body = "Q.\n" + post("A.", by="Ann") + post("R.", by="Bo", head="### Reply") + post("B.")
    assert texts(body) == ["Q.\n\n", "\n\nA.\n\n", "\n\nR.\n\n", "\n\nB.\n"]
    found, source, _ = divided(body)
    assert [(one.kind.value, source.line(one.head)) for one in found.posts] == [
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
def test_a_posts_fields_stand_in_a_fence_of_any_length(fence: str) -> None:
    body = f"Q.\n\n## Answer\n{fence}yaml title=x\nposted: 2020-01-01\n{fence}\nA.\n"
    assert texts(body)[1].strip() == "A."


def test_broken_fields_are_told_at_their_line() -> None:
    body = (
        "Q.\n\n## Answer\n\n```yaml\nposted: 2020-01-01\nby: a: b\n```\n\nA.\n\n"
        "### Reply\n\n```yaml\n```\nR.\n"
    )
    found, _, diagnostics = divided(body)
    assert diagnostics == ["7:6 F04 mapping values are not allowed in this context"]
    assert found.posts[0].fields is None
    assert found.posts[1].fields is not None
    assert str(found.posts[1].fields.at(("posted",))) == "a.md:15:1"


@pytest.mark.parametrize(
    ("under_the_head", "told_of_it"),
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
def test_a_post_without_its_yaml_block_is_an_error(under_the_head: str, told_of_it: str) -> None:
    found, _, diagnostics = divided(f"Q.\n\n## Answer\n\n{under_the_head}")
    assert diagnostics == [f"3:1 P01 this answer {told_of_it}"]
    assert found.posts[0].fields is None


def test_the_way_out_shows_the_block() -> None:
    source = Source(path="a.md", text="### Reply\n\nR.\n", first_line=1)
    _, (found,) = divide_posts(source, observe(source))
    assert found.message == "this reply has no yaml block under its heading"
    assert found.hint == (
        "write a block under '### Reply': ```yaml, then 'posted: 2026-03-01T09:30', then ```"
    )


@pytest.mark.parametrize(("fence", "close"), [("```", "```"), ("~~~~", "~~~~"), ("  ```", "```")])
def test_the_way_out_of_a_block_that_is_not_closed_is_its_fence(fence: str, close: str) -> None:
    body = f"Q.\n\n## Answer\n\n{fence}yaml\nposted: 2020-01-01\n"
    source = Source(path="a.md", text=body, first_line=1)
    _, (found,) = divide_posts(source, observe(source))
    assert found.hint == f"close it with {close} on a line of its own, below the fields"


@pytest.mark.parametrize("fence", ["```", "````", "~~~", "~~~~~~", "  ```", "```yaml", "~~~ `a`"])
def test_a_code_block_that_swallows_a_post_is_an_error(fence: str) -> None:
    assert inside(f"A.\n\n{fence}\ncode") == [
        f"12:{len(fence) - len(fence.lstrip()) + 1} P06"
        " a code block starts here and swallows '## Answer' on line 15"
    ]


@pytest.mark.parametrize("fence", ["```", "~~~"])
def test_a_posts_own_block_that_swallows_the_next_post_is_told_once(fence: str) -> None:
    body = f"Q.\n\n## Answer\n\n{fence}yaml\nposted: 2020-01-01\n\nA.\n{post('B.')}"
    found, _, diagnostics = divided(body)
    assert diagnostics == ["5:1 P06 a code block starts here and swallows '## Answer' on line 10"]
    assert found.posts[0].fields is None


@pytest.mark.parametrize("head", ["- - ## Answer", "## Antwort", "Answer\n---", "**Answer**", ""])
def test_a_swallowed_post_is_found_by_its_fields_however_its_head_is_written(head: str) -> None:
    line = 17 + head.count("\n")
    assert mistakes("Q.\n" + post("A.\n\n```text\ncode") + post("B.", head=head)) == [
        f"12:1 P06 a code block starts here and swallows '```yaml' on line {line}"
    ]


def test_fields_that_are_only_spoken_of_are_code() -> None:
    assert inside("````text\n```yaml\na: b\n```\n````") == []


@pytest.mark.parametrize(
    "text", ["```\ncode\n```", "    code", "> ```\n> code", "- ```\n  code", "`code", "```a`b"]
)
def test_a_code_block_that_ends_before_the_next_post_swallows_nothing(text: str) -> None:
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
def test_a_line_that_looks_like_a_head_is_an_error(
    text: str, line: int, column: int, shown: str
) -> None:
    assert f"{line}:{column} P07 '{shown}' looks like a post's heading but is none" in inside(text)


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
def test_a_heading_that_reads_like_a_posts_is_an_error(text: str, shown: str) -> None:
    (found,) = [one.partition(" ")[2] for one in inside(text)]
    assert found == (f"P07 the heading '{shown}' looks like a post's but is written otherwise")


def test_a_look_alike_is_told_once_and_with_a_way_out() -> None:
    source = Source(path="a.md", text="## answer\n", first_line=1)
    _, (found,) = divide_posts(source, observe(source))
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
def test_a_look_alike_and_its_block_are_one_mistake(text: str) -> None:
    (found,) = inside(text)
    assert found.startswith("10:1 P07 ")


def test_a_block_further_below_is_a_mistake_of_its_own() -> None:
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
    assert found.endswith(" P07 a post's yaml block stands here without a post's heading")


@pytest.mark.parametrize(
    "text",
    [
        "## The answer", "## Answer to Bo", "Answer", "**Answer**", "## Replying",
        "####### Answer", "Answer:\n- a", "```yaml\nby: Bo\n```", "```python\nposted: x\n```",
        "    posted: x", "`## Answer`", "a ## Answer", "|## Answer|\n|-|", "#\n\nAnswer",
    ],
)  # fmt: skip
def test_what_only_speaks_of_answers_is_text(text: str) -> None:
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
def test_a_head_ends_whatever_stands_before_it(text: str) -> None:
    assert texts("Q.\n\n" + text + post("A."))[1] == "\n\nA.\n"


def test_a_link_defined_in_another_post_is_an_error() -> None:
    body = "Q. [a]\n" + post("A.\n\n[a]: https://a.example") + post("B. [x][A] ![a]")
    assert mistakes(body) == [
        "1:4 P08 the link '[a]' is defined in another post",
        "21:4 P08 the link '[A]' is defined in another post",
        "21:11 P08 the link '[a]' is defined in another post",
    ]


def test_a_footnote_of_another_post_is_an_error() -> None:
    body = "Q.[^1]\n" + post("A.[^1]\n\n[^1]: a") + post("B.[^1]\n\n```\n[^1]: code\n```")
    assert mistakes(body) == [
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
def test_what_a_post_defines_itself_is_its_own(text: str) -> None:
    assert mistakes("Q.\n" + post(text) + post(text)) == []


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
def test_a_long_line_costs_its_length(line: str) -> None:
    started = cpu_seconds()
    inside(f"A.[^1] [a]\n\n[a]: b\n\n[^1]: c\n\n```\n{line}\n```\n\n{line}")
    assert cpu_seconds() - started < 60


def test_many_posts_cost_their_number() -> None:
    found, _, diagnostics = divided("Q.\n" + post("A. [a]\n\n[a]: b\n\n```\nc\n```") * 5_000)
    assert diagnostics == []
    assert len(found.posts) == 5_000
