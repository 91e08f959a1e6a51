from msgspec.structs import replace

from ssg.config import Settings
from ssg.model.documents import CareCard, Guide
from ssg.pages.emergency import EmergencyCard, make_emergency_card
from ssg.pages.guide import GuideView
from ssg.pages.thread import ThreadView
from tests.unit.pages.views import view_of
from tests.unit.samples import SETTINGS, guide, thread

PREFIXED = Settings(title="T", url="https://example.org/p")


def _guide(*cards: CareCard, name: str = "back-pain", lang: str | None = None) -> Guide:
    return replace(guide(name, lang=lang), care=cards)


def _care(kind: str, name: str, *signs: str) -> CareCard:
    return CareCard(kind=kind, id=name, signs=signs)


def _card(*cards: CareCard) -> EmergencyCard:
    card = make_emergency_card(_guide(*cards), "/p/guides/back-pain/", SETTINGS)
    assert card
    return card


def _signs(*signs: str) -> tuple[str, ...]:
    return _card(_care("caution", "c", *signs)).emergency_signs


def test_the_first_emergency_and_the_first_urgent_card_of_a_guide_count() -> None:
    card = _card(
        _care("tip", "t"),
        _care("warning", "w1"),
        _care("caution", "c1", "you cannot move"),
        _care("caution", "c2", "another"),
        _care("warning", "w2"),
    )
    assert card.emergency_url == "/p/guides/back-pain/#c1"
    assert card.urgent_url == "/p/guides/back-pain/#w1"
    assert (card.title, card.emergency_signs) == ("back-pain", ("you cannot move", "another"))


def test_a_guide_with_one_kind_of_card_has_no_address_for_the_other() -> None:
    urgent = _card(_care("warning", "w", "fever"))
    assert (urgent.emergency_url, urgent.emergency_signs) == ("", ())
    assert _card(_care("caution", "c")).urgent_url == ""


def test_a_guide_without_such_cards_has_none() -> None:
    for cards in ((), (_care("tip", "t"), _care("important", "i"), _care("note", "n"))):
        assert make_emergency_card(_guide(*cards), "/g/", SETTINGS) is None


def test_a_card_speaks_the_language_of_its_guide() -> None:
    spanish = _guide(_care("caution", "c"), lang="es")
    card = make_emergency_card(spanish, "/g/", SETTINGS)
    assert card
    assert card.lang == "es"
    assert _card(_care("caution", "c")).lang == "en"


def test_signs_are_named_whole_as_many_as_fit() -> None:
    assert _signs("you cannot pass urine.", "your legs are weak;") == (
        "you cannot pass urine",
        "your legs are weak",
    )
    long = "x" * 40
    assert _signs("short", long, "after") == ("short", long, "after")
    assert _signs("short", long, long) == ("short", long)


def test_a_sign_that_does_not_fit_is_not_cut_since_its_end_may_matter_most() -> None:
    assert _signs("x" * 200) == ()
    assert _signs("one", "x" * 200, "two") == ("one",)


def test_the_guide_and_its_threads_show_its_signs() -> None:
    documents = (
        _guide(_care("caution", "c", "you cannot move")),
        _guide(name="cold"),
        thread(guides=("cold", "back-pain")),
    )
    own = view_of(GuideView, "guides/back-pain/index.html", *documents, settings=PREFIXED)
    linked = view_of(ThreadView, "threads/sore-back/index.html", *documents, settings=PREFIXED)
    plain = view_of(GuideView, "guides/cold/index.html", *documents, settings=PREFIXED)
    (card,) = own.emergencies
    assert card.emergency_url == "/p/guides/back-pain/#c"
    assert linked.emergencies == (replace(card, emergency_signs=(), more_signs=0),)
    assert plain.emergencies == ()


def test_a_thread_shows_the_signs_of_two_guides_at_most() -> None:
    names = ("a", "b", "c")
    guides = [_guide(_care("caution", "c"), name=name) for name in names]
    view = view_of(ThreadView, "threads/sore-back/index.html", *guides, thread(guides=names))
    assert [one.title for one in view.emergencies] == ["a", "b"]


def test_a_guide_that_is_hidden_shows_its_signs_nowhere() -> None:
    hidden = replace(guide(status="draft"), care=(_care("caution", "c"),))
    view = view_of(
        ThreadView, "threads/sore-back/index.html", hidden, thread(guides=("back-pain",))
    )
    assert view.emergencies == ()
