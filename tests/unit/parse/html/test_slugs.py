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
        ("?!", "section"),
        ("", "section"),
    ],
)
def test_a_slug_is_the_one_that_git_hosts_make(text: str, slug: str) -> None:
    assert Slugs().slug(text) == slug


def test_a_repeated_heading_gets_a_number() -> None:
    slugs = Slugs()
    assert [slugs.slug(text) for text in ("A", "A", "A-1", "A", "a")] == [
        "a", "a-1", "a-1-1", "a-2", "a-3",
    ]  # fmt: skip


def test_a_chosen_id_is_kept_but_never_given_twice() -> None:
    slugs = Slugs()
    assert slugs.take("Own ID") == "Own-ID"
    assert slugs.slug("own-id") == "own-id"
    assert slugs.take("own-id") == "own-id-1"


def test_many_equal_headings_take_no_longer_than_their_number() -> None:
    slugs = Slugs()
    assert {slugs.slug("a") for _ in range(50_000)} == {"a", *(f"a-{n}" for n in range(1, 50_000))}
