import re

import pytest

from ssg.media.svg import clean_svg, inspect_svg
from ssg.model.media import ImageFacts, ImageProblem
from tests.hostile_svg import EXTERNAL, HARMLESS, HOSTILE, MULTIPLIED, START

# An animation that does not say what it changes does nothing.
ACTIVE = re.compile(
    rb"script\b(?!:)|foreignObject|iframe|handler|\bon\w+=|attributeName=\"(?!x)|base=|DOCTYPE|href=\"[^#]"
)


def facts(data: str) -> ImageFacts:
    found = inspect_svg(data.encode())
    assert isinstance(found, ImageFacts)
    return found


@pytest.mark.parametrize("name", HOSTILE)
def test_what_could_run_code_is_removed_or_the_drawing_refused(name: str) -> None:
    data = HOSTILE[name].encode()
    if isinstance(inspect_svg(data), ImageProblem):
        return
    assert not ACTIVE.search(clean_svg(data))


@pytest.mark.parametrize("name", EXTERNAL)
def test_a_drawing_that_loads_another_file_is_refused(name: str) -> None:
    found = inspect_svg(EXTERNAL[name].encode())
    assert isinstance(found, ImageProblem), clean_svg(EXTERNAL[name].encode())
    assert found.code == "T12"


@pytest.mark.parametrize("data", HARMLESS)
def test_what_drawings_need_stays(data: str) -> None:
    found = facts(f"{START}{data}</svg>")
    assert found.removed == ()
    name = data[1:].split(" ", maxsplit=1)[0].split(">", maxsplit=1)[0]
    assert f"<{name}" in clean_svg(f"{START}{data}</svg>".encode()).decode()


def test_what_was_removed_is_named_once() -> None:
    found = facts(f'{START}<script>1</script><g onclick="a()"/><g onclick="b()"/></svg>')
    assert found.removed == ("script", "onclick")


@pytest.mark.parametrize(
    ("data", "removed"),
    [
        ('<a href="javascript:alert(1)"><g/></a><a href="https://e.example/"/>', ("a href",)),
        ('<image href="data:image/svg+xml,x"/>', ("data:image/svg+xml",)),
    ],
)
def test_what_leads_elsewhere_is_removed_and_named(data: str, removed: tuple[str, ...]) -> None:
    assert facts(f"{START}{data}</svg>").removed == removed


def test_the_text_of_another_file_is_removed_and_named() -> None:
    start = f'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>{START}'
    assert facts(f"{start}<text>&a;</text></svg>").removed == ("&a;",)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ('<image href="https://e.example/x.png"/>', "another file, 'https://e.example/x.png'"),
        ('<image href=" //e.example/x.png"/>', "another file, ' //e.example/x.png'"),
        (
            "<style>@font-face{src:url(data:font/woff2;base64,AAAA)}</style>",
            "an embedded file that is no image, 'font/woff2'",
        ),
    ],
)
def test_what_a_drawing_must_not_load_is_named_as_it_is_written(data: str, words: str) -> None:
    found = inspect_svg(f"{START}{data}</svg>".encode())
    assert isinstance(found, ImageProblem)
    assert words in found.message


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="30" height="20"', (30, 20)),
        ('width="30px" height="20.4px" viewBox="0 0 1 1"', (30, 20)),
        ('viewBox="0 0 300 200"', (300, 200)),
        ('viewBox="-10,-10,300.6,200"', (301, 200)),
        ('width="100%" height="100%" viewBox="0 0 300 200"', (300, 200)),
        ('width="3cm" height="2cm" viewBox="0 0 300 200"', (300, 200)),
        ('width="30"', (0, 0)),
        ('viewBox="0 0 0 0"', (0, 0)),
        ('viewBox="0 0 many few"', (0, 0)),
        ('width="99999999999" height="1"', (0, 0)),
        ("", (0, 0)),
    ],
)
def test_its_size_is_what_it_says(attributes: str, size: tuple[int, int]) -> None:
    found = facts(f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}><g/></svg>')
    assert (found.width, found.height) == size


@pytest.mark.parametrize(
    "data",
    [
        "",
        "words",
        "<html><body/></html>",
        "<svg><rect/></svg>",
        f"{START}<rect",
        f"{START}</svg><svg/>",
        "\x89PNG",
        '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        f"{START}<text>&b;</text></svg>",
    ],
)
def test_what_is_no_drawing_is_refused(data: str) -> None:
    found = inspect_svg(data.encode())
    assert isinstance(found, ImageProblem)
    assert found.code == "T12"


def test_many_elements_in_each_other_exhaust_nothing() -> None:
    def nested(depth: int) -> bytes:
        return (START + "<g>" * depth + "</g>" * depth + "</svg>").encode()

    assert isinstance(inspect_svg(nested(99)), ImageFacts)
    for depth in (100, 200_000):
        assert isinstance(inspect_svg(nested(depth)), ImageProblem)


@pytest.mark.parametrize("name", MULTIPLIED)
def test_parts_that_draw_each_other_without_an_end_in_sight_are_refused(name: str) -> None:
    data = MULTIPLIED[name].encode()
    assert len(data) < 20_000
    found = inspect_svg(data)
    assert isinstance(found, ImageProblem)
    assert "parts draw each other" in found.message


def test_a_drawing_may_draw_as_much_as_browsers_can() -> None:
    def grid(side: int) -> str:
        row = "<use href='#s'/>" * side
        rows = "<use href='#r'/>" * side
        return f"{START}<rect id='s'/><g id='r'>{row}</g>{rows}</svg>"

    assert facts(grid(150))
    assert isinstance(inspect_svg(grid(250).encode()), ImageProblem)


def test_a_long_chain_of_parts_is_no_problem() -> None:
    chain = "".join(f"<use id='a{n + 1}' href='#a{n}'/>" for n in range(200))
    assert facts(f"{START}<rect id='a0'/>{chain}</svg>")
