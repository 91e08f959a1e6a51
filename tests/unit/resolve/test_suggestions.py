from collections.abc import Iterator

import pytest

from ssg.resolve.suggestions import MAX_SUGGESTIONS, NameSuggester, PathSuggester

NAMES = [f"thread-{number:05}" for number in range(20_000)] + ["insomnia", "Back-Pain"]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("insomnai", "insomnia"),
        ("nisomnia", "insomnia"),
        ("INSOMNIA", "insomnia"),
        ("back-pian", "Back-Pain"),
        ("thraed-12345", "thread-12345"),
        ("something-else", ""),
        ("", ""),
        ("x" * 1_000_000, ""),
    ],
)
def test_a_typo_is_corrected_among_thousands_of_names(wrong: str, right: str) -> None:
    assert NameSuggester(NAMES).suggest(wrong) == right


def test_names_are_read_once_and_only_when_needed() -> None:
    reads = []

    def names() -> Iterator[str]:
        reads.append(1)
        yield "insomnia"

    suggester = NameSuggester(names())
    assert reads == []
    assert suggester.suggest("insomnai") == "insomnia"
    assert suggester.suggest("nsomnia") == "insomnia"
    assert reads == [1]


def test_only_the_first_wrong_names_get_a_suggestion() -> None:
    suggester = NameSuggester(NAMES)
    wrong = [f"insomnai-{number}" for number in range(MAX_SUGGESTIONS + 1)]
    assert [suggester.suggest(one) for one in wrong] == ["insomnia"] * MAX_SUGGESTIONS + [""]
    assert suggester.suggest(wrong[0]) == "insomnia"


@pytest.mark.parametrize("names", [["tea", "Tea"], ["Tea", "tea"]])
def test_of_names_that_differ_only_by_case_the_choice_is_deterministic(names: list[str]) -> None:
    assert NameSuggester(names).suggest("teaa") == "tea"


PATHS = ["topics/sleep.md", "guides/sleep.md", "threads/late-coffee.md", "media/cup.png"]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("guides/late-cofee.md", "threads/late-coffee.md"),
        ("threads/cup.jpg", "media/cup.png"),
        ("topics/slep.md", "topics/sleep.md"),
        ("threads/sleep.md", "guides/sleep.md"),
        ("Sleep", "guides/sleep.md"),
        ("threads/my-plan.md", ""),
        ("threads/", ""),
        ("", ""),
    ],
)
def test_a_path_is_found_by_its_file_name(wrong: str, right: str) -> None:
    assert PathSuggester(PATHS).suggest(wrong) == right


def test_an_address_without_a_similar_one_gets_no_suggestion() -> None:
    assert PathSuggester(["/", "/threads/"]).suggest("/nothing/") == ""


@pytest.mark.parametrize(
    ("wrong", "right", "is_slip"),
    [
        ("slep", "sleep", True),
        ("sleeep", "sleep", True),
        ("insomnai", "insomnia", True),
        ("lseep", "sleep", True),
        ("sleepingwell", "sleeping-well", True),
        ("back-pains", "back-pain", True),
        ("hypotension", "hypertension", False),
        ("hypoglycemia", "hyperglycemia", False),
        ("dysphasia", "dysphagia", False),
        ("symptomatic", "asymptomatic", False),
        ("care-of-typical-cases", "care-of-atypical-cases", False),
        ("hepatitis-c", "hepatitis", False),
        ("hepatitis-a", "hepatitis-b", False),
    ],
)
def test_only_a_slip_is_mended_unasked(wrong: str, right: str, is_slip: bool) -> None:
    suggester = NameSuggester([right, "zzz"])
    assert suggester.suggest(wrong) == right
    assert suggester.is_only(wrong) is is_slip
