import resource
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ssg.cache.plans import EncodedPlan, PlanCache, PlannedPage, Plans, Validity
from ssg.cache.store import StoreCorrupted
from ssg.digest import Digest, digest_of

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def plan(name: str) -> EncodedPlan:
    data = f"plan of {name}".encode()
    return EncodedPlan(
        output_path=f"{name}.html", kind="page", lang="en", documents=(f"{name}.md",), data=data
    )


def write(file: Path, *names: str, exact: tuple[str, ...] = (), next_change: str = "") -> Plans:
    validity = Validity(key=key(exact), exact=exact, built=NOW.isoformat(), next_change=next_change)
    cache = PlanCache(file)
    pages = cache.write(map(plan, names), facts=b"facts", validity=validity)
    return cache.read(pages, facts=b"facts")


def key(exact: Collection[str]) -> Digest:
    return digest_of(repr(exact).encode())


def read(plans: Plans, pages: Sequence[PlannedPage] | None = None) -> list[bytes]:
    with plans.open(plans.pages if pages is None else pages) as encoded:
        return list(encoded)


def test_all_plans_can_be_read_by_whoever_wrote_them_and_by_the_next(tmp_path: Path) -> None:
    file = tmp_path / "plans"
    for plans in (write(file, "a", "bb", "c"), PlanCache(file).find(key, NOW)):
        assert plans
        assert plans.facts == b"facts"
        assert [page.output_path for page in plans.pages] == ["a.html", "bb.html", "c.html"]
        assert read(plans) == [b"plan of a", b"plan of bb", b"plan of c"]
        assert read(plans, plans.pages[1:2]) == [b"plan of bb"]
    assert list(tmp_path.iterdir()) == [file]


def test_pages_that_were_read_share_nothing_with_what_was_planned(tmp_path: Path) -> None:
    """Of a large site, a shared path would keep a part in memory for as long as there are pages."""
    cache, planned = PlanCache(tmp_path / "plans"), plan("a")
    (page,) = cache.read(cache.write([planned], facts=b"", validity=None), facts=b"").pages
    assert page.documents == planned.documents
    assert page.documents[0] is not planned.documents[0]
    assert page.output_path is not planned.output_path


def test_a_site_without_pages_has_plans_too(tmp_path: Path) -> None:
    write(tmp_path / "plans")
    plans = PlanCache(tmp_path / "plans").find(key, NOW)
    assert plans
    assert plans.pages == ()


def test_plans_with_another_key_are_deleted(tmp_path: Path) -> None:
    file = tmp_path / "plans"
    write(file, "a")
    assert PlanCache(file).find(lambda _: digest_of(b"another"), NOW) is None
    assert not file.exists()


def test_plans_are_deleted_for_a_site_that_has_no_key(tmp_path: Path) -> None:
    file = tmp_path / "plans"
    write(file, "a")
    assert PlanCache(file).find(None, NOW) is None
    assert not file.exists()


def test_the_key_is_computed_with_the_documents_that_count_exactly(tmp_path: Path) -> None:
    file = tmp_path / "plans"
    write(file, "a", exact=("x.md", "y.md"))
    asked: list[Collection[str]] = []

    def record(exact: Collection[str]) -> Digest:
        asked.append(exact)
        return key(exact)

    assert PlanCache(file).find(record, NOW)
    assert asked == [("x.md", "y.md")]


@pytest.mark.parametrize(
    ("day", "is_valid"), [(31, False), (1, True), (9, True), (10, False), (11, False)]
)
def test_plans_are_valid_until_the_site_changes_by_itself(
    tmp_path: Path, day: int, is_valid: bool
) -> None:
    file = tmp_path / "plans"
    write(file, "a", next_change="2026-06-10T00:00:00+00:00")
    now = datetime(2026, 5 if day == 31 else 6, day, tzinfo=UTC)
    assert bool(PlanCache(file).find(key, now)) is is_valid
    assert file.exists() is is_valid


def test_plans_that_must_not_be_kept_are_only_for_this_process(tmp_path: Path) -> None:
    file = tmp_path / "plans"
    cache = PlanCache(file)
    pages = cache.write([plan("a")], facts=b"facts", validity=None)
    assert read(cache.read(pages, facts=b"facts")) == [b"plan of a"]
    assert b"facts" not in file.read_bytes()
    assert PlanCache(file).find(key, NOW) is None


def test_any_changed_byte_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "plans"
    write(file, "a", "b")
    data = file.read_bytes()
    for place in range(len(data)):
        file.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        if plans := PlanCache(file).find(key, NOW):
            with pytest.raises(StoreCorrupted, match="differs from its digest"):
                read(plans)


def test_any_part_of_a_file_is_ignored(tmp_path: Path) -> None:
    file = tmp_path / "plans"
    write(file, "a", "b")
    data = file.read_bytes()
    for size in range(len(data)):
        for part in (data[:size], data[size + 1 :]):
            file.write_bytes(part)
            if plans := PlanCache(file).find(key, NOW):
                # Only the start of the plans is missing.
                with pytest.raises(StoreCorrupted):
                    read(plans)


def test_a_disk_that_takes_no_more_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20, before[1]))
    try:
        with pytest.raises(OSError, match="File too large") as failed:
            write(tmp_path / "plans", "a", "b", "c")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert failed.value.filename == str(tmp_path / "plans")
    assert list(tmp_path.iterdir()) == []
