import pytest

from ssg.config import Participate, Settings, SiteLanguage
from ssg.pages.home import HomeView
from ssg.pages.kind import View
from ssg.pages.participate import ParticipateView, fill_participate, report_filler
from ssg.pages.thread import ThreadView
from ssg.pages.threads import ThreadsView
from ssg.pages.topic import TopicView
from tests.unit.pages.views import view_of
from tests.unit.samples import thread, topic

PATTERN = "https://forum.example.org/{lang}?id={id}&title={title}&url={url}"


def _settings(url: str = "https://example.org/p", **patterns: str) -> Settings:
    return Settings(title="Health Threads", url=url, participate=Participate(**patterns))


def test_an_address_is_filled_in_for_the_page() -> None:
    filled = fill_participate(
        _settings(ask=PATTERN), url="/p/threads/sore-back/", title="Sore & stiff?", lang="es"
    )
    assert filled.ask == (
        "https://forum.example.org/es?id=sore-back&title=Sore%20%26%20stiff%3F"
        "&url=https%3A%2F%2Fexample.org%2Fp%2Fthreads%2Fsore-back%2F"
    )
    assert (filled.answer, filled.report, filled.newsletter) == ("", "", "")


def test_each_address_has_its_own_pattern() -> None:
    names = ParticipateView.__struct_fields__
    assert set(names) == set(Participate.__struct_fields__)
    patterns = {name: f"https://example.net/{name}" for name in names}
    filled = fill_participate(_settings(**patterns), url="/p/", title="", lang="en")
    assert {name: getattr(filled, name) for name in names} == patterns


def test_a_site_without_addresses_offers_nothing() -> None:
    filled = fill_participate(_settings(), url="/p/threads/x/", title="X", lang="en")
    assert filled == ParticipateView()


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("/p/guides/back-pain/", "back-pain"),
        ("/p/threads/sore-back/#a-1", "sore-back"),
        ("/p/about/", "about"),
        ("/p/topics/back/page/2/", "back"),
        ("/p/resources/nhs-back/", "nhs-back"),
    ],
)
def test_the_id_of_a_page_is_the_name_of_its_file(url: str, name: str) -> None:
    filled = fill_participate(
        _settings(rate="https://example.net/?{id}"), url=url, title="A page", lang="en"
    )
    assert filled.rate == f"https://example.net/?{name}"


@pytest.mark.parametrize("url", ["/p/", "/p/es/", "/p/threads/page/2/", "/p/es/topics/"])
def test_a_list_has_no_id_and_the_title_of_the_site_in_its_language(url: str) -> None:
    settings = Settings(
        title="Threads",
        url="https://example.org/p",
        languages={"es": SiteLanguage(title="Hilos")},
        participate=Participate(ask="https://example.net/?{id}&{title}"),
    )
    asks = {
        lang: fill_participate(settings, url=url, title="", lang=lang).ask for lang in ("en", "es")
    }
    assert asks == {"en": "https://example.net/?&Threads", "es": "https://example.net/?&Hilos"}


def test_only_the_address_to_report_is_filled_in_for_a_post() -> None:
    settings = _settings(report="https://example.net/?{id}&{url}", ask=PATTERN)
    fill = report_filler(settings, url="/p/threads/x/", title="X", lang="en")
    url = "https%3A%2F%2Fexample.org%2Fp%2Fthreads%2Fx%2F%23a-1"
    assert fill("a-1") == f"https://example.net/?x&{url}"
    fill = report_filler(_settings(ask=PATTERN), url="/p/threads/x/", title="X", lang="en")
    assert fill("a-1") == ""


def test_what_an_author_wrote_cannot_change_where_an_address_leads() -> None:
    filled = fill_participate(
        _settings(feedback="https://example.net/?t={title}"),
        url="/p/x/",
        title='&to=evil#"><script>',
        lang="en",
    )
    assert filled.feedback == "https://example.net/?t=%26to%3Devil%23%22%3E%3Cscript%3E"


@pytest.mark.parametrize(
    ("kind", "path", "query"),
    [
        (ThreadView, "threads/sore-back/index.html", "id=sore-back&title=sore-back"),
        (TopicView, "topics/back/index.html", "id=back&title=back"),
        (ThreadsView, "threads/index.html", "id=&title=Health%20Threads"),
        (HomeView, "index.html", "id=&title=Health%20Threads"),
    ],
)
def test_every_page_knows_where_its_readers_can_ask(
    kind: type[View], path: str, query: str
) -> None:
    settings = _settings(ask="https://forum.example.org/?id={id}&title={title}")
    view = view_of(kind, path, thread(), topic(), settings=settings)
    assert view.head.participate.ask == f"https://forum.example.org/?{query}"  # type: ignore[attr-defined]
