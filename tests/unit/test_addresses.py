"""The list of addresses: a file for git that no merge can spoil unseen."""

from hypothesis import given
from hypothesis import strategies as st

from ssg.addresses import (
    ForgottenAddress,
    ListedAddress,
    digest_of_address,
    format_addresses,
    parse_addresses,
    spell,
)

FORGOTTEN = ForgottenAddress(digest="0" * 32, day="2026-03-01", reason="It named somebody.")


def test_a_line_is_an_address_with_its_file_or_its_anchors() -> None:
    listed = [
        ListedAddress(address="/threads/x/", anchors=("b", "a")),
        ListedAddress(address="/old.html", source="content/threads/x.md"),
    ]
    assert format_addresses(listed, [FORGOTTEN]).decode() == (
        "# Every address that this site has published. ssg writes it: see docs/links.md.\n"
        "/old.html content/threads/x.md\n"
        "/threads/x/ #a #b\n"
        f"forgotten {'0' * 32} 2026-03-01 It named somebody.\n"
    )


def test_two_lines_for_one_address_are_joined() -> None:
    found = parse_addresses(b"/a/ #x #y\n/a/ content/a.md #z\n")
    (one,) = found.listed.values()
    assert (one.source, one.anchors, one.line) == ("content/a.md", ("x", "y", "z"), 1)
    assert not found.broken


def test_lines_of_other_systems_are_read() -> None:
    found = parse_addresses(b"# comment\r\n/a/ #x\r\n\r\n/b/")
    assert list(found.listed) == ["/a/", "/b/"]
    assert found.listed["/a/"].anchors == ("x",)
    assert not found.broken


def test_a_line_that_is_none_is_named() -> None:
    lines = [b"<<<<<<< a", b"a/", b"/a/ b c", b"/a/ #x y", b"/a/ #", b"forgotten x", b"/\xff/"]
    assert parse_addresses(b"\n".join(lines)).broken == tuple(range(1, len(lines) + 1))


def test_a_forgotten_address_is_known_by_its_digest() -> None:
    digest = digest_of_address("/a/")
    found = parse_addresses(f"forgotten {digest} 2026-03-01 why\n".encode())
    assert found.has_forgotten("/a/")
    assert not found.has_forgotten("/b/")


TEXTS = st.text(min_size=1).filter(lambda text: max(text) < "\ud800" or max(text) > "\udfff")


@given(st.dictionaries(TEXTS, st.tuples(TEXTS, st.sets(TEXTS, max_size=3)), max_size=5))
def test_whatever_is_written_is_read_again(texts: dict[str, tuple[str, set[str]]]) -> None:
    listed = {
        (address := spell(f"/{one}")): ListedAddress(
            address=address,
            source=spell(f"content/{source}"),
            anchors=tuple(sorted(map(spell, anchors))),
        )
        for one, (source, anchors) in texts.items()
    }
    found = parse_addresses(format_addresses(listed.values(), [FORGOTTEN]))
    assert not found.broken
    assert {one.address: (one.source, one.anchors) for one in found.listed.values()} == {
        one.address: (one.source, one.anchors) for one in listed.values()
    }
    assert list(found.forgotten.values()) == [FORGOTTEN]


@given(st.binary())
def test_any_bytes_are_read(data: bytes) -> None:
    found = parse_addresses(data)
    assert len(found.listed) + len(found.broken) <= data.count(b"\n") + 1
