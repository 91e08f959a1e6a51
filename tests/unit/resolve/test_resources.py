import pytest

from ssg.model.ids import ResourceId
from ssg.resolve.resources import normalize_url
from tests.unit.samples import errors, guide, resource, resources, site_of, thread

SLEEP = ResourceId("sleep")


def test_a_repeated_resource_id_is_reported() -> None:
    cdc = resources(resource("sleep", url="https://cdc.gov/sleep", line=9), file="cdc")
    nhs = resources(resource("sleep"))
    assert errors(nhs, cdc) == [
        "content/resources/nhs.yaml:4:5: R11 resource id 'sleep' is already used in"
        " content/resources/cdc.yaml, line 9"
        " (give this resource another id, or remove it if it is a duplicate)"
    ]
    assert site_of(nhs, cdc).resources[SLEEP].meta.url == "https://cdc.gov/sleep"


def test_a_repeated_resource_url_is_reported_in_any_spelling() -> None:
    first = resource("sleep", url="https://www.nhs.uk/sleep/")
    second = resource("rest", url="HTTPS://WWW.NHS.UK:443/sleep", line=8)
    assert errors(resources(first, second)) == [
        "content/resources/nhs.yaml:8:5: R12 HTTPS://WWW.NHS.UK:443/sleep is already listed as"
        " 'sleep' in content/resources/nhs.yaml, line 4"
        " (cite 'sleep' instead, and remove this entry)"
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.org/x", "https://a.org/X"),
        ("https://a.org/x", "http://a.org/x"),
        ("https://a.org/x?a=1", "https://a.org/x?a=2"),
        ("https://a.org/x#a", "https://a.org/x#b"),
        ("https://a.org/x", "https://a.org:8080/x"),
    ],
)
def test_other_differences_make_different_urls(one: str, other: str) -> None:
    assert normalize_url(one) != normalize_url(other)


def test_an_invalid_url_is_not_changed() -> None:
    assert normalize_url("https://[broken/") == "https://[broken/"


def test_a_resource_knows_who_cites_it() -> None:
    site = site_of(
        resources(resource("sleep"), resource("fever")),
        thread("later", asked="2026-02-01", resources=("sleep",)),
        thread("earlier", asked="2026-01-01", resources=("sleep", "sleep")),
        thread("hidden", resources=("sleep",), status="draft"),
        guide("named", resources=("sleep",)),
        guide("linked", outside=["https://www.nhs.uk/sleep/#naps"]),
    )
    cited = site.citations[SLEEP]
    assert cited.threads == ("earlier", "later")
    assert cited.guides == ("linked", "named")
    assert not site.citations[ResourceId("fever")]
