import pytest

from ssg.parse.html.slugs import Slugs


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("What to do", "what-to-do"),
        ("  Pain & care: a start!  ", "pain--care-a-start"),
        ("snake_case and hy-phen", "snake_case-and-hy-phen"),
        ("Qué hacer, según tú", "qué-hacer-según-tú"),
        ("1. First", "1-first"),
        ("“Quoted” text", "quoted-text"),
        ("हिन्दी में नींद", "हिन्दी-में-नींद"),
        ("นอนหลับ", "นอนหลับ"),
        ("שָׁלוֹם", "שָׁלוֹם"),
        ("Sleep -- basics", "sleep----basics"),
        ("H²O, ½ and Ⅳ", "ho--and-ⅳ"),
        ("?!", "section"),
        ("", "section"),
    ],
)
def test_a_slug_is_generated_as_by_git_hosts(text: str, slug: str) -> None:
    assert Slugs().generate(text) == slug


def test_a_repeated_heading_gets_a_number() -> None:
    slugs = Slugs()
    assert [slugs.generate(text) for text in ("A", "A", "A-1", "A", "a")] == [
        "a", "a-1", "a-1-1", "a-2", "a-3",
    ]  # fmt: skip


def test_a_reserved_id_is_kept_but_never_repeated() -> None:
    slugs = Slugs()
    assert slugs.reserve("Own ID") == "Own-ID"
    assert slugs.generate("own-id") == "own-id"
    assert slugs.reserve("own-id") == "own-id-1"


def test_many_equal_headings_take_linear_time() -> None:
    slugs = Slugs()
    assert {slugs.generate("a") for _ in range(50_000)} == {
        "a",
        *(f"a-{n}" for n in range(1, 50_000)),
    }
