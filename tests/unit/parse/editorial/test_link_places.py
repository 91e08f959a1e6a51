"""The quick searches for addresses find what one expression for all of them would find."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssg.parse.editorial.link_places import _find_written
from ssg.parse.html.outside import _TRAILING, find_bare_addresses

WRITTEN = re.compile(
    rb"\]\(\s*<?([^\s<>)]*)|<(?=[^\s<>]*[:@])([^\s<>]+)>|^ {0,3}\[[^\]\n]+\]:\s*<?([^\s<>]+)",
    re.MULTILINE,
)
BARE = re.compile(rb"(?:https?://|www\.)[^\s<>\[\]`]+", re.IGNORECASE)
PIECES = [
    "[a](b)", "](\n", " [a]: b", "   [a]: <b>", "    [a]: b", "[a]: ", "\n", "<https://a.org>",
    "<b>",
    "https://a.org", "HTTP://A.org/https://b", "www.a.org", "wWw.", "wwww.a", "://", "s://", "http",
    "https", "]", "[", "(", ")", "<", ">", " ", "a@b", "`", ".", "é", "&amp;",
]  # fmt: skip
TEXTS = ["https://a", "://", "://https://a", "ttp://b", "\n   [a]: b", "](\n  [a]: b", "x [a]: b"]
texts = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)


def check(text: str) -> None:
    data = text.encode()
    written = [
        (found.start(), unescape(next(one for one in found.groups() if one is not None).decode()))
        for found in WRITTEN.finditer(data)
    ]
    assert list(_find_written(data)) == written
    bare = [(found.start(), found[0].decode()) for found in BARE.finditer(data)]
    assert list(find_bare_addresses(data)) == [
        (start, address if address.lower().startswith("http") else f"https://{address}")
        for start, address in ((start, unescape(one).rstrip(_TRAILING)) for start, one in bare)
    ]


@pytest.mark.parametrize("text", TEXTS)
def test_addresses_at_the_edges_of_a_text_are_found(text: str) -> None:
    check(text)


@given(texts)
def test_all_addresses_are_found(text: str) -> None:
    check(text)
