from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ssg.commands.exit_codes import CommandError
from ssg.commands.options import RunOptions, resolve_build_time

SITE = "title: A site\nurl: https://example.org/\ntimezone: Asia/Tokyo\n"


def options(site: Path, **given: object) -> RunOptions:
    nothing = {"jobs": None, "drafts": False, "now": None, "url": None, "strict": False}
    return RunOptions(site=site, **{**nothing, **given})  # type: ignore[arg-type]


def test_a_run_without_options_has_sensible_ones(tmp_path: Path) -> None:
    request = options(tmp_path).to_request({"SOURCE_DATE_EPOCH": "0"})
    assert request.site == tmp_path
    assert request.jobs is None
    assert request.time.now == "1970-01-01T00:00:00+00:00"
    assert (request.url, request.strict, request.time.drafts) == (None, False, False)


def test_the_options_are_what_is_asked(tmp_path: Path) -> None:
    given = options(
        tmp_path, jobs=3, drafts=True, now="2026-03-01", url="http://localhost/", strict=True
    )
    request = given.to_request({})
    assert (request.jobs, request.url, request.strict) == (3, "http://localhost/", True)
    assert request.time.drafts


def test_a_site_may_be_named_from_where_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert options(Path("site")).to_request({}).site == tmp_path / "site"


def test_a_moment_is_in_the_sites_time_zone(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text(SITE)
    request = options(tmp_path, now="2026-03-01T09:30").to_request({})
    assert request.time.now == "2026-03-01T00:30:00+00:00"


@pytest.mark.parametrize("text", [SITE.replace("Asia/Tokyo", "Asia/Nowhere"), "title: ["])
def test_a_site_without_a_valid_zone_leaves_it_to_utc(tmp_path: Path, text: str) -> None:
    (tmp_path / "site.yaml").write_text(text)
    request = options(tmp_path, now="2026-03-01T09:30").to_request({})
    assert request.time.now == "2026-03-01T09:30:00+00:00"


def test_the_zone_is_known_in_spite_of_other_broken_settings(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text(SITE + "titel: x\n")
    request = options(tmp_path, now="2026-03-01T09:30").to_request({})
    assert request.time.now == "2026-03-01T00:30:00+00:00"


def test_an_address_that_makes_no_sense_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as caught:
        options(tmp_path, url="https://example.org/?a").to_request({})
    assert caught.value.message == (
        "--url expects an address without a query, a '#' or a user name"
    )


def test_no_address_is_not_the_settings_address(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="--url expects a web address"):
        options(tmp_path, url="").to_request({})


def test_now_is_stronger_than_the_environment() -> None:
    moment = resolve_build_time("2026-03-01T09:30+01:00", {"SOURCE_DATE_EPOCH": "0"}, lambda: UTC)
    assert moment == datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
    assert resolve_build_time("2026-03-01", {}, lambda: ZoneInfo("Asia/Tokyo")) == datetime(
        2026, 2, 28, 15, tzinfo=UTC
    )


def test_the_environment_is_stronger_than_the_clock() -> None:
    assert resolve_build_time(None, {"SOURCE_DATE_EPOCH": "1767225600"}, lambda: UTC) == datetime(
        2026, 1, 1, tzinfo=UTC
    )


def test_the_clock_counts_in_whole_seconds() -> None:
    before = datetime.now(UTC)
    moment = resolve_build_time(None, {}, lambda: ZoneInfo("Asia/Tokyo"))
    assert before - timedelta(seconds=1) <= moment <= datetime.now(UTC)
    assert (moment.microsecond, moment.tzinfo) == (0, UTC)


@pytest.mark.parametrize(
    ("now", "message"),
    [
        ("today", "--now: 'today' is not a date: write 2026-03-01 or 2026-03-01T09:30"),
        ("2026-02-30", "--now: the date or time '2026-02-30' does not exist"),
        ("0001-01-01", "--now: '0001-01-01' is out of range: use a year from 2 to 9998"),
        ("", "--now: '' is not a date: write 2026-03-01 or 2026-03-01T09:30"),
    ],
)
def test_a_now_that_is_no_time_is_refused(now: str, message: str) -> None:
    with pytest.raises(CommandError) as caught:
        resolve_build_time(now, {}, lambda: ZoneInfo("Asia/Tokyo"))
    assert caught.value.message == message


@pytest.mark.parametrize("epoch", ["", "now", "1.5", "9" * 30, "-" + "9" * 30])
def test_an_epoch_that_is_no_time_is_refused(epoch: str) -> None:
    with pytest.raises(CommandError) as caught:
        resolve_build_time(None, {"SOURCE_DATE_EPOCH": epoch}, lambda: UTC)
    assert caught.value.message == f"SOURCE_DATE_EPOCH is not a valid time: '{epoch}'"
    assert caught.value.hint == "set it to a number of seconds since 1970, or unset it"
