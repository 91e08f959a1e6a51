"""The lines around front matter are those that python-frontmatter finds."""

from itertools import islice

from frontmatter.default_handlers import YAMLHandler
from hypothesis import given
from hypothesis import strategies as st

from ssg.parse.frontmatter import find_delimiters

_PIECES = st.sampled_from(
    [
        "---",
        "----",
        "--",
        "-",
        "\n",
        "\n",
        "\r\n",
        "\r",
        " ",
        "\t",
        "\u00a0",
        "\u2028",
        "a: b",
        "# x",
    ]
)


_TEXTS = st.lists(_PIECES, max_size=14).map("".join)


@given(_TEXTS | _TEXTS.map(lambda text: f"---\n{text}"))
def test_the_delimiters_are_those_of_python_frontmatter(text: str) -> None:
    found = [one.span() for one in find_delimiters(text)]
    assert found == [one.span() for one in islice(YAMLHandler.FM_BOUNDARY.finditer(text), 2)]
