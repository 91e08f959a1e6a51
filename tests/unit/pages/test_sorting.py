import pytest
from msgspec.structs import replace

from ssg.pages.a_to_z import index_names
from ssg.pages.cards import GuideCard, ResourceCard, TopicCard
from ssg.pages.resources import group_by_publisher
from ssg.pages.sorting import sort_name


def _guide(title: str, *also: str) -> GuideCard:
    return GuideCard(
        id=title, url=f"/guides/{title}/", title=title, lang="en", summary="", also_called=also,
        reviewed=None,
        is_sealed=False,
    )  # fmt: skip


def _topic(title: str, *also: str) -> TopicCard:
    return TopicCard(
        id=title, url=f"/topics/{title}/", title=title, lang="en", summary="", also_called=also
    )


def _resource(title: str, publisher: str) -> ResourceCard:
    return ResourceCard(
        id=title, url="", href="", title=title, lang="en", publisher=publisher, publisher_href=None,
        description="", kind="", text_lang="en", checked=None, archived=None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "sorted_by"),
    [("Émile", "emile"), ("ÅNGEST", "angest"), ("Straße", "strasse"), ("睡眠", "睡眠")],
)
def test_names_are_sorted_without_accents_and_capitals(name: str, sorted_by: str) -> None:
    assert sort_name(name) == sorted_by


def test_the_index_has_every_name_under_its_letter() -> None:
    letters = index_names(
        [_guide("Zoster", "Shingles"), _guide("ångest"), _guide("5-HT")],
        [_topic("Anxiety", "angst"), _topic("睡眠")],
        "en",
    )
    assert [(one.letter, one.id) for one in letters] == [
        ("A", "ssg-letter-a"),
        ("S", "ssg-letter-s"),
        ("Z", "ssg-letter-z"),
        ("睡", "ssg-letter-睡"),
        ("#", "ssg-letter-other"),
    ]
    names = {one.letter: [(e.name, e.kind, e.see) for e in one.entries] for one in letters}
    assert names["A"] == [
        ("ångest", "guide", ""),
        ("angst", "topic", "Anxiety"),
        ("Anxiety", "topic", ""),
    ]
    assert names["S"] == [("Shingles", "guide", "Zoster")]
    assert letters[1].entries[0].url == "/guides/Zoster/"


def test_a_letter_is_in_the_pages_language_if_any_of_its_names_is() -> None:
    spanish = replace(_guide("Ansiedad"), lang="es")
    assert [one.lang for one in index_names([spanish, _guide("Asthma")], [], "en")] == ["en"]
    assert [one.lang for one in index_names([spanish], [], "en")] == ["es"]


def test_resources_are_grouped_by_publisher() -> None:
    groups = group_by_publisher(
        [_resource("b", "NHS"), _resource("x", "Ärzte"), _resource("A", "NHS"), _resource("y", "z")]
    )
    assert [(one.name, [card.title for card in one.resources]) for one in groups] == [
        ("Ärzte", ["x"]),
        ("NHS", ["A", "b"]),
        ("z", ["y"]),
    ]
